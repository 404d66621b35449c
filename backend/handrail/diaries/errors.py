"""Why a diary, a chain analysis or a target is refused."""

from handrail.core.errors import Conflict, NotFound, Unprocessable


class CardUnknown(NotFound):
    code, title = "diary-card-unknown", "There is no such diary card"


class DayNotOpen(Unprocessable):
    code, title = "diary-day-not-open", "A diary is filled for today and the seven days before"


class WindowTooWide(Unprocessable):
    code, title = "diary-window", "Ask for at most 92 days, the first before the last"


class FieldUnknown(Unprocessable):
    code, title = "diary-field-unknown", "The diary card has no such field"


class FieldNotKept(Unprocessable):
    code, title = "diary-field-not-kept", "This field is not on the person's card"


class FieldAlwaysKept(Unprocessable):
    code, title = "diary-field-always-kept", "Every card asks about the urge to suicide and about acts of harm"


class NotAnEntry(Unprocessable):
    code, title = "not-an-entry", "The field does not take this value"


class NoThreshold(Unprocessable):
    code, title = "no-threshold", "Thresholds are for urges that the card asks about, from 1 to 5"


class StartsInThePast(Unprocessable):
    code, title = "starts-in-the-past", "A setting holds from today on, or from a day of the next month"


class ChainNotFound(NotFound):
    code, title = "chain-analysis-not-found", "There is no such chain analysis"


class ChainDone(Conflict):
    code, title = "chain-analysis-done", "The chain analysis is done: reopen it to change it"


class ChainNotDone(Conflict):
    code, title = "chain-analysis-not-done", "The chain analysis is not done yet"


class ChainIncomplete(Conflict):
    code, title = "chain-analysis-incomplete", "Before it is done it needs what prompted it and at least one link"


class ChainAhead(Unprocessable):
    code, title = "chain-analysis-ahead", "What is analysed has happened: its day cannot lie ahead"


class AboutSomebodyElse(Unprocessable):
    code, title = "about-somebody-else", "The alert or day is of another person"


class TargetNotFound(NotFound):
    code, title = "treatment-target-not-found", "There is no such target"


class TargetClosed(Conflict):
    code, title = "treatment-target-closed", "The target is closed: reopen it to change it"


class TargetOpen(Conflict):
    code, title = "treatment-target-open", "The target is open already"


class TooManyOpenTargets(Conflict):
    code, title = "too-many-open-targets", "Close a target before you open another"
