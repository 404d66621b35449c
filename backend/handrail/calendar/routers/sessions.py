"""Sessions: occurrences of series and single ones."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.calendar.errors import (
    BookingNotAvailable,
    EndBeforeStart,
    EpisodeNotBookable,
    GroupCapReached,
    MakeUpNotFitting,
    OverrideNotAllowed,
    ParticipantTaken,
    ProgramClosed,
    RangeTooLong,
    SessionAttended,
    SessionFull,
    SessionNotFound,
    SessionNotScheduled,
    SessionTimeNotAvailable,
)
from handrail.calendar.queries.sessions import SessionFilter
from handrail.calendar.routers.series import PLACE, ROOM, STAFFING
from handrail.calendar.schemas import (
    SessionCancel,
    SessionCreate,
    SessionMove,
    SessionRead,
    SessionStaffing,
    SessionSummary,
    SessionUpdate,
)
from handrail.calendar.service import sessions as service
from handrail.calendar.service.titles import page_shown, shown
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import CohortId, LocationId, RoomId, SeriesId, SessionId, StaffId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.episodes.errors import EpisodeNotFound

router = api_router("sessions")

BOOKING = (
    EpisodeNotFound,
    EpisodeNotBookable,
    ParticipantTaken,
    SessionFull,
    GroupCapReached,
    OverrideNotAllowed,
    BookingNotAvailable,
    MakeUpNotFitting,
)


@router.post(
    "",
    status_code=201,
    summary="Schedule a single session",
    responses=problems(*PLACE, *ROOM, *STAFFING, *BOOKING, ProgramClosed),
)
async def create_session(
    request: Request, actor: Annotated[Actor, Depends(allow("session:write"))], new: SessionCreate, db: Db
) -> SessionRead:
    """An individual, family or psychiatric session, or an extra group, with staff and bookings; all or nothing."""
    session, booked = await service.create_session(db, actor, new)
    concerning(request, *(booking.participant_id for booking in booked))
    return await shown(db, actor, SessionRead, session)


@router.get("", summary="List sessions", responses=problems(EndBeforeStart, RangeTooLong))
async def list_sessions(
    actor: Annotated[Actor, Depends(allow("session:read"))],
    db: Db,
    page: PageParams,
    from_date: Day,
    to_date: Day,
    *,
    location_id: LocationId | None = None,
    room_id: RoomId | None = None,
    staff_id: StaffId | None = None,
    cohort_id: CohortId | None = None,
    series_id: SeriesId | None = None,
    status: SessionStatus | None = None,
) -> Page[SessionSummary]:
    """Sessions by date and time, without the names of participants. What one participant has is their own list."""
    narrow = SessionFilter(from_date, to_date, location_id, room_id, staff_id, cohort_id, series_id, status)
    return await page_shown(db, actor, SessionSummary, await service.list_sessions(db, narrow, page))


@router.get("/{session_id}", summary="Read a session", responses=problems(SessionNotFound))
async def read_session(
    actor: Annotated[Actor, Depends(allow("session:read"))], session_id: SessionId, db: Db
) -> SessionRead:
    """One session with its cohorts and staff."""
    return await shown(db, actor, SessionRead, await service.read_session(db, session_id))


@router.patch(
    "/{session_id}",
    summary="Change a session",
    responses=problems(SessionNotFound, SessionNotScheduled, ProgramClosed, *ROOM),
)
async def update_session(
    actor: Annotated[Actor, Depends(allow("session:write"))],
    session_id: SessionId,
    change: SessionUpdate,
    db: Db,
    if_match: IfMatch,
) -> SessionRead:
    """Title, seats, room, mode, link, whether it counts."""
    return await shown(db, actor, SessionRead, await service.update_session(db, session_id, change, if_match=if_match))


@router.post(
    "/{session_id}/move",
    summary="Move a session",
    responses=problems(
        SessionNotFound,
        SessionNotScheduled,
        SessionAttended,
        ProgramClosed,
        ParticipantTaken,
        EpisodeNotBookable,
        SessionTimeNotAvailable,
        *STAFFING,
        *ROOM,
    ),
)
async def move_session(
    actor: Annotated[Actor, Depends(allow("session:write"))],
    session_id: SessionId,
    move: SessionMove,
    db: Db,
    if_match: IfMatch,
) -> SessionRead:
    """Another time, and if named another room and other staff; bookings go along."""
    return await shown(
        db, actor, SessionRead, await service.move_session(db, actor, session_id, move, if_match=if_match)
    )


@router.post(
    "/{session_id}/cancel",
    summary="Cancel a session",
    responses=problems(SessionNotFound, SessionNotScheduled, SessionAttended),
)
async def cancel_session(
    actor: Annotated[Actor, Depends(allow("session:write"))],
    session_id: SessionId,
    cancel: SessionCancel,
    db: Db,
    if_match: IfMatch,
) -> SessionRead:
    """The program cancels: nobody missed it, and everybody's time is given back."""
    return await shown(
        db, actor, SessionRead, await service.cancel_session(db, session_id, cancel.reason, if_match=if_match)
    )


@router.put(
    "/{session_id}/staff",
    summary="Say who works in a session",
    responses=problems(SessionNotFound, SessionNotScheduled, *STAFFING, *ROOM),
)
async def set_session_staff(
    actor: Annotated[Actor, Depends(allow("session:write"))],
    session_id: SessionId,
    staffing: SessionStaffing,
    db: Db,
    if_match: IfMatch,
) -> SessionRead:
    """Everybody with their role; who is not named is taken off."""
    return await shown(
        db, actor, SessionRead, await service.set_staff(db, actor, session_id, staffing, if_match=if_match)
    )
