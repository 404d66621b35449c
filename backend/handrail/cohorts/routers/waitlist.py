from typing import Annotated

from fastapi import Depends, Query, Request

from handrail.cohorts import errors
from handrail.cohorts.routers.cohorts import JOIN_PROBLEMS
from handrail.cohorts.schemas import WaitlistEntryRead, WaitlistEntryUpdate, WaitlistPlacement, WaitlistWithdrawal
from handrail.cohorts.service import waitlist
from handrail.cohorts.vocabulary import WaitStatus
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import CohortId, ParticipantId, WaitlistEntryId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db

router = api_router("waitlist-entries", tag="cohorts")


@router.get("", summary="List waitlist entries", responses=problems(errors.CohortNotFound))
async def list_waitlist_entries(
    actor: Annotated[Actor, Depends(allow("waitlist:read"))],
    request: Request,
    db: Db,
    page: PageParams,
    *,
    cohort_id: CohortId | None = None,
    participant_id: ParticipantId | None = None,
    status: Annotated[WaitStatus | None, Query(description="Those who still wait if left out.")] = None,
) -> Page[WaitlistEntryRead]:
    """Entries of the people the reader may see."""
    rows = await waitlist.list_waitlist(
        db, actor, cohort_id=cohort_id, participant_id=participant_id, status=status, page=page
    )
    concerning(request, *(entry.participant_id for entry in rows.items))
    return Page.of(rows, WaitlistEntryRead)


@router.get("/{waitlist_entry_id}", summary="Read a waitlist entry", responses=problems(errors.WaitlistEntryNotFound))
async def read_waitlist_entry(
    actor: Annotated[Actor, Depends(allow("waitlist:read"))],
    request: Request,
    waitlist_entry_id: WaitlistEntryId,
    db: Db,
) -> WaitlistEntryRead:
    """One entry."""
    entry = await waitlist.get_waitlist_entry(db, actor, waitlist_entry_id)
    concerning(request, entry.participant_id)
    return WaitlistEntryRead.model_validate(entry)


@router.patch(
    "/{waitlist_entry_id}",
    summary="Change a waitlist entry",
    responses=problems(errors.WaitlistEntryNotFound, errors.NoLongerWaiting),
)
async def update_waitlist_entry(
    actor: Annotated[Actor, Depends(allow("waitlist:write"))],
    request: Request,
    waitlist_entry_id: WaitlistEntryId,
    change: WaitlistEntryUpdate,
    db: Db,
    if_match: IfMatch,
) -> WaitlistEntryRead:
    """Another reason, or another place in the queue."""
    entry = await waitlist.update_waitlist_entry(db, actor, waitlist_entry_id, change, if_match=if_match)
    concerning(request, entry.participant_id)
    return WaitlistEntryRead.model_validate(entry)


@router.post(
    "/{waitlist_entry_id}/offer",
    summary="Note an offered seat",
    responses=problems(errors.WaitlistEntryNotFound, errors.NoLongerWaiting),
)
async def offer_waitlist_seat(
    actor: Annotated[Actor, Depends(allow("waitlist:write"))],
    request: Request,
    waitlist_entry_id: WaitlistEntryId,
    db: Db,
) -> WaitlistEntryRead:
    """The seat is not kept by the offer: only a membership takes one."""
    entry = await waitlist.offer_seat(db, actor, waitlist_entry_id)
    concerning(request, entry.participant_id)
    return WaitlistEntryRead.model_validate(entry)


@router.post(
    "/{waitlist_entry_id}/place",
    summary="Give a seat from the waitlist",
    responses=problems(errors.WaitlistEntryNotFound, errors.NoLongerWaiting, errors.NoActiveEpisode, *JOIN_PROBLEMS),
)
async def place_from_waitlist(
    actor: Annotated[Actor, Depends(allow("membership:write"))],
    request: Request,
    waitlist_entry_id: WaitlistEntryId,
    placement: WaitlistPlacement,
    db: Db,
) -> WaitlistEntryRead:
    """The participant's active episode in the cohort's program becomes a member."""
    entry = await waitlist.place_from_waitlist(db, actor, waitlist_entry_id, placement)
    concerning(request, entry.participant_id)
    return WaitlistEntryRead.model_validate(entry)


@router.post(
    "/{waitlist_entry_id}/withdraw",
    summary="Take somebody off the waitlist",
    responses=problems(errors.WaitlistEntryNotFound, errors.NoLongerWaiting),
)
async def withdraw_from_waitlist(
    actor: Annotated[Actor, Depends(allow("waitlist:write"))],
    request: Request,
    waitlist_entry_id: WaitlistEntryId,
    withdrawal: WaitlistWithdrawal,
    db: Db,
) -> WaitlistEntryRead:
    """With the reason; the entry stays on record."""
    entry = await waitlist.withdraw_from_waitlist(db, actor, waitlist_entry_id, withdrawal.reason)
    concerning(request, entry.participant_id)
    return WaitlistEntryRead.model_validate(entry)
