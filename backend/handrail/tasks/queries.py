"""SQL of tasks and the on-call rota."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handrail.core.access import Actor
from handrail.core.ids import AccountId, EpisodeId, OnCallShiftId, ParticipantId, ProgramId, SessionId, TaskId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.core.permissions import PERMISSIONS, Scope
from handrail.core.vocabulary import Role
from handrail.identity.models import Account, AccountRole
from handrail.identity.vocabulary import AccountStatus, SubjectKind
from handrail.participants.models import Participant
from handrail.participants.queries import clinic_today, of_person, visible_to
from handrail.programs.models import ProgramStaff
from handrail.tasks.errors import ShiftNotFound, TaskNotFound
from handrail.tasks.models import OnCallShift, Task, TaskHandOff
from handrail.tasks.vocabulary import GRACE, TaskKind, TaskPriority, TaskStatus, TaskView


def _climbed(now: datetime, account_id: AccountId, *, on_call: bool) -> ColumnElement[bool]:
    """Open tasks that have climbed to this account: `rules.rung` as an expression."""
    open_and_due = and_(Task.status == TaskStatus.OPEN, Task.due_at <= now)
    past_grace = or_(
        Task.backup_id.is_(None),
        *(and_(Task.priority == priority, Task.due_at <= now - grace) for priority, grace in GRACE.items()),
    )
    mine = [and_(open_and_due, Task.backup_id == account_id)]
    if on_call:
        mine.append(and_(open_and_due, past_grace))
    return or_(*mine)


def _visible(actor: Actor, *, now: datetime, on_call: bool) -> ColumnElement[bool]:
    """Tasks the actor may see: their own, those that climbed to them, those about people they may see."""
    if actor.scope("task:read") is Scope.ORGANIZATION:
        return Task.id.is_not(None)
    about_visible = exists().where(
        Participant.organization_id == Task.organization_id,
        Participant.id == Task.participant_id,
        visible_to(actor, "task:read"),
    )
    return or_(
        Task.owner_id == actor.account_id,
        Task.backup_id == actor.account_id,
        Task.created_by == actor.account_id,
        _climbed(now, actor.account_id, on_call=on_call),
        about_visible,
    )


async def visible_task(db: AsyncSession, actor: Actor, task_id: TaskId, *, now: datetime, lock: bool = False) -> Task:
    """Return a task the actor may see, or raise as if there were none."""
    on_call = await is_on_call(db, actor.account_id, now)
    query = select(Task).where(Task.id == task_id, _visible(actor, now=now, on_call=on_call))
    if lock:
        query = query.with_for_update(of=Task)
    task = await db.scalar(query)
    if task is None:
        raise TaskNotFound()
    return task


async def list_tasks(
    db: AsyncSession,
    actor: Actor,
    *,
    view: TaskView,
    now: datetime,
    status: TaskStatus | None,
    kind: TaskKind | None,
    priority: TaskPriority | None,
    participant_id: ParticipantId | None,
    episode_id: EpisodeId | None,
    owner_id: AccountId | None,
    due_before: datetime | None,
    page: PageParams,
) -> Rows[Task]:
    """One page of tasks, the earliest due first."""
    on_call = await is_on_call(db, actor.account_id, now)
    query = select(Task).where(_visible(actor, now=now, on_call=on_call))
    if view is TaskView.OWNED:
        query = query.where(Task.owner_id == actor.account_id)
    elif view is TaskView.MINE:
        query = query.where(or_(Task.owner_id == actor.account_id, _climbed(now, actor.account_id, on_call=on_call)))
    equal: dict[Any, Any] = {
        Task.status: status,
        Task.kind: kind,
        Task.priority: priority,
        Task.episode_id: episode_id,
        Task.owner_id: owner_id,
    }
    for column, value in equal.items():
        if value is not None:
            query = query.where(column == value)
    if participant_id is not None:
        query = query.where(of_person(Task.participant_id, participant_id))
    if due_before is not None:
        query = query.where(Task.due_at < due_before)
    return await paginate(db, query, order=(Task.due_at, Task.id), page=page)


async def page_of_handoffs(db: AsyncSession, task_id: TaskId, page: PageParams) -> Rows[TaskHandOff]:
    query = select(TaskHandOff).where(TaskHandOff.task_id == task_id)
    return await paginate(db, query, order=(TaskHandOff.handed_at, TaskHandOff.id), page=page)


async def can_own_tasks(db: AsyncSession, account_id: AccountId) -> bool:
    """Whether the account is a staff member's that may come in."""
    query = select(Account.id).where(
        Account.id == account_id, Account.subject_kind == SubjectKind.STAFF, Account.status == AccountStatus.ACTIVE
    )
    return await db.scalar(query) is not None


