"""Invented clinics, written by a few statements over `generate_series`. The same figures give the same rows.

Every organization runs one program: six cohorts of ten, each ten sessions a week in a room of its own with two staff,
and a new set of cohorts every eight weeks. That is a week of 60 sessions with 600 places. The last nine weeks of the
`marking` organizations hold sessions that nobody has marked. One organization has many more people than it treats.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import asyncpg

LAST_WEEK: Final = date(2025, 6, 2)
"""Long past, so that a cached database does not age: nothing that is measured depends on today."""

COHORTS: Final = 6
ROSTER: Final = 10
GENERATION_WEEKS: Final = 8
A_WEEK: Final = 60
STAFF: Final = 12
READERS: Final = 4
"""Organizations whose weeks and rosters are read, the first ones."""
RECENT_WEEKS: Final = 8
"""Weeks that are read, the last ones."""
ACCOUNTS: Final = 8
"""Signed-in people of an organization that is read or marked."""


@dataclass(frozen=True)
class Size:
    """How much of it."""

    database: str
    organizations: int
    weeks: int
    people: int
    """Of the first organization, beside those who come to sessions."""
    marking: int
    """Organizations with unmarked sessions, the last ones."""

    @property
    def sessions(self) -> int:
        return self.organizations * self.weeks * A_WEEK

    @property
    def first_week(self) -> date:
        return LAST_WEEK - timedelta(weeks=self.weeks - 1)


LARGE: Final = Size("bench_large", organizations=40, weeks=86, people=100_000, marking=8)
SMALL: Final = Size("bench_small", organizations=4, weeks=9, people=1_000, marking=0)


def organization_id(number: int) -> UUID:
    """Return the id of organization 1, 2, ...; the same in both databases."""
    return UUID(f"0190000000007001800100000000{number:04x}")


def token(organization: int, account: int) -> str:
    """Return the secret of an API token. It opens nothing but invented records."""
    return hashlib.sha256(f"bench {organization} {account}".encode()).hexdigest()


# id(kind, organization, number, at): time first like a UUIDv7, the rest from the figures.
_PREPARE: Final = """
CREATE FUNCTION pg_temp.id(kind int, o int, n bigint, at timestamptz) RETURNS uuid IMMUTABLE LANGUAGE sql RETURN
    (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
     || '8' || lpad(to_hex(o), 3, '0') || lpad(to_hex(n), 12, '0'))::uuid;
CREATE FUNCTION pg_temp.still(kind int, o int, n bigint) RETURNS uuid IMMUTABLE LANGUAGE sql RETURN
    ('019000000000' || '7' || lpad(to_hex(kind), 3, '0') || '8' || lpad(to_hex(o), 3, '0')
     || lpad(to_hex(n), 12, '0'))::uuid;
CREATE TEMP TABLE org AS
    SELECT o, ('0190000000007001800100000000' || lpad(to_hex(o), 4, '0'))::uuid AS organization_id
    FROM generate_series(1, $organizations) o;
CREATE TEMP TABLE family AS
    SELECT row_number() OVER () - 1 AS n, a || b || c AS name
    FROM unnest('{Bar,Cal,Dor,Fen,Gar,Hal,Kes,Lan,Mar,Nor,Pel,Ros,Sel,Tam,Ver,Wil}'::text[]) a,
        unnest('{a,e,i,o,and,en,in,ol,er,ar}'::text[]) b,
        unnest('{bury,dale,field,ford,ham,lock,mont,nell,ridge,sen,son,stad,ton,vik,well,wood}'::text[]) c;
CREATE TEMP TABLE given AS
    SELECT row_number() OVER () - 1 AS n, a || b AS name
    FROM unnest('{Ad,Bel,Cor,Dan,El,Fab,Gil,Hann,Iv,Jul,Kat,Lor,Mir,Nat,Or,Pet,Ren,Sim,Tor,Val}'::text[]) a,
        unnest('{a,an,ek,el,ia,ina,io,is,o,us}'::text[]) b;
"""

_STAND: Final = """
INSERT INTO organizations (organization_id, name, slug, state, time_zone, version)
    SELECT organization_id, 'Clinic ' || o, 'clinic-' || o, 'OH', 'America/New_York', 1 FROM org;
