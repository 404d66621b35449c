"""Records that may be one person's. What is being entered travels in a body, never in an address."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import DistinctionId
from handrail.core.pagination import InvalidCursor, Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.participants import duplicates_service as service
from handrail.participants.duplicates_schemas import (
    DistinctionRead,
    DuplicatePair,
    DuplicateQuestion,
    DuplicateSuggestion,
    DuplicateSuggestions,
    NotSame,
)
from handrail.participants.errors import (
    AlreadyToldApart,
    AlreadyWithdrawn,
    DistinctionNotFound,
    ParticipantNotFound,
    SameRecord,
)

router = api_router("participants")


@router.post("/duplicates", summary="Look whether a person is known already")
async def suggest_duplicates(
    actor: Annotated[Actor, Depends(allow("participant:create"))],
    db: Db,
    request: Request,
    question: DuplicateQuestion,
) -> DuplicateSuggestions:
    """Before a record is opened: those that may be the person being entered, with what speaks for and against each."""
    found = await service.suggest(db, question)
    concerning(request, *(one.record.id for one in found))
    return DuplicateSuggestions(items=[DuplicateSuggestion.of(one.record, one.verdict) for one in found])


@router.get("/duplicates", summary="List records that may be one person's", responses=problems(InvalidCursor))
async def list_duplicates(
    actor: Annotated[Actor, Depends(allow("participant:merge"))],
    db: Db,
    request: Request,
    page: PageParams,
) -> Page[DuplicatePair]:
    """Pairs that nobody told apart yet, the most alike first, each explained."""
    rows = await service.list_pairs(db, page)
    concerning(request, *service.people_in(rows.items))
    return Page(
        items=[DuplicatePair.of(pair.first, pair.second, pair.verdict) for pair in rows.items],
        next_cursor=rows.next_cursor,
    )


@router.post(
    "/duplicates/not-same",
    status_code=201,
    summary="Tell two records apart",
    responses=problems(ParticipantNotFound, SameRecord, AlreadyToldApart),
)
async def tell_records_apart(
    actor: Annotated[Actor, Depends(allow("participant:merge"))],
    db: Db,
    request: Request,
    told: NotSame,
) -> DistinctionRead:
    """They are two people: the pair is not suggested again."""
    concerning(request, told.first_participant_id, told.second_participant_id)
    return DistinctionRead.model_validate(await service.tell_apart(db, actor, told))


@router.get("/duplicates/not-same", summary="List records that were told apart", responses=problems(InvalidCursor))
async def list_told_apart(
    actor: Annotated[Actor, Depends(allow("participant:merge"))],
    db: Db,
    request: Request,
    page: PageParams,
) -> Page[DistinctionRead]:
    """Pairs of which somebody said that they are two people, the latest first."""
    rows = await service.list_distinctions(db, page)
    concerning(request, *(one for row in rows.items for one in (row.first_participant_id, row.second_participant_id)))
    return Page.of(rows, DistinctionRead)


@router.post(
    "/duplicates/not-same/{distinction_id}/withdraw",
    summary="Take back that two records were told apart",
    responses=problems(DistinctionNotFound, AlreadyWithdrawn),
)
async def withdraw_distinction(
    actor: Annotated[Actor, Depends(allow("participant:merge"))],
    db: Db,
    request: Request,
    distinction_id: DistinctionId,
) -> DistinctionRead:
    """The pair may be suggested again; who said what and when stays on record."""
    row = await service.withdraw_distinction(db, actor, distinction_id)
    concerning(request, row.first_participant_id, row.second_participant_id)
    return DistinctionRead.model_validate(row)
