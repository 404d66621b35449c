"""Words of attendance."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from handrail.participants.vocabulary import ContactAttemptOutcome, ContactAttemptReason


class Outcome(StrEnum):
    """What became of one booking."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    ABSENT = "absent"


CAME: Final = frozenset({Outcome.PRESENT, Outcome.LATE, Outcome.LEFT_EARLY})
"""Outcomes of somebody who was there for at least a part."""


class Mode(StrEnum):
    """How somebody took part."""

    IN_PERSON = "in_person"
    VIDEO = "video"


class Evidence(StrEnum):
    """What the record of an arrival rests on."""

    STAFF = "staff"
    TABLET = "tablet"
    PAPER = "paper"


class AbsenceReason(StrEnum):
    """Why somebody did not come, as far as it is known."""

    NO_CONTACT = "no_contact"
    ILLNESS = "illness"
    MEDICAL_APPOINTMENT = "medical_appointment"
    HOSPITAL = "hospital"
    FAMILY = "family"
    CHILD_CARE = "child_care"
    WORK_OR_SCHOOL = "work_or_school"
    TRANSPORT = "transport"
    LEGAL = "legal"
    HOLIDAY = "holiday"
    WEATHER = "weather"
    TECHNICAL = "technical"
    DECLINED = "declined"
    OTHER = "other"


class PullOutReason(StrEnum):
    """Why somebody was taken out of a session for a while, or left it before the end."""

    INDIVIDUAL_SESSION = "individual_session"
    PSYCHIATRIC_VISIT = "psychiatric_visit"
    NURSING = "nursing"
    LABORATORY = "laboratory"
    FAMILY_MEETING = "family_meeting"
    CASE_MANAGEMENT = "case_management"
    SAFETY = "safety"
    PERSONAL = "personal"
    OTHER = "other"


class MissKind(StrEnum):
    """What a day was, of which something was missed. A closure by the program makes none of them."""

    LATE = "late"
    """Came late, or left early, and missed no session."""
    PART_MISSED = "part_missed"
    """Came, and was absent from a session of the day."""
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    NO_CALL_NO_SHOW = "no_call_no_show"
    """Missed the day, and nobody heard anything."""


class PolicyAct(StrEnum):
    """What a step of the ladder asks for."""

    CONVERSATION = "conversation"
    CONTRACT = "contract"
    TEAM_REVIEW = "team_review"
    DISCHARGE_REVIEW = "discharge_review"


MAX_STEPS: Final = 12
"""Steps of a program's ladder."""

WELFARE_CALL: Final = "welfare_call"
ATTENDANCE_STEP: Final = "attendance_step"
"""Title codes of tasks."""

LATEST_CALL: Final = timedelta(days=3)
"""So long after a missed session a mark still opens a call: that of a Friday evening may be made on Monday."""

REACHED: Final = frozenset({ContactAttemptOutcome.REACHED, ContactAttemptOutcome.REACHED_CONTACT})
ABOUT_ABSENCE: Final = frozenset({ContactAttemptReason.MISSED_SESSION, ContactAttemptReason.WELFARE_CHECK})
"""Tries to reach somebody that a welfare call asks for, and those that do it."""

NOT_EXPLAINED: Final = frozenset({None, AbsenceReason.NO_CONTACT})
"""Reasons of an absence of which nobody knows whether the person is well."""

MAX_ROSTER: Final = 200
"""Marks in one call."""

MAX_INTERVALS: Final = 20
"""Presence intervals of one person in one session; more is a mistake of the keyboard."""

LEDGER_WEEKS: Final = 53
"""Weeks of one participant's ledger in one answer."""
