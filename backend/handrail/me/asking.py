"""Who asks, and how often: every request of a participant comes through here."""

from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi import Request

from handrail.core.access import Actor, allow
from handrail.core.clock import now
from handrail.core.hot import HotRead, hot
from handrail.core.ids import ParticipantId
from handrail.core.state import core_of
from handrail.me import queries
from handrail.me.errors import NotTakingPart, TooManyOfYou
from handrail.me.vocabulary import REQUEST_WINDOW, REQUESTS, Asking


async def count(request: Request, actor: Actor, asking: Asking | None = None) -> None:
    """Count a request before it is served, and refuse it where there were too many or nobody is behind the account.

    What bears on safety is counted by itself: an app that reads too much keeps no answer from coming through.

    In a transaction of its own: a refusal further on must not take the count back.
    """
    if actor.participant_id is None:
        raise NotTakingPart()
    at = now()
    async with core_of(request).sessions.begin(actor.organization_id, account_id=actor.account_id) as db:
        counted = await queries.count_request(db, actor.account_id, asking, now=at, window=REQUEST_WINDOW)
        here = await queries.takes_part(db, actor.participant_id)
    if counted.requests > REQUESTS:
        raise TooManyOfYou(retry_after_seconds=int((counted.window_ends_at - at).total_seconds()) + 1)
    if not here:
        raise NotTakingPart()


def own(permission: str, counted_as: Asking | None = None) -> Callable[[Request], Awaitable[Actor]]:
    """Return the dependency of a route about oneself: `allow`, counted."""
    allowed = allow(permission)

    async def asking(request: Request) -> Actor:
        actor = await allowed(request)
        await count(request, actor, counted_as)
        return actor

    asking.permission = permission  # type: ignore[attr-defined]
    return asking


def own_hot(permission: str) -> Callable[[Request], AsyncIterator[HotRead]]:
    """Return the dependency of a hot read about oneself: `hot`, counted."""
    read = hot(permission)

    async def asking(request: Request) -> AsyncIterator[HotRead]:
        async for one in read(request):
            await count(request, one.actor)
            yield one

    asking.permission = permission  # type: ignore[attr-defined]
    return asking


def self_of(actor: Actor) -> ParticipantId:
    """Return whose account it is; `count` has refused accounts of nobody."""
    assert actor.participant_id is not None
    return actor.participant_id
