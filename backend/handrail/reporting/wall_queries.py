# ruff: noqa: S608  the pieces that are joined are constants
"""The screen on a wall. What is not read here cannot be seen there, nor in what that screen keeps in its memory."""

from typing import Final

from handrail.participants.queries import stands_for
from handrail.reporting.queries import _MINE, _READER, _SEES_PERSON, _exact_instant

WALL: Final = f"""
WITH {_READER},
-- $4 session
card AS MATERIALIZED (
    SELECT s.organization_id, s.id, s.starts_at, s.ends_at, mine.mine
    FROM reader, sessions s
    CROSS JOIN LATERAL (SELECT {_MINE} AS mine) mine
    WHERE s.organization_id = reader.organization_id AND s.id = $4::uuid
),
people AS MATERIALIZED (
    SELECT p.id AS participant_id, b.id AS booking_id, p.folded_name,
        coalesce(p.chosen_name, p.given_names ->> 0, p.family_name) AS called,
        -- The first letter of the last word of their name, for those who share a name.
        left(substring(btrim(p.family_name) FROM '[^ ]*$'), 1) AS initial,
        a.outcome IN ('present', 'late', 'left_early') AND (a.left_at IS NULL OR a.left_at > now()) AS here
    FROM card
    CROSS JOIN reader
    JOIN bookings b ON b.organization_id = card.organization_id AND b.session_id = card.id AND b.status = 'booked'
    JOIN participants o ON o.organization_id = b.organization_id AND o.id = b.participant_id
    JOIN participants p ON p.organization_id = o.organization_id AND p.id = {stands_for("o")}
    LEFT JOIN attendance a ON a.organization_id = b.organization_id AND a.booking_id = b.id
    WHERE {_SEES_PERSON}
),
named AS (
    SELECT folded_name, booking_id, coalesce(here, false) AS here,
        CASE WHEN count(*) OVER (PARTITION BY called) = 1 OR initial = '' THEN called
        ELSE called || ' ' || initial || '.' END AS name
    FROM people
)
SELECT json_build_object(
    'starts_at', {_exact_instant("card.starts_at")},
    'ends_at', {_exact_instant("card.ends_at")},
    'people', coalesce((
        SELECT json_agg(json_build_object('name', name, 'here', here) ORDER BY folded_name, booking_id) FROM named
    ), '[]')
)::text AS body, ARRAY(SELECT participant_id FROM people) AS participant_ids
FROM card
"""
