"""What the API takes and gives about tasks and the on-call rota."""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, StringConstraints

from handrail.core.ids import AccountId, EpisodeId, OnCallShiftId, ParticipantId, SessionId, TaskHandOffId, TaskId
from handrail.core.schemas import Code, Input, Instant, Line, Output, VersionedOutput
from handrail.tasks.vocabulary import HandOffReason, Rung, TaskKind, TaskPriority, TaskStatus

Note = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Param = Annotated[str, StringConstraints(min_length=1, max_length=100)] | int | bool


class TaskCreate(Input):
    kind: TaskKind
    title_code: Code = Field(description="Neutral title, translated by the client: it names no condition.")
    params: dict[Code, Param] = Field(default={}, max_length=10)
    priority: TaskPriority = TaskPriority.ROUTINE
    participant_id: ParticipantId | None = None
    episode_id: EpisodeId | None = None
    owner_id: AccountId | None = Field(default=None, description="Null: whoever is on call, else you.")
    backup_id: AccountId | None = None
    due_at: Instant
    note: Note | None = None


class TaskUpdate(Input):
    """What is left out stays."""

    due_at: Instant | None = None
    priority: TaskPriority | None = None
    backup_id: AccountId | None = None
    note: Note | None = None


class TaskCompletion(Input):
    note: Note | None = Field(default=None, description="What was done.")


class TaskCancellation(Input):
    reason: Line


class TaskHandOffCreate(Input):
    """Give one's own task to somebody else."""

    owner_id: AccountId
    backup_id: AccountId | None = None
    reason: HandOffReason
    note: Note | None = None


class TaskRead(VersionedOutput):
    id: TaskId
    kind: TaskKind
    title_code: str
    params: dict[str, str | int | bool]
    priority: TaskPriority
    status: TaskStatus
    participant_id: ParticipantId | None
    episode_id: EpisodeId | None
    session_id: SessionId | None
    owner_id: AccountId
    backup_id: AccountId | None
    due_at: AwareDatetime
    rung: Rung = Field(description="Who answers for it now: past its due time the backup, then who is on call.")
    note: str | None
    done_by: AccountId | None
    done_at: AwareDatetime | None
    done_note: str | None
    cancel_reason: str | None

    @classmethod
    def of(cls, task: object, rung: Rung) -> Self:
        """Return a task and who answers for it now."""
        stored = {name: getattr(task, name) for name in cls.model_fields if name != "rung"}
        return cls.model_validate(stored | {"rung": rung})


class TaskHandOffRead(Output):
    id: TaskHandOffId
    task_id: TaskId
    from_id: AccountId
    to_id: AccountId
    by_id: AccountId
    handed_at: AwareDatetime
    reason: HandOffReason
    note: str | None


class OnCallShiftCreate(Input):
    account_id: AccountId
    backup_id: AccountId | None = None
    starts_at: Instant
    ends_at: Instant


class OnCallCandidate(Output):
    """Somebody who may be put on call today."""

    id: AccountId
    display_name: str


class OnCallShiftRead(VersionedOutput):
    id: OnCallShiftId
    account_id: AccountId
    account_name: str
    backup_id: AccountId | None
    backup_name: str | None
    starts_at: AwareDatetime
    ends_at: AwareDatetime
