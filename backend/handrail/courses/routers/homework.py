"""Homework: assigned, reported, reviewed."""

from typing import Annotated

from fastapi import Depends, Query, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import HomeworkId, ParticipantId
from handrail.core.pagination import Page
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.courses import homework
from handrail.courses.errors import (
    CourseNotFound,
    DayOutsideCourse,
    DeliveryWithoutHomework,
    HomeworkNotFound,
    HomeworkNotReported,
    HomeworkOfWhat,
)
from handrail.courses.models import Homework
from handrail.courses.schemas import CourseVoid, HomeworkAssign, HomeworkRead, HomeworkReport, HomeworkReview
from handrail.episodes.errors import EpisodeNotFound
from handrail.participants.errors import ParticipantNotFound

of_participants = api_router("participants", tag="homework")
router = api_router("homework", tag="homework")

Reader = Annotated[Actor, Depends(allow("course:read"))]
Writer = Annotated[Actor, Depends(allow("course:write"))]


@of_participants.get("/{participant_id}/homework", summary="List homework", responses=problems(ParticipantNotFound))
async def list_homework(
    request: Request,
    participant_id: ParticipantId,
    actor: Reader,
    db: Db,
    *,
    open_only: Annotated[bool, Query(description="Leave out what was gone through.")] = False,
) -> Page[HomeworkRead]:
    """Their own homework and that of their groups, the youngest first, two hundred at most."""
    concerning(request, participant_id)
    found = await homework.list_homework(db, actor, participant_id, open_only=open_only)
    return Page(items=found, next_cursor=None)


@router.post(
    "",
    status_code=201,
    summary="Assign homework",
    responses=problems(EpisodeNotFound, CourseNotFound, DeliveryWithoutHomework, HomeworkOfWhat),
)
async def assign_homework(request: Request, new: HomeworkAssign, actor: Writer, db: Db) -> HomeworkRead:
    """Give homework of their own, or take up what a delivery gave to the group, to say how far they came."""
    return await _told(request, db, await homework.assign(db, actor, new))


@router.post("/{homework_id}/report", summary="Report homework", responses=problems(HomeworkNotFound, DayOutsideCourse))
async def report_homework(
    request: Request, homework_id: HomeworkId, told: HomeworkReport, actor: Writer, db: Db, if_match: IfMatch
) -> HomeworkRead:
    """Note how far the participant came."""
    return await _told(request, db, await homework.report(db, actor, homework_id, told, if_match=if_match))


@router.post(
    "/{homework_id}/review",
    summary="Review homework",
    responses=problems(HomeworkNotFound, HomeworkNotReported, DayOutsideCourse),
)
async def review_homework(
    request: Request, homework_id: HomeworkId, told: HomeworkReview, actor: Writer, db: Db, if_match: IfMatch
) -> HomeworkRead:
    """Note that it was gone through with the participant."""
    return await _told(request, db, await homework.review(db, actor, homework_id, told, if_match=if_match))


@router.post("/{homework_id}/void", status_code=204, summary="Take homework back", responses=problems(HomeworkNotFound))
async def void_homework(
    request: Request, homework_id: HomeworkId, mistake: CourseVoid, actor: Writer, db: Db, if_match: IfMatch
) -> None:
    """Take it back with the reason."""
    whose = await homework.void(db, actor, homework_id, reason=mistake.reason, if_match=if_match)
    concerning(request, whose)


async def _told(request: Request, db: Db, row: Homework) -> HomeworkRead:
    concerning(request, row.participant_id)
    return await homework.read(db, row)
