"""Statements about people. Who may see whom is decided here, in one predicate."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handrail.core.access import Actor
from handrail.core.ids import CareRelationshipId, ParticipantId, ProgramId, SeparationId, StaffId
from handrail.core.pagination import InvalidCursor, PageParams, Rows, paginate
from handrail.core.permissions import Scope
from handrail.organizations.models import Organization
from handrail.participants.errors import CareRelationshipNotFound, ParticipantNotFound, SeparationNotFound
from handrail.participants.models import (
    Availability,
    CareRelationship,
    Contact,
    ContactAttempt,
    ContactWay,
    FormerName,
    Participant,
    ParticipantIdentifier,
    Separation,
    SuitableHours,
)
from handrail.participants.vocabulary import CareReason, ParticipantStatus
from handrail.programs.models import ProgramStaff
from handrail.staff.models import StaffMember

Owned = TypeVar(
    "Owned", FormerName, ParticipantIdentifier, Contact, ContactWay, ContactAttempt, Availability, SuitableHours
)
"""What hangs on a person."""

NOT_IN_USE = (ParticipantStatus.MERGED, ParticipantStatus.ENTERED_IN_ERROR)


def stands_for(record: str) -> str:
    """Return SQL for the id of the record that stands for the person of a record, given by its alias.

    Not `coalesce`: to PostgreSQL it may leak what it reads, so that behind row-level security a join by it uses no
    index and reads everybody of the organization. CASE may not.
    """
    return f"CASE WHEN {record}.merged_into_id IS NULL THEN {record}.id ELSE {record}.merged_into_id END"


IDS_OF_PERSON = f"""
    SELECT theirs.id FROM participants asked
    JOIN participants theirs ON theirs.organization_id = asked.organization_id
        AND (theirs.id = {stands_for("asked")} OR theirs.merged_into_id = {stands_for("asked")})
    WHERE asked.id = :participant_id
"""  # noqa: S608  the pieces that are put in are constants
"""Ids of the records of one person, asked for by any of them: the one that stays, and those merged into it.

A merge is a pointer and moves nothing (ADR 10): whatever lists a person's things asks for those of all these ids.
"""


def person_of(record: Any) -> ColumnElement[ParticipantId]:
    """`stands_for` as an expression."""
    return case((record.merged_into_id.is_(None), record.id), else_=record.merged_into_id)


# To put an alias of a wide table together takes longer than to send the query: what every request needs is made once.
_ASKED, _THEIRS, _OTHER = aliased(Participant), aliased(Participant), aliased(Participant)
_IDS_OF_PERSON = select(_THEIRS.id).join(
    _ASKED,
    and_(
        _ASKED.organization_id == _THEIRS.organization_id,
        or_(_THEIRS.id == person_of(_ASKED), _THEIRS.merged_into_id == person_of(_ASKED)),
    ),
)


def ids_of_person(participant_id: ParticipantId) -> Select[ParticipantId]:
    """`IDS_OF_PERSON` as an expression."""
    return _IDS_OF_PERSON.where(_ASKED.id == participant_id)


def of_person(column: Any, participant_id: ParticipantId) -> ColumnElement[bool]:
    """Return the predicate: this row hangs on one of the person's records."""
    belongs: ColumnElement[bool] = column.in_(ids_of_person(participant_id))
    return belongs


async def people_of(db: AsyncSession, participant_ids: Collection[ParticipantId]) -> dict[ParticipantId, ParticipantId]:
    """Return for each record the one that stands for its person."""
    query = select(Participant.id, person_of(Participant)).where(Participant.id.in_(participant_ids))
    return {row[0]: row[1] for row in await db.execute(query)}


async def takes_part(db: AsyncSession, participant_id: ParticipantId, on: date) -> bool:
    """Say whether the person's record is in use and they are alive on a date, by the one that stays after a merge."""
    stays = select(person_of(Participant)).where(Participant.id == participant_id).scalar_subquery()
    query = select(Participant.id).where(
        Participant.id == stays,
        Participant.status != ParticipantStatus.ENTERED_IN_ERROR,
        or_(~Participant.deceased, Participant.deceased_on >= on),
    )
    return await db.scalar(query) is not None


def clinic_today() -> ColumnElement[date]:
    """Today where the organization is: in UTC a relationship would end hours before the evening group does."""
    return cast(func.timezone(Organization.time_zone, func.now()), Date)


def _runs(starts_on: Any, ends_on: Any, today: Any) -> ColumnElement[bool]:
    return and_(starts_on <= today, or_(ends_on.is_(None), ends_on >= today))


