from handrail.core.errors import Conflict, NotFound, Unprocessable


class LocationNotFound(NotFound):
    code, title = "location-not-found", "No such location"


class RoomNotFound(NotFound):
    code, title = "room-not-found", "No such room"


class ClosureNotFound(NotFound):
    code, title = "closure-not-found", "No such closure"


class WeekRuleNotFound(NotFound):
    code, title = "week-rule-not-found", "No such rule of the week"


class SlugTaken(Conflict):
    code, title = "slug-taken", "Another organization signs in under this short name"


class LocationNameTaken(Conflict):
    code, title = "location-name-taken", "A location of this name exists"


class RoomNameTaken(Conflict):
    code, title = "room-name-taken", "The location has a room of this name"


class LocationInactive(Conflict):
    code, title = "location-inactive", "The location is no longer in use"


class ClosureRemovedAlready(Conflict):
    code, title = "closure-removed", "The closure was removed"


class WeekRuleOverlaps(Conflict):
    code, title = "week-rule-overlaps", "Another rule for the same people is valid in these days"


class TimeZoneUnknown(Unprocessable):
    code, title = "time-zone-unknown", "No such IANA time zone"


class ClosureEndsBeforeStart(Unprocessable):
    code, title = "closure-ends-before-start", "A closure ends after it starts"


class ClosureTooLong(Unprocessable):
    code, title = "closure-too-long", "A closure lasts at most a year"


class WeekRuleImpossible(Unprocessable):
    code, title = "week-rule-impossible", "No week can satisfy this rule"


class ValidityReversed(Unprocessable):
    code, title = "validity-reversed", "A rule ends on or after the day it begins"
