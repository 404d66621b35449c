"""Closures: foreseen before they hold, applied together with what moves out of their way, told to whom they touch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.closures_schemas import ClosureApply, ClosureTimesSearch
from handrail.calendar.errors import ProgramClosed, SessionNotScheduled
from handrail.calendar.events import ChangeProposed
from handrail.calendar.models import ClosureMove, Session
from handrail.calendar.queries import bookings, closure_moves, sessions, staff
from handrail.calendar.rules.availability import Slot, spread
from handrail.calendar.rules.closures import ClosureSpan, Effect
from handrail.calendar.rules.recurrence import span
from handrail.calendar.schemas import SessionMove
from handrail.calendar.service.sessions import move_session
from handrail.calendar.service.settling import effects_on, settle
from handrail.calendar.service.sliding import Delayed, Later, later_beginnings
from handrail.calendar.service.slots import search_for
from handrail.calendar.slots_schemas import SlotSearch
from handrail.calendar.vocabulary import (
    ALTERNATIVE_DAYS,
    MAX_TIMES,
    MAX_TIMES_A_DAY,
    ClosureOutcome,
    SessionRole,
    SessionStatus,
    StaffPlaceStatus,
)
from handrail.core.access import Actor
from handrail.core.clock import now, today_in
from handrail.core.errors import DomainError
from handrail.core.events import announce
from handrail.core.ids import AccountId, ClosureId, LocationId, ParticipantId, ProgramId, RoomId, SessionId, StaffId
from handrail.core.vocabulary import ClosureKind
from handrail.organizations import service as organizations
from handrail.organizations.models import Closure
from handrail.organizations.rules import check_closure
from handrail.organizations.schemas import ClosureCreate
from handrail.tasks import service as tasks
from handrail.tasks.vocabulary import TaskKind, TaskPriority

CLOSURE_TO_TELL: Final = "closure_to_tell"
"""Title of the task for those whose sessions a closure changes: to tell the people in them."""

_MOST_STARTS: Final = 400
"""More than a day has, so that those of several days are among them."""


@dataclass(frozen=True)
class Hit:
    """What a closure would make of one session."""

    session: Session
    outcome: ClosureOutcome
    effect: Effect
    staff_ids: tuple[StaffId, ...]
    participants: frozenset[ParticipantId]
    later: Later | None = None


async def preview_closure(db: AsyncSession, wanted: ClosureCreate, *, at: datetime) -> list[Hit]:
    """Return what a closure would do to each session it meets, by time, without doing it."""
    await _check(db, wanted)
    ids = await sessions.touched_by(db, wanted.starts_at, wanted.ends_at, wanted.location_id)
    rows = [row for row in await sessions.get_sessions(db, ids) if row.status is SessionStatus.SCHEDULED]
    fast = await held_fast(db, rows, at=at)
    cohorts = await sessions.cohorts_of(db, ids)
    closure = ClosureSpan(wanted.kind, wanted.starts_at, wanted.ends_at)
    found = await effects_on(db, rows, cohorts)
    foreseen = await effects_on(db, rows, cohorts, also=[closure])
    working = await sessions.staff_of(db, ids)
    booked: dict[SessionId, set[ParticipantId]] = defaultdict(set)
    for one in await bookings.live_in(db, ids):
        booked[one.session_id].add(one.participant_id)
    hits = []
    for row in rows:
        before, then = found[row.id], foreseen[row.id]
        if _held_as(before) == _held_as(then):
            continue
        outcome = ClosureOutcome.HELD_FAST if row.id in fast and then.cancelled else outcome_of(before, then)
        staff_ids = tuple(one.staff_id for one in working.get(row.id, []))
        hits.append(Hit(row, outcome, then, staff_ids, frozenset(booked[row.id])))
    movable = []
    for hit in hits if closure.kind is ClosureKind.DELAYED and closure.ends_at > at else ():
        if hit.session.id not in fast:
            there = [one for one in working.get(hit.session.id, []) if one.status is StaffPlaceStatus.ASSIGNED]
            movable.append(Delayed(hit.session, [one.staff_id for one in there], hit.participants))
    later = await later_beginnings(db, movable, closure, cohorts) if movable else {}
    hits = [replace(one, later=later.get(one.session.id)) for one in hits]
    return sorted(hits, key=lambda one: (one.session.starts_at, one.session.id))


async def _check(db: AsyncSession, wanted: ClosureCreate) -> None:
    check_closure(wanted.starts_at, wanted.ends_at)
    if wanted.location_id is not None:
        await organizations.get_usable_location(db, wanted.location_id)


def _held_as(effect: Effect) -> tuple[datetime, datetime, bool, bool]:
    return effect.starts_at, effect.ends_at, effect.telehealth, effect.cancelled


def outcome_of(before: Effect, after: Effect) -> ClosureOutcome:
    """Name what became of a session."""
    if after.cancelled:
        return ClosureOutcome.CANCELLED
    if (after.starts_at, after.ends_at) != (before.starts_at, before.ends_at):
        return ClosureOutcome.SHORTENED
    return ClosureOutcome.BY_VIDEO


async def held_fast(db: AsyncSession, rows: Sequence[Session], *, at: datetime) -> set[SessionId]:
    """Return the sessions that have begun and in which somebody is marked: a closure cannot undo that they met."""
    begun = tuple(row.id for row in rows if row.starts_at <= at)
    proposal = ChangeProposed(begun)
    if begun:
        await announce(db, proposal)
    return proposal.attended


async def apply_closure(db: AsyncSession, actor: Actor, wanted: ClosureApply) -> Closure:
    """Move some sessions out of a closure's way, then close; all or nothing."""
    rows = await sessions.get_sessions(db, [one.session_id for one in wanted.moves])
    expected = {row.id: row.starts_at for row in rows}
    before = {row.id: (row.planned_starts_at, row.planned_ends_at, row.room_id) for row in rows}
    for index, one in enumerate(wanted.moves):
        move = SessionMove(**one.model_dump(exclude={"session_id", "version"}, exclude_unset=True))
        try:
            await move_session(db, actor, one.session_id, move, if_match=one.version)
        except DomainError as refusal:
            refusal.pointer = f"/moves/{index}"  # of many sessions, the one that cannot go there
            raise
    closure = await organizations.create_closure(db, wanted.closure)
    await _refuse_in_its_way(db, closure, wanted)
    await _keep_where_they_were(db, closure, before)
    if expected:
        await tell_touched(db, closure.id, list(expected), at=now(), expected=expected)
    return closure


