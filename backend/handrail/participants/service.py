"""What is done with people's records themselves, and who may open them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import CareRelationshipId, ParticipantId, ProgramId, StaffId
from handrail.core.pagination import PageParams, Rows
from handrail.participants import queries
from handrail.participants.errors import (
    AlreadyMerged,
    MergeIntoItself,
    MrnTaken,
    NotMerged,
    OthersMergedIntoIt,
    SurvivorNotInUse,
)
from handrail.participants.events import RecordMerged
from handrail.participants.models import CareRelationship, Participant
from handrail.participants.rules import check_life, check_period, fold, folded_names, medical_record_number
from handrail.participants.schemas import Merge, ParticipantCreate, ParticipantSearch, ParticipantUpdate
from handrail.participants.search_queries import people_by_key, people_by_name
from handrail.participants.vocabulary import CareReason, DatePrecision, ParticipantStatus


async def get_visible_participant(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, *, permission: str = "participant:read"
) -> Participant:
    """Return a person the actor may open by `permission`; anybody else is `ParticipantNotFound`."""
    return await queries.visible_participant(db, actor, participant_id, permission)


async def find_participants(
    db: AsyncSession, actor: Actor, search: ParticipantSearch, page: PageParams
) -> Rows[Participant]:
    """Find people by the beginning of a name, a record number or a birth date, among those the actor may see."""
    everyone = search.include_not_in_use
    if search.name_prefix is not None:
        return await people_by_name(db, actor, fold(search.name_prefix), include_not_in_use=everyone, page=page)
    return await people_by_key(
        db, actor, mrn=search.mrn, birth_date=search.birth_date, include_not_in_use=everyone, page=page
    )


async def give_out_mrns(db: AsyncSession, count: int, *, besides: Collection[str] = ()) -> list[str]:
    """Return `count` medical record numbers that nobody has, and that are not among `besides`."""
    numbers: list[str] = []
    while len(numbers) < count:
        candidates = [medical_record_number(n) for n in await queries.next_mrn_counters(db, count - len(numbers))]
        taken = await queries.taken_mrns(db, candidates) | set(besides)
        numbers += [number for number in candidates if number not in taken]
    return numbers


async def create_participant(db: AsyncSession, new: ParticipantCreate) -> Participant:
    """Open a record."""
    check_life(birth_date=new.birth_date, deceased_on=None, today=now().date())
    values = new.model_dump(exclude={"mrn", "birth_date_precision", "race"})
    participant = Participant(
        **values,
        race=[code.value for code in new.race],
        mrn=new.mrn or (await give_out_mrns(db, 1))[0],
        birth_date_precision=new.birth_date_precision if new.birth_date is not None else None,
    )
    _refold(participant)
    db.add(participant)
    with refusing({"uq_participants_mrn": MrnTaken(pointer="/mrn")}):
        await db.flush()
    return participant


async def update_participant(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, change: ParticipantUpdate, *, if_match: int
) -> Participant:
    """Change what was sent."""
    participant = await queries.visible_participant(db, actor, participant_id, "participant:update")
    expect_version(participant, if_match)
    if participant.status is ParticipantStatus.MERGED:
        raise AlreadyMerged()
    precisions = {name: _precision(participant, change, name) for name in ("birth_date", "deceased_on")}
    for name, value in change.model_dump(exclude_unset=True).items():
        setattr(participant, name, value)
    if "deceased" not in change.model_fields_set and (participant.deceased_on or participant.deceased_at):
        participant.deceased = True
    if not participant.deceased:
        participant.deceased_on, participant.deceased_at = None, None
    participant.birth_date_precision = precisions["birth_date"] if participant.birth_date is not None else None
    participant.deceased_on_precision = precisions["deceased_on"] if participant.deceased_on is not None else None
    check_life(birth_date=participant.birth_date, deceased_on=participant.deceased_on, today=now().date())
    _refold(participant)
    with refusing({"uq_participants_mrn": MrnTaken(pointer="/mrn")}):
        await db.flush()
    return participant


def _precision(before: Participant, change: ParticipantUpdate, name: str) -> DatePrecision:
    """A new date is known to the day unless said otherwise; an old one keeps what was known of it."""
    sent: DatePrecision | None = getattr(change, f"{name}_precision")
    kept: DatePrecision | None = None if name in change.model_fields_set else getattr(before, f"{name}_precision")
    return sent or kept or DatePrecision.DAY


def _refold(participant: Participant) -> None:
    folded = folded_names(
        given_names=participant.given_names,
        family_name=participant.family_name,
        chosen_name=participant.chosen_name,
    )
    participant.folded_name, participant.folded_given = folded.folded_name, folded.folded_given
    participant.folded_chosen = folded.folded_chosen


async def merge_participant(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, merge: Merge, *, if_match: int
) -> Participant:
    """Point a record at the one that stays. Nothing moves, so that the merge can be undone.

    Merges stay one deep, so that every question about a person is one comparison: a record that others are merged into
    is refused, and so is one to keep that is itself merged.
    """
    merged, survivor = await to_be_merged(db, actor, participant_id, merge.into_participant_id, if_match=if_match)
    merged.status_before_merge = merged.status
    merged.status, merged.merged_into_id, merged.merged_at = ParticipantStatus.MERGED, survivor.id, now()
    await db.flush()
    await announce(db, RecordMerged(merged.id, survivor.id))
    return merged


async def to_be_merged(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    into_participant_id: ParticipantId,
    *,
    if_match: int | None = None,
) -> tuple[Participant, Participant]:
    """Return, locked, the record that would be merged and the one that would stay, or raise why they cannot be."""
    if participant_id == into_participant_id:
        raise MergeIntoItself(pointer="/into_participant_id")
    # In the order of ids: two merges of the same pair cannot wait for each other.
    rows = {
        person: await queries.visible_participant(db, actor, person, "participant:merge", lock=True)
        for person in sorted([participant_id, into_participant_id])
    }
    merged, survivor = rows[participant_id], rows[into_participant_id]
    if if_match is not None:
        expect_version(merged, if_match)
    if merged.status is ParticipantStatus.MERGED:
        raise AlreadyMerged()
    if survivor.status in queries.NOT_IN_USE:
        raise SurvivorNotInUse()
    if others := await queries.merged_into(db, participant_id):
        raise OthersMergedIntoIt(count=others)
    return merged, survivor


async def undo_merge(db: AsyncSession, actor: Actor, participant_id: ParticipantId, *, if_match: int) -> Participant:
    """Clear the pointer: both records are what they were before."""
    participant = await queries.visible_participant(db, actor, participant_id, "participant:merge", lock=True)
    expect_version(participant, if_match)
    if participant.status is not ParticipantStatus.MERGED:
        raise NotMerged()
    participant.status = participant.status_before_merge or ParticipantStatus.ACTIVE
    participant.merged_into_id, participant.merged_at, participant.status_before_merge = None, None, None
    await db.flush()
    return participant


async def takes_part(db: AsyncSession, participant_id: ParticipantId, *, on: date) -> bool:
    """Say whether the person can be expected anywhere on a date: the record is one in use, and they are alive."""
    return await queries.takes_part(db, participant_id, on)


async def same_person(db: AsyncSession, one: ParticipantId, other: ParticipantId) -> bool:
    """Say whether two records are one person's, as they are or by a merge."""
    people = await queries.people_of(db, {one, other})
    return one == other or (len(people) == 2 and people[one] == people[other])


