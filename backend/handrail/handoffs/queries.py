# ruff: noqa: S608  the pieces that are joined are constants and parameters of this module
"""SQL of hand-offs. Who may see which is decided here, in one predicate; `reporting` asks by the same."""

from datetime import date
from typing import Any, Final

from sqlalchemy import func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import Session
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.access import Actor
from handrail.core.ids import AccountId, HandOffId, LocationId, ParticipantId, ProgramId, StaffId
from handrail.core.permissions import PERMISSIONS, Scope
from handrail.handoffs.errors import HandOffNotFound
from handrail.handoffs.models import HandOff, HandOffAcknowledgement
from handrail.handoffs.vocabulary import ACTIVE_AT_MOST, LONGEST_LIFE
from handrail.identity.models import Account, AccountRole
from handrail.organizations.models import Location, Organization
from handrail.participants.models import CareRelationship
from handrail.participants.queries import clinic_today, of_person, stands_for
from handrail.programs.models import Program, ProgramStaff
from handrail.staff.models import StaffMember

_INSTANT: Final = '\'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\''


def _instant(expression: str) -> str:
    return f"to_char({expression} AT TIME ZONE 'UTC', {_INSTANT})"


def reader(staff: str, account: str, everything: str) -> str:
    """Return the CTE that knows who reads: staff id or null, account, and whether they see everybody's."""
    return f"""
handoff_reader AS MATERIALIZED (
    SELECT CAST({staff} AS uuid) AS staff_id, CAST({account} AS uuid) AS account_id,
        CAST({everything} AS boolean) AS everything,
        o.organization_id, (now() AT TIME ZONE o.time_zone)::date AS today,
        ARRAY(
            SELECT ps.program_id FROM program_staff ps
            WHERE ps.staff_id = CAST({staff} AS uuid) AND ps.starts_on <= (now() AT TIME ZONE o.time_zone)::date
                AND (ps.ends_on IS NULL OR ps.ends_on >= (now() AT TIME ZONE o.time_zone)::date)
        ) AS programs
    FROM organizations o
)"""


FOR_READER: Final = """(h.written_by <> handoff_reader.account_id AND (
        h.to_staff_id = handoff_reader.staff_id OR h.program_id = ANY (handoff_reader.programs)
    ) IS TRUE)"""
"""The reader is whom hand-off `h` is for."""

ACTIVE: Final = """(h.withdrawn_at IS NULL AND h.expires_at > now() AND NOT EXISTS (
        SELECT FROM handoffs later WHERE later.organization_id = h.organization_id AND later.replaces_id = h.id
    ))"""

ACKNOWLEDGED: Final = """EXISTS (
        SELECT FROM handoff_acknowledgements k WHERE k.organization_id = h.organization_id AND k.handoff_id = h.id
            AND k.account_id = handoff_reader.account_id
    )"""

# About a person: whoever may see the person today. About the day: whom it is for, and who wrote it.
SEEN: Final = f"""CASE
        WHEN handoff_reader.everything THEN true
        WHEN h.participant_id IS NULL THEN {FOR_READER} OR h.written_by = handoff_reader.account_id
        ELSE EXISTS (
            SELECT FROM participants about
            JOIN participants theirs ON theirs.organization_id = about.organization_id
                AND (theirs.id = {stands_for("about")} OR theirs.merged_into_id = {stands_for("about")})
            JOIN care_relationships cr
                ON cr.organization_id = theirs.organization_id AND cr.participant_id = theirs.id
            WHERE about.organization_id = h.organization_id AND about.id = h.participant_id
                AND (cr.staff_id = handoff_reader.staff_id OR cr.program_id = ANY (handoff_reader.programs))
                AND cr.starts_on <= handoff_reader.today
                AND (cr.ends_on IS NULL OR cr.ends_on >= handoff_reader.today)
                AND (cr.expires_at IS NULL OR cr.expires_at > now())
        )
    END"""
"""The reader may see hand-off `h`."""

HERE: Final = "h.organization_id = handoff_reader.organization_id"

