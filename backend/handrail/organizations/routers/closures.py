from typing import Annotated

from fastapi import Depends, Query

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import ClosureId, LocationId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Instant
from handrail.core.units import Db
from handrail.organizations import service
from handrail.organizations.errors import (
    ClosureEndsBeforeStart,
    ClosureNotFound,
    ClosureRemovedAlready,
    ClosureTooLong,
    LocationInactive,
    LocationNotFound,
)
from handrail.organizations.schemas import ClosureCreate, ClosureRead, ClosureUpdate

router = api_router("closures")


@router.get("", summary="List closures", responses=problems(LocationNotFound))
async def list_closures(
    actor: Annotated[Actor, Depends(allow("closure:read"))],
    db: Db,
    page: PageParams,
    *,
    location_id: Annotated[LocationId | None, Query(description="With those of every location.")] = None,
    from_instant: Instant | None = None,
    to_instant: Instant | None = None,
    removed: Annotated[bool, Query(description="Show removed ones too.")] = False,
) -> Page[ClosureRead]:
    """Closures that touch the span, by their start."""
    rows = await service.list_closures(
        db, location_id=location_id, from_instant=from_instant, to_instant=to_instant, removed=removed, page=page
    )
    return Page.of(rows, ClosureRead)


@router.post(
    "",
    status_code=201,
    summary="Add a closure",
    responses=problems(LocationNotFound, LocationInactive, ClosureEndsBeforeStart, ClosureTooLong),
)
async def create_closure(
    actor: Annotated[Actor, Depends(allow("closure:write"))], values: ClosureCreate, db: Db
) -> ClosureRead:
    """Close, delay, end early or hold by video, for one location or all, between two instants."""
    closure = await service.create_closure(db, values)
    return ClosureRead.model_validate(closure)


@router.get("/{closure_id}", summary="Read a closure", responses=problems(ClosureNotFound))
async def read_closure(
    actor: Annotated[Actor, Depends(allow("closure:read"))], closure_id: ClosureId, db: Db
) -> ClosureRead:
    """One closure, also a removed one."""
    closure = await service.get_closure(db, closure_id)
    return ClosureRead.model_validate(closure)


@router.patch(
    "/{closure_id}",
    summary="Change a closure",
    responses=problems(ClosureNotFound, ClosureRemovedAlready, ClosureEndsBeforeStart, ClosureTooLong),
)
async def update_closure(
    actor: Annotated[Actor, Depends(allow("closure:write"))],
    closure_id: ClosureId,
    change: ClosureUpdate,
    db: Db,
    if_match: IfMatch,
) -> ClosureRead:
    """Sessions follow the changed closure as if it was removed and added anew."""
    closure = await service.update_closure(db, closure_id, change, if_match=if_match)
    return ClosureRead.model_validate(closure)


@router.delete(
    "/{closure_id}",
    status_code=204,
    summary="Remove a closure",
    responses=problems(ClosureNotFound, ClosureRemovedAlready),
)
async def remove_closure(
    actor: Annotated[Actor, Depends(allow("closure:write"))], closure_id: ClosureId, db: Db, if_match: IfMatch
) -> None:
    """The closure no longer holds; it stays readable with `removed=true`."""
    await service.remove_closure(db, closure_id, account_id=actor.account_id, if_match=if_match)
