"""What the calendar refuses, and why."""

from handrail.core.errors import Conflict, Forbidden, NotFound, Unprocessable


class SeriesNotFound(NotFound):
    code, title = "series-not-found", "No such series"


class SessionNotFound(NotFound):
    code, title = "session-not-found", "No such session"


class BookingNotFound(NotFound):
    code, title = "booking-not-found", "No such booking"


class ProgramDayNotFound(NotFound):
    code, title = "program-day-not-found", "No such program day"


class StaffPlaceNotFound(NotFound):
    code, title = "staff-place-not-found", "This person does not work in the session"


class RoomTaken(Conflict):
    code, title = "room-taken", "The room is in use at that time"


class StaffTaken(Conflict):
    code, title = "staff-taken", "A staff member works elsewhere at that time"


class ParticipantTaken(Conflict):
    code, title = "participant-taken", "The participant is booked elsewhere at that time"


class SessionFull(Conflict):
    code, title = "session-full", "The session has no seat left"


class RoomTooSmall(Conflict):
    code, title = "room-too-small", "The room has too few seats for those who are booked and those who work there"


class RoomElsewhere(Conflict):
    code, title = "room-elsewhere", "The room is at another location"


class RoomNotInUse(Conflict):
    code, title = "room-not-in-use", "The room is not in use any more"


class SessionNotScheduled(Conflict):
    code, title = "session-not-scheduled", "The session was closed or cancelled and cannot be changed"


class ProgramClosed(Conflict):
    code, title = "program-closed", "The program is closed at that time"


class NotMovedForClosure(Conflict):
    """It is not where the closure's move put it any more, or would be moved into the past."""

    code, title = "not-moved-for-closure", "The session cannot go back to where it was before the closure"


class SeriesEnded(Conflict):
    code, title = "series-ended", "The series has ended"


class BookingCancelled(Conflict):
    code, title = "booking-cancelled", "The booking is cancelled already"


class BookingExists(Conflict):
    code, title = "booking-exists", "The participant is booked in this session already"


class BookingNotAvailable(Conflict):
    """Says no more: the reason may be about another person, or the record is not one that is booked any more."""

    code, title = "booking-not-available", "This booking is not available"


class EpisodeNotBookable(Conflict):
    code, title = "episode-not-bookable", "The episode is not active on that day"


class SessionTimeNotAvailable(Conflict):
    """Says no more: the reason may be about other people."""

    code, title = "session-time-not-available", "This time is not available for the session"


class MakeUpNotFitting(Conflict):
    code, title = "make-up-not-fitting", "The booking to make up belongs to another episode or is still ahead"


class StaffMayNotLead(Conflict):
    code, title = "staff-may-not-lead", "The staff member's credentials do not cover leading this service"


class StaffNotAvailable(Conflict):
    """Says no more: the reason may be about another person."""

    code, title = "staff-not-available", "This staff member is not available for the session"


class SupervisorNotAble(Conflict):
    code, title = "supervisor-not-able", "The supervisor's credentials do not cover this service"


class CohortOfAnotherProgram(Conflict):
    code, title = "cohort-of-another-program", "The cohort belongs to another program"


class LeadMissing(Unprocessable):
    code, title = "lead-missing", "Someone has to lead the session"


class StaffTwice(Unprocessable):
    code, title = "staff-twice", "A staff member is named twice"


class InternNeedsSupervisor(Unprocessable):
    code, title = "intern-needs-supervisor", "An intern works under a named supervisor"


class SupervisorOfOneself(Unprocessable):
    code, title = "supervisor-of-oneself", "Nobody supervises themselves"


class EndBeforeStart(Unprocessable):
    code, title = "end-before-start", "The end lies before the start"


class MeetingsOverlap(Unprocessable):
    code, title = "meetings-overlap", "Two meetings of the series overlap"


class RangeTooLong(Unprocessable):
    code, title = "range-too-long", "The range of dates is too long"


class MoveAcrossWeeks(Unprocessable):
    code, title = "move-across-weeks", "A meeting of a series can only move within its week"


class MeetingNotInSeries(Conflict):
    code, title = "meeting-not-in-series", "The series does not have this meeting any more"


class OccurrenceFixed(Conflict):
    """`kept` says why: it has begun, took place, was marked or was cancelled."""

    code, title = (
        "occurrence-fixed",
        "The session is past, held, marked or cancelled and does not change with its series",
    )


class NothingToChange(Conflict):
    code, title = "nothing-to-change", "No session of the series is ahead that this would change"


class OccurrenceOfAnotherSeries(Conflict):
    code, title = "occurrence-of-another-series", "The session does not belong to this series"


class SeriesEditNotFound(NotFound):
    code, title = "series-edit-not-found", "No such edit of the series"


class EditUndone(Conflict):
    code, title = "edit-undone", "The edit was taken back already"


class EditBuiltOn(Conflict):
    """`session_id` or `series_id` names what changed since."""

    code, title = "edit-built-on", "Something changed since: the edit cannot be taken back as a whole"


class EditTooLarge(Conflict):
    code, title = "edit-too-large", "The edit would change more sessions than one may"


class OccurrenceMissing(Unprocessable):
    code, title = "occurrence-missing", "The edit has to name the session it begins with"


class SessionAttended(Conflict):
    code, title = "session-attended", "Somebody is marked in the session: take the marks back first"


class GroupCapReached(Conflict):
    """`cap` and the rule it rests on; `alternatives` are sessions of the kind with a seat, the nearest first."""

    code, title = "group-cap-reached", "The group has as many participants as the rules allow"


class OverrideNotAllowed(Forbidden):
    code, title = "override-not-allowed", "You may not give places beyond the seats"


class NotHeld(Conflict):
    code, title = "not-held", "The booking is not one that waits to be confirmed"


class FeedNotFound(NotFound):
    code, title = "feed-not-found", "No such feed"


class FeedNotYours(Forbidden):
    code, title = "feed-not-yours", "You may not make a feed of this calendar"


class FeedTitlesNotYours(Forbidden):
    code, title = "feed-titles-not-yours", "You may not show the titles of this calendar"


class FeedSubjectWrong(Unprocessable):
    code, title = "feed-subject-wrong", "A feed names exactly the one whose calendar it is"


class FeedRevoked(Conflict):
    code, title = "feed-revoked", "The feed was revoked already"
