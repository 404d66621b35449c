"""Accounts, roles and tokens, as administrators keep them."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import AccountId, AccountRoleId, ApiTokenId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.core.vocabulary import Role
from handrail.identity.errors import (
    AccountDisabled,
    AccountNotFound,
    AccountRoleNotFound,
    ApiTokenNotFound,
    EmailTaken,
    ExpiryRefused,
    NotAnApiClient,
    NotAPerson,
    OwnAccount,
    PeriodRefused,
    RoleDoesNotFit,
    RoleEnded,
    RoleOverlaps,
    RolesNotHeld,
    SecondFactorOff,
    SignInNeeded,
    TooManyRoles,
    TooManyTokens,
)
from handrail.identity.routers.answers import issued_read, withhold_answer
from handrail.identity.schemas import (
    AccountCreate,
    AccountInvited,
    AccountRead,
    AccountRoleCreate,
    AccountRoleEnd,
    AccountRoleRead,
    AccountUpdate,
    ApiTokenCreate,
    ApiTokenIssued,
    ApiTokenRead,
    EnrolmentIssued,
)
from handrail.identity.services import accounts, second_factors, tokens
from handrail.identity.vocabulary import AccountStatus, SubjectKind

router = api_router("accounts")

Reader = Annotated[Actor, Depends(allow("account:read"))]
Manager = Annotated[Actor, Depends(allow("account:manage"))]
TokenHolder = Annotated[Actor, Depends(allow("api_token:manage"))]


@router.get("", summary="List accounts")
async def list_accounts(
    actor: Reader,
    db: Db,
    page: PageParams,
    status: AccountStatus | None = None,
    subject_kind: SubjectKind | None = None,
    role: Role | None = None,
) -> Page[AccountRead]:
    """Accounts of workers and API clients by e-mail address, with roles. Those of participants are not shown."""
    rows = await accounts.list_accounts(db, status=status, subject_kind=subject_kind, role=role, page=page)
    return Page.of(rows, AccountRead)


@router.post("", summary="Create an account", status_code=201, responses=problems(EmailTaken, RoleDoesNotFit))
async def create_account(given: AccountCreate, actor: Manager, db: Db, request: Request) -> AccountInvited:
    """Let in a worker without a staff file, or an API client. The one-time link in the answer is shown only here."""
    withhold_answer(request)
    invited = await accounts.create_account(db, given)
    issued = issued_read(request, invited.issued) if invited.issued else None
    return AccountInvited(account=await accounts.read_account(db, invited.account), enrolment=issued)


@router.get("/{account_id}", summary="Read an account", responses=problems(AccountNotFound))
async def read_account(account_id: AccountId, actor: Reader, db: Db) -> AccountRead:
    """An account with every role it has, had or will have."""
    return await accounts.read_account(db, await accounts.get_account(db, account_id))


@router.patch("/{account_id}", summary="Change an account", responses=problems(AccountNotFound, EmailTaken))
async def update_account(
    account_id: AccountId, change: AccountUpdate, actor: Manager, db: Db, if_match: IfMatch
) -> AccountRead:
    """Change the name shown or the e-mail address."""
    account = await accounts.update_account(db, account_id, change, if_match=if_match)
    return await accounts.read_account(db, account)


@router.post("/{account_id}/disable", summary="Disable an account", responses=problems(AccountNotFound, OwnAccount))
async def disable_account(account_id: AccountId, actor: Manager, db: Db) -> AccountRead:
    """Keep an account out from this moment on. Its sessions end, its tokens and links stop working."""
    account = await accounts.disable_account(db, account_id, actor=actor)
    return await accounts.read_account(db, account)


@router.post("/{account_id}/enable", summary="Enable an account", responses=problems(AccountNotFound, OwnAccount))
async def enable_account(account_id: AccountId, actor: Manager, db: Db) -> AccountRead:
    """Let a disabled account in again."""
    account = await accounts.enable_account(db, account_id, actor=actor)
    return await accounts.read_account(db, account)


@router.post(
    "/{account_id}/second-factor/take-away",
    summary="Take an authenticator app away",
    responses=problems(AccountNotFound, OwnAccount, SecondFactorOff),
)
async def take_second_factor_away(account_id: AccountId, actor: Manager, db: Db) -> AccountRead:
    """For somebody who lost phone and recovery codes, once you know it is them: the password alone lets them in."""
    account = await second_factors.take_away(db, account_id, actor=actor)
    return await accounts.read_account(db, account)


@router.post(
    "/{account_id}/enrolments",
    summary="Make a new one-time link",
    status_code=201,
    responses=problems(AccountNotFound, AccountDisabled, NotAPerson),
)
async def create_enrolment(account_id: AccountId, actor: Manager, db: Db, request: Request) -> EnrolmentIssued:
    """For an invitation that was lost or a password that was forgotten. Links made before stop working."""
    withhold_answer(request)
    return issued_read(request, await accounts.renew_enrolment(db, account_id))


@router.post(
    "/{account_id}/roles",
    summary="Give an account a role",
    status_code=201,
    responses=problems(
        AccountNotFound, AccountDisabled, OwnAccount, RoleOverlaps, RoleDoesNotFit, TooManyRoles, PeriodRefused
    ),
)
async def grant_role(account_id: AccountId, given: AccountRoleCreate, actor: Manager, db: Db) -> AccountRoleRead:
    """From one day to another, both included. Nobody gives themselves a role."""
    role = await accounts.grant_role(db, account_id, given, actor=actor)
    return AccountRoleRead.model_validate(role)


@router.post(
    "/{account_id}/roles/{account_role_id}/end",
    summary="End a role",
    responses=problems(AccountNotFound, AccountRoleNotFound, OwnAccount, RoleEnded, PeriodRefused),
)
async def end_role(
    account_id: AccountId, account_role_id: AccountRoleId, given: AccountRoleEnd, actor: Manager, db: Db
) -> AccountRead:
    """With its last day, or at once. The next request of the account already goes without it."""
    account = await accounts.end_role(db, account_id, account_role_id, given, actor=actor)
    return await accounts.read_account(db, account)


@router.get("/{account_id}/tokens", summary="List tokens", responses=problems(AccountNotFound))
async def list_api_tokens(account_id: AccountId, actor: Reader, db: Db, page: PageParams) -> Page[ApiTokenRead]:
    """Tokens of an account, the newest first, also expired and revoked ones."""
    return Page.of(await tokens.list_tokens(db, account_id, page=page), ApiTokenRead)


@router.post(
    "/{account_id}/tokens",
    summary="Make a token",
    status_code=201,
    responses=problems(
        AccountNotFound, AccountDisabled, NotAnApiClient, SignInNeeded, RolesNotHeld, TooManyTokens, ExpiryRefused
    ),
)
async def create_api_token(
    account_id: AccountId, given: ApiTokenCreate, actor: TokenHolder, db: Db, request: Request
) -> ApiTokenIssued:
    """For an API client or for oneself. The token itself is shown only here."""
    withhold_answer(request)
    made = await tokens.create_token(db, account_id, given, actor=actor)
    return ApiTokenIssued(token=made.secret.presented, api_token=ApiTokenRead.model_validate(made.api_token))


@router.post(
    "/{account_id}/tokens/{api_token_id}/revoke",
    summary="Revoke a token",
    responses=problems(AccountNotFound, ApiTokenNotFound),
)
async def revoke_api_token(account_id: AccountId, api_token_id: ApiTokenId, actor: TokenHolder, db: Db) -> ApiTokenRead:
    """The token's next request is refused."""
    return ApiTokenRead.model_validate(await tokens.revoke_token(db, account_id, api_token_id))