ON_LIST: Final = f"""({HERE} AND {ACTIVE} AND {SEEN}
    AND (handoff_reader.everything OR {FOR_READER} OR h.written_by = handoff_reader.account_id))"""
"""Hand-off `h` is on the reader's active list."""

SOURCES: Final = f"""handoffs h
    JOIN accounts author ON author.organization_id = h.organization_id AND author.id = h.written_by
    LEFT JOIN programs program ON program.organization_id = h.organization_id AND program.id = h.program_id
    LEFT JOIN locations location ON location.organization_id = h.organization_id AND location.id = h.location_id
    LEFT JOIN staff_members colleague
        ON colleague.organization_id = h.organization_id AND colleague.id = h.to_staff_id
    LEFT JOIN participants record ON record.organization_id = h.organization_id AND record.id = h.participant_id
    LEFT JOIN participants person
        ON person.organization_id = record.organization_id AND person.id = {stands_for("record")}"""

_FIELDS: Final = f"""
        'id', h.id,
        'urgency', h.urgency,
        'state', CASE
            WHEN h.withdrawn_at IS NOT NULL THEN 'withdrawn'
            WHEN EXISTS (
                SELECT FROM handoffs later WHERE later.organization_id = h.organization_id AND later.replaces_id = h.id
            ) THEN 'replaced'
            WHEN h.expires_at <= now() THEN 'expired'
            ELSE 'active'
        END,
        'participant', CASE WHEN person.id IS NOT NULL THEN json_build_object(
            'id', person.id,
            'chosen_name', coalesce(person.chosen_name, person.given_names ->> 0, person.family_name),
            'full_name', concat_ws(' ', (SELECT string_agg(n, ' ' ORDER BY o) FROM
                jsonb_array_elements_text(person.given_names) WITH ORDINALITY AS g(n, o)), person.family_name),
            'family_name', person.family_name
        ) END,
        'program_id', h.program_id,
        'program_name', program.name,
        'location_id', h.location_id,
        'location_name', location.name,
        'to_staff_id', h.to_staff_id,
        'to_name', colleague.display_name,
        'written_by', h.written_by,
        'written_by_name', author.display_name,
        'created_at', {_instant("h.created_at")},
        'expires_at', {_instant("h.expires_at")},
        'withdrawn_at', {_instant("h.withdrawn_at")},
        'replaces_id', h.replaces_id,
        'mine', h.written_by = handoff_reader.account_id,
        'for_me', {FOR_READER},
        'acknowledged', {ACKNOWLEDGED},
        'acknowledgements', coalesce((
            SELECT json_agg(json_build_object(
                'account_id', k.account_id,
                'name', a.display_name,
                'acknowledged_at', {_instant("k.acknowledged_at")}
            ) ORDER BY k.acknowledged_at, k.account_id)
            FROM handoff_acknowledgements k
            JOIN accounts a ON a.organization_id = k.organization_id AND a.id = k.account_id
            WHERE k.organization_id = h.organization_id AND k.handoff_id = h.id
        ), '[]')"""

SUMMARY: Final = f"json_build_object({_FIELDS})"

READING_ORDER: Final = f"NOT {FOR_READER} OR {ACKNOWLEDGED}, h.urgency <> 'urgent', h.created_at DESC, h.id"
"""What the reader has not read yet first, then what is urgent, then the youngest."""

# $1 staff id or null, $2 account, $3 sees everybody's, $4 program or null, $5 location or null
ACTIVE_LIST: Final = f"""
WITH {reader("$1", "$2", "$3")},
shown AS (
    SELECT person.id AS participant_id, row_number() OVER (ORDER BY {READING_ORDER}) AS place, {SUMMARY} AS item
    FROM handoff_reader, {SOURCES}
    WHERE {ON_LIST} AND ($4::uuid IS NULL OR h.program_id = $4::uuid OR h.program_id IS NULL)
        AND ($5::uuid IS NULL OR h.location_id = $5::uuid
            OR (h.location_id IS NULL AND EXISTS (SELECT FROM locations l WHERE l.id = $5::uuid)))
    ORDER BY place LIMIT {ACTIVE_AT_MOST} + 1
)
SELECT
    json_build_object(
        'items', coalesce((SELECT json_agg(item ORDER BY place) FROM shown WHERE place <= {ACTIVE_AT_MOST}), '[]'),
        'more', EXISTS (SELECT FROM shown WHERE place > {ACTIVE_AT_MOST})
    )::text AS body,
    ARRAY(SELECT participant_id FROM shown WHERE participant_id IS NOT NULL) AS participant_ids
"""

