from handrail.core.errors import Conflict, NotFound, Unprocessable


class DeliveryNotFound(NotFound):
    code, title = "delivery-not-found", "No such record of a delivery"


class SessionNotDelivered(Conflict):
    code, title = "session-not-delivered", "The session has not begun or was cancelled"


class SessionLocked(Conflict):
    code, title = "session-locked", "The session is locked"


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
