# ruff: noqa: S608  the pieces that are joined are constants of this module
"""The hot reads: one statement each, the answer's JSON built by PostgreSQL.

Every statement takes the reader's scope as values and returns `body` and `participant_ids`. Row-level security confines
it to the organization; the joins name `organization_id` all the same, so that composite indexes serve them.
"""

from typing import Final

from handrail.handoffs.queries import ACKNOWLEDGED, ACTIVE, FOR_READER, HERE, SEEN
from handrail.handoffs.queries import reader as handoff_reader
from handrail.participants.queries import stands_for
from handrail.reporting.week_queries import DAY_RULES, days_lacking, week_of_places

_INSTANT: Final = '\'YYYY-MM-DD"T"HH24:MI:SS"Z"\''


def _instant(expression: str) -> str:
    return f"to_char({expression} AT TIME ZONE 'UTC', {_INSTANT})"


def _exact_instant(expression: str) -> str:
    return f"to_char({expression} AT TIME ZONE 'UTC', {_INSTANT.replace('SS', 'SS.US')})"


# Reader: $1 staff id or null, $2 clinical sight, $3 sees every program. One row.
_READER: Final = """
reader AS MATERIALIZED (
    SELECT $1::uuid AS staff_id, $2::boolean AS clinical, $3::boolean AS everything, o.organization_id, o.time_zone,
        (now() AT TIME ZONE o.time_zone)::date AS today,
        ARRAY(
            SELECT ps.program_id FROM program_staff ps
            WHERE ps.staff_id = $1::uuid AND ps.starts_on <= (now() AT TIME ZONE o.time_zone)::date
                AND (ps.ends_on IS NULL OR ps.ends_on >= (now() AT TIME ZONE o.time_zone)::date)
        ) AS programs
    FROM organizations o
)"""

_MINE: Final = """EXISTS (
        SELECT FROM session_staff ss WHERE ss.organization_id = s.organization_id AND ss.session_id = s.id
            AND ss.staff_id = reader.staff_id AND ss.status = 'assigned'
    )"""

# The rule of `calendar.service.titles`, for statements that build their answer themselves.
_TITLE: Final = """CASE
        WHEN reader.clinical AND (mine.mine OR reader.everything OR s.program_id = ANY (reader.programs)) THEN s.title
        ELSE initcap(replace(s.service_kind, '_', ' '))
    END"""
_SHORT_NAME: Final = """CASE
        WHEN reader.clinical AND (mine.mine OR reader.everything OR s.program_id = ANY (reader.programs))
        THEN s.short_name
    END"""

_CARD_FIELDS: Final = f"""
        'id', s.id,
        'title', {_TITLE},
        'short_name', {_SHORT_NAME},
        'service_kind', s.service_kind,
        'status', s.status,
        'starts_at', {_instant("s.starts_at")},
        'ends_at', {_instant("s.ends_at")},
        'local_date', s.local_date,
        'local_start', to_char(s.local_start, 'HH24:MI'),
        'local_end', to_char(s.local_end, 'HH24:MI'),
        'location_id', s.location_id,
        'room_id', s.room_id,
        'room_name', r.name,
        'telehealth', s.telehealth,
        'cohorts', coalesce((
            SELECT json_agg(json_build_object('id', c.id, 'name', c.name) ORDER BY c.name)
            FROM session_cohorts sc
            JOIN cohorts c ON c.organization_id = sc.organization_id AND c.id = sc.cohort_id
            WHERE sc.organization_id = s.organization_id AND sc.session_id = s.id
        ), '[]'),
        'staff', coalesce((
            SELECT json_agg(
                json_build_object('staff_id', m.id, 'display_name', m.display_name, 'role', ss.role)
                ORDER BY ss.role <> 'lead', m.display_name
            )
            FROM session_staff ss
            JOIN staff_members m ON m.organization_id = ss.organization_id AND m.id = ss.staff_id
            WHERE ss.organization_id = s.organization_id AND ss.session_id = s.id AND ss.status = 'assigned'
        ), '[]'),
        'booked', s.booked,
        'marked', least(s.booked, (
            SELECT count(*) FROM attendance a
            WHERE a.organization_id = s.organization_id AND a.session_id = s.id AND a.outcome IS NOT NULL
        )),
        'capacity', s.capacity,
        'mine', mine.mine,
        'version', s.version
    """
