"""Weekly series."""

from typing import Annotated

from fastapi import Depends, Query

from handrail.calendar.errors import (
    CohortOfAnotherProgram,
    EndBeforeStart,
    InternNeedsSupervisor,
    LeadMissing,
    MeetingsOverlap,
    RangeTooLong,
    RoomElsewhere,
    RoomNotInUse,
    RoomTaken,
    RoomTooSmall,
    SeriesEnded,
    SeriesNotFound,
    StaffMayNotLead,
    StaffNotAvailable,
    StaffTaken,
    StaffTwice,
    SupervisorNotAble,
    SupervisorOfOneself,
)
from handrail.calendar.series_schemas import SeriesCreate, SeriesEnd, SeriesRead, SeriesUpdate
from handrail.calendar.service import series as service
from handrail.calendar.service.titles import page_shown, shown
from handrail.calendar.vocabulary import SeriesStatus
from handrail.cohorts.errors import CohortNotFound
from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import CohortId, LocationId, ProgramId, SeriesId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.organizations.errors import LocationInactive, LocationNotFound, RoomNotFound
from handrail.programs.errors import ProgramNotFound, ProgramRetired
from handrail.staff.errors import StaffLeft, StaffNotFound

router = api_router("series")

ROOM = (RoomNotFound, RoomElsewhere, RoomNotInUse, RoomTaken, RoomTooSmall)
STAFFING = (
    StaffNotFound,
    StaffLeft,
    StaffMayNotLead,
    SupervisorNotAble,
    StaffTaken,
    StaffNotAvailable,
    LeadMissing,
    StaffTwice,
    InternNeedsSupervisor,
    SupervisorOfOneself,
)
PLACE = (LocationNotFound, LocationInactive, ProgramNotFound, ProgramRetired, CohortNotFound, CohortOfAnotherProgram)


@router.post(
    "",
    status_code=201,
    summary="Make a weekly series",
    responses=problems(*PLACE, *ROOM, *STAFFING, MeetingsOverlap, EndBeforeStart, RangeTooLong),
)
async def create_series(
    actor: Annotated[Actor, Depends(allow("series:write"))], new: SeriesCreate, db: Db
) -> SeriesRead:
    """A group that meets every week at a local time; its sessions are made for the weeks ahead, with their members."""
    return await shown(db, actor, SeriesRead, await service.create_series(db, new))


@router.get("", summary="List series")
async def list_series(
    actor: Annotated[Actor, Depends(allow("series:read"))],
    db: Db,
    page: PageParams,
    *,
    program_id: ProgramId | None = None,
    location_id: LocationId | None = None,
    cohort_id: CohortId | None = None,
    status: SeriesStatus | None = None,
    lineage_id: Annotated[SeriesId | None, Query(description="The first part of a series that was split.")] = None,
) -> Page[SeriesRead]:
    """Series in the order in which they were made."""
    found = await service.list_series(
        db,
        program_id=program_id,
        location_id=location_id,
        cohort_id=cohort_id,
        status=status,
        lineage_id=lineage_id,
        page=page,
    )
    return await page_shown(db, actor, SeriesRead, found)


@router.get("/{series_id}", summary="Read a series", responses=problems(SeriesNotFound))
async def read_series(
    actor: Annotated[Actor, Depends(allow("series:read"))], series_id: SeriesId, db: Db
) -> SeriesRead:
    """One series with its cohorts and default staff."""
    return await shown(db, actor, SeriesRead, await service.read_series(db, series_id))


@router.patch(
    "/{series_id}",
    summary="Change a series from a date on",
    responses=problems(SeriesNotFound, SeriesEnded, *ROOM, *STAFFING),
)
async def update_series(
    actor: Annotated[Actor, Depends(allow("series:write"))],
    series_id: SeriesId,
    change: SeriesUpdate,
    db: Db,
    if_match: IfMatch,
) -> SeriesRead:
    """Title, seats, room, link or staff, for the sessions from `from_date` on that have not begun."""
    return await shown(
        db, actor, SeriesRead, await service.update_series(db, actor, series_id, change, if_match=if_match)
    )


@router.post(
    "/{series_id}/end", summary="End a series", responses=problems(SeriesNotFound, SeriesEnded, EndBeforeStart)
)
async def end_series(
    actor: Annotated[Actor, Depends(allow("series:write"))],
    series_id: SeriesId,
    end: SeriesEnd,
    db: Db,
    if_match: IfMatch,
) -> SeriesRead:
    """Cancel the sessions after a date and give everybody's time back."""
    return await shown(db, actor, SeriesRead, await service.end_series(db, series_id, end, if_match=if_match))
