"""One unit of work a request: a tenant's transaction that commits before the answer is sent."""

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from handrail.core.audit import INSERT_ENTRIES, Look, look
from handrail.core.db import send, tenant_statement
from handrail.core.events import Handler, TenantSession
from handrail.core.idempotency import Replay, keep_answer, reserve
from handrail.core.ids import OrganizationId
from handrail.core.state import core_of


class Sessions:
    """Opens transactions of one tenant; used by requests, jobs and commands alike."""

    def __init__(
        self,
        engine: AsyncEngine,
        handlers: Mapping[type, tuple[Handler, ...]],
        ring: Callable[[OrganizationId], None] = lambda _: None,
    ) -> None:
        self._make = async_sessionmaker(engine, expire_on_commit=False, sync_session_class=TenantSession)
        self._handlers = handlers
        self._ring = ring

    @asynccontextmanager
    async def begin(self, organization_id: OrganizationId, **info: Any) -> AsyncIterator[AsyncSession]:
        """Open one tenant's transaction: commit at the end, roll back on any exception.

        Once changes are committed that the log holds, the bell is rung for who follows it.
        """
        facts = {"organization_id": organization_id, "handlers": self._handlers, **info}
        async with self._make(info=facts) as session, session.begin():
            await session.execute(text(tenant_statement(organization_id)))
            yield session
        if session.info.get("logged"):
            self._ring(organization_id)


class Unit:
    """The open transaction of a request, with what must be stored beside its change."""

    def __init__(self, session: AsyncSession, record: Look) -> None:
        self.session = session
        self.record = record
        self.idempotency_key: str | None = None
        self.finished = False

    async def finish(self, response: Response) -> None:
        """Store the audit entry and, under an idempotency key, the answer, in the same transaction."""
        self.finished = True
        await self.session.flush()
        if self.idempotency_key is not None:
            await keep_answer(self.session, self.record, self.idempotency_key, response)
        if self.record.wanted:
            entry = self.record.entry(status=response.status_code)
            await send(self.session, INSERT_ENTRIES, json.dumps([entry]))


async def unit_of_work(request: Request) -> AsyncIterator[AsyncSession]:
    """Open the actor's transaction; the route's permission ran before it and left the actor in the request."""
    record = look(request)
    assert record.organization_id is not None, "allow(...) must stand before db in the route's parameters"
    sessions = core_of(request).sessions
    async with sessions.begin(
        record.organization_id, account_id=record.account_id, request_id=record.request_id, actor=request.state.actor
    ) as session:
        unit = Unit(session, record)
        request.state.unit = unit
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        if key is not None:
            fingerprint = hashlib.sha256(
                b"\0".join(
                    [
                        request.method.encode(),
                        str(request.url.path).encode(),
                        request.url.query.encode(),
                        await request.body(),
                    ]
                )
            ).digest()
            stored = await reserve(session, record, key, fingerprint)
            if stored is not None:
                raise Replay(stored)
            unit.idempotency_key = key
        yield session
        assert unit.finished, "core.routing finishes the unit: make routers with api_router"


# scope="function" commits before the response is sent; FastAPI's default commits after.
# Never depend on `unit_of_work` with another scope: FastAPI would open a second session.
Db = Annotated[AsyncSession, Depends(unit_of_work, scope="function")]
