"""Accounts and their roles, as administrators keep them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.ids import AccountId, AccountRoleId, SubjectId
from handrail.core.pagination import PageParams, Rows
from handrail.core.vocabulary import Role
from handrail.identity import factor_queries, queries
from handrail.identity.errors import (
    AccountDisabled,
    EmailTaken,
    RoleEnded,
    RoleOverlaps,
    SubjectHasAccount,
    TooManyRoles,
)
from handrail.identity.models import Account, AccountRole
from handrail.identity.rules import check_not_own, check_period, check_role_fits, fold_email
from handrail.identity.schemas import (
    AccountCreate,
    AccountRead,
    AccountRoleCreate,
    AccountRoleEnd,
    AccountRoleRead,
    AccountUpdate,
)
from handrail.identity.services.enrolments import Issued, issue_enrolment
from handrail.identity.services.sign_in import sign_out_everywhere
from handrail.identity.vocabulary import ROLES_OF_AN_ACCOUNT, AccountStatus, LicenceStanding, SubjectKind

_TAKEN = {"uq_accounts_email": EmailTaken(pointer="/email"), "uq_accounts_subject": SubjectHasAccount()}


@dataclass(frozen=True)
class Invited:
    """A new account; an API client has no link, since it has no password."""

    account: Account
    issued: Issued | None


async def invite(
    db: AsyncSession,
    *,
    email: str,
    display_name: str,
    subject_kind: SubjectKind,
    subject_id: SubjectId | None = None,
    roles: Iterable[Role],
    licensed_until: date | None = None,
) -> Invited:
    """Open an account with roles from today on, and a one-time link to set its password."""
    account = Account(
        email=email.strip(),
        email_folded=fold_email(email),
        display_name=display_name,
        status=AccountStatus.ACTIVE if subject_kind is SubjectKind.CLIENT else AccountStatus.INVITED,
        subject_kind=subject_kind,
        subject_id=subject_id,
        licensed_until=licensed_until,
    )
    with refusing(_TAKEN):
        db.add(account)
        await db.flush()
    today = await queries.local_today(db)
    for role in sorted(set(roles)):
        check_role_fits(role, subject_kind=subject_kind)
        db.add(AccountRole(account_id=account.id, role=role, starts_on=today))
    await db.flush()
    issued = None if subject_kind is SubjectKind.CLIENT else await issue_enrolment(db, account)
    return Invited(account, issued)


async def create_account(db: AsyncSession, given: AccountCreate) -> Invited:
    return await invite(
        db, email=given.email, display_name=given.display_name, subject_kind=given.kind, roles=given.roles
    )


async def renew_enrolment(db: AsyncSession, account_id: AccountId) -> Issued:
    """Make a new link for an account: an invitation that was lost, or a password that was forgotten."""
    return await issue_enrolment(db, await queries.get_account(db, account_id, lock=True))


async def get_account(db: AsyncSession, account_id: AccountId) -> Account:
    """Return an account or raise `AccountNotFound`."""
    return await queries.get_account(db, account_id)


async def list_accounts(
    db: AsyncSession,
    *,
    status: AccountStatus | None,
    subject_kind: SubjectKind | None,
    role: Role | None,
    page: PageParams,
) -> Rows[AccountRead]:
    """Accounts with their roles: three statements, however many accounts."""
    today = await queries.local_today(db)
    rows = await queries.list_accounts(db, status=status, subject_kind=subject_kind, role=role, on=today, page=page)
    ids = [account.id for account in rows]
    roles, with_factor = await queries.roles_of(db, ids), await factor_queries.accounts_with_factor(db, ids)
    return Rows([_read(account, roles[account.id], with_factor) for account in rows], rows.next_cursor)


async def licence_standings(db: AsyncSession, account_ids: Collection[AccountId]) -> dict[AccountId, LicenceStanding]:
    """Return whether each account holds today the licence that its roles ask for."""
    return await queries.licence_standings(db, account_ids, on=await queries.local_today(db))


async def read_account(db: AsyncSession, account: Account) -> AccountRead:
    """Return an account with its roles."""
    with_factor = await factor_queries.accounts_with_factor(db, [account.id])
    return _read(account, (await queries.roles_of(db, [account.id]))[account.id], with_factor)


def _read(account: Account, roles: Iterable[AccountRole], with_factor: Collection[AccountId]) -> AccountRead:
    return AccountRead(
        id=account.id,
        email=account.email,
        display_name=account.display_name,
        status=account.status,
        subject_kind=account.subject_kind,
        subject_id=account.subject_id,
        licensed_until=account.licensed_until,
        second_factor=account.id in with_factor,
        created_at=account.created_at,
        version=account.version,
        roles=[AccountRoleRead.model_validate(role) for role in roles],
    )


async def update_account(db: AsyncSession, account_id: AccountId, change: AccountUpdate, *, if_match: int) -> Account:
    account = await queries.get_account(db, account_id, lock=True)
    expect_version(account, if_match)
    if change.display_name is not None:
        account.display_name = change.display_name
    if change.email is not None:
        account.email, account.email_folded = change.email, fold_email(change.email)
    with refusing(_TAKEN):
        await db.flush()
    return account


async def disable_account(db: AsyncSession, account_id: AccountId, *, actor: Actor) -> Account:
    """Keep an account out from this moment on: sessions end, tokens and open links stop working."""
    check_not_own(account_id, actor_account_id=actor.account_id)
    return await close_account(db, account_id)


async def close_account(db: AsyncSession, account_id: AccountId) -> Account:
    """Disable an account whose person left; a second time changes nothing."""
    account = await queries.get_account(db, account_id, lock=True)
    account.status = AccountStatus.DISABLED
    await db.flush()
    await sign_out_everywhere(db, account.id)
    return account


async def enable_account(db: AsyncSession, account_id: AccountId, *, actor: Actor) -> Account:
    """Let an account in again; ended sessions stay ended."""
    check_not_own(account_id, actor_account_id=actor.account_id)
    account = await queries.get_account(db, account_id, lock=True)
    if account.status is AccountStatus.DISABLED:
        known = account.password_hash is not None or account.subject_kind is SubjectKind.CLIENT
        account.status = AccountStatus.ACTIVE if known else AccountStatus.INVITED
    await db.flush()
    return account


async def grant_role(db: AsyncSession, account_id: AccountId, given: AccountRoleCreate, *, actor: Actor) -> AccountRole:
    """Give an account a role between two days."""
    check_not_own(account_id, actor_account_id=actor.account_id)
    account = await queries.get_account(db, account_id, lock=True)
    if account.status is AccountStatus.DISABLED:
        raise AccountDisabled()
    check_role_fits(given.role, subject_kind=account.subject_kind)
    starts_on = given.starts_on or await queries.local_today(db)
    check_period(starts_on, given.ends_on)
    if await queries.count_roles(db, account_id) >= ROLES_OF_AN_ACCOUNT:
        raise TooManyRoles(limit=ROLES_OF_AN_ACCOUNT)
    role = AccountRole(account_id=account_id, role=given.role, starts_on=starts_on, ends_on=given.ends_on)
    with refusing({"ex_account_roles_overlap": RoleOverlaps()}):
        db.add(role)
        await db.flush()
    return role


async def end_role(
    db: AsyncSession, account_id: AccountId, account_role_id: AccountRoleId, given: AccountRoleEnd, *, actor: Actor
) -> Account:
    """End a role: with its last day, or from this moment on. One that began today, or never did, is taken back."""
    check_not_own(account_id, actor_account_id=actor.account_id)
    account = await queries.get_account(db, account_id)
    role = await queries.get_role(db, account_id, account_role_id)
    today = await queries.local_today(db)
    if role.ends_on is not None and role.ends_on < today:
        raise RoleEnded()
    if given.ends_on is not None:
        check_period(role.starts_on, given.ends_on)
        role.ends_on = given.ends_on
    elif role.starts_on >= today:
        await db.delete(role)
    else:
        role.ends_on = today - timedelta(days=1)
    await db.flush()
    return account


async def set_glass_open_until(db: AsyncSession, account_id: AccountId, until: datetime) -> None:
    """Note until when a record may be open to the account by breaking the glass."""
    account = await queries.any_account(db, account_id, hold=True)
    account.glass_open_until = max(until, account.glass_open_until or until)
    await db.flush()


async def set_licensed_until(db: AsyncSession, account_id: AccountId, licensed_until: date | None) -> None:
    """Keep the last day of a person's licence beside the account: `staff` calls this when a credential changes."""
    account = await queries.any_account(db, account_id)
    account.licensed_until = licensed_until
    await db.flush()
