from handrail.core.errors import Conflict, NotFound, Unprocessable


class CourseNotFound(NotFound):
    code, title = "course-not-found", "No such course"


class CourseTargetNotFound(NotFound):
    code, title = "course-target-not-found", "No such target of a course"


class CourseEntryNotFound(NotFound):
    code, title = "course-entry-not-found", "No such entry of a course"


class HomeworkNotFound(NotFound):
    code, title = "homework-not-found", "No such homework"


class CourseRuns(Conflict):
    code, title = "course-runs", "The participant has a running course of this modality"


class CourseEnded(Conflict):
    code, title = "course-ended", "The course has ended"


class CourseStillRuns(Conflict):
    code, title = "course-still-runs", "The course has not ended"


class EpisodeHasNoCare(Conflict):
    """A course belongs to care: between admission and end."""

    code, title = "episode-has-no-care", "The episode is not in care on that day"


class DayOutsideCourse(Unprocessable):
    code, title = "day-outside-course", "The day lies outside the course or ahead"


class TooManyTargets(Conflict):
    code, title = "too-many-targets", "The course has as many targets as one may have"


class TargetNotWorkedThrough(Conflict):
    """Facts name the records that are not yet where they have to be."""

    code, title = "target-not-worked-through", "The last ratings do not say that the target is worked through"


class NothingRecorded(Unprocessable):
    code, title = "nothing-recorded", "An entry records a phase or at least one value"


class SessionNotAttended(Conflict):
    code, title = "session-not-attended", "The participant was not in this session"


class HomeworkOfWhat(Unprocessable):
    code, title = "homework-of-what", "Homework is a text of its own, or that of one delivery"


class DeliveryWithoutHomework(Conflict):
    code, title = "delivery-without-homework", "This delivery gave the participant no homework"


class HomeworkNotReported(Conflict):
    code, title = "homework-not-reported", "How far the participant came has not been said yet"
