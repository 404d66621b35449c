"""Records of people: open, read, change, merge. Lists and searches are `reporting`'s: they show the program too."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import ParticipantId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.participants import contacts_service, duplicates_service, service
from handrail.participants.duplicates_schemas import KnownRecord
from handrail.participants.errors import (
    AlreadyMerged,
    BornInFuture,
    DiedBeforeBirth,
    EndsBeforeItStarts,
    MergeIntoItself,
    MrnTaken,
    NotMerged,
    OthersMergedIntoIt,
    ParticipantNotFound,
    SurvivorNotInUse,
)
from handrail.participants.models import FormerName
from handrail.participants.schemas import (
    FormerNameCreate,
    FormerNameRead,
    Merge,
    ParticipantCreate,
    ParticipantRead,
    ParticipantUpdate,
)

router = api_router("participants")


@router.post("", status_code=201, summary="Open a record", responses=problems(MrnTaken, BornInFuture))
async def create_participant(
    actor: Annotated[Actor, Depends(allow("participant:create"))],
    db: Db,
    request: Request,
    new: ParticipantCreate,
) -> ParticipantRead:
    """Open the record of a person. Without a medical record number the next one is given."""
    participant = await service.create_participant(db, new)
    concerning(request, participant.id)
    return ParticipantRead.model_validate(participant)


@router.get("/{participant_id}", summary="Read a record", responses=problems(ParticipantNotFound))
async def read_participant(
    actor: Annotated[Actor, Depends(allow("participant:read"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
) -> ParticipantRead:
    """One person."""
    participant = await service.get_visible_participant(db, actor, participant_id)
    concerning(request, participant.id)
    return ParticipantRead.model_validate(participant)


@router.patch(
    "/{participant_id}",
    summary="Change a record",
    responses=problems(ParticipantNotFound, MrnTaken, AlreadyMerged, BornInFuture, DiedBeforeBirth),
)
async def update_participant(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    change: ParticipantUpdate,
    if_match: IfMatch,
) -> ParticipantRead:
    """Change what is sent; what is not sent stays."""
    participant = await service.update_participant(db, actor, participant_id, change, if_match=if_match)
    concerning(request, participant.id)
    return ParticipantRead.model_validate(participant)


@router.post(
    "/{participant_id}/merge",
    summary="Merge a record into another",
    responses=problems(ParticipantNotFound, AlreadyMerged, SurvivorNotInUse, OthersMergedIntoIt, MergeIntoItself),
)
async def merge_participant(
    actor: Annotated[Actor, Depends(allow("participant:merge"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    merge: Merge,
    if_match: IfMatch,
) -> ParticipantRead:
    """Point this record at the one that stays; nothing moves, so that it can be undone."""
    participant = await service.merge_participant(db, actor, participant_id, merge, if_match=if_match)
    concerning(request, participant.id, merge.into_participant_id)
    return ParticipantRead.model_validate(participant)


@router.post("/{participant_id}/undo-merge", summary="Undo a merge", responses=problems(ParticipantNotFound, NotMerged))
async def undo_participant_merge(
    actor: Annotated[Actor, Depends(allow("participant:merge"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    if_match: IfMatch,
) -> ParticipantRead:
    """Clear the pointer: both records are in use again."""
    participant = await service.undo_merge(db, actor, participant_id, if_match=if_match)
    concerning(request, participant.id)
    return ParticipantRead.model_validate(participant)


@router.get(
    "/{participant_id}/merged-records", summary="List records merged into one", responses=problems(ParticipantNotFound)
)
async def list_merged_records(
    actor: Annotated[Actor, Depends(allow("participant:read"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    page: PageParams,
) -> Page[KnownRecord]:
    """Records this one stands for, in the order in which they were opened."""
    rows = await duplicates_service.list_merged(db, actor, participant_id, page)
    concerning(request, participant_id, *(record.id for record in rows))
    return Page.of(rows, KnownRecord)


@router.get("/{participant_id}/former-names", summary="List former names", responses=problems(ParticipantNotFound))
async def list_former_names(
    actor: Annotated[Actor, Depends(allow("participant:read"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    page: PageParams,
) -> Page[FormerNameRead]:
    """Names the person had. They are not searched and not shown elsewhere."""
    concerning(request, participant_id)
    return Page.of(await contacts_service.list_of(db, actor, FormerName, participant_id, page), FormerNameRead)


@router.post(
    "/{participant_id}/former-names",
    status_code=201,
    summary="Add a former name",
    responses=problems(ParticipantNotFound, EndsBeforeItStarts),
)
async def add_former_name(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    new: FormerNameCreate,
) -> FormerNameRead:
    """Keep a name the person had."""
    concerning(request, participant_id)
    return FormerNameRead.model_validate(await contacts_service.add_former_name(db, actor, participant_id, new))
