"""Rows of bookings: found, cancelled, moved with their sessions."""

from collections.abc import Iterable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import BookingNotFound
from handrail.calendar.models import Booking, Session
from handrail.calendar.vocabulary import (
    BookingCancelReason,
    BookingSource,
    BookingStatus,
)
from handrail.core.access import Actor
from handrail.core.events import record_changes
from handrail.core.ids import BookingId, EpisodeId, ParticipantId, SessionId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.episodes.vocabulary import BEFORE_ADMISSION
from handrail.participants.models import Participant
from handrail.participants.queries import of_person, visible_to


async def get_booking(db: AsyncSession, actor: Actor, booking_id: BookingId, permission: str) -> Booking:
    """Return a booking of somebody the actor may see by this permission."""
    query = (
        select(Booking)
        .join(Participant, Participant.id == Booking.participant_id)
        .where(Booking.id == booking_id, visible_to(actor, permission))
    )
    booking = await db.scalar(query)
    if booking is None:
        raise BookingNotFound()
    return booking


async def lock_booking(db: AsyncSession, booking_id: BookingId) -> Booking:
    """Return a booking as it is now, locked."""
    query = select(Booking).where(Booking.id == booking_id).with_for_update()
    booking = await db.scalar(query.execution_options(populate_existing=True))
    if booking is None:
        raise BookingNotFound()
    return booking


async def find_booking(db: AsyncSession, booking_id: BookingId) -> Booking | None:
    return await db.scalar(select(Booking).where(Booking.id == booking_id))


async def make_ups_for(db: AsyncSession, booking_id: BookingId) -> list[BookingId]:
    """Return the live bookings that are to make up for this one."""
    query = select(Booking.id).where(
        Booking.make_up_for_booking_id == booking_id, Booking.status == BookingStatus.BOOKED
    )
    return list(await db.scalars(query))


async def lapsed(db: AsyncSession, *, at: datetime, session_id: SessionId | None = None) -> list[BookingId]:
    """Return held places that were not confirmed in time."""
    query = select(Booking.id).where(Booking.held_until <= at, Booking.status == BookingStatus.BOOKED)
    return list(await db.scalars(query if session_id is None else query.where(Booking.session_id == session_id)))


async def booking_of(db: AsyncSession, session_id: SessionId, episode_id: EpisodeId) -> Booking | None:
    query = select(Booking).where(Booking.session_id == session_id, Booking.episode_id == episode_id)
    return await db.scalar(query.execution_options(populate_existing=True))


async def list_bookings(
    db: AsyncSession, actor: Actor, session_id: SessionId, permission: str, page: PageParams
) -> Rows[Booking]:
    """Bookings of a session, of people the actor may see."""
    query = (
        select(Booking)
        .join(Participant, Participant.id == Booking.participant_id)
        .where(Booking.session_id == session_id, visible_to(actor, permission))
    )
    return await paginate(db, query, order=(Booking.id,), page=page)


async def page_of_schedule(
    db: AsyncSession, participant_id: ParticipantId, first: date, last: date, page: PageParams
) -> Rows[Any]:
    """Return one person's sessions with their bookings, without what was entered in error."""
    query: Any = (
        select(
            Booking.id.label("booking_id"),
            Booking.source,
            Booking.status.label("booking_status"),
            Booking.cancel_reason,
            Session.id.label("session_id"),
            Session.program_id,
            Session.title,
            Session.service_kind,
            Session.countable,
            Session.starts_at,
            Session.ends_at,
            Session.local_date,
            Session.local_start,
            Session.local_end,
            Session.location_id,
            Session.room_id,
            Session.telehealth,
            Session.telehealth_url,
            Session.status.label("session_status"),
        )
        .join(Session, Session.id == Booking.session_id)
        .where(
            of_person(Booking.participant_id, participant_id),
            Booking.local_date.between(first, last),
            or_(
                Booking.cancel_reason.is_(None),
                Booking.cancel_reason != BookingCancelReason.ENTERED_IN_ERROR,
            ),
        )
    )
    names = [column["name"] for column in query.column_descriptions]
    found = await paginate(db, query, order=(Session.starts_at, Booking.id), page=page)
    return Rows([SimpleNamespace(**dict(zip(names, row, strict=True))) for row in found.items], found.next_cursor)


async def live_participants(db: AsyncSession, session_ids: Iterable[SessionId]) -> set[ParticipantId]:
    """Return everybody booked in the sessions."""
    query = select(Booking.participant_id).where(
        Booking.session_id.in_(list(session_ids)), Booking.status == BookingStatus.BOOKED
    )
    return set(await db.scalars(query))


async def restorable_participants(db: AsyncSession, session_ids: Iterable[SessionId]) -> set[ParticipantId]:
    """Return everybody who is booked in the sessions or lost the place when the session was cancelled."""
    query = select(Booking.participant_id).where(
        Booking.session_id.in_(list(session_ids)),
        or_(
            Booking.status == BookingStatus.BOOKED,
            Booking.cancel_reason == BookingCancelReason.SESSION_CANCELLED,
        ),
    )
    return set(await db.scalars(query))


