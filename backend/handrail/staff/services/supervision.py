"""Who supervises whom."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.db import refusing
from handrail.core.ids import StaffId, SupervisionId
from handrail.core.pagination import PageParams, Rows
from handrail.staff import queries
from handrail.staff.errors import SupervisionEnded, SupervisionOverlaps
from handrail.staff.models import Supervision
from handrail.staff.rules import check_dates, check_supervision
from handrail.staff.schemas import PeriodEnd, SupervisionCreate
from handrail.staff.services.people import get_working_staff, held


async def list_supervisions(db: AsyncSession, staff_id: StaffId, *, page: PageParams) -> Rows[Supervision]:
    """Both ways: by whom a person is supervised, and whom they supervise."""
    await queries.get_staff(db, staff_id)
    return await queries.list_supervisions(db, staff_id, page=page)


async def supervise(db: AsyncSession, supervisee_id: StaffId, given: SupervisionCreate) -> Supervision:
    """Name a supervisor between two days."""
    await get_working_staff(db, supervisee_id)
    await get_working_staff(db, given.supervisor_id)
    starts_on = given.starts_on or await queries.local_today(db)
    check_dates(starts_on, given.ends_on)
    check_supervision(
        supervisee_id=supervisee_id,
        supervisor_id=given.supervisor_id,
        starts_on=starts_on,
        supervisor_credentials=[held(row) for row in await queries.credentials_of(db, given.supervisor_id)],
        supervisees_of_supervisee=await queries.supervisees_during(db, supervisee_id, starts_on, given.ends_on),
    )
    supervision = Supervision(
        supervisee_id=supervisee_id, supervisor_id=given.supervisor_id, starts_on=starts_on, ends_on=given.ends_on
    )
    with refusing({"ex_staff_supervisions_overlap": SupervisionOverlaps()}):
        db.add(supervision)
        await db.flush()
    return supervision


async def end_supervision(
    db: AsyncSession, supervisee_id: StaffId, supervision_id: SupervisionId, given: PeriodEnd
) -> Supervision:
    supervision = await queries.get_supervision(db, supervisee_id, supervision_id)
    today = await queries.local_today(db)
    if supervision.ends_on is not None and supervision.ends_on < today:
        raise SupervisionEnded()
    ends_on = given.ends_on or max(today, supervision.starts_on)
    check_dates(supervision.starts_on, ends_on)
    supervision.ends_on = ends_on
    await db.flush()
    return supervision