INSERT INTO organization_directory SELECT 'clinic-' || o, organization_id FROM org;
INSERT INTO locations (organization_id, id, name, state, time_zone, active, version)
    SELECT organization_id, pg_temp.still(2, o, 1), 'Main house', 'OH', 'America/New_York', true, 1 FROM org;
INSERT INTO rooms (organization_id, id, location_id, name, kind, capacity, equipment, active, version)
    SELECT organization_id, pg_temp.still(3, o, c), pg_temp.still(2, o, 1), 'Room ' || c, 'group_room', 14, '[]', true,
        1
    FROM org, generate_series(1, $cohorts) c;
INSERT INTO accounts (organization_id, id, email, email_folded, display_name, status, subject_kind, subject_id,
        licensed_until, version)
    SELECT organization_id, pg_temp.still(4, o, s), 'staff' || s || '@clinic-' || o || '.example',
        'staff' || s || '@clinic-' || o || '.example', 'Staff ' || s, 'active', 'staff', pg_temp.still(6, o, s),
        '2099-12-31', 1
    FROM org, generate_series(1, $staff) s;
INSERT INTO account_roles (organization_id, id, account_id, role, starts_on, version)
    SELECT organization_id, pg_temp.still(5, o, s * 2 + (role = 'program_director')::int), pg_temp.still(4, o, s),
        role, '2020-01-01', 1
    FROM org, generate_series(1, $staff) s, unnest('{therapist,program_director}'::text[]) role
    WHERE role = 'therapist' OR s = $staff;
INSERT INTO staff_members (organization_id, id, account_id, given_name, family_name, display_name, languages, status,
        started_on, version)
    SELECT organization_id, pg_temp.still(6, o, s), pg_temp.still(4, o, s), g.name, f.name, g.name || ' ' || f.name,
        '["en"]', 'active', '2020-01-01', 1
    FROM org, generate_series(1, $staff) s
    JOIN given g ON g.n = s * 7 % 200 JOIN family f ON f.n = s * 131 % 2560;
INSERT INTO programs (organization_id, id, name, level_of_care, age_band, part2, days_per_week, minutes_per_day,
        countable_minutes_per_day, blocks, tracks, length_unit, length_min, length_usual, length_max, phases,
        required_services, measures, curriculum, active, version)
    SELECT organization_id, pg_temp.still(7, o, 1), 'Intensive outpatient', 'intensive_outpatient', 'adult', false, 4,
        180, 180, '[]', '["day"]', 'weeks', 6, 8, 12, '[]', '[]', '[]', '[]', true, 1
    FROM org;
INSERT INTO program_staff (organization_id, id, program_id, staff_id, duty, starts_on, version)
    SELECT organization_id, pg_temp.still(8, o, s), pg_temp.still(7, o, 1), pg_temp.still(6, o, s), 'clinician',
        '2020-01-01', 1
    FROM org, generate_series(1, $staff) s;
INSERT INTO modalities (organization_id, id, key, source, adapted, active, name, short_name, family, countable, phases,
        modules, records, fidelity_items, sources, version)
    SELECT organization_id, pg_temp.still(9, o, 1), 'skills', 'own', false, true, 'Skills training', 'Skills',
        'cognitive_behavioral', true, '[]', '[]', '[]', '[]', '[]', 1
    FROM org;
CREATE TEMP TABLE cohort AS
    SELECT o, organization_id, g, c, pg_temp.still(16, o, g * 100 + c) AS id,
        date '$first_week' + g * 7 * $generation AS starts_on,
        date '$first_week' + (g + 1) * 7 * $generation - 1 AS ends_on
    FROM org, generate_series(0, ($weeks - 1) / $generation) g, generate_series(1, $cohorts) c;
INSERT INTO cohorts (organization_id, id, program_id, location_id, name, kind, track, capacity, starts_on, ends_on,
        status, version)
    SELECT organization_id, id, pg_temp.still(7, o, 1), pg_temp.still(2, o, 1), 'Cohort ' || g || '-' || c, 'closed',
        'day', 12, starts_on, ends_on, 'running', 1
    FROM cohort;
