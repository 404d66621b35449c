# ruff: noqa: S608  the pieces that are joined are constants of this module and its neighbours
"""What became of the reader's last clinic day, in one statement."""

from typing import Final

from handrail.participants.queries import stands_for
from handrail.reporting.huddle_queries import _CAME, LOOK_BACK_DAYS, _person, _seen
from handrail.reporting.queries import _CARD_SOURCES, _HERE, _READER, _TITLE, CARDS_A_READ

_LEADS: Final = """EXISTS (
        SELECT FROM session_staff ss WHERE ss.organization_id = s.organization_id AND ss.session_id = s.id
            AND ss.staff_id = reader.staff_id AND ss.status = 'assigned' AND ss.role IN ('lead', 'co_facilitator')
    )"""

# $4 date or null, $5 reads people's records. The people are those of the reader's own rosters, where everybody is seen.
LAST_DAY: Final = f"""
WITH {_READER},
day AS MATERIALIZED (SELECT coalesce($4::date, reader.today) AS date FROM reader),
last AS MATERIALIZED (
    SELECT max(s.local_date) AS date
    FROM reader
    CROSS JOIN day
    JOIN session_staff ss ON ss.organization_id = reader.organization_id AND ss.staff_id = reader.staff_id
        AND ss.status = 'assigned'
        -- A day around the dates, whatever the zone: the index knows instants.
        AND ss.starts_at BETWEEN day.date - interval '{LOOK_BACK_DAYS + 1} days' AND day.date + interval '1 day'
    JOIN sessions s ON s.organization_id = ss.organization_id AND s.id = ss.session_id
    WHERE s.local_date BETWEEN day.date - {LOOK_BACK_DAYS} AND day.date - 1 AND s.status <> 'cancelled'
),
cards AS MATERIALIZED (
    SELECT s.organization_id, s.id, s.starts_at, {_TITLE} AS title, s.service_kind,
        to_char(s.local_start, 'HH24:MI') AS local_start,
        s.status = 'scheduled' AND s.booked > 0 AND s.ends_at < now() AND {_LEADS} AS open
    FROM reader, last, {_CARD_SOURCES}
    WHERE {_HERE} AND s.local_date = last.date AND mine.mine AND s.status <> 'cancelled'
    ORDER BY s.starts_at, s.id
    LIMIT {CARDS_A_READ}
),
marks AS MATERIALIZED (
    SELECT p.organization_id, p.id AS participant_id, cards.id AS session_id, cards.title, cards.service_kind,
        cards.local_start, cards.starts_at, a.outcome
    FROM cards
    JOIN bookings b ON b.organization_id = cards.organization_id AND b.session_id = cards.id AND b.status = 'booked'
    JOIN attendance a ON a.organization_id = b.organization_id AND a.booking_id = b.id
    JOIN participants o ON o.organization_id = b.organization_id AND o.id = b.participant_id
    JOIN participants p ON p.organization_id = o.organization_id AND p.id = {stands_for("o")}
    WHERE a.outcome IS NOT NULL AND a.outcome <> 'present'
),
people AS MATERIALIZED (
    SELECT organization_id, participant_id, max(starts_at) FILTER (WHERE outcome = 'absent') AS missed_at,
        min(starts_at) AS starts_at,
        json_agg(json_build_object(
            'session_id', session_id, 'title', title, 'service_kind', service_kind, 'local_start', local_start,
            'outcome', outcome
        ) ORDER BY starts_at, session_id) AS marks
    FROM marks GROUP BY organization_id, participant_id
),
shown AS (
    SELECT people.missed_at, people.starts_at, p.folded_name, p.id, json_build_object(
        'participant', {_person("p")},
        'marks', people.marks,
        'to_reach', CASE WHEN $5::boolean AND {_seen("p")} THEN people.missed_at IS NOT NULL AND NOT since.known END
    ) AS item
    FROM people
    CROSS JOIN reader
    JOIN participants p ON p.organization_id = people.organization_id AND p.id = people.participant_id
    -- Who was tried, or came again, since the session began they were not in.
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM participants r
            JOIN participant_contact_attempts t ON t.organization_id = r.organization_id AND t.participant_id = r.id
            WHERE r.organization_id = p.organization_id AND (r.id = p.id OR r.merged_into_id = p.id)
                AND t.attempted_at >= people.missed_at AND t.voided_at IS NULL
        ) OR EXISTS (
            SELECT FROM participants r
            JOIN bookings b ON b.organization_id = r.organization_id AND b.participant_id = r.id
                AND b.starts_at > people.missed_at
            JOIN attendance a ON a.organization_id = b.organization_id AND a.booking_id = b.id
            WHERE r.organization_id = p.organization_id AND (r.id = p.id OR r.merged_into_id = p.id)
                AND a.outcome IN {_CAME}
        ) AS known
    ) since
)
SELECT json_build_object(
    'date', last.date,
    'people', coalesce((
        SELECT json_agg(item ORDER BY missed_at IS NULL, starts_at, folded_name, id) FROM shown
    ), '[]'),
    'open', coalesce((
        SELECT json_agg(
            json_build_object(
                'session_id', id, 'title', title, 'service_kind', service_kind, 'local_start', local_start
            ) ORDER BY starts_at, id
        ) FROM cards WHERE open
    ), '[]')
)::text AS body, ARRAY(SELECT participant_id FROM people) AS participant_ids
FROM last
"""
