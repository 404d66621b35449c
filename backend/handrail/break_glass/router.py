"""Restricted records: found exactly, opened for a while with a reason, reviewed by somebody else."""

from typing import Annotated

from fastapi import Depends, Query, Request

from handrail.break_glass import service
from handrail.break_glass.errors import (
    BreakGlassNotFound,
    EndedAlready,
    OwnUse,
    RecordOpenAlready,
    ReviewedAlready,
    TooManyBrokenGlasses,
    TooManyRestrictedSearches,
)
from handrail.break_glass.schemas import (
    BreakGlassRead,
    BreakGlassReview,
    GlassBreaking,
    GlassBroken,
    RestrictedKind,
    RestrictedRecord,
    RestrictedRecords,
    RestrictedSearchQuery,
    Uses,
)
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning, look
from handrail.core.ids import AccountId, BreakGlassId, ParticipantId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.participants.errors import ParticipantNotFound

records = api_router("participants", tag="break-glass")
router = api_router("break-glass")


def _read(request: Request, one: service.NamedUse) -> BreakGlassRead:
    concerning(request, one.use.participant_id)
    return BreakGlassRead.of(one.use, one.names)


@records.post(
    "/restricted-search", summary="Look for a restricted record", responses=problems(TooManyRestrictedSearches)
)
async def find_restricted_records(
    actor: Annotated[Actor, Depends(allow("break_glass:use"))],
    db: Db,
    request: Request,
    search: RestrictedSearchQuery,
) -> RestrictedRecords:
    """Whether there is a record of exactly this person that is not yours to see; it says nothing else of them.

    People in a 42 CFR Part 2 program are not found. A day has room for few look-ups, whether they find or not.
    """
    found = await service.search(db, actor, search)
    concerning(request, *found)
    return RestrictedRecords(items=[RestrictedRecord(id=one, kind=RestrictedKind.RESTRICTED_RECORD) for one in found])


@records.post(
    "/{participant_id}/break-glass",
    status_code=201,
    summary="Open a restricted record",
    responses=problems(ParticipantNotFound, RecordOpenAlready, TooManyBrokenGlasses),
)
async def break_glass(
    actor: Annotated[Actor, Depends(allow("break_glass:use"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    breaking: GlassBreaking,
) -> GlassBroken:
    """Open the record for an hour, with the reason. Everything seen is audited with it and somebody reviews the use."""
    use = await service.break_glass(db, actor, participant_id, breaking)
    concerning(request, use.participant_id)
    look(request).break_glass_reason = use.reason.value
    return GlassBroken.model_validate(use)


@router.get("", summary="List uses of the glass")
async def list_break_glass(
    actor: Annotated[Actor, Depends(allow("break_glass:read"))],
    db: Db,
    request: Request,
    page: PageParams,
    *,
    show: Annotated[Uses, Query(description="All, those to review, or those open now.")] = Uses.ALL,
    account_id: AccountId | None = None,
) -> Page[BreakGlassRead]:
    """Who opened whose record without being a party to it, why, and what was found; the youngest first."""
    rows = await service.list_uses(db, page, which=show, account_id=account_id)
    concerning(request, *(one.use.participant_id for one in rows.items))
    items = [BreakGlassRead.of(one.use, one.names) for one in rows.items]
    return Page(items=items, next_cursor=rows.next_cursor)


@router.get("/mine", summary="List records I have open by breaking the glass")
async def list_my_broken_glass(
    actor: Annotated[Actor, Depends(allow("break_glass:use"))], db: Db, request: Request, page: PageParams
) -> Page[GlassBroken]:
    """Your own uses that are open now, the youngest first."""
    rows = await service.list_uses(db, page, which=Uses.OPEN, account_id=actor.account_id)
    concerning(request, *(one.use.participant_id for one in rows.items))
    items = [GlassBroken.model_validate(one.use) for one in rows.items]
    return Page(items=items, next_cursor=rows.next_cursor)


@router.post(
    "/mine/{break_glass_id}/end",
    summary="Close a record I opened by breaking the glass",
    responses=problems(BreakGlassNotFound, EndedAlready),
)
async def end_my_broken_glass(
    actor: Annotated[Actor, Depends(allow("break_glass:use"))],
    db: Db,
    request: Request,
    break_glass_id: BreakGlassId,
) -> GlassBroken:
    """Before its time is over, once you need it no more. The use stays to be reviewed."""
    use = await service.end_own(db, actor, break_glass_id)
    concerning(request, use.participant_id)
    return GlassBroken.model_validate(use)


@router.get("/{break_glass_id}", summary="Read a use of the glass", responses=problems(BreakGlassNotFound))
async def read_break_glass(
    actor: Annotated[Actor, Depends(allow("break_glass:read"))],
    db: Db,
    request: Request,
    break_glass_id: BreakGlassId,
) -> BreakGlassRead:
    """Who opened whose record, why, until when, and what was found."""
    return _read(request, await service.read(db, break_glass_id))


@router.post(
    "/{break_glass_id}/review",
    summary="Review a use of the glass",
    responses=problems(BreakGlassNotFound, ReviewedAlready, OwnUse),
)
async def review_break_glass(
    actor: Annotated[Actor, Depends(allow("break_glass:review"))],
    db: Db,
    request: Request,
    break_glass_id: BreakGlassId,
    review: BreakGlassReview,
) -> BreakGlassRead:
    """Say what it was, and close the record if need be. Nobody reviews their own."""
    return _read(request, await service.review(db, actor, break_glass_id, review))


@router.post(
    "/{break_glass_id}/end",
    summary="Close a record that was opened by breaking the glass",
    responses=problems(BreakGlassNotFound, EndedAlready),
)
async def end_break_glass(
    actor: Annotated[Actor, Depends(allow("break_glass:review"))],
    db: Db,
    request: Request,
    break_glass_id: BreakGlassId,
) -> BreakGlassRead:
    """Before its time is over. The use stays to be reviewed."""
    return _read(request, await service.end(db, actor, break_glass_id))
