"""Rows of feeds, and the sessions that one shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import FeedNotFound
from handrail.calendar.models import Booking, CalendarFeed, Session, SessionCohort, SessionStaff
from handrail.calendar.vocabulary import (
    MAX_FEED_EVENTS,
    BookingCancelReason,
    BookingStatus,
    FeedKind,
    SessionCancelReason,
    SessionStatus,
    StaffPlaceStatus,
)
from handrail.core.ids import AccountId, CalendarFeedId, ParticipantId, SessionId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.core.vocabulary import ServiceKind
from handrail.identity.models import Account
from handrail.identity.vocabulary import AccountStatus
from handrail.organizations.models import Location, Room
from handrail.participants.queries import of_person


async def lock_feed(db: AsyncSession, feed_id: CalendarFeedId, *, made_by: AccountId | None) -> CalendarFeed:
    """Return a feed, of this account if one is named, locked."""
    query = select(CalendarFeed).where(CalendarFeed.id == feed_id).with_for_update()
    feed = await db.scalar(query if made_by is None else query.where(CalendarFeed.made_by == made_by))
    if feed is None:
        raise FeedNotFound()
    return feed


async def page_of_feeds(db: AsyncSession, *, made_by: AccountId | None, page: PageParams) -> Rows[CalendarFeed]:
    """Feeds in the order in which they were made, all or those of one account."""
    query = select(CalendarFeed)
    if made_by is not None:
        query = query.where(CalendarFeed.made_by == made_by)
    return await paginate(db, query, order=(CalendarFeed.id,), page=page)


async def open_feed(db: AsyncSession, secret_hash: bytes) -> CalendarFeed | None:
    """Return the feed of a secret while it holds: not revoked, and who made it may still come in."""
    query = (
        select(CalendarFeed)
        .join(Account, (Account.organization_id == CalendarFeed.organization_id) & (Account.id == CalendarFeed.made_by))
        .where(
            CalendarFeed.secret_hash == secret_hash,
            CalendarFeed.revoked_at.is_(None),
            Account.status == AccountStatus.ACTIVE,
        )
    )
    return await db.scalar(query)


@dataclass(frozen=True)
class FeedRow:
    """What one event is made of. `changes` counts up with every change of the session or of the place in it."""

    session_id: SessionId
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    title: str
    service_kind: ServiceKind
    location: str
    room: str | None
    telehealth: bool
    cancelled: bool
    changes: int
    changed_at: datetime


async def sessions_of(db: AsyncSession, feed: CalendarFeed, first: date) -> list[FeedRow]:
    """Return the sessions of a feed from a date on, cancelled ones too: a calendar that shows one must hear of it."""
    query = _QUERIES[feed.kind](feed, first)
    found = await db.execute(query.order_by(Session.starts_at, Session.id).limit(MAX_FEED_EVENTS))
    return [FeedRow(*row) for row in found]


def _events(cancelled: Any, changes: Any, changed_at: Any, first: date) -> Select[Any]:
    return (
        select(
            Session.id,
            Session.starts_at,
            Session.ends_at,
            Session.time_zone,
            Session.title,
            Session.service_kind,
            Location.name,
            Room.name,
            Session.telehealth,
            cancelled,
            changes,
            changed_at,
        )
        .join(
            Location,
            (Location.organization_id == Session.organization_id) & (Location.id == Session.location_id),
        )
        .outerjoin(Room, (Room.organization_id == Session.organization_id) & (Room.id == Session.room_id))
        .where(
            Session.local_date >= first,
            Session.cancel_reason.is_(None) | (Session.cancel_reason != SessionCancelReason.ENTERED_IN_ERROR),
        )
    )


_GONE = Session.status == SessionStatus.CANCELLED


def _of_clinician(feed: CalendarFeed, first: date) -> Select[Any]:
    gone = _GONE | (SessionStaff.status == StaffPlaceStatus.REMOVED)
    last = func.greatest(Session.updated_at, SessionStaff.updated_at)
    return (
        _events(gone, Session.version + SessionStaff.version, last, first)
        .join(
            SessionStaff,
            (SessionStaff.organization_id == Session.organization_id) & (SessionStaff.session_id == Session.id),
        )
        .where(SessionStaff.staff_id == feed.staff_id)
    )


def _of_room(feed: CalendarFeed, first: date) -> Select[Any]:
    return _events(_GONE, Session.version, Session.updated_at, first).where(Session.room_id == feed.room_id)


def _of_cohort(feed: CalendarFeed, first: date) -> Select[Any]:
    return (
        _events(_GONE, Session.version, Session.updated_at, first)
        .join(
            SessionCohort,
            (SessionCohort.organization_id == Session.organization_id) & (SessionCohort.session_id == Session.id),
        )
        .where(SessionCohort.cohort_id == feed.cohort_id)
    )


def _of_participant(feed: CalendarFeed, first: date) -> Select[Any]:
    assert feed.participant_id is not None
    # One event for a session, however many of the person's episodes had a place in it: two of one UID, of which one is
    # cancelled, would hide the session.
    place = (
        select(
            Booking.session_id,
            func.bool_and(Booking.status == BookingStatus.CANCELLED).label("gone"),
            func.sum(Booking.version).label("changes"),
            func.max(Booking.updated_at).label("changed_at"),
        )
        .where(of_person(Booking.participant_id, ParticipantId(feed.participant_id)))
        .group_by(Booking.organization_id, Booking.session_id)
        .having(func.bool_or(Booking.cancel_reason.is_distinct_from(BookingCancelReason.ENTERED_IN_ERROR)))
        .subquery()
    )
    last = func.greatest(Session.updated_at, place.c.changed_at)
    return _events(_GONE | place.c.gone, Session.version + place.c.changes, last, first).join(
        place, place.c.session_id == Session.id
    )


_QUERIES = {
    FeedKind.CLINICIAN: _of_clinician,
    FeedKind.ROOM: _of_room,
    FeedKind.COHORT: _of_cohort,
    FeedKind.PARTICIPANT: _of_participant,
}
