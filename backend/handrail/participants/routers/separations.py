"""People who must not be in one room. Only holders of the right read why."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import SeparationId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.participants import separations_service as service
from handrail.participants.errors import (
    AlreadySeparated,
    AlreadyVoided,
    EndsBeforeItStarts,
    PersonNotAvailable,
    SamePerson,
    SeparationNotFound,
)
from handrail.participants.models import Separation
from handrail.participants.schemas import VoidReason
from handrail.participants.separations_schemas import SeparationCreate, SeparationRead, SeparationUpdate

router = api_router("separations")


def _concerning(request: Request, *rows: Separation) -> None:
    people = (person for row in rows for person in (row.first_participant_id, row.second_participant_id))
    concerning(request, *(person for person in people if person is not None))


@router.get("", summary="List separations")
async def list_separations(
    actor: Annotated[Actor, Depends(allow("separation:manage"))],
    db: Db,
    request: Request,
    page: PageParams,
    person_id: UUID | None = None,
    include_voided: bool = False,
) -> Page[SeparationRead]:
    """Who is kept apart from whom; of one participant or staff member with `person_id`."""
    rows = await service.list_separations(db, page, person_id=person_id, include_voided=include_voided)
    _concerning(request, *rows)
    return Page.of(rows, SeparationRead)


@router.post(
    "",
    status_code=201,
    summary="Keep two people apart",
    responses=problems(PersonNotAvailable, AlreadySeparated, SamePerson, EndsBeforeItStarts),
)
async def create_separation(
    actor: Annotated[Actor, Depends(allow("separation:manage"))],
    db: Db,
    request: Request,
    new: SeparationCreate,
) -> SeparationRead:
    """Two participants, or a participant and a staff member, who must not be in one room."""
    separation = await service.separate(db, actor, new)
    _concerning(request, separation)
    return SeparationRead.model_validate(separation)


@router.get("/{separation_id}", summary="Read a separation", responses=problems(SeparationNotFound))
async def read_separation(
    actor: Annotated[Actor, Depends(allow("separation:manage"))],
    db: Db,
    request: Request,
    separation_id: SeparationId,
) -> SeparationRead:
    """One separation with its reason."""
    separation = await service.get_separation(db, separation_id)
    _concerning(request, separation)
    return SeparationRead.model_validate(separation)


@router.put(
    "/{separation_id}",
    summary="Change a separation",
    responses=problems(SeparationNotFound, AlreadyVoided, EndsBeforeItStarts),
)
async def update_separation(
    actor: Annotated[Actor, Depends(allow("separation:manage"))],
    db: Db,
    request: Request,
    separation_id: SeparationId,
    change: SeparationUpdate,
    if_match: IfMatch,
) -> SeparationRead:
    """Change why, or until when, two people are kept apart."""
    separation = await service.update_separation(db, actor, separation_id, change, if_match=if_match)
    _concerning(request, separation)
    return SeparationRead.model_validate(separation)


@router.post(
    "/{separation_id}/void", summary="Void a separation", responses=problems(SeparationNotFound, AlreadyVoided)
)
async def void_separation(
    actor: Annotated[Actor, Depends(allow("separation:manage"))],
    db: Db,
    request: Request,
    separation_id: SeparationId,
    void: VoidReason,
    if_match: IfMatch,
) -> SeparationRead:
    """Take back a separation that was an error; it stays readable with the reason."""
    separation = await service.void_separation(db, separation_id, void, if_match=if_match)
    _concerning(request, separation)
    return SeparationRead.model_validate(separation)
