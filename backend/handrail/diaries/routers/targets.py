"""The hierarchy of targets."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import ParticipantId, TreatmentTargetId
from handrail.core.pagination import Page
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.diaries.errors import TargetClosed, TargetNotFound, TargetOpen, TooManyOpenTargets
from handrail.diaries.models import TreatmentTarget
from handrail.diaries.schemas import (
    TreatmentTargetClose,
    TreatmentTargetCreate,
    TreatmentTargetRead,
    TreatmentTargetUpdate,
)
from handrail.diaries.service import targets
from handrail.participants.errors import ParticipantNotFound

of_participants = api_router("participants", tag="targets")
router = api_router("treatment-targets", tag="targets")

Writer = Annotated[Actor, Depends(allow("diary:write"))]


def _told(request: Request, target: TreatmentTarget) -> TreatmentTargetRead:
    concerning(request, target.participant_id)
    return TreatmentTargetRead.model_validate(target)


@of_participants.get(
    "/{participant_id}/treatment-targets", summary="List targets", responses=problems(ParticipantNotFound)
)
async def list_treatment_targets(
    request: Request, participant_id: ParticipantId, actor: Annotated[Actor, Depends(allow("diary:read"))], db: Db
) -> Page[TreatmentTargetRead]:
    """The open ones by their place in each tier, then the closed ones; two hundred at most."""
    concerning(request, participant_id)
    found = await targets.list_targets(db, actor, participant_id)
    return Page(items=[TreatmentTargetRead.model_validate(one) for one in found], next_cursor=None)


@of_participants.post(
    "/{participant_id}/treatment-targets",
    status_code=201,
    summary="Open a target",
    responses=problems(ParticipantNotFound, TooManyOpenTargets),
)
async def open_treatment_target(
    request: Request, participant_id: ParticipantId, new: TreatmentTargetCreate, actor: Writer, db: Db
) -> TreatmentTargetRead:
    """Add it at the end of its tier."""
    return _told(request, await targets.open_target(db, actor, participant_id, new))


@router.patch("/{treatment_target_id}", summary="Change a target", responses=problems(TargetNotFound, TargetClosed))
async def update_treatment_target(
    request: Request,
    treatment_target_id: TreatmentTargetId,
    change: TreatmentTargetUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
) -> TreatmentTargetRead:
    """Put its words otherwise, or move it within its tier or to the end of another one."""
    return _told(request, await targets.update_target(db, actor, treatment_target_id, change, if_match=if_match))


@router.post("/{treatment_target_id}/close", summary="Close a target", responses=problems(TargetNotFound, TargetClosed))
async def close_treatment_target(
    request: Request,
    treatment_target_id: TreatmentTargetId,
    closing: TreatmentTargetClose,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
) -> TreatmentTargetRead:
    """Work on it no more, with the reason."""
    return _told(request, await targets.close_target(db, actor, treatment_target_id, closing, if_match=if_match))


@router.post("/{treatment_target_id}/reopen", summary="Reopen a target", responses=problems(TargetNotFound, TargetOpen))
async def reopen_treatment_target(
    request: Request, treatment_target_id: TreatmentTargetId, actor: Writer, db: Db, if_match: IfMatch
) -> TreatmentTargetRead:
    """Work on it again, at the end of its tier."""
    return _told(request, await targets.reopen_target(db, actor, treatment_target_id, if_match=if_match))
