"""Use cases of tasks and the on-call rota."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.ids import AccountId, EpisodeId, OnCallShiftId, ParticipantId, ProgramId, SessionId, TaskId
from handrail.core.pagination import PageParams, Rows
from handrail.episodes import service as episodes
from handrail.identity.models import Account
from handrail.participants import service as participants
from handrail.tasks import queries
from handrail.tasks.errors import (
    NobodyOnCall,
    OnCallCannotAct,
    OwnerNotAvailable,
    ShiftsOverlap,
    SubjectsDiffer,
    TaskNotYours,
)
from handrail.tasks.models import OnCallShift, Task, TaskHandOff
from handrail.tasks.rules import Duty, check_hands, check_open, check_settled_here, check_shift, check_told, rung
from handrail.tasks.schemas import OnCallShiftCreate, TaskCreate, TaskHandOffCreate, TaskUpdate
from handrail.tasks.vocabulary import HandOffReason, Rung, TaskKind, TaskPriority, TaskStatus, TaskView


@dataclass(frozen=True)
class ShiftWithNames:
    """An on-call shift and the names of who answers."""

    id: OnCallShiftId
    account_id: AccountId
    account_name: str
    backup_id: AccountId | None
    backup_name: str | None
    starts_at: datetime
    ends_at: datetime
    version: int


def rung_of(task: Task) -> Rung:
    """Who answers for a task now."""
    return rung(Duty(task.status, task.priority, task.due_at, task.backup_id is not None), now())


async def open_task(
    db: AsyncSession,
    *,
    kind: TaskKind,
    title_code: str,
    due_at: datetime,
    owner_id: AccountId,
    backup_id: AccountId | None = None,
    priority: TaskPriority = TaskPriority.ROUTINE,
    params: dict[str, str | int | bool] | None = None,
    participant_id: ParticipantId | None = None,
    episode_id: EpisodeId | None = None,
    session_id: SessionId | None = None,
    note: str | None = None,
    created_by: AccountId | None = None,
) -> Task:
    """Open a task; for later slices, which have checked who may see what it is about."""
    check_hands(owner_id, backup_id)
    task = Task(
        kind=kind,
        title_code=title_code,
        params=params or {},
        priority=priority,
        participant_id=participant_id,
        episode_id=episode_id,
        session_id=session_id,
        owner_id=owner_id,
        backup_id=backup_id,
        due_at=due_at,
        note=note,
        created_by=created_by,
    )
    db.add(task)
    await db.flush()
    return task


async def director_of(
    db: AsyncSession, program_id: ProgramId | None = None, *, holding: str | None = None
) -> AccountId | None:
    """Return who answers for a program, or for the clinic; None where nobody of that kind works here.

    `holding` leaves out roles without a permission.
    """
    return await queries.director_of(db, program_id, holding=holding)


async def running(db: AsyncSession, at: datetime) -> OnCallShift | None:
    """Return the shift of who is on call at an instant."""
    return await queries.running_shift(db, at)


async def ask_director(
    db: AsyncSession,
    *,
    program_id: ProgramId,
    episode_id: EpisodeId,
    title_code: str,
    due_at: datetime,
    params: dict[str, str | int | bool],
) -> None:
    """Open a task for the program's director that nobody else's list shows: it names no participant, ids only.

    One that waits already is not doubled.
    """
    owner_id = await queries.director_of(db, program_id)
    if owner_id is not None and not await queries.is_open(db, title_code, episode_id):
        await open_task(
            db,
            kind=TaskKind.SCHEDULING,
            title_code=title_code,
            due_at=due_at,
            owner_id=owner_id,
            priority=TaskPriority.SOON,
            params=params,
            episode_id=episode_id,
        )


async def finish(db: AsyncSession, task_id: TaskId, *, by: AccountId, at: datetime) -> None:
    """Note that what a task of a later slice asked for was done there; one that is settled stays so."""
    task = await queries.lock_task(db, task_id)
    if task.status is TaskStatus.OPEN:
        task.status, task.done_by, task.done_at = TaskStatus.DONE, by, at
        await db.flush()


async def withdraw(db: AsyncSession, *, title_code: str, naming: dict[str, str]) -> None:
    """Cancel open tasks of this title whose parameters say this: what they asked for is not true any more."""
    for task in await queries.lock_open(db, title_code, naming):
        supersede(task)
    await db.flush()


def supersede(task: Task) -> None:
    """Cancel a locked task if it is open: what it asked for is not true any more."""
    if task.status is TaskStatus.OPEN:
        task.status, task.cancel_reason = TaskStatus.CANCELLED, "superseded"


async def withdraw_one(db: AsyncSession, task_id: TaskId) -> None:
    """Cancel one task, if it is open."""
    supersede(await queries.lock_task(db, task_id))
    await db.flush()


async def is_waiting(db: AsyncSession, *, title_code: str, naming: dict[str, str]) -> bool:
    """Say whether an open task of this title has these parameters."""
    return bool(await queries.lock_open(db, title_code, naming))


async def waiting(db: AsyncSession, *, title_code: str, naming: dict[str, str]) -> list[Task]:
    """Return the open tasks of this title that have these parameters, locked."""
    return await queries.lock_open(db, title_code, naming)


async def can_own(db: AsyncSession, account_id: AccountId) -> bool:
    """Whether the account may be given tasks."""
    return await queries.can_own_tasks(db, account_id)


async def open_sessions(db: AsyncSession, *, title_code: str) -> list[SessionId]:
    """Return the sessions that open tasks of this title are about."""
    return await queries.open_sessions(db, title_code)


async def of_day(
    db: AsyncSession, *, title_code: str, participant_ids: Collection[ParticipantId], day: date
) -> list[Task]:
    """Return the tasks of this title about these people that are open, or were done for a day; locked."""
    return await queries.lock_of_day(db, title_code, participant_ids, day)


async def about(
    db: AsyncSession, *, title_code: str, participant_id: ParticipantId, status: TaskStatus = TaskStatus.OPEN
) -> list[Task]:
    """Return the tasks of this title about a person, locked; by default those that are open."""
    return await queries.lock_about(db, title_code, participant_id, status)


async def create_task(db: AsyncSession, actor: Actor, new: TaskCreate) -> Task:
    """Open a task about people the actor may see. Without an owner it goes to whoever is on call."""
    participant_id = new.participant_id
    if new.episode_id is not None:
        episode = await episodes.get_visible_episode(db, actor, new.episode_id, permission="task:write")
        if participant_id is not None and not await participants.same_person(
            db, participant_id, episode.participant_id
        ):
            raise SubjectsDiffer(pointer="/participant_id")
        participant_id = episode.participant_id
    elif participant_id is not None:
        person = await participants.get_visible_participant(db, actor, participant_id, permission="task:write")
        participant_id = person.person_id
    owner_id = new.owner_id
    if owner_id is None:
        shift = await queries.running_shift(db, now())
        owner_id = shift.account_id if shift else actor.account_id
    await _check_available(db, owner_id, pointer="/owner_id")
    if new.backup_id is not None:
        await _check_available(db, new.backup_id, pointer="/backup_id")
    values = new.model_dump(exclude={"owner_id", "participant_id"})
    return await open_task(db, **values, owner_id=owner_id, participant_id=participant_id, created_by=actor.account_id)


async def _check_available(db: AsyncSession, account_id: AccountId, *, pointer: str) -> None:
    if not await queries.can_own_tasks(db, account_id):
        raise OwnerNotAvailable(pointer=pointer)


async def get_task(db: AsyncSession, actor: Actor, task_id: TaskId) -> Task:
    return await queries.visible_task(db, actor, task_id, now=now())


async def list_tasks(
    db: AsyncSession,
    actor: Actor,
    *,
    view: TaskView,
    status: TaskStatus | None,
    kind: TaskKind | None,
    priority: TaskPriority | None,
    participant_id: ParticipantId | None,
    episode_id: EpisodeId | None,
    owner_id: AccountId | None,
    due_before: datetime | None,
    page: PageParams,
) -> Rows[Task]:
    """Tasks the actor answers for now, owns, or may see at all; the earliest due first."""
    return await queries.list_tasks(
        db,
        actor,
        view=view,
        now=now(),
        status=status,
        kind=kind,
        priority=priority,
        participant_id=participant_id,
        episode_id=episode_id,
        owner_id=owner_id,
        due_before=due_before,
        page=page,
    )


async def update_task(db: AsyncSession, actor: Actor, task_id: TaskId, change: TaskUpdate, *, if_match: int) -> Task:
    """Change when a task is due, how urgent it is, who stands in, or its note."""
    task = await queries.visible_task(db, actor, task_id, now=now(), lock=True)
    expect_version(task, if_match)
    check_open(task.status)
    if change.backup_id is not None:
        check_hands(task.owner_id, change.backup_id)
        await _check_available(db, change.backup_id, pointer="/backup_id")
    for name, value in change.model_dump(exclude_unset=True).items():
        if value is not None or name in {"backup_id", "note"}:
            setattr(task, name, value)
    await db.flush()
    return task


async def complete_task(db: AsyncSession, actor: Actor, task_id: TaskId, *, note: str | None) -> Task:
    """Note that it is done, by whom and when."""
    task = await queries.visible_task(db, actor, task_id, now=now(), lock=True)
    check_open(task.status)
    check_settled_here(task.title_code, by_hand=task.created_by is not None)
    check_told(task.title_code, note, by_hand=task.created_by is not None)
    task.status, task.done_by, task.done_at, task.done_note = TaskStatus.DONE, actor.account_id, now(), note
    await db.flush()
    return task


async def cancel_task(db: AsyncSession, actor: Actor, task_id: TaskId, *, reason: str) -> Task:
    """Note why nobody will do it."""
    task = await queries.visible_task(db, actor, task_id, now=now(), lock=True)
    check_open(task.status)
    check_settled_here(task.title_code, by_hand=task.created_by is not None)
    task.status, task.cancel_reason = TaskStatus.CANCELLED, reason
    await db.flush()
    return task


async def hand_off(db: AsyncSession, actor: Actor, task_id: TaskId, handing: TaskHandOffCreate) -> Task:
    """Give a task one answers for to somebody else; the history keeps every pair of hands."""
    task = await queries.visible_task(db, actor, task_id, now=now(), lock=True)
    if actor.account_id not in {task.owner_id, task.backup_id} and not (
        rung_of(task) is Rung.ON_CALL and await queries.is_on_call(db, actor.account_id, now())
    ):
        raise TaskNotYours()
    return await _give(db, actor, task, handing)


async def reassign(db: AsyncSession, actor: Actor, task_id: TaskId, handing: TaskHandOffCreate) -> Task:
    """Give anybody's task to somebody else."""
    task = await queries.visible_task(db, actor, task_id, now=now(), lock=True)
    return await _give(db, actor, task, handing)


