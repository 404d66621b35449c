# ruff: noqa: S608  the pieces that are joined are constants of this module and its neighbours
"""The huddle: everything the team speaks about before the day, in one statement."""

from typing import Final

from handrail.handoffs.queries import ON_LIST, READING_ORDER, SOURCES, SUMMARY
from handrail.handoffs.queries import reader as handoff_reader
from handrail.handoffs.vocabulary import ACTIVE_AT_MOST
from handrail.participants.queries import stands_for
from handrail.reporting.queries import (
    _CARD,
    _CARD_SOURCES,
    _HERE,
    _ON_SCHEDULE,
    _READER,
    _WEEKDAYS,
    CARDS_A_READ,
    _instant,
)
from handrail.reporting.week_queries import DAY_RULES, days_lacking, week_of_places

TASKS_AT_MOST: Final = 100
LOOK_BACK_DAYS: Final = 14
"""An absence that is longer ago is no news to the team."""


def _person(record: str) -> str:
    return f"""json_build_object(
        'id', {record}.id,
        'chosen_name', coalesce({record}.chosen_name, {record}.given_names ->> 0, {record}.family_name),
        'full_name', concat_ws(' ', (SELECT string_agg(n, ' ' ORDER BY o) FROM
            jsonb_array_elements_text({record}.given_names) WITH ORDINALITY AS g(n, o)), {record}.family_name),
        'family_name', {record}.family_name
    )"""


def _seen(record: str) -> str:
    """Return the predicate: the reader may see person `record` today."""
    return f"""(reader.everything OR EXISTS (
            SELECT FROM (
                SELECT {record}.id UNION ALL
                SELECT m.id FROM participants m
                WHERE m.organization_id = {record}.organization_id AND m.merged_into_id = {record}.id
            ) AS theirs
            JOIN care_relationships cr
                ON cr.organization_id = {record}.organization_id AND cr.participant_id = theirs.id
            WHERE (cr.staff_id = reader.staff_id OR cr.program_id = ANY (reader.programs))
                AND cr.starts_on <= reader.today AND (cr.ends_on IS NULL OR cr.ends_on >= reader.today)
                AND (cr.expires_at IS NULL OR cr.expires_at > now())
        ))"""


_CAME: Final = "('present', 'late', 'left_early')"

