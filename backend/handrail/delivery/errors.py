from handrail.core.errors import Conflict, Forbidden, NotFound, Unprocessable


class DeliveryNotFound(NotFound):
    code, title = "delivery-not-found", "No such record of a delivery"


class SessionNotDelivered(Conflict):
    code, title = "session-not-delivered", "The session has not begun or was cancelled"


class SessionLocked(Conflict):
    """What a locked session delivered is corrected by voiding the entry and recording it anew."""

    code, title = "delivery-locked", "The session is locked: void the entry with a reason and record it anew"


class TooManyDeliveries(Conflict):
    code, title = "too-many-deliveries", "A session has four deliveries at most"


class MinutesBeyondSession(Unprocessable):
    code, title = "minutes-beyond-session", "More minutes than the session has"


class BookingNotInSession(Unprocessable):
    code, title = "booking-not-in-session", "This booking is not of this session"


class ExceptionRepeats(Unprocessable):
    code, title = "exception-repeats", "A participant is named twice"


class SkillUnknown(Unprocessable):
    code, title = "skill-unknown", "The modality has no such skill"


class FidelityItemUnknown(Unprocessable):
    code, title = "fidelity-item-unknown", "The modality has no such fidelity item"


class RecordOfEach(Unprocessable):
    code, title = "record-of-each", "This is said of each participant, not of the group"


class RecordOfCourse(Unprocessable):
    code, title = "record-of-course", "This is noted in a participant's own course"


class CorrectionNeedsRight(Forbidden):
    code, title = "correction-needs-right", "A locked session is corrected by a supervisor or the program director"


class SpanWrong(Unprocessable):
    code, title = "span-wrong", "The days of a report are the wrong way round or too many"
