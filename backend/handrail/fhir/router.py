"""Partners that refer to us or that we refer to."""

from typing import Annotated

from fastapi import Depends

from handrail.core.access import Actor, allow
from handrail.core.ids import PartnerOrganizationId
from handrail.core.pagination import InvalidCursor, Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.fhir import service
from handrail.fhir.errors import PartnerOrganizationNotFound
from handrail.fhir.schemas import NamePrefix, PartnerOrganizationRead
from handrail.fhir.vocabulary import PartnerKind

router = api_router("partner-organizations")


@router.get("", summary="List partners", responses=problems(InvalidCursor))
async def list_partner_organizations(
    actor: Annotated[Actor, Depends(allow("partner:read"))],
    db: Db,
    page: PageParams,
    name_prefix: NamePrefix | None = None,
    kind: PartnerKind | None = None,
) -> Page[PartnerOrganizationRead]:
    """Practices, hospitals and their sites, by name."""
    rows = await service.list_partners(db, page, name_prefix=name_prefix, kind=kind)
    return Page.of(rows, PartnerOrganizationRead)


@router.get("/{partner_organization_id}", summary="Read a partner", responses=problems(PartnerOrganizationNotFound))
async def read_partner_organization(
    actor: Annotated[Actor, Depends(allow("partner:read"))],
    db: Db,
    partner_organization_id: PartnerOrganizationId,
) -> PartnerOrganizationRead:
    """One partner with its numbers and address."""
    return PartnerOrganizationRead.model_validate(await service.get_partner(db, partner_organization_id))
