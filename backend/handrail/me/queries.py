"""Statements about what participants see: always of one person, by all of their records."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Date, and_, case, cast, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import Booking, Session
from handrail.calendar.vocabulary import BookingStatus, SessionCancelReason, SessionStatus
from handrail.core.events import record_changes
from handrail.core.ids import AccountId, CheckInId, ParticipantId, ProgramId, SessionId, new_id
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.me.errors import AppointmentNotFound
from handrail.me.models import CheckIn, RequestCount, SafetyRequestCount
from handrail.me.rules import Opening
from handrail.me.vocabulary import LOOK_AHEAD, SHOWN_REASONS, Asking
from handrail.organizations.models import Location, Organization
from handrail.participants.models import ContactWay, Participant
from handrail.participants.queries import IDS_OF_PERSON, clinic_today, ids_of_person, of_person, person_of
from handrail.participants.vocabulary import ContactWayKind, ParticipantStatus
from handrail.programs.models import Program

# Who asks


@dataclass(frozen=True)
class Counted:
    """How often an account asked within its window, and until when that is."""

    requests: int
    window_ends_at: datetime


async def count_request(
    db: AsyncSession, account_id: AccountId, asking: Asking | None, *, now: datetime, window: timedelta
) -> Counted:
    """Count one request of an account in its window, a new one where the last is over; by what it is for, or with all.

    Of a table in which each kind has a row of its own, and of that in which all others share one.
    """
    table: type[RequestCount | SafetyRequestCount] = RequestCount if asking is None else SafetyRequestCount
    values: dict[str, Any] = {"organization_id": db.info["organization_id"], "account_id": account_id}
    statement = insert(table).values(
        **values, **({} if asking is None else {"asking": asking}), requests=1, window_ends_at=now + window
    )
    over = table.window_ends_at <= now
    statement = statement.on_conflict_do_update(
        constraint=f"pk_{table.__tablename__}",
        set_={
            "requests": func.least(case((over, 1), else_=table.requests + 1), 1_000_000),
            "window_ends_at": case((over, statement.excluded.window_ends_at), else_=table.window_ends_at),
        },
    )
    found = await db.execute(statement.returning(table.requests, table.window_ends_at))
    return Counted(*found.one())


async def takes_part(db: AsyncSession, participant_id: ParticipantId) -> bool:
    """Say whether an account's record is of a living person and in use, itself or what it is merged into."""
    query = select(Participant.id).where(
        Participant.id.in_(select(person_of(Participant)).where(Participant.id == participant_id)),
        Participant.status != ParticipantStatus.ENTERED_IN_ERROR,
        ~Participant.deceased,
    )
    return await db.scalar(query) is not None


async def records_of(db: AsyncSession, participant_id: ParticipantId) -> list[ParticipantId]:
    """Return the ids of all records of a person."""
    return list(await db.scalars(ids_of_person(participant_id)))


async def email_of(db: AsyncSession, participant_id: ParticipantId) -> str | None:
    """Return the address by which a person can be known today: the preferred one, else the youngest."""
    today = select(clinic_today()).scalar_subquery()
    query = (
        select(ContactWay.value)
        .where(
            of_person(ContactWay.participant_id, participant_id),
            ContactWay.contact_id.is_(None),
            ContactWay.kind == ContactWayKind.EMAIL,
            or_(ContactWay.starts_on.is_(None), ContactWay.starts_on <= today),
            or_(ContactWay.ends_on.is_(None), ContactWay.ends_on >= today),
        )
        .order_by(ContactWay.preferred.desc(), ContactWay.id.desc())
    )
    found: str | None = await db.scalar(query.limit(1))
    return found


# Where they take part


async def person(db: AsyncSession, participant_id: ParticipantId) -> Participant:
    """Return the record that stands for a person."""
    query = select(Participant).where(
        Participant.id.in_(select(person_of(Participant)).where(Participant.id == participant_id))
    )
    return (await db.scalars(query)).one()


async def organization(db: AsyncSession) -> Organization:
    return (await db.scalars(select(Organization))).one()


async def program(db: AsyncSession, program_id: ProgramId) -> Program:
    return (await db.scalars(select(Program).where(Program.id == program_id))).one()


async def location(db: AsyncSession, location_id: Any) -> Location | None:
    """Return a place; without one asked for, the only place there is."""
    query = select(Location).where(Location.active if location_id is None else Location.id == location_id)
    found = list(await db.scalars(query.limit(2)))
    return found[0] if len(found) == 1 else None


