from typing import Annotated

from fastapi import Depends

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import LocationId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.organizations import service
from handrail.organizations.errors import LocationNameTaken, LocationNotFound, TimeZoneUnknown
from handrail.organizations.schemas import LocationCreate, LocationRead, LocationUpdate

router = api_router("locations")


@router.get("", summary="List locations")
async def list_locations(
    actor: Annotated[Actor, Depends(allow("location:read"))], db: Db, page: PageParams, active: bool | None = None
) -> Page[LocationRead]:
    """Locations by name."""
    rows = await service.list_locations(db, active=active, page=page)
    return Page.of(rows, LocationRead)


@router.post("", status_code=201, summary="Add a location", responses=problems(LocationNameTaken, TimeZoneUnknown))
async def create_location(
    actor: Annotated[Actor, Depends(allow("location:write"))], values: LocationCreate, db: Db
) -> LocationRead:
    """A location needs its own IANA time zone: sessions there follow its clock."""
    location = await service.create_location(db, values)
    return LocationRead.model_validate(location)


@router.get("/{location_id}", summary="Read a location", responses=problems(LocationNotFound))
async def read_location(
    actor: Annotated[Actor, Depends(allow("location:read"))], location_id: LocationId, db: Db
) -> LocationRead:
    """One location."""
    location = await service.get_location(db, location_id)
    return LocationRead.model_validate(location)


@router.patch(
    "/{location_id}",
    summary="Change a location",
    responses=problems(LocationNotFound, LocationNameTaken, TimeZoneUnknown),
)
async def update_location(
    actor: Annotated[Actor, Depends(allow("location:write"))],
    location_id: LocationId,
    change: LocationUpdate,
    db: Db,
    if_match: IfMatch,
) -> LocationRead:
    """Change what is named; `active: false` takes the location out of use."""
    location = await service.update_location(db, location_id, change, if_match=if_match)
    return LocationRead.model_validate(location)
