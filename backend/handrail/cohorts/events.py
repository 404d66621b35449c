"""What happened here that later slices act on, in the same transaction."""

from dataclasses import dataclass
from datetime import date

from handrail.cohorts.vocabulary import MembershipChange
from handrail.core.ids import CohortId, EpisodeId, MembershipId


@dataclass(frozen=True)
class MembershipChanged:
    """An episode belongs to a cohort on other days than before.

    Who has bookings to move compares `[before_starts_on, before_ends_on]` (None, None: no membership before) with
    `[starts_on, ends_on]` (both None: no membership any more; `ends_on` alone None: until further notice). All days
    are included. A move is two of these: the old membership shorter, then the new one.
    """

    membership_id: MembershipId
    cohort_id: CohortId
    episode_id: EpisodeId
    change: MembershipChange
    is_primary: bool
    starts_on: date | None
    ends_on: date | None
    before_starts_on: date | None
    before_ends_on: date | None
