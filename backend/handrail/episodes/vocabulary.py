"""Words of an episode of care."""

from enum import StrEnum
from typing import Final

from handrail.core.vocabulary import ServiceKind


class EpisodeStatus(StrEnum):
    """Where an episode stands on a date. Never stored: the dates say it."""

    REFERRED = "referred"
    SCREENING = "screening"
    ACTIVE = "active"
    ON_LEAVE = "on_leave"
    ENDED = "ended"


class AdmissionSource(StrEnum):
    """Who or what brought the participant here."""

    SELF = "self"
    FAMILY = "family"
    PROVIDER = "provider"
    HOSPITAL = "hospital"
    STEP_DOWN = "step_down"
    STEP_UP = "step_up"
    PROGRAM_TRANSFER = "program_transfer"
    SCHOOL = "school"
    COURT = "court"
    OTHER = "other"


class PriorLevel(StrEnum):
    """Level of care just before the referral."""

    NONE = "none"
    OUTPATIENT = "outpatient"
    INTENSIVE_OUTPATIENT = "intensive_outpatient"
    PARTIAL_HOSPITALIZATION = "partial_hospitalization"
    RESIDENTIAL = "residential"
    WITHDRAWAL_MANAGEMENT = "withdrawal_management"
    INPATIENT = "inpatient"


class EndReason(StrEnum):
    """Why an episode ended."""

    COMPLETED = "completed"
    STEPPED_DOWN = "stepped_down"
    STEPPED_UP = "stepped_up"
    TRANSFERRED = "transferred"
    LEFT_AGAINST_ADVICE = "left_against_advice"
    LOST_CONTACT = "lost_contact"
    HOSPITAL = "hospital"
    JAIL = "jail"
    MOVED = "moved"
    DIED = "died"
    ADMINISTRATIVE = "administrative"
    NOT_ADMITTED = "not_admitted"


PLANNED_ENDS: Final = frozenset(
    {EndReason.COMPLETED, EndReason.STEPPED_DOWN, EndReason.STEPPED_UP, EndReason.TRANSFERRED}
)
"""Ends that a team prepares; the others document attempts instead of appointments."""


class LeaveKind(StrEnum):
    """Why a participant is away for a while and comes back."""

    HOSPITAL = "hospital"
    HOLIDAY = "holiday"
    ILLNESS = "illness"
    FAMILY = "family"
    LEGAL = "legal"
    OTHER = "other"


class DayState(StrEnum):
    """What the pattern, the leaves and the closures make of a program day."""

    EXPECTED = "expected"
    ON_LEAVE = "on_leave"
    CLOSED = "closed"


BEFORE_ADMISSION: Final = frozenset({ServiceKind.SCREENING, ServiceKind.INTAKE, ServiceKind.ORIENTATION})
"""Services that prepare an admission or a return; every other one needs an active episode."""

RELATIONSHIP_DAYS_AFTER_END: Final = 30
"""Days a care team keeps sight of a participant after the end: discharge summary, calls, appointments."""

FOLLOW_UP_DAYS_AFTER_END: Final = 230
"""Days in which a stay that ended may owe a measure: six months, and a while to catch up.

The primary clinician keeps sight of the participant as long: who asks for a follow-up must be able to give it, and to
act on what it says.
"""

REOPEN_DAYS: Final = 14
"""Days in which an end can still be undone; within them claims and discharge papers can be held back."""

ADULT_AGE: Final = 18
LONGEST_EPISODE_DAYS: Final = 400
MAX_BLOCKS_PER_DAY: Final = 12
