"""Hand-offs between shifts. Lists say from whom and about whom; the text is opened one by one, and audited so."""

from typing import Annotated

from fastapi import Depends, Request, Response

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.hot import HotRead, hot
from handrail.core.ids import HandOffId, LocationId, ParticipantId, ProgramId
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.handoffs import queries, service
from handrail.handoffs.errors import (
    HandOffAudience,
    HandOffExpiry,
    HandOffNotActive,
    HandOffNotFound,
    HandOffNotTheirs,
    HandOffNotYours,
    HandOffPlaceUnknown,
    HandOffRead,
    HandOffSubjectsDiffer,
    OwnHandOff,
)
from handrail.handoffs.schemas import HandOffCreate, HandOffDetail, HandOffList
from handrail.participants.errors import ParticipantNotFound

router = api_router("handoffs")
of_participants = api_router("participants", tag="handoffs")

Reader = Annotated[HotRead, Depends(hot("handoff:read"))]
Writer = Annotated[Actor, Depends(allow("handoff:write"))]


def _told(request: Request, handoff: HandOffDetail) -> HandOffDetail:
    if handoff.participant is not None:
        concerning(request, handoff.participant.id)
    return handoff


@router.get("", summary="Read hand-offs to me and my teams", response_model=HandOffList)
async def read_active_handoffs(
    read: Reader, program_id: ProgramId | None = None, location_id: LocationId | None = None
) -> Response:
    """Active ones without their texts: what you have not acknowledged first, then the urgent, then the youngest."""
    return await read.json(queries.ACTIVE_LIST, *queries.sight(read.actor), program_id, location_id)


@router.post(
    "",
    status_code=201,
    summary="Write a hand-off",
    responses=problems(
        HandOffAudience,
        HandOffPlaceUnknown,
        HandOffNotTheirs,
        HandOffExpiry,
        HandOffNotFound,
        HandOffNotYours,
        HandOffNotActive,
        HandOffSubjectsDiffer,
        ParticipantNotFound,
    ),
)
async def write_handoff(request: Request, new: HandOffCreate, actor: Writer, db: Db) -> HandOffDetail:
    """Leave a note for the team of a program or for one colleague, about one person or about the day."""
    return _told(request, await service.write(db, actor, new))


@router.get(
    "/{handoff_id}", summary="Open a hand-off", response_model=HandOffDetail, responses=problems(HandOffNotFound)
)
async def read_handoff(read: Reader, handoff_id: HandOffId) -> Response:
    """One with its text."""
    return await read.json(queries.ONE, *queries.sight(read.actor), handoff_id, missing=HandOffNotFound)


@router.post(
    "/{handoff_id}/acknowledge",
    summary="Acknowledge a hand-off",
    responses=problems(HandOffNotFound, HandOffNotActive, OwnHandOff),
)
async def acknowledge_handoff(
    request: Request, handoff_id: HandOffId, actor: Annotated[Actor, Depends(allow("handoff:write"))], db: Db
) -> HandOffDetail:
    """Say that you have read it; your name and the time stay with it."""
    return _told(request, await service.acknowledge(db, actor, handoff_id))


@router.post(
    "/{handoff_id}/withdraw",
    summary="Withdraw a hand-off",
    responses=problems(HandOffNotFound, HandOffNotActive, HandOffNotYours, HandOffRead),
)
async def withdraw_handoff(request: Request, handoff_id: HandOffId, actor: Writer, db: Db) -> HandOffDetail:
    """Take your own back before anybody has acknowledged it. Afterwards, write a new one that replaces it."""
    return _told(request, await service.withdraw(db, actor, handoff_id))


@of_participants.get(
    "/{participant_id}/handoffs",
    summary="Read hand-offs about a person",
    response_model=HandOffList,
    responses=problems(ParticipantNotFound),
)
async def read_participant_handoffs(
    read: Reader, participant_id: ParticipantId, include_past: bool = False
) -> Response:
    """Active ones about one person, on request also those that expired, were withdrawn or were replaced."""
    return await read.json(
        queries.OF_PARTICIPANT,
        *queries.sight(read.actor),
        participant_id,
        include_past,
        missing=ParticipantNotFound,
    )
