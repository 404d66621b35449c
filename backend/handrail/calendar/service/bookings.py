"""Places of participants in sessions, given and taken back by hand."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import (
    BookingCancelled,
    BookingExists,
    BookingNotAvailable,
    EndBeforeStart,
    EpisodeNotBookable,
    MakeUpNotFitting,
    RangeTooLong,
    SessionFull,
    SessionNotScheduled,
)
from handrail.calendar.models import Booking, Session
from handrail.calendar.queries import bookings, seats, sessions
from handrail.calendar.queries.locks import lock_time_of
from handrail.calendar.schemas import BookingCancel, BookingCreate
from handrail.calendar.service.apart import refuse_apart
from handrail.calendar.service.clashes import TAKEN, refuse_taken_participants
from handrail.calendar.vocabulary import (
    MAX_RANGE_DAYS,
    BookingCancelReason,
    BookingSource,
    BookingStatus,
    SessionStatus,
)
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.ids import BookingId, EpisodeId, ParticipantId, SessionId
from handrail.core.pagination import PageParams, Rows
from handrail.episodes import queries as episode_rows
from handrail.episodes import service as episodes
from handrail.episodes.rules import bookable
from handrail.participants import service as participants


async def book(
    db: AsyncSession, actor: Actor, session_id: SessionId, new: BookingCreate, *, at: datetime | None = None
) -> Booking:
    """Give an episode's participant a place in a scheduled session.

    Refused when the episode is not active then, when the participant is booked elsewhere, when no seat is left, or when
    somebody in the session must be kept apart from them: the last says only that the booking is not available, which it
    also is for somebody whose record was entered in error or who died before.
    """
    at = at or now()
    if (taken := await seats.full_for(db, session_id, new.episode_id)) is not None:
        raise SessionFull(booked=taken)
    episode = await episodes.get_visible_episode(db, actor, new.episode_id, permission="booking:write")
    await lock_time_of(db, participants=[episode.participant_id])
    session = await sessions.get_session(db, session_id)
    await _check_bookable(db, episode.id, session)
    await _check_make_up(db, new, at=at)
    standing = await bookings.booking_of(db, session_id, episode.id)
    if standing is not None and standing.status is BookingStatus.BOOKED:
        raise BookingExists(booking_id=str(standing.id))
    await refuse_taken_participants(db, [episode.participant_id], (session.starts_at, session.ends_at))
    if not await seats.take(db, session_id):
        (session,) = await sessions.get_sessions(db, [session_id])
        raise SessionFull(booked=session.booked) if _scheduled(session) else SessionNotScheduled()
    # The seat locked the session's row: who else came in is visible from here on, and it cannot move any more.
    session = await sessions.lock_session(db, session_id)
    if not await participants.takes_part(db, episode.participant_id, on=session.local_date):
        raise BookingNotAvailable()
    await refuse_apart(db, actor, [episode.participant_id], [session_id], BookingNotAvailable)
    source = BookingSource.MAKE_UP if new.make_up_for_booking_id is not None else BookingSource.INDIVIDUAL
    booking = standing or Booking(session_id=session_id, episode_id=episode.id, participant_id=episode.participant_id)
    booking.source, booking.make_up_for_booking_id = source, new.make_up_for_booking_id
    booking.membership_id, booking.status, booking.cancel_reason = None, BookingStatus.BOOKED, None
    booking.starts_at, booking.ends_at, booking.local_date = session.starts_at, session.ends_at, session.local_date
    with refusing(TAKEN):
        db.add(booking)
        await db.flush()
    return booking


def _scheduled(session: Session) -> bool:
    return session.status is SessionStatus.SCHEDULED


async def _check_bookable(db: AsyncSession, episode_id: EpisodeId, session: Session) -> None:
    stay = (await episode_rows.stays(db, [episode_id]))[episode_id]
    if not bookable(stay, session.service_kind, session.local_date):
        raise EpisodeNotBookable()


async def _check_make_up(db: AsyncSession, new: BookingCreate, *, at: datetime) -> None:
    if new.make_up_for_booking_id is None:
        return
    missed = await bookings.find_booking(db, new.make_up_for_booking_id)
    if missed is None or missed.episode_id != new.episode_id or missed.starts_at > at:
        raise MakeUpNotFitting(pointer="/make_up_for_booking_id")
    if await bookings.is_made_up(db, missed.id):
        raise MakeUpNotFitting(pointer="/make_up_for_booking_id")


async def leave_behind(db: AsyncSession, session: Session, on: date, *, at: datetime) -> None:
    """Before a session moves to another day, take out members who cannot come on it.

    Somebody who was booked by hand holds the move up: the appointment is theirs.
    """
    live = await bookings.live_in(db, [session.id])
    stays = await episode_rows.stays(db, [one.episode_id for one in live])
    away = [one for one in live if not bookable(stays[one.episode_id], session.service_kind, on)]
    if any(one.source is not BookingSource.MEMBERSHIP for one in away):
        raise EpisodeNotBookable(count=len(away))
    await bookings.cancel(db, [one.id for one in away], reason=BookingCancelReason.NOT_EXPECTED, at=at)


async def list_bookings(db: AsyncSession, actor: Actor, session_id: SessionId, page: PageParams) -> Rows[Booking]:
    """Return the bookings of a session, of people the actor may see."""
    await sessions.get_session(db, session_id)
    return await bookings.list_bookings(db, actor, session_id, "booking:read", page)


async def read_booking(db: AsyncSession, actor: Actor, booking_id: BookingId) -> Booking:
    return await bookings.get_booking(db, actor, booking_id, "booking:read")


async def cancel_booking(
    db: AsyncSession, actor: Actor, booking_id: BookingId, cancel: BookingCancel, *, if_match: int
) -> Booking:
    """Take a place back. The row stays, and a membership does not book it again."""
    found = await bookings.get_booking(db, actor, booking_id, "booking:write")
    await lock_time_of(db, participants=[found.participant_id])
    session = await sessions.lock_session(db, found.session_id)
    booking = await bookings.lock_booking(db, booking_id)
    expect_version(booking, if_match)
    if booking.status is BookingStatus.CANCELLED:
        raise BookingCancelled()
    if not _scheduled(session):
        raise SessionNotScheduled(session_status=session.status.value)
    booking.status, booking.cancel_reason = BookingStatus.CANCELLED, cancel.reason
    await db.flush()
    await seats.recount(db, [session.id])
    return booking


async def schedule_of(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, *, first: date, last: date, page: PageParams
) -> Rows[Any]:
    """Return one participant's sessions between two dates."""
    if last < first:
        raise EndBeforeStart(pointer="/query/to_date")
    if (last - first).days > MAX_RANGE_DAYS:
        raise RangeTooLong(pointer="/query/to_date", days=MAX_RANGE_DAYS)
    await participants.get_visible_participant(db, actor, participant_id, permission="booking:read")
    return await bookings.page_of_schedule(db, participant_id, first, last, page)
