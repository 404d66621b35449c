"""Hours that suit a person, and when those near them can come."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import ParticipantId, SuitableHoursId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.participants import contacts_service
from handrail.participants.contacts_schemas import SuitableHoursRead, SuitableHoursWrite
from handrail.participants.errors import (
    ContactNotFound,
    EndsBeforeItStarts,
    ParticipantNotFound,
    SuitableHoursNotFound,
)
from handrail.participants.models import SuitableHours

router = api_router("participants")


@router.get("/{participant_id}/suitable-hours", summary="List hours that suit", responses=problems(ParticipantNotFound))
async def list_suitable_hours(
    actor: Annotated[Actor, Depends(allow("participant:read"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    page: PageParams,
) -> Page[SuitableHoursRead]:
    """Weekly hours in which the person would rather come, and in which somebody near them can."""
    concerning(request, participant_id)
    rows = await contacts_service.list_of(db, actor, SuitableHours, participant_id, page)
    return Page.of(rows, SuitableHoursRead)


@router.post(
    "/{participant_id}/suitable-hours",
    status_code=201,
    summary="Add hours that suit",
    responses=problems(ParticipantNotFound, ContactNotFound, EndsBeforeItStarts),
)
async def add_suitable_hours(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    new: SuitableHoursWrite,
) -> SuitableHoursRead:
    """The person's own are a wish; with any of somebody near them, family sessions are looked for within those."""
    concerning(request, participant_id)
    return SuitableHoursRead.model_validate(await contacts_service.add_suitable_hours(db, actor, participant_id, new))


@router.put(
    "/{participant_id}/suitable-hours/{suitable_hours_id}",
    summary="Change hours that suit",
    responses=problems(ParticipantNotFound, ContactNotFound, SuitableHoursNotFound, EndsBeforeItStarts),
)
async def update_suitable_hours(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    suitable_hours_id: SuitableHoursId,
    change: SuitableHoursWrite,
    if_match: IfMatch,
) -> SuitableHoursRead:
    """Replace hours. A change from some date on is new hours beside the ended ones."""
    concerning(request, participant_id)
    row = await contacts_service.update_suitable_hours(
        db, actor, participant_id, suitable_hours_id, change, if_match=if_match
    )
    return SuitableHoursRead.model_validate(row)
