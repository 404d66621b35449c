"""What can be refused about people's records."""

from handrail.core.errors import Conflict, NotFound, Unprocessable


class ParticipantNotFound(NotFound):
    code, title = "participant-not-found", "No such participant"


class IdentifierNotFound(NotFound):
    code, title = "identifier-not-found", "No such identifier"


class ContactWayNotFound(NotFound):
    code, title = "contact-way-not-found", "No such way of contact"


class ContactNotFound(NotFound):
    code, title = "contact-not-found", "No such contact"


class ContactAttemptNotFound(NotFound):
    code, title = "contact-attempt-not-found", "No such contact attempt"


class SuitableHoursNotFound(NotFound):
    code, title = "suitable-hours-not-found", "No such hours"


class AvailabilityNotFound(NotFound):
    code, title = "availability-not-found", "No such availability"


class SeparationNotFound(NotFound):
    code, title = "separation-not-found", "No such separation"


class CareRelationshipNotFound(NotFound):
    code, title = "care-relationship-not-found", "No such care relationship"


class MrnTaken(Conflict):
    code, title = "mrn-taken", "Another participant has this medical record number"


class IdentifierTaken(Conflict):
    code, title = "identifier-taken", "This number already belongs to a participant"


class AlreadySeparated(Conflict):
    code, title = "already-separated", "These two are already separated at that time"


class AlreadyVoided(Conflict):
    code, title = "already-voided", "It was already voided"


class AlreadyMerged(Conflict):
    code, title = "already-merged", "The record is merged into another one"


class NotMerged(Conflict):
    code, title = "not-merged", "The record is not merged"


class DistinctionNotFound(NotFound):
    code, title = "distinction-not-found", "No such pair that was told apart"


class AlreadyToldApart(Conflict):
    code, title = "already-told-apart", "These records are told apart already"


class AlreadyWithdrawn(Conflict):
    code, title = "already-withdrawn", "It was taken back already"


class SameRecord(Unprocessable):
    code, title = "same-record", "A record cannot be told apart from itself"


class MergeIntoItself(Unprocessable):
    code, title = "merge-into-itself", "A record cannot be merged into itself"


class SurvivorNotInUse(Conflict):
    code, title = "survivor-not-in-use", "The record to keep is itself merged or not in use"


class OthersMergedIntoIt(Conflict):
    code, title = "others-merged-into-it", "Other records are merged into this one: keep this one, or undo those first"


class SocialSecurityNumberRefused(Unprocessable):
    code, title = "social-security-number-refused", "Social security numbers are not kept"


class EndsBeforeItStarts(Unprocessable):
    code, title = "ends-before-it-starts", "The end lies before the start"


class SafetyOfPhonesOnly(Unprocessable):
    code, title = "safety-of-phones-only", "Voicemail and texts reach phones only"


class SamePerson(Unprocessable):
    code, title = "same-person", "A person cannot be separated from themselves"


class BornInFuture(Unprocessable):
    code, title = "born-in-future", "The birth date lies in the future"


class DiedBeforeBirth(Unprocessable):
    code, title = "died-before-birth", "The death lies before the birth"


class PersonNotAvailable(NotFound):
    """Someone named in a request is unknown or out of the asker's sight; which of the two is not said."""

    code, title = "person-not-available", "Not available"
