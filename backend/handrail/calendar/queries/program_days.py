"""Rows of program days."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import ProgramDayNotFound
from handrail.calendar.models import ProgramDay
from handrail.cohorts.models import Cohort
from handrail.cohorts.vocabulary import CohortStatus
from handrail.core.ids import CohortId, ProgramDayId
from handrail.core.pagination import PageParams, Rows, paginate


async def get_day(db: AsyncSession, day_id: ProgramDayId) -> ProgramDay:
    """Return the day, locked: its blocks are worked out anew from it."""
    day = await db.scalar(
        select(ProgramDay).where(ProgramDay.id == day_id).with_for_update().execution_options(populate_existing=True)
    )
    if day is None:
        raise ProgramDayNotFound()
    return day


async def days_between(
    db: AsyncSession, *, first: date, last: date, cohorts: Iterable[CohortId] | None = None, limit: int = 2000
) -> Sequence[ProgramDay]:
    """Return program days by date, of some cohorts or of all."""
    query = select(ProgramDay).where(ProgramDay.local_date.between(first, last))
    if cohorts is not None:
        query = query.where(ProgramDay.cohort_id.in_(list(cohorts)))
    return (await db.scalars(query.order_by(ProgramDay.local_date, ProgramDay.cohort_id).limit(limit))).all()


async def page_of_days(
    db: AsyncSession, *, first: date, last: date, cohort_id: CohortId | None, page: PageParams
) -> Rows[ProgramDay]:
    """Return one page of program days by date."""
    query = select(ProgramDay).where(ProgramDay.local_date.between(first, last))
    if cohort_id is not None:
        query = query.where(ProgramDay.cohort_id == cohort_id)
    return await paginate(db, query, order=(ProgramDay.local_date, ProgramDay.id), page=page)


async def decided_days(
    db: AsyncSession, cohorts: Iterable[CohortId], *, first: date, last: date
) -> dict[tuple[CohortId, date], ProgramDay]:
    """Return the days about which a director decided."""
    query = select(ProgramDay).where(
        ProgramDay.cohort_id.in_(list(cohorts)),
        ProgramDay.local_date.between(first, last),
        ProgramDay.decided_status.is_not(None),
    )
    return {(day.cohort_id, day.local_date): day for day in await db.scalars(query)}


async def running_cohorts(db: AsyncSession) -> list[CohortId]:
    """Return cohorts whose days are still to be made."""
    query = select(Cohort.id).where(Cohort.status != CohortStatus.ENDED)
    return list(await db.scalars(query.order_by(Cohort.id)))