async def relate(
    db: AsyncSession,
    participant_id: ParticipantId,
    *,
    reason: CareReason,
    starts_on: date,
    ends_on: date | None = None,
    program_id: ProgramId | None = None,
    staff_id: StaffId | None = None,
) -> CareRelationship:
    """Let a program's team, or one staff member, open this record between two dates (both included).

    An open relationship for the same reason is kept and only reaches further back where needed.
    """
    assert (program_id is None) != (staff_id is None), "a relationship is to a program or to a staff member"
    check_period(starts_on, ends_on)
    running = await queries.open_relationships(
        db, participant_id, program_id=program_id, staff_id=staff_id, reason=reason
    )
    if running and ends_on is None:
        relationship = running[0]
        relationship.starts_on = min(relationship.starts_on, starts_on)
    else:
        relationship = CareRelationship(
            participant_id=participant_id,
            program_id=program_id,
            staff_id=staff_id,
            reason=reason,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        db.add(relationship)
    await db.flush()
    return relationship


async def open_briefly(
    db: AsyncSession,
    participant_id: ParticipantId,
    *,
    staff_id: StaffId,
    starts_on: date,
    ends_on: date,
    expires_at: datetime,
) -> CareRelationship:
    """Let one staff member open the record until an instant, because they broke the glass."""
    relationship = CareRelationship(
        participant_id=participant_id,
        staff_id=staff_id,
        reason=CareReason.BREAK_GLASS,
        starts_on=starts_on,
        ends_on=ends_on,
        expires_at=expires_at,
    )
    db.add(relationship)
    await db.flush()
    return relationship


async def close_early(db: AsyncSession, relationship_id: CareRelationshipId, *, at: datetime) -> None:
    """Take back what was open until an instant, now."""
    relationship = await queries.relationship(db, relationship_id)
    if relationship.expires_at is not None:
        relationship.expires_at = min(relationship.expires_at, at)
    await db.flush()


async def end_relationship(db: AsyncSession, relationship_id: CareRelationshipId, *, ends_on: date) -> CareRelationship:
    """Let the reason to open the record run out; one that has not begun keeps its first day only."""
    relationship = await queries.relationship(db, relationship_id)
    relationship.ends_on = max(ends_on, relationship.starts_on)
    await db.flush()
    return relationship


async def end_relationships(
    db: AsyncSession,
    participant_id: ParticipantId,
    *,
    ends_on: date,
    program_id: ProgramId | None = None,
    staff_id: StaffId | None = None,
    reason: CareReason | None = None,
) -> Sequence[CareRelationship]:
    """End every open relationship of the person that fits what is named."""
    running = await queries.open_relationships(
        db, participant_id, program_id=program_id, staff_id=staff_id, reason=reason
    )
    for relationship in running:
        relationship.ends_on = max(ends_on, relationship.starts_on)
    await db.flush()
    return running
