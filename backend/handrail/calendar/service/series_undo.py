"""Taking an edit of a series back, from what it kept of the state before it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import (
    EditBuiltOn,
    EditUndone,
)
from handrail.calendar.events import ChangeProposed
from handrail.calendar.models import Series, SeriesEdit, Session
from handrail.calendar.queries import bookings, seats, sessions
from handrail.calendar.queries import series as rows
from handrail.calendar.queries import series_edits as edits
from handrail.calendar.queries.sessions import Plan
from handrail.calendar.rules.staffing import Place
from handrail.calendar.service.replanning import Target, lock_for, replan
from handrail.calendar.service.series_edits import held_as
from handrail.calendar.service.series_parts import set_staff
from handrail.calendar.vocabulary import (
    BookingCancelReason,
    BookingSource,
    Kept,
    SeriesStatus,
    SessionRole,
)
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.events import announce
from handrail.core.ids import BookingId, RoomId, SeriesEditId, SeriesId, SessionId, StaffId


async def undo_edit(db: AsyncSession, actor: Actor, series_id: SeriesId, edit_id: SeriesEditId) -> SeriesEdit:
    """Take an edit back as a whole, while nothing it touched has changed, begun or been attended since."""
    at = now()
    series = await rows.get_series(db, series_id)
    lineage_id = series.lineage_id or series.id
    edit = await edits.lock_edit(db, edit_id, lineage_id)
    if edit.undone_at is not None:
        raise EditUndone()
    stored = {SessionId(UUID(one["id"])): one for one in edit.before["sessions"]}
    found = {row.id: row for row in await sessions.get_sessions(db, stored)}
    effective = set(edit.after["effective"])
    targets = [_restored(found[name], one, stays=str(name) not in effective) for name, one in stored.items()]
    locked = await lock_for(db, list(found.values()), targets)
    parts = {one.id: one for one in await rows.parts_of(db, series, lock=True)}
    await _refuse_built_on(db, edit, parts, locked, at=at)
    await _restore_parts(db, edit, parts, at=at)
    await replan(db, actor, locked, targets, at=at)
    await _give_back(db, edit, stored, at=at)
    edit.undone_at, edit.undone_by = at, actor.account_id
    await db.flush()
    await _let_go_on(db, edit, parts)
    return edit


async def _let_go_on(db: AsyncSession, edit: SeriesEdit, parts: Mapping[SeriesId, Series]) -> None:
    """Let earlier edits be taken back too: what this one found as they had left it is so again, in a new version."""
    earlier = await edits.standing_before(db, edit)
    if not earlier:
        return
    rows = await sessions.get_sessions(db, [SessionId(UUID(one["id"])) for one in edit.before["sessions"]])
    versions = {
        "sessions": {str(row.id): row.version for row in rows},
        "series": {str(name): part.version for name, part in parts.items()},
    }
    for other in earlier:
        after = dict(other.after)
        for kind, now_is in versions.items():
            found = {one["id"]: one.get("version") for one in edit.before[kind]}
            after[kind] = {
                name: now_is[name] if name in found and found[name] == version else version
                for name, version in after[kind].items()
            }
        other.after = after
    await db.flush()


async def _refuse_built_on(
    db: AsyncSession,
    edit: SeriesEdit,
    parts: Mapping[SeriesId, Series],
    locked: Mapping[SessionId, Session],
    *,
    at: datetime,
) -> None:
    for name, version in edit.after["series"].items():
        if parts[SeriesId(UUID(name))].version != version:
            raise EditBuiltOn(series_id=name)
    proposal = ChangeProposed(tuple(locked))
    await announce(db, proposal)
    effective = set(edit.after["effective"])
    for name, version in edit.after["sessions"].items():
        row = locked[SessionId(UUID(name))]
        if row.version != version:
            raise EditBuiltOn(session_id=name)
        held = held_as(row, proposal.attended, at=at)
        if name in effective and held.fixed not in (None, Kept.CANCELLED):
            raise EditBuiltOn(session_id=name, kept=held.fixed.value)
    made = [SeriesId(UUID(one)) for one in edit.after["made"]]
    for row in await sessions.of_parts(db, made):
        if row.id not in locked:
            raise EditBuiltOn(session_id=str(row.id), series_id=str(row.series_id))


async def _restore_parts(db: AsyncSession, edit: SeriesEdit, parts: Mapping[SeriesId, Series], *, at: datetime) -> None:
    for one in edit.before["series"]:
        part = parts[SeriesId(UUID(one["id"]))]
        for name in ("title", "short_name", "capacity", "telehealth_url", "telehealth", "meetings", "excluded"):
            setattr(part, name, one[name])
        part.room_id = None if one["room_id"] is None else RoomId(UUID(one["room_id"]))
        part.starts_on, part.occurrence_count = date.fromisoformat(one["starts_on"]), one["occurrence_count"]
        part.ends_on = _date(one["ends_on"])
        part.materialized_until, part.status = _date(one["materialized_until"]), SeriesStatus(one["status"])
        part.updated_at = at
        await set_staff(db, part.id, _stored_places(one))
    for name in edit.after["made"]:
        parts[SeriesId(UUID(name))].status = SeriesStatus.ENDED
    await db.flush()


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _stored_places(stored: Mapping[str, Any]) -> tuple[Place, ...]:
    return tuple(
        Place(
            StaffId(UUID(one["staff_id"])),
            SessionRole(one["role"]),
            None if one["supervisor_id"] is None else StaffId(UUID(one["supervisor_id"])),
        )
        for one in stored["staff"]
    )


def _restored(row: Session, stored: Mapping[str, Any], *, stays: bool) -> Target:
    plan = Plan(
        session_id=row.id,
        series_id=SeriesId(UUID(stored["series_id"])),
        original_local_date=date.fromisoformat(stored["original_local_date"]),
        original_local_start=time.fromisoformat(stored["original_local_start"]),
        planned_starts_at=datetime.fromisoformat(stored["planned_starts_at"]),
        planned_ends_at=datetime.fromisoformat(stored["planned_ends_at"]),
        planned_telehealth=stored["planned_telehealth"],
        title=stored["title"],
        short_name=stored["short_name"],
        capacity=stored["capacity"],
        telehealth_url=stored["telehealth_url"],
        own=stored["own"],
    )
    room_id = None if stored["room_id"] is None else RoomId(UUID(stored["room_id"]))
    revived = stored["cancelled"]
    return Target(plan, room_id, None if revived or stays else _stored_places(stored), revived, stays)


async def _give_back(
    db: AsyncSession, edit: SeriesEdit, stored: Mapping[SessionId, Mapping[str, Any]], *, at: datetime
) -> None:
    """Take out members who got a place only where the edit had put their session."""
    before = {BookingId(UUID(one)) for one in edit.before["bookings"]}
    live = await bookings.live_in(db, stored)
    added = [one.id for one in live if one.source is BookingSource.MEMBERSHIP and one.id not in before]
    touched = await bookings.cancel(db, added, reason=BookingCancelReason.NOT_EXPECTED, at=at)
    await seats.recount(db, touched)