async def _keep_where_they_were(
    db: AsyncSession, closure: Closure, before: Mapping[SessionId, tuple[datetime, datetime, RoomId | None]]
) -> None:
    """So that they can go back once the closure goes."""
    rows = await sessions.get_sessions(db, before)
    await closure_moves.keep(
        db,
        (
            ClosureMove(
                closure_id=closure.id,
                session_id=row.id,
                from_starts_at=before[row.id][0],
                from_ends_at=before[row.id][1],
                from_room_id=before[row.id][2],
                to_starts_at=row.planned_starts_at,
            )
            for row in rows
        ),
    )


async def _refuse_in_its_way(db: AsyncSession, closure: Closure, wanted: ClosureApply) -> None:
    """Raise `ProgramClosed` for a session that was moved to where the closure takes of its time."""
    rows = {row.id: row for row in await sessions.get_sessions(db, [one.session_id for one in wanted.moves])}
    for index, one in enumerate(wanted.moves):
        row = rows[one.session_id]
        whole = (row.starts_at, row.ends_at) == (row.planned_starts_at, row.planned_ends_at)
        if row.closure_id == closure.id and (row.status is SessionStatus.CANCELLED or not whole):
            raise ProgramClosed(pointer=f"/moves/{index}")


async def times_beside(db: AsyncSession, wanted: ClosureTimesSearch) -> tuple[Session, date, date, list[Slot]]:
    """Return free times for a session that a closure would hit, in the two weeks from its day on, by time.

    Everybody who works in it and takes part is free then, and its own room or another that is large enough. Raises
    `SessionNotScheduled`.
    """
    closure = wanted.closure
    await _check(db, closure)
    session = await sessions.get_session(db, wanted.session_id)
    if session.status is not SessionStatus.SCHEDULED:
        raise SessionNotScheduled(session_status=session.status.value)
    working = (await sessions.staff_of(db, [session.id])).get(session.id, [])
    assigned = [one for one in working if one.status is StaffPlaceStatus.ASSIGNED]
    booked = await bookings.live_in(db, [session.id])
    first = max(session.local_date, today_in(session.time_zone))
    last = first + timedelta(days=ALTERNATIVE_DAYS - 1)
    # Not checked as a request: a session may have more people than a search can name.
    search = SlotSearch.model_construct(
        location_id=session.location_id,
        service_kind=session.service_kind,
        minutes=(session.planned_ends_at - session.planned_starts_at) // timedelta(minutes=1),
        from_date=first,
        to_date=last,
        staff_ids=[one.staff_id for one in sorted(assigned, key=lambda one: one.role is not SessionRole.LEAD)],
        seats=len(booked),
        telehealth=session.planned_telehealth,
        limit=_MOST_STARTS,
    )
    here = closure.location_id in (None, session.location_id)
    found = await search_for(
        db,
        session.id,
        search,
        {one.episode_id: one.participant_id for one in booked},
        room_id=session.room_id,
        closed=[(closure.starts_at, closure.ends_at)] if here else [],
    )
    return session, first, last, spread(found, session.time_zone, most=MAX_TIMES, most_a_day=MAX_TIMES_A_DAY)


