"""Lists of people. The cursor is an id and a search is a body: no name is ever in an address."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.hot import HotRead, hot
from handrail.core.ids import CohortId, ProgramId
from handrail.core.pagination import InvalidCursor, PageParams
from handrail.core.permissions import Scope
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.participants.schemas import ParticipantSearch
from handrail.participants.vocabulary import ParticipantStatus
from handrail.reporting.people_queries import PEOPLE
from handrail.reporting.people_schemas import ParticipantPage
from handrail.reporting.people_service import search_people

router = api_router("participants")


@router.get("", summary="List people", response_model=ParticipantPage)
async def list_participants(
    read: Annotated[HotRead, Depends(hot("participant:read"))],
    cursor: Annotated[UUID | None, Query(description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="Rows a page.")] = 100,
    status: Annotated[
        ParticipantStatus | None, Query(description="By default all but merged and entered in error.")
    ] = None,
    program_id: ProgramId | None = None,
    cohort_id: CohortId | None = None,
) -> Response:
    """People the caller may see, by family name; those in a program or cohort today."""
    actor = read.actor
    return await read.json(
        PEOPLE,
        actor.staff_id,
        actor.scope("participant:read") is Scope.ORGANIZATION,
        actor.may("schedule:clinical"),
        cursor,
        limit,
        status.value if status is not None else None,
        program_id,
        cohort_id,
    )


@router.post("/search", summary="Find people", responses=problems(InvalidCursor))
async def search_participants(
    actor: Annotated[Actor, Depends(allow("participant:read"))],
    db: Db,
    request: Request,
    search: ParticipantSearch,
    page: PageParams,
) -> ParticipantPage:
    """People the caller may see, by the beginning of a name, by record number or by birth date."""
    found = await search_people(db, actor, search, page)
    concerning(request, *(person.id for person in found.items))
    return found
