"""What an operator does for an organization: opening it with its first administrator, letting the last one in again."""

from dataclasses import dataclass

from handrail.core.ids import OrganizationId, new_id
from handrail.core.units import Sessions
from handrail.core.vocabulary import Role
from handrail.identity import queries
from handrail.identity.errors import NobodyToLetIn
from handrail.identity.rules import fold_email
from handrail.identity.services.accounts import invite
from handrail.identity.services.enrolments import Issued, issue_enrolment
from handrail.identity.services.second_factors import forget_factor
from handrail.identity.services.sign_in import organization_of
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


async def let_in_again(sessions: Sessions, *, slug: str, email: str, without_app: bool) -> Issued:
    """Make a new one-time link where no administrator is left to make it (`handrail organization let-in`).

    `without_app` also takes the authenticator app away. Raises `NobodyToLetIn`, or `AccountDisabled`: whoever was shut
    out on purpose is let in by an administrator.
    """
    organization_id = await organization_of(sessions, slug)
    if organization_id is None:
        raise NobodyToLetIn()
    async with sessions.begin(organization_id) as db:
        account = await queries.account_by_email(db, fold_email(email))
        if account is None or account.subject_kind is not SubjectKind.STAFF:
            raise NobodyToLetIn()
        if without_app:
            await forget_factor(db, account.id)
        return await issue_enrolment(db, account)