async def restorable(db: AsyncSession, session_ids: Iterable[SessionId]) -> list[Booking]:
    """Return bookings made by hand that went when their session was cancelled, first made first."""
    query = select(Booking).where(
        Booking.session_id.in_(list(session_ids)),
        Booking.cancel_reason == BookingCancelReason.SESSION_CANCELLED,
        Booking.source != BookingSource.MEMBERSHIP,
    )
    return list(await db.scalars(query.order_by(Booking.id).execution_options(populate_existing=True)))


_CANCEL = """
    UPDATE bookings SET status = 'cancelled', cancel_reason = :reason, version = version + 1, updated_at = :at
    WHERE id = ANY (CAST(:ids AS uuid[])) AND status = 'booked'
    RETURNING *
"""


async def cancel(
    db: AsyncSession, booking_ids: Iterable[BookingId], *, reason: BookingCancelReason, at: datetime
) -> set[SessionId]:
    """Cancel bookings and return the sessions whose counts change."""
    values = {"ids": list(booking_ids), "reason": reason.value, "at": at}
    if not values["ids"]:
        return set()
    rows = [dict(row) for row in (await db.execute(text(_CANCEL), values)).mappings()]
    await record_changes(db, "bookings.updated", rows)
    return {row["session_id"] for row in rows}


async def live_in(db: AsyncSession, session_ids: Iterable[SessionId]) -> list[Booking]:
    """Return the live bookings of the sessions."""
    query = select(Booking).where(Booking.session_id.in_(list(session_ids)), Booking.status == BookingStatus.BOOKED)
    return list(await db.scalars(query.order_by(Booking.id).execution_options(populate_existing=True)))


async def expected_in(db: AsyncSession, session_ids: Iterable[SessionId]) -> list[Booking]:
    """Return the bookings of who is booked in the sessions, or was until they were cancelled."""
    query = select(Booking).where(
        Booking.session_id.in_(list(session_ids)),
        or_(Booking.status == BookingStatus.BOOKED, Booking.cancel_reason == BookingCancelReason.SESSION_CANCELLED),
    )
    return list(await db.scalars(query.order_by(Booking.id).execution_options(populate_existing=True)))


_RESTORE = text(
    """
    UPDATE bookings b SET status = 'booked', cancel_reason = NULL, starts_at = s.starts_at, ends_at = s.ends_at,
        local_date = s.local_date, version = b.version + 1, updated_at = :at
    FROM sessions s
    WHERE s.id = b.session_id AND b.id = ANY (CAST(:ids AS uuid[])) AND b.cancel_reason = 'session_cancelled'
    RETURNING b.*
    """
)


async def restore(db: AsyncSession, booking_ids: Iterable[BookingId], *, at: datetime) -> None:
    """Give bookings their places again after their sessions were given back."""
    rows = await db.execute(_RESTORE, {"ids": list(booking_ids), "at": at})
    await record_changes(db, "bookings.updated", [dict(row) for row in rows.mappings()])


_FOLLOW = text(
    """
    UPDATE bookings b SET starts_at = s.starts_at, ends_at = s.ends_at, local_date = s.local_date,
        version = b.version + 1, updated_at = :at
    FROM sessions s
    WHERE s.id = b.session_id AND s.id = ANY (CAST(:sessions AS uuid[]))
      AND (b.starts_at, b.ends_at, b.local_date) IS DISTINCT FROM (s.starts_at, s.ends_at, s.local_date)
    RETURNING b.*
    """
)


async def follow(db: AsyncSession, sessions: Iterable[SessionId], *, at: datetime) -> None:
    """Let bookings have the times of their sessions, in one statement."""
    rows = await db.execute(_FOLLOW, {"sessions": list(sessions), "at": at})
    await record_changes(db, "bookings.updated", [dict(row) for row in rows.mappings()])


async def by_hand_between(
    db: AsyncSession,
    episode_id: EpisodeId,
    *,
    at: datetime,
    first: date | None = None,
    after: date | None = None,
    before: date | None = None,
) -> list[BookingId]:
    """Return live bookings of an episode made by hand, ahead of `at`, in `[first, before)` or later than `after`.

    On a leave the services that prepare a return stay; after an end nothing does.
    """
    query = (
        select(Booking.id)
        .join(Session, Session.id == Booking.session_id)
        .where(
            Booking.episode_id == episode_id,
            Booking.status == BookingStatus.BOOKED,
            Booking.source != BookingSource.MEMBERSHIP,
            Booking.starts_at > at,
        )
    )
    if after is not None:
        query = query.where(Booking.local_date > after)
    if first is not None:
        query = query.where(Booking.local_date >= first, Session.service_kind.not_in(BEFORE_ADMISSION))
    if before is not None:
        query = query.where(Booking.local_date < before)
    return list(await db.scalars(query))
