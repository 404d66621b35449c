"""Statements about what would mend a week."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handrail.attendance.models import Attendance
from handrail.attendance.queries.marks import blocks_of_the_day
from handrail.attendance.vocabulary import Outcome
from handrail.calendar.models import Booking, Session
from handrail.calendar.vocabulary import BookingStatus, SessionStatus
from handrail.core.ids import BookingId, EpisodeId, ParticipantId, ProgramId
from handrail.core.vocabulary import ServiceKind
from handrail.participants.models import Participant
from handrail.participants.queries import person_of

_MOST = 100
_MISSED = (Outcome.ABSENT, Outcome.EXCUSED)
_TOGETHER = (ServiceKind.GROUP, ServiceKind.SKILLS, ServiceKind.PSYCHOEDUCATION, ServiceKind.RECREATION)
"""Kinds one can join; a session for one person or family is somebody's."""


async def sessions_ahead(
    db: AsyncSession, program_ids: Collection[ProgramId], *, first: date, last: date, at: datetime
) -> Sequence[Any]:
    """Return scheduled groups of programs between two dates that have not begun."""
    query = (
        select(Session, blocks_of_the_day().label("days"))
        .where(
            Session.program_id.in_(program_ids),
            Session.local_date.between(first, last),
            Session.status == SessionStatus.SCHEDULED,
            Session.service_kind.in_(_TOGETHER),
            Session.countable,
            Session.starts_at > at,
        )
        .order_by(Session.starts_at, Session.id)
        .limit(_MOST * len(program_ids))
    )
    return (await db.execute(query)).all()


async def booked_spans(
    db: AsyncSession, people: Collection[ParticipantId], *, first: date, last: date
) -> dict[ParticipantId, list[tuple[datetime, datetime]]]:
    """Return when each of the people is booked between two dates, and on the days beside, by all their records."""
    day, person = timedelta(days=1), person_of(Participant)
    query = (
        select(person, Booking.starts_at, Booking.ends_at)
        .join(
            Participant,
            and_(Participant.organization_id == Booking.organization_id, Participant.id == Booking.participant_id),
        )
        .where(
            or_(Participant.id.in_(people), Participant.merged_into_id.in_(people)),
            Booking.status == BookingStatus.BOOKED,
            Booking.local_date.between(first - day, last + day),
        )
    )
    found: dict[ParticipantId, list[tuple[datetime, datetime]]] = {}
    for who, starts_at, ends_at in await db.execute(query):
        found.setdefault(who, []).append((starts_at, ends_at))
    return found


async def missed_in(
    db: AsyncSession, episode_id: EpisodeId, *, first: date, last: date, at: datetime
) -> list[BookingId]:
    """Return places of the week that were missed, excused or not, and that nothing makes up for.

    A live booking does, unless it was missed itself.
    """
    mended, again = aliased(Booking), aliased(Attendance)
    query = (
        select(Booking.id)
        .join(
            Attendance, and_(Attendance.organization_id == Booking.organization_id, Attendance.booking_id == Booking.id)
        )
        .where(
            Booking.episode_id == episode_id,
            Booking.local_date.between(first, last),
            Booking.status == BookingStatus.BOOKED,
            Booking.make_up_for_booking_id.is_(None),
            Booking.starts_at <= at,
            Attendance.outcome.in_(_MISSED),
            ~exists().where(
                mended.organization_id == Booking.organization_id,
                mended.make_up_for_booking_id == Booking.id,
                mended.status == BookingStatus.BOOKED,
                ~exists().where(
                    again.organization_id == mended.organization_id,
                    again.booking_id == mended.id,
                    again.outcome.in_(_MISSED),
                ),
            ),
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    return list(await db.scalars(query))


async def missed_of(db: AsyncSession, booking_ids: Collection[BookingId]) -> set[BookingId]:
    """Return those of the bookings that are marked as missed, excused or not."""
    query = select(Attendance.booking_id).where(
        Attendance.booking_id.in_(list(booking_ids)), Attendance.outcome.in_(_MISSED)
    )
    return set(await db.scalars(query)) if booking_ids else set()
