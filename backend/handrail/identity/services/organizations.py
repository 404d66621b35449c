"""Opening an organization, with the first person who can let others in."""

from dataclasses import dataclass

from handrail.core.ids import OrganizationId, new_id
from handrail.core.units import Sessions
from handrail.core.vocabulary import Role
from handrail.identity.services.accounts import invite
from handrail.identity.services.enrolments import Issued
from handrail.identity.vocabulary import SubjectKind
from handrail.organizations import service as organizations


@dataclass(frozen=True)
class OpenedOrganization:
    """A new organization; the link is for its first administrator."""

    organization_id: OrganizationId
    issued: Issued


async def create_organization(
    sessions: Sessions,
    *,
    name: str,
    slug: str,
    state: str,
    time_zone: str,
    administrator_email: str,
    administrator_name: str,
) -> OpenedOrganization:
    """Open an organization and invite its first administrator (`handrail organization create`).

    Raises `SlugTaken` and `TimeZoneUnknown`.
    """
    organization_id = OrganizationId(new_id())
    async with sessions.begin(organization_id) as db:
        await organizations.create_organization(
            db, organization_id, name=name, slug=slug, state=state, time_zone=time_zone
        )
        invited = await invite(
            db,
            email=administrator_email,
            display_name=administrator_name,
            subject_kind=SubjectKind.STAFF,
            roles=[Role.ADMINISTRATOR],
        )
    assert invited.issued is not None
    return OpenedOrganization(organization_id, invited.issued)
