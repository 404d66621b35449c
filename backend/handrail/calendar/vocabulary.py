"""Words of the calendar."""

from enum import StrEnum
from typing import Final

from handrail.core.vocabulary import ServiceKind


class SeriesStatus(StrEnum):
    ACTIVE = "active"
    ENDED = "ended"


class EditScope(StrEnum):
    """How far an edit of an occurrence reaches; in every scope only sessions that are still ahead change."""

    THIS = "this"
    THIS_AND_FOLLOWING = "this_and_following"
    ALL = "all"


class Own(StrEnum):
    """What one occurrence has of its own: somebody changed it there, so edits of its series leave it alone."""

    TIME = "time"
    ROOM = "room"
    STAFF = "staff"
    TITLE = "title"
    SEATS = "seats"
    LINK = "link"
    MODE = "mode"
    COUNTING = "counting"


class Kept(StrEnum):
    """Why an edit of a series passed an occurrence by."""

    BEGUN = "begun"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    TIME_PASSED = "time_passed"


class ClashKind(StrEnum):
    """What is taken already."""

    ROOM = "room"
    STAFF = "staff"
    PARTICIPANT = "participant"


class ClosureOutcome(StrEnum):
    """What a closure makes of a session; `held_fast`: it had begun and people were marked, so it stays."""

    CANCELLED = "cancelled"
    SHORTENED = "shortened"
    BY_VIDEO = "by_video"
    HELD_FAST = "held_fast"


class LaterClash(StrEnum):
    """Why a session cannot begin later and last as long as planned."""

    ROOM = "room"
    STAFF = "staff"
    PARTICIPANT = "participant"
    CLOSED = "closed"


class StaysBecause(StrEnum):
    """Why a session that was moved out of a closure's way cannot be moved back."""

    ROOM = "room"
    STAFF = "staff"
    PARTICIPANT = "participant"
    CLOSED = "closed"
    CHANGED = "changed"
    MARKED = "marked"
    PAST = "past"


class FeedKind(StrEnum):
    """Whose calendar a feed is."""

    CLINICIAN = "clinician"
    ROOM = "room"
    COHORT = "cohort"
    PARTICIPANT = "participant"


class SlotReason(StrEnum):
    """Why a free time is offered before others."""

    CONTINUITY = "continuity"
    DAY_TOGETHER = "day_together"
    NO_GAP = "no_gap"
    SOONEST = "soonest"


class SessionStatus(StrEnum):
    SCHEDULED = "scheduled"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SessionCancelReason(StrEnum):
    """Why a session does not take place. Only the program's reasons: a participant's reason cancels a booking."""

    CLOSURE = "closure"
    STAFF_ABSENT = "staff_absent"
    ROOM_UNAVAILABLE = "room_unavailable"
    LOW_ATTENDANCE = "low_attendance"
    SCHEDULING = "scheduling"
    SERIES_ENDED = "series_ended"
    ENTERED_IN_ERROR = "entered_in_error"
    OTHER = "other"


class SessionRole(StrEnum):
    """What a staff member does in one session."""

    LEAD = "lead"
    CO_FACILITATOR = "co_facilitator"
    INTERN = "intern"
    OBSERVER = "observer"
    INTERPRETER = "interpreter"


class StaffPlaceStatus(StrEnum):
    """`released`: the session was cancelled and gives the person's time back; `removed`: taken off by someone."""

    ASSIGNED = "assigned"
    RELEASED = "released"
    REMOVED = "removed"


class BookingSource(StrEnum):
    MEMBERSHIP = "membership"
    INDIVIDUAL = "individual"
    MAKE_UP = "make_up"


class BookingStatus(StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"


class BookingCancelReason(StrEnum):
    """Why a person is not expected in a session.

    `overlap`, `no_seat` and `not_available` say why a membership could not become a place: the row stays, so that it is
    seen. `not_available` says no more on purpose.
    """

    PARTICIPANT_DECLINED = "participant_declined"
    SCHEDULING = "scheduling"
    SESSION_CANCELLED = "session_cancelled"
    MEMBERSHIP_ENDED = "membership_ended"
    NOT_EXPECTED = "not_expected"
    LEAVE = "leave"
    EPISODE_ENDED = "episode_ended"
    OVERLAP = "overlap"
    NO_SEAT = "no_seat"
    NOT_AVAILABLE = "not_available"
    ENTERED_IN_ERROR = "entered_in_error"


class ProgramDayStatus(StrEnum):
    """What kind of day a cohort has; all but `normal` follow from a closure or from the director."""

    NORMAL = "normal"
    DELAYED = "delayed"
    EARLY_END = "early_end"
    BY_VIDEO = "by_video"
    CLOSED = "closed"


MINIMUM_MINUTES: Final = 5
MAXIMUM_MINUTES: Final = 480
"""Shortest and longest session."""

MINIMUM_REMAINING_MINUTES: Final = 15
"""A session that a closure leaves shorter than one 15-minute unit of service does not take place."""

HORIZON_WEEKS: Final = 12
"""How far ahead of today occurrences of a series exist as sessions."""

COUNTABLE_KINDS: Final = frozenset(
    {
        ServiceKind.GROUP,
        ServiceKind.INDIVIDUAL,
        ServiceKind.FAMILY,
        ServiceKind.PSYCHIATRIC_EVALUATION,
        ServiceKind.MEDICATION_MANAGEMENT,
        ServiceKind.PSYCHOEDUCATION,
        ServiceKind.SKILLS,
    }
)
"""Kinds whose minutes count toward the week unless the series or session says otherwise.

42 CFR 410.44(a) lists the services of an intensive outpatient program: individual and group therapy, family counseling
for the participant's treatment, training and education, activity therapies that are not primarily recreational,
diagnostic services. Recreation, orientation, intake and screening are therefore left out; a payer's rule of the week
may decide otherwise for one series.
"""

CAPPED_KINDS: Final = frozenset({ServiceKind.GROUP, ServiceKind.SKILLS})
"""Kinds that a payer's or state's cap on the size of a group is about (as 2 CCR 502-1, 4.6: at most 12 in a group)."""

FEED_DAYS_BACK: Final = 366
MAX_FEED_EVENTS: Final = 5000

TRAVEL_MINUTES: Final = 30
"""What the way from one location to another takes."""
MAX_SEARCH_DAYS: Final = 56
MAX_SLOTS: Final = 50

MAX_HOLD_MINUTES: Final = 3 * 24 * 60
MAX_ALTERNATIVES: Final = 3
ALTERNATIVE_DAYS: Final = 14
"""How far from a full session another of its kind is offered."""

MAX_TIMES: Final = 12
MAX_TIMES_A_DAY: Final = 3
"""How many free times are offered for a session that a closure hits: some of several days."""

CHOSEN_REASONS: Final = frozenset(
    {
        BookingCancelReason.PARTICIPANT_DECLINED,
        BookingCancelReason.SCHEDULING,
        BookingCancelReason.ENTERED_IN_ERROR,
    }
)
"""Reasons a person may give. Such a booking stays cancelled; the others follow from something and end with it."""

CHOSEN_SESSION_REASONS: Final = frozenset(SessionCancelReason) - {
    SessionCancelReason.CLOSURE,
    SessionCancelReason.SERIES_ENDED,
}

MAX_STAFF: Final = 20
MAX_COHORTS: Final = 20
MAX_MEETINGS: Final = 21
"""Three a day: more is not one series."""
MAX_RANGE_DAYS: Final = 366
MAX_EDITED: Final = 500
"""Sessions that one edit of a series may change."""
MAX_CLASHES: Final = 50
"""Clashes that a preview names."""
