from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import EpisodeId, LeaveId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.episodes import leaves
from handrail.episodes.errors import (
    AlreadyOnLeave,
    DateOrder,
    DateOutsideEpisode,
    EpisodeEndedAlready,
    EpisodeNotFound,
    LeaveNotFound,
    NotAdmitted,
    NotOnLeave,
)
from handrail.episodes.schemas import EpisodeReturn, LeaveCreate, LeaveRead, LeaveVoid

router = api_router("episodes")

Recorder = Annotated[Actor, Depends(allow("episode:leave"))]


@router.get("/{episode_id}/leaves", summary="List leaves of absence", responses=problems(EpisodeNotFound))
async def list_leaves(
    request: Request,
    episode_id: EpisodeId,
    actor: Annotated[Actor, Depends(allow("episode:read"))],
    db: Db,
    page: PageParams,
) -> Page[LeaveRead]:
    """Leaves of an episode, by their first day."""
    participant_id, found = await leaves.list_leaves(db, actor, episode_id, page)
    concerning(request, participant_id)
    return Page.of(found, LeaveRead)


@router.post(
    "/{episode_id}/leaves",
    status_code=201,
    summary="Record a leave of absence",
    responses=problems(
        EpisodeNotFound, EpisodeEndedAlready, NotAdmitted, AlreadyOnLeave, DateOutsideEpisode, DateOrder
    ),
)
async def start_leave(request: Request, episode_id: EpisodeId, new: LeaveCreate, actor: Recorder, db: Db) -> LeaveRead:
    """Somebody is, was or will be away; the days away are not expected, and their bookings are cancelled."""
    participant_id, leave = await leaves.start_leave(db, actor, episode_id, new)
    concerning(request, participant_id)
    return LeaveRead.model_validate(leave)


@router.post(
    "/{episode_id}/return",
    summary="Come back from a leave",
    responses=problems(EpisodeNotFound, EpisodeEndedAlready, NotAdmitted, NotOnLeave, DateOrder),
)
async def return_from_leave(
    request: Request, episode_id: EpisodeId, back: EpisodeReturn, actor: Recorder, db: Db
) -> LeaveRead:
    """End the leave that runs."""
    participant_id, leave = await leaves.come_back(db, actor, episode_id, back.back_on)
    concerning(request, participant_id)
    return LeaveRead.model_validate(leave)


@router.post(
    "/{episode_id}/leaves/{leave_id}/void",
    summary="Take back a leave",
    responses=problems(EpisodeNotFound, LeaveNotFound, EpisodeEndedAlready, NotAdmitted),
)
async def void_leave(
    request: Request, episode_id: EpisodeId, leave_id: LeaveId, mistake: LeaveVoid, actor: Recorder, db: Db
) -> LeaveRead:
    """Take back a leave that was entered in error: its days are expected again."""
    participant_id, leave = await leaves.void_leave(db, actor, episode_id, leave_id, reason=mistake.reason)
    concerning(request, participant_id)
    return LeaveRead.model_validate(leave)
