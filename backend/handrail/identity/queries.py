"""The SQL of identity."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.clock import today_in
from handrail.core.events import POSITION
from handrail.core.ids import (
    AccountId,
    AccountRoleId,
    ApiTokenId,
    LoginSessionId,
    OrganizationId,
    new_id,
)
from handrail.core.live import Position
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.core.permissions import LICENSED_ROLES
from handrail.core.vocabulary import Role
from handrail.identity.errors import (
    AccountNotFound,
    AccountRoleNotFound,
    ApiTokenNotFound,
    EnrolmentRefused,
    LoginSessionNotFound,
)
from handrail.identity.models import Account, AccountRole, ApiToken, Enrolment, LoginSession, SignInCounter
from handrail.identity.rules import ALLOWANCES, Count
from handrail.identity.vocabulary import LIVING_SESSIONS, AccountStatus, CounterKind, LicenceStanding, SubjectKind
from handrail.organizations.models import DirectoryEntry, Organization

# Who is asking. The account, its roles of today (in the organization's zone) and the licence come with the session, in
# one statement: disabling an account or ending a role takes effect with the next request.

_ROLES_TODAY = """
    ARRAY(
        SELECT r.role FROM account_roles r
        WHERE r.organization_id = a.organization_id AND r.account_id = a.id
          AND (now() AT TIME ZONE o.time_zone)::date BETWEEN r.starts_on AND coalesce(r.ends_on, 'infinity')
    )
"""
_ACCOUNT = f"""
    a.subject_kind, a.subject_id, {_ROLES_TODAY} AS roles,
    coalesce(a.licensed_until >= (now() AT TIME ZONE o.time_zone)::date, false) AS licensed,
    coalesce(a.glass_open_until > now(), false) AS glass_open, (now() AT TIME ZONE o.time_zone)::date AS today
"""


def session_actor(organization: str, secret_hash: str) -> str:
    """Return the statement that finds the actor of a session by two expressions."""
    return f"""
    SELECT s.id, s.account_id, s.last_seen_at, {_ACCOUNT}
    FROM login_sessions s
    JOIN accounts a ON a.organization_id = s.organization_id AND a.id = s.account_id
    JOIN organizations o ON o.organization_id = s.organization_id
    WHERE s.organization_id = {organization} AND s.secret_hash = {secret_hash} AND s.revoked_at IS NULL
      AND a.status = 'active' AND now() < least(s.expires_at, s.last_seen_at + make_interval(mins => s.idle_minutes))
    """  # noqa: S608  the pieces that are joined are constants of this module and parameters


def token_actor(organization: str, secret_hash: str) -> str:
    """Return the statement that finds the actor of an API token by two expressions."""
    return f"""
    SELECT t.id, t.account_id, t.roles AS granted, {_ACCOUNT}
    FROM api_tokens t
    JOIN accounts a ON a.organization_id = t.organization_id AND a.id = t.account_id
    JOIN organizations o ON o.organization_id = t.organization_id
    WHERE t.organization_id = {organization} AND t.secret_hash = {secret_hash} AND t.revoked_at IS NULL
      AND a.status = 'active' AND now() < t.expires_at
    """  # noqa: S608  the pieces that are joined are constants of this module and parameters


# Runs at most once a minute and session. A row that another request holds is being touched already: nobody waits.
TOUCH_SESSION = """
    UPDATE login_sessions SET last_seen_at = now()
    WHERE organization_id = $1 AND id IN (
        SELECT id FROM login_sessions WHERE organization_id = $1 AND id = $2 AND last_seen_at = $3
        FOR UPDATE SKIP LOCKED
    )