_CARD: Final = f"json_build_object({_CARD_FIELDS})"

_CARD_SOURCES: Final = f"""sessions s
    CROSS JOIN LATERAL (SELECT {_MINE} AS mine) mine
    LEFT JOIN rooms r ON r.organization_id = s.organization_id AND r.id = s.room_id"""
_HERE: Final = "s.organization_id = reader.organization_id"

# A program-scoped reader sees the schedule of their programs and whatever they work in.
_ON_SCHEDULE: Final = "(reader.everything OR mine.mine OR s.program_id = ANY (reader.programs))"

CARDS_A_READ: Final = 500

# What is held for one person or a family, and so is somebody's.
_HELD_ALONE: Final = (
    "('individual', 'family', 'psychiatric_evaluation', 'medication_management', 'intake', 'screening')"
)

TODAY: Final = f"""
WITH {_READER},
-- $4 date or null, $5 account, $6 sees tasks, $7 sees hand-offs, $8 everybody's hand-offs, $9 reads rosters
{handoff_reader("$1", "$5", "$8")},
day AS MATERIALIZED (SELECT coalesce($4::date, reader.today) AS date FROM reader),
-- Whose the reader's own sessions for one person or a family are: whom their rosters would name, and nobody else.
whose AS MATERIALIZED (
    SELECT s.id AS session_id, p.id AS participant_id,
        coalesce(p.chosen_name, p.given_names ->> 0, p.family_name) AS name
    FROM reader
    CROSS JOIN day
    JOIN session_staff ss ON ss.organization_id = reader.organization_id AND ss.staff_id = reader.staff_id
        AND ss.status = 'assigned'
    JOIN sessions s ON s.organization_id = ss.organization_id AND s.id = ss.session_id AND s.local_date = day.date
        AND s.service_kind IN {_HELD_ALONE}
    JOIN bookings b ON b.organization_id = s.organization_id AND b.session_id = s.id AND b.status = 'booked'
    JOIN participants o ON o.organization_id = b.organization_id AND o.id = b.participant_id
    JOIN participants p ON p.organization_id = o.organization_id AND p.id = {stands_for("o")}
    WHERE reader.clinical AND $9::boolean
),
cards AS (
    SELECT mine.mine, s.starts_at, s.id, json_build_object({_CARD_FIELDS},
        'whose', coalesce(
            (SELECT json_agg(whose.name ORDER BY whose.name) FROM whose WHERE whose.session_id = s.id), '[]'
        )
    ) AS card
    FROM reader, day, {_CARD_SOURCES}
    WHERE {_HERE} AND s.local_date = day.date AND {_ON_SCHEDULE}
    ORDER BY mine.mine DESC, s.starts_at, s.id
    LIMIT {CARDS_A_READ}
),
-- Only what the reader leads or helps to lead, of the last two weeks: older ones are the director's list.
ended AS (
    SELECT s.id, s.status
    FROM reader
    JOIN session_staff ss ON ss.staff_id = reader.staff_id AND ss.status = 'assigned'
        AND ss.role IN ('lead', 'co_facilitator') AND ss.starts_at BETWEEN now() - interval '14 days' AND now()
    JOIN sessions s ON s.organization_id = ss.organization_id AND s.id = ss.session_id
    WHERE s.ends_at < now() AND s.booked > 0
),
due AS (
    SELECT 1 AS place, 'session_not_closed' AS code, count(*) AS count FROM ended WHERE status = 'scheduled'
    UNION ALL
    SELECT 2, 'delivery_missing', count(*) FROM ended
    WHERE status = 'closed' AND $2::boolean
        AND NOT EXISTS (SELECT FROM deliveries d WHERE d.session_id = ended.id AND d.voided_at IS NULL)
    UNION ALL
    SELECT 3, 'tasks_overdue', count(*) FROM tasks t
    WHERE $6::boolean AND t.status = 'open' AND t.owner_id = $5::uuid AND t.due_at < now()
    UNION ALL
    SELECT 4, 'tasks_due', count(*) FROM tasks t, reader, day
    WHERE $6::boolean AND t.status = 'open' AND t.owner_id = $5::uuid AND t.due_at >= now()
        AND t.due_at < ((day.date + 1)::timestamp AT TIME ZONE reader.time_zone)
    UNION ALL
    SELECT 5, 'handoffs_to_read', count(*) FROM handoff_reader, handoffs h
    WHERE $7::boolean AND {HERE} AND {ACTIVE} AND {FOR_READER} AND NOT {ACKNOWLEDGED} AND {SEEN}
)
SELECT json_build_object(
    'date', day.date,
    'time_zone', reader.time_zone,
    'sessions', coalesce((SELECT json_agg(card ORDER BY mine DESC, starts_at, id) FROM cards), '[]'),
    'due', coalesce(
        (SELECT json_agg(json_build_object('code', code, 'count', count) ORDER BY place) FROM due WHERE count > 0), '[]'
    )
)::text AS body, ARRAY(SELECT DISTINCT participant_id FROM whose) AS participant_ids
FROM reader, day
"""

