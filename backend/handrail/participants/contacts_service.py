"""How a person is reached, by whom it was tried, who is near them, and when they cannot come.

What is written about a merged record hangs on the one that stays, so that undoing the merge leaves it there.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import (
    AvailabilityId,
    ContactAttemptId,
    ContactId,
    ContactWayId,
    ParticipantId,
    ParticipantIdentifierId,
    SuitableHoursId,
)
from handrail.core.pagination import PageParams, Rows
from handrail.participants import queries
from handrail.participants.contacts_schemas import (
    AvailabilityWrite,
    ContactAttemptCreate,
    ContactWayCreate,
    ContactWayUpdate,
    ContactWrite,
    SuitableHoursWrite,
)
from handrail.participants.errors import (
    AlreadyVoided,
    AvailabilityNotFound,
    ContactAttemptNotFound,
    ContactNotFound,
    ContactWayNotFound,
    IdentifierNotFound,
    IdentifierTaken,
    SafetyOfPhonesOnly,
    SuitableHoursNotFound,
)
from handrail.participants.events import ContactTried, ContactTryVoided
from handrail.participants.models import (
    Availability,
    Contact,
    ContactAttempt,
    ContactWay,
    FormerName,
    ParticipantIdentifier,
    SuitableHours,
)
from handrail.participants.rules import check_period, refuse_social_security_number, way_key
from handrail.participants.schemas import FormerNameCreate, IdentifierCreate, IdentifierUpdate, VoidReason
from handrail.participants.vocabulary import ContactWayKind

READ, UPDATE = "participant:read", "participant:update"


async def list_of(
    db: AsyncSession,
    actor: Actor,
    model: type[queries.Owned],
    participant_id: ParticipantId,
    page: PageParams,
    *,
    latest_first: bool = False,
) -> Rows[queries.Owned]:
    """Return one page of what hangs on a person the actor may see."""
    await queries.visible_participant(db, actor, participant_id, READ)
    return await queries.page_of(db, model, participant_id, page, latest_first=latest_first)


async def add_former_name(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, new: FormerNameCreate
) -> FormerName:
    """Keep a name the person had."""
    person = await queries.visible_participant(db, actor, participant_id, UPDATE)
    check_period(new.starts_on, new.ends_on)
    name = FormerName(participant_id=person.person_id, **new.model_dump())
    db.add(name)
    await db.flush()
    return name


async def add_identifier(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, new: IdentifierCreate
) -> ParticipantIdentifier:
    """Keep a number of another system; each number belongs to one person."""
    person = await queries.visible_participant(db, actor, participant_id, UPDATE)
    refuse_social_security_number(system=new.system, value=new.value)
    check_period(new.starts_on, new.ends_on)
    identifier = ParticipantIdentifier(participant_id=person.person_id, **new.model_dump())
    db.add(identifier)
    with refusing({"uq_participant_identifiers_system": IdentifierTaken(pointer="/value")}):
        await db.flush()
    return identifier


async def update_identifier(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    identifier_id: ParticipantIdentifierId,
    change: IdentifierUpdate,
    *,
    if_match: int,
) -> ParticipantIdentifier:
    """Correct what a number stands for, or when it was valid."""
    await queries.visible_participant(db, actor, participant_id, UPDATE)
    identifier = await queries.one_of(db, ParticipantIdentifier, participant_id, identifier_id)
    if identifier is None:
        raise IdentifierNotFound()
    expect_version(identifier, if_match)
    check_period(change.starts_on, change.ends_on)
    _apply(identifier, change.model_dump())
    await db.flush()
    return identifier


async def add_contact(db: AsyncSession, actor: Actor, participant_id: ParticipantId, new: ContactWrite) -> Contact:
    """Write down somebody near the person."""
    person = await queries.visible_participant(db, actor, participant_id, UPDATE)
    check_period(new.starts_on, new.ends_on)
    contact = Contact(participant_id=person.person_id, **_plain_topics(new))
    db.add(contact)
    await db.flush()
    return contact


async def update_contact(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    contact_id: ContactId,
    change: ContactWrite,
    *,
    if_match: int,
) -> Contact:
    """Replace what is known of a contact."""
    await queries.visible_participant(db, actor, participant_id, UPDATE)
    contact = await _contact(db, participant_id, contact_id)
    expect_version(contact, if_match)
    check_period(change.starts_on, change.ends_on)
    _apply(contact, _plain_topics(change))
    await db.flush()
    return contact


def _plain_topics(contact: ContactWrite) -> dict[str, object]:
    return contact.model_dump() | {"consented_topics": sorted({topic.value for topic in contact.consented_topics})}


async def _contact(db: AsyncSession, participant_id: ParticipantId, contact_id: ContactId) -> Contact:
    contact = await queries.one_of(db, Contact, participant_id, contact_id)
    if contact is None:
        raise ContactNotFound()
    return contact


async def add_contact_way(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, new: ContactWayCreate
) -> ContactWay:
    """Write down a phone number, an e-mail address or a postal address."""
    person = await queries.visible_participant(db, actor, participant_id, UPDATE)
    check_period(new.starts_on, new.ends_on)
    if new.contact_id is not None:
        await _contact(db, participant_id, new.contact_id)
    address = new.address.model_dump() if new.address is not None else {}
    value = new.phone or new.email
    way = ContactWay(
        participant_id=person.person_id,
        value=value,
        value_key=way_key(
            new.kind, value=value, address=[*address.get("lines", []), address.get("city"), address.get("postal_code")]
        ),
        **address,
        **new.model_dump(exclude={"phone", "email", "address"}),
    )
    db.add(way)
    await _prefer_only(db, way)
    return way


async def update_contact_way(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    contact_way_id: ContactWayId,
    change: ContactWayUpdate,
    *,
    if_match: int,
) -> ContactWay:
    """Change what is safe, what is preferred, and until when it is valid."""
    await queries.visible_participant(db, actor, participant_id, UPDATE)
    way = await _way(db, participant_id, contact_way_id)
    expect_version(way, if_match)
    check_period(change.starts_on, change.ends_on)
    if way.kind is not ContactWayKind.PHONE and (change.safe_for_voicemail or change.safe_for_text):
        raise SafetyOfPhonesOnly(pointer="/safe_for_voicemail" if change.safe_for_voicemail else "/safe_for_text")
    _apply(way, change.model_dump())
    await _prefer_only(db, way)
    return way


async def _way(db: AsyncSession, participant_id: ParticipantId, contact_way_id: ContactWayId) -> ContactWay:
    way = await queries.one_of(db, ContactWay, participant_id, contact_way_id)
    if way is None:
        raise ContactWayNotFound()
    return way


async def _prefer_only(db: AsyncSession, way: ContactWay) -> None:
    await db.flush()
    if way.preferred:
        for other in await queries.other_preferred(db, way):
            other.preferred = False
        await db.flush()


async def record_contact_attempt(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, new: ContactAttemptCreate
) -> ContactAttempt:
    """Write down one try to reach the person or somebody near them, as the actor's."""
    person = await queries.visible_participant(db, actor, participant_id, "contact_attempt:write")
    if new.contact_id is not None:
        await _contact(db, participant_id, new.contact_id)
    if new.contact_way_id is not None:
        await _way(db, participant_id, new.contact_way_id)
    attempt = ContactAttempt(
        participant_id=person.person_id, account_id=actor.account_id, staff_id=actor.staff_id, **new.model_dump()
    )
    db.add(attempt)
    await db.flush()
    tried = ContactTried(
        contact_attempt_id=attempt.id,
        participant_id=person.person_id,
        reason=new.reason,
        outcome=new.outcome,
        account_id=actor.account_id,
        attempted_at=new.attempted_at,
        at=now(),
    )
    await announce(db, tried)
    return attempt


