"""What closures do to the calendar: foreseen, and applied with what moves out of their way."""

from collections import Counter
from datetime import datetime
from typing import Annotated

from fastapi import Depends

from handrail.calendar.closures_schemas import (
    ClosureApply,
    ClosureClash,
    ClosureHit,
    ClosureLater,
    ClosureMoved,
    ClosureMovedRead,
    ClosurePreview,
    ClosureRemoval,
    ClosureTime,
    ClosureTimes,
    ClosureTimesSearch,
)
from handrail.calendar.errors import (
    EpisodeNotBookable,
    NotMovedForClosure,
    ParticipantTaken,
    ProgramClosed,
    SessionAttended,
    SessionNotFound,
    SessionNotScheduled,
    SessionTimeNotAvailable,
)
from handrail.calendar.models import Session
from handrail.calendar.routers.series import ROOM, STAFFING
from handrail.calendar.rules.recurrence import span
from handrail.calendar.service import closures as service
from handrail.calendar.service import moving_back
from handrail.calendar.service.sliding import Later
from handrail.calendar.service.titles import TitleSight, sight_of
from handrail.calendar.vocabulary import ClosureOutcome, LaterClash, StaysBecause
from handrail.core.access import Actor, allow
from handrail.core.clock import now
from handrail.core.concurrency import IfMatch
from handrail.core.ids import ClosureId, RoomId
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.organizations.errors import (
    ClosureEndsBeforeStart,
    ClosureNotFound,
    ClosureRemovedAlready,
    ClosureTooLong,
    LocationInactive,
    LocationNotFound,
)
from handrail.organizations.schemas import ClosureCreate, ClosureRead
from handrail.staff.errors import StaffLeft, StaffNotFound

router = api_router("closures")

CLOSURE = (LocationNotFound, LocationInactive, ClosureEndsBeforeStart, ClosureTooLong)


@router.post("/preview", summary="Foresee a closure", responses=problems(*CLOSURE))
async def preview_closure(
    actor: Annotated[Actor, Depends(allow("closure:write"))], wanted: ClosureCreate, db: Db
) -> ClosurePreview:
    """Which sessions it would cancel, shorten or take to video, and how many people that touches; nothing changes."""
    hits = await service.preview_closure(db, wanted, at=now())
    sight = await sight_of(db, actor)
    outcomes = Counter(one.outcome for one in hits)
    changed = [one for one in hits if one.outcome is not ClosureOutcome.HELD_FAST]
    return ClosurePreview(
        hits=[_hit(one, sight, whose=actor.may("booking:read")) for one in hits],
        cancelled=outcomes[ClosureOutcome.CANCELLED],
        shortened=outcomes[ClosureOutcome.SHORTENED],
        by_video=outcomes[ClosureOutcome.BY_VIDEO],
        participants=len({who for one in changed for who in one.participants}),
        staff=len({who for one in changed for who in one.staff_ids}),
    )


def _hit(one: service.Hit, sight: TitleSight, *, whose: bool) -> ClosureHit:
    row = one.session
    to_start, to_end = service.local_times(row, one.effect)
    return ClosureHit(
        session_id=row.id,
        version=row.version,
        title=sight.title(row, one.staff_ids),
        service_kind=row.service_kind,
        outcome=one.outcome,
        local_date=row.local_date,
        local_start=row.local_start,
        local_end=row.local_end,
        to_local_start=to_start,
        to_local_end=to_end,
        room_id=row.room_id,
        staff_ids=list(one.staff_ids),
        booked=row.booked,
        later=None if one.later is None else _later(one.later, row, sight, whose=whose),
    )


def _later(later: Later, row: Session, sight: TitleSight, *, whose: bool) -> ClosureLater:
    time_ = _time(later.starts_at, later.ends_at, row.room_id, row.time_zone)
    if later.clash is None:
        return ClosureLater(time=time_, clash=None)
    # Who may not see bookings is not told in which session a participant is.
    other = later.session if whose or later.clash is not LaterClash.PARTICIPANT else None
    clash = ClosureClash(
        kind=later.clash,
        title=None if other is None else sight.title(other, later.staff_ids),
        service_kind=None if other is None else other.service_kind,
        local_start=None if other is None else other.local_start,
        local_end=None if other is None else other.local_end,
    )
    return ClosureLater(time=time_, clash=clash)