"""


# Organizations


async def organization_named(db: AsyncSession, slug: str) -> OrganizationId | None:
    """Find the organization somebody names at sign-in."""
    return await db.scalar(select(DirectoryEntry.organization_id).where(DirectoryEntry.slug == slug))


async def own_organization(db: AsyncSession) -> Organization:
    """Return the organization of this transaction; row-level security shows no other."""
    return (await db.scalars(select(Organization))).one()


async def changes_position(db: AsyncSession) -> str:
    """Return where the log of changes stands for this statement, as a stream of changes tells it."""
    row = (await db.execute(text(POSITION))).one()
    return str(Position(row.era, row.snapshot))


async def local_today(db: AsyncSession) -> date:
    """Return the date at the organization's seat: roles begin and end there."""
    return today_in((await own_organization(db)).time_zone)


# Accounts


async def get_account(db: AsyncSession, account_id: AccountId, *, lock: bool = False) -> Account:
    """Return an account of a worker or an API client. Those of participants are none of an administrator's business."""
    query = select(Account).where(Account.id == account_id, Account.subject_kind != SubjectKind.PARTICIPANT)
    account = await db.scalar(query.with_for_update() if lock else query)
    if account is None:
        raise AccountNotFound()
    return account


async def licence_standings(
    db: AsyncSession, account_ids: Collection[AccountId], *, on: date
) -> dict[AccountId, LicenceStanding]:
    """Return how each account stands on a day."""
    needing = select(AccountRole.account_id).where(AccountRole.role.in_(LICENSED_ROLES), *_current(on))
    standing = case(
        (Account.licensed_until >= on, LicenceStanding.IN_FORCE),
        (Account.id.in_(needing), LicenceStanding.MISSING),
        else_=LicenceStanding.NOT_NEEDED,
    )
    rows = await db.execute(select(Account.id, standing).where(Account.id.in_(account_ids)))
    return {account_id: LicenceStanding(word) for account_id, word in rows}


async def account_by_email(db: AsyncSession, email_folded: str) -> Account | None:
    found: Account | None = await db.scalar(select(Account).where(Account.email_folded == email_folded))
    return found


async def accounts_of_subjects(
    db: AsyncSession, subject_kind: SubjectKind, subject_ids: Collection[UUID]
) -> Sequence[Account]:
    """Return the accounts that stand for some people, the newest first, locked."""
    query = select(Account).where(Account.subject_kind == subject_kind, Account.subject_id.in_(subject_ids))
    return list(await db.scalars(query.order_by(Account.id.desc()).with_for_update()))


async def any_account(db: AsyncSession, account_id: AccountId, *, hold: bool = False) -> Account:
    """Return any account that is known to exist; `hold` keeps it as it is until the transaction ends."""
    query = select(Account).where(Account.id == account_id)
    return (await db.scalars(query.with_for_update(read=True) if hold else query)).one()


async def list_accounts(
    db: AsyncSession,
    *,
    status: AccountStatus | None,
    subject_kind: SubjectKind | None,
    role: Role | None,
    on: date,
    page: PageParams,
) -> Rows[Account]:
    """Accounts of workers and API clients, by e-mail address; `role` as held on `on`."""
    query = select(Account).where(Account.subject_kind != SubjectKind.PARTICIPANT)
    if status is not None:
        query = query.where(Account.status == status)
    if subject_kind is not None:
        query = query.where(Account.subject_kind == subject_kind)
    if role is not None:
        held = select(AccountRole.account_id).where(AccountRole.role == role, *_current(on))
        query = query.where(Account.id.in_(held))
    return await paginate(db, query, order=(Account.email_folded, Account.id), page=page)


# Roles


def _current(on: date) -> tuple[Any, ...]:
    return (AccountRole.starts_on <= on, func.coalesce(AccountRole.ends_on, date.max) >= on)


async def roles_on(db: AsyncSession, account_id: AccountId, on: date) -> frozenset[Role]:
    query = select(AccountRole.role).where(AccountRole.account_id == account_id, *_current(on))
    return frozenset(await db.scalars(query))


async def roles_of(db: AsyncSession, account_ids: Collection[AccountId]) -> Mapping[AccountId, list[AccountRole]]:
    """Return every role on file, also past and future ones, of some accounts."""
    query = select(AccountRole).where(AccountRole.account_id.in_(account_ids))
    found: dict[AccountId, list[AccountRole]] = {account_id: [] for account_id in account_ids}
    for row in await db.scalars(query.order_by(AccountRole.starts_on, AccountRole.id)):
        found[row.account_id].append(row)
    return found


