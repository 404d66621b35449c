from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path

from handrail.core.access import Actor, allow
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.drafts import service
from handrail.drafts.errors import DraftNotFound, DraftTooLarge, TooManyDrafts
from handrail.drafts.schemas import DraftRead, DraftSave

router = api_router("drafts")

Form = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="Which form, as `session-delivery`.")]


@router.put("/{form}/{subject_id}", summary="Keep a form", responses=problems(DraftTooLarge, TooManyDrafts))
async def save_draft(
    actor: Annotated[Actor, Depends(allow("draft:own"))], form: Form, subject_id: UUID, save: DraftSave, db: Db
) -> DraftRead:
    """Keep what was typed so far; only the account that typed it can read it again."""
    return DraftRead.model_validate(await service.save_draft(db, actor, form, subject_id, save))


@router.get("/{form}/{subject_id}", summary="Read a kept form", responses=problems(DraftNotFound))
async def read_draft(
    actor: Annotated[Actor, Depends(allow("draft:own"))], form: Form, subject_id: UUID, db: Db
) -> DraftRead:
    """What was typed before, to go on with."""
    return DraftRead.model_validate(await service.get_draft(db, actor, form, subject_id))


@router.delete(
    "/{form}/{subject_id}", status_code=204, summary="Discard a kept form", responses=problems(DraftNotFound)
)
async def discard_draft(
    actor: Annotated[Actor, Depends(allow("draft:own"))], form: Form, subject_id: UUID, db: Db
) -> None:
    """The form was sent, or is not wanted any more."""
    await service.discard_draft(db, actor, form, subject_id)
