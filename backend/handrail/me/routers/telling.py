"""What a participant says by themselves and cannot be stored is told to staff, and never lost silently."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.errors import DomainError
from handrail.me.asking import count, own
from handrail.me.errors import NotTakingPart
from handrail.me.vocabulary import Asking
from handrail.measures.telling import HANDED_IN, known, telling_when_lost

Writer = Annotated[Actor, Depends(allow("me:answer"))]
"""Counted by what stands around the unit of work: that somebody asked too often is told to staff as well."""


@asynccontextmanager
async def _answering(
    request: Request, actor: Actor, harmless: tuple[type[DomainError], ...] = ()
) -> AsyncIterator[None]:
    if actor.participant_id is None:
        raise NotTakingPart()
    async with telling_when_lost(request, actor, known(actor.participant_id), harmless=harmless):
        await count(request, actor, Asking.ANSWER)
        yield


async def _told_when_lost(request: Request, actor: Writer) -> AsyncIterator[None]:
    async with _answering(request, actor):
        yield


async def _told_when_kept_back(request: Request, actor: Writer) -> AsyncIterator[None]:
    async with _answering(request, actor, HANDED_IN):
        yield


Told = Annotated[None, Depends(_told_when_lost, scope="function")]
"""Stands before `db` in the parameters of a route that stores what a participant says."""
ToldHandIn = Annotated[None, Depends(_told_when_kept_back, scope="function")]
"""Likewise where a measure is handed in."""

Reporter = Annotated[Actor, Depends(own("me:answer", Asking.REPORT))]
"""Whoever says that something could not be stored: counted by itself, so that nothing else uses up its turns."""