# $4 date or null, $5 location or null, $6 program or null, $7 account, $8 sees tasks, $9 everybody's tasks,
# $10 sees hand-offs, $11 everybody's hand-offs
HUDDLE: Final = f"""
WITH {_READER},
{handoff_reader("$1", "$7", "$11")},
day AS MATERIALIZED (SELECT coalesce($4::date, reader.today) AS date FROM reader),
cards AS MATERIALIZED (
    SELECT s.organization_id, s.id, s.series_id, s.status, s.starts_at, s.local_start, mine.mine, {_CARD} AS card
    FROM reader, day, {_CARD_SOURCES}
    WHERE {_HERE} AND s.local_date = day.date AND {_ON_SCHEDULE}
        AND ($5::uuid IS NULL OR s.location_id = $5::uuid)
        AND ($6::uuid IS NULL OR s.program_id = $6::uuid)
    ORDER BY s.starts_at, s.id
    LIMIT {CARDS_A_READ}
),
sessions_shown AS (
    SELECT cards.starts_at, cards.id, json_build_object(
        'session', cards.card,
        'substitutes', coalesce((
            SELECT json_agg(m.display_name ORDER BY m.display_name)
            FROM session_staff ss
            JOIN staff_members m ON m.organization_id = ss.organization_id AND m.id = ss.staff_id
            WHERE cards.series_id IS NOT NULL AND ss.organization_id = cards.organization_id
                AND ss.session_id = cards.id AND ss.status = 'assigned'
                AND ss.role IN ('lead', 'co_facilitator')
                AND NOT EXISTS (
                    SELECT FROM series_staff us WHERE us.organization_id = cards.organization_id
                        AND us.series_id = cards.series_id AND us.staff_id = ss.staff_id
                )
        ), '[]'),
        'away', coalesce((
            SELECT json_agg(m.display_name ORDER BY m.display_name)
            FROM series_staff us
            JOIN staff_members m ON m.organization_id = us.organization_id AND m.id = us.staff_id
            WHERE us.organization_id = cards.organization_id AND us.series_id = cards.series_id
                AND us.role IN ('lead', 'co_facilitator') AND cards.status <> 'cancelled'
                AND NOT EXISTS (
                    SELECT FROM session_staff ss WHERE ss.organization_id = cards.organization_id
                        AND ss.session_id = cards.id AND ss.staff_id = us.staff_id AND ss.status = 'assigned'
                )
        ), '[]')
    ) AS item
    FROM cards
),
places_today AS MATERIALIZED (
    SELECT p.organization_id, p.id AS participant_id, b.episode_id, min(cards.starts_at) AS starts_at,
        to_char(min(cards.local_start), 'HH24:MI') AS local_start,
        json_agg(cards.id ORDER BY cards.starts_at, cards.id) AS session_ids,
        bool_or(b.source = 'make_up') AS make_up
    FROM cards
    CROSS JOIN reader
    JOIN bookings b ON b.organization_id = cards.organization_id AND b.session_id = cards.id AND b.status = 'booked'
    JOIN participants o ON o.organization_id = b.organization_id AND o.id = b.participant_id
    JOIN participants p ON p.organization_id = o.organization_id AND p.id = {stands_for("o")}
    WHERE cards.status <> 'cancelled' AND (cards.mine OR {_seen("p")})
    GROUP BY p.organization_id, p.id, b.episode_id
),
people AS MATERIALIZED (
    SELECT places_today.*, p.folded_name, {_person("p")} AS person,
        e.level_of_care, e.program_id, e.location_id,
        day.date - (extract(isodow FROM day.date)::int - array_position({_WEEKDAYS}, e.week_starts_on) + 7) % 7 AS week
    FROM places_today
    CROSS JOIN day
    JOIN participants p ON p.organization_id = places_today.organization_id AND p.id = places_today.participant_id
    JOIN episodes e ON e.organization_id = places_today.organization_id AND e.id = places_today.episode_id
),
{week_of_places("people.episode_id")},
{DAY_RULES},
people_shown AS (
    SELECT people.starts_at, people.folded_name, people.participant_id, people.episode_id, json_build_object(
        'participant', people.person,
        'episode_id', people.episode_id,
        'local_start', people.local_start,
        'session_ids', people.session_ids,
        'facts', CASE WHEN reader.clinical THEN (
            SELECT coalesce(
                json_agg(json_build_object('code', fact.code, 'params', fact.params) ORDER BY fact.place), '[]'
            )
            FROM (VALUES
                (1, 'first_day', '{{}}'::json, NOT came.before),
                (2, 'on_leave', '{{}}', leaves.today),
                (3, 'back_from_leave', '{{}}', leaves.before AND NOT leaves.today),
                (4, 'missed_last', json_build_object('date', missed.local_date, 'excused', missed.excused),
                    missed.local_date IS NOT NULL),
                (5, 'make_up', '{{}}', people.make_up),
                (6, 'short_this_week', json_build_object('minutes', short.minutes), short.minutes > 0),
                (7, 'days_short_this_week', json_build_object('count', short_days.count), short_days.count > 0)
            ) AS fact(place, code, params, holds)
            WHERE fact.holds
        ) ELSE '[]' END
    ) AS item
    FROM people
    CROSS JOIN reader
    CROSS JOIN day
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM attendance a
            JOIN bookings b ON b.organization_id = a.organization_id AND b.id = a.booking_id
            WHERE reader.clinical AND a.organization_id = people.organization_id
                AND a.episode_id = people.episode_id AND a.outcome IN {_CAME} AND b.local_date < day.date
        ) AS before
    ) came
    LEFT JOIN LATERAL (
        -- Their last day with marks: missed where nobody saw them in any of its sessions.
        SELECT last.local_date, last.excused FROM (
            SELECT b.local_date, bool_or(a.outcome IN {_CAME}) AS came, bool_and(a.outcome = 'excused') AS excused
            FROM bookings b
            JOIN attendance a ON a.organization_id = b.organization_id AND a.booking_id = b.id
            WHERE b.organization_id = people.organization_id AND b.episode_id = people.episode_id
                AND b.local_date BETWEEN day.date - {LOOK_BACK_DAYS} AND day.date - 1
                AND b.status = 'booked' AND a.outcome IS NOT NULL
            GROUP BY b.local_date ORDER BY b.local_date DESC LIMIT 1
        ) AS last
        WHERE NOT last.came
    ) missed ON reader.clinical
    CROSS JOIN LATERAL (
        SELECT
            coalesce(bool_or(x.state = 'on_leave') FILTER (WHERE x.local_date = day.date), false) AS today,
            coalesce((array_agg(x.state = 'on_leave' ORDER BY x.local_date DESC)
                FILTER (WHERE x.local_date < day.date AND x.state IN ('expected', 'on_leave')))[1], false) AS before,
            coalesce(least(
                max(x.weekly_target_minutes) FILTER (
                    WHERE x.state = 'expected' AND x.local_date BETWEEN people.week AND people.week + 6
                ),
                sum(x.minutes) FILTER (
                    WHERE x.state = 'expected' AND x.local_date BETWEEN people.week AND people.week + 6
                )
            ), 0) AS target
        FROM expected_days x
        WHERE reader.clinical AND x.organization_id = people.organization_id AND x.episode_id = people.episode_id
            AND x.local_date BETWEEN day.date - {LOOK_BACK_DAYS} AND people.week + 6
    ) leaves
    CROSS JOIN LATERAL (
        SELECT
            coalesce(sum(places.countable_minutes) FILTER (WHERE held.status IN ('closed', 'scheduled')), 0) AS got,
            coalesce(sum(held.minutes) FILTER (WHERE held.status = 'scheduled' AND places.outcome IS NULL), 0) AS open
        FROM places
        JOIN held ON held.id = places.session_id
        WHERE places.person = people.episode_id
    ) hours
    CROSS JOIN LATERAL (SELECT greatest(0, leaves.target - hours.got - hours.open) AS minutes) short
    {days_lacking("people.episode_id")} short_days ON true
),
steps AS (
    SELECT p.id AS participant_id, step.place, p.folded_name, json_build_object(
        'kind', step.kind, 'participant', {_person("p")}, 'program_name', g.name
    ) AS item
    FROM reader
    CROSS JOIN day
    JOIN episodes e ON e.organization_id = reader.organization_id AND e.voided_at IS NULL
        AND ($6::uuid IS NULL OR e.program_id = $6::uuid)
        AND ($5::uuid IS NULL OR e.location_id IS NULL OR e.location_id = $5::uuid)
    CROSS JOIN LATERAL (VALUES
        (1, 'admission', e.admitted_on = day.date),
        (2, 'return', EXISTS (
            SELECT FROM episode_leaves l WHERE l.organization_id = e.organization_id AND l.episode_id = e.id
                AND l.voided_at IS NULL AND l.back_on = day.date
        )),
        (3, 'discharge', e.admitted_on IS NOT NULL AND coalesce(e.ended_on, e.planned_end_on) = day.date)
    ) AS step(place, kind, holds)
    JOIN programs g ON g.organization_id = e.organization_id AND g.id = e.program_id
    JOIN participants o ON o.organization_id = e.organization_id AND o.id = e.participant_id
    JOIN participants p ON p.organization_id = o.organization_id AND p.id = {stands_for("o")}
    WHERE reader.clinical AND step.holds AND {_seen("p")}
        AND (e.ended_on IS NULL OR e.ended_on = day.date)
),
tasks_due AS (
    SELECT p.id AS participant_id, t.due_at, t.id, json_build_object(
        'id', t.id,
        'kind', t.kind,
        'title_code', t.title_code,
        'params', t.params,
        'priority', t.priority,
        'due_at', {_instant("t.due_at")},
        'overdue', t.due_at < now(),
        'owner_name', owner.display_name,
        'mine', t.owner_id = $7::uuid,
        'participant', CASE WHEN p.id IS NOT NULL AND {_seen("p")} THEN {_person("p")} END
    ) AS item
    FROM reader
    CROSS JOIN day
    JOIN tasks t ON t.organization_id = reader.organization_id AND t.status = 'open'
        AND t.due_at < ((day.date + 1)::timestamp AT TIME ZONE reader.time_zone)
    JOIN accounts owner ON owner.organization_id = t.organization_id AND owner.id = t.owner_id
    LEFT JOIN participants o ON o.organization_id = t.organization_id AND o.id = t.participant_id
    LEFT JOIN participants p ON p.organization_id = o.organization_id AND p.id = {stands_for("o")}
    WHERE $8::boolean AND ($9::boolean OR t.owner_id = $7::uuid OR p.id IS NOT NULL AND {_seen("p")})
        AND ($6::uuid IS NULL OR t.owner_id = $7::uuid OR EXISTS (
            SELECT FROM episodes e WHERE e.organization_id = t.organization_id AND e.program_id = $6::uuid
                AND (e.id = t.episode_id OR t.episode_id IS NULL AND e.participant_id IN (
                    SELECT m.id FROM participants m
                    WHERE m.organization_id = p.organization_id AND (m.id = p.id OR m.merged_into_id = p.id)
                ))
        ))
    ORDER BY t.due_at, t.id
    LIMIT {TASKS_AT_MOST} + 1
),
notes AS (
    SELECT person.id AS participant_id, row_number() OVER (ORDER BY {READING_ORDER}) AS place, {SUMMARY} AS item
    FROM handoff_reader, {SOURCES}
    WHERE $10::boolean AND {ON_LIST}
        AND ($6::uuid IS NULL OR h.program_id IS NULL OR h.program_id = $6::uuid)
        AND ($5::uuid IS NULL OR h.location_id IS NULL OR h.location_id = $5::uuid)
    ORDER BY place LIMIT {ACTIVE_AT_MOST}
)
SELECT json_build_object(
    'date', day.date,
    'time_zone', reader.time_zone,
    'sessions', coalesce((SELECT json_agg(item ORDER BY starts_at, id) FROM sessions_shown), '[]'),
    'people', coalesce((
        SELECT json_agg(item ORDER BY starts_at, folded_name, episode_id) FROM people_shown
    ), '[]'),
    'steps', coalesce((SELECT json_agg(item ORDER BY place, folded_name, participant_id) FROM steps), '[]'),
    'tasks', coalesce((
        SELECT json_agg(item ORDER BY due_at, id)
        FROM (SELECT * FROM tasks_due ORDER BY due_at, id LIMIT {TASKS_AT_MOST}) AS first
    ), '[]'),
    'more_tasks', (SELECT count(*) FROM tasks_due) > {TASKS_AT_MOST},
    'handoffs', coalesce((SELECT json_agg(item ORDER BY place) FROM notes), '[]')
)::text AS body,
ARRAY(
    SELECT participant_id FROM people UNION SELECT participant_id FROM steps
    UNION SELECT participant_id FROM tasks_due WHERE participant_id IS NOT NULL
    UNION SELECT participant_id FROM notes WHERE participant_id IS NOT NULL
) AS participant_ids
FROM reader, day
"""