def _any(rows: Select[bool]) -> ColumnElement[bool]:
    """EXISTS that is asked row by row. PostgreSQL may turn a real one into a table of every answer, to look at ten."""
    return func.coalesce(rows.limit(1).scalar_subquery(), false())


def visible_to(actor: Actor, permission: str = "participant:read") -> ColumnElement[bool]:
    """Return the predicate on `participants.id`: whose record the actor may open today by this permission.

    Organization scope sees everybody. Program scope sees those with a dated relationship to the person, or to a program
    they are assigned to today. Self sees their own. A relationship to one of a person's records reaches all of them.
    """
    scope = actor.scope(permission)
    if scope is Scope.ORGANIZATION:
        return true()
    return _within_reach(scope, actor.staff_id, actor.participant_id)


@lru_cache(maxsize=256)
def _within_reach(
    scope: Scope | None, staff_id: StaffId | None, participant_id: ParticipantId | None
) -> ColumnElement[bool]:
    """The same for every request of a reader, so that it is put together once."""
    reachable: list[ColumnElement[bool]] = []
    if scope is Scope.PROGRAM and staff_id is not None:
        today = select(clinic_today()).scalar_subquery()
        assigned = select(ProgramStaff.program_id).where(
            ProgramStaff.staff_id == staff_id, _runs(ProgramStaff.starts_on, ProgramStaff.ends_on, today)
        )
        related = and_(
            CareRelationship.organization_id == Participant.organization_id,
            or_(CareRelationship.staff_id == staff_id, CareRelationship.program_id.in_(assigned)),
            _runs(CareRelationship.starts_on, CareRelationship.ends_on, today),
            or_(CareRelationship.expires_at.is_(None), CareRelationship.expires_at > func.now()),
        )
        reachable.append(_any(select(true()).where(related, CareRelationship.participant_id == Participant.id)))
        reachable.append(
            _any(
                select(true()).where(
                    related,
                    CareRelationship.participant_id == _OTHER.id,
                    _OTHER.organization_id == Participant.organization_id,
                    or_(_OTHER.id == Participant.merged_into_id, _OTHER.merged_into_id == person_of(Participant)),
                )
            )
        )
    if participant_id is not None and scope is Scope.SELF:
        reachable.append(of_person(Participant.id, participant_id))
    return or_(*reachable) if reachable else false()


async def visible_participant(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, permission: str, *, lock: bool = False
) -> Participant:
    """Return the person, or raise as if there were none."""
    query = select(Participant).where(Participant.id == participant_id, visible_to(actor, permission))
    if lock:
        query = query.with_for_update(of=Participant)
    participant = await db.scalar(query)
    if participant is None:
        raise ParticipantNotFound()
    return participant


async def all_visible(
    db: AsyncSession, actor: Actor, participant_ids: Collection[ParticipantId], permission: str
) -> bool:
    """Say whether the actor may see every one of them."""
    query = select(func.count()).where(Participant.id.in_(participant_ids), visible_to(actor, permission))
    return await db.scalar(query) == len(set(participant_ids))


async def _position(db: AsyncSession, cursor: str) -> Row[str, ParticipantId]:
    try:
        last = UUID(cursor)
    except ValueError:
        raise InvalidCursor() from None
    query = select(Participant.folded_name, Participant.id).where(Participant.id == last)
    row = (await db.execute(query)).one_or_none()
    if row is None:
        raise InvalidCursor()
    return row


async def page_by_name(db: AsyncSession, query: Select[Participant], page: PageParams) -> Rows[Participant]:
    """Return one page in the order of names. The cursor is the last person's id: a cursor of names would put a name
    into an address."""
    if page.cursor is not None:
        last = await _position(db, page.cursor)
        query = query.where(tuple_(Participant.folded_name, Participant.id) > tuple_(*last))
    ordered = query.order_by(Participant.folded_name, Participant.id).limit(page.limit + 1)
    found = (await db.scalars(ordered)).all()
    more = len(found) > page.limit
    return Rows(found[: page.limit], str(found[page.limit - 1].id) if more else None)


async def next_mrn_counters(db: AsyncSession, count: int) -> range:
    """Take `count` numbers; the counter's row is locked until the transaction ends, so that none is given twice."""
    last = await db.scalar(
        text(
            "INSERT INTO participant_mrn_counters (organization_id, last)"
            " VALUES (current_setting('app.organization_id')::uuid, :count)"
            " ON CONFLICT (organization_id) DO UPDATE SET last = participant_mrn_counters.last + excluded.last"
            " RETURNING last"
        ),
        {"count": count},
    )
    assert isinstance(last, int)
    return range(last - count + 1, last + 1)


