from handrail.core.errors import Conflict, NotFound, Unprocessable


class CurriculumNotFound(NotFound):
    code, title = "curriculum-not-found", "No such curriculum"


class CurriculumTemplateNotFound(NotFound):
    code, title = "curriculum-template-not-found", "Handrail ships no such curriculum"


class CurriculumRunNotFound(NotFound):
    code, title = "curriculum-run-not-found", "No such run of a curriculum"


class CurriculumInUse(Conflict):
    """What groups were taught must not change behind them."""

    code, title = "curriculum-in-use", "A group is taught by it: make another and let that begin on a day"


class CurriculumRetired(Conflict):
    code, title = "curriculum-retired", "The curriculum is no longer in use"


class SeriesNotOfCohort(Conflict):
    code, title = "series-not-of-cohort", "The cohort does not attend this series"


class RunRuns(Conflict):
    code, title = "curriculum-run-runs", "The cohort follows a curriculum in this series already"


class RunEnded(Conflict):
    code, title = "curriculum-run-ended", "The run has ended"


class SessionOutsideRun(Conflict):
    code, title = "session-outside-run", "The session is not one of this run, or was cancelled"


class SessionClosedForPlans(Conflict):
    code, title = "session-closed-for-plans", "The session is locked: its topic stays"


class TopicUnknown(Unprocessable):
    code, title = "topic-unknown", "The curriculum has no such topic"


class RunDaysReversed(Unprocessable):
    code, title = "run-days-reversed", "A run ends on or after its first day"


class CurriculumNameTaken(Conflict):
    code, title = "curriculum-name-taken", "The program has a curriculum of this name"
