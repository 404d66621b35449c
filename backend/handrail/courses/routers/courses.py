"""Where a participant stands in each therapy they receive."""

from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import CourseEntryId, CourseId, CourseTargetId, EpisodeId, ParticipantId
from handrail.core.pagination import Page
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.courses import service
from handrail.courses.errors import (
    CourseEnded,
    CourseEntryNotFound,
    CourseNotFound,
    CourseRuns,
    CourseStillRuns,
    CourseTargetNotFound,
    DayOutsideCourse,
    EpisodeHasNoCare,
    NothingRecorded,
    SessionNotAttended,
    TargetNotWorkedThrough,
    TooManyTargets,
)
from handrail.courses.models import CourseTarget
from handrail.courses.schemas import (
    CourseEnd,
    CourseEntryCreate,
    CourseEntryRead,
    CourseRead,
    CourseStart,
    CourseSummary,
    CourseTargetRead,
    CourseTargetSettle,
    CourseTargetUpdate,
    CourseTargetWrite,
    CourseUpdate,
    CourseVoid,
)
from handrail.episodes.errors import EpisodeNotFound
from handrail.modalities.errors import (
    AgeOutsideModality,
    BirthDateUnknown,
    ModalityNotFound,
    ModalityRetired,
    ModalityVersionNotFound,
    PhaseUnknown,
    RecordOnDiaryCard,
    RecordUnknown,
    RecordValueWrong,
)
from handrail.participants.errors import ParticipantNotFound
from handrail.staff.errors import StaffLeft, StaffNotFound

of_participants = api_router("participants", tag="courses of therapy")
of_episodes = api_router("episodes", tag="courses of therapy")
router = api_router("courses", tag="courses of therapy")
targets = api_router("course-targets", tag="courses of therapy")
entries = api_router("course-entries", tag="courses of therapy")

Reader = Annotated[Actor, Depends(allow("course:read"))]
Writer = Annotated[Actor, Depends(allow("course:write"))]


@of_participants.get("/{participant_id}/courses", summary="List courses", responses=problems(ParticipantNotFound))
async def list_courses(request: Request, participant_id: ParticipantId, actor: Reader, db: Db) -> Page[CourseSummary]:
    """Every course of the participant with its dose, phase and ratings, the running ones first; a hundred at most."""
    concerning(request, participant_id)
    return Page(items=await service.list_courses(db, actor, participant_id), next_cursor=None)


@of_episodes.post(
    "/{episode_id}/courses",
    status_code=201,
    summary="Start a course",
    responses=problems(
        EpisodeNotFound,
        EpisodeHasNoCare,
        ModalityNotFound,
        ModalityRetired,
        AgeOutsideModality,
        BirthDateUnknown,
        StaffNotFound,
        StaffLeft,
        CourseRuns,
    ),
)
async def start_course(
    request: Request, episode_id: EpisodeId, start: CourseStart, actor: Writer, db: Db
) -> CourseRead:
    """Begin a therapy within an episode, for an objective, with a planned dose; one running course a modality."""
    return _told(request, await service.start_course(db, actor, episode_id, start))


@router.get("/{course_id}", summary="Read a course", responses=problems(CourseNotFound))
async def read_course(request: Request, course_id: CourseId, actor: Reader, db: Db) -> CourseRead:
    """The course with its objective, the words of its targets and what was noted. Keep the words folded."""
    return _told(request, await service.read_course(db, actor, course_id))


@router.patch(
    "/{course_id}",
    summary="Change a course",
    responses=problems(CourseNotFound, CourseEnded, StaffNotFound, StaffLeft, ModalityVersionNotFound),
)
async def update_course(
    request: Request, course_id: CourseId, change: CourseUpdate, actor: Writer, db: Db, if_match: IfMatch
) -> CourseRead:
    """Change who leads it, what it is for, how many sessions are planned or which version of the therapy it follows."""
    return _told(request, await service.update_course(db, actor, course_id, change, if_match=if_match))


@router.post(
    "/{course_id}/end",
    summary="End a course",
    responses=problems(CourseNotFound, CourseEnded, DayOutsideCourse),
)
async def end_course(
    request: Request, course_id: CourseId, end: CourseEnd, actor: Writer, db: Db, if_match: IfMatch
) -> CourseRead:
    """End it on a day, with the reason."""
    return _told(request, await service.end_course(db, actor, course_id, end, if_match=if_match))


