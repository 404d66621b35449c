"""People who must not be in one room."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.events import announce
from handrail.core.ids import SeparationId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.participants import queries
from handrail.participants.errors import AlreadySeparated, AlreadyVoided, PersonNotAvailable, SamePerson
from handrail.participants.events import PeopleSeparated
from handrail.participants.models import Separation
from handrail.participants.rules import check_period
from handrail.participants.schemas import VoidReason
from handrail.participants.separations_schemas import Person, SeparationCreate, SeparationUpdate


async def list_separations(
    db: AsyncSession, page: PageParams, *, person_id: UUID | None, include_voided: bool
) -> Rows[Separation]:
    """Return separations as they were written down, of one person or of all."""
    query = queries.separations_of(person_id, include_voided=include_voided)
    return await paginate(db, query, order=[Separation.id], page=page)


async def get_separation(db: AsyncSession, separation_id: SeparationId) -> Separation:
    return await queries.separation(db, separation_id)


async def separate(db: AsyncSession, actor: Actor, new: SeparationCreate) -> Separation:
    """Keep two people apart from one date on; two that are apart already are refused."""
    first, second = sorted((new.first, new.second), key=_id_of)
    if _id_of(first) == _id_of(second):
        raise SamePerson(pointer="/second")
    check_period(new.starts_on, new.ends_on)
    await _check_people(db, actor, first, second)
    with_second = {one.id for one in await queries.separations_with(db, _id_of(second))}
    for other in await queries.separations_with(db, _id_of(first)):
        together = other.id in with_second
        starts_before_other_ends = other.ends_on is None or new.starts_on <= other.ends_on
        if together and starts_before_other_ends and (new.ends_on is None or other.starts_on <= new.ends_on):
            raise AlreadySeparated()
    separation = Separation(
        first_participant_id=first.participant_id,
        first_staff_id=first.staff_id,
        second_participant_id=second.participant_id,
        second_staff_id=second.staff_id,
        **new.model_dump(include={"reason", "starts_on", "ends_on"}),
    )
    db.add(separation)
    await db.flush()
    await announce(
        db,
        PeopleSeparated(
            separation.id, _id_of(first), _id_of(second), new.starts_on, new.ends_on, account_id=actor.account_id
        ),
    )
    return separation


def _id_of(person: Person) -> UUID:
    return UUID(str(person.participant_id or person.staff_id))


async def _check_people(db: AsyncSession, actor: Actor, *people: Person) -> None:
    participants = {person.participant_id for person in people if person.participant_id is not None}
    staff = {person.staff_id for person in people if person.staff_id is not None}
    if participants and not await queries.all_visible(db, actor, participants, "separation:manage"):
        raise PersonNotAvailable()
    if staff and not await queries.staff_known(db, staff):
        raise PersonNotAvailable()


async def update_separation(
    db: AsyncSession, actor: Actor, separation_id: SeparationId, change: SeparationUpdate, *, if_match: int
) -> Separation:
    """Change why or until when two people are kept apart; the days that are added count as a new separation."""
    separation = await queries.separation(db, separation_id)
    expect_version(separation, if_match)
    if separation.voided_at is not None:
        raise AlreadyVoided()
    check_period(separation.starts_on, change.ends_on)
    ended_on = separation.ends_on
    separation.reason, separation.ends_on = change.reason, change.ends_on
    await db.flush()
    if ended_on is not None and (change.ends_on is None or ended_on < change.ends_on):
        first = separation.first_participant_id or separation.first_staff_id
        second = separation.second_participant_id or separation.second_staff_id
        assert first is not None
        assert second is not None
        added_on = ended_on + timedelta(days=1)
        await announce(
            db,
            PeopleSeparated(separation.id, first, second, added_on, change.ends_on, account_id=actor.account_id),
        )
    return separation


async def void_separation(
    db: AsyncSession, separation_id: SeparationId, void: VoidReason, *, if_match: int
) -> Separation:
    """Take back a separation that was an error."""
    separation = await queries.separation(db, separation_id)
    expect_version(separation, if_match)
    if separation.voided_at is not None:
        raise AlreadyVoided()
    separation.voided_at, separation.void_reason = now(), void.reason
    await db.flush()
    return separation
