"""What happened here that later slices act on, in the same transaction."""

from dataclasses import dataclass

from handrail.cohorts.vocabulary import MembershipChange
from handrail.core.ids import CohortId, EpisodeId, ParticipantId


@dataclass(frozen=True)
class WaitBegun:
    """Somebody waits for a cohort, and so has applied for the care of its program."""

    participant_id: ParticipantId
    cohort_id: CohortId


@dataclass(frozen=True)
class MembershipChanged:
    """The memberships of an episode are others than before: started, ended, moved, voided, or another is primary.

    It is announced once an action, after everything is stored: who keeps places for members asks the memberships anew.
    `cohort_ids` are the cohorts that were left or joined.
    """

    episode_id: EpisodeId
    participant_id: ParticipantId
    cohort_ids: tuple[CohortId, ...]
    change: MembershipChange