async def settle_closure(
    db: AsyncSession, starts_at: datetime, ends_at: datetime, location_id: LocationId | None, *, at: datetime
) -> list[SessionId]:
    """Settle every session that a closure between these instants meets, or met; return those that changed.

    A session in which people were marked does not become one that never took place.
    """
    ids = await sessions.touched_by(db, starts_at, ends_at, location_id)
    rows = await sessions.get_sessions(db, ids)
    before = {row.id: row.version for row in rows}
    fast = await held_fast(db, [row for row in rows if row.status is SessionStatus.SCHEDULED], at=at)
    effects = await effects_on(db, [row for row in rows if row.id in fast], await sessions.cohorts_of(db, list(fast)))
    await settle(db, [one for one in ids if one not in fast or not effects[one].cancelled], at=at)
    return [row.id for row in await sessions.get_sessions(db, ids) if row.version != before[row.id]]


async def tell_touched(
    db: AsyncSession,
    closure_id: ClosureId,
    session_ids: Sequence[SessionId],
    *,
    at: datetime,
    expected: Mapping[SessionId, datetime] | None = None,
) -> None:
    """Leave one task for each who works in the sessions a closure changed: to tell the people who were to come.

    Who has no account is told by the program's director. The task names no participant; due before the first session,
    which of one that was moved is when people still expect it.
    """
    comes = expected or {}
    rows = {row.id: row for row in await sessions.get_sessions(db, session_ids) if row.ends_at > at}
    accounts = await staff.accounts_of(db, rows)
    tell: dict[AccountId, list[Session]] = defaultdict(list)
    for row in rows.values():
        owners = accounts.get(row.id) or await _director(db, row.program_id)
        for owner in owners:
            tell[owner].append(row)
    people = await _people(db, rows)
    for owner, some in sorted(tell.items()):
        first = min(some, key=lambda row: (comes.get(row.id, row.starts_at), row.id))
        before = comes.get(first.id, first.planned_starts_at) - timedelta(hours=1)
        await tasks.open_task(
            db,
            kind=TaskKind.SCHEDULING,
            title_code=CLOSURE_TO_TELL,
            due_at=max(at, min(at + timedelta(days=1), before)),
            owner_id=owner,
            priority=TaskPriority.SOON,
            session_id=first.id,
            params={
                "closure_id": str(closure_id),
                "count": len(some),
                "participants": len({who for row in some for who in people.get(row.id, ())}),
                "session_id": str(first.id),
            },
        )


async def _director(db: AsyncSession, program_id: ProgramId | None) -> list[AccountId]:
    director = await tasks.director_of(db, program_id)
    return [] if director is None else [director]


async def _people(db: AsyncSession, rows: Mapping[SessionId, Session]) -> dict[SessionId, set[ParticipantId]]:
    found: dict[SessionId, set[ParticipantId]] = defaultdict(set)
    for one in await bookings.expected_in(db, rows):
        found[one.session_id].add(one.participant_id)
    return found


def local_times(row: Session, effect: Effect) -> tuple[str, str]:
    """Return the local start and end that a closure would leave, as HH:MM."""
    held = span(effect.starts_at, effect.ends_at, row.time_zone)
    return f"{held.local_start:%H:%M}", f"{held.local_end:%H:%M}"
