from typing import Annotated

from fastapi import Depends, Query, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.ids import EpisodeId, ExpectedPatternId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Day
from handrail.core.units import Db
from handrail.episodes import expectations
from handrail.episodes.errors import (
    BlocksOverlap,
    DateOutsideEpisode,
    EpisodeEndedAlready,
    EpisodeNotFound,
    FirstPatternNeeded,
    NotAdmitted,
    PatternExists,
    PatternNotFound,
)
from handrail.episodes.schemas import ExpectedDayRead, PatternCreate, PatternRead, PatternVoid

router = api_router("episodes")

Reader = Annotated[Actor, Depends(allow("episode:read"))]
Planner = Annotated[Actor, Depends(allow("episode:plan"))]


@router.get("/{episode_id}/patterns", summary="List expected patterns", responses=problems(EpisodeNotFound))
async def list_patterns(
    request: Request, episode_id: EpisodeId, actor: Reader, db: Db, page: PageParams
) -> Page[PatternRead]:
    """Patterns by their first day; each holds until the next begins."""
    participant_id, patterns = await expectations.list_patterns(db, actor, episode_id, page)
    concerning(request, participant_id)
    return Page.of(patterns, PatternRead)


@router.post(
    "/{episode_id}/patterns",
    status_code=201,
    summary="Change the expected days from a date on",
    responses=problems(
        EpisodeNotFound, EpisodeEndedAlready, NotAdmitted, PatternExists, DateOutsideEpisode, BlocksOverlap
    ),
)
async def add_pattern(
    request: Request, episode_id: EpisodeId, new: PatternCreate, actor: Planner, db: Db
) -> PatternRead:
    """Partial days, a taper, a holiday week: other days are expected from a date on."""
    participant_id, pattern = await expectations.add_pattern(db, actor, episode_id, new)
    concerning(request, participant_id)
    return PatternRead.model_validate(pattern)


@router.post(
    "/{episode_id}/patterns/{pattern_id}/void",
    summary="Take back a pattern",
    responses=problems(EpisodeNotFound, PatternNotFound, EpisodeEndedAlready, NotAdmitted, FirstPatternNeeded),
)
async def void_pattern(
    request: Request, episode_id: EpisodeId, pattern_id: ExpectedPatternId, mistake: PatternVoid, actor: Planner, db: Db
) -> PatternRead:
    """Take back a later pattern: the one before it holds on."""
    participant_id, pattern = await expectations.void_pattern(db, actor, episode_id, pattern_id, reason=mistake.reason)
    concerning(request, participant_id)
    return PatternRead.model_validate(pattern)


@router.get("/{episode_id}/expected-days", summary="List program days", responses=problems(EpisodeNotFound))
async def list_expected_days(
    request: Request,
    episode_id: EpisodeId,
    actor: Reader,
    db: Db,
    page: PageParams,
    first: Annotated[Day, Query(description="First date.")],
    last: Annotated[Day, Query(description="Last date.")],
) -> Page[ExpectedDayRead]:
    """Program days between two dates: expected, or why not. A date that is not in the list can be no absence."""
    participant_id, days = await expectations.list_expected_days(
        db, actor, episode_id, first=first, last=last, page=page
    )
    concerning(request, participant_id)
    return Page.of(days, ExpectedDayRead)
