"""Sessions that could begin when a delay is over and last as long as planned, and what would stand in their way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import Session
from handrail.calendar.queries import conflicts, sessions
from handrail.calendar.queries.conflicts import Clash, Span
from handrail.calendar.rules.closures import ClosureSpan, Plan, begun_later
from handrail.calendar.service.settling import WouldBe, effects_on
from handrail.calendar.vocabulary import LaterClash
from handrail.core.ids import CohortId, ParticipantId, RoomId, SessionId, StaffId


@dataclass(frozen=True)
class Later:
    """A later beginning. `clash`: what is taken then, and the session that has it where it is one."""

    starts_at: datetime
    ends_at: datetime
    clash: LaterClash | None = None
    session: Session | None = None
    staff_ids: tuple[StaffId, ...] = ()


@dataclass(frozen=True)
class Delayed:
    """A session that a delay hits, with everybody in it."""

    session: Session
    staff_ids: Sequence[StaffId]
    participants: Iterable[ParticipantId]


async def later_beginnings(
    db: AsyncSession, hit: Sequence[Delayed], delay: ClosureSpan, cohorts: Mapping[SessionId, Sequence[CohortId]]
) -> dict[SessionId, Later]:
    """Return when each of the sessions would be held if it began after the delay; none that would be on another day.

    What stands in the way is looked for as things are: a session that is moved too is still where it was.
    """
    plans = {}
    for one in hit:
        row = one.session
        plan = begun_later(Plan(row.planned_starts_at, row.planned_ends_at), delay, row.time_zone)
        if plan is not None:
            plans[row.id] = plan
    rows = [one for one in hit if one.session.id in plans]
    closed = await _closed(db, rows, plans, delay, cohorts)
    wanted = {
        one.session.id: Wanted(
            (plans[one.session.id].starts_at, plans[one.session.id].ends_at),
            one.session.room_id,
            one.staff_ids,
            one.participants,
        )
        for one in rows
    }
    clashes = await in_the_way(db, wanted)
    others = {
        row.id: row for row in await sessions.get_sessions(db, [clash.session_id for _, clash in clashes.values()])
    }
    working = await sessions.staff_of(db, others)
    found = {}
    for name, plan in plans.items():
        later = Later(plan.starts_at, plan.ends_at)
        if name in closed:
            later = replace(later, clash=LaterClash.CLOSED)
        elif name in clashes:
            kind, clash = clashes[name]
            staff_ids = tuple(one.staff_id for one in working.get(clash.session_id, ()))
            later = replace(later, clash=kind, session=others[clash.session_id], staff_ids=staff_ids)
        found[name] = later
    return found


async def _closed(
    db: AsyncSession,
    hit: Sequence[Delayed],
    plans: Mapping[SessionId, Plan],
    delay: ClosureSpan,
    cohorts: Mapping[SessionId, Sequence[CohortId]],
) -> set[SessionId]:
    """Return those that another closure, or a decision about a cohort's day, would cut or cancel then."""
    would_be = []
    for one in hit:
        row, plan = one.session, plans[one.session.id]
        times = (plan.starts_at, plan.ends_at)
        would_be.append(WouldBe(row.id, row.location_id, row.time_zone, *times, row.planned_telehealth))
    effects = await effects_on(db, would_be, cohorts, also=[delay])
    return {
        name
        for name, effect in effects.items()
        if effect.cancelled or (effect.starts_at, effect.ends_at) != (plans[name].starts_at, plans[name].ends_at)
    }


@dataclass(frozen=True)
class Wanted:
    """A time, a room and people that a session would take."""

    times: Span
    room_id: RoomId | None
    staff_ids: Sequence[StaffId]
    participants: Iterable[ParticipantId]


async def in_the_way(
    db: AsyncSession, wanted: Mapping[SessionId, Wanted], *, besides: Collection[SessionId] = ()
) -> dict[SessionId, tuple[LaterClash, Clash]]:
    """Return the first thing of each that another session has then."""
    rooms = [(one.room_id, one.times) for one in wanted.values() if one.room_id is not None]
    people = [(who, one.times) for one in wanted.values() for who in one.staff_ids]
    booked = [(who, one.times) for one in wanted.values() for who in one.participants]
    taken = {
        LaterClash.ROOM: await conflicts.rooms_taken(db, rooms, besides=besides),
        LaterClash.STAFF: await conflicts.staff_taken(db, people, besides=besides),
        LaterClash.PARTICIPANT: await conflicts.participants_taken(db, booked, besides=besides),
    }
    found = {}
    for name, one in wanted.items():
        mine = {one.room_id, *one.staff_ids, *one.participants}
        stands = [
            (kind, clash)
            for kind, clashes in taken.items()
            for clash in clashes
            # Where it is itself now is not in its way.
            if clash.what in mine and clash.starts_at == one.times[0] and clash.session_id != name
        ]
        if stands:
            found[name] = stands[0]
    return found
