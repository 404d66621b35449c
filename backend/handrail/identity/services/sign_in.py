"""Signing in and out, and one's own sessions."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import NAMESPACE_DNS, uuid5

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor, csrf_token
from handrail.core.clock import now, today_in
from handrail.core.events import record_changes
from handrail.core.ids import AccountId, LoginSessionId, OrganizationId, ParticipantId, StaffId
from handrail.core.keyring import Keyring
from handrail.core.pagination import PageParams, Rows
from handrail.core.permissions import PERMISSIONS
from handrail.core.settings import Settings
from handrail.core.units import Sessions
from handrail.core.vocabulary import Role
from handrail.identity import queries
from handrail.identity.errors import SignInNeeded, SignInRefused, WrongPassword
from handrail.identity.models import Account, LoginSession
from handrail.identity.opaque import make_secret
from handrail.identity.passwords import hash_password, outdated, password_matches
from handrail.identity.rules import (
    SessionTimes,
    address_block,
    check_attempts,
    check_password,
    device_label,
    fold_email,
)
from handrail.identity.schemas import Me, MyAccount, MyOrganization, PasswordChange, SignIn
from handrail.identity.services.codes import check_second_factor
from handrail.identity.vocabulary import AccountStatus, CounterKind, SubjectKind
from handrail.organizations.models import Organization

NOBODY: Final = OrganizationId(uuid5(NAMESPACE_DNS, "unknown.handrail.invalid"))
"""Attempts that name no organization we know are counted as if all named this one: same work, same answers."""


@dataclass(frozen=True)
class SignedIn:
    """A new session: what the cookie holds and what the page is told."""

    cookie: str
    me: Me


@dataclass(frozen=True)
class Attempt:
    """Where an attempt to sign in comes from."""

    address: str
    user_agent: str | None


async def organization_of(sessions: Sessions, slug: str) -> OrganizationId | None:
    """Find the organization somebody names; this needs no tenant."""
    async with sessions.begin(NOBODY) as db:
        return await queries.organization_named(db, slug.lower())


async def sign_in(
    sessions: Sessions,
    settings: Settings,
    keyring: Keyring,
    organization_id: OrganizationId | None,
    given: SignIn,
    attempt: Attempt,
) -> SignedIn:
    """Open a session, or raise `SignInRefused`, `SignInThrottled` or what the second factor refuses.

    The attempt is counted and committed before the password is looked at, and no connection is held while it is
    hashed. An unknown organization or account takes the same steps as a known one.
    """
    tenant = organization_id or NOBODY
    email = fold_email(given.email)
    keys = _keys(email, attempt.address)
    async with sessions.begin(tenant) as db:
        counts = await queries.count_attempt(db, keys, now=now())
        account = await queries.account_by_email(db, email)
    check_attempts(counts, now=now())
    password = given.password.get_secret_value()
    matches = await password_matches(account.password_hash if account else None, password)
    if account is None or not matches or account.status is not AccountStatus.ACTIVE:
        raise SignInRefused()
    stronger = await hash_password(password) if outdated(account.password_hash or "") else None
    async with sessions.begin(tenant, account_id=account.id) as db:
        await queries.forgive_attempt(db, keys)
        account = await queries.any_account(db, account.id, hold=True)
        if account.status is not AccountStatus.ACTIVE:
            raise SignInRefused()
        # A refusal rolls the forgiveness back: guesses of a code are counted like those of a password.
        await check_second_factor(db, keyring, account, given.code)
        if stronger is not None:
            account.password_hash = stronger
        secret = make_secret(tenant)
        session = LoginSession(
            account_id=account.id,
            secret_hash=secret.hash,
            device=device_label(attempt.user_agent),
            last_seen_at=now(),
            idle_minutes=settings.session_idle_minutes,
            expires_at=now() + timedelta(hours=settings.session_hours),
        )
        db.add(session)
        await db.flush()
        await queries.end_oldest_sessions(db, account.id, now=now())
        organization = await queries.own_organization(db)
        today = today_in(organization.time_zone)
        roles = await queries.roles_on(db, account.id, today)
        actor = _actor(account, tenant, roles, today, session=session)
        position = await _position(db, actor)
        me = _describe(actor, account, organization, session=session, secret=secret.value, position=position)
    return SignedIn(secret.presented, me)


def _keys(email: str, address: str) -> queries.Keys:
    block = address_block(address)
    texts = {
        CounterKind.ACCOUNT_AT_ADDRESS: f"{email}\n{block}",
        CounterKind.ACCOUNT: email,
        CounterKind.ADDRESS: block,
    }
    return queries.Keys({kind: hashlib.sha256(text.encode()).digest() for kind, text in texts.items()})


async def actor_of(db: AsyncSession, account_id: AccountId) -> Actor:
    """Return an account as it may act today, signed in or not: what stands in its name asks it anew."""
    account = await queries.any_account(db, account_id)
    today = await queries.local_today(db)
    roles = await queries.roles_on(db, account_id, today)
    return _actor(account, account.organization_id, roles, today, session=None)


def _actor(
    account: Account,
    organization_id: OrganizationId,
    roles: frozenset[Role],
    today: date,
    *,
    session: LoginSession | None,
) -> Actor:
    subject = account.subject_id
    return Actor(
        organization_id=organization_id,
        account_id=account.id,
        roles=roles,
        staff_id=StaffId(subject) if subject and account.subject_kind is SubjectKind.STAFF else None,
        participant_id=ParticipantId(subject) if subject and account.subject_kind is SubjectKind.PARTICIPANT else None,
        licensed=account.licensed_until is not None and account.licensed_until >= today,
        client=f"session:{session.id}" if session is not None else "nobody",
        login_session_id=session.id if session is not None else None,
    )


async def read_me(db: AsyncSession, actor: Actor, *, secret: str | None) -> Me:
    """Describe the actor; `secret` is the one of the cookie, if there was a cookie."""
    account = await queries.any_account(db, actor.account_id)
    organization = await queries.own_organization(db)
    session = None
    if actor.login_session_id is not None:
        session = await queries.get_session(db, actor.account_id, actor.login_session_id)
    position = await _position(db, actor)
    return _describe(actor, account, organization, session=session, secret=secret, position=position)


async def _position(db: AsyncSession, actor: Actor) -> str | None:
    return await queries.changes_position(db) if actor.may("change:follow") else None


def _describe(
    actor: Actor,
    account: Account,
    organization: Organization,
    *,
    session: LoginSession | None,
    secret: str | None,
    position: str | None,
) -> Me:
    idle_ends = None
    if session is not None:
        times = SessionTimes(session.last_seen_at, session.expires_at, timedelta(minutes=session.idle_minutes))
        idle_ends = times.idle_expires_at
    return Me(
        account=MyAccount(
            id=account.id,
            display_name=account.display_name,
            email=account.email,
            roles=sorted(actor.roles),
            staff_id=actor.staff_id,
        ),
        organization=MyOrganization(
            id=organization.organization_id,
            name=organization.name,
            slug=organization.slug,
            time_zone=organization.time_zone,
        ),
        csrf_token=csrf_token(secret) if session is not None and secret is not None else None,
        permissions=sorted(permission for permission in PERMISSIONS if actor.may(permission)),
        idle_expires_at=idle_ends,
        expires_at=session.expires_at if session is not None else None,
        changes_position=position,
    )


async def list_my_sessions(db: AsyncSession, actor: Actor, *, page: PageParams) -> Rows[LoginSession]:
    return await queries.list_sessions(db, actor.account_id, now=now(), page=page)


async def end_my_session(db: AsyncSession, actor: Actor, login_session_id: LoginSessionId) -> None:
    """End one of one's own sessions; ending an ended one changes nothing."""
    session = await queries.get_session(db, actor.account_id, login_session_id)
    if session.revoked_at is None:
        session.revoked_at = now()