WEEK: Final = f"""
WITH {_READER},
-- $4 first date, $5 location or null, $6 cohort or null
cards AS (
    SELECT s.starts_at, s.id, {_CARD} AS card
    FROM reader, {_CARD_SOURCES}
    WHERE {_HERE} AND s.local_date BETWEEN $4::date AND $4::date + 6
        AND ($5::uuid IS NULL OR s.location_id = $5::uuid)
        AND ($6::uuid IS NULL OR EXISTS (
            SELECT FROM session_cohorts sc
            WHERE sc.organization_id = s.organization_id AND sc.session_id = s.id AND sc.cohort_id = $6::uuid
        ))
        AND {_ON_SCHEDULE}
    ORDER BY s.starts_at, s.id
    LIMIT {CARDS_A_READ}
)
SELECT json_build_object(
    'starts_on', $4::date,
    'time_zone', reader.time_zone,
    'sessions', coalesce((SELECT json_agg(card ORDER BY starts_at, id) FROM cards), '[]')
)::text AS body, '{{}}'::uuid[] AS participant_ids
FROM reader
"""

WEEK_TABLES: Final = (
    "attendance",
    "bookings",
    "cohorts",
    "organizations",
    "program_staff",
    "rooms",
    "session_cohorts",
    "session_staff",
    "sessions",
    "staff_members",
)
"""What a week is made of. `sessions.booked` is counted from bookings: their changes are what the log holds of it."""

_WEEKDAYS: Final = "ARRAY['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']"

# Whom of a session's people (booking b, their record p) a reader may see: in their own everybody, else whom they treat.
_SEES_PERSON: Final = """(card.mine OR reader.everything OR EXISTS (
            SELECT FROM (
                SELECT p.id UNION ALL
                SELECT m.id FROM participants m WHERE m.organization_id = p.organization_id AND m.merged_into_id = p.id
            ) AS record
            JOIN care_relationships cr ON cr.organization_id = b.organization_id AND cr.participant_id = record.id
            WHERE (cr.staff_id = reader.staff_id OR cr.program_id = ANY (reader.programs))
                AND cr.starts_on <= reader.today AND (cr.ends_on IS NULL OR cr.ends_on >= reader.today)
                AND (cr.expires_at IS NULL OR cr.expires_at > now())
        ))"""