async def get_role(db: AsyncSession, account_id: AccountId, account_role_id: AccountRoleId) -> AccountRole:
    query = select(AccountRole).where(AccountRole.id == account_role_id, AccountRole.account_id == account_id)
    row = await db.scalar(query.with_for_update())
    if row is None:
        raise AccountRoleNotFound()
    return row


async def count_roles(db: AsyncSession, account_id: AccountId) -> int:
    query = select(func.count()).select_from(AccountRole).where(AccountRole.account_id == account_id)
    return int(await db.scalar(query) or 0)


# Sessions


def _living(now: datetime) -> tuple[Any, ...]:
    idle_ends = LoginSession.last_seen_at + func.make_interval(0, 0, 0, 0, 0, LoginSession.idle_minutes)
    return (LoginSession.revoked_at.is_(None), LoginSession.expires_at > now, idle_ends > now)


async def list_sessions(
    db: AsyncSession, account_id: AccountId, *, now: datetime, page: PageParams
) -> Rows[LoginSession]:
    """Living sessions of an account, the newest first."""
    query = select(LoginSession).where(LoginSession.account_id == account_id, *_living(now))
    return await paginate(db, query, order=(LoginSession.id,), page=page, descending=True)


async def get_session(db: AsyncSession, account_id: AccountId, login_session_id: LoginSessionId) -> LoginSession:
    query = select(LoginSession).where(LoginSession.id == login_session_id, LoginSession.account_id == account_id)
    row = await db.scalar(query)
    if row is None:
        raise LoginSessionNotFound()
    return row


async def end_sessions(
    db: AsyncSession, account_id: AccountId, *, now: datetime, but: LoginSessionId | None = None
) -> Sequence[Mapping[str, Any]]:
    """End every living session of an account, except one; return which."""
    statement = update(LoginSession).where(LoginSession.account_id == account_id, *_living(now))
    if but is not None:
        statement = statement.where(LoginSession.id != but)
    ended = await db.execute(
        statement.values(revoked_at=now)
        .returning(LoginSession.id, LoginSession.account_id, LoginSession.revoked_at)
        .execution_options(synchronize_session=False)
    )
    return [dict(row) for row in ended.mappings()]


async def end_oldest_sessions(db: AsyncSession, account_id: AccountId, *, now: datetime) -> None:
    """Keep only so many living sessions of an account."""
    kept = (
        select(LoginSession.id)
        .where(LoginSession.account_id == account_id, *_living(now))
        .order_by(LoginSession.id.desc())
        .limit(LIVING_SESSIONS)
    )
    await db.execute(
        update(LoginSession)
        .where(LoginSession.account_id == account_id, *_living(now), LoginSession.id.not_in(kept))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )


# Tokens of API clients


async def list_tokens(db: AsyncSession, account_id: AccountId, *, page: PageParams) -> Rows[ApiToken]:
    query = select(ApiToken).where(ApiToken.account_id == account_id)
    return await paginate(db, query, order=(ApiToken.id,), page=page, descending=True)


async def get_token(db: AsyncSession, account_id: AccountId, api_token_id: ApiTokenId) -> ApiToken:
    query = select(ApiToken).where(ApiToken.id == api_token_id, ApiToken.account_id == account_id)
    row = await db.scalar(query)
    if row is None:
        raise ApiTokenNotFound()
    return row


