from handrail.core.errors import Conflict, NotFound, Unprocessable


class EpisodeNotFound(NotFound):
    code, title = "episode-not-found", "No such episode of care"


class LeaveNotFound(NotFound):
    code, title = "leave-not-found", "No such leave of absence"


class PatternNotFound(NotFound):
    code, title = "pattern-not-found", "No such expected pattern"


class PayerNotFound(NotFound):
    code, title = "payer-not-found", "No such payer of the episode"


class PayerExists(Conflict):
    code, title = "payer-exists", "Who pays from this day on is already recorded"


class ClinicianNotAvailable(Unprocessable):
    code, title = "clinician-not-available", "This staff member cannot be the primary clinician"


class AgeOutsideProgram(Conflict):
    code, title = "age-outside-program", "The program is for another age"


class EpisodeOverlaps(Conflict):
    code, title = "episode-overlaps", "An episode in this program already covers these dates"


class PrimaryEpisodeExists(Conflict):
    code, title = "primary-episode-exists", "Another episode is the primary one on these dates"


class AlreadyAdmitted(Conflict):
    code, title = "already-admitted", "The episode is already admitted"


class NotAdmitted(Conflict):
    code, title = "not-admitted", "The episode is not admitted"


class EpisodeEndedAlready(Conflict):
    code, title = "episode-ended", "The episode has ended"


class EpisodeNotEnded(Conflict):
    code, title = "episode-not-ended", "The episode has not ended"


class ReopenTooLate(Conflict):
    code, title = "reopen-too-late", "It ended too long ago to be reopened: refer again"


class AlreadyOnLeave(Conflict):
    code, title = "already-on-leave", "Another leave covers some of these dates"


class NotOnLeave(Conflict):
    code, title = "not-on-leave", "The participant is not on leave"


class DateOrder(Unprocessable):
    code, title = "date-order", "The dates are not in the order of an episode"


class DateOutsideEpisode(Unprocessable):
    code, title = "date-outside-episode", "The date is not within the episode"


class EndReasonMismatch(Unprocessable):
    code, title = "end-reason-mismatch", "This reason does not fit where the episode stands"


class EpisodeTooLong(Unprocessable):
    code, title = "episode-too-long", "An episode cannot be planned for that long"


class PatternExists(Conflict):
    code, title = "pattern-exists", "A pattern already starts on this date"


class FirstPatternNeeded(Conflict):
    code, title = "first-pattern-needed", "The pattern of the admission cannot be taken away"


class BlocksOverlap(Unprocessable):
    code, title = "blocks-overlap", "Two blocks of a day overlap or run past midnight"


class TrackNotOffered(Unprocessable):
    code, title = "track-not-offered", "The program has no such track"
