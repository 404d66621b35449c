"""Words of courses of therapy."""

from enum import StrEnum
from typing import Final


class StopReason(StrEnum):
    """Why a course ended."""

    COMPLETED = "completed"
    NO_BENEFIT = "no_benefit"
    TOO_DISTRESSING = "too_distressing"
    DECLINED = "declined"
    OTHER_THERAPY = "other_therapy"
    LEFT_PROGRAM = "left_program"
    OTHER = "other"


class TargetKind(StrEnum):
    """What a course works on, one after the other."""

    MEMORY = "memory"
    STUCK_POINT = "stuck_point"
    EXPOSURE = "exposure"
    BEHAVIOR = "behavior"
    TRIGGER = "trigger"
    WARNING_SIGN = "warning_sign"


class TargetStatus(StrEnum):
    OPEN = "open"
    COMPLETE = "complete"
    SET_ASIDE = "set_aside"


class HomeworkState(StrEnum):
    """Where homework stands: given, then the participant says how far they came, then both go through it."""

    ASSIGNED = "assigned"
    REPORTED = "reported"
    REVIEWED = "reviewed"


MAX_TARGETS: Final = 60
