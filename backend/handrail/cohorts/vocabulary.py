"""Words of cohorts, memberships and waiting."""

from enum import StrEnum


class CohortKind(StrEnum):
    """Whether people may join while it runs."""

    OPEN = "open"
    """Rolling admission: a seat is taken as soon as one is free."""
    CLOSED = "closed"
    """Everybody starts together; late joiners only with a reason and the right to let them in."""


class CohortStatus(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class MembershipEnd(StrEnum):
    """Why a membership ended."""

    COMPLETED = "completed"
    MOVED = "moved"
    STEPPED_DOWN = "stepped_down"
    STEPPED_UP = "stepped_up"
    LEFT = "left"
    EPISODE_ENDED = "episode_ended"
    COHORT_ENDED = "cohort_ended"
    SCHEDULE = "schedule"
    GROUP_FIT = "group_fit"


class LateReason(StrEnum):
    """Why somebody joins a closed cohort after its start."""

    RETURN_FROM_LEAVE = "return_from_leave"
    TRANSFER = "transfer"
    STEP_DOWN = "step_down"
    CLINICAL_DECISION = "clinical_decision"


class MembershipVoidReason(StrEnum):
    """Why a record never should have been."""

    ENTERED_IN_ERROR = "entered_in_error"
    WRONG_PARTICIPANT = "wrong_participant"
    WRONG_COHORT = "wrong_cohort"
    DUPLICATE = "duplicate"
    NEVER_BEGAN = "never_began"
    """Episode or cohort ended before the first day."""


class WaitReason(StrEnum):
    """What somebody waits for. A free seat does not help who waits for something else."""

    NO_SEAT = "no_seat"
    NEXT_START = "next_start"
    SCHEDULE = "schedule"
    AUTHORIZATION = "authorization"
    ASSESSMENT = "assessment"
    MEDICAL_CLEARANCE = "medical_clearance"
    TRANSPORT = "transport"
    LANGUAGE = "language"
    GROUP_FIT = "group_fit"
    PARTICIPANT_CHOICE = "participant_choice"


class WaitStatus(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    PLACED = "placed"
    WITHDRAWN = "withdrawn"


OPEN_WAITS = (WaitStatus.WAITING, WaitStatus.OFFERED)


class WithdrawReason(StrEnum):
    """Why somebody no longer waits."""

    DECLINED = "declined"
    CARE_ELSEWHERE = "care_elsewhere"
    NOT_ELIGIBLE = "not_eligible"
    NO_CONTACT = "no_contact"
    ENTERED_IN_ERROR = "entered_in_error"


class MembershipChange(StrEnum):
    """What happened to a membership."""

    STARTED = "started"
    ENDED = "ended"
    MOVED = "moved"
    VOIDED = "voided"
    PRIMARY_CHANGED = "primary_changed"
