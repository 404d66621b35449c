# ruff: noqa: S608  the pieces that are joined are constants of this module
"""Parts of a statement about people's week of the payer: their places, and the days that the week will lack.

A statement that uses them has `reader` and `people`, whose rows name organization, episode and the week's first day.
"""

from typing import Final

# Minutes that coming to session w for all of it would count: its length without what its cohorts' day does not count.
_SCHEDULED: Final = """CASE WHEN w.countable THEN extract(epoch FROM w.ends_at - w.starts_at)::int / 60 - coalesce((
                SELECT max(lost.minutes) FROM (
                    SELECT sum(greatest(0,
                        least(extract(epoch FROM w.local_end)::int / 60, block.starts + block.minutes)
                        - greatest(extract(epoch FROM w.local_start)::int / 60, block.starts + block.countable_minutes)
                    )) AS minutes
                    FROM session_cohorts sc
                    JOIN program_days pd ON pd.organization_id = sc.organization_id AND pd.cohort_id = sc.cohort_id
                        AND pd.local_date = w.local_date
                    CROSS JOIN LATERAL (
                        SELECT extract(epoch FROM b.local_start)::int / 60 AS starts, b.minutes, b.countable_minutes
                        FROM jsonb_to_recordset(pd.blocks)
                            AS b(local_start time, minutes int, countable_minutes int)
                    ) block
                    WHERE sc.organization_id = w.organization_id AND sc.session_id = w.id
                        AND block.countable_minutes < block.minutes
                    GROUP BY pd.id
                ) lost
            ), 0) ELSE 0 END"""


def week_of_places(person: str) -> str:
    """Return two parts of a statement with `reader` and `people`: `places`, everybody's in their week, by `person`, and
    `held`, each session of them once, however many of the people are in it."""
    return f"""places AS MATERIALIZED (
    SELECT {person} AS person, wb.session_id, wa.outcome, wa.countable_minutes
    FROM people
    CROSS JOIN reader
    JOIN bookings wb ON wb.organization_id = people.organization_id AND wb.episode_id = people.episode_id
        AND wb.local_date BETWEEN people.week AND people.week + 6 AND wb.status = 'booked'
    LEFT JOIN attendance wa ON wa.organization_id = wb.organization_id AND wa.booking_id = wb.id
    WHERE reader.clinical
),
held AS MATERIALIZED (
    SELECT w.id, w.status, w.local_date, CASE WHEN w.status = 'scheduled' THEN {_SCHEDULED} END AS minutes
    FROM (SELECT DISTINCT session_id FROM places) AS theirs
    CROSS JOIN reader
    JOIN sessions w ON w.organization_id = reader.organization_id AND w.id = theirs.session_id
    WHERE w.status <> 'cancelled'
)"""


# What the rules of the week say about days.
DAY_RULES: Final = """day_rules AS MATERIALIZED (
    SELECT r.level_of_care, r.age_band, r.phase, r.state, r.payer, r.valid_from, r.valid_to,
        r.min_days_per_week AS days, r.min_minutes_counted_day AS minutes
    FROM reader
    JOIN week_rules r ON r.organization_id = reader.organization_id
    WHERE reader.clinical
        AND (r.min_days_per_week IS NOT NULL OR r.min_minutes_counted_day IS NOT NULL)
)"""

# Of several rules the payer's goes first, then the state's, then the younger one, as
# `organizations.rules.applicable_rules` has it.
_FIRST: Final = "r.payer IS NULL, r.state IS NULL, r.valid_from DESC NULLS LAST"


def days_lacking(person: str) -> str:
    """Return a join to how many days that count `person`'s week will lack even if they come to all that is booked.

    As `attendance.rules.ledger.week_ledger` reckons it: of as many as a rule asks for, or of the plan's days that are
    long enough. No row where no rule says what counts, and then nothing of it is read.
    """
    return f"""LEFT JOIN LATERAL (
        SELECT greatest(0, CASE
            WHEN rule.days IS NOT NULL THEN least(rule.days, cardinality(plan.minutes))
            ELSE (SELECT count(*) FROM unnest(plan.minutes) AS of_day WHERE of_day >= rule.minutes)
        END - (
            SELECT count(*) FROM (
                SELECT FROM places
                JOIN held ON held.id = places.session_id
                WHERE places.person = {person}
                GROUP BY held.local_date
                HAVING coalesce(sum(
                    CASE WHEN places.outcome IS NULL THEN held.minutes ELSE places.countable_minutes END
                ), 0) >= rule.minutes
            ) AS counted
        )) AS count
        FROM (
            -- By the episode alone: its days are few, and with their dates the planner may choose those of everybody.
            SELECT array_agg(x.minutes) FILTER (
                    WHERE x.state = 'expected' AND x.local_date BETWEEN people.week AND people.week + 6
                ) AS minutes,
                (array_agg(x.phase ORDER BY x.local_date) FILTER (
                    WHERE x.local_date BETWEEN people.week AND people.week + 6
                ))[1] AS phase
            FROM expected_days x
            WHERE x.organization_id = people.organization_id AND x.episode_id = people.episode_id
                AND EXISTS (SELECT FROM day_rules WHERE minutes IS NOT NULL)
        ) plan
        CROSS JOIN LATERAL (
            SELECT (array_agg(r.days ORDER BY {_FIRST}) FILTER (WHERE r.days IS NOT NULL))[1] AS days,
                (array_agg(r.minutes ORDER BY {_FIRST}) FILTER (WHERE r.minutes IS NOT NULL))[1] AS minutes
            FROM programs g
            LEFT JOIN locations l ON l.organization_id = people.organization_id AND l.id = people.location_id
            JOIN day_rules r ON r.level_of_care = people.level_of_care AND r.age_band = g.age_band
                AND r.phase = plan.phase AND (r.state IS NULL OR r.state = l.state)
                AND (r.payer IS NULL OR r.payer = (
                    SELECT paid.payer
                    FROM episode_payers paid
                    WHERE paid.organization_id = people.organization_id AND paid.episode_id = people.episode_id
                        AND paid.voided_at IS NULL AND paid.starts_on <= people.week + 6
                    ORDER BY paid.starts_on DESC
                    LIMIT 1
                ))
                AND (r.valid_from IS NULL OR r.valid_from <= people.week)
                AND (r.valid_to IS NULL OR r.valid_to >= people.week)
            WHERE g.organization_id = people.organization_id AND g.id = people.program_id
        ) rule
        WHERE plan.minutes IS NOT NULL AND rule.minutes IS NOT NULL
    )"""
