"""An applied week is taken back: all of it or nothing, from what it kept of the state before it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.events import ChangeProposed
from handrail.calendar.models import Session
from handrail.calendar.queries import bookings, seats
from handrail.calendar.queries import sessions as session_rows
from handrail.calendar.queries.sessions import Plan
from handrail.calendar.rules.staffing import Place
from handrail.calendar.service.replanning import Target, lock_for, replan
from handrail.calendar.service.series import cancel_sessions
from handrail.calendar.vocabulary import BookingCancelReason, SessionCancelReason, SessionRole, SessionStatus
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.events import announce
from handrail.core.ids import (
    BookingId,
    ClosureId,
    ParticipantId,
    RoomId,
    ScheduleBuildId,
    SeriesId,
    SessionId,
    StaffId,
    TimeOffId,
)
from handrail.organizations import service as organizations
from handrail.planning import queries
from handrail.planning.errors import BuildBuiltOn, NothingApplied
from handrail.planning.models import ScheduleBuild
from handrail.planning.service.telling import WEEK_TAKEN_BACK, WEEK_TO_TELL, tell
from handrail.staff.services import hours as staff_hours
from handrail.tasks import service as tasks

_NAMED = 50


async def undo(db: AsyncSession, actor: Actor, build_id: ScheduleBuildId, *, if_match: int) -> ScheduleBuild:
    """Take an applied week back as a whole, while nothing of it has changed, begun or been attended since."""
    at = now()
    build = await queries.get_build(db, build_id, lock=True)
    expect_version(build, if_match)
    # What was applied before this was kept has nothing to go back to.
    if build.undone_at is not None or build.before is None or build.after is None:
        raise NothingApplied(build_status=build.status.value)
    before, after = build.before, build.after
    made = [SessionId(UUID(one)) for one in after["made"]]
    stored = {SessionId(UUID(one["id"])): one for one in before["sessions"]}
    rows = {row.id: row for row in await session_rows.get_sessions(db, [*stored, *made])}
    targets = [_restored(rows[name], one) for name, one in stored.items()]
    locked = await lock_for(db, list(rows.values()), targets)
    await _refuse_built_on(db, after, locked, targets, at=at)
    people = await _people(db, locked)
    await cancel_sessions(db, made, reason=SessionCancelReason.SCHEDULING, at=at)
    await _take_extras_back(db, actor, after)
    # A closure that is gone gave its sessions back: they are replanned from where that left them.
    current = {row.id: row for row in await session_rows.get_sessions(db, stored)}
    await replan(db, actor, current, targets, at=at)
    await _same_places(db, before, list(stored), at=at)
    await tasks.withdraw(db, title_code=WEEK_TO_TELL, naming={"build_id": str(build.id)})
    for name, some in (await _people(db, stored)).items():
        people[name] |= some
    await tell(db, build.id, list(locked), people, title=WEEK_TAKEN_BACK, at=at)
    build.undone_at, build.undone_by = at, actor.account_id
    await db.flush()
    return build


def _restored(row: Session, stored: Mapping[str, Any]) -> Target:
    first, start = stored["original_local_date"], stored["original_local_start"]
    plan = Plan(
        session_id=row.id,
        series_id=None if stored["series_id"] is None else SeriesId(UUID(stored["series_id"])),
        original_local_date=None if first is None else date.fromisoformat(first),
        original_local_start=None if start is None else time.fromisoformat(start),
        planned_starts_at=datetime.fromisoformat(stored["planned_starts_at"]),
        planned_ends_at=datetime.fromisoformat(stored["planned_ends_at"]),
        planned_telehealth=stored["planned_telehealth"],
        title=stored["title"],
        short_name=stored["short_name"],
        capacity=stored["capacity"],
        telehealth_url=stored["telehealth_url"],
        own=stored["own"],
    )
    places = tuple(
        Place(
            StaffId(UUID(one["staff_id"])),
            SessionRole(one["role"]),
            None if one["supervisor_id"] is None else StaffId(UUID(one["supervisor_id"])),
        )
        for one in stored["staff"]
    )
    room_id = None if stored["room_id"] is None else RoomId(UUID(stored["room_id"]))
    return Target(plan, room_id, places, revived=row.status is SessionStatus.CANCELLED)


async def _refuse_built_on(
    db: AsyncSession,
    after: Mapping[str, Any],
    locked: Mapping[SessionId, Session],
    targets: Sequence[Target],
    *,
    at: datetime,
) -> None:
    """Raise if a session is not as the week left it, has begun where it is or was, or somebody is marked there."""
    proposal = ChangeProposed(tuple(locked))
    await announce(db, proposal)
    changed = {name for name, row in locked.items() if after["sessions"][str(name)] != row.version}
    begun = {name for name, row in locked.items() if row.starts_at <= at}
    begun |= {one.session_id for one in targets if one.plan.planned_starts_at <= at}
    booked = {(str(one.id), str(one.session_id), one.version) for one in await bookings.live_in(db, locked)}
    left = {(name, *where) for name, where in after["bookings"].items()}
    places = {SessionId(UUID(session)) for _, session, _ in booked ^ left}
    why = {"attended": proposal.attended & set(locked), "begun": begun, "changed": changed, "places": places}
    named = sorted({str(name) for some in why.values() for name in some})
    if named:
        raise BuildBuiltOn(session_ids=named[:_NAMED], parts=[part for part, some in why.items() if some])


async def _people(db: AsyncSession, session_ids: Collection[SessionId]) -> dict[SessionId, set[ParticipantId]]:
    found: dict[SessionId, set[ParticipantId]] = defaultdict(set)
    for session_id, _, record, _ in await queries.booked_people(db, session_ids):
        found[session_id].add(record)
    return found


async def _take_extras_back(db: AsyncSession, actor: Actor, after: Mapping[str, Any]) -> None:
    """Remove the time off and the closures it entered; what somebody removed before is gone already."""
    for staff_id, name in after["time_off"]:
        row = await staff_hours.find_time_off(db, StaffId(UUID(staff_id)), TimeOffId(UUID(name)))
        if row is not None:
            await staff_hours.remove_time_off(db, row.staff_id, row.id, if_match=row.version)
    for name, version in after["closures"]:
        closure = await organizations.get_closure(db, ClosureId(UUID(name)))
        if closure.removed_at is not None:
            continue
        if closure.version != version:
            raise BuildBuiltOn(session_ids=[], parts=["closures"])
        await organizations.remove_closure(db, closure.id, account_id=actor.account_id, if_match=version)


async def _same_places(
    db: AsyncSession, before: Mapping[str, Any], session_ids: Sequence[SessionId], *, at: datetime
) -> None:
    """Let the same people have a place as before: raise for who lost one, take out who got one only by the week."""
    live = await bookings.live_in(db, session_ids)
    there = {str(one.id) for one in live}
    lost = {session for name, session in before["bookings"].items() if name not in there}
    if lost:
        raise BuildBuiltOn(session_ids=sorted(lost)[:_NAMED], parts=["places"])
    added: list[BookingId] = [one.id for one in live if str(one.id) not in before["bookings"]]
    touched = await bookings.cancel(db, added, reason=BookingCancelReason.NOT_EXPECTED, at=at)
    await seats.recount(db, touched)