@router.post(
    "/free-times",
    summary="Find free times beside a closure",
    responses=problems(*CLOSURE, SessionNotFound, SessionNotScheduled, StaffNotFound, StaffLeft),
)
async def find_times_beside_closure(
    actor: Annotated[Actor, Depends(allow("closure:write"))], wanted: ClosureTimesSearch, db: Db
) -> ClosureTimes:
    """Where a session can go that the closure would hit: everybody in it is free then, and a room. Nobody is named."""
    session, first, last, found = await service.times_beside(db, wanted)
    times = [_time(one.starts_at, one.ends_at, one.room_id, session.time_zone) for one in found]
    return ClosureTimes(from_date=first, to_date=last, times=times)


def _time(starts_at: datetime, ends_at: datetime, room_id: RoomId | None, time_zone: str) -> ClosureTime:
    local = span(starts_at, ends_at, time_zone)
    return ClosureTime(
        local_date=local.local_date,
        local_start=local.local_start,
        local_end=local.local_end,
        minutes=local.minutes,
        room_id=room_id,
    )


@router.post(
    "/apply",
    status_code=201,
    summary="Apply a closure",
    responses=problems(
        *CLOSURE,
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
async def apply_closure(
    actor: Annotated[Actor, Depends(allow("closure:write"))], wanted: ClosureApply, db: Db
) -> ClosureRead:
    """Move the named sessions out of its way, then close, delay, end early or go by video; all or nothing.

    Those who work in the sessions it changes get a task to tell the people in them.
    """
    return ClosureRead.model_validate(await service.apply_closure(db, actor, wanted))


@router.get(
    "/{closure_id}/moved",
    summary="Read what was moved out of a closure's way",
    responses=problems(ClosureNotFound),
)
async def read_moved_for_closure(
    actor: Annotated[Actor, Depends(allow("closure:write"))], closure_id: ClosureId, db: Db
) -> ClosureMoved:
    """Each session with where it was, and what is in the way if it should go back once the closure is removed."""
    sight = await sight_of(db, actor)
    found = await moving_back.moved_for(db, closure_id, at=now())
    return ClosureMoved(sessions=[_moved(one, sight, whose=actor.may("booking:read")) for one in found])


def _moved(one: moving_back.Moved, sight: TitleSight, *, whose: bool) -> ClosureMovedRead:
    row, was = one.session, span(one.move.from_starts_at, one.move.from_ends_at, one.session.time_zone)
    # Who may not see bookings is not told in which session a participant is.
    other = one.other if whose or one.because is not StaysBecause.PARTICIPANT else None
    return ClosureMovedRead(
        session_id=row.id,
        version=row.version,
        title=sight.title(row, one.staff_ids),
        service_kind=row.service_kind,
        local_date=row.local_date,
        local_start=row.local_start,
        local_end=row.local_end,
        from_local_date=was.local_date,
        from_local_start=was.local_start,
        from_local_end=was.local_end,
        stays_because=one.because,
        other_title=None if other is None else sight.title(other, one.other_staff),
        other_service_kind=None if other is None else other.service_kind,
        other_local_start=None if other is None else other.local_start,
        other_local_end=None if other is None else other.local_end,
    )


@router.post(
    "/{closure_id}/remove",
    status_code=204,
    summary="Remove a closure and move sessions back",
    responses=problems(
        ClosureNotFound,
        ClosureRemovedAlready,
        NotMovedForClosure,
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
async def remove_closure_and_move_back(
    actor: Annotated[Actor, Depends(allow("closure:write"))],
    closure_id: ClosureId,
    wanted: ClosureRemoval,
    db: Db,
    if_match: IfMatch,
) -> None:
    """It no longer holds, and the named sessions are again where they were before it; all or nothing.

    Those who work in what changes get a task to tell the people.
    """
    await moving_back.remove_closure(db, actor, closure_id, wanted, if_match=if_match)