CREATE TEMP TABLE person AS
    SELECT cohort.*, p, g * 1000 + c * 20 + p AS n, pg_temp.still(17, o, g * 1000 + c * 20 + p) AS participant_id,
        pg_temp.still(18, o, g * 1000 + c * 20 + p) AS episode_id
    FROM cohort, generate_series(1, $roster) p;
"""

_PEOPLE: Final = """
CREATE TEMP TABLE everybody AS
    SELECT o, organization_id, n, participant_id AS id, true AS treated FROM person
    UNION ALL
    SELECT o, organization_id, 1000000 + n, pg_temp.still(17, o, 1000000 + n), n % 2 = 0
    FROM org, generate_series(1, $people) n WHERE o = 1;
INSERT INTO participants (organization_id, id, mrn, status, given_names, family_name, chosen_name, folded_name,
        folded_given, folded_chosen, birth_date, birth_date_precision, deceased, race, interpreter_needed, version)
    SELECT e.organization_id, e.id, 'M' || lpad(e.n::text, 8, '0'), 'active', jsonb_build_array(g.name), f.name,
        CASE WHEN e.n % 10 = 0 THEN left(g.name, 3) END,
        lower(f.name || ' ' || g.name), lower(g.name || ' ' || f.name),
        CASE WHEN e.n % 10 = 0 THEN lower(left(g.name, 3) || ' ' || f.name) END,
        date '1950-01-01' + (e.n::bigint * 7919 % 20000)::int, 'day', false, '[]', false, 1
    FROM everybody e JOIN given g ON g.n = e.n * 13 % 200 JOIN family f ON f.n = e.n * 577 % 2560;
INSERT INTO care_relationships (organization_id, id, participant_id, program_id, reason, starts_on, version)
    SELECT organization_id, pg_temp.still(19, o, n), id, pg_temp.still(7, o, 1), 'admitted', '2021-01-01', 1
    FROM everybody WHERE treated;
INSERT INTO episodes (organization_id, id, participant_id, program_id, location_id, level_of_care, week_starts_on,
        is_primary, source, prior_level, referred_on, admitted_on, planned_end_on, primary_clinician_id, version)
    SELECT organization_id, episode_id, participant_id, pg_temp.still(7, o, 1), pg_temp.still(2, o, 1),
        'intensive_outpatient', 'monday', true, 'self', 'none', starts_on - 7, starts_on, ends_on,
        pg_temp.still(6, o, c), 1
    FROM person;
INSERT INTO cohort_memberships (organization_id, id, cohort_id, episode_id, starts_on, ends_on, is_primary, end_reason,
        version)
    SELECT organization_id, pg_temp.still(20, o, n), id, episode_id, starts_on, ends_on, true, 'completed', 1
    FROM person;
INSERT INTO expected_days (organization_id, id, episode_id, local_date, state, phase, planned_minutes, minutes,
        weekly_target_minutes)
    SELECT organization_id, pg_temp.still(21, o, n * 100 + w * 4 + k), episode_id,
        starts_on + w * 7 + (ARRAY[0, 2, 4, 3])[k + 1], 'expected', 'standard', 180, CASE k WHEN 3 THEN 60 ELSE 180 END,
        540
    FROM person, generate_series(0, $generation - 1) w, generate_series(0, 3) k;
"""

# Ten sessions a week: three on Monday, Wednesday and Friday, one on Thursday. The `held` table drives all that follows.
_HELD: Final = """
CREATE TEMP TABLE held AS
    SELECT cohort.o, cohort.organization_id, cohort.id AS cohort_id, g, c, w, k, place.local_date, place.local_start,
        at.starts_at, at.starts_at + interval '50 minutes' AS ends_at,
        pg_temp.id(32, cohort.o, (w * 100 + c * 10 + k), at.starts_at) AS id,
        (cohort.o > $organizations - $marking AND w >= $weeks - 9) AS unmarked
    FROM cohort
    JOIN generate_series(0, $weeks - 1) w ON w / $generation = g
    CROSS JOIN generate_series(0, 9) k
    CROSS JOIN LATERAL (
        SELECT date '$first_week' + w * 7 + (ARRAY[0, 2, 4, 3])[k / 3 + 1] AS local_date,
            (time '09:00' + (k % 3) * interval '1 hour')::time AS local_start
    ) place
    CROSS JOIN LATERAL (
        SELECT (place.local_date + place.local_start) AT TIME ZONE 'America/New_York' AS starts_at
    ) at
    ORDER BY at.starts_at, cohort.o, c;
