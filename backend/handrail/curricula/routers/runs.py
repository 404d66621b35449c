"""What a cohort is taught when, and where its people stand."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.calendar.errors import SessionNotFound
from handrail.cohorts.errors import CohortNotFound
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import CohortId, CurriculumRunId, SessionId
from handrail.core.pagination import Page
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.curricula import service
from handrail.curricula.errors import (
    CurriculumNotFound,
    CurriculumRetired,
    CurriculumRunNotFound,
    RunDaysReversed,
    RunEnded,
    RunRuns,
    SeriesNotOfCohort,
    SessionClosedForPlans,
    SessionOutsideRun,
    TopicUnknown,
)
from handrail.curricula.schemas import RunBoard, RunEnd, RunMembers, RunRead, RunStart, SessionPlan, TopicPin

of_cohorts = api_router("cohorts", tag="curricula")
router = api_router("curriculum-runs", tag="curricula")
of_sessions = api_router("sessions", tag="curricula")

Reader = Annotated[Actor, Depends(allow("curriculum:read"))]
Keeper = Annotated[Actor, Depends(allow("curriculum:write"))]


@of_cohorts.get(
    "/{cohort_id}/curriculum-runs", summary="List what a cohort is taught", responses=problems(CohortNotFound)
)
async def list_curriculum_runs(cohort_id: CohortId, actor: Reader, db: Db) -> Page[RunBoard]:
    """Each curriculum the cohort follows with the sessions its topics fall on; forty at most."""
    return Page(items=await service.list_runs(db, cohort_id), next_cursor=None)


@of_cohorts.post(
    "/{cohort_id}/curriculum-runs",
    status_code=201,
    summary="Have a cohort follow a curriculum",
    responses=problems(CohortNotFound, CurriculumNotFound, CurriculumRetired, SeriesNotOfCohort, RunRuns, TopicUnknown),
)
async def start_curriculum_run(cohort_id: CohortId, start: RunStart, actor: Keeper, db: Db) -> RunRead:
    """Lay the topics over the sessions of a series, from a day on; they begin again after the last."""
    return await service.start_run(db, cohort_id, start)


@router.post(
    "/{curriculum_run_id}/end",
    summary="End a run of a curriculum",
    responses=problems(CurriculumRunNotFound, CurriculumNotFound, RunEnded, RunDaysReversed),
)
async def end_curriculum_run(
    curriculum_run_id: CurriculumRunId, end: RunEnd, actor: Keeper, db: Db, if_match: IfMatch
) -> RunRead:
    """End it on a day; what was taught until then stays as it was."""
    return await service.end_run(db, curriculum_run_id, end, if_match=if_match)


@router.get(
    "/{curriculum_run_id}/members",
    summary="Read where each member stands",
    responses=problems(CurriculumRunNotFound, CurriculumNotFound),
)
async def read_curriculum_run_members(
    request: Request,
    curriculum_run_id: CurriculumRunId,
    actor: Annotated[Actor, Depends(allow("curriculum:follow"))],
    db: Db,
) -> RunMembers:
    """Topics each member received, those they missed and when they come again, of the people you may see."""
    found = await service.run_members(db, actor, curriculum_run_id)
    concerning(request, *(one.participant_id for one in found.members))
    return found


@of_sessions.get(
    "/{session_id}/plans", summary="List what is planned for a session", responses=problems(SessionNotFound)
)
async def list_session_plans(session_id: SessionId, actor: Reader, db: Db) -> Page[SessionPlan]:
    """The topic that each curriculum of its cohorts has for the session: a delivery is filled in with it."""
    return Page(items=await service.plans_of_session(db, session_id), next_cursor=None)


@of_sessions.put(
    "/{session_id}/topic",
    summary="Give a session a topic out of turn",
    responses=problems(
        SessionNotFound,
        CurriculumRunNotFound,
        CurriculumNotFound,
        TopicUnknown,
        SessionOutsideRun,
        SessionClosedForPlans,
    ),
)
async def put_session_topic(
    session_id: SessionId,
    pin: TopicPin,
    actor: Annotated[Actor, Depends(allow("curriculum:lead"))],
    db: Db,
) -> SessionPlan:
    """Repeat a topic, leave one out or take one early: the sessions that follow go on from it."""
    return await service.pin_topic(db, actor, session_id, pin)
