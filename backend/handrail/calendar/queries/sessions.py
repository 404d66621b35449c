"""Rows of sessions: found, made in bulk, moved in bulk, counted."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import SessionNotFound
from handrail.calendar.models import Series, Session, SessionCohort, SessionStaff
from handrail.calendar.rules.recurrence import Occurrence
from handrail.calendar.vocabulary import SessionCancelReason, SessionStatus, StaffPlaceStatus
from handrail.core.events import record_changes
from handrail.core.ids import ClosureId, CohortId, LocationId, RoomId, SeriesId, SessionId, StaffId, new_id
from handrail.core.pagination import PageParams, Rows, paginate


async def get_session(db: AsyncSession, session_id: SessionId) -> Session:
    session = await db.scalar(select(Session).where(Session.id == session_id))
    if session is None:
        raise SessionNotFound()
    return session


async def get_sessions(db: AsyncSession, session_ids: Iterable[SessionId]) -> list[Session]:
    """Return sessions as they are now, by id."""
    query = select(Session).where(Session.id.in_(list(session_ids))).order_by(Session.id)
    return list(await db.scalars(query.execution_options(populate_existing=True)))


async def lock_session(db: AsyncSession, session_id: SessionId) -> Session:
    """Return the session as it is now, locked to the end of the transaction."""
    session = await db.scalar(
        select(Session).where(Session.id == session_id).with_for_update().execution_options(populate_existing=True)
    )
    if session is None:
        raise SessionNotFound()
    return session


@dataclass(frozen=True)
class SessionFilter:
    """What a list of sessions is narrowed to; None leaves it open."""

    from_date: date
    to_date: date
    location_id: LocationId | None = None
    room_id: RoomId | None = None
    staff_id: StaffId | None = None
    cohort_id: CohortId | None = None
    series_id: SeriesId | None = None
    status: SessionStatus | None = None


def sessions_where(narrow: SessionFilter) -> Select[Session]:
    """Return the query of a list."""
    query = select(Session).where(Session.local_date.between(narrow.from_date, narrow.to_date))
    for column, wanted in (
        (Session.location_id, narrow.location_id),
        (Session.room_id, narrow.room_id),
        (Session.series_id, narrow.series_id),
        (Session.status, narrow.status),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if narrow.staff_id is not None:
        query = query.where(
            exists().where(
                SessionStaff.session_id == Session.id,
                SessionStaff.staff_id == narrow.staff_id,
                SessionStaff.status != StaffPlaceStatus.REMOVED,
            )
        )
    if narrow.cohort_id is not None:
        query = query.where(
            exists().where(SessionCohort.session_id == Session.id, SessionCohort.cohort_id == narrow.cohort_id)
        )
    return query


async def list_sessions(db: AsyncSession, narrow: SessionFilter, page: PageParams) -> Rows[Session]:
    return await paginate(
        db, sessions_where(narrow), order=(Session.local_date, Session.local_start, Session.id), page=page
    )


async def cohorts_of(db: AsyncSession, session_ids: Iterable[SessionId]) -> dict[SessionId, list[CohortId]]:
    """Return the cohorts of each session."""
    query = select(SessionCohort.session_id, SessionCohort.cohort_id).where(
        SessionCohort.session_id.in_(list(session_ids))
    )
    found: dict[SessionId, list[CohortId]] = {}
    for session_id, cohort_id in await db.execute(query.order_by(SessionCohort.cohort_id)):
        found.setdefault(session_id, []).append(cohort_id)
    return found


async def staff_of(
    db: AsyncSession, session_ids: Iterable[SessionId], *, removed: bool = False
) -> dict[SessionId, list[SessionStaff]]:
    """Return who works in each session; of a cancelled one, who would have."""
    query = select(SessionStaff).where(SessionStaff.session_id.in_(list(session_ids)))
    if not removed:
        query = query.where(SessionStaff.status != StaffPlaceStatus.REMOVED)
    found: dict[SessionId, list[SessionStaff]] = {}
    for place in await db.scalars(query.order_by(SessionStaff.id).execution_options(populate_existing=True)):
        found.setdefault(place.session_id, []).append(place)
    return found


_INSERT_OCCURRENCES = text(
    """
    INSERT INTO sessions (
        organization_id, id, series_id, original_local_date, original_local_start, program_id, location_id, room_id,
        title, short_name, service_kind, countable, starts_at, ends_at, time_zone, local_date, local_start, local_end,
        planned_starts_at, planned_ends_at, telehealth, planned_telehealth, telehealth_url, capacity, booked, staffed,
        status, version
    )
    SELECT current_setting('app.organization_id')::uuid, one.id, :series_id, one.original_local_date,
        one.original_local_start, :program_id, :location_id, one.room_id, :title, :short_name, :service_kind,
        :countable, one.starts_at, one.ends_at, :time_zone, one.local_date, one.local_start, one.local_end,
        one.starts_at, one.ends_at, :telehealth, :telehealth, :telehealth_url, :capacity, 0, 0, 'scheduled', 1
    FROM unnest(
        CAST(:ids AS uuid[]), CAST(:rooms AS uuid[]), CAST(:original_dates AS date[]),
        CAST(:original_starts AS time[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]),
        CAST(:dates AS date[]), CAST(:local_starts AS time[]), CAST(:local_ends AS time[])
    ) AS one(
        id, room_id, original_local_date, original_local_start, starts_at, ends_at, local_date, local_start, local_end
    )
    ON CONFLICT (organization_id, series_id, original_local_date, original_local_start) DO NOTHING
    RETURNING *
    """
)

_INSERT_COHORTS = text(
    """
    INSERT INTO session_cohorts (organization_id, session_id, cohort_id)
    SELECT current_setting('app.organization_id')::uuid, session_id, cohort_id
    FROM unnest(CAST(:sessions AS uuid[])) AS session_id, unnest(CAST(:cohorts AS uuid[])) AS cohort_id
    RETURNING *
    """
)


async def insert_occurrences(
    db: AsyncSession,
    series: Series,
    occurrences: Sequence[Occurrence],
    *,
    rooms: Sequence[RoomId | None],
    cohorts: Sequence[CohortId],
) -> list[tuple[SessionId, tuple[datetime, datetime]]]:
    """Make sessions of a series' occurrences in two statements and return those made with their times.

    An occurrence that exists stays as it is.
    """
    if not occurrences:
        return []
    made = (
        await db.execute(
            _INSERT_OCCURRENCES,
            {
                "series_id": series.id,
                "program_id": series.program_id,
                "location_id": series.location_id,
                "title": series.title,
                "short_name": series.short_name,
                "service_kind": series.service_kind.value,
                "countable": series.countable,
                "time_zone": series.time_zone,
                "telehealth": series.telehealth,
                "telehealth_url": series.telehealth_url,
                "capacity": series.capacity,
                "ids": [new_id() for _ in occurrences],
                "rooms": list(rooms),
                "original_dates": [one.original_local_date for one in occurrences],
                "original_starts": [one.original_local_start for one in occurrences],
                "starts": [one.starts_at for one in occurrences],
                "ends": [one.ends_at for one in occurrences],
                "dates": [one.local_date for one in occurrences],
                "local_starts": [one.local_start for one in occurrences],
                "local_ends": [one.local_end for one in occurrences],
            },
        )
    ).mappings()
    rows: list[Mapping[str, Any]] = [dict(row) for row in made]
    await record_changes(db, "sessions.created", rows)
    await add_cohorts(db, [row["id"] for row in rows], cohorts)
    return [(row["id"], (row["starts_at"], row["ends_at"])) for row in rows]


async def add_cohorts(db: AsyncSession, sessions: Sequence[SessionId], cohorts: Sequence[CohortId]) -> None:
    """Let every one of the cohorts attend every one of the sessions."""
    if sessions and cohorts:
        rows = await db.execute(_INSERT_COHORTS, {"sessions": list(sessions), "cohorts": list(cohorts)})
        await record_changes(db, "session_cohorts.created", [dict(row) for row in rows.mappings()])


@dataclass(frozen=True)
class Position:
    """Where and when a session takes place, or that it does not."""

    session_id: SessionId
    room_id: RoomId | None
    starts_at: datetime
    ends_at: datetime
    local_date: date
    local_start: time
    local_end: time
    telehealth: bool
    status: SessionStatus
    cancel_reason: SessionCancelReason | None
    closure_id: ClosureId | None


_POSITION = text(
    """
    UPDATE sessions s SET
        room_id = p.room_id, starts_at = p.starts_at, ends_at = p.ends_at, local_date = p.local_date,
        local_start = p.local_start, local_end = p.local_end, telehealth = p.telehealth, status = p.status,
        cancel_reason = p.cancel_reason, closure_id = p.closure_id, version = s.version + 1, updated_at = :at
    FROM unnest(
        CAST(:ids AS uuid[]), CAST(:rooms AS uuid[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]),
        CAST(:dates AS date[]), CAST(:local_starts AS time[]), CAST(:local_ends AS time[]),
        CAST(:telehealth AS boolean[]), CAST(:statuses AS text[]), CAST(:reasons AS text[]), CAST(:closures AS uuid[])
    ) AS p(
        id, room_id, starts_at, ends_at, local_date, local_start, local_end, telehealth, status, cancel_reason,
        closure_id
    )
    WHERE s.id = p.id
    RETURNING s.*
    """
)


async def position(db: AsyncSession, positions: Sequence[Position], *, at: datetime) -> None:
    """Put sessions where they are to be, all in one statement, so that they may take each other's places."""
    if not positions:
        return
    rows = await db.execute(
        _POSITION,
        {
            "at": at,
            "ids": [one.session_id for one in positions],
            "rooms": [one.room_id for one in positions],
            "starts": [one.starts_at for one in positions],
            "ends": [one.ends_at for one in positions],
            "dates": [one.local_date for one in positions],
            "local_starts": [one.local_start for one in positions],
            "local_ends": [one.local_end for one in positions],
            "telehealth": [one.telehealth for one in positions],
            "statuses": [one.status.value for one in positions],
            "reasons": [one.cancel_reason.value if one.cancel_reason else None for one in positions],
            "closures": [one.closure_id for one in positions],
        },
    )
    await record_changes(db, "sessions.updated", [dict(row) for row in rows.mappings()])