async def _give(db: AsyncSession, actor: Actor, task: Task, handing: TaskHandOffCreate) -> Task:
    check_open(task.status)
    check_hands(handing.owner_id, handing.backup_id, previous_owner=task.owner_id)
    await _check_available(db, handing.owner_id, pointer="/owner_id")
    if handing.backup_id is not None:
        await _check_available(db, handing.backup_id, pointer="/backup_id")
    db.add(_handed(task, actor, to_id=handing.owner_id, reason=handing.reason, note=handing.note))
    kept_backup = task.backup_id if task.backup_id != handing.owner_id else None
    task.owner_id, task.backup_id = handing.owner_id, handing.backup_id or kept_backup
    await db.flush()
    return task


def _handed(task: Task, actor: Actor, *, to_id: AccountId, reason: HandOffReason, note: str | None) -> TaskHandOff:
    return TaskHandOff(
        task_id=task.id,
        from_id=task.owner_id,
        to_id=to_id,
        by_id=actor.account_id,
        handed_at=now(),
        reason=reason,
        note=note,
    )


async def list_handoffs(
    db: AsyncSession, actor: Actor, task_id: TaskId, page: PageParams
) -> tuple[Task, Rows[TaskHandOff]]:
    """Every change of hands of a task, the first one first."""
    task = await queries.visible_task(db, actor, task_id, now=now())
    return task, await queries.page_of_handoffs(db, task_id, page)


