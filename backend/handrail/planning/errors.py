from handrail.core.errors import Conflict, NotFound, Unprocessable


class ScheduleBuildNotFound(NotFound):
    code, title = "schedule-build-not-found", "No such week in the making"


class BuildUnderWay(Conflict):
    """Two builders of one place would only propose the same seats twice; `location_ids` names where."""

    code, title = "build-under-way", "A week of this location is being built already"


class LocationsInDifferentZones(Unprocessable):
    """A week has one clock; `location_ids` names those that have another than the first."""

    code, title = "locations-in-different-zones", "Locations that are planned together must be in one time zone"


class BuildEnded(Conflict):
    code, title = "build-ended", "The builder does not work on it any more"


class NothingProposed(Conflict):
    code, title = "nothing-proposed", "There is no proposal that could be applied"


class NothingApplied(Conflict):
    code, title = "nothing-applied", "There is no applied week that could be taken back"


class BuildBuiltOn(Conflict):
    """`session_ids` names what cannot go back; `parts` says why: changed, begun, attended, places, closures."""

    code, title = "build-built-on", "Something happened since: the week cannot be taken back as a whole"


class CalendarChanged(Conflict):
    """`session_ids` names what is not as it was; `parts` says what else is not: hours, rooms, people, cohorts."""

    code, title = "calendar-changed", "The calendar has changed since the proposal was made"


class WeekNotMonday(Unprocessable):
    code, title = "week-not-monday", "A week begins on a Monday"


class WeekPast(Unprocessable):
    code, title = "week-past", "The week is over"


class WeekTooFar(Unprocessable):
    """Sessions exist so many weeks ahead."""

    code, title = "week-too-far", "The calendar does not reach that far yet"


class LossOutsideWeek(Unprocessable):
    code, title = "loss-outside-week", "What is lost must lie in the week, and end after it begins"
