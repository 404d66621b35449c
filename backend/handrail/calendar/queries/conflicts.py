"""Who or what is taken already. Plain comparisons: under row-level security `&&` would not reach an index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import ParticipantId, RoomId, SessionId, StaffId
from handrail.participants.queries import stands_for


@dataclass(frozen=True)
class Clash:
    """Something wanted at `starts_at` is taken by `session_id`."""

    what: UUID
    starts_at: datetime
    session_id: SessionId


_ROOMS = text(
    """
    SELECT wanted.what, wanted.starts_at, s.id AS session_id
    FROM unnest(CAST(:whats AS uuid[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]))
        AS wanted(what, starts_at, ends_at)
    JOIN sessions s ON s.room_id = wanted.what
     AND s.local_date BETWEEN CAST(wanted.starts_at AT TIME ZONE 'UTC' AS date) - 2
                          AND CAST(wanted.ends_at AT TIME ZONE 'UTC' AS date) + 1
     AND s.starts_at < wanted.ends_at AND s.ends_at > wanted.starts_at
    WHERE s.status <> 'cancelled' AND s.id <> ALL (CAST(:besides AS uuid[]))
    ORDER BY wanted.starts_at
    LIMIT :limit
    """
)

_STAFF = text(
    """
    SELECT wanted.what, wanted.starts_at, p.session_id
    FROM unnest(CAST(:whats AS uuid[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]))
        AS wanted(what, starts_at, ends_at)
    JOIN session_staff p ON p.staff_id = wanted.what
     AND p.starts_at < wanted.ends_at AND p.starts_at > wanted.starts_at - interval '1 day'
     AND p.ends_at > wanted.starts_at
    WHERE p.status = 'assigned' AND p.session_id <> ALL (CAST(:besides AS uuid[]))
    ORDER BY wanted.starts_at
    LIMIT :limit
    """
)

_PARTICIPANTS = text(
    f"""
    SELECT wanted.what, wanted.starts_at, b.session_id
    FROM unnest(CAST(:whats AS uuid[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]))
        AS wanted(what, starts_at, ends_at)
    -- Whoever is one person by a merge can be in one place only.
    JOIN participants asked ON asked.id = wanted.what
    JOIN participants theirs ON theirs.organization_id = asked.organization_id
     AND (theirs.id = {stands_for("asked")} OR theirs.merged_into_id = {stands_for("asked")})
    JOIN bookings b ON b.organization_id = theirs.organization_id AND b.participant_id = theirs.id
     AND b.local_date BETWEEN CAST(wanted.starts_at AT TIME ZONE 'UTC' AS date) - 2
                          AND CAST(wanted.ends_at AT TIME ZONE 'UTC' AS date) + 1
     AND b.starts_at < wanted.ends_at AND b.ends_at > wanted.starts_at
    WHERE b.status = 'booked' AND b.session_id <> ALL (CAST(:besides AS uuid[]))
    ORDER BY wanted.starts_at
    LIMIT :limit
    """  # noqa: S608  names of our own tables
)

_LIMIT = 1000

Span = tuple[datetime, datetime]


async def _clashes(
    db: AsyncSession, statement: Any, wanted: Sequence[tuple[UUID, Span]], besides: Iterable[SessionId]
) -> list[Clash]:
    if not wanted:
        return []
    rows = await db.execute(
        statement,
        {
            "whats": [what for what, _ in wanted],
            "starts": [span[0] for _, span in wanted],
            "ends": [span[1] for _, span in wanted],
            "besides": list(besides),
            "limit": _LIMIT,
        },
    )
    return [Clash(row.what, row.starts_at, row.session_id) for row in rows]


async def rooms_taken(
    db: AsyncSession, wanted: Sequence[tuple[RoomId, Span]], *, besides: Iterable[SessionId] = ()
) -> list[Clash]:
    """Return which of the wanted times of rooms are taken, leaving sessions `besides` out."""
    return await _clashes(db, _ROOMS, wanted, besides)


async def staff_taken(
    db: AsyncSession, wanted: Sequence[tuple[StaffId, Span]], *, besides: Iterable[SessionId] = ()
) -> list[Clash]:
    """Return which of the wanted times of staff members are taken, leaving sessions `besides` out."""
    return await _clashes(db, _STAFF, wanted, besides)


async def participants_taken(
    db: AsyncSession, wanted: Sequence[tuple[ParticipantId, Span]], *, besides: Iterable[SessionId] = ()
) -> list[Clash]:
    """Return which of the wanted times of participants are taken, leaving sessions `besides` out."""
    return await _clashes(db, _PARTICIPANTS, wanted, besides)