async def _check_rota(db: AsyncSession, new: OnCallShiftCreate) -> None:
    """Whoever is on call, or stands in, has to be able to act when an alert ends up with them."""
    check_shift(new.starts_at, new.ends_at)
    check_hands(new.account_id, new.backup_id)
    for account_id, pointer in ((new.account_id, "/account_id"), (new.backup_id, "/backup_id")):
        if account_id is None:
            continue
        await _check_available(db, account_id, pointer=pointer)
        if not await queries.holds_today(db, account_id, "alert:close"):
            raise OnCallCannotAct(pointer=pointer)


async def add_shift(db: AsyncSession, new: OnCallShiftCreate) -> ShiftWithNames:
    """Put somebody on call; two shifts cannot overlap."""
    await _check_rota(db, new)
    shift = OnCallShift(**new.model_dump())
    with refusing({"ex_on_call_shifts_times": ShiftsOverlap()}):
        db.add(shift)
        await db.flush()
    return await _stored(db, shift.id)


async def change_shift(
    db: AsyncSession, shift_id: OnCallShiftId, change: OnCallShiftCreate, *, if_match: int
) -> ShiftWithNames:
    """Replace who is on call in a shift, and when it is."""
    shift = await queries.lock_shift(db, shift_id)
    expect_version(shift, if_match)
    await _check_rota(db, change)
    for name, value in change.model_dump().items():
        setattr(shift, name, value)
    with refusing({"ex_on_call_shifts_times": ShiftsOverlap()}):
        await db.flush()
    return await _stored(db, shift.id)


