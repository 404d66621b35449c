# ruff: noqa: S608  the pieces that are joined are constants of this module
"""The list of people: one statement, its JSON built by PostgreSQL."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import ParticipantId

# The records of person `p`: its own, and those merged into it.
_RECORDS: Final = """(
        SELECT p.id UNION ALL
        SELECT m.id FROM participants m WHERE m.organization_id = p.organization_id AND m.merged_into_id = p.id
    ) AS record"""

# What somebody takes part in on `reader.today`: the primary track first.
_NOW_IN: Final = f"""
    LEFT JOIN LATERAL (
        SELECT e.id, g.name
        FROM {_RECORDS}
        JOIN episodes e ON e.organization_id = p.organization_id AND e.participant_id = record.id
        JOIN programs g ON g.organization_id = e.organization_id AND g.id = e.program_id
        WHERE e.voided_at IS NULL
            AND e.admitted_on <= reader.today AND (e.ended_on IS NULL OR e.ended_on >= reader.today)
        ORDER BY e.is_primary DESC, e.admitted_on DESC, e.id LIMIT 1
    ) episode ON reader.clinical
    LEFT JOIN LATERAL (
        SELECT c.name
        FROM cohort_memberships m JOIN cohorts c ON c.organization_id = m.organization_id AND c.id = m.cohort_id
        WHERE m.organization_id = p.organization_id AND m.episode_id = episode.id AND m.voided_at IS NULL
            AND m.starts_on <= reader.today AND (m.ends_on IS NULL OR m.ends_on >= reader.today)
        ORDER BY m.is_primary DESC, m.starts_on DESC, m.id LIMIT 1
    ) cohort ON reader.clinical"""

# $1 staff id or null, $2 sees everybody, $3 clinical sight, $4 last id of the page before or null, $5 rows,
# $6 status or null, $7 program id or null, $8 cohort id or null
PEOPLE: Final = f"""
WITH reader AS MATERIALIZED (
    SELECT $1::uuid AS staff_id, $2::boolean AS everybody, $3::boolean AS clinical, o.organization_id,
        (now() AT TIME ZONE o.time_zone)::date AS today,
        ARRAY(
            SELECT ps.program_id FROM program_staff ps
            WHERE ps.organization_id = o.organization_id AND ps.staff_id = $1::uuid
                AND ps.starts_on <= (now() AT TIME ZONE o.time_zone)::date
                AND (ps.ends_on IS NULL OR ps.ends_on >= (now() AT TIME ZONE o.time_zone)::date)
        ) AS programs
    FROM organizations o
),
page AS MATERIALIZED (
    SELECT p.*, row_number() OVER (ORDER BY p.folded_name, p.id) AS place
    FROM participants p
    JOIN reader ON reader.organization_id = p.organization_id
    WHERE ($4::uuid IS NULL OR (p.folded_name, p.id) > (SELECT a.folded_name, a.id FROM participants a WHERE a.id = $4))
        AND CASE WHEN $6::text IS NULL THEN p.status NOT IN ('merged', 'entered_in_error') ELSE p.status = $6 END
        AND (reader.everybody OR EXISTS (
            SELECT FROM {_RECORDS}
            JOIN care_relationships r ON r.organization_id = p.organization_id AND r.participant_id = record.id
            WHERE (r.staff_id = reader.staff_id OR r.program_id = ANY (reader.programs))
                AND r.starts_on <= reader.today AND (r.ends_on IS NULL OR r.ends_on >= reader.today)
                AND (r.expires_at IS NULL OR r.expires_at > now())
        ))
        AND ($7::uuid IS NULL OR reader.clinical AND EXISTS (
            SELECT FROM {_RECORDS}
            JOIN episodes e ON e.organization_id = p.organization_id AND e.participant_id = record.id
            WHERE e.program_id = $7 AND e.voided_at IS NULL AND e.admitted_on <= reader.today
                AND (e.ended_on IS NULL OR e.ended_on >= reader.today)
        ))
        AND ($8::uuid IS NULL OR reader.clinical AND EXISTS (
            SELECT FROM {_RECORDS}
            JOIN episodes e ON e.organization_id = p.organization_id AND e.participant_id = record.id
            JOIN cohort_memberships m ON m.organization_id = e.organization_id AND m.episode_id = e.id
            WHERE e.voided_at IS NULL
                AND m.cohort_id = $8 AND m.voided_at IS NULL
                AND m.starts_on <= reader.today AND (m.ends_on IS NULL OR m.ends_on >= reader.today)
        ))
    ORDER BY p.folded_name, p.id
    LIMIT $5::int + 1
),
shown AS (
    SELECT p.id, p.place, json_build_object(
        'id', p.id,
        'mrn', p.mrn,
        'chosen_name', coalesce(p.chosen_name, p.given_names ->> 0, p.family_name),
        'full_name', concat_ws(' ', (SELECT string_agg(n, ' ' ORDER BY o) FROM
            jsonb_array_elements_text(p.given_names) WITH ORDINALITY AS g(n, o)), p.family_name),
        'family_name', p.family_name,
        'pronouns', p.pronouns,
        'birth_date', p.birth_date,
        'status', p.status,
        'program_name', episode.name,
        'cohort_name', cohort.name,
        'version', p.version
    ) AS item
    FROM page p CROSS JOIN reader {_NOW_IN}
    WHERE p.place <= $5
)
SELECT
    json_build_object(
        'items', coalesce((SELECT json_agg(item ORDER BY place) FROM shown), '[]'),
        'next_cursor', (SELECT id FROM page WHERE place = $5 AND EXISTS (SELECT FROM page WHERE place > $5))
    )::text AS body,
    ARRAY(SELECT id FROM shown) AS participant_ids
"""

_WHERE_NOW: Final = text(
    f"""
WITH reader AS MATERIALIZED (
    SELECT true AS clinical, (now() AT TIME ZONE o.time_zone)::date AS today FROM organizations o
)
SELECT p.id, episode.name AS program_name, cohort.name AS cohort_name
FROM participants p CROSS JOIN reader {_NOW_IN}
WHERE p.id = ANY (:ids)
"""
)


async def where_now(
    db: AsyncSession, participant_ids: Collection[ParticipantId]
) -> dict[ParticipantId, tuple[str | None, str | None]]:
    """Return the names of the program and the cohort each person takes part in today."""
    found = await db.execute(_WHERE_NOW, {"ids": list(participant_ids)})
    return {row.id: (row.program_name, row.cohort_name) for row in found}
