"""Tries to reach a person, and the hours in which they cannot come."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import AvailabilityId, ContactAttemptId, ParticipantId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.participants import contacts_service
from handrail.participants.contacts_schemas import (
    AvailabilityRead,
    AvailabilityWrite,
    ContactAttemptCreate,
    ContactAttemptRead,
)
from handrail.participants.errors import (
    AlreadyVoided,
    AvailabilityNotFound,
    ContactAttemptNotFound,
    ContactNotFound,
    ContactWayNotFound,
    EndsBeforeItStarts,
    ParticipantNotFound,
)
from handrail.participants.models import Availability, ContactAttempt
from handrail.participants.schemas import VoidReason

router = api_router("participants")


@router.get(
    "/{participant_id}/contact-attempts", summary="List contact attempts", responses=problems(ParticipantNotFound)
)
async def list_contact_attempts(
    actor: Annotated[Actor, Depends(allow("participant:read"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    page: PageParams,
) -> Page[ContactAttemptRead]:
    """Tries to reach the person, the latest first."""
    concerning(request, participant_id)
    rows = await contacts_service.list_of(db, actor, ContactAttempt, participant_id, page, latest_first=True)
    return Page.of(rows, ContactAttemptRead)


@router.post(
    "/{participant_id}/contact-attempts",
    status_code=201,
    summary="Record a contact attempt",
    responses=problems(ParticipantNotFound, ContactNotFound, ContactWayNotFound),
)
async def record_contact_attempt(
    actor: Annotated[Actor, Depends(allow("contact_attempt:write"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    new: ContactAttemptCreate,
) -> ContactAttemptRead:
    """Write down one try: why, how, how it went, what comes next. It is the caller's."""
    concerning(request, participant_id)
    return ContactAttemptRead.model_validate(
        await contacts_service.record_contact_attempt(db, actor, participant_id, new)
    )


@router.post(
    "/{participant_id}/contact-attempts/{contact_attempt_id}/void",
    summary="Void a contact attempt",
    responses=problems(ParticipantNotFound, ContactAttemptNotFound, AlreadyVoided),
)
async def void_contact_attempt(
    actor: Annotated[Actor, Depends(allow("contact_attempt:write"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    contact_attempt_id: ContactAttemptId,
    void: VoidReason,
    if_match: IfMatch,
) -> ContactAttemptRead:
    """Take back a wrong entry; it stays readable with the reason."""
    concerning(request, participant_id)
    row = await contacts_service.void_contact_attempt(
        db, actor, participant_id, contact_attempt_id, void, if_match=if_match
    )
    return ContactAttemptRead.model_validate(row)


@router.get("/{participant_id}/availability", summary="List availability", responses=problems(ParticipantNotFound))
async def list_availability(
    actor: Annotated[Actor, Depends(allow("participant:read"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    page: PageParams,
) -> Page[AvailabilityRead]:
    """Weekly hours in which the person cannot come: work, school, child care."""
    concerning(request, participant_id)
    rows = await contacts_service.list_of(db, actor, Availability, participant_id, page)
    return Page.of(rows, AvailabilityRead)


@router.post(
    "/{participant_id}/availability",
    status_code=201,
    summary="Add a window of availability",
    responses=problems(ParticipantNotFound, EndsBeforeItStarts),
)
async def add_availability(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    new: AvailabilityWrite,
) -> AvailabilityRead:
    """Add weekly hours in which the person cannot come, in local time."""
    concerning(request, participant_id)
    return AvailabilityRead.model_validate(await contacts_service.add_availability(db, actor, participant_id, new))


@router.put(
    "/{participant_id}/availability/{availability_id}",
    summary="Change a window of availability",
    responses=problems(ParticipantNotFound, AvailabilityNotFound, EndsBeforeItStarts),
)
async def update_availability(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    availability_id: AvailabilityId,
    change: AvailabilityWrite,
    if_match: IfMatch,
) -> AvailabilityRead:
    """Replace a window. A change from some date on is a new window beside the ended one."""
    concerning(request, participant_id)
    row = await contacts_service.update_availability(
        db, actor, participant_id, availability_id, change, if_match=if_match
    )
    return AvailabilityRead.model_validate(row)
