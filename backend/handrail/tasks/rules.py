"""Who answers for a task now."""

from dataclasses import dataclass
from datetime import datetime

from handrail.tasks.errors import BackupIsOwner, SameOwner, ShiftTimes, TaskNeedsNote, TaskNotOpen, TaskSettledElsewhere
from handrail.tasks.vocabulary import (
    DONE_IN_WORDS,
    GRACE,
    LONGEST_SHIFT,
    SETTLED_ELSEWHERE,
    Rung,
    TaskPriority,
    TaskStatus,
)


@dataclass(frozen=True)
class Duty:
    """What of a task decides who answers for it."""

    status: TaskStatus
    priority: TaskPriority
    due_at: datetime
    has_backup: bool


def rung(duty: Duty, now: datetime) -> Rung:
    """Return how far a task has climbed: its owner's until due, then the backup's too, then that of who is on call.

    A task without a backup goes to who is on call as soon as it is due.
    """
    if now < duty.due_at or duty.status is not TaskStatus.OPEN:
        return Rung.OWNER
    if duty.has_backup and now < duty.due_at + GRACE[duty.priority]:
        return Rung.BACKUP
    return Rung.ON_CALL


def check_open(status: TaskStatus) -> None:
    """Only an open task can be done, cancelled or handed on."""
    if status is not TaskStatus.OPEN:
        raise TaskNotOpen()


def check_settled_here(title_code: str, *, by_hand: bool) -> None:
    """Where a later slice asks for a deed of its own, only that deed settles the task; by hand a title asks nothing."""
    if title_code in SETTLED_ELSEWHERE and not by_hand:
        raise TaskSettledElsewhere()


def check_told(title_code: str, note: str | None, *, by_hand: bool) -> None:
    """Where somebody may be in danger, who notes that the task is done says what they know."""
    if title_code in DONE_IN_WORDS and not by_hand and not note:
        raise TaskNeedsNote(pointer="/note")


def check_hands(owner: object, backup: object | None, *, previous_owner: object | None = None) -> None:
    """A task changes to another owner, and owner and backup are two people."""
    if backup is not None and backup == owner:
        raise BackupIsOwner(pointer="/backup_id")
    if previous_owner is not None and previous_owner == owner:
        raise SameOwner(pointer="/owner_id")


def check_shift(starts_at: datetime, ends_at: datetime) -> None:
    """A shift has a length, of a week at most."""
    if not starts_at < ends_at <= starts_at + LONGEST_SHIFT:
        raise ShiftTimes(pointer="/ends_at")