async def page_of_candidates(db: AsyncSession, page: PageParams) -> Rows[Account]:
    """One page of who may be put on call: whose role of today closes alerts, by name."""
    today = select(clinic_today()).scalar_subquery()
    holds = exists().where(
        AccountRole.organization_id == Account.organization_id,
        AccountRole.account_id == Account.id,
        AccountRole.role.in_(PERMISSIONS["alert:close"].scopes),
        AccountRole.starts_on <= today,
        or_(AccountRole.ends_on.is_(None), AccountRole.ends_on >= today),
    )
    query = select(Account).where(
        Account.subject_kind == SubjectKind.STAFF, Account.status == AccountStatus.ACTIVE, holds
    )
    return await paginate(db, query, order=(Account.display_name, Account.id), page=page)


async def holds_today(db: AsyncSession, account_id: AccountId, permission: str) -> bool:
    """Whether a role that the account has today holds a permission."""
    today = select(clinic_today()).scalar_subquery()
    query = select(AccountRole.id).where(
        AccountRole.account_id == account_id,
        AccountRole.role.in_(PERMISSIONS[permission].scopes),
        AccountRole.starts_on <= today,
        or_(AccountRole.ends_on.is_(None), AccountRole.ends_on >= today),
    )
    return await db.scalar(query.limit(1)) is not None


async def lock_task(db: AsyncSession, task_id: TaskId) -> Task:
    return (await db.scalars(select(Task).where(Task.id == task_id).with_for_update())).one()


_DIRECTORS = (Role.PROGRAM_DIRECTOR, Role.SUPERVISOR, Role.ADMINISTRATOR)


async def director_of(
    db: AsyncSession, program_id: ProgramId | None, *, holding: str | None = None
) -> AccountId | None:
    """Return who answers for a program: its director, else another one, a supervisor, an administrator.

    `holding` leaves out roles without a permission.
    """
    roles = [role for role in _DIRECTORS if holding is None or role in PERMISSIONS[holding].scopes]
    today = select(clinic_today()).scalar_subquery()
    on_duty = exists().where(
        ProgramStaff.staff_id == Account.subject_id,
        ProgramStaff.program_id == program_id,
        ProgramStaff.starts_on <= today,
        or_(ProgramStaff.ends_on.is_(None), ProgramStaff.ends_on >= today),
    )
    rank = case({role.value: place for place, role in enumerate(_DIRECTORS)}, value=AccountRole.role)
    query = (
        select(Account.id)
        .join(
            AccountRole,
            and_(AccountRole.organization_id == Account.organization_id, AccountRole.account_id == Account.id),
        )
        .where(
            Account.subject_kind == SubjectKind.STAFF,
            Account.status == AccountStatus.ACTIVE,
            AccountRole.role.in_(roles),
            AccountRole.starts_on <= today,
            or_(AccountRole.ends_on.is_(None), AccountRole.ends_on >= today),
        )
        .order_by(rank, on_duty.desc(), Account.id)
    )
    found: AccountId | None = await db.scalar(query.limit(1))
    return found


def titled(title_code: str) -> ColumnElement[bool]:
    """Return the predicate: a later slice opened it. What somebody wrote by hand has whatever title, and is theirs."""
    return and_(Task.title_code == title_code, Task.created_by.is_(None))


async def is_open(db: AsyncSession, title_code: str, episode_id: EpisodeId) -> bool:
    """Say whether a task of this title waits for the episode."""
    query = select(Task.id).where(
        Task.title_code == title_code, Task.episode_id == episode_id, Task.status == TaskStatus.OPEN
    )
    return await db.scalar(query.limit(1)) is not None


