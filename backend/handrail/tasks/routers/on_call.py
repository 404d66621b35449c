from typing import Annotated

from fastapi import Depends

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import OnCallShiftId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Instant
from handrail.core.units import Db
from handrail.tasks import service
from handrail.tasks.errors import (
    BackupIsOwner,
    NobodyOnCall,
    OnCallCannotAct,
    OwnerNotAvailable,
    ShiftNotFound,
    ShiftsOverlap,
    ShiftTimes,
)
from handrail.tasks.schemas import OnCallCandidate, OnCallShiftCreate, OnCallShiftRead

router = api_router("on-call")


@router.get("/shifts", summary="List on-call shifts")
async def list_on_call_shifts(
    actor: Annotated[Actor, Depends(allow("on_call:read"))],
    db: Db,
    page: PageParams,
    from_instant: Instant | None = None,
    to_instant: Instant | None = None,
) -> Page[OnCallShiftRead]:
    """The rota between two instants, by start."""
    shifts = await service.list_shifts(db, from_instant=from_instant, to_instant=to_instant, page=page)
    return Page.of(shifts, OnCallShiftRead)


@router.post(
    "/shifts",
    status_code=201,
    summary="Put somebody on call",
    responses=problems(ShiftsOverlap, ShiftTimes, OwnerNotAvailable, OnCallCannotAct, BackupIsOwner),
)
async def create_on_call_shift(
    new: OnCallShiftCreate, actor: Annotated[Actor, Depends(allow("on_call:write"))], db: Db
) -> OnCallShiftRead:
    """Put somebody on call from one instant to another; two shifts cannot overlap."""
    return OnCallShiftRead.model_validate(await service.add_shift(db, new))


@router.get("/candidates", summary="List who may be put on call")
async def list_on_call_candidates(
    actor: Annotated[Actor, Depends(allow("on_call:write"))], db: Db, page: PageParams
) -> Page[OnCallCandidate]:
    """Colleagues whose role closes alerts, by name: an alert that nobody took ends up with who is on call."""
    return Page.of(await service.list_candidates(db, page), OnCallCandidate)


@router.put(
    "/shifts/{shift_id}",
    summary="Change an on-call shift",
    responses=problems(ShiftNotFound, ShiftsOverlap, ShiftTimes, OwnerNotAvailable, OnCallCannotAct, BackupIsOwner),
)
async def change_on_call_shift(
    shift_id: OnCallShiftId,
    change: OnCallShiftCreate,
    actor: Annotated[Actor, Depends(allow("on_call:write"))],
    db: Db,
    if_match: IfMatch,
) -> OnCallShiftRead:
    """Replace who is on call in it, who stands in, and when it is."""
    return OnCallShiftRead.model_validate(await service.change_shift(db, shift_id, change, if_match=if_match))


@router.get("/current", summary="Who is on call", responses=problems(NobodyOnCall))
async def read_current_on_call_shift(
    actor: Annotated[Actor, Depends(allow("on_call:read"))], db: Db
) -> OnCallShiftRead:
    """The shift that runs now."""
    return OnCallShiftRead.model_validate(await service.current_shift(db))


@router.delete(
    "/shifts/{shift_id}", status_code=204, summary="Take a shift off the rota", responses=problems(ShiftNotFound)
)
async def remove_on_call_shift(
    shift_id: OnCallShiftId, actor: Annotated[Actor, Depends(allow("on_call:write"))], db: Db, if_match: IfMatch
) -> None:
    """Take somebody off the rota."""
    await service.remove_shift(db, shift_id, if_match=if_match)