async def _stored(db: AsyncSession, shift_id: OnCallShiftId) -> ShiftWithNames:
    row = await queries.shift_with_names(db, shift_id=shift_id)
    assert row is not None
    return _named(*row)


async def list_candidates(db: AsyncSession, page: PageParams) -> Rows[Account]:
    """Who may be put on call today, by name."""
    return await queries.page_of_candidates(db, page)


async def remove_shift(db: AsyncSession, shift_id: OnCallShiftId, *, if_match: int) -> None:
    """Take somebody off the rota."""
    shift = await queries.lock_shift(db, shift_id)
    expect_version(shift, if_match)
    shift.removed_at = now()
    await db.flush()


async def list_shifts(
    db: AsyncSession, *, from_instant: datetime | None, to_instant: datetime | None, page: PageParams
) -> Rows[ShiftWithNames]:
    """The rota between two instants."""
    rows = await queries.list_shifts(db, from_instant=from_instant, to_instant=to_instant, page=page)
    return Rows([_named(*row) for row in rows.items], rows.next_cursor)


async def current_shift(db: AsyncSession) -> ShiftWithNames:
    """Who is on call now; raises `NobodyOnCall`."""
    row = await queries.shift_with_names(db, running_at=now())
    if row is None:
        raise NobodyOnCall()
    return _named(*row)


def _named(shift: OnCallShift, account_name: str, backup_name: str | None) -> ShiftWithNames:
    return ShiftWithNames(
        id=shift.id,
        account_id=shift.account_id,
        account_name=account_name,
        backup_id=shift.backup_id,
        backup_name=backup_name,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        version=shift.version,
    )
