from typing import Annotated

from fastapi import Depends, Request

from handrail.attendance.errors import (
    ArrivalNeeded,
    AttendanceChanged,
    BookingNotOnRoster,
    DepartureNeeded,
    LockedForYou,
    MarkContradicts,
    MarkedTwice,
    NotMarked,
    NotPresentThen,
    NotYourGroup,
    OpenAlerts,
    OutsideSession,
    RosterIncomplete,
    SessionAhead,
    SessionCancelled,
    SessionClosed,
    SessionLocked,
    SessionNotClosed,
    TimeAhead,
    TimesReversed,
    TooManyIntervals,
    VideoDetailsMissing,
)
from handrail.attendance.schemas import (
    AttendanceCorrect,
    AttendanceDetail,
    ClosedSession,
    DepartureRecord,
    MarkResult,
    MarkResults,
    MarksToClear,
    PullOut,
    RosterMarks,
    SessionClose,
    SessionClosedRead,
)
from handrail.attendance.service import closing, detail, marks
from handrail.attendance.service.closing import Roster
from handrail.attendance.service.detail import Detail
from handrail.attendance.service.marks import Result
from handrail.calendar.errors import SessionNotFound
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import BookingId, SessionId
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db

router = api_router("sessions", tag="attendance")

_MARKING = (SessionNotFound, BookingNotOnRoster, SessionCancelled, SessionClosed)
_TIMES = (OutsideSession, TimesReversed, TimeAhead)


@router.post(
    "/{session_id}/attendance",
    summary="Mark attendance of a roster",
    responses=problems(*_MARKING, SessionAhead, *_TIMES, ArrivalNeeded, DepartureNeeded, MarkContradicts, MarkedTwice),
)
async def mark_roster(
    actor: Annotated[Actor, Depends(allow("attendance:mark"))],
    session_id: SessionId,
    given: RosterMarks,
    request: Request,
    db: Db,
) -> MarkResults:
    """Mark one person or everybody in one call; each mark is applied or answered with what somebody else stored."""
    return _results(request, await marks.mark_roster(db, actor, session_id, given))


@router.post(
    "/{session_id}/attendance/clear",
    summary="Take marks back",
    responses=problems(*_MARKING, MarkedTwice),
)
async def clear_marks(
    actor: Annotated[Actor, Depends(allow("attendance:mark"))],
    session_id: SessionId,
    given: MarksToClear,
    request: Request,
    db: Db,
) -> MarkResults:
    """Undo marks before the group is closed."""
    return _results(request, await marks.clear_marks(db, actor, session_id, given))


def _results(request: Request, results: list[Result]) -> MarkResults:
    concerning(request, *(one.participant_id for one in results))
    return MarkResults(results=[MarkResult.model_validate(one) for one in results])


@router.get(
    "/{session_id}/attendance/{booking_id}",
    summary="Read attendance of one booking",
    responses=problems(BookingNotOnRoster),
)
async def read_attendance(
    actor: Annotated[Actor, Depends(allow("attendance:read"))],
    session_id: SessionId,
    booking_id: BookingId,
    request: Request,
    db: Db,
) -> AttendanceDetail:
    """The mark with every stay, and the versions that corrections replaced."""
    return _detail(request, await detail.get_attendance(db, actor, session_id, booking_id))


def _detail(request: Request, found: Detail) -> AttendanceDetail:
    concerning(request, found.row.participant_id)
    return AttendanceDetail.model_validate(found.values())


@router.post(
    "/{session_id}/attendance/{booking_id}/pull-outs",
    summary="Record a pull-out",
    responses=problems(*_MARKING, NotMarked, AttendanceChanged, NotPresentThen, *_TIMES, TooManyIntervals),
)
async def record_pull_out(
    actor: Annotated[Actor, Depends(allow("attendance:mark"))],
    session_id: SessionId,
    booking_id: BookingId,
    given: PullOut,
    request: Request,
    db: Db,
) -> AttendanceDetail:
    """Somebody is taken out of the group, to an individual session for instance. Their minutes there do not count."""
    await marks.record_pull_out(db, actor, session_id, booking_id, given)
    return _detail(
        request, await detail.get_attendance(db, actor, session_id, booking_id, permission="attendance:mark")
    )


@router.post(
    "/{session_id}/attendance/{booking_id}/departures",
    summary="Record a departure",
    responses=problems(*_MARKING, NotMarked, AttendanceChanged, *_TIMES),
)
async def record_departure(
    actor: Annotated[Actor, Depends(allow("attendance:mark"))],
    session_id: SessionId,
    booking_id: BookingId,
    given: DepartureRecord,
    request: Request,
    db: Db,
) -> AttendanceDetail:
    """Somebody leaves for good before the end."""
    await marks.record_departure(db, actor, session_id, booking_id, given)
    return _detail(
        request, await detail.get_attendance(db, actor, session_id, booking_id, permission="attendance:mark")
    )


@router.post(
    "/{session_id}/close",
    summary="Close a group",
    responses=problems(
        *_MARKING,
        SessionAhead,
        RosterIncomplete,
        VideoDetailsMissing,
        NotYourGroup,
        MarkedTwice,
        OpenAlerts,
        *_TIMES,
    ),
)
async def close_session(
    actor: Annotated[Actor, Depends(allow("attendance:close"))],
    session_id: SessionId,
    given: SessionClose,
    request: Request,
    db: Db,
) -> SessionClosedRead:
    """Confirm departures. Minutes are final; what is wrong from here on is corrected, with a reason."""
    return _roster(request, await closing.close_session(db, actor, session_id, given))


@router.post(
    "/{session_id}/lock",
    summary="Lock attendance of a session",
    responses=problems(SessionNotFound, SessionNotClosed, SessionLocked, NotYourGroup),
)
async def lock_session(
    actor: Annotated[Actor, Depends(allow("attendance:lock"))], session_id: SessionId, request: Request, db: Db
) -> SessionClosedRead:
    """After this only a supervisor or the program director corrects."""
    return _roster(request, await closing.lock_session(db, actor, session_id))


def _roster(request: Request, roster: Roster) -> SessionClosedRead:
    concerning(request, *roster.participant_ids)
    session = roster.session
    return SessionClosedRead(
        session=ClosedSession(
            id=session.id,
            status=session.status,
            closed_at=session.closed_at,
            closed_by=session.closed_by,
            locked_at=session.locked_at,
            booked=session.booked,
            marked=roster.marked,
            version=session.version,
        ),
        rows=len(roster.participant_ids),
        counts=roster.counts,
    )


@router.post(
    "/{session_id}/attendance/{booking_id}/correct",
    summary="Correct closed attendance",
    responses=problems(
        SessionNotFound,
        BookingNotOnRoster,
        SessionNotClosed,
        AttendanceChanged,
        LockedForYou,
        NotPresentThen,
        *_TIMES,
        ArrivalNeeded,
        DepartureNeeded,
        MarkContradicts,
    ),
)
async def correct_attendance(
    actor: Annotated[Actor, Depends(allow("attendance:correct"))],
    session_id: SessionId,
    booking_id: BookingId,
    given: AttendanceCorrect,
    request: Request,
    db: Db,
) -> AttendanceDetail:
    """Say how it really was. The version it replaces stays readable, with the reason and the author."""
    await closing.correct_attendance(db, actor, session_id, booking_id, given)
    return _detail(
        request, await detail.get_attendance(db, actor, session_id, booking_id, permission="attendance:correct")
    )
