"""What the staff file refuses."""

from handrail.core.errors import Conflict, NotFound, Unprocessable


class StaffNotFound(NotFound):
    code, title = "staff-not-found", "No such staff member"


class CredentialNotFound(NotFound):
    code, title = "credential-not-found", "No such credential"


class ServiceGrantNotFound(NotFound):
    code, title = "service-grant-not-found", "No such grant"


class SupervisionNotFound(NotFound):
    code, title = "supervision-not-found", "No such supervision"


class StaffLeft(Conflict):
    code, title = "staff-left", "This person has left"


class StaffHasAccount(Conflict):
    code, title = "staff-has-account", "This person already has an account"


class EmailMissing(Conflict):
    code, title = "email-missing", "An invitation needs an e-mail address"


class CredentialRepeated(Conflict):
    code, title = "credential-repeated", "This credential is on file already"


class CredentialRevoked(Conflict):
    code, title = "credential-revoked", "The credential was revoked"


class GrantOverlaps(Conflict):
    code, title = "grant-overlaps", "The person already holds this grant at that time"


class GrantEnded(Conflict):
    code, title = "grant-ended", "The grant has already ended"


class SupervisionOverlaps(Conflict):
    code, title = "supervision-overlaps", "The two already work together at that time"


class SupervisionEnded(Conflict):
    code, title = "supervision-ended", "The supervision has already ended"


class SupervisorNotLicensed(Conflict):
    """Supervision needs a licence to practice alone, valid from the first day."""

    code, title = "supervisor-not-licensed", "The supervisor holds no independent licence on that day"


class SupervisionCircular(Conflict):
    code, title = "supervision-circular", "The two would supervise each other"


class OwnSupervisor(Unprocessable):
    code, title = "own-supervisor", "Nobody supervises themselves"


class DatesReversed(Unprocessable):
    code, title = "dates-reversed", "The last day comes before the first"


class IssuedInFuture(Unprocessable):
    """A credential is put on file once it is held."""

    code, title = "issued-in-future", "The credential has not been issued yet"


class StateMissing(Unprocessable):
    """Boards are of a state; a certificate may be national."""

    code, title = "state-missing", "Name the state that issued the licence"


class TimeOffNotFound(NotFound):
    code, title = "time-off-not-found", "No such time off"


class TimeOffReversed(Unprocessable):
    code, title = "time-off-reversed", "The time off ends before it begins"
