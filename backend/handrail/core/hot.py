"""Hot reads: one statement through asyncpg, JSON made by PostgreSQL, an ETag, and an audit entry that is on disk."""

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import asyncpg
from fastapi import Request, Response

from handrail.core.access import Actor, authorize, credentials_of, identify, tenant_connection
from handrail.core.audit import look
from handrail.core.clock import now
from handrail.core.errors import NotFound
from handrail.core.permissions import PERMISSIONS
from handrail.core.state import core_of


class HotRead:
    """The connection of one hot read, inside the tenant's transaction."""

    def __init__(self, request: Request, actor: Actor, connection: asyncpg.Connection, release: AsyncExitStack) -> None:
        self.actor = actor
        self._request = request
        self._connection = connection
        self._release = release

    async def json(self, sql: str, *values: object, missing: type[NotFound] = NotFound) -> Response:
        """Answer with the statement's `body` (JSON text); no row or a null body is `missing`.

        The statement also returns `participant_ids` (uuid[]): whom the body is about. The connection goes back to the
        pool before the audit entry is awaited, so that waiting for the disk holds nothing up.
        """
        row = await self._connection.fetchrow(sql, *values)
        await self._release.aclose()
        if row is None or row["body"] is None:
            raise missing()
        body = row["body"].encode()
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        fresh = etag in self._request.headers.get("if-none-match", "")
        status = 304 if fresh else 200
        record = look(self._request)
        record.participant_ids.update(row["participant_ids"] or ())
        # What names somebody leaves an entry, whatever the permission says of other answers.
        record.wanted = record.wanted or bool(record.participant_ids)
        core = core_of(self._request)
        if record.wanted and not (fresh and core.seen_lately(record, now())):
            await core.flusher.write(record, status=status)
        if fresh:
            return Response(status_code=304, headers={"ETag": etag})
        return Response(body, media_type="application/json", headers={"ETag": etag})


def hot(permission: str) -> Callable[[Request], AsyncIterator[HotRead]]:
    """Return the dependency of a hot read: `Annotated[HotRead, Depends(hot("session:read"))]`."""
    assert permission in PERMISSIONS, f"{permission} is not a row of core/permissions.py"

    async def hot_read(request: Request) -> AsyncIterator[HotRead]:
        credentials = credentials_of(request)
        async with AsyncExitStack() as release:
            connection = await release.enter_async_context(tenant_connection(request, credentials.organization_id))
            actor = await identify(request, connection, credentials)
            authorize(request, actor, permission)
            yield HotRead(request, actor, connection, release)

    hot_read.permission = permission  # type: ignore[attr-defined]
    return hot_read
