from typing import Annotated

from fastapi import Depends

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.organizations import service
from handrail.organizations.errors import TimeZoneUnknown
from handrail.organizations.schemas import OrganizationRead, OrganizationUpdate

router = api_router("organization", tag="organizations")


@router.get("", summary="Read your organization")
async def read_organization(actor: Annotated[Actor, Depends(allow("organization:read"))], db: Db) -> OrganizationRead:
    """Name, sign-in name, state and default time zone."""
    organization = await service.read_organization(db)
    return OrganizationRead.model_validate(organization)


@router.patch("", summary="Change your organization", responses=problems(TimeZoneUnknown))
async def update_organization(
    actor: Annotated[Actor, Depends(allow("organization:write"))],
    change: OrganizationUpdate,
    db: Db,
    if_match: IfMatch,
) -> OrganizationRead:
    """Name, state and default time zone. The sign-in name stays."""
    organization = await service.update_organization(db, change, if_match=if_match)
    return OrganizationRead.model_validate(organization)