async def void_contact_attempt(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    contact_attempt_id: ContactAttemptId,
    void: VoidReason,
    *,
    if_match: int,
) -> ContactAttempt:
    """Take back an entry that was wrong; it stays readable with the reason."""
    await queries.visible_participant(db, actor, participant_id, "contact_attempt:write")
    attempt = await queries.one_of(db, ContactAttempt, participant_id, contact_attempt_id)
    if attempt is None:
        raise ContactAttemptNotFound()
    expect_version(attempt, if_match)
    if attempt.voided_at is not None:
        raise AlreadyVoided()
    attempt.voided_at, attempt.void_reason = now(), void.reason
    await db.flush()
    await announce(db, ContactTryVoided(attempt.id, attempt.participant_id, attempt.reason))
    return attempt


async def add_availability(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, new: AvailabilityWrite
) -> Availability:
    """Write down weekly hours in which the person cannot come."""
    person = await queries.visible_participant(db, actor, participant_id, UPDATE)
    check_period(new.starts_on, new.ends_on)
    window = Availability(participant_id=person.person_id, **new.model_dump())
    db.add(window)
    await db.flush()
    return window


async def update_availability(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    availability_id: AvailabilityId,
    change: AvailabilityWrite,
    *,
    if_match: int,
) -> Availability:
    """Replace a window; a new shift from some date on is a new window beside the ended one."""
    await queries.visible_participant(db, actor, participant_id, UPDATE)
    window = await queries.one_of(db, Availability, participant_id, availability_id)
    if window is None:
        raise AvailabilityNotFound()
    expect_version(window, if_match)
    check_period(change.starts_on, change.ends_on)
    _apply(window, change.model_dump())
    await db.flush()
    return window


async def add_suitable_hours(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, new: SuitableHoursWrite
) -> SuitableHours:
    """Write down weekly hours that suit the person, or somebody near them."""
    person = await queries.visible_participant(db, actor, participant_id, UPDATE)
    check_period(new.starts_on, new.ends_on)
    if new.contact_id is not None:
        await _contact(db, participant_id, new.contact_id)
    hours = SuitableHours(participant_id=person.person_id, **new.model_dump())
    db.add(hours)
    await db.flush()
    return hours


async def update_suitable_hours(
    db: AsyncSession,
    actor: Actor,
    participant_id: ParticipantId,
    suitable_hours_id: SuitableHoursId,
    change: SuitableHoursWrite,
    *,
    if_match: int,
) -> SuitableHours:
    """Replace hours; others from some date on are new hours beside the ended ones."""
    await queries.visible_participant(db, actor, participant_id, UPDATE)
    hours = await queries.one_of(db, SuitableHours, participant_id, suitable_hours_id)
    if hours is None:
        raise SuitableHoursNotFound()
    expect_version(hours, if_match)
    check_period(change.starts_on, change.ends_on)
    if change.contact_id is not None:
        await _contact(db, participant_id, change.contact_id)
    _apply(hours, change.model_dump())
    await db.flush()
    return hours


def _apply(row: object, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
