"""Seats: how many a session has left, and taking one exactly once."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import EpisodeId, SessionId

_RECOUNT = text(
    """
    UPDATE sessions s SET
        booked = (SELECT count(*) FROM bookings b WHERE b.session_id = s.id AND b.status = 'booked'),
        staffed = (SELECT count(*) FROM session_staff p WHERE p.session_id = s.id AND p.status = 'assigned')
    WHERE s.id = ANY (CAST(:ids AS uuid[]))
    """
)

_TAKE = text(
    """
    UPDATE sessions s SET booked = s.booked + 1
    WHERE s.id = :id AND s.status = 'scheduled' AND (s.capacity IS NULL OR s.booked < s.capacity)
      AND (
        s.room_id IS NULL OR s.telehealth
        OR s.booked + s.staffed < (SELECT r.capacity FROM rooms r WHERE r.id = s.room_id)
      )
    RETURNING s.booked
    """
)

_FULL = text(
    """
    SELECT s.booked
    FROM sessions s LEFT JOIN rooms r ON r.id = s.room_id
    WHERE s.id = :id AND s.status = 'scheduled'
      AND (s.booked >= s.capacity OR (NOT s.telehealth AND s.booked + s.staffed >= r.capacity))
      AND NOT EXISTS (
        SELECT FROM bookings b WHERE b.session_id = s.id AND b.episode_id = :episode_id AND b.status = 'booked'
      )
    """
)

_LEFT = text(
    """
    SELECT s.id, least(
        s.capacity - s.booked,
        CASE WHEN s.telehealth THEN NULL ELSE greatest(r.capacity - s.staffed, 0) - s.booked END
    ) AS seats
    FROM sessions s LEFT JOIN rooms r ON r.id = s.room_id
    WHERE s.id = ANY (CAST(:ids AS uuid[]))
    """
)

_OVERFULL = text(
    """
    SELECT s.id, s.booked, s.staffed
    FROM sessions s LEFT JOIN rooms r ON r.id = s.room_id
    WHERE s.id = ANY (CAST(:ids AS uuid[])) AND s.status = 'scheduled'
      AND (s.booked > s.capacity OR (NOT s.telehealth AND s.booked + s.staffed > r.capacity))
    ORDER BY s.starts_at
    LIMIT 1
    """
)


async def recount(db: AsyncSession, session_ids: Iterable[SessionId]) -> None:
    """Set the counts of participants and staff from the rows; the sessions are locked by the caller or its own."""
    await db.execute(_RECOUNT, {"ids": list(session_ids)})


async def full_for(db: AsyncSession, session_id: SessionId, episode_id: EpisodeId) -> int | None:
    """Return how many have a place if the session is full and the episode is not among them; None otherwise.

    Asks for no lock, so that of a thousand who come too late none waits for another.
    """
    booked: int | None = await db.scalar(_FULL, {"id": session_id, "episode_id": episode_id})
    return booked


async def take(db: AsyncSession, session_id: SessionId) -> bool:
    """Count one more participant if there is a seat.

    Condition and count are one statement, so that of a thousand who ask for the last seat one gets it. The row stays
    locked to the end of the transaction.
    """
    return await db.scalar(_TAKE, {"id": session_id}) is not None


async def left(db: AsyncSession, session_ids: Iterable[SessionId]) -> dict[SessionId, int | None]:
    """Return how many participants each session can still take; None when nothing limits it.

    Staff take a seat of the room, not of the group; a session held by video fills no chairs.
    """
    rows = await db.execute(_LEFT, {"ids": list(session_ids)})
    return {row.id: row.seats for row in rows}


async def overfull(db: AsyncSession, session_ids: Iterable[SessionId]) -> tuple[SessionId, int, int] | None:
    """Return the first session with more people than it or its room takes: id, participants, staff."""
    row = (await db.execute(_OVERFULL, {"ids": list(session_ids)})).one_or_none()
    return None if row is None else (row.id, row.booked, row.staffed)