# $4 participant, $5 also those that are over
OF_PARTICIPANT: Final = f"""
WITH {reader("$1", "$2", "$3")},
theirs AS MATERIALIZED (
    SELECT t.id FROM participants asked
    JOIN participants t ON t.organization_id = asked.organization_id
        AND (t.id = {stands_for("asked")} OR t.merged_into_id = {stands_for("asked")})
    WHERE asked.id = $4::uuid
),
allowed AS (
    SELECT FROM handoff_reader
    WHERE EXISTS (SELECT FROM theirs) AND (handoff_reader.everything OR EXISTS (
        SELECT FROM theirs
        JOIN care_relationships cr
            ON cr.organization_id = handoff_reader.organization_id AND cr.participant_id = theirs.id
        WHERE (cr.staff_id = handoff_reader.staff_id OR cr.program_id = ANY (handoff_reader.programs))
            AND cr.starts_on <= handoff_reader.today AND (cr.ends_on IS NULL OR cr.ends_on >= handoff_reader.today)
            AND (cr.expires_at IS NULL OR cr.expires_at > now())
    ))
),
shown AS (
    SELECT row_number() OVER (ORDER BY {READING_ORDER}) AS place, {SUMMARY} AS item
    FROM handoff_reader, {SOURCES}
    WHERE {HERE} AND h.participant_id IN (SELECT id FROM theirs) AND ($5::boolean OR {ACTIVE})
    ORDER BY place LIMIT {ACTIVE_AT_MOST} + 1
)
SELECT
    json_build_object(
        'items', coalesce((SELECT json_agg(item ORDER BY place) FROM shown WHERE place <= {ACTIVE_AT_MOST}), '[]'),
        'more', EXISTS (SELECT FROM shown WHERE place > {ACTIVE_AT_MOST})
    )::text AS body,
    ARRAY[$4::uuid] AS participant_ids
FROM allowed
"""


def _one(staff: str, account: str, everything: str, handoff: str) -> str:
    return f"""
WITH {reader(staff, account, everything)}
SELECT json_build_object({_FIELDS}, 'text', h.text)::text AS body,
    CASE WHEN person.id IS NULL THEN ARRAY[]::uuid[] ELSE ARRAY[person.id] END AS participant_ids
FROM handoff_reader, {SOURCES}
WHERE {HERE} AND h.id = CAST({handoff} AS uuid) AND {SEEN}
"""


# $4 hand-off
ONE: Final = _one("$1", "$2", "$3", "$4")
_ONE_NAMED: Final = text(_one(":staff", ":account", ":everything", ":handoff"))


def sight(actor: Actor) -> tuple[object, object, bool]:
    """Return what a statement must know of its reader, as `reader` takes it."""
    return actor.staff_id, actor.account_id, actor.scope("handoff:read") is Scope.ORGANIZATION


async def read_one(db: AsyncSession, actor: Actor, handoff_id: HandOffId) -> str:
    """Return one hand-off the actor may see as JSON, or raise as if there were none."""
    staff, account, everything = sight(actor)
    found = await db.execute(
        _ONE_NAMED, {"staff": staff, "account": account, "everything": everything, "handoff": handoff_id}
    )
    row = found.one_or_none()
    if row is None:
        raise HandOffNotFound()
    body: str = row.body
    return body


