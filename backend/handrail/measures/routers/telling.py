"""What somebody says in a measure on a screen of the clinic: that it could not be stored is told to staff."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.ids import AdministrationId, ParticipantId
from handrail.measures.service import administrations, screens
from handrail.measures.telling import HANDED_IN, WRONGLY_SCREENED, Whose, telling_when_lost


def _of(administration_id: AdministrationId, actor: Actor) -> Whose:
    return lambda db: administrations.participant_of(db, actor, administration_id)


Giver = Annotated[Actor, Depends(allow("measure:give"))]


async def _told_when_lost(request: Request, administration_id: AdministrationId, actor: Giver) -> AsyncIterator[None]:
    async with telling_when_lost(request, actor, _of(administration_id, actor)):
        yield


async def _told_when_kept_back(
    request: Request, administration_id: AdministrationId, actor: Giver
) -> AsyncIterator[None]:
    async with telling_when_lost(request, actor, _of(administration_id, actor), harmless=HANDED_IN):
        yield


async def _told_when_screen_lost(request: Request, participant_id: ParticipantId, actor: Giver) -> AsyncIterator[None]:
    async with telling_when_lost(
        request, actor, lambda db: screens.person_of(db, actor, participant_id), harmless=WRONGLY_SCREENED
    ):
        yield


Told = Annotated[None, Depends(_told_when_lost, scope="function")]
"""Stands before `db` in the parameters of a route that stores what somebody says on a screen of the clinic."""
ToldHandIn = Annotated[None, Depends(_told_when_kept_back, scope="function")]
"""Likewise where a measure is handed in."""
ToldScreen = Annotated[None, Depends(_told_when_screen_lost, scope="function")]
"""Likewise where a risk screen is entered."""
