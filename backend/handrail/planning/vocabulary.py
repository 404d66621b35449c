"""Words of planning a week."""

from enum import StrEnum
from typing import Final

from handrail.core.vocabulary import ServiceKind


class BuildKind(StrEnum):
    """What is asked for: everything the week still needs, or a running week held in spite of what was lost."""

    BUILD = "build"
    REPAIR = "repair"


class BuildStatus(StrEnum):
    """How far it is. `no_week`: what clashes is told. `failed`: nothing was offered, and nothing is."""

    QUEUED = "queued"
    RUNNING = "running"
    PROPOSED = "proposed"
    NO_WEEK = "no_week"
    FAILED = "failed"
    CANCELLED = "cancelled"
    APPLIED = "applied"


class LossKind(StrEnum):
    """What a running week can lose."""

    CLINICIAN = "clinician"
    ROOM = "room"
    LATE_OPENING = "late_opening"


class WhatChanges(StrEnum):
    """What becomes of a session; `shortened` leaves it to the closing that is entered with it."""

    CREATED = "created"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    SHORTENED = "shortened"


class Why(StrEnum):
    """Why a session changes."""

    AWAY = "away"
    ROOM_LOST = "room_lost"
    OPENS_LATE = "opens_late"
    NEEDED = "needed"
    MAKES_WAY = "makes_way"
    BETTER = "better"


class Untouched(StrEnum):
    """Why a session is not the builder's to change: it stays, and others are planned around it."""

    BEGUN = "begun"
    MARKED = "marked"
    OTHER_PROGRAM = "other_program"
    CUT = "cut"
    ODD_TIME = "odd_time"
    NO_LEAD = "no_lead"
    NO_ROOM = "no_room"
    ROOM_TOO_SMALL = "room_too_small"
    LEAD_NOT_ABLE = "lead_not_able"
    BY_VIDEO = "by_video"
    NO_WAY = "no_way"


class Failure(StrEnum):
    """Why nothing was offered."""

    BROKE_A_RULE = "broke_a_rule"
    DID_NOT_END = "did_not_end"
    NOT_A_WEEK = "not_a_week"


GROUPS: Final = frozenset(
    {
        ServiceKind.GROUP,
        ServiceKind.PSYCHOEDUCATION,
        ServiceKind.SKILLS,
        ServiceKind.RECREATION,
        ServiceKind.ORIENTATION,
    }
)

USUAL_MINUTES: Final = {
    ServiceKind.INDIVIDUAL: 50,
    ServiceKind.FAMILY: 60,
    ServiceKind.PSYCHIATRIC_EVALUATION: 60,
    ServiceKind.MEDICATION_MANAGEMENT: 30,
}
"""How long a session for one is where nobody has had one yet; only these are planned anew."""

SESSIONS_FOR_ONE: Final = frozenset(USUAL_MINUTES)
"""What is planned with one participant."""

MOST_UNPLACED: Final = 100
"""What of a week without a time is listed by name."""

TICKS: Final = (15, 10, 5)
WEEK_MINUTES: Final = 7 * 1440
OPENS, CLOSES = 7 * 60, 21 * 60
"""Who has no hours on file works between these, and nothing new is planned outside them."""
MOST_LOSSES: Final = 20
MOST_LOCATIONS: Final = 10
MOST_SESSIONS: Final = 2000
LONGEST_SECONDS: Final = 60
MOST_MOVES: Final = 20_000