async def locked(db: AsyncSession, actor: Actor, handoff_id: HandOffId) -> HandOff:
    """Return a hand-off the actor may see, for a change."""
    await read_one(db, actor, handoff_id)
    query = select(HandOff).where(HandOff.id == handoff_id).with_for_update()
    return (await db.scalars(query.execution_options(populate_existing=True))).one()


async def is_replaced(db: AsyncSession, handoff_id: HandOffId) -> bool:
    return await db.scalar(select(HandOff.id).where(HandOff.replaces_id == handoff_id)) is not None


async def acknowledgement(
    db: AsyncSession, handoff_id: HandOffId, account_id: AccountId
) -> HandOffAcknowledgement | None:
    query = select(HandOffAcknowledgement).where(
        HandOffAcknowledgement.handoff_id == handoff_id, HandOffAcknowledgement.account_id == account_id
    )
    found: HandOffAcknowledgement | None = await db.scalar(query)
    return found


async def is_acknowledged(db: AsyncSession, handoff_id: HandOffId) -> bool:
    query = select(HandOffAcknowledgement.account_id).where(HandOffAcknowledgement.handoff_id == handoff_id)
    return await db.scalar(query.limit(1)) is not None


async def time_zone(db: AsyncSession) -> str:
    return (await db.scalars(select(Organization.time_zone))).one()


async def next_clinic_day(
    db: AsyncSession, today: date, *, program_id: ProgramId | None, location_id: LocationId | None
) -> date | None:
    """Return the next date with a session of the program, at the location where one is named; of any where none is."""
    query = select(func.min(Session.local_date)).where(
        Session.local_date > today,
        Session.local_date <= today + LONGEST_LIFE,
        Session.status != SessionStatus.CANCELLED,
    )
    if program_id is not None:
        query = query.where(Session.program_id == program_id)
    if location_id is not None:
        query = query.where(Session.location_id == location_id)
    found: date | None = await db.scalar(query)
    return found


async def known(db: AsyncSession, model: type[Program | Location | StaffMember], row_id: Any) -> bool:
    return await db.scalar(select(model.id).where(model.id == row_id)) is not None


async def in_care_of_program(db: AsyncSession, participant_id: ParticipantId, program_id: ProgramId) -> bool:
    """Say whether the program has a part in the person's care today."""
    return await _related(db, participant_id, CareRelationship.program_id == program_id)


async def in_care_of_colleague(db: AsyncSession, participant_id: ParticipantId, staff_id: StaffId) -> bool:
    """Say whether a colleague may see what is handed over about the person: by care, or by a role that sees all."""
    today = select(clinic_today()).scalar_subquery()
    programs = select(ProgramStaff.program_id).where(
        ProgramStaff.staff_id == staff_id,
        ProgramStaff.starts_on <= today,
        or_(ProgramStaff.ends_on.is_(None), ProgramStaff.ends_on >= today),
    )
    if await _related(
        db, participant_id, or_(CareRelationship.staff_id == staff_id, CareRelationship.program_id.in_(programs))
    ):
        return True
    sees_all = [role for role, scope in PERMISSIONS["handoff:read"].scopes.items() if scope is Scope.ORGANIZATION]
    role = (
        select(AccountRole.id)
        .join(Account, Account.id == AccountRole.account_id)
        .join(StaffMember, StaffMember.account_id == Account.id)
        .where(
            StaffMember.id == staff_id,
            AccountRole.role.in_(sees_all),
            AccountRole.starts_on <= today,
            or_(AccountRole.ends_on.is_(None), AccountRole.ends_on >= today),
        )
    )
    return await db.scalar(role.limit(1)) is not None


async def _related(db: AsyncSession, participant_id: ParticipantId, by: Any) -> bool:
    today = select(clinic_today()).scalar_subquery()
    query = select(CareRelationship.id).where(
        of_person(CareRelationship.participant_id, participant_id),
        by,
        CareRelationship.starts_on <= today,
        or_(CareRelationship.ends_on.is_(None), CareRelationship.ends_on >= today),
        or_(CareRelationship.expires_at.is_(None), CareRelationship.expires_at > func.now()),
    )
    return await db.scalar(query.limit(1)) is not None
