"""Places of participants in sessions, given and taken back by hand."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import (
    BookingCancelled,
    BookingExists,
    BookingNotAvailable,
    EndBeforeStart,
    EpisodeNotBookable,
    GroupCapReached,
    MakeUpNotFitting,
    NotHeld,
    OverrideNotAllowed,
    RangeTooLong,
    SessionFull,
    SessionNotScheduled,
)
from handrail.calendar.events import MakeUpProposed, SeatsMoved
from handrail.calendar.models import Booking, Session
from handrail.calendar.queries import bookings, seats, sessions
from handrail.calendar.queries.locks import lock_time_of
from handrail.calendar.schemas import BookingCancel, BookingCreate
from handrail.calendar.service.apart import refuse_apart
from handrail.calendar.service.clashes import TAKEN, refuse_taken_participants
from handrail.calendar.service.group_caps import Caps, caps_of, payers_of
from handrail.calendar.service.titles import sight_of
from handrail.calendar.vocabulary import (
    ALTERNATIVE_DAYS,
    MAX_ALTERNATIVES,
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
from handrail.core.errors import Conflict
from handrail.core.events import announce
from handrail.core.ids import BookingId, EpisodeId, ParticipantId, SessionId
from handrail.core.pagination import PageParams, Rows
from handrail.core.permissions import Scope
from handrail.episodes import queries as episode_rows
from handrail.episodes import service as episodes
from handrail.episodes.models import Episode
from handrail.episodes.rules import bookable
from handrail.organizations.rules import Limit
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
    beyond = new.override_reason is not None
    taken = None if beyond else await seats.full_for(db, session_id, new.episode_id)
    episode = await episodes.get_visible_episode(db, actor, new.episode_id, permission="booking:write")
    if beyond and not actor.may("booking:override"):
        raise OverrideNotAllowed()
    if taken is not None:
        raise SessionFull(booked=taken, alternatives=await _alternatives(db, session_id, episode, at=at))
    await lock_time_of(db, participants=[episode.participant_id])
    await let_lapse(db, session_id=session_id, at=at)
    session = await sessions.get_session(db, session_id)
    await _check_bookable(db, episode.id, session)
    await _check_make_up(db, new, at=at)
    standing = await bookings.booking_of(db, session_id, episode.id)
    if standing is not None and standing.status is BookingStatus.BOOKED:
        raise BookingExists(booking_id=str(standing.id))
    await refuse_taken_participants(db, [episode.participant_id], (session.starts_at, session.ends_at))
    caps, cap = await caps_of(db, [session_id]), None
    if not beyond:
        cap = await _limit(db, caps, session_id, episode.id)
    if not await seats.take(db, session_id, cap=cap.value if cap else None, beyond=beyond):
        (session,) = await sessions.get_sessions(db, [session_id])
        raise await _no_seat(db, session, episode, cap, at=at)
    # The seat locked the session's row: who else came in is visible from here on, and it cannot move any more.
    session = await sessions.lock_session(db, session_id)
    if caps.by_payers and not beyond:
        # Whoever came in meanwhile may have brought a payer that allows fewer.
        cap = await _limit(db, await caps_of(db, [session_id]), session_id, episode.id)
        if cap is not None and session.booked > cap.value:
            # The seat that was just taken is given back with the refusal.
            raise await _no_seat(db, session, episode, cap, at=at, booked=session.booked - 1)
    if not await participants.takes_part(db, episode.participant_id, on=session.local_date):
        raise BookingNotAvailable()
    await refuse_apart(db, actor, [episode.participant_id], [session_id], BookingNotAvailable)
    source = BookingSource.MAKE_UP if new.make_up_for_booking_id is not None else BookingSource.INDIVIDUAL
    booking = standing or Booking(session_id=session_id, episode_id=episode.id, participant_id=episode.participant_id)
    booking.source, booking.make_up_for_booking_id = source, new.make_up_for_booking_id
    booking.membership_id, booking.status, booking.cancel_reason = None, BookingStatus.BOOKED, None
    booking.held_until = None if new.hold_minutes is None else at + timedelta(minutes=new.hold_minutes)
    booking.override_reason, booking.overridden_by = new.override_reason, actor.account_id if beyond else None
    booking.starts_at, booking.ends_at, booking.local_date = session.starts_at, session.ends_at, session.local_date
    with refusing(TAKEN):
        db.add(booking)
        await db.flush()
    await announce(db, SeatsMoved(session_id, episode.id))
    return booking


async def _no_seat(
    db: AsyncSession, session: Session, episode: Episode, cap: Limit | None, *, at: datetime, booked: int | None = None
) -> Conflict:
    """Say why there is no seat, and which sessions of the kind have one."""
    booked = session.booked if booked is None else booked
    if not _scheduled(session):
        return SessionNotScheduled(session_status=session.status.value)
    alternatives = await _alternatives(db, session.id, episode, at=at)
    if cap is not None and booked >= cap.value and (session.capacity is None or session.capacity > cap.value):
        return GroupCapReached(booked=booked, cap=cap.value, rule_id=str(cap.rule_id), alternatives=alternatives)
    return SessionFull(booked=booked, alternatives=alternatives)


async def _limit(db: AsyncSession, caps: Caps, session_id: SessionId, episode_id: EpisodeId) -> Limit | None:
    """Return what caps a session with this episode in it."""
    one = (session_id, episode_id)
    return caps.limit(session_id, (await payers_of(db, caps, [one])).get(one))


async def _alternatives(db: AsyncSession, session_id: SessionId, episode: Episode, *, at: datetime) -> list[str]:
    caps = await caps_of(db, [session_id])
    cap = await _limit(db, caps, session_id, episode.id)
    found = await seats.nearest_with_seat(
        db,
        session_id,
        episode.participant_id,
        cap=cap.value if cap else None,
        days=ALTERNATIVE_DAYS,
        limit=MAX_ALTERNATIVES,
        at=at,
    )
    if caps.by_payers:
        free = await open_to(db, found, [episode.id])
        found = [one for one in found if (one, episode.id) in free]
    return [str(one) for one in found]


async def let_lapse(db: AsyncSession, *, at: datetime, session_id: SessionId | None = None) -> None:
    """Take back places that were held and not confirmed in time, of one session or of all."""
    lapsed = await bookings.lapsed(db, at=at, session_id=session_id)
    if lapsed:
        await seats.recount(db, await bookings.cancel(db, lapsed, reason=BookingCancelReason.SCHEDULING, at=at))


async def confirm_booking(db: AsyncSession, actor: Actor, booking_id: BookingId, *, if_match: int) -> Booking:
    """Make a held place a booked one, while it still is held."""
    found = await bookings.get_booking(db, actor, booking_id, "booking:write")
    await sessions.lock_session(db, found.session_id)
    booking = await bookings.lock_booking(db, booking_id)
    expect_version(booking, if_match)
    if booking.status is not BookingStatus.BOOKED or booking.held_until is None or booking.held_until <= now():
        raise NotHeld()
    booking.held_until = None
    await db.flush()
    return booking


async def check_could_book(db: AsyncSession, session_id: SessionId, episode_id: EpisodeId) -> None:
    """Raise unless the episode could have a place in the session, were there a seat."""
    session = await sessions.get_session(db, session_id)
    if not _scheduled(session):
        raise SessionNotScheduled(session_status=session.status.value)
    await _check_bookable(db, episode_id, session)
    standing = await bookings.booking_of(db, session_id, episode_id)
    if standing is not None and standing.status is BookingStatus.BOOKED:
        raise BookingExists(booking_id=str(standing.id))


async def open_to(
    db: AsyncSession, session_ids: Collection[SessionId], episode_ids: Collection[EpisodeId]
) -> set[tuple[SessionId, EpisodeId]]:
    """Return which of the sessions have a seat for which of the episodes, also by who pays for them."""
    return await open_among(db, {(session_id, episode_id) for session_id in session_ids for episode_id in episode_ids})


async def open_among(
    db: AsyncSession, wanted: Collection[tuple[SessionId, EpisodeId]]
) -> set[tuple[SessionId, EpisodeId]]:
    """Return those of the pairs whose session has a seat for their episode, also by who pays for it."""
    session_ids = {session_id for session_id, _ in wanted}
    caps = await caps_of(db, session_ids)
    limits = {one: cap.value for one in session_ids if (cap := caps.limit(one)) is not None}
    left = await seats.left(db, session_ids, caps=limits)
    pairs = {one for one in wanted if (count := left.get(one[0], 0)) is None or count > 0}
    payers = await payers_of(db, caps, pairs)
    booked = await seats.booked(db, {session_id for session_id, _ in payers}) if payers else {}
    full = {
        one
        for one, payer in payers.items()
        if (cap := caps.limit(one[0], payer)) is not None and booked[one[0]] >= cap.value
    }
    return pairs - full


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
    proposal = MakeUpProposed(tuple(await bookings.make_ups_for(db, missed.id)))
    await announce(db, proposal)
    if not proposal.missed.issuperset(proposal.booking_ids):
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
    await announce(db, SeatsMoved(session.id, None))
    return booking


async def schedule_of(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, *, first: date, last: date, page: PageParams
) -> Rows[Any]:
    """Return one participant's sessions between two dates, with the titles the actor reads."""
    if last < first:
        raise EndBeforeStart(pointer="/query/to_date")
    if (last - first).days > MAX_RANGE_DAYS:
        raise RangeTooLong(pointer="/query/to_date", days=MAX_RANGE_DAYS)
    await participants.get_visible_participant(db, actor, participant_id, permission="booking:read")
    found = await bookings.page_of_schedule(db, participant_id, first, last, page)
    if actor.scope("booking:read") is Scope.SELF:
        return found
    sight, working = await sight_of(db, actor), await sessions.staff_of(db, [one.session_id for one in found])
    for one in found:
        one.title = sight.title(one, [place.staff_id for place in working.get(one.session_id, [])])
    return found
