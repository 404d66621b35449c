from handrail.core.errors import Conflict, NotFound, Unprocessable


class HandOffNotFound(NotFound):
    code, title = "handoff-not-found", "No such hand-off"


class HandOffAudience(Unprocessable):
    code, title = "handoff-audience", "A hand-off is for the team of a program or for one colleague"


class HandOffNotTheirs(Unprocessable):
    code, title = "handoff-not-theirs", "Whom it is for is not part of this person's care"


class HandOffPlaceUnknown(Unprocessable):
    code, title = "handoff-place-unknown", "There is no such program, location or colleague"


class HandOffExpiry(Unprocessable):
    code, title = "handoff-expiry", "A hand-off ends in the future, within seven days"


class HandOffNotActive(Conflict):
    code, title = "handoff-not-active", "The hand-off has expired, was withdrawn or was replaced"


class HandOffRead(Conflict):
    code, title = "handoff-read", "Somebody has read the hand-off: correct it by a new one"


class OwnHandOff(Conflict):
    code, title = "own-handoff", "Nobody acknowledges their own hand-off"


class HandOffNotYours(Conflict):
    code, title = "handoff-not-yours", "Only who wrote a hand-off withdraws or replaces it"


class HandOffSubjectsDiffer(Unprocessable):
    code, title = "handoff-subjects-differ", "A correction is about the same person"
