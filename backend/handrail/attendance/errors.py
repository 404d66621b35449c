"""What attendance refuses."""

from handrail.core.errors import Conflict, Forbidden, NotFound, Unprocessable


class BookingNotOnRoster(NotFound):
    """The session has no such booking, or the reader may not know of it."""

    code, title = "booking-not-on-roster", "This person is not on the roster"


class NotYourGroup(Forbidden):
    """Closing speaks for everybody on the roster, so it needs somebody who works in the session or sees all of them."""

    code, title = "not-your-group", "Only somebody who leads this group can do this"


class LockedForYou(Forbidden):
    """A locked record is corrected by a supervisor or the program director."""

    code, title = "attendance-locked", "Attendance is locked: ask a supervisor to correct it"


class NotMarked(Conflict):
    """A pull-out, a departure or a correction needs a mark to change."""

    code, title = "attendance-not-marked", "Mark attendance first"


class AttendanceChanged(Conflict):
    """Somebody else changed the mark first."""

    code, title = "attendance-changed", "Somebody else changed this mark"


class SessionCancelled(Conflict):
    """A cancelled session has no attendance."""

    code, title = "session-cancelled", "This session was cancelled"


class SessionClosed(Conflict):
    """After closing, a change is a correction that names its reason."""

    code, title = "session-closed", "The group is closed: correct with a reason"


class SessionNotClosed(Conflict):
    """Before closing, a mark is simply changed; there is nothing to correct or lock."""

    code, title = "session-not-closed", "The group is not closed yet"


class SessionLocked(Conflict):
    """The rows were locked already."""

    code, title = "session-locked", "Attendance is locked already"


class SessionAhead(Conflict):
    """Nobody has come to a session of another day, and no group ends before it began."""

    code, title = "session-ahead", "This session has not begun"


class RosterIncomplete(Conflict):
    """Every booking needs a decision before the group is closed; `unmarked` says how many lack one."""

    code, title = "roster-incomplete", "Mark everyone before you close the group"


class VideoDetailsMissing(Conflict):
    """Somebody by video has no place, no call-back number or no confirmed consent; `missing` says how many."""

    code, title = "video-details-missing", "Where they are, a call-back number and consent are needed for video"


class TooManyIntervals(Conflict):
    """More comings and goings than a session can have."""

    code, title = "too-many-intervals", "Too many comings and goings"


class NotPresentThen(Unprocessable):
    """Nobody can be taken out of a session they were not in."""

    code, title = "not-present-then", "They were not in the session at that time"


class TimesReversed(Unprocessable):
    """Leaving comes after arriving."""

    code, title = "times-reversed", "Leaving comes after arriving"


class OutsideSession(Unprocessable):
    """A time that lies outside the session."""

    code, title = "outside-session", "This time lies outside the session"


class TimeAhead(Unprocessable):
    """A departure that has not happened."""

    code, title = "time-ahead", "This time has not come yet"


class ArrivalNeeded(Unprocessable):
    """The session is over: when they came has to be said."""

    code, title = "arrival-needed", "Say when they arrived"


class DepartureNeeded(Unprocessable):
    """The session is over: when they left has to be said."""

    code, title = "departure-needed", "Say when they left"


class MarkContradicts(Unprocessable):
    """Times for somebody who did not come, or a reason of absence for somebody who did."""

    code, title = "mark-contradicts", "Outcome, times and reason contradict each other"


class MarkedTwice(Unprocessable):
    """One booking, one mark in one call."""

    code, title = "marked-twice", "The same person is named twice"


class OpenAlerts(Conflict):
    """Somebody who was there has an open alert of the day. The number of people is told, and not who."""

    code, title = "open-alerts", "Somebody in this group needs a safety follow-up before it is closed"