@dataclass(frozen=True)
class Plan:
    """What a session is planned to be, wherever closures leave it."""

    session_id: SessionId
    series_id: SeriesId | None
    original_local_date: date | None
    original_local_start: time | None
    planned_starts_at: datetime
    planned_ends_at: datetime
    planned_telehealth: bool
    title: str
    short_name: str | None
    capacity: int | None
    telehealth_url: str | None
    own: Sequence[str]


_REPLAN = text(
    """
    UPDATE sessions s SET
        series_id = p.series_id, original_local_date = p.original_local_date,
        original_local_start = p.original_local_start, planned_starts_at = p.planned_starts_at,
        planned_ends_at = p.planned_ends_at, planned_telehealth = p.planned_telehealth, title = p.title,
        short_name = p.short_name, capacity = p.capacity, telehealth_url = p.telehealth_url,
        own = CAST(p.own AS jsonb), version = s.version + 1, updated_at = :at
    FROM unnest(
        CAST(:ids AS uuid[]), CAST(:series AS uuid[]), CAST(:dates AS date[]), CAST(:starts AS time[]),
        CAST(:planned_starts AS timestamptz[]), CAST(:planned_ends AS timestamptz[]), CAST(:telehealth AS boolean[]),
        CAST(:titles AS text[]), CAST(:short_names AS text[]), CAST(:capacities AS integer[]), CAST(:links AS text[]),
        CAST(:own AS text[])
    ) AS p(
        id, series_id, original_local_date, original_local_start, planned_starts_at, planned_ends_at,
        planned_telehealth, title, short_name, capacity, telehealth_url, own
    )
    WHERE s.id = p.id
    RETURNING s.*
    """
)


