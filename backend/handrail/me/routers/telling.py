"""What a participant says and cannot be stored is told to staff, and never lost silently."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

import structlog
from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError

from handrail.core.access import Actor
from handrail.core.audit import look
from handrail.core.errors import Conflict, DomainError, Unavailable
from handrail.core.state import core_of
from handrail.me.asking import own, self_of
from handrail.measures.service import alerts

log = structlog.get_logger("handrail.me")

Writer = Annotated[Actor, Depends(own("me:answer"))]


async def _told_when_lost(request: Request, actor: Writer) -> AsyncIterator[None]:
    """Stand around the unit of work: whatever keeps it from being stored, its commit too, opens an alert.

    A request that makes no sense is none of it: nothing was said. Lateness cancels the request, and is one of it.
    """
    try:
        yield
    except (Exception, asyncio.CancelledError) as failure:
        if not _is_refusal(failure):
            await _tell(request, actor)
        raise


def _is_refusal(failure: BaseException) -> bool:
    """Whether it is the request that is wrong, and not what is stored or the storing."""
    if isinstance(failure, RequestValidationError):
        return True
    return isinstance(failure, DomainError) and not isinstance(failure, Conflict | Unavailable)


async def _tell(request: Request, actor: Actor) -> None:
    """Open the alert in a transaction of its own, without a word of what was said."""
    request_id = look(request).request_id
    facts = {"account_id": actor.account_id, "request_id": request_id, "actor": actor}
    try:
        async with core_of(request).sessions.begin(actor.organization_id, **facts) as db:
            await alerts.tell_not_stored(db, self_of(actor), by=actor.account_id)
    except Exception as error:
        # The page keeps the answer, shows whom to call and tries again: what comes then is told of then.
        log.error("staff could not be told of what was not stored", request_id=request_id, error=type(error).__name__)


Told = Annotated[None, Depends(_told_when_lost, scope="function")]
"""Stands before `db` in the parameters of a route that stores what a participant says."""
