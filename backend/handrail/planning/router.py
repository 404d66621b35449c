"""Weeks in the making."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.calendar.errors import (
    BookingNotAvailable,
    EpisodeNotBookable,
    GroupCapReached,
    ParticipantTaken,
    ProgramClosed,
    RoomElsewhere,
    RoomNotInUse,
    SessionAttended,
    SessionFull,
    SessionNotScheduled,
    SessionTimeNotAvailable,
)
from handrail.calendar.routers.series import ROOM, STAFFING
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import LocationId, ScheduleBuildId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.organizations.errors import LocationInactive, LocationNotFound, RoomNotFound
from handrail.planning.errors import (
    BuildBuiltOn,
    BuildEnded,
    BuildUnderWay,
    CalendarChanged,
    LocationsInDifferentZones,
    LossOutsideWeek,
    NothingApplied,
    NothingProposed,
    ScheduleBuildNotFound,
    WeekNotMonday,
    WeekPast,
    WeekTooFar,
)
from handrail.planning.schemas import ScheduleBuildCreate, ScheduleBuildRead, ScheduleBuildSummary, UnplacedWeekRead
from handrail.planning.service import applying, builds, needs, reading, undoing
from handrail.programs.errors import ProgramNotFound
from handrail.staff.errors import StaffLeft, StaffNotFound

router = api_router("schedule-builds")


@router.post(
    "",
    status_code=202,
    summary="Build or repair a week",
    responses=problems(
        LocationNotFound,
        LocationInactive,
        ProgramNotFound,
        RoomNotFound,
        RoomElsewhere,
        RoomNotInUse,
        StaffNotFound,
        StaffLeft,
        LocationsInDifferentZones,
        WeekNotMonday,
        WeekPast,
        WeekTooFar,
        LossOutsideWeek,
        BuildUnderWay,
    ),
)
async def create_schedule_build(
    actor: Annotated[Actor, Depends(allow("schedule_build:write"))], wanted: ScheduleBuildCreate, db: Db
) -> ScheduleBuildSummary:
    """Begin to work out a week; nothing changes before the proposal is applied.

    One at a time for each location.
    """
    return await reading.summary(db, await builds.ask(db, actor, wanted))


@router.get("", summary="List weeks in the making", responses=problems(LocationNotFound))
async def list_schedule_builds(
    actor: Annotated[Actor, Depends(allow("schedule_build:read"))],
    db: Db,
    page: PageParams,
    *,
    location_id: LocationId | None = None,
) -> Page[ScheduleBuildSummary]:
    """Builds and proposals, the latest first."""
    return Page.of(await reading.list_builds(db, location_id=location_id, page=page), ScheduleBuildSummary)


@router.get("/unplaced", summary="Read what has no time in a week", responses=problems(LocationNotFound, WeekNotMonday))
async def read_unplaced_sessions(
    request: Request,
    actor: Annotated[Actor, Depends(allow("schedule_build:read"))],
    db: Db,
    location_id: LocationId,
    monday: Day,
) -> UnplacedWeekRead:
    """Individual, family and psychiatric sessions that programs owe people in care all through the week, and that
    nobody has put on the calendar yet.
    """
    week = await needs.read_unplaced(db, location_id, monday)
    concerning(request, *(one.participant_id for one in week.items))
    return week


@router.get("/{build_id}", summary="Read a week in the making", responses=problems(ScheduleBuildNotFound))
async def read_schedule_build(
    request: Request, actor: Annotated[Actor, Depends(allow("schedule_build:read"))], build_id: ScheduleBuildId, db: Db
) -> ScheduleBuildRead:
    """How far it is; what it proposes, beside how things stand, and whom that touches; or which rules clash."""
    return _concerning(request, await reading.read_build(db, actor, build_id))


@router.post(
    "/{build_id}/cancel", summary="Give a week in the making up", responses=problems(ScheduleBuildNotFound, BuildEnded)
)
async def cancel_schedule_build(
    actor: Annotated[Actor, Depends(allow("schedule_build:write"))], build_id: ScheduleBuildId, db: Db
) -> ScheduleBuildSummary:
    """Stop the search, or let its proposal go."""
    return await reading.summary(db, await builds.cancel(db, build_id))


@router.post(
    "/{build_id}/apply",
    summary="Apply a proposed week",
    responses=problems(
        ScheduleBuildNotFound,
        NothingProposed,
        CalendarChanged,
        SessionNotScheduled,
        SessionAttended,
        ProgramClosed,
        ParticipantTaken,
        EpisodeNotBookable,
        SessionTimeNotAvailable,
        BookingNotAvailable,
        SessionFull,
        GroupCapReached,
        *STAFFING,
        *ROOM,
    ),
)
async def apply_schedule_build(
    request: Request,
    actor: Annotated[Actor, Depends(allow("schedule_build:write"))],
    build_id: ScheduleBuildId,
    db: Db,
    if_match: IfMatch,
) -> ScheduleBuildRead:
    """Change, make and cancel the sessions it names, all or nothing; refused if the calendar is not as it was.

    What began, was marked or cancelled is not touched. Those who work in what changes get a task to tell the people.
    """
    build = await applying.apply(db, actor, build_id, if_match=if_match)
    return _concerning(request, await reading.shown(db, actor, build))


@router.post(
    "/{build_id}/undo",
    summary="Take an applied week back",
    responses=problems(
        ScheduleBuildNotFound,
        NothingApplied,
        BuildBuiltOn,
        ParticipantTaken,
        EpisodeNotBookable,
        SessionTimeNotAvailable,
        GroupCapReached,
        *STAFFING,
        *ROOM,
    ),
)
async def undo_schedule_build(
    request: Request,
    actor: Annotated[Actor, Depends(allow("schedule_build:write"))],
    build_id: ScheduleBuildId,
    db: Db,
    if_match: IfMatch,
) -> ScheduleBuildRead:
    """Put everything it changed back, cancel what it made, all or nothing.

    Refused once a session of it has changed, begun or been marked, somebody got or lost a place there, or a place it
    had before is taken. Those who work there get a task to tell the people.
    """
    build = await undoing.undo(db, actor, build_id, if_match=if_match)
    return _concerning(request, await reading.shown(db, actor, build))


def _concerning(request: Request, build: ScheduleBuildRead) -> ScheduleBuildRead:
    concerning(request, *(one.participant_id for one in build.people))
    return build
