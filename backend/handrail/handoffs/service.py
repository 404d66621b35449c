"""Use cases of the hand-off from one shift to the next."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now, today_in
from handrail.core.ids import HandOffId, ParticipantId, new_id
from handrail.handoffs import queries
from handrail.handoffs.errors import (
    HandOffAudience,
    HandOffNotActive,
    HandOffNotTheirs,
    HandOffNotYours,
    HandOffPlaceUnknown,
    HandOffRead,
    HandOffSubjectsDiffer,
    OwnHandOff,
)
from handrail.handoffs.models import HandOff, HandOffAcknowledgement
from handrail.handoffs.rules import expiry
from handrail.handoffs.schemas import HandOffCreate, HandOffDetail
from handrail.organizations.models import Location
from handrail.participants import service as participants
from handrail.programs.models import Program
from handrail.staff.models import StaffMember


async def write(db: AsyncSession, actor: Actor, new: HandOffCreate) -> HandOffDetail:
    """Leave a note for the team of a program or for one colleague; a correction takes the older one off the lists."""
    await _check_audience(db, new)
    participant_id = None if new.participant_id is None else await _about(db, actor, new, new.participant_id)
    if new.replaces_id is not None:
        await _check_replaceable(db, actor, new.replaces_id, participant_id)
    zone, at = await queries.time_zone(db), now()
    today = today_in(zone, at=at)
    next_day = await queries.next_clinic_day(db, today, program_id=new.program_id, location_id=new.location_id)
    handoff = HandOff(
        id=HandOffId(new_id()),
        participant_id=participant_id,
        program_id=new.program_id,
        location_id=new.location_id,
        to_staff_id=new.to_staff_id,
        urgency=new.urgency,
        text=new.text,
        written_by=actor.account_id,
        expires_at=expiry(new.expires_at, next_day or today + timedelta(days=1), zone, at),
        withdrawn_at=None,
        replaces_id=new.replaces_id,
    )
    db.add(handoff)
    await db.flush()
    return await _read(db, actor, handoff.id)


async def acknowledge(db: AsyncSession, actor: Actor, handoff_id: HandOffId) -> HandOffDetail:
    """Note that the actor has read it. Once more changes nothing."""
    handoff = await queries.locked(db, actor, handoff_id)
    if handoff.written_by == actor.account_id:
        raise OwnHandOff()
    if await queries.acknowledgement(db, handoff_id, actor.account_id) is None:
        await _check_active(db, handoff)
        db.add(HandOffAcknowledgement(handoff_id=handoff_id, account_id=actor.account_id, acknowledged_at=now()))
        await db.flush()
    return await _read(db, actor, handoff_id)


async def withdraw(db: AsyncSession, actor: Actor, handoff_id: HandOffId) -> HandOffDetail:
    """Take one's own note back before anybody has acknowledged it; it stays in the record's history."""
    handoff = await queries.locked(db, actor, handoff_id)
    if handoff.written_by != actor.account_id:
        raise HandOffNotYours()
    if await queries.is_acknowledged(db, handoff_id):
        raise HandOffRead()
    await _check_active(db, handoff)
    handoff.withdrawn_at = now()
    await db.flush()
    return await _read(db, actor, handoff_id)


async def _read(db: AsyncSession, actor: Actor, handoff_id: HandOffId) -> HandOffDetail:
    return HandOffDetail.model_validate_json(await queries.read_one(db, actor, handoff_id))


async def _check_active(db: AsyncSession, handoff: HandOff) -> None:
    over = handoff.withdrawn_at is not None or handoff.expires_at <= now()
    if over or await queries.is_replaced(db, handoff.id):
        raise HandOffNotActive()


async def _check_audience(db: AsyncSession, new: HandOffCreate) -> None:
    if (new.program_id is None) == (new.to_staff_id is None) or (new.location_id and new.program_id is None):
        raise HandOffAudience(pointer="/program_id")
    if new.program_id is not None and not await queries.known(db, Program, new.program_id):
        raise HandOffPlaceUnknown(pointer="/program_id")
    if new.location_id is not None and not await queries.known(db, Location, new.location_id):
        raise HandOffPlaceUnknown(pointer="/location_id")
    if new.to_staff_id is not None and not await queries.known(db, StaffMember, new.to_staff_id):
        raise HandOffPlaceUnknown(pointer="/to_staff_id")


async def _about(db: AsyncSession, actor: Actor, new: HandOffCreate, participant_id: ParticipantId) -> ParticipantId:
    """Return whom the note is about. Both who writes and whom it is for have a part in their care."""
    person = await participants.get_visible_participant(db, actor, participant_id, permission="handoff:write")
    if new.program_id is not None and not await queries.in_care_of_program(db, person.id, new.program_id):
        raise HandOffNotTheirs(pointer="/program_id")
    if new.to_staff_id is not None and not await queries.in_care_of_colleague(db, person.id, new.to_staff_id):
        raise HandOffNotTheirs(pointer="/to_staff_id")
    return person.person_id


async def _check_replaceable(
    db: AsyncSession, actor: Actor, replaces_id: HandOffId, participant_id: ParticipantId | None
) -> None:
    older = await queries.locked(db, actor, replaces_id)
    if older.written_by != actor.account_id:
        raise HandOffNotYours()
    await _check_active(db, older)
    if older.participant_id is None or participant_id is None:
        same = older.participant_id is participant_id
    else:
        same = await participants.same_person(db, older.participant_id, participant_id)
    if not same:
        raise HandOffSubjectsDiffer(pointer="/participant_id")