async def replan(db: AsyncSession, plans: Sequence[Plan], *, at: datetime) -> None:
    """Write what sessions are planned to be, all in one statement; where they are held follows by `position`."""
    if not plans:
        return
    rows = await db.execute(
        _REPLAN,
        {
            "at": at,
            "ids": [one.session_id for one in plans],
            "series": [one.series_id for one in plans],
            "dates": [one.original_local_date for one in plans],
            "starts": [one.original_local_start for one in plans],
            "planned_starts": [one.planned_starts_at for one in plans],
            "planned_ends": [one.planned_ends_at for one in plans],
            "telehealth": [one.planned_telehealth for one in plans],
            "titles": [one.title for one in plans],
            "short_names": [one.short_name for one in plans],
            "capacities": [one.capacity for one in plans],
            "links": [one.telehealth_url for one in plans],
            "own": [json.dumps(sorted(one.own)) for one in plans],
        },
    )
    await record_changes(db, "sessions.updated", [dict(row) for row in rows.mappings()])


async def of_parts(db: AsyncSession, series_ids: Iterable[SeriesId]) -> list[Session]:
    """Return every occurrence of these parts of a series, in the order of their ids."""
    query = select(Session).where(Session.series_id.in_(list(series_ids))).order_by(Session.id)
    return list(await db.scalars(query.execution_options(populate_existing=True)))


