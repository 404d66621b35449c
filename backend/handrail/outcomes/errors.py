"""What is refused of outcomes."""

from handrail.core.errors import Conflict, NotFound, Unprocessable


class OnTrack(Conflict):
    """There is nothing to answer."""

    code, title = "on-track", "This course is on track now"


class ReviewTooFar(Unprocessable):
    code, title = "review-too-far", "The next look is today at the earliest and in 30 days at the latest"


class OutcomeSpanWrong(Unprocessable):
    code, title = "outcome-span-wrong", "The last day is not before the first, and two years later at most"


class OneGroup(Unprocessable):
    code, title = "one-group", "Name a program or a cohort, not both"


class EpisodeElsewhere(NotFound):
    code, title = "episode-elsewhere", "This person has no such running episode"
