from typing import Annotated

from fastapi import Depends, Query, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import EpisodeId, ParticipantId
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.delivery import service
from handrail.delivery.schemas import ParticipantDoses
from handrail.episodes.errors import EpisodeNotFound
from handrail.participants.errors import ParticipantNotFound

router = api_router("participants", tag="delivery")


@router.get(
    "/{participant_id}/doses",
    summary="Read the dose by modality over time",
    responses=problems(ParticipantNotFound, EpisodeNotFound),
)
async def read_participant_doses(
    request: Request,
    participant_id: ParticipantId,
    actor: Annotated[Actor, Depends(allow("delivery:read"))],
    db: Db,
    episode_id: EpisodeId | None = None,
    first: Annotated[Day | None, Query(description="First date.")] = None,
    last: Annotated[Day | None, Query(description="Last date.")] = None,
) -> ParticipantDoses:
    """Sessions and minutes of each modality the participant received, by week of the payer, by module and in total.

    Minutes are those delivered while the participant was there; who was absent or did not take part received none.
    """
    concerning(request, participant_id)
    doses = await service.participant_doses(db, actor, participant_id, episode_id=episode_id, first=first, last=last)
    return ParticipantDoses.model_validate(doses)
