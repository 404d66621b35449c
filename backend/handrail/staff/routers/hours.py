"""When people work."""

from typing import Annotated

from fastapi import Depends

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import StaffId, TimeOffId
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.organizations.errors import LocationNotFound
from handrail.staff.errors import StaffNotFound, TimeOffNotFound, TimeOffReversed
from handrail.staff.schemas import StaffHoursChange, StaffHoursRead, TimeOffCreate, TimeOffRead
from handrail.staff.services import hours as service

router = api_router("staff")

Manager = Annotated[Actor, Depends(allow("staff:manage"))]


@router.get("/{staff_id}/hours", summary="Read a person's hours", responses=problems(StaffNotFound))
async def read_staff_hours(
    staff_id: StaffId, actor: Annotated[Actor, Depends(allow("staff:read"))], db: Db
) -> StaffHoursRead:
    """When somebody works, and their time off that is not over. Without any hours: whenever the program is open."""
    return StaffHoursRead.model_validate(await service.read_hours(db, staff_id))


@router.put("/{staff_id}/hours", summary="Set a person's hours", responses=problems(StaffNotFound, LocationNotFound))
async def set_staff_hours(
    staff_id: StaffId, change: StaffHoursChange, actor: Manager, db: Db, if_match: IfMatch
) -> StaffHoursRead:
    """All hours somebody works; sessions that stand are not changed by it."""
    return StaffHoursRead.model_validate(await service.set_hours(db, staff_id, change, if_match=if_match))


@router.post(
    "/{staff_id}/time-off",
    status_code=201,
    summary="Add time off",
    responses=problems(StaffNotFound, TimeOffReversed),
)
async def add_time_off(staff_id: StaffId, new: TimeOffCreate, actor: Manager, db: Db) -> TimeOffRead:
    """A span in which somebody does not work; why is not written down."""
    return TimeOffRead.model_validate(await service.add_time_off(db, staff_id, new))


@router.delete(
    "/{staff_id}/time-off/{time_off_id}",
    status_code=204,
    summary="Take time off back",
    responses=problems(TimeOffNotFound),
)
async def remove_time_off(staff_id: StaffId, time_off_id: TimeOffId, actor: Manager, db: Db, if_match: IfMatch) -> None:
    """They work then after all."""
    await service.remove_time_off(db, staff_id, time_off_id, if_match=if_match)
