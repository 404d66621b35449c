"""Put sessions where closures and decisions about days leave them, with their staff and bookings."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import ProgramDay, Session, SessionStaff
from handrail.calendar.queries import bookings, conflicts, program_days, seats, separations, sessions, staff
from handrail.calendar.queries.locks import lock_sessions, lock_time_of
from handrail.calendar.queries.sessions import Position
from handrail.calendar.rules.closures import ClosureSpan, Effect, Plan, decided_span, effect_of
from handrail.calendar.rules.recurrence import span
from handrail.calendar.service.clashes import TAKEN
from handrail.calendar.service.memberships import place_in_sessions
from handrail.calendar.vocabulary import (
    BookingCancelReason,
    SessionCancelReason,
    SessionStatus,
    StaffPlaceStatus,
)
from handrail.core.db import refusing
from handrail.core.ids import ClosureId, CohortId, LocationId, SessionId
from handrail.organizations import service as organizations
from handrail.participants.queries import people_of

_FOLLOWS: Final = (SessionStatus.SCHEDULED, SessionStatus.CANCELLED)


class Planned(Protocol):
    """A session, or what one would be."""

    @property
    def id(self) -> SessionId: ...
    @property
    def location_id(self) -> LocationId: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def planned_starts_at(self) -> datetime: ...
    @property
    def planned_ends_at(self) -> datetime: ...
    @property
    def planned_telehealth(self) -> bool: ...


@dataclass(frozen=True)
class WouldBe:
    """A session with the plan it would have."""

    id: SessionId
    location_id: LocationId
    time_zone: str
    planned_starts_at: datetime
    planned_ends_at: datetime
    planned_telehealth: bool


async def effects_on(
    db: AsyncSession,
    rows: Sequence[Planned],
    cohorts: Mapping[SessionId, Sequence[CohortId]],
    *,
    also: Sequence[ClosureSpan] = (),
    without: ClosureId | None = None,
) -> dict[SessionId, Effect]:
    """Return what closures and decided days leave of each session's plan, and `also` what somebody thinks of.

    `without`: a closure that is to go.
    """
    if not rows:
        return {}
    first, last = min(row.planned_starts_at for row in rows), max(row.planned_ends_at for row in rows)
    closures: dict[LocationId | None, list[ClosureSpan]] = defaultdict(list)
    for found in await organizations.closures_between(db, location_id=None, from_instant=first, to_instant=last):
        if found.id == without:
            continue
        closures[found.location_id].append(ClosureSpan(found.kind, found.starts_at, found.ends_at, found.id))
    days = [row.planned_starts_at.astimezone(ZoneInfo(row.time_zone)).date() for row in rows]
    decided = await program_days.decided_days(
        db, {one for some in cohorts.values() for one in some}, first=min(days), last=max(days)
    )
    effects = {}
    for row, day in zip(rows, days, strict=True):
        spans = [*also, *closures[None], *closures[row.location_id]]
        decisions = [decided.get((cohort, day)) for cohort in cohorts.get(row.id, [])]
        spans += _common_decision(decisions, row.time_zone)
        effects[row.id] = effect_of(Plan(row.planned_starts_at, row.planned_ends_at, row.planned_telehealth), spans)
    return effects


def _common_decision(days: Sequence[ProgramDay | None], time_zone: str) -> list[ClosureSpan]:
    # A session of two cohorts goes on when only one of them stays at home.
    if not days or len({(day.decided_status, day.decided_time) if day else None for day in days}) > 1:
        return []
    day = days[0]
    if day is None or day.decided_status is None:
        return []
    decision = decided_span(day.local_date, day.decided_status, day.decided_time, time_zone)
    return [] if decision is None else [decision]


async def settle(db: AsyncSession, session_ids: Collection[SessionId], *, at: datetime) -> None:
    """Make the sessions what closures and decided days leave of them: cancelled, shorter, by video, or given back.

    A session given back takes its room, staff and bookings again where they are still free; a room that is taken is
    left empty, and who works or is booked elsewhere by now stays away. Held and hand-cancelled sessions do not change.
    """
    ids = sorted(session_ids)
    places = await sessions.staff_of(db, ids)
    rows_before = await sessions.get_sessions(db, ids)
    await lock_time_of(
        db,
        rooms=[row.room_id for row in rows_before],
        staff=[place.staff_id for some in places.values() for place in some],
        participants=await bookings.restorable_participants(db, ids),
    )
    rows = [row for row in await lock_sessions(db, ids) if row.status in _FOLLOWS]
    cohorts = await sessions.cohorts_of(db, ids)
    effects = await effects_on(db, rows, cohorts)
    positions = [(row, _position(row, effects[row.id])) for row in rows]
    moved = [(row, to) for row, to in positions if _differs(row, to)]
    if not moved:
        return
    gone = [row.id for row, to in moved if to.status is SessionStatus.CANCELLED]
    held = [to for _, to in moved if to.status is SessionStatus.SCHEDULED]
    back = [row.id for row, to in moved if row.status is SessionStatus.CANCELLED and to.status is not row.status]
    await give_up(db, gone, at=at)
    await _make_way(db, held, await sessions.staff_of(db, [to.session_id for to in held]), at=at)
    with refusing(TAKEN):
        off = [to for _, to in moved if to.status is SessionStatus.CANCELLED]
        await sessions.position(db, [*off, *await _with_free_rooms(db, held)], at=at)
        await staff.follow(db, [to.session_id for to in held], at=at)
        await bookings.follow(db, [to.session_id for to in held], at=at)
    await take_back(db, back, at=at)
    await seats.recount(db, [row.id for row, _ in moved])
    if back:
        await place_in_sessions(db, back, {one for some in cohorts.values() for one in some}, at=at)


def _position(row: Session, effect: Effect) -> Position:
    by_hand = row.status is SessionStatus.CANCELLED and row.cancel_reason is not SessionCancelReason.CLOSURE
    local = span(effect.starts_at, effect.ends_at, row.time_zone)
    cancelled = effect.cancelled or by_hand
    return Position(
        session_id=row.id,
        room_id=row.room_id,
        starts_at=local.starts_at,
        ends_at=local.ends_at,
        local_date=local.local_date,
        local_start=local.local_start,
        local_end=local.local_end,
        telehealth=effect.telehealth,
        status=SessionStatus.CANCELLED if cancelled else SessionStatus.SCHEDULED,
        cancel_reason=row.cancel_reason if by_hand else SessionCancelReason.CLOSURE if effect.cancelled else None,
        closure_id=effect.closure_id,
    )


def _differs(row: Session, to: Position) -> bool:
    if row.status is SessionStatus.CANCELLED and row.cancel_reason is not SessionCancelReason.CLOSURE:
        return False
    return (row.starts_at, row.ends_at, row.telehealth, row.status, row.closure_id) != (
        to.starts_at,
        to.ends_at,
        to.telehealth,
        to.status,
        to.closure_id,
    )


async def give_up(db: AsyncSession, session_ids: Sequence[SessionId], *, at: datetime) -> None:
    """Give back the time of everybody in sessions that do not take place."""
    if session_ids:
        await staff.take_off(db, session_ids, status=StaffPlaceStatus.RELEASED, at=at)
        live = await bookings.live_in(db, session_ids)
        await bookings.cancel(db, [one.id for one in live], reason=BookingCancelReason.SESSION_CANCELLED, at=at)


async def _make_way(
    db: AsyncSession, held: Sequence[Position], places: dict[SessionId, list[SessionStaff]], *, at: datetime
) -> None:
    """Take out who is wanted elsewhere in the time that a session grows back into."""
    spans = {to.session_id: (to.starts_at, to.ends_at) for to in held}
    besides = list(spans)
    wanted_staff = [
        (place.staff_id, spans[session_id])
        for session_id, some in places.items()
        for place in some
        if place.status is StaffPlaceStatus.ASSIGNED
    ]
    busy = {(clash.what, clash.starts_at) for clash in await conflicts.staff_taken(db, wanted_staff, besides=besides)}
    for session_id, some in places.items():
        away = [one.staff_id for one in some if (one.staff_id, spans[session_id][0]) in busy]
        if away:
            await staff.take_off(db, [session_id], status=StaffPlaceStatus.REMOVED, at=at, staff=away)
    booked = await bookings.live_in(db, besides)
    wanted = [(one.participant_id, spans[one.session_id]) for one in booked]
    taken = {(clash.what, clash.starts_at) for clash in await conflicts.participants_taken(db, wanted, besides=besides)}
    lost = [one.id for one in booked if (one.participant_id, spans[one.session_id][0]) in taken]
    await bookings.cancel(db, lost, reason=BookingCancelReason.OVERLAP, at=at)


async def _with_free_rooms(db: AsyncSession, held: Sequence[Position]) -> list[Position]:
    wanted = [(to.room_id, (to.starts_at, to.ends_at)) for to in held if to.room_id is not None]
    besides = [to.session_id for to in held]
    taken = {(clash.what, clash.starts_at) for clash in await conflicts.rooms_taken(db, wanted, besides=besides)}
    free = []
    ends: dict[object, datetime] = {}
    for to in sorted(held, key=lambda one: one.starts_at):
        # Two that were both cancelled may have been put into one room meanwhile: the earlier keeps it.
        clash = (to.room_id, to.starts_at) in taken or ends.get(to.room_id, to.starts_at) > to.starts_at
        free.append(replace(to, room_id=None) if clash else to)
        if to.room_id is not None and not clash:
            ends[to.room_id] = to.ends_at
    return free


async def take_back(db: AsyncSession, session_ids: Sequence[SessionId], *, at: datetime) -> None:
    """Give released staff and bookings made by hand their places again, where they are free."""
    if not session_ids:
        return
    rows = {row.id: row for row in await sessions.get_sessions(db, session_ids)}
    released = [
        place
        for some in (await sessions.staff_of(db, session_ids)).values()
        for place in some
        if place.status is StaffPlaceStatus.RELEASED
    ]
    times = {row.id: (row.starts_at, row.ends_at) for row in rows.values()}
    busy = {
        (clash.what, clash.starts_at)
        for clash in await conflicts.staff_taken(db, [(one.staff_id, times[one.session_id]) for one in released])
    }
    free = [one for one in released if (one.staff_id, times[one.session_id][0]) not in busy]
    await staff.assign(
        db,
        [
            staff.NewPlace(one.session_id, one.staff_id, one.role, one.supervisor_id, *times[one.session_id])
            for one in free
        ],
        at=at,
    )
    waiting = await bookings.restorable(db, session_ids)
    taken = {
        (clash.what, clash.starts_at)
        for clash in await conflicts.participants_taken(
            db, [(one.participant_id, times[one.session_id]) for one in waiting]
        )
    }
    free_again = [one for one in waiting if (one.participant_id, times[one.session_id][0]) not in taken]
    people = await people_of(db, {one.participant_id for one in free_again})
    met = await separations.meetings(db, session_ids, people)
    apart = {(one.session_id, who) for one in met for who in (one.one, one.other)}
    # Who must be kept apart since then stays out, as who is booked elsewhere by now does.
    again = [one for one in free_again if (one.session_id, people[one.participant_id]) not in apart]
    await bookings.restore(db, [one.id for one in again], at=at)