ALTER TABLE held ADD PRIMARY KEY (o, w, c, k);
ANALYZE held; ANALYZE person;
INSERT INTO sessions (organization_id, id, program_id, location_id, room_id, title, short_name, service_kind, countable,
        starts_at, ends_at, time_zone, local_date, local_start, local_end, planned_starts_at, planned_ends_at,
        telehealth, planned_telehealth, capacity, booked, staffed, status, closed_at, closed_by, version)
    SELECT organization_id, id, pg_temp.still(7, o, 1), pg_temp.still(2, o, 1), pg_temp.still(3, o, c),
        (ARRAY['Check-in', 'Skills training', 'Process group', 'Planning the weekend'])[1 + k % 3 + (k = 9)::int * 3],
        'Grp ' || k, CASE WHEN k % 3 = 1 THEN 'skills' ELSE 'group' END, true, starts_at, ends_at, 'America/New_York',
        local_date, local_start, local_start + interval '50 minutes', starts_at, ends_at, false, false, 12, $roster, 2,
        CASE WHEN unmarked THEN 'scheduled' ELSE 'closed' END, CASE WHEN NOT unmarked THEN ends_at END,
        CASE WHEN NOT unmarked THEN pg_temp.still(4, o, c) END, 2
    FROM held ORDER BY starts_at;
INSERT INTO session_cohorts (organization_id, session_id, cohort_id) SELECT organization_id, id, cohort_id FROM held;
INSERT INTO session_staff (organization_id, id, session_id, staff_id, role, starts_at, ends_at, status, version)
    SELECT organization_id, pg_temp.id(33, o, (w * 100 + c * 10 + k) * 2 + two, starts_at), id,
        pg_temp.still(6, o, c + two * $cohorts), CASE two WHEN 0 THEN 'lead' ELSE 'co_facilitator' END,
        starts_at, ends_at, 'assigned', 1
    FROM held, generate_series(0, 1) two;
INSERT INTO program_days (organization_id, id, cohort_id, local_date, status, blocks, countable_minutes, version)
    SELECT organization_id, pg_temp.id(34, o, w * 100 + c * 10 + k, starts_at), cohort_id, local_date, 'normal',
        jsonb_build_array(jsonb_build_object('kind', 'therapy', 'title', 'Group', 'local_start', '09:00',
            'minutes', 180, 'countable_minutes', 170)), 170, 1
    FROM held WHERE k % 3 = 0;
INSERT INTO deliveries (organization_id, id, session_id, position, modality_id, minutes, skills, fidelity, recorded_by,
        version)
    SELECT organization_id, pg_temp.id(35, o, w * 100 + c * 10 + k, starts_at), id, 1, pg_temp.still(9, o, 1), 50,
        '[]', '[]', pg_temp.still(4, o, c), 1
    FROM held WHERE NOT unmarked;
"""

_COMING: Final = """
CREATE TEMP TABLE coming AS
    SELECT held.organization_id, held.o, held.id AS session_id, held.starts_at, held.ends_at, held.local_date,
        held.unmarked, held.c, person.participant_id, person.episode_id,
        pg_temp.still(20, held.o, person.n) AS membership_id,
        ((held.w * 100 + held.c * 10 + held.k) * 20 + person.p) AS n,
        pg_temp.id(36, held.o, (held.w * 100 + held.c * 10 + held.k) * 20 + person.p, held.starts_at) AS booking_id,
        pg_temp.id(37, held.o, (held.w * 100 + held.c * 10 + held.k) * 20 + person.p, held.ends_at) AS attendance_id,
        CASE (held.w * 31 + held.c * 17 + held.k * 7 + person.p * 13) % 20
            WHEN 0 THEN 'absent' WHEN 1 THEN 'excused' WHEN 2 THEN 'late' ELSE 'present' END AS outcome
    FROM held JOIN person ON person.o = held.o AND person.g = held.g AND person.c = held.c;
