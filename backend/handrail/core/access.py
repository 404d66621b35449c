"""Who is asking, and whether they may.

The tenant is known before any look-up: every credential is `<organization>.<secret>`. `main` injects identity's
authenticator, so that core knows no slice.
"""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, cast
from uuid import UUID

import asyncpg
from fastapi import Request
from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from handrail.core.audit import look
from handrail.core.db import tenant_statement
from handrail.core.errors import Forbidden, Unauthenticated
from handrail.core.ids import AccountId, LoginSessionId, OrganizationId, ParticipantId, StaffId
from handrail.core.permissions import LICENSED_ROLES, PERMISSIONS, Scope
from handrail.core.state import core_of
from handrail.core.vocabulary import Role

SESSION_COOKIE = "__Host-handrail"
CSRF_HEADER = "X-CSRF-Token"
BACKGROUND_HEADER = "X-Handrail-Background"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CredentialKind(StrEnum):
    COOKIE = "cookie"
    BEARER = "bearer"


class LicenceNotValid(Forbidden):
    """The person's licence is not valid today, and the act needs one."""

    code, title = "licence-not-valid", "This needs a licence that is valid today"


class CrossSiteRequest(Forbidden):
    """A signed-in browser was made to send a request by another site, or the page lost its token."""

    code, title = "cross-site-request", "The request did not come from the app"


@dataclass(frozen=True)
class Credentials:
    """What a request brought to prove who sends it."""

    kind: CredentialKind
    organization_id: OrganizationId
    secret: str
    background: bool
    """Sent by the app's own polling: does not keep an idle session alive."""

    @property
    def secret_hash(self) -> bytes:
        """SHA-256 of the secret, as stored; the secret has 256 random bits, so that no salt is needed."""
        return hashlib.sha256(self.secret.encode()).digest()


@dataclass(frozen=True)
class Actor:
    """An account at work, as of this request."""

    organization_id: OrganizationId
    account_id: AccountId
    roles: frozenset[Role]
    staff_id: StaffId | None
    participant_id: ParticipantId | None
    licensed: bool
    """A licence of the person is valid today."""
    client: str
    """`session` or `token`, with its id: which sign-in acted."""
    login_session_id: LoginSessionId | None = None
    glass_open: bool = False
    """A record may be open to the account by breaking the glass."""
    broken_glass: tuple[tuple[UUID, str], ...] = ()
    """Which records are, each with the reason: what is seen of them is audited with it."""

    def scope(self, permission: str) -> Scope | None:
        """Return the widest reach the actor's roles give, or None."""
        row = PERMISSIONS[permission]
        return max((scope for role, scope in row.scopes.items() if role in self.roles), default=None)

    def may(self, permission: str) -> bool:
        """Say whether the actor holds the permission, a needed licence included."""
        row = PERMISSIONS[permission]
        held = [role for role in row.scopes if role in self.roles]
        if row.licensed and not self.licensed:
            held = [role for role in held if role not in LICENSED_ROLES]
        return bool(held)


class Authenticator(Protocol):
    """Finds the actor of some credentials; the connection is in no transaction."""

    async def __call__(self, connection: asyncpg.Connection, credentials: Credentials) -> Actor: ...


class SignIns(Protocol):
    """What `core.unchanged` needs to look up many sign-ins in a statement of its own."""

    def statement(self, kind: CredentialKind, organization: str, secret_hash: str) -> str:
        """Return what finds a sign-in by two expressions, with `today` at the organization's seat; one row or none."""

    def actor(self, credentials: Credentials, row: asyncpg.Record) -> Actor | None:
        """Return the actor of a row that was found, or None where more would have to be asked or written."""


