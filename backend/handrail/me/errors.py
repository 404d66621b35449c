"""What is refused to participants, and about their way in."""

from handrail.core.errors import Conflict, Forbidden, NotFound, TooManyRequests, Unprocessable


class NotTakingPart(Forbidden):
    """The account stands for nobody, or for a record that was entered in error or is closed."""

    code, title = "not-taking-part", "This account has no record of a participant in use"


class TooManyOfYou(TooManyRequests):
    code, title = "too-many-requests", "Too many requests, wait a little"


class WindowTooLong(Unprocessable):
    code, title = "window-too-long", "Ask for fewer days at once"


class WindowReversed(Unprocessable):
    code, title = "window-reversed", "The last day comes before the first"


class AppointmentNotFound(NotFound):
    code, title = "appointment-not-found", "You have no such session"


class CheckInClosed(Conflict):
    """`opens_at` and `closes_at` say when it can be done."""

    code, title = "check-in-closed", "Check-in opens half an hour before the session and ends with it"


class MeasureNotDue(Conflict):
    code, title = "measure-not-due", "Nobody has asked you for this now"


class HomeworkReviewed(Conflict):
    code, title = "homework-reviewed", "Your team has gone through this with you already"


class NoSafetyPlan(NotFound):
    code, title = "no-safety-plan", "You have no safety plan here yet"


class NoEmail(Conflict):
    code, title = "no-email", "Write down an e-mail address of the participant first: they sign in with it"


class NoAppAccess(Conflict):
    code, title = "no-app-access", "This participant has no access to the app"
