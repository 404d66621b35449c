from handrail.core.errors import Conflict, Forbidden, NotFound, Unprocessable


class CohortNotFound(NotFound):
    code, title = "cohort-not-found", "No such cohort"


class MembershipNotFound(NotFound):
    code, title = "membership-not-found", "No such cohort membership"


class WaitlistEntryNotFound(NotFound):
    code, title = "waitlist-entry-not-found", "No such waitlist entry"


class CohortNameTaken(Conflict):
    code, title = "cohort-name-taken", "A cohort of this name starts here on this day"


class CohortFull(Conflict):
    code, title = "cohort-full", "The cohort has no free seat on some of these days"


class CohortEnded(Conflict):
    code, title = "cohort-ended", "The cohort has ended"


class CohortClosedToLateJoiners(Conflict):
    code, title = "cohort-closed", "A closed cohort takes nobody after its start without a reason"


class LateJoinNotAllowed(Forbidden):
    code, title = "late-join-not-allowed", "You may not let somebody into a closed cohort after its start"


class MembershipNotAvailable(Conflict):
    """Says no more: the reason may be about another person, or the record is not in use any more."""

    code, title = "membership-not-available", "This cohort is not available for the participant"


class MembershipOverlaps(Conflict):
    code, title = "membership-overlaps", "The episode belongs to this cohort on some of these days"


class PrimaryMembershipExists(Conflict):
    code, title = "primary-membership-exists", "The episode has another primary cohort on some of these days"


class MembershipVoided(Conflict):
    code, title = "membership-voided", "The membership was voided"


class MembershipEndedAlready(Conflict):
    code, title = "membership-ended", "The membership has ended"


class EpisodeNotActive(Conflict):
    code, title = "episode-not-active", "The episode is not active on some of these days"


class PrimaryMembershipNeeded(Conflict):
    code, title = "primary-membership-needed", "An episode's only cohort is its primary one"


class MembersOutsideDates(Conflict):
    code, title = "members-outside-dates", "Memberships reach beyond the new dates"


class CohortStartedAlready(Conflict):
    code, title = "cohort-started", "The cohort runs or has ended"


class CohortOfAnotherProgram(Conflict):
    code, title = "cohort-of-another-program", "The cohort belongs to another program than the episode"


class SeatsTaken(Conflict):
    code, title = "seats-taken", "More seats are taken than the new capacity has"


class WaitsAlready(Conflict):
    code, title = "waits-already", "The participant is on this waitlist"


class NoLongerWaiting(Conflict):
    code, title = "no-longer-waiting", "The entry was placed or withdrawn"


class NoActiveEpisode(Conflict):
    code, title = "no-active-episode", "The participant has no active episode in the cohort's program"


class CohortDatesReversed(Unprocessable):
    code, title = "cohort-dates-reversed", "The last day comes before the first"


class ClosedCohortNeedsEnd(Unprocessable):
    code, title = "closed-cohort-needs-end", "A closed cohort has a last day"


class CapacityAboveGroupCap(Unprocessable):
    code, title = "capacity-above-group-cap", "A rule of the week allows fewer people in a group"


class TrackNotOffered(Unprocessable):
    code, title = "track-not-offered", "The program has no such track"


class OutsideCohortDates(Unprocessable):
    code, title = "outside-cohort-dates", "The days are not within the cohort's"


class SameCohort(Unprocessable):
    code, title = "same-cohort", "The membership is in this cohort already"
