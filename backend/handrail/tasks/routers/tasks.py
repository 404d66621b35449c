from typing import Annotated

from fastapi import Depends, Request

from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.concurrency import IfMatch
from handrail.core.ids import AccountId, EpisodeId, ParticipantId, TaskId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.schemas import Instant
from handrail.core.units import Db
from handrail.episodes.errors import EpisodeNotFound
from handrail.participants.errors import ParticipantNotFound
from handrail.tasks import service
from handrail.tasks.errors import (
    BackupIsOwner,
    OwnerNotAvailable,
    SameOwner,
    SubjectsDiffer,
    TaskNeedsNote,
    TaskNotFound,
    TaskNotOpen,
    TaskNotYours,
    TaskSettledElsewhere,
)
from handrail.tasks.models import Task
from handrail.tasks.schemas import (
    TaskCancellation,
    TaskCompletion,
    TaskCreate,
    TaskHandOffCreate,
    TaskHandOffRead,
    TaskRead,
    TaskUpdate,
)
from handrail.tasks.vocabulary import TaskKind, TaskPriority, TaskStatus, TaskView

router = api_router("tasks")

Reader = Annotated[Actor, Depends(allow("task:read"))]
Worker = Annotated[Actor, Depends(allow("task:write"))]


def _read(request: Request, task: Task) -> TaskRead:
    if task.participant_id is not None:
        concerning(request, task.participant_id)
    return TaskRead.of(task, service.rung_of(task))


@router.get("", summary="List tasks")
async def list_tasks(
    request: Request,
    actor: Reader,
    db: Db,
    page: PageParams,
    view: TaskView = TaskView.MINE,
    status: TaskStatus | None = TaskStatus.OPEN,
    kind: TaskKind | None = None,
    priority: TaskPriority | None = None,
    participant_id: ParticipantId | None = None,
    episode_id: EpisodeId | None = None,
    owner_id: AccountId | None = None,
    due_before: Instant | None = None,
) -> Page[TaskRead]:
    """Tasks, the earliest due first. `mine` are those you answer for now: your own, and what has climbed to you."""
    rows = await service.list_tasks(
        db,
        actor,
        view=view,
        status=status,
        kind=kind,
        priority=priority,
        participant_id=participant_id,
        episode_id=episode_id,
        owner_id=owner_id,
        due_before=due_before,
        page=page,
    )
    return Page(items=[_read(request, task) for task in rows], next_cursor=rows.next_cursor)


@router.post(
    "",
    status_code=201,
    summary="Open a task",
    responses=problems(ParticipantNotFound, EpisodeNotFound, OwnerNotAvailable, BackupIsOwner, SubjectsDiffer),
)
async def create_task(request: Request, new: TaskCreate, actor: Worker, db: Db) -> TaskRead:
    """Open a task; without an owner it goes to whoever is on call."""
    return _read(request, await service.create_task(db, actor, new))


@router.get("/{task_id}", summary="Read a task", responses=problems(TaskNotFound))
async def read_task(request: Request, task_id: TaskId, actor: Reader, db: Db) -> TaskRead:
    """One task."""
    return _read(request, await service.get_task(db, actor, task_id))


@router.patch(
    "/{task_id}",
    summary="Change a task",
    responses=problems(TaskNotFound, TaskNotOpen, OwnerNotAvailable, BackupIsOwner),
)
async def update_task(
    request: Request, task_id: TaskId, change: TaskUpdate, actor: Worker, db: Db, if_match: IfMatch
) -> TaskRead:
    """Change when it is due, how urgent it is, who stands in, or its note."""
    return _read(request, await service.update_task(db, actor, task_id, change, if_match=if_match))


@router.post(
    "/{task_id}/complete",
    summary="Complete a task",
    responses=problems(TaskNotFound, TaskNotOpen, TaskSettledElsewhere, TaskNeedsNote),
)
async def complete_task(
    request: Request, task_id: TaskId, completion: TaskCompletion, actor: Worker, db: Db
) -> TaskRead:
    """Note that it is done, and what was done; of a welfare call one has to say how they are, if no try says it."""
    return _read(request, await service.complete_task(db, actor, task_id, note=completion.note))


@router.post(
    "/{task_id}/cancel",
    summary="Cancel a task",
    responses=problems(TaskNotFound, TaskNotOpen, TaskSettledElsewhere),
)
async def cancel_task(
    request: Request, task_id: TaskId, cancellation: TaskCancellation, actor: Worker, db: Db
) -> TaskRead:
    """Note why nobody will do it."""
    return _read(request, await service.cancel_task(db, actor, task_id, reason=cancellation.reason))


@router.post(
    "/{task_id}/hand-off",
    summary="Hand a task on",
    responses=problems(TaskNotFound, TaskNotOpen, TaskNotYours, OwnerNotAvailable, BackupIsOwner, SameOwner),
)
async def hand_off_task(
    request: Request, task_id: TaskId, handing: TaskHandOffCreate, actor: Worker, db: Db
) -> TaskRead:
    """Give a task you answer for to somebody else."""
    return _read(request, await service.hand_off(db, actor, task_id, handing))


@router.post(
    "/{task_id}/reassign",
    summary="Reassign a task",
    responses=problems(TaskNotFound, TaskNotOpen, OwnerNotAvailable, BackupIsOwner, SameOwner),
)
async def reassign_task(
    request: Request,
    task_id: TaskId,
    handing: TaskHandOffCreate,
    actor: Annotated[Actor, Depends(allow("task:reassign"))],
    db: Db,
) -> TaskRead:
    """Give anybody's task to somebody else."""
    return _read(request, await service.reassign(db, actor, task_id, handing))


@router.get("/{task_id}/hand-offs", summary="List changes of hands", responses=problems(TaskNotFound))
async def list_task_handoffs(
    request: Request, task_id: TaskId, actor: Reader, db: Db, page: PageParams
) -> Page[TaskHandOffRead]:
    """Every change of hands, the first one first."""
    task, handoffs = await service.list_handoffs(db, actor, task_id, page)
    if task.participant_id is not None:
        concerning(request, task.participant_id)
    return Page.of(handoffs, TaskHandOffRead)