ROSTER: Final = f"""
WITH {_READER},
-- $4 session, $5 has a right to deliveries, $6 sees fidelity: of everybody, of their own sessions, or null
card AS MATERIALIZED (
    SELECT s.organization_id, s.id, s.local_date, s.starts_at, s.status, mine.mine, {_CARD} AS card
    FROM reader, {_CARD_SOURCES}
    WHERE {_HERE} AND s.id = $4::uuid
),
people AS MATERIALIZED (
    SELECT b.organization_id, b.id AS booking_id, b.participant_id AS record_id, p.id AS participant_id, b.episode_id,
        e.level_of_care, e.program_id, e.location_id, b.source, b.starts_at, p.chosen_name, p.given_names,
        p.family_name, p.folded_name, p.pronouns,
        card.local_date
            - (extract(isodow FROM card.local_date)::int - array_position({_WEEKDAYS}, e.week_starts_on) + 7) % 7
            AS week
    FROM card, reader, bookings b
    JOIN episodes e ON e.organization_id = b.organization_id AND e.id = b.episode_id
    -- Whoever was booked by a record that is merged by now is called, and opened, by the one that stays.
    JOIN participants o ON o.organization_id = b.organization_id AND o.id = b.participant_id
    JOIN participants p ON p.organization_id = o.organization_id AND p.id = {stands_for("o")}
    WHERE b.organization_id = card.organization_id AND b.session_id = $4::uuid AND b.status = 'booked'
        AND {_SEES_PERSON}
),
-- Everybody's week.
{week_of_places("people.booking_id")},
{DAY_RULES},
rows AS (
    SELECT people.participant_id, people.folded_name, people.booking_id, json_build_object(
        'booking_id', people.booking_id,
        'participant_id', people.participant_id,
        'episode_id', people.episode_id,
        'chosen_name', coalesce(people.chosen_name, people.given_names ->> 0, people.family_name),
        'full_name', btrim(coalesce(
            (SELECT string_agg(name, ' ' ORDER BY place)
             FROM jsonb_array_elements_text(people.given_names) WITH ORDINALITY AS given(name, place)), ''
        ) || ' ' || people.family_name),
        'family_name', people.family_name,
        'pronouns', people.pronouns,
        'day_number', CASE WHEN reader.clinical AND days.is_expected THEN days.number END,
        'day_total', CASE WHEN reader.clinical AND days.is_expected THEN days.total END,
        'week', CASE WHEN reader.clinical THEN json_build_object(
            'countable_minutes', hours.countable,
            'provisional_minutes', hours.provisional,
            'target_minutes', days.target,
            'short_by_minutes', short.minutes
        ) END,
        'flags', CASE WHEN reader.clinical THEN (
            SELECT coalesce(
                json_agg(json_build_object('code', flag.code, 'params', flag.params) ORDER BY flag.place), '[]'
            )
            FROM (VALUES
                (1, 'on_leave', '{{}}'::json, days.on_leave),
                (2, 'first_session', '{{}}', came.before = 0),
                (3, 'second_session', '{{}}', came.before = 1),
                (4, 'make_up', '{{}}', people.source = 'make_up'),
                (5, 'short_this_week', json_build_object('minutes', short.minutes), short.minutes > 0),
                (6, 'days_short_this_week', json_build_object('count', short_days.count), short_days.count > 0),
                (7, 'last_days', json_build_object('count', days.total - days.number),
                    days.is_expected AND days.total - days.number BETWEEN 0 AND 2)
            ) AS flag(place, code, params, holds)
            WHERE flag.holds
        ) ELSE '[]' END,
        'attendance', CASE WHEN a.outcome IS NOT NULL THEN json_build_object(
            'outcome', a.outcome,
            'mode', a.mode,
            'arrived_at', {_exact_instant("a.arrived_at")},
            'left_at', {_exact_instant("a.left_at")},
            'minutes', a.minutes,
            'provisional', card.status = 'scheduled' AND a.outcome IN ('present', 'late', 'left_early'),
            'absence_reason', CASE WHEN reader.clinical THEN a.absence_reason END,
            'version', a.version
        ) END,
        'checked_in_at', (
            SELECT {_instant("i.checked_in_at")} FROM check_ins i
            WHERE i.organization_id = people.organization_id AND i.booking_id = people.booking_id
        )
    ) AS row
    FROM people
    CROSS JOIN reader
    CROSS JOIN card
    LEFT JOIN attendance a ON a.organization_id = people.organization_id AND a.booking_id = people.booking_id
    CROSS JOIN LATERAL (
        SELECT
            count(*) FILTER (WHERE x.state = 'expected' AND x.local_date <= card.local_date) AS number,
            count(*) FILTER (WHERE x.state = 'expected') AS total,
            coalesce(bool_or(x.state = 'expected') FILTER (WHERE x.local_date = card.local_date), false) AS is_expected,
            coalesce(bool_or(x.state = 'on_leave') FILTER (WHERE x.local_date = card.local_date), false) AS on_leave,
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
    ) days
    CROSS JOIN LATERAL (
        SELECT
            coalesce(sum(places.countable_minutes) FILTER (WHERE held.status = 'closed'), 0) AS countable,
            coalesce(sum(places.countable_minutes) FILTER (WHERE held.status = 'scheduled'), 0) AS provisional,
            coalesce(sum(held.minutes) FILTER (WHERE held.status = 'scheduled' AND places.outcome IS NULL), 0) AS open
        FROM places
        JOIN held ON held.id = places.session_id
        WHERE places.person = people.booking_id
    ) hours
    CROSS JOIN LATERAL (
        SELECT greatest(0, days.target - hours.countable - hours.provisional - hours.open) AS minutes
    ) short
    {days_lacking("people.booking_id")} short_days ON true
    CROSS JOIN LATERAL (
        -- Three would be no news: look no further than two.
        SELECT count(*) AS before FROM (
            SELECT FROM attendance ca
            JOIN bookings cb ON cb.organization_id = ca.organization_id AND cb.id = ca.booking_id
            WHERE reader.clinical AND ca.organization_id = people.organization_id
                AND ca.episode_id = people.episode_id AND ca.outcome IN ('present', 'late', 'left_early')
                AND cb.starts_at < people.starts_at
            LIMIT 2
        ) AS earlier
    ) came
)
SELECT json_build_object(
    'session', card.card,
    'rows', coalesce((SELECT json_agg(row ORDER BY folded_name, booking_id) FROM rows), '[]'),
    'delivery', CASE WHEN $5::boolean AND (card.mine OR reader.everything OR EXISTS (SELECT FROM people)) THEN (
        SELECT json_build_object(
            'id', d.id,
            'session_id', d.session_id,
            'position', d.position,
            'modality_id', d.modality_id,
            'modality_name', m.name,
            'module', d.module,
            'phase', d.phase,
            'minutes', d.minutes,
            'skills', d.skills,
            'homework', d.homework,
            'fidelity', CASE WHEN $6::boolean OR ($6::boolean IS NOT NULL AND (card.mine OR EXISTS (
                SELECT FROM staff_supervisions v
                JOIN session_staff st ON st.organization_id = v.organization_id AND st.staff_id = v.supervisee_id
                    AND st.session_id = card.id AND st.role = 'lead'
                WHERE v.organization_id = card.organization_id AND v.supervisor_id = reader.staff_id
                    AND card.local_date BETWEEN v.starts_on AND coalesce(v.ends_on, 'infinity')
            ))) THEN d.fidelity END,
            'objective_code', d.objective_code,
            'records', d.records,
            'exceptions', coalesce((
                SELECT json_agg(json_build_object(
                    'booking_id', x.booking_id,
                    'took_part', x.took_part,
                    'minutes', x.minutes,
                    'module', x.module,
                    'skills', x.skills,
                    'homework', x.homework,
                    'homework_done', x.homework_done,
                    'note_code', x.note_code,
                    'records', x.records
                ) ORDER BY x.booking_id)
                FROM delivery_exceptions x
                WHERE x.organization_id = d.organization_id AND x.delivery_id = d.id
                    AND x.participant_id IN (SELECT record_id FROM people)
            ), '[]'),
            'recorded_by', d.recorded_by,
            'updated_at', {_exact_instant("d.updated_at")},
            'version', d.version
        )
        FROM deliveries d
        JOIN modalities m ON m.organization_id = d.organization_id AND m.id = d.modality_id
        WHERE d.organization_id = card.organization_id AND d.session_id = card.id
            AND d.position = 1 AND d.voided_at IS NULL
    ) END
)::text AS body, ARRAY(SELECT participant_id FROM people) AS participant_ids
FROM card, reader
"""
