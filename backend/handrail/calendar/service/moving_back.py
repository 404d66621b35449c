"""A closure goes: what was moved out of its way stays where it is, or goes back where it still can."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.closures_schemas import ClosureBack, ClosureRemoval
from handrail.calendar.errors import NotMovedForClosure
from handrail.calendar.events import ChangeProposed
from handrail.calendar.models import ClosureMove, Session
from handrail.calendar.queries import bookings, closure_moves, sessions
from handrail.calendar.rules.recurrence import span
from handrail.calendar.schemas import SessionMove
from handrail.calendar.service.closures import tell_touched
from handrail.calendar.service.sessions import move_session
from handrail.calendar.service.settling import WouldBe, effects_on
from handrail.calendar.service.sliding import Wanted, in_the_way
from handrail.calendar.vocabulary import SessionStatus, StaffPlaceStatus, StaysBecause
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.errors import DomainError
from handrail.core.events import announce
from handrail.core.ids import ClosureId, ParticipantId, SessionId, StaffId
from handrail.organizations import service as organizations


@dataclass(frozen=True)
class Moved:
    """A session that was moved, and why it cannot go back, if it cannot; by which session, where it is one."""

    session: Session
    move: ClosureMove
    staff_ids: tuple[StaffId, ...]
    because: StaysBecause | None
    other: Session | None
    other_staff: tuple[StaffId, ...] = ()


async def moved_for(db: AsyncSession, closure_id: ClosureId, *, at: datetime) -> list[Moved]:
    """Return what was moved out of a closure's way, and what is in the way back once the closure is gone."""
    await organizations.get_closure(db, closure_id)
    moves = await closure_moves.moves_of(db, closure_id)
    ids = [one.session_id for one in moves]
    rows = {row.id: row for row in await sessions.get_sessions(db, ids)}
    proposal = ChangeProposed(tuple(ids))
    if ids:
        await announce(db, proposal)
    stands = {one.session_id: _stands(one, rows[one.session_id], proposal.attended, at=at) for one in moves}
    free = [one for one in moves if stands[one.session_id] is None]
    working = await sessions.staff_of(db, ids)
    there = {
        name: tuple(one.staff_id for one in working.get(name, ()) if one.status is StaffPlaceStatus.ASSIGNED)
        for name in ids
    }
    closed = await _closed(db, closure_id, free, rows)
    stands |= dict.fromkeys(closed, StaysBecause.CLOSED)
    clashes = await in_the_way(
        db, await _wanted(db, [x for x in free if x.session_id not in closed], there), besides=ids
    )
    stands |= {name: StaysBecause(kind.value) for name, (kind, _) in clashes.items()}
    others = {
        row.id: row for row in await sessions.get_sessions(db, [clash.session_id for _, clash in clashes.values()])
    }
    their_staff = await sessions.staff_of(db, others)
    found = []
    for one in moves:
        name = one.session_id
        other = others[clashes[name][1].session_id] if name in clashes else None
        theirs = tuple(x.staff_id for x in their_staff.get(other.id, ())) if other else ()
        found.append(Moved(rows[name], one, there[name], stands[name], other, theirs))
    return found


def _stands(move: ClosureMove, row: Session, attended: set[SessionId], *, at: datetime) -> StaysBecause | None:
    """Say why a session stays that is not where the move put it, has begun, or would begin in the past."""
    if row.id in attended:
        return StaysBecause.MARKED
    if row.status is not SessionStatus.SCHEDULED or row.planned_starts_at != move.to_starts_at:
        return StaysBecause.CHANGED
    return StaysBecause.PAST if min(row.starts_at, move.from_starts_at) <= at else None


async def _closed(
    db: AsyncSession, closure_id: ClosureId, moves: Sequence[ClosureMove], rows: dict[SessionId, Session]
) -> set[SessionId]:
    """Return those that another closure would cut or cancel where they were."""
    would_be = []
    for one in moves:
        row = rows[one.session_id]
        times = (one.from_starts_at, one.from_ends_at)
        would_be.append(WouldBe(row.id, row.location_id, row.time_zone, *times, row.planned_telehealth))
    cohorts = await sessions.cohorts_of(db, [one.id for one in would_be])
    effects = await effects_on(db, would_be, cohorts, without=closure_id)
    return {
        one.session_id
        for one in moves
        if effects[one.session_id].cancelled
        or (effects[one.session_id].starts_at, effects[one.session_id].ends_at)
        != (one.from_starts_at, one.from_ends_at)
    }


async def _wanted(
    db: AsyncSession, moves: Sequence[ClosureMove], there: dict[SessionId, tuple[StaffId, ...]]
) -> dict[SessionId, Wanted]:
    people: dict[SessionId, list[ParticipantId]] = defaultdict(list)
    for one in await bookings.live_in(db, [move.session_id for move in moves]):
        people[one.session_id].append(one.participant_id)
    return {
        one.session_id: Wanted(
            (one.from_starts_at, one.from_ends_at), one.from_room_id, there[one.session_id], people[one.session_id]
        )
        for one in moves
    }


async def remove_closure(
    db: AsyncSession, actor: Actor, closure_id: ClosureId, wanted: ClosureRemoval, *, if_match: int
) -> None:
    """Take a closure back and move the named sessions back to where they were; all or nothing.

    A refusal points at the session (`/move_back/2`) and names what stands in its way.
    """
    at = now()
    moves = {one.session_id: one for one in await closure_moves.moves_of(db, closure_id)}
    await organizations.remove_closure(db, closure_id, account_id=actor.account_id, if_match=if_match)
    expected = {}
    for index, named in _in_order(wanted, moves):
        move = moves[named.session_id]
        try:
            row = await sessions.get_session(db, named.session_id)
            if row.planned_starts_at != move.to_starts_at or min(row.starts_at, move.from_starts_at) <= at:
                raise NotMovedForClosure()
            expected[row.id] = row.starts_at
            was = span(move.from_starts_at, move.from_ends_at, row.time_zone)
            back = SessionMove(
                local_date=was.local_date, local_start=was.local_start, minutes=was.minutes, room_id=move.from_room_id
            )
            await move_session(db, actor, row.id, back, if_match=named.version)
        except DomainError as refusal:
            refusal.pointer = f"/move_back/{index}"
            raise
    if expected:
        await tell_touched(db, closure_id, list(expected), at=at, expected=expected)


def _in_order(wanted: ClosureRemoval, moves: dict[SessionId, ClosureMove]) -> list[tuple[int, ClosureBack]]:
    """Return them in an order in which none waits for another: a delay is walked back from its front, else the end."""
    for index, one in enumerate(wanted.move_back):
        if one.session_id not in moves:
            raise NotMovedForClosure(pointer=f"/move_back/{index}")

    def turn(entry: tuple[int, ClosureBack]) -> tuple[bool, float]:
        move = moves[entry[1].session_id]
        later = move.to_starts_at > move.from_starts_at
        return not later, move.from_starts_at.timestamp() * (1 if later else -1)

    return sorted(enumerate(wanted.move_back), key=turn)
