"""What is said before two records become one person's."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from handrail.core.ids import ParticipantId
from handrail.core.schemas import Output


class MergeConflictKind(StrEnum):
    """Two things that one person cannot have, or should not, at once."""

    EPISODES_IN_ONE_PROGRAM = "episodes_in_one_program"
    PRIMARY_EPISODES = "primary_episodes"
    DOUBLE_BOOKING = "double_booking"
    WAITS_IN_ONE_COHORT = "waits_in_one_cohort"
    SEPARATED_FROM_EACH_OTHER = "separated_from_each_other"
    SEPARATED_IN_A_SESSION = "separated_in_a_session"


class MergeConflict(Output):
    """One pair to look at. Nothing here stops the merge: a person decides, and mends it after or before."""

    kind: MergeConflictKind
    one: UUID = Field(description="Episode, booking or waitlist entry of the record to merge; or the separation.")
    other: UUID | None = Field(description="The same of the record that stays; or the session.")
    starts_at: datetime | None


class MergePreview(Output):
    """What would be shown with the record that stays, and what does not go together."""

    participant_id: ParticipantId
    into_participant_id: ParticipantId
    birth_dates_differ: bool
    episodes: int
    bookings: int = Field(description="Places ahead.")
    attendance: int
    open_tasks: int
    contact_attempts: int
    conflicts: list[MergeConflict]
    more_conflicts: bool = Field(description="There are more than are listed.")
