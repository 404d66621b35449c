"""Statements about weeks of episodes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.models import Attendance
from handrail.attendance.queries.marks import blocks_of_the_day
from handrail.calendar.models import Booking, Session
from handrail.calendar.vocabulary import BookingStatus, SessionStatus
from handrail.core.access import Actor
from handrail.core.ids import EpisodeId, ParticipantId
from handrail.core.vocabulary import AgeBand
from handrail.episodes.errors import EpisodeNotFound
from handrail.episodes.models import Episode, ExpectedDay
from handrail.organizations.models import Location
from handrail.participants.models import Participant
from handrail.participants.queries import of_person, visible_to
from handrail.programs.models import Program


@dataclass(frozen=True)
class LedgerEpisode:
    """An episode as the ledger sees it."""

    episode: Episode
    age_band: AgeBand
    state: str | None


def _ledger_episodes(actor: Actor) -> Select[Episode, AgeBand, str | None]:
    return (
        select(Episode, Program.age_band, Location.state)
        .join(Program, and_(Program.organization_id == Episode.organization_id, Program.id == Episode.program_id))
        .join(
            Participant,
            and_(Participant.organization_id == Episode.organization_id, Participant.id == Episode.participant_id),
        )
        .outerjoin(
            Location, and_(Location.organization_id == Episode.organization_id, Location.id == Episode.location_id)
        )
        .where(Episode.voided_at.is_(None), visible_to(actor, "ledger:read"))
    )


async def ledger_episode(db: AsyncSession, actor: Actor, episode_id: EpisodeId) -> LedgerEpisode:
    """Return an episode of somebody the actor may see."""
    row = (await db.execute(_ledger_episodes(actor).where(Episode.id == episode_id))).one_or_none()
    if row is None:
        raise EpisodeNotFound()
    return LedgerEpisode(row[0], row[1], row[2])


async def ledger_episodes_of(db: AsyncSession, actor: Actor, episode_ids: Collection[EpisodeId]) -> list[LedgerEpisode]:
    """Return those of the episodes that are of somebody the actor may see."""
    query = _ledger_episodes(actor).where(Episode.id.in_(episode_ids)).order_by(Episode.id)
    return [LedgerEpisode(row[0], row[1], row[2]) for row in await db.execute(query)]


async def ledger_episodes(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, *, first: date, last: date
) -> list[LedgerEpisode]:
    """Return a participant's episodes with a day between two dates."""
    query = _ledger_episodes(actor).where(
        of_person(Episode.participant_id, participant_id),
        Episode.referred_on <= last,
        or_(Episode.ended_on.is_(None), Episode.ended_on >= first),
    )
    return [LedgerEpisode(row[0], row[1], row[2]) for row in await db.execute(query.order_by(Episode.id).limit(20))]


async def expected_days_between(
    db: AsyncSession, episode_ids: Collection[EpisodeId], *, first: date, last: date
) -> Sequence[ExpectedDay]:
    """Return what is expected of episodes between two dates, both included."""
    query = select(ExpectedDay).where(
        ExpectedDay.episode_id.in_(episode_ids), ExpectedDay.local_date.between(first, last)
    )
    return (await db.scalars(query.order_by(ExpectedDay.local_date))).all()


async def booked_between(
    db: AsyncSession, episode_ids: Collection[EpisodeId], *, first: date, last: date
) -> Sequence[Row[Any]]:
    """Return live bookings of sessions that were not cancelled, with session, mark and blocks of the day."""
    query = (
        select(
            Booking.episode_id,
            Booking.make_up_for_booking_id,
            Session,
            blocks_of_the_day().label("days"),
            Attendance.outcome,
            Attendance.countable_minutes,
        )
        .join(Session, and_(Session.organization_id == Booking.organization_id, Session.id == Booking.session_id))
        .outerjoin(
            Attendance,
            and_(Attendance.organization_id == Booking.organization_id, Attendance.booking_id == Booking.id),
        )
        .where(
            Booking.episode_id.in_(episode_ids),
            Booking.local_date.between(first, last),
            Booking.status == BookingStatus.BOOKED,
            Session.status != SessionStatus.CANCELLED,
        )
    )
    return (await db.execute(query)).all()