async def taken_mrns(db: AsyncSession, mrns: Collection[str]) -> set[str]:
    return set(await db.scalars(select(Participant.mrn).where(Participant.mrn.in_(mrns))))


async def merged_into(db: AsyncSession, participant_id: ParticipantId) -> int:
    """Count the records that point at this one."""
    query = select(func.count()).where(Participant.merged_into_id == participant_id)
    return await db.scalar(query) or 0


async def page_of_merged(db: AsyncSession, participant_id: ParticipantId, page: PageParams) -> Rows[Participant]:
    """One page of the records that point at this one."""
    query = select(Participant).where(Participant.merged_into_id == participant_id)
    return await paginate(db, query, order=[Participant.id], page=page)


def _one_side_is(person_id: UUID) -> ColumnElement[bool]:
    """Say whether a separation is one of this participant, by any of their records, or of this staff member."""
    records = ids_of_person(ParticipantId(person_id))
    return or_(
        Separation.first_participant_id.in_(records),
        Separation.second_participant_id.in_(records),
        Separation.first_staff_id == person_id,
        Separation.second_staff_id == person_id,
    )


async def separations_with(db: AsyncSession, person_id: UUID) -> Sequence[Separation]:
    """Return what keeps a participant or a staff member apart from somebody, whenever."""
    return (await db.scalars(separations_of(person_id, include_voided=False))).all()


async def open_relationships(
    db: AsyncSession,
    participant_id: ParticipantId,
    *,
    program_id: ProgramId | None,
    staff_id: StaffId | None,
    reason: CareReason | None,
    lock: bool = True,
) -> Sequence[CareRelationship]:
    """Return relationships of the person that have no end yet."""
    query = select(CareRelationship).where(
        CareRelationship.participant_id == participant_id, CareRelationship.ends_on.is_(None)
    )
    if program_id is not None:
        query = query.where(CareRelationship.program_id == program_id)
    if staff_id is not None:
        query = query.where(CareRelationship.staff_id == staff_id)
    if reason is not None:
        query = query.where(CareRelationship.reason == reason)
    return (await db.scalars(query.with_for_update() if lock else query)).all()


async def relationship(db: AsyncSession, relationship_id: CareRelationshipId) -> CareRelationship:
    """Return one reason to open a record, locked."""
    query = select(CareRelationship).where(CareRelationship.id == relationship_id).with_for_update()
    found = await db.scalar(query)
    if found is None:
        raise CareRelationshipNotFound()
    return found


async def one_of(db: AsyncSession, model: type[Owned], participant_id: ParticipantId, row_id: UUID) -> Owned | None:
    """Return one row that hangs on a person."""
    query = select(model).where(of_person(model.participant_id, participant_id), model.id == row_id)
    return await db.scalar(query)


async def page_of(
    db: AsyncSession, model: type[Owned], participant_id: ParticipantId, page: PageParams, *, latest_first: bool = False
) -> Rows[Owned]:
    """Return one page of what hangs on a person, in the order it was written down."""
    query = select(model).where(of_person(model.participant_id, participant_id))
    return await paginate(db, query, order=[model.id], page=page, descending=latest_first)


async def other_preferred(db: AsyncSession, way: ContactWay) -> Sequence[ContactWay]:
    """Return the other ways of the same person that are marked as preferred."""
    query = select(ContactWay).where(
        ContactWay.participant_id == way.participant_id,
        ContactWay.contact_id.is_not_distinct_from(way.contact_id),
        ContactWay.preferred,
        ContactWay.id != way.id,
    )
    return (await db.scalars(query)).all()


async def separation(db: AsyncSession, separation_id: SeparationId) -> Separation:
    found = await db.scalar(select(Separation).where(Separation.id == separation_id))
    if found is None:
        raise SeparationNotFound()
    return found


def separations_of(person_id: UUID | None, *, include_voided: bool) -> Select[Separation]:
    """Return the query of separations, of one person (participant or staff) or of all."""
    query = select(Separation)
    if person_id is not None:
        query = query.where(_one_side_is(person_id))
    return query if include_voided else query.where(Separation.voided_at.is_(None))


async def staff_known(db: AsyncSession, staff_ids: Collection[StaffId]) -> bool:
    query = select(func.count()).where(StaffMember.id.in_(staff_ids))
    return await db.scalar(query) == len(set(staff_ids))
