from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Response

from handrail.calendar.errors import SessionNotFound
from handrail.core.access import Actor
from handrail.core.hot import HotRead, hot
from handrail.core.ids import CohortId, LocationId, SessionId
from handrail.core.permissions import Scope
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.reporting import last_day_queries, queries, wall_queries, week_names_queries
from handrail.reporting.last_day_schemas import LastDay
from handrail.reporting.schemas import Roster, Today, Wall, Week, WeekNames

today = api_router("today", tag="reporting")
week = api_router("week", tag="reporting")
rosters = api_router("sessions", tag="reporting")

Day = Annotated[date, Query(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


def _reader(actor: Actor) -> tuple[object, bool, bool]:
    """Return what a statement needs to know of its reader: staff id, clinical sight, sight of every program."""
    everything = not actor.may("attendance:read") or actor.scope("attendance:read") is Scope.ORGANIZATION
    return actor.staff_id, actor.may("schedule:clinical"), everything


@today.get("", summary="Read a day", response_model=Today)
async def read_today(
    read: Annotated[HotRead, Depends(hot("schedule:read"))],
    on: Annotated[Day | None, Query(alias="date", description="By default today where the organization is.")] = None,
) -> Response:
    """Sessions of a service day, the reader's own first, and what waits for them."""
    actor = read.actor
    return await read.json(
        queries.TODAY,
        *_reader(actor),
        on,
        actor.account_id,
        actor.may("task:read"),
        actor.may("handoff:read"),
        actor.scope("handoff:read") is Scope.ORGANIZATION,
        actor.may("attendance:read"),
    )


@today.get("/last-day", summary="Read the last day", response_model=LastDay)
async def read_last_day(
    read: Annotated[HotRead, Depends(hot("attendance:read"))],
    on: Annotated[Day | None, Query(alias="date", description="The day after it: by default today.")] = None,
) -> Response:
    """Who was not there when the reader last had sessions, whom nobody has tried to reach since, and what is open."""
    actor = read.actor
    return await read.json(last_day_queries.LAST_DAY, *_reader(actor), on, actor.may("participant:read"))


@week.get("", summary="Read a week", response_model=Week)
async def read_week(
    read: Annotated[HotRead, Depends(hot("schedule:read"))],
    starts_on: Day,
    location_id: LocationId | None = None,
    cohort_id: CohortId | None = None,
) -> Response:
    """Sessions of seven days."""
    values = (*_reader(read.actor), starts_on, location_id, cohort_id)
    return await read.json(queries.WEEK, *values, tables=queries.WEEK_TABLES)


@week.get("/names", summary="Read whose a week's sessions are", response_model=WeekNames)
async def read_week_names(
    read: Annotated[HotRead, Depends(hot("attendance:read"))],
    starts_on: Day,
    location_id: LocationId | None = None,
    cohort_id: CohortId | None = None,
) -> Response:
    """Whom the sessions for one person or a family are held for, as far as their rosters name them to the reader."""
    values = (*_reader(read.actor), starts_on, location_id, cohort_id)
    return await read.json(week_names_queries.WEEK_NAMES, *values)


@rosters.get(
    "/{session_id}/roster", summary="Read a roster", response_model=Roster, responses=problems(SessionNotFound)
)
async def read_roster(read: Annotated[HotRead, Depends(hot("attendance:read"))], session_id: SessionId) -> Response:
    """Who is expected in a session, who came, how their week stands, and what was delivered."""
    actor = read.actor
    fidelity = actor.scope("fidelity:read") is Scope.ORGANIZATION if actor.may("fidelity:read") else None
    return await read.json(
        queries.ROSTER, *_reader(actor), session_id, actor.may("delivery:read"), fidelity, missing=SessionNotFound
    )


@rosters.get(
    "/{session_id}/wall",
    summary="Read what a screen in the room shows",
    response_model=Wall,
    responses=problems(SessionNotFound),
)
async def read_wall(read: Annotated[HotRead, Depends(hot("attendance:read"))], session_id: SessionId) -> Response:
    """What those in the room may all see: how people are called, who is here, and when the session begins and ends."""
    return await read.json(wall_queries.WALL, *_reader(read.actor), session_id, missing=SessionNotFound)
