"""Finds who sent a request; `main` injects it into core."""

import json
from typing import Final

import asyncpg

from handrail.core.access import Actor, CredentialKind, Credentials
from handrail.core.clock import now
from handrail.core.errors import Unauthenticated
from handrail.core.ids import AccountId, LoginSessionId, ParticipantId, StaffId
from handrail.core.vocabulary import Role
from handrail.identity.queries import SESSION_ACTOR, TOKEN_ACTOR, TOUCH_SESSION
from handrail.identity.rules import to_be_touched
from handrail.identity.vocabulary import SubjectKind

_STATEMENTS: Final = {CredentialKind.COOKIE: SESSION_ACTOR, CredentialKind.BEARER: TOKEN_ACTOR}


async def authenticate(connection: asyncpg.Connection, credentials: Credentials) -> Actor:
    """Return the actor of a living session or token, or raise `Unauthenticated`.

    One statement; a second one writes down the use of a session, at most once a minute and never for polling.
    """
    statement = _STATEMENTS[credentials.kind]
    row = await connection.fetchrow(statement, credentials.organization_id, credentials.secret_hash)
    if row is None:
        raise Unauthenticated()
    if credentials.kind is CredentialKind.COOKIE:
        return await _by_session(connection, credentials, row)
    granted = frozenset(json.loads(row["granted"]))
    return _actor(credentials, row, roles=granted & frozenset(row["roles"]), client="token")


async def _by_session(connection: asyncpg.Connection, credentials: Credentials, row: asyncpg.Record) -> Actor:
    if to_be_touched(row["last_seen_at"], now=now(), background=credentials.background):
        await connection.execute(TOUCH_SESSION, credentials.organization_id, row["id"], row["last_seen_at"])
    return _actor(credentials, row, roles=frozenset(row["roles"]), client="session")


def _actor(credentials: Credentials, row: asyncpg.Record, *, roles: frozenset[str], client: str) -> Actor:
    subject = row["subject_id"]
    return Actor(
        organization_id=credentials.organization_id,
        account_id=AccountId(row["account_id"]),
        roles=frozenset(Role(role) for role in roles),
        staff_id=StaffId(subject) if row["subject_kind"] == SubjectKind.STAFF and subject else None,
        participant_id=ParticipantId(subject) if row["subject_kind"] == SubjectKind.PARTICIPANT and subject else None,
        licensed=row["licensed"],
        glass_open=row["glass_open"],
        client=f"{client}:{row['id']}",
        login_session_id=LoginSessionId(row["id"]) if client == "session" else None,
    )
