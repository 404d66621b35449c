from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    EpisodeId,
    OnCallShiftId,
    ParticipantId,
    SessionId,
    TaskHandOffId,
    TaskId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.tasks.vocabulary import HandOffReason, TaskKind, TaskPriority, TaskStatus


class Task(TenantScoped, Versioned, Base):
    """Something that must be done by someone before a time.

    `title_code` with `params` is its neutral title: clients translate it, and it says nothing about anybody's health.
    """

    __tablename__ = "tasks"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("episode_id", "episodes"),
        same_tenant("owner_id", "accounts"),
        same_tenant("backup_id", "accounts"),
        same_tenant("created_by", "accounts"),
        same_tenant("done_by", "accounts"),
        CheckConstraint("backup_id <> owner_id", name="two_people"),
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL AND done_by IS NOT NULL)", name="done"),
        CheckConstraint("(status = 'cancelled') = (cancel_reason IS NOT NULL)", name="cancelled"),
        Index("ix_tasks_owner", "organization_id", "owner_id", "due_at", postgresql_where=text("status = 'open'")),
        Index("ix_tasks_backup", "organization_id", "backup_id", "due_at", postgresql_where=text("status = 'open'")),
        Index("ix_tasks_due", "organization_id", "due_at", "id"),
        Index("ix_tasks_participant", "organization_id", "participant_id", "due_at"),
        Index("ix_tasks_episode", "organization_id", "episode_id"),
        Index("ix_tasks_session", "organization_id", "session_id"),
    )

    id: Mapped[TaskId] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[TaskKind]
    title_code: Mapped[str]
    params: Mapped[dict[str, Any]]
    priority: Mapped[TaskPriority]
    status: Mapped[TaskStatus] = mapped_column(default=TaskStatus.OPEN)
    participant_id: Mapped[ParticipantId | None]
    episode_id: Mapped[EpisodeId | None]
    # Sessions stand in a later slice, so there is no foreign key; only services that hold the session set it.
    session_id: Mapped[SessionId | None]
    owner_id: Mapped[AccountId]
    backup_id: Mapped[AccountId | None]
    due_at: Mapped[datetime]
    note: Mapped[str | None]
    created_by: Mapped[AccountId | None]
    done_by: Mapped[AccountId | None]
    done_at: Mapped[datetime | None]
    done_note: Mapped[str | None]
    cancel_reason: Mapped[str | None]


class TaskHandOff(TenantScoped, Base):
    """One change of hands of a task. Never changed."""

    __tablename__ = "task_handoffs"
    __health__ = True
    __table_args__ = (
        same_tenant("task_id", "tasks"),
        same_tenant("from_id", "accounts"),
        same_tenant("to_id", "accounts"),
        same_tenant("by_id", "accounts"),
        Index("ix_task_handoffs_task", "organization_id", "task_id", "handed_at"),
    )

    id: Mapped[TaskHandOffId] = mapped_column(primary_key=True, default=new_id)
    task_id: Mapped[TaskId]
    from_id: Mapped[AccountId]
    to_id: Mapped[AccountId]
    by_id: Mapped[AccountId]
    handed_at: Mapped[datetime]
    reason: Mapped[HandOffReason]
    note: Mapped[str | None]


class OnCallShift(TenantScoped, Versioned, Base):
    """Who answers, from one instant to another, for what nobody else has taken care of."""

    __tablename__ = "on_call_shifts"
    __health__ = False
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        same_tenant("backup_id", "accounts"),
        CheckConstraint("ends_at > starts_at AND ends_at <= starts_at + interval '7 days 01:00'", name="times"),
        CheckConstraint("backup_id <> account_id", name="two_people"),
        ExcludeConstraint(
            ("organization_id", "="),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="ex_on_call_shifts_times",
            using="gist",
            where=text("removed_at IS NULL"),
        ),
        Index("ix_on_call_shifts_times", "organization_id", "starts_at", "id"),
        Index("ix_on_call_shifts_account", "organization_id", "account_id", "starts_at"),
    )

    id: Mapped[OnCallShiftId] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[AccountId]
    backup_id: Mapped[AccountId | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
