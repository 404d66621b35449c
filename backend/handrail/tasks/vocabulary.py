"""Words of the work that must not be forgotten."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class TaskKind(StrEnum):
    """What a task asks for."""

    SAFETY_FOLLOW_UP = "safety_follow_up"
    CONTACT = "contact"
    ATTENDANCE_REVIEW = "attendance_review"
    INTAKE_STEP = "intake_step"
    PLAN_REVIEW = "plan_review"
    DOCUMENTATION = "documentation"
    MEDICATION = "medication"
    AUTHORIZATION = "authorization"
    DISCHARGE = "discharge"
    SCHEDULING = "scheduling"
    STAFFING = "staffing"
    OTHER = "other"


class TaskStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class TaskPriority(StrEnum):
    """How much delay a task bears once it is due."""

    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"


class Rung(StrEnum):
    """Who answers for a task now."""

    OWNER = "owner"
    BACKUP = "backup"
    ON_CALL = "on_call"


class TaskView(StrEnum):
    """Whose tasks a list shows: those one answers for now, those one owns, everybody's."""

    MINE = "mine"
    OWNED = "owned"
    ALL = "all"


class HandOffReason(StrEnum):
    """Why a task changed hands."""

    SHIFT_ENDS = "shift_ends"
    AWAY = "away"
    BETTER_PLACED = "better_placed"
    WORKLOAD = "workload"
    LEFT = "left"
    REASSIGNED = "reassigned"


GRACE: Final = {
    TaskPriority.URGENT: timedelta(minutes=15),
    TaskPriority.SOON: timedelta(hours=4),
    TaskPriority.ROUTINE: timedelta(hours=24),
}
"""How long after the due time the backup has a task alone before it reaches whoever is on call."""

REVIEW_BREAK_GLASS: Final = "review_break_glass"

COURSE_OFF_TRACK: Final = "course_off_track"
COURSE_REVIEW: Final = "course_review"

SETTLED_ELSEWHERE: Final = frozenset({REVIEW_BREAK_GLASS, COURSE_OFF_TRACK})
"""Titles of tasks that only the deed itself settles: a tick would hide that it was never done."""

DONE_IN_WORDS: Final = frozenset({"welfare_call"})
"""Titles of tasks that a bare tick does not do: somebody may be in danger, and who reads it must know how they are."""

LONGEST_SHIFT: Final = timedelta(days=7, hours=1)
"""A week by the clinic's clock, also where the clocks go back in it."""