async def count_living_tokens(db: AsyncSession, account_id: AccountId, *, now: datetime) -> int:
    query = select(func.count()).select_from(ApiToken)
    query = query.where(ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
    return int(await db.scalar(query) or 0)


async def revoke_tokens(
    db: AsyncSession, account_id: AccountId, *, now: datetime, keep: int = 0
) -> Sequence[Mapping[str, Any]]:
    """End the living tokens of an account, except the `keep` newest; return which."""
    living = (ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
    kept = select(ApiToken.id).where(*living).order_by(ApiToken.id.desc()).limit(keep)
    ended = await db.execute(
        update(ApiToken)
        .where(*living, ApiToken.id.not_in(kept))
        .values(revoked_at=now)
        .returning(ApiToken.id, ApiToken.account_id, ApiToken.revoked_at)
        .execution_options(synchronize_session=False)
    )
    return [dict(row) for row in ended.mappings()]


# One-time links


async def get_enrolment(db: AsyncSession, secret_hash: bytes, *, lock: bool = False) -> Enrolment:
    query = select(Enrolment).where(Enrolment.secret_hash == secret_hash)
    row = await db.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise EnrolmentRefused()
    return row


async def revoke_enrolments(db: AsyncSession, account_id: AccountId, *, now: datetime) -> None:
    """A new link replaces the ones before it."""
    open_links = (Enrolment.account_id == account_id, Enrolment.used_at.is_(None), Enrolment.revoked_at.is_(None))
    await db.execute(
        update(Enrolment).where(*open_links).values(revoked_at=now).execution_options(synchronize_session=False)
    )


# Throttling


@dataclass(frozen=True)
class Keys:
    """What one attempt to sign in is counted by."""

    hashes: Mapping[CounterKind, bytes]


async def count_attempt(db: AsyncSession, keys: Keys, *, now: datetime) -> list[Count]:
    """Count an attempt before its password is looked at: a hundred at once are still counted one by one.

    The kinds are locked in one order, so that two attempts cannot wait for each other.
    """
    await _sweep(db, now=now)
    statement = insert(SignInCounter).values(
        [
            {
                "organization_id": db.info["organization_id"],
                "id": new_id(),
                "kind": kind,
                "key_hash": keys.hashes[kind],
                "attempts": 1,
                "window_ends_at": now + ALLOWANCES[kind].window,
            }
            for kind in CounterKind
        ]
    )
    over = SignInCounter.window_ends_at <= now
    statement = statement.on_conflict_do_update(
        constraint="uq_sign_in_counters_key",
        set_={
            "attempts": func.least(case((over, 1), else_=SignInCounter.attempts + 1), 1_000_000),
            "window_ends_at": case((over, statement.excluded.window_ends_at), else_=SignInCounter.window_ends_at),
        },
    )
    counted = await db.execute(
        statement.returning(SignInCounter.kind, SignInCounter.attempts, SignInCounter.window_ends_at)
    )
    return [Count(row.kind, row.attempts, row.window_ends_at) for row in counted]


async def forgive_attempt(db: AsyncSession, keys: Keys) -> None:
    """A right password ends the row of failures of the account; of the address it takes back this attempt only."""
    await db.execute(
        delete(SignInCounter)
        .where(
            SignInCounter.kind.in_((CounterKind.ACCOUNT_AT_ADDRESS, CounterKind.ACCOUNT)),
            SignInCounter.key_hash.in_([keys.hashes[CounterKind.ACCOUNT_AT_ADDRESS], keys.hashes[CounterKind.ACCOUNT]]),
        )
        .execution_options(synchronize_session=False)
    )
    await db.execute(
        update(SignInCounter)
        .where(SignInCounter.kind == CounterKind.ADDRESS, SignInCounter.key_hash == keys.hashes[CounterKind.ADDRESS])
        .values(attempts=func.greatest(SignInCounter.attempts - 1, 1))
        .execution_options(synchronize_session=False)
    )


async def _sweep(db: AsyncSession, *, now: datetime) -> None:
    old = (
        select(SignInCounter.id)
        .where(SignInCounter.window_ends_at < now)
        .order_by(SignInCounter.window_ends_at)
        .limit(20)
        .with_for_update(skip_locked=True)
    )
    await db.execute(
        delete(SignInCounter).where(SignInCounter.id.in_(old)).execution_options(synchronize_session=False)
    )
