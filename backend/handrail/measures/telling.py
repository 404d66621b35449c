"""What somebody said in a measure and cannot be stored is told to staff, and never lost silently."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.audit import look
from handrail.core.errors import Conflict, DomainError, NotFound, TooManyRequests, Unavailable
from handrail.core.idempotency import Replay
from handrail.core.ids import ParticipantId
from handrail.core.state import core_of
from handrail.measures.errors import NoEarlierScreen, NothingAnswered, NotInProgress
from handrail.measures.service import alerts

log = structlog.get_logger("handrail.measures")

HANDED_IN = (NotInProgress, NothingAnswered)
"""Refusals to hand a measure in by which nothing is lost: it is handed in already, or nothing was said yet."""

WRONGLY_SCREENED = (NoEarlierScreen,)
"""Refusals of a risk screen by which nothing is lost: whoever enters it must ask otherwise first."""

Whose = Callable[[AsyncSession], Awaitable[ParticipantId]]
"""Finds who spoke, within the transaction that tells of it."""


@asynccontextmanager
async def telling_when_lost(
    request: Request, actor: Actor, whose: Whose, *, harmless: tuple[type[DomainError], ...] = ()
) -> AsyncIterator[None]:
    """Stand around what stores: whatever keeps it from being stored, its commit too, opens an alert.

    A request that makes no sense is none of it: nothing was said. Lateness cancels the request, and is one of it.
    """
    try:
        yield
    except (Exception, asyncio.CancelledError) as failure:
        if not isinstance(failure, harmless) and not _is_refusal(failure):
            await _tell(request, actor, whose)
        raise


def _is_refusal(failure: BaseException) -> bool:
    """Whether it is the request that is wrong, and not what is stored, the storing, or how often somebody asked.

    One that is answered as it was before is none at all: it was stored then.
    """
    if isinstance(failure, RequestValidationError | Replay):
        return True
    return isinstance(failure, DomainError) and not isinstance(failure, Conflict | Unavailable | TooManyRequests)


async def _tell(request: Request, actor: Actor, whose: Whose) -> None:
    """Open the alert in a transaction of its own, without a word of what was said."""
    request_id = look(request).request_id
    facts = {"account_id": actor.account_id, "request_id": request_id, "actor": actor}
    try:
        async with core_of(request).sessions.begin(actor.organization_id, **facts) as db:
            await alerts.tell_not_stored(db, await whose(db), by=actor.account_id)
    except NotFound:
        return  # There is nobody of that id whom the actor may see: nothing of theirs was lost.
    except Exception as error:
        # The page keeps the answer, shows whom to call and tries again: what comes then is told of then.
        log.error("staff could not be told of what was not stored", request_id=request_id, error=type(error).__name__)


def known(participant_id: ParticipantId) -> Whose:
    """Return that of somebody who is known already: who asks, for themselves."""

    async def whose(_: AsyncSession) -> ParticipantId:
        return participant_id

    return whose
