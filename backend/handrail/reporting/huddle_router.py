"""The huddle before the day: one read."""

from typing import Annotated

from fastapi import Depends, Query, Response

from handrail.core.hot import HotRead, hot
from handrail.core.ids import LocationId, ProgramId
from handrail.core.permissions import Scope
from handrail.core.routing import api_router
from handrail.reporting.huddle_queries import HUDDLE
from handrail.reporting.huddle_schemas import Huddle
from handrail.reporting.router import Day

router = api_router("huddle", tag="reporting")


@router.get("", summary="Read the huddle", response_model=Huddle)
async def read_huddle(
    read: Annotated[HotRead, Depends(hot("huddle:read"))],
    on: Annotated[Day | None, Query(alias="date", description="By default today where the organization is.")] = None,
    location_id: LocationId | None = None,
    program_id: ProgramId | None = None,
) -> Response:
    """Sessions, who comes and what is to be known of them, steps, tasks that are due, hand-offs without their texts."""
    actor = read.actor
    return await read.json(
        HUDDLE,
        actor.staff_id,
        actor.may("schedule:clinical"),
        actor.scope("huddle:read") is Scope.ORGANIZATION,
        on,
        location_id,
        program_id,
        actor.account_id,
        actor.may("task:read"),
        actor.scope("task:read") is Scope.ORGANIZATION,
        actor.may("handoff:read"),
        actor.scope("handoff:read") is Scope.ORGANIZATION,
    )
