"""Why a measure cannot be scored at all."""

from handrail.core.errors import Conflict, NotFound, Unprocessable


class InstrumentUnknown(NotFound):
    code, title = "instrument-unknown", "There is no such instrument: `handrail measures list` names them"


class TotalsNotComparable(Unprocessable):
    code, title = "totals-not-comparable", "A change is between two totals that this instrument can have"


class FileRefused(Exception):
    """A file of answers that cannot be read. The message says where and how to mend it, and repeats nothing of it."""


class InstrumentNotInUse(Conflict):
    """An opt-in instrument: the organization has not accepted its owner's terms."""

    code, title = "instrument-not-in-use", "Your organization has not switched this instrument on"


class InstrumentNotOptional(Conflict):
    code, title = "instrument-not-optional", "Only instruments with terms to accept are switched on and off"


class TakesScoreOnly(Unprocessable):
    code, title = "takes-score-only", "This instrument takes a score with its date"


class TakesAnswers(Unprocessable):
    code, title = "takes-answers", "This instrument is answered question by question"


class LanguageNotThere(Unprocessable):
    code, title = "language-not-there", "The questions are not here in this language"


class ScoreOutOfRange(Unprocessable):
    code, title = "score-out-of-range", "The instrument has no such score"


class ScoreDateAhead(Unprocessable):
    code, title = "score-date-ahead", "A measure cannot be of a day that has not come"


class AdministrationNotFound(NotFound):
    code, title = "administration-not-found", "No such measure was given"


class AlreadyInProgress(Conflict):
    """The one that is begun is gone on with."""

    code, title = "already-in-progress", "This measure is begun already: go on with it, or withdraw it"


class NotInProgress(Conflict):
    code, title = "not-in-progress", "The measure is handed in or withdrawn: correct an answer with a reason"


class NotHandedIn(Conflict):
    code, title = "not-handed-in", "Only what is handed in is corrected; until then just answer anew"


class UnknownItem(Unprocessable):
    code, title = "unknown-item", "The instrument has no such question"


class NotAnAnswer(Unprocessable):
    code, title = "not-an-answer", "The question does not take this answer"


class NothingAnswered(Conflict):
    code, title = "nothing-answered", "No question is answered yet: withdraw the measure instead"


class ScreenIncomplete(Unprocessable):
    code, title = "screen-incomplete", "Questions 3 to 5 are asked if, and only if, question 2 was answered yes"


class NoEarlierScreen(Conflict):
    code, title = "no-earlier-screen", "Nobody has screened this person before: ask about their whole life"


class AlertNotFound(NotFound):
    code, title = "alert-not-found", "No such alert"


class AlertClosed(Conflict):
    code, title = "alert-closed", "What was done about the alert is documented already"


class AlreadyAcknowledged(Conflict):
    code, title = "already-acknowledged", "Somebody has taken this alert already"


class CannotAnswerAlerts(Unprocessable):
    """Owner or backup is nobody who may document an action."""

    code, title = "cannot-answer-alerts", "An alert goes to a clinician with a licence that is valid today"


class SameHands(Unprocessable):
    code, title = "same-hands", "The alert is theirs already"


class AboutAnother(Unprocessable):
    code, title = "about-another", "That is about somebody else"


class PlanChanged(Conflict):
    """Somebody wrote a version meanwhile."""

    code, title = "plan-changed", "The safety plan was written anew meanwhile: read it before you replace it"


class PlanEmpty(Unprocessable):
    code, title = "plan-empty", "A safety plan has words in at least one step"


class EntryTwice(Unprocessable):
    code, title = "entry-twice", "An instrument stands in a schedule once"


class RiskScreenNotFound(NotFound):
    code, title = "risk-screen-not-found", "No such risk screen"


class ScreenVoided(Conflict):
    code, title = "risk-screen-voided", "The risk screen was taken back already"
