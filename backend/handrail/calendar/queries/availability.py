"""When rooms, staff and participants are taken, for a search over some weeks: a statement for each kind."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handrail.calendar.models import Session, SessionStaff
from handrail.calendar.vocabulary import SessionStatus, StaffPlaceStatus
from handrail.core.ids import ContactId, LocationId, ParticipantId, RoomId, SessionId, StaffId
from handrail.organizations.models import Room
from handrail.organizations.vocabulary import RoomKind
from handrail.participants.models import Availability, Contact, Participant, SuitableHours
from handrail.participants.queries import person_of


@dataclass(frozen=True)
class Work:
    """Somebody works in a session then; `here` False: at another location, so that the way takes time too."""

    staff_id: StaffId
    starts_at: datetime
    ends_at: datetime
    location_id: LocationId
    telehealth: bool


async def rooms_at(
    db: AsyncSession, location_id: LocationId, *, kind: RoomKind | None, seats: int, limit: int
) -> list[Room]:
    """Return rooms in use with so many chairs, the smallest first."""
    query = select(Room).where(Room.location_id == location_id, Room.active, Room.capacity >= seats)
    if kind is not None:
        query = query.where(Room.kind == kind)
    return list(await db.scalars(query.order_by(Room.capacity, Room.name, Room.id).limit(limit)))


async def rooms_taken_between(
    db: AsyncSession, rooms: Collection[RoomId], first: date, last: date, *, besides: Collection[SessionId] = ()
) -> list[tuple[RoomId, datetime, datetime]]:
    query = select(Session.room_id, Session.starts_at, Session.ends_at).where(
        Session.room_id.in_(list(rooms)),
        Session.local_date.between(first, last),
        Session.status != SessionStatus.CANCELLED,
        Session.id.not_in(list(besides)),
    )
    return [(room, start, end) for room, start, end in await db.execute(query) if room is not None]


async def work_between(
    db: AsyncSession, staff: Collection[StaffId], first: date, last: date, *, besides: Collection[SessionId] = ()
) -> list[Work]:
    query = (
        select(
            SessionStaff.staff_id,
            SessionStaff.starts_at,
            SessionStaff.ends_at,
            Session.location_id,
            Session.telehealth,
        )
        .join(Session, Session.id == SessionStaff.session_id)
        .where(
            SessionStaff.staff_id.in_(list(staff)),
            SessionStaff.status == StaffPlaceStatus.ASSIGNED,
            Session.local_date.between(first, last),
            Session.id.not_in(list(besides)),
        )
    )
    return [Work(*row) for row in await db.execute(query)]


async def cannot_come(db: AsyncSession, persons: Collection[ParticipantId]) -> dict[ParticipantId, list[Availability]]:
    """Return the hours in which each of the people cannot come, from all their records."""
    people = aliased(Participant)
    query = (
        select(person_of(Participant), Availability)
        .join(
            Participant,
            (Participant.organization_id == Availability.organization_id)
            & (Participant.id == Availability.participant_id),
        )
        .where(
            Availability.participant_id.in_(
                select(people.id).where(or_(people.id.in_(list(persons)), people.merged_into_id.in_(list(persons))))
            )
        )
    )
    found: dict[ParticipantId, list[Availability]] = {}
    for person_id, row in await db.execute(query):
        found.setdefault(person_id, []).append(row)
    return found


async def near(
    db: AsyncSession, persons: Collection[ParticipantId], contact_ids: Collection[ContactId]
) -> set[ContactId]:
    """Return which of these are near one of the people."""
    people = aliased(Participant)
    query = select(Contact.id).where(
        Contact.id.in_(list(contact_ids)),
        Contact.participant_id.in_(
            select(people.id).where(or_(people.id.in_(list(persons)), people.merged_into_id.in_(list(persons))))
        ),
    )
    return set(await db.scalars(query)) if contact_ids else set()


@dataclass(frozen=True)
class Suits:
    """Hours that suit: the person's own as a wish, and for each of those near them who said so when they can come."""

    own: list[SuitableHours] = field(default_factory=list)
    family: dict[ContactId, list[SuitableHours]] = field(default_factory=dict)


async def suits(db: AsyncSession, persons: Collection[ParticipantId], *, on: date) -> dict[ParticipantId, Suits]:
    """Return the hours that suit each of the people, from all their records; of nobody who is near them no more."""
    people = aliased(Participant)
    query = (
        select(person_of(Participant), SuitableHours)
        .join(
            Participant,
            (Participant.organization_id == SuitableHours.organization_id)
            & (Participant.id == SuitableHours.participant_id),
        )
        .outerjoin(
            Contact,
            (Contact.organization_id == SuitableHours.organization_id) & (Contact.id == SuitableHours.contact_id),
        )
        .where(
            SuitableHours.participant_id.in_(
                select(people.id).where(or_(people.id.in_(list(persons)), people.merged_into_id.in_(list(persons))))
            ),
            or_(SuitableHours.ends_on.is_(None), SuitableHours.ends_on >= on),
            or_(Contact.ends_on.is_(None), Contact.ends_on >= on),
        )
        .order_by(SuitableHours.id)
    )
    found: dict[ParticipantId, Suits] = {}
    for person_id, row in await db.execute(query):
        mine = found.setdefault(person_id, Suits())
        (mine.own if row.contact_id is None else mine.family.setdefault(row.contact_id, [])).append(row)
    return found
