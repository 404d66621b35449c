from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import EpisodeId, EpisodePayerId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.episodes import payers
from handrail.episodes.errors import DateOutsideEpisode, EpisodeNotFound, PayerExists, PayerNotFound
from handrail.episodes.schemas import PayerCreate, PayerRead, PayerVoid

router = api_router("episodes")

Recorder = Annotated[Actor, Depends(allow("episode:payer"))]


@router.get("/{episode_id}/payers", summary="List who pays", responses=problems(EpisodeNotFound))
async def list_payers(
    request: Request,
    episode_id: EpisodeId,
    actor: Annotated[Actor, Depends(allow("episode:read"))],
    db: Db,
    page: PageParams,
) -> Page[PayerRead]:
    """Payers of an episode by their first day; each holds until the next begins."""
    participant_id, found = await payers.list_payers(db, actor, episode_id, page)
    concerning(request, participant_id)
    return Page.of(found, PayerRead)


@router.post(
    "/{episode_id}/payers",
    status_code=201,
    summary="Record who pays from a day on",
    responses=problems(EpisodeNotFound, PayerExists, DateOutsideEpisode),
)
async def add_payer(request: Request, episode_id: EpisodeId, new: PayerCreate, actor: Recorder, db: Db) -> PayerRead:
    """Its rules of the week hold from that day on: the size of groups, and the days that count."""
    participant_id, payer = await payers.add_payer(db, actor, episode_id, new)
    concerning(request, participant_id)
    return PayerRead.model_validate(payer)


@router.post(
    "/{episode_id}/payers/{payer_id}/void",
    summary="Take back a payer",
    responses=problems(EpisodeNotFound, PayerNotFound),
)
async def void_payer(
    request: Request, episode_id: EpisodeId, payer_id: EpisodePayerId, mistake: PayerVoid, actor: Recorder, db: Db
) -> PayerRead:
    """Take back a payer that was entered in error: the one before it holds on."""
    participant_id, payer = await payers.void_payer(db, actor, episode_id, payer_id, reason=mistake.reason)
    concerning(request, participant_id)
    return PayerRead.model_validate(payer)
