"""Who would meet whom in a session though they must not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
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
