"""Single sessions and occurrences: made, read, changed, moved, cancelled, staffed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import (
    EndBeforeStart,
    ProgramClosed,
    RangeTooLong,
    SessionAttended,
    SessionNotScheduled,
    SessionTimeNotAvailable,
    StaffNotAvailable,
)
from handrail.calendar.events import ChangeProposed
from handrail.calendar.models import Session
from handrail.calendar.queries import bookings, seats, sessions, staff
from handrail.calendar.queries.locks import lock_time_of
from handrail.calendar.queries.sessions import SessionFilter
from handrail.calendar.rules.closures import Effect
from handrail.calendar.rules.recurrence import local_span, span
from handrail.calendar.rules.staffing import Place, countable_by_default
from handrail.calendar.schemas import SessionCreate, SessionMove, SessionStaffing, SessionUpdate
from handrail.calendar.service.apart import refuse_apart
from handrail.calendar.service.bookings import book, leave_behind
from handrail.calendar.service.clashes import (
    TAKEN,
    refuse_taken_participants,
    refuse_taken_rooms,
    refuse_taken_staff,
    refuse_too_many,
)
from handrail.calendar.service.memberships import place_in_sessions
from handrail.calendar.service.places import check_room
from handrail.calendar.service.series import FLAG_OF, cancel_sessions, check_cohorts
from handrail.calendar.service.settling import effects_on
from handrail.calendar.service.staffing import able_places
from handrail.calendar.service.suggesting import suggesting
from handrail.calendar.vocabulary import MAX_RANGE_DAYS, Own, SessionCancelReason, SessionStatus, StaffPlaceStatus
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import SessionId
from handrail.core.pagination import PageParams, Rows
from handrail.organizations import service as organizations
from handrail.programs import service as programs


async def details(db: AsyncSession, found: Sequence[Session]) -> list[dict[str, Any]]:
    """Return sessions with their cohorts and staff, in two statements for all of them."""
    ids = [one.id for one in found]
    cohorts, places = await sessions.cohorts_of(db, ids), await sessions.staff_of(db, ids)
    return [{**one.__dict__, "cohort_ids": cohorts.get(one.id, []), "staff": places.get(one.id, [])} for one in found]


async def _detail(db: AsyncSession, session_id: SessionId) -> dict[str, Any]:
    found = await sessions.get_sessions(db, [session_id])
    return (await details(db, found))[0]


async def read_session(db: AsyncSession, session_id: SessionId) -> dict[str, Any]:
    return (await details(db, [await sessions.get_session(db, session_id)]))[0]


async def list_sessions(db: AsyncSession, narrow: SessionFilter, page: PageParams) -> Rows[dict[str, Any]]:
    """Return sessions by date and time."""
    if narrow.to_date < narrow.from_date:
        raise EndBeforeStart(pointer="/query/to_date")
    if (narrow.to_date - narrow.from_date).days > MAX_RANGE_DAYS:
        raise RangeTooLong(pointer="/query/to_date", days=MAX_RANGE_DAYS)
    found = await sessions.list_sessions(db, narrow, page)
    return Rows(await details(db, found.items), found.next_cursor)


async def create_session(
    db: AsyncSession, actor: Actor, new: SessionCreate, *, at: datetime | None = None
) -> tuple[dict[str, Any], list[Any]]:
    """Make a single session with its staff, cohorts and bookings, all or nothing; return it and who is booked."""
    at = at or now()
    location = await organizations.get_usable_location(db, new.location_id)
    when = local_span(new.local_date, new.local_start, new.minutes, location.time_zone)
    times = (when.starts_at, when.ends_at)
    near = suggesting(
        db, when, time_zone=location.time_zone, room_id=new.room_id, staff=[one.staff_id for one in new.staff]
    )
    async with near:  # asked again below: who comes too late need not wait for a lock
        await refuse_taken_rooms(db, new.room_id, [times])
    if new.program_id is not None:
        await programs.get_open_program(db, new.program_id)
    await check_room(db, new.room_id, location.id)
    await check_cohorts(db, new.cohort_ids, new.program_id)
    places = await able_places(db, new.staff, new.service_kind, on=new.local_date)
    await lock_time_of(db, cohorts=new.cohort_ids, rooms=[new.room_id], staff=[place.staff_id for place in places])
    here = [place.staff_id for place in places]
    async with suggesting(db, when, time_zone=location.time_zone, room_id=new.room_id, staff=here):
        await refuse_taken_rooms(db, new.room_id, [times])
        await refuse_taken_staff(db, here, [times])
    session = Session(
        **new.model_dump(
            exclude={"local_date", "local_start", "minutes", "cohort_ids", "staff", "bookings", "countable"}
        ),
        countable=countable_by_default(new.service_kind) if new.countable is None else new.countable,
        time_zone=location.time_zone,
        planned_telehealth=new.telehealth,
        planned_starts_at=when.starts_at,
        planned_ends_at=when.ends_at,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        local_date=when.local_date,
        local_start=when.local_start,
        local_end=when.local_end,
    )
    with refusing(TAKEN):
        db.add(session)
        await db.flush()
        await sessions.add_cohorts(db, [session.id], list(dict.fromkeys(new.cohort_ids)))
        await _assign(db, session, places, at=at)
    await _put(db, session, await _effect(db, session), at=at)
    await seats.recount(db, [session.id])
    await refuse_too_many(db, [session.id])
    booked = [await book(db, actor, session.id, one, at=at) for one in new.bookings]
    await place_in_sessions(db, [session.id], new.cohort_ids, at=at)
    return await _detail(db, session.id), booked


async def _assign(db: AsyncSession, session: Session, places: Sequence[Place], *, at: datetime) -> None:
    await staff.assign(
        db,
        [
            staff.NewPlace(session.id, one.staff_id, one.role, one.supervisor_id, session.starts_at, session.ends_at)
            for one in places
        ],
        at=at,
    )


async def _effect(db: AsyncSession, session: Session) -> Effect:
    """Return what closures leave of the plan; a time at which the program is closed is refused."""
    cohorts = await sessions.cohorts_of(db, [session.id])
    effect = (await effects_on(db, [session], cohorts))[session.id]
    if effect.cancelled:
        raise ProgramClosed(closure_id=str(effect.closure_id) if effect.closure_id else None)
    return effect


async def _put(db: AsyncSession, session: Session, effect: Effect, *, at: datetime) -> None:
    """Put a session where it is held, in one statement, and its staff and bookings with it."""
    held = span(effect.starts_at, effect.ends_at, session.time_zone)
    session.starts_at, session.ends_at = held.starts_at, held.ends_at
    session.local_date, session.local_start, session.local_end = held.local_date, held.local_start, held.local_end
    session.telehealth, session.closure_id = effect.telehealth, effect.closure_id
    with refusing(TAKEN):
        await db.flush()
        await staff.follow(db, [session.id], at=at)
        await bookings.follow(db, [session.id], at=at)


async def _locked(db: AsyncSession, session_id: SessionId, if_match: int) -> Session:
    """Return a scheduled session of the version the client saw, locked."""
    session = await sessions.lock_session(db, session_id)
    expect_version(session, if_match)
    if session.status is not SessionStatus.SCHEDULED:
        raise SessionNotScheduled(session_status=session.status.value)
    return session


def _keep(session: Session, *flags: Own) -> None:
    """Note what an occurrence has of its own from now on: edits of its series leave it alone."""
    if session.series_id is not None:
        session.own = sorted({*session.own, *(one.value for one in flags)})


async def _refuse_attended(db: AsyncSession, session_id: SessionId) -> None:
    proposal = ChangeProposed((session_id,))
    await announce(db, proposal)
    if proposal.attended:
        raise SessionAttended()


async def update_session(
    db: AsyncSession, session_id: SessionId, change: SessionUpdate, *, if_match: int
) -> dict[str, Any]:
    """Change what was sent: title, seats, room, mode, whether it counts."""
    at = now()
    await lock_time_of(db, rooms=[change.room_id])
    session = await _locked(db, session_id, if_match)
    if "room_id" in change.model_fields_set:
        await check_room(db, change.room_id, session.location_id)
        await refuse_taken_rooms(db, change.room_id, [(session.starts_at, session.ends_at)], besides=[session_id])
    for name in change.model_fields_set - {"telehealth"}:
        setattr(session, name, getattr(change, name))
    if change.telehealth is not None:
        session.planned_telehealth = change.telehealth
    _keep(session, *(FLAG_OF[name] for name in change.model_fields_set))
    with refusing(TAKEN):
        await db.flush()
    if change.telehealth is not None:
        await _put(db, session, await _effect(db, session), at=at)
    await refuse_too_many(db, [session_id])
    return await _detail(db, session_id)


async def move_session(
    db: AsyncSession, actor: Actor, session_id: SessionId, move: SessionMove, *, if_match: int
) -> dict[str, Any]:
    """Move a session to another time, and if named into another room and to other staff; bookings go along.

    All or nothing: whoever takes over need only be free then, not at the time the session had. Refused when the room,
    somebody of the staff or a participant is taken then, the program is closed, or two people in it must be kept apart
    on that day.
    """
    at = now()
    before = await sessions.get_session(db, session_id)
    working = (await sessions.staff_of(db, [session_id])).get(session_id, [])
    booked = await bookings.live_participants(db, [session_id])
    room_id = move.room_id if "room_id" in move.model_fields_set else before.room_id
    assigned = [one.staff_id for one in working if one.status is StaffPlaceStatus.ASSIGNED]
    places = None if move.staff is None else await able_places(db, move.staff, before.service_kind, on=move.local_date)
    here = assigned if places is None else [place.staff_id for place in places]
    await lock_time_of(db, rooms=[before.room_id, room_id], staff={*assigned, *here}, participants=booked)
    session = await _locked(db, session_id, if_match)
    await _refuse_attended(db, session_id)
    await check_room(db, room_id, session.location_id)
    when = local_span(move.local_date, move.local_start, move.minutes, session.time_zone)
    with db.no_autoflush:  # half of a move must not reach the database
        session.room_id = room_id
        session.planned_starts_at, session.planned_ends_at = when.starts_at, when.ends_at
        session.updated_at = at  # a change of its staff alone is a change of the session: its version tells
        _keep(session, Own.TIME, *(FLAG_OF[name] for name in move.model_fields_set & {"room_id"}))
        if places is not None:
            _keep(session, Own.STAFF)
        effect = await _effect(db, session)
        times, besides = (effect.starts_at, effect.ends_at), [session_id]
        async with suggesting(db, when, time_zone=session.time_zone, room_id=room_id, staff=here, besides=besides):
            await refuse_taken_rooms(db, room_id, [times], besides=besides)
            await refuse_taken_staff(db, here, [times], besides=besides)
        await leave_behind(db, session, when.local_date, at=at)
        moving = await bookings.live_participants(db, besides)
        await refuse_taken_participants(db, moving, times, besides=besides)
        leaving = [one for one in assigned if one not in here]
        if leaving:
            await staff.take_off(db, besides, status=StaffPlaceStatus.REMOVED, at=at, staff=leaving)
        await refuse_apart(db, actor, [*here, *moving], besides, SessionTimeNotAvailable, on=when.local_date)
        await _put(db, session, effect, at=at)
    if places is not None:
        with refusing(TAKEN):
            await _assign(db, session, places, at=at)
    await seats.recount(db, besides)
    await refuse_too_many(db, besides)
    return await _detail(db, session_id)


async def cancel_session(
    db: AsyncSession, session_id: SessionId, reason: SessionCancelReason, *, if_match: int
) -> dict[str, Any]:
    """Cancel a session by the program: nobody missed it, and everybody's time is given back."""
    await _locked(db, session_id, if_match)
    await _refuse_attended(db, session_id)
    await cancel_sessions(db, [session_id], reason=reason, at=now())
    return await _detail(db, session_id)


