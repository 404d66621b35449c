# ruff: noqa: S608  the pieces that are joined are constants of this module
"""Who saw a chart, and what an account did: one statement each, walking one index from the newest entry back."""

from typing import Final

# Nobody is told here that a separation from them exists: who asks may be the one it protects somebody from.
_TOLD: Final = "($2::uuid IS NULL OR NOT e.resource ^@ '/separations')"

_INSTANT: Final = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

_ENTRY: Final = f"""
        'id', e.id,
        'at', {_INSTANT.format("e.at")},
        'account_id', e.account_id,
        'display_name', a.display_name,
        'roles', e.roles,
        'client', split_part(e.client, ':', 1),
        'action', e.action,
        'resource', e.resource,
        'outcome', e.outcome,
        'status', e.status,
        'part2', e.part2,"""

# $3 from or null, $4 to or null, $5 action or null, $6 outcome or null, $7 id of the page's last entry or null, $8 rows
_WANTED: Final = """
    {at} >= coalesce($3::timestamptz, '-infinity') AND {at} < coalesce($4::timestamptz, 'infinity')
    AND ({at}, {id}) < (
        coalesce((SELECT l.at FROM last_seen l), 'infinity'),
        coalesce((SELECT l.id FROM last_seen l), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    )
    AND ($5::text IS NULL OR e.action = $5) AND ($6::text IS NULL OR e.outcome = $6)"""

_LAST_SEEN: Final = "last_seen AS (SELECT l.at, l.id FROM audit_entries l WHERE l.id = $7::uuid)"

_PAGE: Final = """
    'next_cursor', (SELECT id FROM found WHERE place = $8 AND EXISTS (SELECT FROM found WHERE place > $8))"""

# $1 participant; $2 the participant who asks about themselves, or null. Every record of the person counts: the one that
# stays, and those merged into it. What the sealer has not come to yet, some seconds' entries, is read as it lies.
CHART_ENTRIES: Final = f"""
WITH person AS MATERIALIZED (
    SELECT p.organization_id, coalesce(p.merged_into_id, p.id) AS id FROM participants p WHERE p.id = $1::uuid
),
records AS MATERIALIZED (
    SELECT person.organization_id, person.id FROM person
    UNION ALL
    SELECT p.organization_id, p.id FROM person
    JOIN participants p ON p.organization_id = person.organization_id AND p.merged_into_id = person.id
),
allowed AS (SELECT FROM records WHERE $2::uuid IS NULL OR records.id = $2),
mark AS MATERIALIZED (SELECT xid, last_entry_id FROM audit_watermarks WHERE source = 'organizations'),
{_LAST_SEEN},
found AS MATERIALIZED (
    SELECT newest.id, newest.organization_id, row_number() OVER (ORDER BY newest.at DESC, newest.id DESC) AS place
    FROM (
        SELECT one.at, one.id, one.organization_id
        FROM records CROSS JOIN LATERAL (
            SELECT i.organization_id, i.at, i.entry_id AS id
            FROM audit_entry_participants i
            JOIN audit_entries e ON e.organization_id = i.organization_id AND e.id = i.entry_id
            WHERE i.organization_id = records.organization_id AND i.participant_id = records.id
                AND {_WANTED.format(at="i.at", id="i.entry_id")}
                AND {_TOLD}
            ORDER BY i.at DESC, i.entry_id DESC LIMIT $8::int + 1
        ) one
        WHERE EXISTS (SELECT FROM allowed)
        UNION
        SELECT e.at, e.id, e.organization_id
        FROM audit_entries e JOIN records ON records.organization_id = e.organization_id
        -- A range of `xid` with both ends, which the planner takes for a short one: it is.
        WHERE e.xid >= (SELECT xid FROM mark)
            AND (e.xid, e.id) > ((SELECT xid FROM mark), (SELECT last_entry_id FROM mark))
            AND e.xid < pg_snapshot_xmax(pg_current_snapshot()) AND records.id = ANY (e.participant_ids)
            AND {_WANTED.format(at="e.at", id="e.id")} AND {_TOLD}
            AND EXISTS (SELECT FROM allowed)
        ORDER BY at DESC, id DESC LIMIT $8::int + 1
    ) newest
)
SELECT
    CASE WHEN EXISTS (SELECT FROM allowed) THEN json_build_object(
        'items', coalesce((
            SELECT json_agg(json_build_object({_ENTRY}
                'break_glass_reason', CASE WHEN $2::uuid IS NULL THEN e.break_glass_reason END
            ) ORDER BY found.place)
            FROM found
            JOIN audit_entries e ON e.organization_id = found.organization_id AND e.id = found.id
            LEFT JOIN accounts a ON a.organization_id = e.organization_id AND a.id = e.account_id
            WHERE found.place <= $8
        ), '[]'),{_PAGE}
    )::text END AS body,
    ARRAY(SELECT id FROM records) AS participant_ids
"""

SHOWN_PEOPLE: Final = 12
"""An entry about more people than a group has seats, as a list is, tells their number only."""

# $1 account; $2 is not used, so that both statements take the same values.
ACCOUNT_ENTRIES: Final = f"""
WITH who AS MATERIALIZED (
    SELECT a.organization_id, a.id, a.display_name FROM accounts a WHERE a.id = $1::uuid AND $2::uuid IS NULL
),
{_LAST_SEEN},
found AS MATERIALIZED (
    SELECT e.*, row_number() OVER (ORDER BY e.at DESC, e.id DESC) AS place
    FROM who CROSS JOIN LATERAL (
        SELECT e.* FROM audit_entries e
        WHERE e.organization_id = who.organization_id AND e.account_id = who.id
            AND {_WANTED.format(at="e.at", id="e.id")}
        ORDER BY e.at DESC, e.id DESC LIMIT $8::int + 1
    ) e
)
SELECT
    (SELECT json_build_object(
        'items', coalesce((
            SELECT json_agg(json_build_object({_ENTRY.replace("a.display_name", "who.display_name")}
                'break_glass_reason', e.break_glass_reason,
                'people', cardinality(e.participant_ids),
                'participant_ids', CASE WHEN cardinality(e.participant_ids) <= {SHOWN_PEOPLE}
                    THEN e.participant_ids ELSE '{{}}' END
            ) ORDER BY e.place)
            FROM found e WHERE e.place <= $8
        ), '[]'),{_PAGE}
    )::text FROM who) AS body,
    ARRAY(
        SELECT DISTINCT person FROM found e CROSS JOIN unnest(e.participant_ids) AS person
        WHERE e.place <= $8 AND cardinality(e.participant_ids) <= {SHOWN_PEOPLE}
    ) AS participant_ids
"""
