"""Finds who sent a request; `slices` hands it to core."""

import json
from functools import cache
from typing import Final

import asyncpg

from handrail.core.access import Actor, CredentialKind, Credentials, as_tenant
from handrail.core.clock import now
from handrail.core.db import in_tenant
from handrail.core.errors import Unauthenticated
from handrail.core.ids import AccountId, LoginSessionId, ParticipantId, StaffId
from handrail.core.vocabulary import Role
from handrail.identity.queries import TOUCH_SESSION, session_actor, token_actor
from handrail.identity.rules import to_be_touched
from handrail.identity.vocabulary import SubjectKind

_FINDERS: Final = {CredentialKind.COOKIE: session_actor, CredentialKind.BEARER: token_actor}


@cache
def _alone(kind: CredentialKind) -> str:
    return in_tenant(_FINDERS[kind]("$1", "$2"), "$1")


async def authenticate(connection: asyncpg.Connection, credentials: Credentials) -> Actor:
    """Return the actor of a living session or token, or raise `Unauthenticated`.

    One statement; a second one writes down the use of a session, at most once a minute and never for polling.
    """
    row = await connection.fetchrow(_alone(credentials.kind), credentials.organization_id, credentials.secret_hash)
    if row is None:
        raise Unauthenticated()
    if _unwritten(credentials, row):
        async with as_tenant(connection, credentials.organization_id):
            await connection.execute(TOUCH_SESSION, credentials.organization_id, row["id"], row["last_seen_at"])
    return _actor(credentials, row)


class SignIns:
    """Sign-ins as a part of other statements."""

    def statement(self, kind: CredentialKind, organization: str, secret_hash: str) -> str:
        """Return what finds a sign-in by two expressions; one row or none."""
        return _FINDERS[kind](organization, secret_hash)

    def actor(self, credentials: Credentials, row: asyncpg.Record) -> Actor | None:
        """Return the actor of a row, or None where the use is to be written down, or broken glass to be looked up."""
        return None if row["glass_open"] or _unwritten(credentials, row) else _actor(credentials, row)


def _unwritten(credentials: Credentials, row: asyncpg.Record) -> bool:
    return credentials.kind is CredentialKind.COOKIE and to_be_touched(
        row["last_seen_at"], now=now(), background=credentials.background
    )


def _actor(credentials: Credentials, row: asyncpg.Record) -> Actor:
    roles, subject = frozenset(row["roles"]), row["subject_id"]
    by_session = credentials.kind is CredentialKind.COOKIE
    if not by_session:
        roles &= frozenset(json.loads(row["granted"]))
    return Actor(
        organization_id=credentials.organization_id,
        account_id=AccountId(row["account_id"]),
        roles=frozenset(Role(role) for role in roles),
        staff_id=StaffId(subject) if row["subject_kind"] == SubjectKind.STAFF and subject else None,
        participant_id=ParticipantId(subject) if row["subject_kind"] == SubjectKind.PARTICIPANT and subject else None,
        licensed=row["licensed"],
        glass_open=row["glass_open"],
        client=f"{'session' if by_session else 'token'}:{row['id']}",
        login_session_id=LoginSessionId(row["id"]) if by_session else None,
    )