async def set_staff(
    db: AsyncSession, actor: Actor, session_id: SessionId, staffing: SessionStaffing, *, if_match: int
) -> dict[str, Any]:
    """Say who works in a session; who is not named is taken off."""
    at = now()
    before = await sessions.get_session(db, session_id)
    places = await able_places(db, staffing.staff, before.service_kind, on=before.local_date)
    wanted = {place.staff_id for place in places}
    await lock_time_of(db, staff=wanted)
    session = await _locked(db, session_id, if_match)
    await refuse_taken_staff(db, sorted(wanted), [(session.starts_at, session.ends_at)], besides=[session_id])
    working = (await sessions.staff_of(db, [session_id])).get(session_id, [])
    leaving = [one.staff_id for one in working if one.staff_id not in wanted]
    if leaving:
        await staff.take_off(db, [session_id], status=StaffPlaceStatus.REMOVED, at=at, staff=leaving)
    await refuse_apart(db, actor, wanted, [session_id], StaffNotAvailable)
    with refusing(TAKEN):
        await _assign(db, session, places, at=at)
    session.updated_at = at  # a change of its staff is a change of the session: its version tells
    _keep(session, Own.STAFF)
    await db.flush()
    await seats.recount(db, [session_id])
    await refuse_too_many(db, [session_id])
    return await _detail(db, session_id)
