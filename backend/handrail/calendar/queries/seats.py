"""Seats: how many a session has left, and taking one exactly once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.vocabulary import CAPPED_KINDS
from handrail.core.ids import EpisodeId, ParticipantId, ProgramId, SessionId

_RECOUNT = text(
    """
    UPDATE sessions s SET booked = counted.booked, staffed = counted.staffed
    FROM (
        SELECT one.id,
            (SELECT count(*) FROM bookings b WHERE b.session_id = one.id AND b.status = 'booked') AS booked,
            (SELECT count(*) FROM session_staff p WHERE p.session_id = one.id AND p.status = 'assigned') AS staffed
        FROM unnest(CAST(:ids AS uuid[])) AS one(id)
    ) AS counted
    WHERE s.id = counted.id AND (s.booked, s.staffed) IS DISTINCT FROM (counted.booked, counted.staffed)
    """
)

_TAKE = text(
    """
    UPDATE sessions s SET booked = s.booked + 1
    WHERE s.id = :id AND s.status = 'scheduled'
      AND (:beyond OR s.booked < least(s.capacity, CAST(:cap AS integer)) OR least(s.capacity, :cap) IS NULL)
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
        SELECT FROM bookings b
        WHERE b.session_id = s.id AND b.status = 'booked' AND (b.episode_id = :episode_id OR b.held_until <= now())
      )
    """
)

_LEFT = text(
    """
    SELECT s.id, s.booked, least(
        s.capacity - s.booked,
        CASE WHEN r.id IS NOT NULL AND NOT s.telehealth THEN greatest(r.capacity - s.staffed, 0) - s.booked END
    ) AS seats
    FROM sessions s LEFT JOIN rooms r ON r.id = s.room_id
    WHERE s.id = ANY (CAST(:ids AS uuid[]))
    """
)

_BOOKED = text("SELECT id, booked FROM sessions WHERE id = ANY (CAST(:ids AS uuid[]))")

_OVERFULL = text(
    """
    SELECT s.id, s.booked, s.staffed
    FROM sessions s LEFT JOIN rooms r ON r.id = s.room_id
    WHERE s.id = ANY (CAST(:ids AS uuid[])) AND s.status = 'scheduled'
      AND (s.booked - (
            SELECT count(*) FROM bookings b
            WHERE b.session_id = s.id AND b.status = 'booked' AND b.override_reason IS NOT NULL
        ) > s.capacity OR (NOT s.telehealth AND s.booked + s.staffed > r.capacity))
    ORDER BY s.starts_at
    LIMIT 1
    """
)


async def recount(db: AsyncSession, session_ids: Iterable[SessionId]) -> None:
    """Set the counts of participants and staff from the rows; the sessions are locked by the caller or its own.

    The change log holds the bookings and places that were counted, not the counts: where none changed, nothing does.
    """
    await db.execute(_RECOUNT, {"ids": list(session_ids)})


async def full_for(db: AsyncSession, session_id: SessionId, episode_id: EpisodeId) -> int | None:
    """Return how many have a place if the session is full and the episode is not among them; None otherwise.

    Asks for no lock, so that of a thousand who come too late none waits for another.
    """
    booked: int | None = await db.scalar(_FULL, {"id": session_id, "episode_id": episode_id})
    return booked


async def take(db: AsyncSession, session_id: SessionId, *, cap: int | None = None, beyond: bool = False) -> bool:
    """Count one more participant if there is a seat; `cap` is the most a group may have, `beyond` asks for neither.

    The room's chairs are asked for in any case.

    Condition and count are one statement, so that of a thousand who ask for the last seat one gets it. The row stays
    locked to the end of the transaction.
    """
    return await db.scalar(_TAKE, {"id": session_id, "cap": cap, "beyond": beyond}) is not None


async def left(
    db: AsyncSession, session_ids: Iterable[SessionId], *, caps: Mapping[SessionId, int]
) -> dict[SessionId, int | None]:
    """Return how many participants each session can still take; None when nothing limits it.

    Staff take a seat of the room, not of the group; a session held by video, or without a room, fills no chairs.
    """
    rows = await db.execute(_LEFT, {"ids": list(session_ids)})
    found: dict[SessionId, int | None] = {}
    for row in rows:
        by_rule = caps[row.id] - row.booked if row.id in caps else None
        found[row.id] = min((one for one in (row.seats, by_rule) if one is not None), default=None)
    return found


async def booked(db: AsyncSession, session_ids: Iterable[SessionId]) -> dict[SessionId, int]:
    """Return how many participants have a place in each session."""
    found = await db.execute(_BOOKED, {"ids": list(session_ids)})
    return {SessionId(row.id): row.booked for row in found}


async def overfull(db: AsyncSession, session_ids: Iterable[SessionId]) -> tuple[SessionId, int, int] | None:
    """Return the first session with more people than it or its room takes: id, participants, staff."""
    row = (await db.execute(_OVERFULL, {"ids": list(session_ids)})).one_or_none()
    return None if row is None else (row.id, row.booked, row.staffed)


_ELSEWHERE = text(
    """
    SELECT s.id
    FROM sessions here
    JOIN sessions s ON s.organization_id = here.organization_id AND s.program_id = here.program_id
     AND s.local_date BETWEEN here.local_date - CAST(:days AS integer) AND here.local_date + CAST(:days AS integer)
    LEFT JOIN rooms r ON r.id = s.room_id
    WHERE here.id = :id AND s.id <> here.id AND s.service_kind = here.service_kind AND s.status = 'scheduled'
      AND s.starts_at > :at
      AND (s.booked < least(s.capacity, CAST(:cap AS integer)) OR least(s.capacity, :cap) IS NULL)
      AND (s.telehealth OR r.id IS NULL OR s.booked + s.staffed < r.capacity)
      AND NOT EXISTS (
        SELECT FROM bookings b JOIN participants p ON p.organization_id = b.organization_id AND p.id = b.participant_id
        WHERE b.status = 'booked' AND b.local_date BETWEEN s.local_date - 1 AND s.local_date + 1
          AND b.starts_at < s.ends_at AND b.ends_at > s.starts_at
          AND CASE WHEN p.merged_into_id IS NULL THEN p.id ELSE p.merged_into_id END = (
            SELECT CASE WHEN me.merged_into_id IS NULL THEN me.id ELSE me.merged_into_id END
            FROM participants me WHERE me.id = :participant_id
          )
      )
    ORDER BY abs(extract(epoch FROM s.starts_at - here.starts_at)), s.id
    LIMIT :limit
    """
)


async def nearest_with_seat(
    db: AsyncSession,
    session_id: SessionId,
    participant_id: ParticipantId,
    *,
    cap: int | None,
    days: int,
    limit: int,
    at: datetime,
) -> list[SessionId]:
    """Return sessions of the same program and kind near this one that have a seat while the person is free."""
    values = {"id": session_id, "participant_id": participant_id, "cap": cap, "days": days, "limit": limit, "at": at}
    return list(await db.scalars(_ELSEWHERE, values))


_CAPS = text(
    """
    SELECT s.id, s.local_date, p.level_of_care, p.age_band
    FROM sessions s JOIN programs p ON p.organization_id = s.organization_id AND p.id = s.program_id
    WHERE s.id = ANY (CAST(:ids AS uuid[])) AND s.service_kind = ANY (CAST(:kinds AS text[]))
    """
)


_PROGRAMS = text("SELECT id, level_of_care, age_band FROM programs WHERE id = ANY (CAST(:ids AS uuid[]))")


async def programs_capped(db: AsyncSession, program_ids: Iterable[ProgramId]) -> list[Row[Any]]:
    """Return what a rule of the week that limits groups asks of programs."""
    return list((await db.execute(_PROGRAMS, {"ids": list(program_ids)})).all())


async def capped(db: AsyncSession, session_ids: Iterable[SessionId]) -> list[Row[Any]]:
    """Return the sessions whose size a rule of the week may limit, with what such a rule asks for."""
    values = {"ids": list(session_ids), "kinds": sorted(kind.value for kind in CAPPED_KINDS)}
    return list((await db.execute(_CAPS, values)).all())


_PAYERS = text(
    """
    SELECT b.session_id, array_agg(DISTINCT p.payer) AS payers
    FROM bookings b
    CROSS JOIN LATERAL (
        SELECT x.payer
        FROM episode_payers x
        WHERE x.organization_id = b.organization_id AND x.episode_id = b.episode_id AND x.voided_at IS NULL
          AND x.starts_on <= b.local_date
        ORDER BY x.starts_on DESC
        LIMIT 1
    ) p
    WHERE b.session_id = ANY (CAST(:ids AS uuid[])) AND b.status = 'booked' AND p.payer IS NOT NULL
    GROUP BY b.session_id
    """
)


async def payers_in(db: AsyncSession, session_ids: Iterable[SessionId]) -> dict[SessionId, frozenset[str]]:
    """Return who pays for those who have a place in each of the sessions."""
    found = await db.execute(_PAYERS, {"ids": list(session_ids)})
    return {SessionId(row.session_id): frozenset(row.payers) for row in found}
