"""One-time links by which a person sets a password."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.clock import now
from handrail.core.events import record_changes
from handrail.core.ids import OrganizationId
from handrail.core.units import Sessions
from handrail.identity import queries
from handrail.identity.errors import AccountDisabled, EnrolmentRefused, NotAPerson
from handrail.identity.models import Account, Enrolment
from handrail.identity.opaque import Secret, make_secret, parse_secret
from handrail.identity.passwords import hash_password
from handrail.identity.rules import EnrolmentState, check_enrolment, check_password
from handrail.identity.schemas import Enrol, Enrolled, EnrolmentRead
from handrail.identity.services.sign_in import sign_out_everywhere
from handrail.identity.vocabulary import (
    INVITATION_LIMIT,
    PASSWORD_MIN,
    RESET_LIMIT,
    AccountStatus,
    EnrolmentPurpose,
    SubjectKind,
)


@dataclass(frozen=True)
class Issued:
    """A new link and the secret that only this moment knows."""

    enrolment: Enrolment
    secret: Secret

    def link(self, web_url: str, *, page: str = "enrol") -> str:
        """Return the address to send. The secret stands in the fragment, which browsers send to no server."""
        return f"{web_url.rstrip('/')}/{page}#{self.secret.presented}"


async def issue_enrolment(db: AsyncSession, account: Account) -> Issued:
    """Make a link for a new account, or one to set a new password; links made before stop working."""
    if account.status is AccountStatus.DISABLED:
        raise AccountDisabled()
    if account.subject_kind is SubjectKind.CLIENT:
        raise NotAPerson()
    await queries.revoke_enrolments(db, account.id, now=now())
    secret = make_secret(account.organization_id)
    invited = account.status is AccountStatus.INVITED
    enrolment = Enrolment(
        account_id=account.id,
        purpose=EnrolmentPurpose.INVITATION if invited else EnrolmentPurpose.RESET,
        secret_hash=secret.hash,
        expires_at=now() + (INVITATION_LIMIT if invited else RESET_LIMIT),
    )
    db.add(enrolment)
    await db.flush()
    return Issued(enrolment, secret)


def organization_of_link(token: str) -> OrganizationId | None:
    """Return the organization a link names, true or not."""
    secret = parse_secret(token)
    return secret.organization_id if secret else None


async def inspect_enrolment(sessions: Sessions, token: str) -> EnrolmentRead:
    """Say whom a link is for, so that the page can greet them; whoever has the link may know."""
    secret = parse_secret(token)
    if secret is None:
        raise EnrolmentRefused()
    async with sessions.begin(secret.organization_id) as db:
        enrolment, account = await _open_link(db, secret, lock=False)
        organization = await queries.own_organization(db)
        return EnrolmentRead(
            purpose=enrolment.purpose,
            organization_name=organization.name,
            organization_slug=organization.slug,
            display_name=account.display_name,
            email=account.email,
            expires_at=enrolment.expires_at,
            min_length=PASSWORD_MIN,
        )


async def enrol(sessions: Sessions, given: Enrol) -> Enrolled:
    """Set the password a link is for; the link is used up, and sessions of an older password end."""
    secret = parse_secret(given.token.get_secret_value())
    if secret is None:
        raise EnrolmentRefused()
    password = given.password.get_secret_value()
    async with sessions.begin(secret.organization_id) as db:
        _, account = await _open_link(db, secret, lock=False)
        organization = await queries.own_organization(db)
    check_password(password, known=(account.email, account.display_name, organization.name, organization.slug))
    password_hash = await hash_password(password)
    async with sessions.begin(secret.organization_id, account_id=account.id) as db:
        enrolment, account = await _open_link(db, secret, lock=True)
        enrolment.used_at = now()
        account.password_hash, account.password_set_at = password_hash, now()
        account.status = AccountStatus.ACTIVE
        await sign_out_everywhere(db, account.id)
        if account.subject_kind is SubjectKind.PARTICIPANT:
            # Theirs were all got by signing in with the password that is replaced.
            tokens = await queries.revoke_tokens(db, account.id, now=now())
            await record_changes(db, "api_tokens.updated", tokens)
        return Enrolled(organization_slug=organization.slug, email=account.email)


async def _open_link(db: AsyncSession, secret: Secret, *, lock: bool) -> tuple[Enrolment, Account]:
    enrolment = await queries.get_enrolment(db, secret.hash, lock=lock)
    state = EnrolmentState(enrolment.expires_at, enrolment.used_at, enrolment.revoked_at)
    check_enrolment(state, now=now())
    account = await queries.any_account(db, enrolment.account_id)
    if account.status is AccountStatus.DISABLED:
        raise EnrolmentRefused()
    return enrolment, account
