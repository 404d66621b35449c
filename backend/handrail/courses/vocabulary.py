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
MAX_VALUES: Final = 40
MAX_TEXT: Final = 1000

COMPLETE_WHEN: Final = {"sud": (0, 1), "voc": (7, 7), "body-scan-clear": (1, 1)}
"""Values within which a memory counts as worked through (EMDRIA: SUD 0, or 1 if appropriate; VOC 7; clear body scan).

A modality that records these keys is held to them, the shipped EMDR and whatever an organization adapts from it.
"""

RATED_ANEW_AFTER: Final = {"voc": ("assessment", "desensitization")}
"""Phases in which a rating is a baseline only: belief is rated again at installation (EMDRIA's definition of EMDR)."""