async def lock_open(db: AsyncSession, title_code: str, naming: dict[str, str]) -> list[Task]:
    """Return the open tasks of a title whose parameters say this, locked."""
    said = [Task.params[name].astext == value for name, value in naming.items()]
    query = select(Task).where(titled(title_code), Task.status == TaskStatus.OPEN, *said)
    return list(await db.scalars(query.order_by(Task.id).with_for_update()))


async def open_sessions(db: AsyncSession, title_code: str) -> list[SessionId]:
    query = select(Task.session_id).where(titled(title_code), Task.status == TaskStatus.OPEN)
    return [one for one in await db.scalars(query) if one is not None]


async def lock_of_day(
    db: AsyncSession, title_code: str, participant_ids: Collection[ParticipantId], day: date
) -> list[Task]:
    """Return tasks of a title about these people: open ones, and those done whose `local_date` is the day; locked."""
    query = select(Task).where(
        Task.participant_id.in_(participant_ids),
        titled(title_code),
        or_(
            Task.status == TaskStatus.OPEN,
            and_(Task.status == TaskStatus.DONE, Task.params["local_date"].astext == day.isoformat()),
        ),
    )
    return list(await db.scalars(query.order_by(Task.id).with_for_update()))


async def lock_about(
    db: AsyncSession, title_code: str, participant_id: ParticipantId, status: TaskStatus
) -> list[Task]:
    """Return the tasks of a title about a person, locked."""
    query = select(Task).where(
        titled(title_code), Task.status == status, of_person(Task.participant_id, participant_id)
    )
    return list(await db.scalars(query.order_by(Task.id).with_for_update()))


def _running(now: datetime) -> ColumnElement[bool]:
    return and_(OnCallShift.removed_at.is_(None), OnCallShift.starts_at <= now, OnCallShift.ends_at > now)


async def is_on_call(db: AsyncSession, account_id: AccountId, now: datetime) -> bool:
    """Whether the account, or the account as a backup, is on call."""
    query = select(OnCallShift.id).where(
        _running(now), or_(OnCallShift.account_id == account_id, OnCallShift.backup_id == account_id)
    )
    return await db.scalar(query) is not None


async def running_shift(db: AsyncSession, now: datetime) -> OnCallShift | None:
    shift: OnCallShift | None = await db.scalar(select(OnCallShift).where(_running(now)))
    return shift


def _with_names() -> Select[Any]:
    backup = aliased(Account)
    return (
        select(OnCallShift, Account.display_name, case((OnCallShift.backup_id.is_not(None), backup.display_name)))
        .join(Account, Account.id == OnCallShift.account_id)
        .outerjoin(backup, backup.id == OnCallShift.backup_id)
    )


async def list_shifts(
    db: AsyncSession, *, from_instant: datetime | None, to_instant: datetime | None, page: PageParams
) -> Rows[Row[OnCallShift, str, str | None]]:
    """One page of (shift, name, name of the backup), by start."""
    query = _with_names().where(OnCallShift.removed_at.is_(None))
    if from_instant is not None:
        query = query.where(OnCallShift.ends_at > from_instant)
    if to_instant is not None:
        query = query.where(OnCallShift.starts_at < to_instant)
    return await paginate(db, query, order=(OnCallShift.starts_at, OnCallShift.id), page=page)


async def shift_with_names(
    db: AsyncSession, *, shift_id: OnCallShiftId | None = None, running_at: datetime | None = None
) -> Row[OnCallShift, str, str | None] | None:
    """(shift, name, name of the backup) of one shift, by its id or by when it runs."""
    query = _with_names().where(OnCallShift.removed_at.is_(None))
    if shift_id is not None:
        query = query.where(OnCallShift.id == shift_id)
    if running_at is not None:
        query = query.where(_running(running_at))
    found: Row[OnCallShift, str, str | None] | None = (await db.execute(query.limit(1))).one_or_none()
    return found


async def lock_shift(db: AsyncSession, shift_id: OnCallShiftId) -> OnCallShift:
    query = select(OnCallShift).where(OnCallShift.id == shift_id, OnCallShift.removed_at.is_(None)).with_for_update()
    shift: OnCallShift | None = await db.scalar(query)
    if shift is None:
        raise ShiftNotFound()
    return shift