@router.post(
    "/{course_id}/reopen",
    summary="Take the end of a course back",
    responses=problems(CourseNotFound, CourseStillRuns, CourseRuns),
)
async def reopen_course(request: Request, course_id: CourseId, actor: Writer, db: Db, if_match: IfMatch) -> CourseRead:
    """The course goes on as if it had not been ended."""
    return _told(request, await service.reopen_course(db, actor, course_id, if_match=if_match))


@router.post(
    "/{course_id}/targets",
    status_code=201,
    summary="Add a target",
    responses=problems(
        CourseNotFound,
        CourseEnded,
        TooManyTargets,
        DayOutsideCourse,
        PhaseUnknown,
        RecordOnDiaryCard,
        RecordUnknown,
        RecordValueWrong,
        NothingRecorded,
    ),
)
async def add_course_target(
    request: Request, course_id: CourseId, target: CourseTargetWrite, actor: Writer, db: Db
) -> CourseTargetRead:
    """Add a memory, a stuck point or a step of a hierarchy, after those that are there, with how it is rated before."""
    row, participant_id = await service.add_target(db, actor, course_id, target)
    concerning(request, participant_id)
    return CourseTargetRead.model_validate(row)


@targets.patch("/{course_target_id}", summary="Change a target", responses=problems(CourseTargetNotFound))
async def update_course_target(
    request: Request,
    course_target_id: CourseTargetId,
    change: CourseTargetUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
) -> CourseTargetRead:
    """Put its words otherwise."""
    return _target(request, await service.update_target(db, actor, course_target_id, change, if_match=if_match))


@targets.post(
    "/{course_target_id}/settle",
    summary="Settle a target",
    responses=problems(CourseTargetNotFound, DayOutsideCourse, TargetNotWorkedThrough),
)
async def settle_course_target(
    request: Request,
    course_target_id: CourseTargetId,
    settle: CourseTargetSettle,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
) -> CourseTargetRead:
    """Worked through, which the rule of the protocol it follows has to bear out, or set aside."""
    return _target(request, await service.settle_target(db, actor, course_target_id, settle, if_match=if_match))


@targets.post("/{course_target_id}/reopen", summary="Work on a target again", responses=problems(CourseTargetNotFound))
async def reopen_course_target(
    request: Request, course_target_id: CourseTargetId, actor: Writer, db: Db, if_match: IfMatch
) -> CourseTargetRead:
    """Take it up again, as after a re-evaluation."""
    return _target(request, await service.reopen_target(db, actor, course_target_id, if_match=if_match))


@router.post(
    "/{course_id}/entries",
    status_code=201,
    summary="Note in a course",
    responses=problems(
        CourseNotFound,
        CourseTargetNotFound,
        SessionNotAttended,
        DayOutsideCourse,
        PhaseUnknown,
        RecordOnDiaryCard,
        RecordUnknown,
        RecordValueWrong,
        NothingRecorded,
    ),
)
async def add_course_entry(
    request: Request, course_id: CourseId, new: CourseEntryCreate, actor: Writer, db: Db
) -> CourseEntryRead:
    """Note the phase and what the modality records, as SUDS and VOC of a memory."""
    entry, participant_id = await service.add_entry(db, actor, course_id, new)
    concerning(request, participant_id)
    return CourseEntryRead.model_validate(entry)


@entries.post(
    "/{course_entry_id}/void",
    status_code=204,
    summary="Take an entry of a course back",
    responses=problems(CourseEntryNotFound),
)
async def void_course_entry(
    request: Request, course_entry_id: CourseEntryId, mistake: CourseVoid, actor: Writer, db: Db
) -> None:
    """Take it back with the reason; what was noted stays in the history."""
    concerning(request, await service.void_entry(db, actor, course_entry_id, reason=mistake.reason))


def _told(request: Request, course: CourseRead) -> CourseRead:
    concerning(request, course.participant_id)
    return course


def _target(request: Request, target: CourseTarget) -> CourseTargetRead:
    concerning(request, target.participant_id)
    return CourseTargetRead.model_validate(target)