def follows_closures() -> ColumnElement[bool]:
    """Return the predicate: what closures make of the session holds, as nobody cancelled or held it."""
    return or_(
        Session.status == SessionStatus.SCHEDULED,
        and_(Session.status == SessionStatus.CANCELLED, Session.cancel_reason == SessionCancelReason.CLOSURE),
    )


async def touched_by(
    db: AsyncSession, starts_at: datetime, ends_at: datetime, location_id: LocationId | None
) -> list[SessionId]:
    """Return the sessions that a closure meets and that follow it: neither held nor cancelled by a person."""
    query = select(Session.id).where(
        Session.planned_starts_at < ends_at,
        Session.planned_ends_at > starts_at,
        follows_closures(),
    )
    return list(await db.scalars(query if location_id is None else query.where(Session.location_id == location_id)))


async def of_cohort_on(db: AsyncSession, cohort_id: CohortId, local_date: date) -> list[SessionId]:
    """Return a cohort's sessions of one day."""
    query = (
        select(Session.id)
        .join(SessionCohort, SessionCohort.session_id == Session.id)
        .where(SessionCohort.cohort_id == cohort_id, Session.local_date == local_date)
    )
    return list(await db.scalars(query))


async def future_of_series(db: AsyncSession, series_id: SeriesId, *, from_date: date, at: datetime) -> list[SessionId]:
    """Return the occurrences from a date on that have not begun, scheduled or cancelled by a closure only."""
    query = select(Session.id).where(
        Session.series_id == series_id,
        Session.original_local_date >= from_date,
        Session.starts_at > at,
        follows_closures(),
    )
    return list(await db.scalars(query))


_CANCEL = text(
    """
    UPDATE sessions SET
        status = 'cancelled', cancel_reason = :reason, closure_id = NULL, version = version + 1, updated_at = :at
    WHERE id = ANY (CAST(:ids AS uuid[]))
      AND (status = 'scheduled' OR (status = 'cancelled' AND cancel_reason = 'closure'))
    RETURNING *
    """
)


async def cancel(
    db: AsyncSession, session_ids: Iterable[SessionId], *, reason: SessionCancelReason, at: datetime
) -> None:
    """Mark sessions as cancelled; the caller gives back the time of those who were in them.

    One that a closure cancelled is cancelled by a person from then on: it does not come back when the closure goes.
    """
    rows = await db.execute(_CANCEL, {"ids": list(session_ids), "reason": reason.value, "at": at})
    await record_changes(db, "sessions.updated", [dict(row) for row in rows.mappings()])
