"""The stream of what changed, for screens that show what others do."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

from handrail.core.access import authorize, credentials_of, hot_connection, identify
from handrail.core.live import Stream, Told, TooManyStreams
from handrail.core.permissions import PERMISSIONS
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.state import core_of
from handrail.reporting.live_schemas import ChangeRead, ChangesRead

router = api_router("events", tag="reporting")

FOLLOW = "change:follow"
RETRY_MILLISECONDS = 2_000
"""How soon a browser comes back after a stream ended."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Messages(StreamingResponse):
    """An answer that goes on. FastAPI's own would let a cache keep it, and has heartbeats that know no sign-in."""

    media_type = "text/event-stream"


def held(permission: str) -> Callable[[Request, str | None, str | None], AsyncIterator[Stream]]:
    """Return the dependency that holds a stream until its answer has ended. It stands first, as `allow` does."""
    assert permission in PERMISSIONS, f"{permission} is not a row of core/permissions.py"

    async def hold(
        request: Request,
        since: Annotated[
            str | None,
            Query(description="Where to begin: `changes_position` of who is signed in, or an id.", max_length=8_000),
        ] = None,
        last_event_id: Annotated[
            str | None,
            Header(description="The last id that was received: the stream goes on from there.", max_length=8_000),
        ] = None,
    ) -> AsyncIterator[Stream]:
        # A page opens its stream by itself, and again when it ended: that is no use of an idle session.
        credentials = replace(credentials_of(request), background=True)
        async with hot_connection(request) as connection:
            actor = await identify(request, connection, credentials)
        authorize(request, actor, permission)
        position = since if last_event_id is None else last_event_id
        async with core_of(request).live.join(actor, credentials, since=position) as stream:
            yield stream

    hold.permission = permission  # type: ignore[attr-defined]
    return hold


@router.get(
    "",
    summary="Follow what changes",
    response_class=Messages,
    responses={
        200: {
            "description": "Messages for as long as the sign-in lasts; `data` is JSON, `id` is where to go on.",
            "model": ChangesRead,
        },
        **problems(TooManyStreams),
    },
)
async def follow_changes(request: Request, stream: Annotated[Stream, Depends(held(FOLLOW))]) -> Response:
    """Server-sent events: which sessions changed since the last message, for whoever may read what changed.

    Nothing is missed by who comes back with `Last-Event-ID`, as browsers do by themselves, and nothing is told twice.
    A browser cannot send that with its first question: `since` says then what its page was read from.
    When that cannot be promised (the database was restarted, or very much changed) the message says `everything`. A
    comment and an id come at least every 20 seconds. The stream ends with the sign-in or the right to it.
    """
    return Messages(_lines(request, stream), headers=HEADERS)


async def _lines(request: Request, stream: Stream) -> AsyncIterator[bytes]:
    yield format_sse_event(retry=RETRY_MILLISECONDS, comment="open")
    async for told in core_of(request).live.follow(stream, FOLLOW):
        yield _message(told)


def _message(told: Told) -> bytes:
    if not told.everything and not told.changes:
        return format_sse_event(comment="still here", id=told.position)
    body: dict[str, Any] = {
        "everything": told.everything,
        "changes": [ChangeRead.model_validate({"kind": one.kind, "session_id": one.about}) for one in told.changes],
    }
    return format_sse_event(data_str=ChangesRead.model_validate(body).model_dump_json(), id=told.position)
