"""Feeds for other calendars, and the address they are read by."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from handrail.calendar.errors import FeedNotFound, FeedNotYours, FeedRevoked, FeedSubjectWrong, FeedTitlesNotYours
from handrail.calendar.feeds_schemas import FeedCreate, FeedIssued, FeedRead
from handrail.calendar.service import feeds as service
from handrail.calendar.service.ical import MEDIA_TYPE
from handrail.cohorts.errors import CohortNotFound
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning, look
from handrail.core.concurrency import IfMatch
from handrail.core.ids import CalendarFeedId
from handrail.core.kind_words import Language
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.state import core_of
from handrail.core.units import Db
from handrail.identity.opaque import parse_secret
from handrail.identity.routers.answers import withhold_answer
from handrail.organizations.errors import RoomNotFound
from handrail.participants.errors import ParticipantNotFound
from handrail.staff.errors import StaffNotFound

router = api_router("calendar-feeds", tag="calendar feeds")

public = APIRouter()
"""Read by programs that can show nothing but an address: it is the credential."""

Maker = Annotated[Actor, Depends(allow("feed:write"))]


@router.post(
    "",
    status_code=201,
    summary="Make a calendar feed",
    responses=problems(
        FeedSubjectWrong,
        FeedNotYours,
        FeedTitlesNotYours,
        StaffNotFound,
        RoomNotFound,
        CohortNotFound,
        ParticipantNotFound,
    ),
)
async def create_calendar_feed(request: Request, actor: Maker, new: FeedCreate, db: Db) -> FeedIssued:
    """A secret address under which another program reads a calendar, without titles unless asked. Shown only here."""
    withhold_answer(request)
    feed, secret = await service.make_feed(db, actor, new)
    if feed.participant_id is not None:
        concerning(request, feed.participant_id)
    shown: dict[str, Any] = FeedRead.model_validate(feed).model_dump()
    return FeedIssued(**shown, path=f"/ical/{secret.presented}.ics")


@router.get("", summary="List calendar feeds")
async def list_calendar_feeds(request: Request, actor: Maker, db: Db, page: PageParams) -> Page[FeedRead]:
    """One's own feeds, without their addresses; who schedules for the clinic sees all."""
    found = await service.list_feeds(db, actor, page)
    concerning(request, *(one.participant_id for one in found if one.participant_id is not None))
    return Page.of(found, FeedRead)


@router.post("/{feed_id}/revoke", summary="Revoke a calendar feed", responses=problems(FeedNotFound, FeedRevoked))
async def revoke_calendar_feed(
    request: Request, actor: Maker, feed_id: CalendarFeedId, db: Db, if_match: IfMatch
) -> FeedRead:
    """Its address answers nothing any more."""
    feed = await service.revoke_feed(db, actor, feed_id, if_match=if_match)
    if feed.participant_id is not None:
        concerning(request, feed.participant_id)
    return FeedRead.model_validate(feed)


@public.get("/ical/{secret}.ics", include_in_schema=False)
async def read_calendar_feed(request: Request, secret: str, language: Language = "en") -> Response:
    """The calendar of a feed, worded in a language.

    The secret goes into no log and no audit entry: they name the route and the feed.
    """
    record = look(request)
    record.action, record.resource = "read_calendar_feed", "/ical/{secret}.ics"
    presented = parse_secret(secret)
    if presented is None:
        raise FeedNotFound()
    record.claimed_organization_id = presented.organization_id
    core = core_of(request)
    async with core.sessions.begin(presented.organization_id, request_id=record.request_id) as db:
        feed, content = await service.read_feed(db, presented, language)
    record.organization_id, record.account_id = presented.organization_id, feed.made_by
    record.client, record.resource_ids = "feed", {"feed_id": str(feed.id)}
    if feed.participant_id is not None:
        concerning(request, feed.participant_id)
    await core.flusher.write(record, status=200)
    headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)
