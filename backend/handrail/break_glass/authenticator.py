"""Which records are open to an actor by breaking the glass, so that every look at them is audited with the reason."""

from dataclasses import replace

import asyncpg

from handrail.break_glass.queries import BROKEN
from handrail.core.access import Actor, Authenticator, Credentials
from handrail.core.db import in_tenant


def with_broken_glass(authenticate: Authenticator) -> Authenticator:
    """Return the authenticator that also says what the actor broke the glass for; nothing is asked for who did not."""

    async def authenticated(connection: asyncpg.Connection, credentials: Credentials) -> Actor:
        actor = await authenticate(connection, credentials)
        if not actor.glass_open:
            return actor
        rows = await connection.fetch(in_tenant(BROKEN, "$1"), actor.organization_id, actor.account_id)
        return replace(actor, broken_glass=tuple((row["id"], row["reason"]) for row in rows))

    return authenticated
