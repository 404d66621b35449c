# ruff: noqa: S608  the pieces that are joined are constants of this module and its neighbours
"""Whose the sessions of a week are. Apart from the week, for what names somebody leaves an audit entry."""

from typing import Final

from handrail.participants.queries import stands_for
from handrail.reporting.queries import (
    _CARD_SOURCES,
    _HELD_ALONE,
    _HERE,
    _ON_SCHEDULE,
    _READER,
    _SEES_PERSON,
    CARDS_A_READ,
)

# $4 first date, $5 location or null, $6 cohort or null. Whom the rosters of these sessions would name, and nobody else.
WEEK_NAMES: Final = f"""
WITH {_READER},
cards AS MATERIALIZED (
    SELECT s.organization_id, s.id, s.starts_at, mine.mine
    FROM reader, {_CARD_SOURCES}
    WHERE {_HERE} AND reader.clinical AND s.local_date BETWEEN $4::date AND $4::date + 6
        AND s.service_kind IN {_HELD_ALONE}
        AND ($5::uuid IS NULL OR s.location_id = $5::uuid)
        AND ($6::uuid IS NULL OR EXISTS (
            SELECT FROM session_cohorts sc
            WHERE sc.organization_id = s.organization_id AND sc.session_id = s.id AND sc.cohort_id = $6::uuid
        ))
        AND {_ON_SCHEDULE}
    ORDER BY s.starts_at, s.id
    LIMIT {CARDS_A_READ}
),
people AS MATERIALIZED (
    SELECT card.id AS session_id, card.starts_at, p.id AS participant_id, p.folded_name,
        coalesce(p.chosen_name, p.given_names ->> 0) AS called, p.family_name,
        left(substring(btrim(p.family_name) FROM '[^ ]*$'), 1) AS initial
    FROM cards AS card
    CROSS JOIN reader
    JOIN bookings b ON b.organization_id = card.organization_id AND b.session_id = card.id AND b.status = 'booked'
    JOIN participants o ON o.organization_id = b.organization_id AND o.id = b.participant_id
    JOIN participants p ON p.organization_id = o.organization_id AND p.id = {stands_for("o")}
    WHERE {_SEES_PERSON}
),
named AS (
    SELECT session_id, starts_at, json_agg(
        coalesce(called || CASE WHEN initial <> '' THEN ' ' || initial || '.' ELSE '' END, family_name)
        ORDER BY folded_name, participant_id
    ) AS names
    FROM people
    GROUP BY session_id, starts_at
)
SELECT json_build_object('sessions', coalesce((
    SELECT json_agg(json_build_object('session_id', session_id, 'names', names) ORDER BY starts_at, session_id)
    FROM named
), '[]'))::text AS body, ARRAY(SELECT DISTINCT participant_id FROM people) AS participant_ids
FROM reader
"""
