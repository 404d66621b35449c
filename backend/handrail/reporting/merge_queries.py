"""What would stand in each other's way if two records became one person's."""

from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import ParticipantId

CONFLICTS_A_PREVIEW: Final = 200

_RECORDS: Final = """
    kept AS MATERIALIZED (SELECT id FROM participants WHERE id = :survivor OR merged_into_id = :survivor)
"""

CONFLICTS: Final = f"""
WITH {_RECORDS},
episode_pairs AS (
    SELECT a.id AS one, b.id AS other,
        a.program_id = b.program_id
            AND a.referred_on < coalesce(b.ended_on, 'infinity') AND b.referred_on < coalesce(a.ended_on, 'infinity')
            AND a.referred_on < coalesce(a.ended_on, 'infinity') AND b.referred_on < coalesce(b.ended_on, 'infinity')
            AS same_program,
        a.is_primary AND b.is_primary
            AND a.admitted_on < coalesce(b.ended_on, 'infinity') AND b.admitted_on < coalesce(a.ended_on, 'infinity')
            AS both_primary
    FROM episodes a
    JOIN episodes b ON b.organization_id = a.organization_id AND b.participant_id IN (SELECT id FROM kept)
        AND b.voided_at IS NULL
    WHERE a.participant_id = :merged AND a.voided_at IS NULL
),
apart AS (
    SELECT x.id, coalesce(p.merged_into_id, p.id, x.first_staff_id) AS one,
        coalesce(q.merged_into_id, q.id, x.second_staff_id) AS other, x.starts_on, x.ends_on
    FROM separations x
    LEFT JOIN participants p ON p.organization_id = x.organization_id AND p.id = x.first_participant_id
    LEFT JOIN participants q ON q.organization_id = x.organization_id AND q.id = x.second_participant_id
    WHERE :separations AND x.voided_at IS NULL
),
theirs AS (
    -- Who must not meet the one record, and so not the person that both become.
    SELECT apart.id, CASE WHEN one = mine.id THEN other ELSE one END AS away_from, mine.id AS mine, starts_on, ends_on
    FROM apart JOIN (VALUES (CAST(:merged AS uuid)), (CAST(:survivor AS uuid))) AS mine(id) ON mine.id IN (one, other)
    WHERE NOT (one IN (:merged, :survivor) AND other IN (:merged, :survivor))
),
found AS (
    SELECT 1 AS place, 'episodes_in_one_program' AS kind, one, other, NULL::timestamptz AS starts_at
    FROM episode_pairs WHERE same_program
    UNION ALL
    SELECT 2, 'primary_episodes', one, other, NULL FROM episode_pairs WHERE both_primary
    UNION ALL
    SELECT 3, 'double_booking', a.id, b.id, greatest(a.starts_at, b.starts_at)
    FROM bookings a
    JOIN bookings b ON b.organization_id = a.organization_id AND b.participant_id IN (SELECT id FROM kept)
        AND b.status = 'booked' AND b.local_date BETWEEN a.local_date - 1 AND a.local_date + 1
        AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at
    WHERE a.participant_id = :merged AND a.status = 'booked' AND a.ends_at > now()
    UNION ALL
    SELECT 4, 'waits_in_one_cohort', a.id, b.id, NULL
    FROM waitlist_entries a
    JOIN waitlist_entries b ON b.organization_id = a.organization_id AND b.cohort_id = a.cohort_id
        AND b.participant_id IN (SELECT id FROM kept) AND b.status IN ('waiting', 'offered')
    WHERE a.participant_id = :merged AND a.status IN ('waiting', 'offered')
    UNION ALL
    SELECT 5, 'separated_from_each_other', id, NULL, NULL FROM apart
    WHERE one IN (:merged, :survivor) AND other IN (:merged, :survivor)
    UNION ALL
    SELECT DISTINCT 6, 'separated_in_a_session', theirs.id, b.session_id, b.starts_at
    FROM theirs
    JOIN bookings b ON b.status = 'booked' AND b.ends_at > now()
        AND b.local_date BETWEEN theirs.starts_on AND coalesce(theirs.ends_on, 'infinity')
        AND (b.participant_id = :merged AND theirs.mine = :survivor
            OR b.participant_id IN (SELECT id FROM kept) AND theirs.mine = :merged)
    WHERE EXISTS (
        SELECT FROM bookings w JOIN participants p ON p.organization_id = w.organization_id AND p.id = w.participant_id
        WHERE w.organization_id = b.organization_id AND w.session_id = b.session_id AND w.status = 'booked'
            AND coalesce(p.merged_into_id, p.id) = theirs.away_from
    ) OR EXISTS (
        SELECT FROM session_staff w
        WHERE w.organization_id = b.organization_id AND w.session_id = b.session_id AND w.status = 'assigned'
            AND w.staff_id = theirs.away_from
    )
)
SELECT kind, one, other, starts_at FROM found ORDER BY place, starts_at, one, other LIMIT :limit
"""  # noqa: S608  constants of this module

HANGING: Final = """
SELECT
    (SELECT count(*) FROM episodes WHERE participant_id = :merged AND voided_at IS NULL) AS episodes,
    (SELECT count(*) FROM bookings WHERE participant_id = :merged AND status = 'booked' AND ends_at > now())
        AS bookings,
    (SELECT count(*) FROM attendance WHERE participant_id = :merged) AS attendance,
    (SELECT count(*) FROM tasks WHERE participant_id = :merged AND status = 'open') AS open_tasks,
    (SELECT count(*) FROM participant_contact_attempts WHERE participant_id = :merged AND voided_at IS NULL)
        AS contact_attempts
"""


async def conflicts(
    db: AsyncSession, merged: ParticipantId, survivor: ParticipantId, *, separations: bool
) -> list[dict[str, Any]]:
    """Return what two records hold against each other; separations only for who may know of them."""
    values = {"merged": merged, "survivor": survivor, "separations": separations, "limit": CONFLICTS_A_PREVIEW}
    return [dict(row) for row in (await db.execute(text(CONFLICTS), values)).mappings()]


async def hanging(db: AsyncSession, merged: ParticipantId) -> dict[str, int]:
    """Count what hangs on a record and would be shown with the one that stays."""
    return dict((await db.execute(text(HANGING), {"merged": merged})).mappings().one())