async def sign_out(db: AsyncSession, actor: Actor) -> None:
    """End the session that asks. A token is not a session: it is revoked where it was made."""
    if actor.login_session_id is None:
        raise SignInNeeded()
    await end_my_session(db, actor, actor.login_session_id)


async def sign_out_everywhere(db: AsyncSession, account_id: AccountId, *, but: LoginSessionId | None = None) -> int:
    """End every session of an account, except one, and return how many lived."""
    ended = await queries.end_sessions(db, account_id, now=now(), but=but)
    await record_changes(db, "login_sessions.updated", ended)
    return len(ended)


async def sign_out_others(db: AsyncSession, actor: Actor) -> int:
    """End every session of the actor's account but the one that asks, and return how many lived."""
    if actor.login_session_id is None:
        raise SignInNeeded()
    return await sign_out_everywhere(db, actor.account_id, but=actor.login_session_id)


async def prove_password(
    db: AsyncSession, sessions: Sessions, actor: Actor, password: SecretStr, *, counted_as: str
) -> Account:
    """Return the actor's account if they signed in and the password is theirs; raise `WrongPassword` otherwise.

    Attempts are counted like those to sign in, in a transaction of their own: a refusal rolls `db` back.
    """
    if actor.login_session_id is None:
        raise SignInNeeded()
    account = await queries.any_account(db, actor.account_id)
    keys = _keys(account.email_folded, f"{counted_as} of {account.id}")
    async with sessions.begin(actor.organization_id, account_id=actor.account_id) as counting:
        counts = await queries.count_attempt(counting, keys, now=now())
    check_attempts(counts, now=now())
    if not await password_matches(account.password_hash, password.get_secret_value()):
        raise WrongPassword(pointer="/present_password")
    await queries.forgive_attempt(db, keys)
    return account


async def change_password(db: AsyncSession, sessions: Sessions, actor: Actor, given: PasswordChange) -> None:
    """Set a new password and end the account's other sessions."""
    account = await prove_password(db, sessions, actor, given.present_password, counted_as="password change")
    organization = await queries.own_organization(db)
    password = given.password.get_secret_value()
    check_password(password, known=(account.email, account.display_name, organization.name, organization.slug))
    account.password_hash, account.password_set_at = await hash_password(password), now()
    await sign_out_everywhere(db, account.id, but=actor.login_session_id)
    if account.subject_kind is SubjectKind.PARTICIPANT:
        await record_changes(db, "api_tokens.updated", await queries.revoke_tokens(db, account.id, now=now()))
