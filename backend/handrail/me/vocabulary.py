"""Words and figures of what participants see."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from handrail.calendar.vocabulary import BookingCancelReason


class AppAccessState(StrEnum):
    """How far somebody's way into the app is."""

    NONE = "none"
    INVITED = "invited"
    ACTIVE = "active"
    ENDED = "ended"


class AppointmentState(StrEnum):
    """What somebody has to know of one of their sessions."""

    EXPECTED = "expected"
    MOVED = "moved"
    CANCELLED = "cancelled"


class ReadWhen(StrEnum):
    """When staff reads what was answered just now."""

    NOW = "now"
    NEXT_OPENING = "next_opening"
    UNKNOWN = "unknown"
    """Nothing is planned from which it could be told: then no time is promised."""


CRISIS_LINE: Final = "988"
"""Suicide and Crisis Lifeline, by call and by text, at any hour (National Suicide Hotline Designation Act of 2020)."""
EMERGENCY: Final = "911"

LOOK_AHEAD: Final = timedelta(days=21)
"""How far ahead the next opening is looked for."""

CHECK_IN_EARLY: Final = timedelta(minutes=30)
"""How long before a session one can say that one has come."""


class Asking(StrEnum):
    """What a request is for, where it is counted apart from all others: nothing else uses up its turns."""

    ANSWER = "answer"
    """Something that is said, and may say that somebody is in danger."""
    REPORT = "report"
    """That something said could not be stored."""


REQUESTS: Final = 120
REQUEST_WINDOW: Final = timedelta(minutes=1)
"""An account's requests in a window: somebody who answers fast, with an app that reads everything anew.

So many answers on top of that, and so many reports on top of both.
"""

MAX_DAYS: Final = 62
"""Of a schedule that is read at once."""

SHOWN_REASONS: Final = (
    BookingCancelReason.PARTICIPANT_DECLINED,
    BookingCancelReason.SCHEDULING,
    BookingCancelReason.SESSION_CANCELLED,
)
"""Places that were theirs and are no more. The other reasons say why somebody was never expected."""
