"""Bearer tokens of programs that call the API."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.ids import AccountId, ApiTokenId
from handrail.core.pagination import PageParams, Rows
from handrail.identity import queries
from handrail.identity.errors import AccountDisabled, NotAnApiClient, RolesNotHeld, SignInNeeded, TooManyTokens
from handrail.identity.models import ApiToken
from handrail.identity.opaque import Secret, make_secret
from handrail.identity.rules import check_token_expiry
from handrail.identity.schemas import ApiTokenCreate
from handrail.identity.vocabulary import TOKENS_OF_AN_ACCOUNT, AccountStatus, SubjectKind


@dataclass(frozen=True)
class NewToken:
    """A token and the secret that only this moment knows."""

    api_token: ApiToken
    secret: Secret


async def list_tokens(db: AsyncSession, account_id: AccountId, *, page: PageParams) -> Rows[ApiToken]:
    await queries.get_account(db, account_id)
    return await queries.list_tokens(db, account_id, page=page)


async def create_token(db: AsyncSession, account_id: AccountId, given: ApiTokenCreate, *, actor: Actor) -> NewToken:
    """Make a token with some of the account's roles.

    Only for an API client or for oneself: a token of somebody else would act in their name. Not by a token: one that
    leaked could otherwise outlive its revocation.
    """
    account = await queries.get_account(db, account_id, lock=True)
    if actor.login_session_id is None:
        raise SignInNeeded()
    if account.subject_kind is not SubjectKind.CLIENT and account.id != actor.account_id:
        raise NotAnApiClient()
    if account.status is not AccountStatus.ACTIVE:
        raise AccountDisabled()
    check_token_expiry(given.expires_at, now=now())
    held = await queries.roles_on(db, account_id, await queries.local_today(db))
    if not set(given.roles) <= held:
        raise RolesNotHeld()
    if await queries.count_living_tokens(db, account_id, now=now()) >= TOKENS_OF_AN_ACCOUNT:
        raise TooManyTokens(limit=TOKENS_OF_AN_ACCOUNT)
    secret = make_secret(account.organization_id)
    token = ApiToken(
        account_id=account_id,
        label=given.label,
        secret_hash=secret.hash,
        roles=sorted(set(given.roles)),
        expires_at=given.expires_at,
    )
    db.add(token)
    await db.flush()
    return NewToken(token, secret)


async def revoke_token(db: AsyncSession, account_id: AccountId, api_token_id: ApiTokenId) -> ApiToken:
    """End a token; a second time changes nothing."""
    await queries.get_account(db, account_id)
    token = await queries.get_token(db, account_id, api_token_id)
    if token.revoked_at is None:
        token.revoked_at = now()
        await db.flush()
    return token