INSERT INTO bookings (organization_id, id, session_id, episode_id, participant_id, source, membership_id, status,
        starts_at, ends_at, local_date, version)
    SELECT organization_id, booking_id, session_id, episode_id, participant_id, 'membership', membership_id, 'booked',
        starts_at, ends_at, local_date, 1
    FROM coming ORDER BY starts_at, organization_id;
INSERT INTO attendance (organization_id, id, session_id, booking_id, participant_id, episode_id, outcome, mode,
        consent_confirmed, evidence, arrived_at, left_at, minutes, countable_minutes, marked_by, marked_at, version)
    SELECT organization_id, attendance_id, session_id, booking_id, participant_id, episode_id, outcome, 'in_person',
        false, 'staff', CASE WHEN came THEN starts_at END, CASE WHEN came THEN ends_at END,
        CASE WHEN came THEN 50 ELSE 0 END, CASE WHEN came THEN 50 ELSE 0 END, pg_temp.still(4, o, c), ends_at, 2
    FROM (SELECT *, outcome IN ('present', 'late') AS came FROM coming WHERE NOT unmarked) AS marked
    ORDER BY starts_at, organization_id;
INSERT INTO presence_intervals (organization_id, id, attendance_id, starts_at, ends_at)
    SELECT organization_id, pg_temp.id(38, o, n, ends_at), attendance_id, starts_at, ends_at
    FROM coming WHERE NOT unmarked AND outcome IN ('present', 'late') ORDER BY starts_at, organization_id;
"""

# Kept up row by row, indexes and exclusion constraints cost minutes; made anew over full tables they cost seconds.
_MADE_AFTERWARDS: Final = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS make
FROM pg_constraint WHERE contype = 'x'
UNION ALL
SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
"""

_TABLES: Final = """
SELECT string_agg(relname, ', ') FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
"""


async def fill(connection: asyncpg.Connection, size: Size) -> None:
    """Fill an empty schema, as superuser."""
    figures = {
        "$organizations": size.organizations,
        "$generation": GENERATION_WEEKS,
        "$first_week": size.first_week,
        "$cohorts": COHORTS,
        "$marking": size.marking,
        "$roster": ROSTER,
        "$people": size.people,
        "$weeks": size.weeks,
        "$staff": STAFF,
    }
    # Foreign keys are not asked: every id is computed from the same figures as the one it points to.
    await connection.execute("SET synchronous_commit = off; SET session_replication_role = replica")
    await connection.execute("SET work_mem = '256MB'; SET temp_buffers = '256MB'; SET timezone = 'UTC'")
    afterwards = await connection.fetch(_MADE_AFTERWARDS)
    # What is written to a table emptied in the same transaction is not written to the log of a server without replicas.
    await connection.execute("BEGIN")
    tables = await connection.fetchval(_TABLES)
    await connection.execute(f"TRUNCATE {tables}")
    for one in afterwards:
        await connection.execute(one["drop"])
    for statements in (_PREPARE, _STAND, _PEOPLE, _HELD, _COMING):
        text = statements
        for name, figure in figures.items():
            text = text.replace(name, str(figure))
        await connection.execute(text)
    for one in afterwards:
        await connection.execute(one["make"])
    await connection.execute("COMMIT")
    await _tokens(connection, size)
    await connection.execute("VACUUM (ANALYZE)")
    await connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    await connection.execute("CHECKPOINT")


async def _tokens(connection: asyncpg.Connection, size: Size) -> None:
    organizations = [*range(1, READERS + 1), *range(size.organizations - size.marking + 1, size.organizations + 1)]
    rows = [
        (organization_id(o), account, hashlib.sha256(token(o, account).encode()).digest(), o)
        for o in organizations
        for account in (*range(1, ACCOUNTS + 1), STAFF)
    ]
    await connection.executemany(
        "INSERT INTO api_tokens (organization_id, id, account_id, label, secret_hash, roles, expires_at)"
        " VALUES ($1, pg_temp.still(10, $4::int, $2::int), pg_temp.still(4, $4::int, $2::int), 'bench', $3,"
        f" CASE WHEN $2::int = {STAFF} THEN '[\"program_director\"]' ELSE '[\"therapist\"]' END::jsonb, '2099-12-31')",
        rows,
    )
