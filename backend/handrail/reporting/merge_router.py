"""The question before a merge. It stands here because episodes, bookings and waits are other slices'."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import ParticipantId
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.participants.errors import (
    AlreadyMerged,
    MergeIntoItself,
    OthersMergedIntoIt,
    ParticipantNotFound,
    SurvivorNotInUse,
)
from handrail.participants.schemas import Merge
from handrail.reporting.merge_schemas import MergePreview
from handrail.reporting.merge_service import preview_merge

router = api_router("participants")


@router.post(
    "/{participant_id}/merge/preview",
    summary="See what a merge would bring together",
    responses=problems(ParticipantNotFound, AlreadyMerged, SurvivorNotInUse, OthersMergedIntoIt, MergeIntoItself),
)
async def preview_participant_merge(
    actor: Annotated[Actor, Depends(allow("participant:merge"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    merge: Merge,
) -> MergePreview:
    """What hangs on the record, and what of it does not go with the record that stays. Nothing changes."""
    concerning(request, participant_id, merge.into_participant_id)
    return await preview_merge(db, actor, participant_id, merge.into_participant_id)