async def openings(db: AsyncSession, program_id: ProgramId | None, *, now: datetime) -> list[Opening]:
    """Return the days on which a program, or the clinic, has sessions that take place, from their first to their last.

    What closures cancelled or shortened is left out, so that a closed day is none.
    """
    query = select(func.min(Session.starts_at), func.max(Session.ends_at)).where(
        Session.status != SessionStatus.CANCELLED,
        Session.starts_at.between(now - timedelta(days=1), now + LOOK_AHEAD),
        Session.local_date >= cast(func.timezone(Session.time_zone, now), Date),
    )
    if program_id is not None:
        query = query.where(Session.program_id == program_id)
    query = query.group_by(Session.local_date, Session.location_id)
    return [Opening(*row) for row in await db.execute(query)]


# Their sessions


@dataclass(frozen=True)
class Appointment:
    """A place in a session, and nothing of who else comes."""

    session: Session
    booking: Booking
    place: Location
    checked_in_at: datetime | None


def _appointments(participant_id: ParticipantId) -> Any:
    return (
        select(Session, Booking, Location, CheckIn.checked_in_at)
        .join(Session, and_(Session.organization_id == Booking.organization_id, Session.id == Booking.session_id))
        .join(Location, and_(Location.organization_id == Session.organization_id, Location.id == Session.location_id))
        .outerjoin(CheckIn, and_(CheckIn.organization_id == Booking.organization_id, CheckIn.booking_id == Booking.id))
        .where(
            of_person(Booking.participant_id, participant_id),
            or_(Booking.status == BookingStatus.BOOKED, Booking.cancel_reason.in_(SHOWN_REASONS)),
            or_(Session.cancel_reason.is_(None), Session.cancel_reason != SessionCancelReason.ENTERED_IN_ERROR),
        )
    )


async def page_of_appointments(
    db: AsyncSession, participant_id: ParticipantId, first: date, last: date, page: PageParams
) -> Rows[Appointment]:
    """One page of a person's sessions by time."""
    query = _appointments(participant_id).where(Session.local_date.between(first, last))
    found = await paginate(db, query, order=(Session.starts_at, Booking.id), page=page)
    return Rows([Appointment(*row) for row in found.items], found.next_cursor)


async def live_appointment(db: AsyncSession, participant_id: ParticipantId, session_id: SessionId) -> Appointment:
    """Return a place that holds in a session that takes place, or raise as if there were none."""
    query = _appointments(participant_id).where(
        Session.id == session_id,
        Booking.status == BookingStatus.BOOKED,
        Session.status != SessionStatus.CANCELLED,
    )
    found = (await db.execute(query.limit(1))).one_or_none()
    if found is None:
        raise AppointmentNotFound()
    return Appointment(*found)


async def check_in(db: AsyncSession, place: Appointment, *, by: AccountId, at: datetime) -> datetime:
    """Store that somebody has come, the first time only; return when that was."""
    row = {
        "id": CheckInId(new_id()),
        "organization_id": db.info["organization_id"],
        "booking_id": place.booking.id,
        "session_id": place.session.id,
        "participant_id": place.booking.participant_id,
        "checked_in_at": at,
        "checked_in_by": by,
    }
    stored = await db.scalar(insert(CheckIn).values(row).on_conflict_do_nothing().returning(CheckIn.id))
    if stored is not None:
        await record_changes(db, "check_ins.created", [row])
        return at
    first = select(CheckIn.checked_in_at).where(CheckIn.booking_id == place.booking.id)
    return (await db.scalars(first)).one()


# Their safety plan

# $1 the account's record, $2 and $3 the numbers to call.
SAFETY_PLAN: Final = f"""
WITH theirs AS ({IDS_OF_PERSON.replace(":participant_id", "$1::uuid")})
SELECT json_build_object(
    'version', p.number,
    'language', p.language,
    'warning_signs', p.warning_signs,
    'own_ways', p.own_ways,
    'places_and_people', p.places_and_people,
    'people_to_ask', p.people_to_ask,
    'professionals', p.professionals,
    'safer_place', p.safer_place,
    'written_at', to_char(p.written_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'crisis_line', $2::text,
    'emergency', $3::text
)::text AS body, ARRAY[p.participant_id] AS participant_ids
FROM safety_plans p
WHERE p.participant_id IN (SELECT id FROM theirs)
ORDER BY p.number DESC, p.id DESC
LIMIT 1
"""  # noqa: S608  the piece that is put in is a constant
