"""Numbers of other systems, ways to reach a person, and the people near them."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import ContactId, ContactWayId, ParticipantId, ParticipantIdentifierId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.participants import contacts_service
from handrail.participants.contacts_schemas import (
    ContactRead,
    ContactWayCreate,
    ContactWayRead,
    ContactWayUpdate,
    ContactWrite,
)
from handrail.participants.errors import (
    ContactNotFound,
    ContactWayNotFound,
    EndsBeforeItStarts,
    IdentifierNotFound,
    IdentifierTaken,
    ParticipantNotFound,
    SafetyOfPhonesOnly,
    SocialSecurityNumberRefused,
)
from handrail.participants.models import Contact, ContactWay, ParticipantIdentifier
from handrail.participants.schemas import IdentifierCreate, IdentifierRead, IdentifierUpdate

router = api_router("participants")


@router.get(
    "/{participant_id}/identifiers", summary="List numbers of other systems", responses=problems(ParticipantNotFound)
)
async def list_identifiers(
    actor: Annotated[Actor, Depends(allow("participant:read"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    page: PageParams,
) -> Page[IdentifierRead]:
    """Numbers other systems know the person by."""
    concerning(request, participant_id)
    rows = await contacts_service.list_of(db, actor, ParticipantIdentifier, participant_id, page)
    return Page.of(rows, IdentifierRead)


@router.post(
    "/{participant_id}/identifiers",
    status_code=201,
    summary="Add a number of another system",
    responses=problems(ParticipantNotFound, IdentifierTaken, SocialSecurityNumberRefused, EndsBeforeItStarts),
)
async def add_identifier(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    new: IdentifierCreate,
) -> IdentifierRead:
    """Keep a number of another system. Social security numbers are refused."""
    concerning(request, participant_id)
    return IdentifierRead.model_validate(await contacts_service.add_identifier(db, actor, participant_id, new))


@router.put(
    "/{participant_id}/identifiers/{identifier_id}",
    summary="Change a number of another system",
    responses=problems(ParticipantNotFound, IdentifierNotFound, EndsBeforeItStarts),
)
async def update_identifier(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    identifier_id: ParticipantIdentifierId,
    change: IdentifierUpdate,
    if_match: IfMatch,
) -> IdentifierRead:
    """Correct what a number stands for, or when it was valid."""
    concerning(request, participant_id)
    row = await contacts_service.update_identifier(db, actor, participant_id, identifier_id, change, if_match=if_match)
    return IdentifierRead.model_validate(row)


@router.get("/{participant_id}/contact-ways", summary="List ways of contact", responses=problems(ParticipantNotFound))
async def list_contact_ways(
    actor: Annotated[Actor, Depends(allow("participant:read"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    page: PageParams,
) -> Page[ContactWayRead]:
    """Ways to reach the person and their contacts, with what is safe there."""
    concerning(request, participant_id)
    rows = await contacts_service.list_of(db, actor, ContactWay, participant_id, page)
    return Page.of(rows, ContactWayRead)


@router.post(
    "/{participant_id}/contact-ways",
    status_code=201,
    summary="Add a way of contact",
    responses=problems(ParticipantNotFound, ContactNotFound, EndsBeforeItStarts),
)
async def add_contact_way(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    new: ContactWayCreate,
) -> ContactWayRead:
    """Add a phone number, an e-mail address or a postal address. Nothing is safe until it is said to be."""
    concerning(request, participant_id)
    return ContactWayRead.model_validate(await contacts_service.add_contact_way(db, actor, participant_id, new))


@router.put(
    "/{participant_id}/contact-ways/{contact_way_id}",
    summary="Change a way of contact",
    responses=problems(ParticipantNotFound, ContactWayNotFound, EndsBeforeItStarts, SafetyOfPhonesOnly),
)
async def update_contact_way(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    contact_way_id: ContactWayId,
    change: ContactWayUpdate,
    if_match: IfMatch,
) -> ContactWayRead:
    """Replace what is safe, what is preferred, and until when the way is valid."""
    concerning(request, participant_id)
    row = await contacts_service.update_contact_way(
        db, actor, participant_id, contact_way_id, change, if_match=if_match
    )
    return ContactWayRead.model_validate(row)


@router.get("/{participant_id}/contacts", summary="List contacts", responses=problems(ParticipantNotFound))
async def list_contacts(
    actor: Annotated[Actor, Depends(allow("participant:read"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    page: PageParams,
) -> Page[ContactRead]:
    """Family, guardians and people to call in an emergency."""
    concerning(request, participant_id)
    rows = await contacts_service.list_of(db, actor, Contact, participant_id, page)
    return Page.of(rows, ContactRead)


@router.post(
    "/{participant_id}/contacts",
    status_code=201,
    summary="Add a contact",
    responses=problems(ParticipantNotFound, EndsBeforeItStarts),
)
async def add_contact(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    new: ContactWrite,
) -> ContactRead:
    """Add somebody near the person, and what may be talked about with them."""
    concerning(request, participant_id)
    return ContactRead.model_validate(await contacts_service.add_contact(db, actor, participant_id, new))


@router.put(
    "/{participant_id}/contacts/{contact_id}",
    summary="Change a contact",
    responses=problems(ParticipantNotFound, ContactNotFound, EndsBeforeItStarts),
)
async def update_contact(
    actor: Annotated[Actor, Depends(allow("participant:update"))],
    db: Db,
    request: Request,
    participant_id: ParticipantId,
    contact_id: ContactId,
    change: ContactWrite,
    if_match: IfMatch,
) -> ContactRead:
    """Replace what is known of a contact."""
    concerning(request, participant_id)
    row = await contacts_service.update_contact(db, actor, participant_id, contact_id, change, if_match=if_match)
    return ContactRead.model_validate(row)
