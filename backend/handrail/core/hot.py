"""Hot reads: one statement through asyncpg, JSON made by PostgreSQL, an ETag, and an audit entry that is on disk.

Two messages to the database: who asks, and the statement. Each names the tenant of its own transaction (`in_tenant`).
"""

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import asyncpg
from fastapi import Request, Response

from handrail.core.access import Actor, Credentials, authorize, credentials_of, hot_connection, identify
from handrail.core.audit import look
from handrail.core.clock import now
from handrail.core.db import in_tenant
from handrail.core.errors import NotFound
from handrail.core.permissions import PERMISSIONS
from handrail.core.state import core_of
from handrail.core.unchanged import BESIDE, Question


class HotRead:
    """The connection of one hot read."""

    def __init__(
        self,
        request: Request,
        credentials: Credentials,
        actor: Actor,
        connection: asyncpg.Connection,
        release: AsyncExitStack,
    ) -> None:
        self.actor = actor
        self._credentials = credentials
        self._request = request
        self._connection = connection
        self._release = release

    async def json(
        self, sql: str, *values: object, missing: type[NotFound] = NotFound, tables: tuple[str, ...] = ()
    ) -> Response:
        """Answer with the statement's `body` (JSON text); no row or a null body is `missing`.

        The statement also returns `participant_ids` (uuid[]): whom the body is about. The connection goes back to the
        pool before the audit entry is awaited, so that waiting for the disk holds nothing up.

        `tables`: whose changes, as the log holds them, can change the answer. With them it is remembered, and asking
        for it again costs only a look at the log (`core.unchanged`). Nothing else may matter to it but the statement's
        values and the day at the organization's seat.
        """
        asked = in_tenant(sql, f"${len(values) + 1}", beside=BESIDE if tables else "")
        row = await self._connection.fetchrow(asked, *values, self._credentials.organization_id)
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
        if tables and not record.wanted:
            self._remember(etag, row, tables)
        if record.wanted and not (fresh and core.seen_lately(record, now())):
            await core.flusher.write(record, status=status)
        if fresh:
            return Response(status_code=304, headers={"ETag": etag})
        return Response(body, media_type="application/json", headers={"ETag": etag})

    def _remember(self, etag: str, row: asyncpg.Record, tables: tuple[str, ...]) -> None:
        asked, scope = self._credentials, self._request.scope
        question = Question(asked.kind, asked.organization_id, asked.secret_hash, scope["path"], scope["query_string"])
        core_of(self._request).unchanged.remember(
            question, etag=etag, actor=self.actor, action=look(self._request).action, row=row, tables=tables
        )


def hot(permission: str) -> Callable[[Request], AsyncIterator[HotRead]]:
    """Return the dependency of a hot read: `Annotated[HotRead, Depends(hot("session:read"))]`."""
    assert permission in PERMISSIONS, f"{permission} is not a row of core/permissions.py"

    async def hot_read(request: Request) -> AsyncIterator[HotRead]:
        credentials = credentials_of(request)
        async with AsyncExitStack() as release:
            connection = await release.enter_async_context(hot_connection(request))
            actor = await identify(request, connection, credentials)
            authorize(request, actor, permission)
            yield HotRead(request, credentials, actor, connection, release)

    hot_read.permission = permission  # type: ignore[attr-defined]
    return hot_read
