"""Feeds: made with a secret address that is shown once, listed, revoked, read."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import FeedNotFound, FeedNotYours, FeedRevoked, FeedSubjectWrong, FeedTitlesNotYours
from handrail.calendar.feeds_schemas import FeedCreate
from handrail.calendar.models import CalendarFeed
from handrail.calendar.queries import feeds as queries
from handrail.calendar.queries.series import cohorts
from handrail.calendar.service.ical import as_calendar
from handrail.calendar.service.titles import reads_every_title
from handrail.calendar.vocabulary import FEED_DAYS_BACK, FeedKind
from handrail.cohorts.errors import CohortNotFound
from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.ids import AccountId, CalendarFeedId, OrganizationId, ParticipantId
from handrail.core.kind_words import Language
from handrail.core.pagination import PageParams, Rows
from handrail.core.permissions import Scope
from handrail.identity.opaque import Secret, make_secret
from handrail.identity.services.sign_in import actor_of
from handrail.organizations import service as organizations
from handrail.participants import service as participants
from handrail.participants.errors import ParticipantNotFound
from handrail.staff.services import people as staff


async def make_feed(db: AsyncSession, actor: Actor, new: FeedCreate) -> tuple[CalendarFeed, Secret]:
    """Make a feed of a calendar the actor may read; the secret is shown once and only its hash is kept.

    A clinician's is theirs, or a scheduler's to give; rooms and cohorts are for staff; a participant's is for who may
    see their bookings, the participant among them.
    """
    subjects = {
        FeedKind.CLINICIAN: new.staff_id,
        FeedKind.ROOM: new.room_id,
        FeedKind.COHORT: new.cohort_id,
        FeedKind.PARTICIPANT: new.participant_id,
    }
    if subjects[new.kind] is None or sum(one is not None for one in subjects.values()) != 1:
        raise FeedSubjectWrong(pointer="/kind")
    values = new.model_dump()
    if (person_id := await _reached(db, actor, new)) is not None:
        values["participant_id"] = person_id
    if new.staff_id is not None:
        await staff.get_staff(db, new.staff_id)
    if new.room_id is not None:
        await organizations.get_room(db, new.room_id)
    if new.cohort_id is not None and not await cohorts(db, [new.cohort_id]):
        raise CohortNotFound()
    if new.details and not _may_show_titles(actor, new):
        raise FeedTitlesNotYours(pointer="/details")
    secret = make_secret(OrganizationId(db.info["organization_id"]))
    feed = CalendarFeed(**values, secret_hash=secret.hash, made_by=actor.account_id, revoked_at=None)
    db.add(feed)
    await db.flush()
    return feed, secret


async def _reached(db: AsyncSession, actor: Actor, feed: FeedCreate | CalendarFeed) -> ParticipantId | None:
    """Raise unless the actor may have this calendar; return whose it is, if a participant's."""
    scope = actor.scope("feed:write")
    if feed.participant_id is not None:
        if not actor.may("booking:read"):
            raise ParticipantNotFound()
        found = await participants.get_visible_participant(db, actor, feed.participant_id, permission="booking:read")
        return found.person_id
    if scope is None or scope is Scope.SELF:
        raise FeedNotYours()
    if feed.staff_id is not None and feed.staff_id != actor.staff_id and scope is not Scope.ORGANIZATION:
        raise FeedNotYours()
    return None


def _may_show_titles(actor: Actor, feed: FeedCreate | CalendarFeed) -> bool:
    """A title can say what somebody is treated for: shown of one's own calendar, else to who reads every title."""
    if actor.scope("feed:write") is Scope.SELF:
        return True
    own = feed.staff_id is not None and feed.staff_id == actor.staff_id
    return reads_every_title(actor) or (own and actor.may("schedule:clinical"))


def _whose(actor: Actor) -> AccountId | None:
    return None if actor.scope("feed:write") is Scope.ORGANIZATION else actor.account_id


async def list_feeds(db: AsyncSession, actor: Actor, page: PageParams) -> Rows[CalendarFeed]:
    """Return the actor's own feeds; who schedules for the clinic sees all."""
    return await queries.page_of_feeds(db, made_by=_whose(actor), page=page)


async def revoke_feed(db: AsyncSession, actor: Actor, feed_id: CalendarFeedId, *, if_match: int) -> CalendarFeed:
    """Let a feed's address answer nothing any more, from now on."""
    feed = await queries.lock_feed(db, feed_id, made_by=_whose(actor))
    expect_version(feed, if_match)
    if feed.revoked_at is not None:
        raise FeedRevoked()
    feed.revoked_at = now()
    await db.flush()
    return feed


async def read_feed(db: AsyncSession, secret: Secret, language: Language) -> tuple[CalendarFeed, bytes]:
    """Return the feed of a secret and its file; an unknown, revoked or orphaned one is not there.

    It shows what who made it could see today: it ends with the right to that calendar, and loses its titles with the
    right to them. Given back, the right brings it back.
    """
    feed = await queries.open_feed(db, secret.hash)
    if feed is None:
        raise FeedNotFound()
    maker = await actor_of(db, feed.made_by)
    try:
        await _reached(db, maker, feed)
    except (FeedNotYours, ParticipantNotFound):
        raise FeedNotFound() from None
    details = feed.details and _may_show_titles(maker, feed)
    first = now().date() - timedelta(days=FEED_DAYS_BACK)
    rows = await queries.sessions_of(db, feed, first)
    return feed, as_calendar(rows, details=details, language=language)
