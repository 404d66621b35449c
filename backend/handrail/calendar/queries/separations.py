"""Who would meet whom in a session though they must not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import SeparationId, SessionId


@dataclass(frozen=True)
class Meeting:
    """Two people of a separation would be in one session. Participants stand by the record that stays after a merge."""

    separation_id: SeparationId
    session_id: SessionId
    one: UUID
    other: UUID


# One statement whoever is asked about: neither its time nor its number tells whether somebody has a separation.
_MEETINGS = text(
    """
    WITH wanted AS (
        SELECT coalesce(p.merged_into_id, p.id) AS who FROM participants p WHERE p.id = ANY (CAST(:people AS uuid[]))
        UNION
        SELECT unnest(CAST(:people AS uuid[]))
    ),
    here AS (
        SELECT s.id, coalesce(CAST(:on AS date), s.local_date) AS on_date
        FROM sessions s WHERE s.id = ANY (CAST(:sessions AS uuid[]))
    ),
    there AS (
        SELECT here.id, here.on_date, coalesce(p.merged_into_id, p.id) AS who
        FROM here
        JOIN bookings b ON b.session_id = here.id AND b.status = 'booked'
        JOIN participants p ON p.organization_id = b.organization_id AND p.id = b.participant_id
        UNION
        SELECT here.id, here.on_date, w.staff_id
        FROM here JOIN session_staff w ON w.session_id = here.id AND w.status = 'assigned'
        UNION
        SELECT here.id, here.on_date, wanted.who FROM here CROSS JOIN wanted
    ),
    apart AS (
        SELECT x.id, coalesce(p.merged_into_id, p.id, x.first_staff_id) AS one,
            coalesce(q.merged_into_id, q.id, x.second_staff_id) AS other, x.starts_on, x.ends_on
        FROM separations x
        LEFT JOIN participants p ON p.organization_id = x.organization_id AND p.id = x.first_participant_id
        LEFT JOIN participants q ON q.organization_id = x.organization_id AND q.id = x.second_participant_id
        WHERE x.voided_at IS NULL
    )
    SELECT apart.id, a.id AS session_id, apart.one, apart.other
    FROM apart
    JOIN there a ON a.who = apart.one
    JOIN there b ON b.id = a.id AND b.who = apart.other
    WHERE apart.one <> apart.other
        AND apart.starts_on <= a.on_date AND (apart.ends_on IS NULL OR apart.ends_on >= a.on_date)
        AND (apart.one IN (SELECT who FROM wanted) OR apart.other IN (SELECT who FROM wanted))
    ORDER BY a.on_date, a.id, apart.id
    LIMIT 1000
    """
)


async def meetings(
    db: AsyncSession, session_ids: Collection[SessionId], people: Collection[UUID], *, on: date | None = None
) -> list[Meeting]:
    """Return the separations that `people` (participants and staff) would break in the sessions, were they there.

    `on` is another date for the sessions than theirs. Lock the sessions first: who else comes in is then visible.
    """
    if not session_ids or not people:
        return []
    found = await db.execute(_MEETINGS, {"sessions": list(session_ids), "people": list(people), "on": on})
    return [Meeting(row.id, row.session_id, row.one, row.other) for row in found]


_SHARED = text(
    """
    WITH who AS (
        SELECT given.side, coalesce(p.merged_into_id, p.id, given.id) AS id
        FROM (VALUES (1, CAST(:one AS uuid)), (2, CAST(:other AS uuid))) AS given (side, id)
        LEFT JOIN participants p ON p.id = given.id
    ),
    ahead AS (
        SELECT s.organization_id, s.id, s.starts_at FROM sessions s
        WHERE s.status = 'scheduled' AND s.ends_at > now() AND s.local_date >= :starts_on
            AND (CAST(:ends_on AS date) IS NULL OR s.local_date <= :ends_on)
    ),
    there AS (
        SELECT ahead.id, ahead.starts_at, coalesce(p.merged_into_id, p.id) AS who
        FROM ahead
        JOIN bookings b ON b.organization_id = ahead.organization_id AND b.session_id = ahead.id AND b.status = 'booked'
        JOIN participants p ON p.organization_id = b.organization_id AND p.id = b.participant_id
        UNION
        SELECT ahead.id, ahead.starts_at, w.staff_id
        FROM ahead
        JOIN session_staff w ON w.organization_id = ahead.organization_id AND w.session_id = ahead.id
            AND w.status = 'assigned'
    )
    SELECT there.id, there.starts_at FROM there JOIN who ON who.id = there.who
    GROUP BY there.id, there.starts_at HAVING count(DISTINCT who.side) = 2
    ORDER BY there.starts_at, there.id
    """
)


async def shared_sessions(
    db: AsyncSession, one: UUID, other: UUID, *, starts_on: date, ends_on: date | None
) -> Sequence[Row[SessionId, datetime]]:
    """Return the sessions still to come in which two people already meet, the next one first."""
    found = await db.execute(_SHARED, {"one": one, "other": other, "starts_on": starts_on, "ends_on": ends_on})
    return found.all()
