"""Put many sessions of a series to other times, rooms and people at once: all or nothing, and strict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import (
    EpisodeNotBookable,
    ParticipantTaken,
    RoomTaken,
    SessionTimeNotAvailable,
    StaffTaken,
)
from handrail.calendar.models import Booking, Session, SessionStaff
from handrail.calendar.queries import bookings, conflicts, seats, sessions, staff
from handrail.calendar.queries.conflicts import Clash, Span
from handrail.calendar.queries.locks import lock_sessions, lock_time_of
from handrail.calendar.queries.sessions import Plan, Position
from handrail.calendar.rules.closures import Effect
from handrail.calendar.rules.recurrence import span
from handrail.calendar.rules.staffing import Place
from handrail.calendar.service.apart import refuse_apart
from handrail.calendar.service.clashes import TAKEN, facts_of, refuse_too_many
from handrail.calendar.service.memberships import place_in_sessions
from handrail.calendar.service.settling import WouldBe, effects_on, give_up, settle, take_back
from handrail.calendar.vocabulary import (
    BookingCancelReason,
    BookingSource,
    SessionCancelReason,
    SessionStatus,
    StaffPlaceStatus,
)
from handrail.core.access import Actor
from handrail.core.db import refusing
from handrail.core.ids import RoomId, SessionId, StaffId
from handrail.episodes import queries as episode_rows
from handrail.episodes.rules import bookable


@dataclass(frozen=True)
class Target:
    """What one session is to be. `places` None: those who work there stay."""

    plan: Plan
    room_id: RoomId | None
    places: tuple[Place, ...] | None = None
    revived: bool = False
    """It was cancelled and takes place again."""
    stays: bool = False
    """Nothing of it changes but what it is known by."""

    @property
    def session_id(self) -> SessionId:
        return self.plan.session_id


@dataclass(frozen=True)
class Clashes:
    """What stands in the way of targets, by kind; the first of each is what a refusal names."""

    rooms: Sequence[Clash]
    staff: Sequence[Clash]
    participants: Sequence[Clash]


async def lock_for(db: AsyncSession, rows: Sequence[Session], targets: Sequence[Target]) -> dict[SessionId, Session]:
    """Wait until nobody else gives away the time of those concerned; return the sessions as they are then."""
    ids = [row.id for row in rows]
    cohorts = await sessions.cohorts_of(db, ids)
    working = await sessions.staff_of(db, ids)
    await lock_time_of(
        db,
        cohorts={one for some in cohorts.values() for one in some},
        rooms=[*(row.room_id for row in rows), *(one.room_id for one in targets)],
        staff={
            *(place.staff_id for some in working.values() for place in some),
            *(place.staff_id for one in targets for place in one.places or ()),
        },
        participants=await bookings.restorable_participants(db, ids),
    )
    return {row.id: row for row in await lock_sessions(db, ids)}


async def replan(
    db: AsyncSession, actor: Actor, rows: Mapping[SessionId, Session], targets: Sequence[Target], *, at: datetime
) -> None:
    """Make locked sessions what the targets say, with their staff and bookings; nothing if anything is in the way.

    Members who cannot come on the new day are taken out; whoever was booked by hand holds the edit up, as does every
    room, staff member or participant that is taken. What closures make of the new times follows.
    """
    days = {name: row.local_date for name, row in rows.items()}
    await sessions.replan(db, [one.plan for one in targets], at=at)
    targets = [one for one in targets if not one.stays]
    ids = [one.session_id for one in targets]
    found = {row.id: row for row in await sessions.get_sessions(db, ids)}
    cohorts = await sessions.cohorts_of(db, ids)
    effects = await effects_on(db, list(found.values()), cohorts)
    live = [one for one in targets if _takes_place(found[one.session_id], one)]
    held = [one for one in live if not effects[one.session_id].cancelled]
    shut = [one for one in targets if one not in held and _follows(found[one.session_id], one)]
    gone = [one.session_id for one in shut if found[one.session_id].status is SessionStatus.SCHEDULED]
    moved = {one.session_id: span(*_times(effects[one.session_id]), found[one.session_id].time_zone) for one in held}
    elsewhere = {name: to.local_date for name, to in moved.items() if to.local_date != days[name]}
    await _leave_behind(db, {name: found[name] for name in elsewhere}, elsewhere, at=at)
    working = await sessions.staff_of(db, ids)
    _refuse(actor, await _clashes(db, held, effects, working))
    await _take_off(db, targets, working, at=at)
    await give_up(db, gone, at=at)
    with refusing(TAKEN):
        positions = [_position(found[one.session_id], one, effects[one.session_id]) for one in held]
        positions += [_shut(found[one.session_id], one, effects[one.session_id]) for one in shut]
        await sessions.position(db, positions, at=at)
        await staff.follow(db, ids, at=at)
        await bookings.follow(db, ids, at=at)
        await _assign(db, held, effects, at=at)
        # Who is to work there once the closure is gone is written down, and their time is not taken.
        await _assign(db, shut, effects, at=at, status=StaffPlaceStatus.RELEASED)
    await take_back(db, [one.session_id for one in held if one.revived], at=at)
    await settle(db, ids, at=at)
    await seats.recount(db, ids)
    await place_in_sessions(db, list(moved), {one for some in cohorts.values() for one in some}, at=at)
    await refuse_too_many(db, ids)
    people: set[UUID] = set(await bookings.live_participants(db, ids))
    people |= {one.staff_id for some in (await sessions.staff_of(db, ids)).values() for one in some}
    await refuse_apart(db, actor, people, ids, SessionTimeNotAvailable)


def _takes_place(row: Session, target: Target) -> bool:
    return row.status is SessionStatus.SCHEDULED or target.revived


def _follows(row: Session, target: Target) -> bool:
    """It takes place, or did but for a closure."""
    return _takes_place(row, target) or row.cancel_reason is SessionCancelReason.CLOSURE


def _times(effect: Effect) -> Span:
    return effect.starts_at, effect.ends_at


def _position(row: Session, target: Target, effect: Effect) -> Position:
    held = span(effect.starts_at, effect.ends_at, row.time_zone)
    return Position(
        session_id=row.id,
        room_id=target.room_id,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        local_date=held.local_date,
        local_start=held.local_start,
        local_end=held.local_end,
        telehealth=effect.telehealth,
        status=SessionStatus.SCHEDULED,
        cancel_reason=None,
        closure_id=effect.closure_id,
    )


def _shut(row: Session, target: Target, effect: Effect) -> Position:
    """Where a session would be that a closure cancels, or did: if it is out of its way now, the settling says so."""
    return replace(
        _position(row, target, effect),
        status=SessionStatus.CANCELLED,
        cancel_reason=SessionCancelReason.CLOSURE,
        closure_id=effect.closure_id or row.closure_id,
    )


async def preview_clashes(db: AsyncSession, rows: Mapping[SessionId, Session], targets: Sequence[Target]) -> Clashes:
    """Return what would stand in the way of the targets, without changing anything."""
    ids = [one.session_id for one in targets]
    would_be = []
    for one in targets:
        row, plan = rows[one.session_id], one.plan
        times = (plan.planned_starts_at, plan.planned_ends_at)
        would_be.append(WouldBe(row.id, row.location_id, row.time_zone, *times, plan.planned_telehealth))
    effects = await effects_on(db, would_be, await sessions.cohorts_of(db, ids))
    held = [
        one
        for one in targets
        if not one.stays and _takes_place(rows[one.session_id], one) and not effects[one.session_id].cancelled
    ]
    return await _clashes(db, held, effects, await sessions.staff_of(db, ids))


async def _clashes(
    db: AsyncSession,
    held: Sequence[Target],
    effects: Mapping[SessionId, Effect],
    working: Mapping[SessionId, Sequence[SessionStaff]],
) -> Clashes:
    ids = [one.session_id for one in held]
    times = {one.session_id: _times(effects[one.session_id]) for one in held}
    rooms = [(one.room_id, times[one.session_id]) for one in held if one.room_id is not None]
    people = [(who, times[one.session_id]) for one in held for who in _working(one, working.get(one.session_id, ()))]
    booked = [(one.participant_id, times[one.session_id]) for one in await bookings.live_in(db, ids)]
    return Clashes(
        rooms=await conflicts.rooms_taken(db, rooms, besides=ids),
        staff=await conflicts.staff_taken(db, people, besides=ids),
        participants=await conflicts.participants_taken(db, booked, besides=ids),
    )


def _working(target: Target, now_there: Sequence[SessionStaff]) -> list[StaffId]:
    if target.places is not None:
        return [place.staff_id for place in target.places]
    gone = {StaffPlaceStatus.REMOVED} if target.revived else {StaffPlaceStatus.REMOVED, StaffPlaceStatus.RELEASED}
    return [one.staff_id for one in now_there if one.status not in gone]


def _refuse(actor: Actor, clashes: Clashes) -> None:
    """Raise for the first thing that is taken. Who may not see bookings is not told whose stand in the way."""
    if clashes.rooms:
        raise RoomTaken(**facts_of(clashes.rooms[0], what="room_id"))
    if clashes.staff:
        raise StaffTaken(**facts_of(clashes.staff[0], what="staff_id"))
    if clashes.participants:
        if not actor.may("booking:read"):
            raise SessionTimeNotAvailable()
        raise ParticipantTaken(**facts_of(clashes.participants[0], what="participant_id"))


async def _leave_behind(
    db: AsyncSession, rows: Mapping[SessionId, Session], days: Mapping[SessionId, date], *, at: datetime
) -> None:
    """Take out members who cannot come on the day their session goes to; somebody booked by hand holds it up."""
    live: list[Booking] = await bookings.live_in(db, days)
    stays = await episode_rows.stays(db, [one.episode_id for one in live])
    away = [
        one
        for one in live
        if not bookable(stays[one.episode_id], rows[one.session_id].service_kind, days[one.session_id])
    ]
    if any(one.source is not BookingSource.MEMBERSHIP for one in away):
        raise EpisodeNotBookable(count=len(away))
    await bookings.cancel(db, [one.id for one in away], reason=BookingCancelReason.NOT_EXPECTED, at=at)


async def _take_off(
    db: AsyncSession,
    targets: Sequence[Target],
    working: Mapping[SessionId, Sequence[SessionStaff]],
    *,
    at: datetime,
) -> None:
    leaving: dict[frozenset[StaffId], list[SessionId]] = {}
    for one in targets:
        if one.places is not None:
            stay = {place.staff_id for place in one.places}
            gone = frozenset(who.staff_id for who in working.get(one.session_id, ()) if who.staff_id not in stay)
            leaving.setdefault(gone, []).append(one.session_id)
    for who, where in leaving.items():
        if who:
            await staff.take_off(db, where, status=StaffPlaceStatus.REMOVED, at=at, staff=who)


async def _assign(
    db: AsyncSession,
    targets: Sequence[Target],
    effects: Mapping[SessionId, Effect],
    *,
    at: datetime,
    status: StaffPlaceStatus = StaffPlaceStatus.ASSIGNED,
) -> None:
    await staff.assign(
        db,
        [
            staff.NewPlace(
                one.session_id,
                place.staff_id,
                place.role,
                place.supervisor_id,
                *_times(effects[one.session_id]),
            )
            for one in targets
            for place in one.places or ()
        ],
        at=at,
        status=status,
    )
