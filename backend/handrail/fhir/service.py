"""The directory of partners."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import PartnerOrganizationId
from handrail.core.pagination import PageParams, Rows
from handrail.fhir import queries
from handrail.fhir.models import PartnerOrganization
from handrail.fhir.vocabulary import PartnerKind
from handrail.participants.rules import fold


async def list_partners(
    db: AsyncSession, page: PageParams, *, name_prefix: str | None, kind: PartnerKind | None
) -> Rows[PartnerOrganization]:
    """Return partners by name; accents and case of the prefix do not matter."""
    folded = fold(name_prefix) if name_prefix is not None else None
    return await queries.page_of_partners(db, page, name_prefix=folded, kind=kind)


async def get_partner(db: AsyncSession, partner_organization_id: PartnerOrganizationId) -> PartnerOrganization:
    return await queries.partner(db, partner_organization_id)
