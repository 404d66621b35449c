"""A driver whose connection died may cancel who waits for it, or raise what it never documented."""

import asyncio
import re
from typing import Any, cast

import asyncpg
import pytest
from starlette.types import Receive, Scope, Send

from handrail.core.audit import Flusher, Look
from handrail.core.errors import Unavailable
from handrail.core.ids import OrganizationId, new_id
from handrail.core.input_guard import InputGuard
from handrail.core.settings import Settings


async def _given_up(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise asyncio.CancelledError


async def test_a_request_that_was_cancelled_beneath_is_answered_503() -> None:
    guard = InputGuard(_given_up, Settings(), re.compile("/none"))
    scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": []}
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await guard(scope, receive, send)
    assert sent[0]["status"] == 503


class _Pool:
    """Fails once in each of these ways, then stores."""

    def __init__(self, *failures: BaseException) -> None:
        self.failures = list(failures)
        self.stored = 0

    async def execute(self, *_: object) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.stored += 1


@pytest.mark.parametrize("failure", [asyncio.CancelledError(), asyncpg.InternalClientError(), AttributeError("group")])
async def test_the_flusher_outlives_whatever_the_driver_raises(failure: BaseException) -> None:
    pool = _Pool(failure)
    record = Look(request_id=new_id().hex, organization_id=OrganizationId(new_id()))
    async with Flusher(cast("asyncpg.Pool", pool)) as flusher:
        with pytest.raises(Unavailable):
            await asyncio.wait_for(flusher.write(record, status=200), 5)
        await asyncio.wait_for(flusher.write(record, status=200), 5)
    assert pool.stored == 1
