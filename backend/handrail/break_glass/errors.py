"""What can be refused about breaking the glass."""

from handrail.core.errors import Conflict, Forbidden, NotFound, TooManyRequests


class BreakGlassNotFound(NotFound):
    code, title = "break-glass-not-found", "No such use"


class RecordOpenAlready(Conflict):
    code, title = "record-open-already", "You may open this record as it is"


class ReviewedAlready(Conflict):
    code, title = "reviewed-already", "The use was reviewed already"


class EndedAlready(Conflict):
    code, title = "ended-already", "The record is closed again already"


class OwnUse(Forbidden):
    code, title = "own-use", "Somebody else has to review what you opened"


class TooManyRestrictedSearches(TooManyRequests):
    """The account has looked up as many restricted records as a day allows, found or not."""

    code, title = "too-many-restricted-searches", "You have looked up as many restricted records as a day allows"


class TooManyBrokenGlasses(TooManyRequests):
    code, title = "too-many-broken-glasses", "You have opened as many restricted records as a day allows"
