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
from handrail.core.ids import BookingId, EpisodeId, ParticipantId
from handrail.core.vocabulary import ServiceKind
from handrail.episodes.models import Episode
from handrail.participants.queries import of_person

_MOST = 100
_MISSED = (Outcome.ABSENT, Outcome.EXCUSED)
_TOGETHER = (ServiceKind.GROUP, ServiceKind.SKILLS, ServiceKind.PSYCHOEDUCATION, ServiceKind.RECREATION)
"""Kinds one can join; a session for one person or family is somebody's."""


async def sessions_ahead(
    db: AsyncSession, episode_id: EpisodeId, person: ParticipantId, *, first: date, last: date, at: datetime
) -> Sequence[Any]:
    """Return scheduled groups of the episode's program in the week that have not begun while the person is free."""
    day = timedelta(days=1)
    elsewhere = exists().where(
        of_person(Booking.participant_id, person),
        Booking.status == BookingStatus.BOOKED,
        Booking.local_date.between(first - day, last + day),
        Booking.starts_at < Session.ends_at,
        Booking.ends_at > Session.starts_at,
    )
    query = (
        select(Session, blocks_of_the_day().label("days"))
        .join(Episode, and_(Episode.organization_id == Session.organization_id, Episode.id == episode_id))
        .where(
            Session.program_id == Episode.program_id,
            Session.local_date.between(first, last),
            Session.status == SessionStatus.SCHEDULED,
            Session.service_kind.in_(_TOGETHER),
            Session.countable,
            Session.starts_at > at,
            Episode.admitted_on <= Session.local_date,
            or_(Episode.ended_on.is_(None), Episode.ended_on >= Session.local_date),
            ~elsewhere,
        )
        .order_by(Session.starts_at, Session.id)
        .limit(_MOST)
    )
    return (await db.execute(query)).all()


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
