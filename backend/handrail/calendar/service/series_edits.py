"""Edits of a series in the scope of one occurrence, of it and those that follow, or of all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import (
    EditTooLarge,
    NothingToChange,
    OccurrenceFixed,
    OccurrenceMissing,
    OccurrenceOfAnotherSeries,
    SeriesEnded,
)
from handrail.calendar.events import ChangeProposed
from handrail.calendar.models import Series, SeriesEdit, Session
from handrail.calendar.queries import bookings, sessions
from handrail.calendar.queries import series as rows
from handrail.calendar.queries import series_edits as edits
from handrail.calendar.queries.sessions import Plan
from handrail.calendar.rules.recurrence import Key, local_span
from handrail.calendar.rules.series import (
    Change,
    Edit,
    Held,
    Part,
    SeriesPlan,
    plan_edit,
    shift_between,
)
from handrail.calendar.rules.staffing import Place
from handrail.calendar.series_schemas import SeriesEditCreate
from handrail.calendar.service.places import check_room
from handrail.calendar.service.replanning import Clashes, Target, lock_for, preview_clashes, replan
from handrail.calendar.service.series import FLAG_OF, cancel_sessions, details, pattern_of
from handrail.calendar.service.series_parts import write_parts
from handrail.calendar.service.staffing import able_places
from handrail.calendar.vocabulary import (
    MAX_EDITED,
    EditScope,
    Kept,
    Own,
    SeriesStatus,
    SessionCancelReason,
    SessionStatus,
    StaffPlaceStatus,
)
from handrail.core.access import Actor
from handrail.core.clock import now, today_in
from handrail.core.concurrency import expect_version
from handrail.core.events import announce
from handrail.core.ids import SeriesId, SessionId
from handrail.core.pagination import PageParams, Rows

_SERIES_COLUMNS: Final = (
    "title", "short_name", "capacity", "telehealth_url", "telehealth", "room_id", "meetings", "starts_on", "ends_on",
    "occurrence_count", "excluded", "status", "materialized_until",
)  # fmt: skip
_SESSION_COLUMNS: Final = (
    "series_id", "original_local_date", "original_local_start", "planned_starts_at", "planned_ends_at",
    "planned_telehealth", "title", "short_name", "capacity", "telehealth_url", "room_id", "own",
)  # fmt: skip


@dataclass(frozen=True)
class Foreseen:
    """An edit that is worked out and not done."""

    series: Series
    parts: Mapping[SeriesId, Series]
    occurrences: Mapping[SessionId, Session]
    plan: SeriesPlan
    targets: list[Target]
    cancelled: list[SessionId]
    places: tuple[Place, ...] | None


async def preview_edit(db: AsyncSession, series_id: SeriesId, wanted: SeriesEditCreate) -> tuple[Foreseen, Clashes]:
    """Return what an edit would do, whom it passes by and what stands in its way, without doing it."""
    foreseen = await _foresee(db, series_id, wanted, at=now())
    return foreseen, await preview_clashes(db, foreseen.occurrences, foreseen.targets)


async def edit_series(
    db: AsyncSession, actor: Actor, series_id: SeriesId, wanted: SeriesEditCreate, *, if_match: int
) -> tuple[SeriesEdit, list[dict[str, Any]], SeriesPlan]:
    """Move, change, reassign or cancel occurrences of a series; return the edit, the parts it touched, and the plan.

    All or nothing. What has begun, took place, is marked or was cancelled does not change, and the answer says so.
    """
    at = now()
    foreseen = await _foresee(db, series_id, wanted, at=at)
    touched = [foreseen.occurrences[one.session_id] for one in foreseen.plan.changes]
    await lock_for(db, touched, foreseen.targets)
    await rows.parts_of(db, foreseen.series, lock=True)
    # Under the locks it is worked out again: what changed meanwhile is seen, or refused by the version.
    foreseen = await _foresee(db, series_id, wanted, at=at)
    expect_version(foreseen.series, if_match)
    plan = foreseen.plan
    if not plan.effective and not plan.branches:
        raise NothingToChange()
    if len(plan.changes) > MAX_EDITED:
        raise EditTooLarge(most=MAX_EDITED)
    before = await _snapshot(db, foreseen)
    values = _values(wanted)
    made = await write_parts(db, foreseen.parts, plan.branches, values=values, places=foreseen.places, at=at)
    targets = [_with_part(one, made) for one in foreseen.targets]
    reason = wanted.cancel or SessionCancelReason.SCHEDULING
    await cancel_sessions(db, foreseen.cancelled, reason=reason, at=at)
    current = {row.id: row for row in await sessions.get_sessions(db, [one.session_id for one in targets])}
    await replan(db, actor, current, targets, at=at)
    edit = SeriesEdit(
        lineage_id=foreseen.series.lineage_id or foreseen.series.id,
        series_id=series_id,
        scope=wanted.scope,
        edited_by=actor.account_id,
        from_date=min(foreseen.occurrences[one.session_id].local_date for one in plan.effective)
        if plan.effective
        else plan.branches[0].at.local_date,
        changed=len(plan.effective),
        skipped=dict(Counter(kept.value for kept in plan.skipped.values())),
        before=before,
        after={},
    )
    edit.after = await _versions(db, foreseen, made)
    db.add(edit)
    await db.flush()
    parts = [*foreseen.parts.values(), *made.values()]
    shown = {branch.series_id for branch in plan.branches} | {one.id for one in made.values()} | {series_id}
    return edit, await details(db, [one for one in parts if one.id in shown]), plan


async def list_edits(db: AsyncSession, series_id: SeriesId, page: PageParams) -> Rows[SeriesEdit]:
    """Return the edits of a series and of every part of its lineage."""
    series = await rows.get_series(db, series_id)
    return await edits.page_of_edits(db, series.lineage_id or series.id, page)


async def _foresee(db: AsyncSession, series_id: SeriesId, wanted: SeriesEditCreate, *, at: datetime) -> Foreseen:
    series = await rows.get_series(db, series_id)
    parts = {one.id: one for one in await rows.parts_of(db, series)}
    occurrence = await _occurrence(db, series, wanted)
    if wanted.scope is EditScope.THIS_AND_FOLLOWING and series.status is SeriesStatus.ENDED:
        raise SeriesEnded()
    values = _values(wanted)
    if values.get("room_id") is not None:
        await check_room(db, values["room_id"], series.location_id)
    places = await _places(db, series, occurrence, wanted, at=at)
    sets = frozenset({FLAG_OF[name] for name in values} | ({Own.STAFF} if places is not None else set()))
    found = {row.id: row for row in await sessions.of_parts(db, parts)}
    proposal = ChangeProposed(tuple(found))
    await announce(db, proposal)
    held = {row.id: held_as(row, proposal.attended, at=at) for row in found.values()}
    if wanted.scope is EditScope.THIS:
        assert occurrence is not None
        plan = _plan_one(held[occurrence.id], sets, wanted)
    else:
        shift = None
        if wanted.move is not None:
            assert occurrence is not None
            move = wanted.move
            shift = shift_between(_key(occurrence), move.local_date, move.local_start, move.minutes)
        key = _key(occurrence) if occurrence is not None else None
        edit = Edit(wanted.scope, series_id, key, sets, shift, cancels=wanted.cancel is not None)
        of_lineage = [Part(one.id, pattern_of(one), one.status is SeriesStatus.ACTIVE) for one in parts.values()]
        plan = plan_edit(of_lineage, held.values(), edit, at=at)
    split = {one.series_id for one in plan.branches if one.head is not None and one.tail is not None}
    targets = [
        _target(found[one.session_id], one, wanted, values, places)
        for one in plan.changes
        if not one.cancelled and (not one.spared or one.series_id in split or _known_anew(found[one.session_id], one))
    ]
    cancelled = [one.session_id for one in plan.changes if one.cancelled]
    return Foreseen(series, parts, found, plan, targets, cancelled, places)


def _values(wanted: SeriesEditCreate) -> dict[str, Any]:
    return wanted.values.model_dump(exclude_unset=True) if wanted.values is not None else {}


def _known_anew(row: Session, change: Change) -> bool:
    return change.key != _key(row) or change.own != frozenset(Own(one) for one in row.own)


async def _occurrence(db: AsyncSession, series: Series, wanted: SeriesEditCreate) -> Session | None:
    if wanted.session_id is None:
        if wanted.scope is not EditScope.ALL or wanted.move is not None:
            raise OccurrenceMissing(pointer="/session_id")
        return None
    session = await sessions.get_session(db, wanted.session_id)
    if session.series_id != series.id:
        raise OccurrenceOfAnotherSeries(pointer="/session_id")
    return session


async def _places(
    db: AsyncSession, series: Series, occurrence: Session | None, wanted: SeriesEditCreate, *, at: datetime
) -> tuple[Place, ...] | None:
    if wanted.staff is None:
        return None
    first = occurrence.local_date if occurrence is not None else series.starts_on
    on = max(first, today_in(series.time_zone, at=at))
    return tuple(await able_places(db, wanted.staff, series.service_kind, on=on))


def _key(row: Session) -> Key:
    assert row.original_local_date is not None
    assert row.original_local_start is not None
    return Key(row.original_local_date, row.original_local_start)


def held_as(row: Session, attended: set[SessionId], *, at: datetime) -> Held:
    """Return an occurrence as it stands at a moment, and why no edit may change it."""
    assert row.series_id is not None
    fixed = None
    if row.status is SessionStatus.CLOSED:
        fixed = Kept.CLOSED
    elif row.status is SessionStatus.CANCELLED and row.cancel_reason is not SessionCancelReason.CLOSURE:
        fixed = Kept.CANCELLED
    elif row.id in attended:
        fixed = Kept.ATTENDED
    elif row.starts_at <= at:
        fixed = Kept.BEGUN
    return Held(row.id, row.series_id, _key(row), fixed, frozenset(Own(one) for one in row.own))


def _plan_one(one: Held, sets: frozenset[Own], wanted: SeriesEditCreate) -> SeriesPlan:
    """An edit of one occurrence: what it sets is its own from now on."""
    if one.fixed is not None:
        raise OccurrenceFixed(kept=one.fixed.value)
    sets |= {Own.TIME} if wanted.move is not None else frozenset()
    if not sets and wanted.cancel is None:
        raise NothingToChange()
    cancelled = wanted.cancel is not None
    return SeriesPlan(changes=(Change(one.id, one.series_id, one.key, sets, own=one.own | sets, cancelled=cancelled),))


def _target(
    row: Session,
    change: Change,
    wanted: SeriesEditCreate,
    values: Mapping[str, Any],
    places: tuple[Place, ...] | None,
) -> Target:
    def value(name: str, stored: Any) -> Any:
        return values[name] if name in values and FLAG_OF[name] in change.sets else stored

    starts_at, ends_at = row.planned_starts_at, row.planned_ends_at
    if Own.TIME in change.sets and wanted.move is not None:
        move = wanted.move
        on = move.local_date if change.when is None else change.key.local_date
        when = local_span(on, move.local_start, move.minutes, row.time_zone)
        starts_at, ends_at = when.starts_at, when.ends_at
    plan = Plan(
        session_id=row.id,
        series_id=row.series_id,
        original_local_date=change.key.local_date,
        original_local_start=change.key.local_start,
        planned_starts_at=starts_at,
        planned_ends_at=ends_at,
        planned_telehealth=value("telehealth", row.planned_telehealth),
        title=value("title", row.title),
        short_name=value("short_name", row.short_name),
        capacity=value("capacity", row.capacity),
        telehealth_url=value("telehealth_url", row.telehealth_url),
        own=sorted(one.value for one in change.own),
    )
    room_id = value("room_id", row.room_id)
    return Target(plan, room_id, places if Own.STAFF in change.sets else None, stays=change.spared)


def _with_part(target: Target, made: Mapping[SeriesId, Series]) -> Target:
    series_id = target.plan.series_id
    if series_id is None or series_id not in made:
        return target
    return replace(target, plan=replace(target.plan, series_id=made[series_id].id))


async def _snapshot(db: AsyncSession, foreseen: Foreseen) -> dict[str, Any]:
    """What the edit is about to take the place of: ids, times and places, nobody who takes part."""
    ids = [one.session_id for one in foreseen.plan.changes]
    part_ids = [one.series_id for one in foreseen.plan.branches]
    working = await sessions.staff_of(db, ids)
    staff = await rows.staff_of(db, part_ids)
    return {
        "series": [
            {"id": str(one), "staff": [_place_row(place) for place in staff.get(one, [])]}
            | _columns(foreseen.parts[one], ("version", *_SERIES_COLUMNS))
            for one in part_ids
        ],
        "sessions": [
            {
                "id": str(one),
                "staff": [
                    _place_row(place)
                    for place in working.get(one, [])
                    if place.status is StaffPlaceStatus.ASSIGNED
                    or (place.status is StaffPlaceStatus.RELEASED and _shut(foreseen.occurrences[one]))
                ],
                "cancelled": one in foreseen.cancelled,
            }
            | _columns(foreseen.occurrences[one], ("version", *_SESSION_COLUMNS))
            for one in ids
        ],
        # Also of who comes again once a closure is gone: an undo after that takes nobody's place away.
        "bookings": [str(one.id) for one in await bookings.expected_in(db, ids)],
    }


def _shut(row: Session) -> bool:
    """A closure cancelled it: who was released then works there once it is gone."""
    return row.status is SessionStatus.CANCELLED and row.cancel_reason is SessionCancelReason.CLOSURE


def _columns(row: Any, names: Sequence[str]) -> dict[str, Any]:
    found = {}
    for name in names:
        value = getattr(row, name)
        found[name] = value if value is None or isinstance(value, bool | int | list) else _plain(value)
    return found


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)


def _place_row(place: Any) -> dict[str, Any]:
    return {
        "staff_id": str(place.staff_id),
        "role": place.role.value,
        "supervisor_id": None if place.supervisor_id is None else str(place.supervisor_id),
    }


async def _versions(db: AsyncSession, foreseen: Foreseen, made: Mapping[SeriesId, Series]) -> dict[str, Any]:
    ids = [one.session_id for one in foreseen.plan.changes]
    touched = [foreseen.parts[one.series_id] for one in foreseen.plan.branches]
    return {
        "sessions": {str(row.id): row.version for row in await sessions.get_sessions(db, ids)},
        "series": {str(one.id): one.version for one in [*touched, *made.values()]},
        "made": [str(one.id) for one in made.values()],
        "effective": [str(one.session_id) for one in foreseen.plan.effective],
    }