def csrf_token(secret: str) -> str:
    """Return the token a page must echo; derived from the session's secret, so that nothing more is stored."""
    digest = hmac.new(secret.encode(), b"handrail csrf", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def credentials_in(headers: Headers) -> Credentials:
    """Read the credentials that headers hold, or raise `Unauthenticated`."""
    bearers, cookies = headers.getlist("authorization"), headers.getlist("cookie")
    sent = sum(pair.partition("=")[0].strip() == SESSION_COOKIE for one in cookies for pair in one.split(";"))
    if len(bearers) > 1 or sent > 1:
        raise Unauthenticated()  # a proxy may have looked at the one, and we at the other
    if bearers:
        scheme, _, token = bearers[0].partition(" ")
        kind = CredentialKind.BEARER
        if scheme.lower() != "bearer":
            raise Unauthenticated()
    else:
        kind = CredentialKind.COOKIE
        token = next((found for one in cookies if (found := cookie_parser(one).get(SESSION_COOKIE))), "")
    organization, _, secret = token.strip().partition(".")
    if not 20 <= len(secret) <= 200 or not secret.isascii():
        raise Unauthenticated()
    try:
        organization_id = OrganizationId(UUID(organization))
    except ValueError:
        raise Unauthenticated() from None
    if str(organization_id) != organization:
        raise Unauthenticated()  # the same credential, spelled otherwise than we gave it out
    return Credentials(kind, organization_id, secret, BACKGROUND_HEADER in headers)


def credentials_of(request: Request) -> Credentials:
    """Read the request's credentials, or raise `Unauthenticated`."""
    credentials = credentials_in(request.headers)
    look(request).claimed_organization_id = credentials.organization_id
    return credentials


def refuse_cross_site(request: Request, credentials: Credentials) -> None:
    """A cookie travels by itself: an unsafe request must also prove that our page sent it."""
    if credentials.kind is not CredentialKind.COOKIE or request.method in SAFE_METHODS:
        return
    origin = request.headers.get("origin")
    if (
        origin is not None
        and origin not in core_of(request).web_origins
        and origin != str(request.base_url).rstrip("/")
    ):
        raise CrossSiteRequest()
    if not hmac.compare_digest(request.headers.get(CSRF_HEADER, ""), csrf_token(credentials.secret)):
        raise CrossSiteRequest()


@asynccontextmanager
async def as_tenant(connection: asyncpg.Connection, organization_id: OrganizationId) -> AsyncIterator[None]:
    """Run a transaction that has named the tenant; the statements of a hot read do so by themselves (`in_tenant`)."""
    await connection.execute(f"BEGIN; {tenant_statement(organization_id)}")
    try:
        yield
    except BaseException:
        await connection.execute("ROLLBACK")
        raise
    await connection.execute("COMMIT")


@asynccontextmanager
async def hot_connection(request: Request) -> AsyncIterator[asyncpg.Connection]:
    """Borrow a connection for statements that name their tenant."""
    async with core_of(request).hot_pool.acquire() as borrowed:
        yield cast(asyncpg.Connection, borrowed)


async def identify(request: Request, connection: asyncpg.Connection, credentials: Credentials) -> Actor:
    """Find the actor and note who it is in the audit record."""
    actor = await core_of(request).authenticate(connection, credentials)
    record = look(request)
    record.organization_id, record.account_id, record.client = actor.organization_id, actor.account_id, actor.client
    record.roles = tuple(sorted(actor.roles))
    record.broken_glass = dict(actor.broken_glass)
    request.state.actor = actor
    return actor


def authorize(request: Request, actor: Actor, permission: str) -> None:
    """Raise unless the actor holds the permission."""
    record = look(request)
    record.wanted = PERMISSIONS[permission].health or request.method not in SAFE_METHODS
    if actor.may(permission):
        return
    raise LicenceNotValid() if actor.scope(permission) else Forbidden()


def allow(permission: str) -> Callable[[Request], Awaitable[Actor]]:
    """Return the dependency that lets only holders of `permission` in. It stands first among a route's parameters."""
    assert permission in PERMISSIONS, f"{permission} is not a row of core/permissions.py"

    async def allowed(request: Request) -> Actor:
        credentials = credentials_of(request)
        refuse_cross_site(request, credentials)
        async with hot_connection(request) as connection:
            actor = await identify(request, connection, credentials)
        authorize(request, actor, permission)
        return actor

    allowed.permission = permission  # type: ignore[attr-defined]
    return allowed
