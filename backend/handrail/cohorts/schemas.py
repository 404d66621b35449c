"""What the API takes and gives about cohorts, memberships and waiting."""

from datetime import date
from typing import Self

from pydantic import AwareDatetime, Field

from handrail.cohorts.vocabulary import (
    CohortKind,
    CohortStatus,
    LateReason,
    MembershipEnd,
    MembershipVoidReason,
    WaitReason,
    WaitStatus,
    WithdrawReason,
)
from handrail.core.ids import (
    CohortId,
    EpisodeId,
    LocationId,
    MembershipId,
    ParticipantId,
    ProgramId,
    WaitlistEntryId,
)
from handrail.core.schemas import Change, Day, Input, Line, Output, VersionedOutput
from handrail.core.vocabulary import Track


class CohortCreate(Input):
    program_id: ProgramId
    location_id: LocationId
    name: Line = Field(examples=["Monday morning"])
    kind: CohortKind = CohortKind.OPEN
    track: Track
    capacity: int = Field(ge=1, le=60)
    starts_on: Day
    ends_on: Day | None = Field(default=None, description="Last day. A closed cohort needs one.")


class CohortUpdate(Change):
    may_be_emptied = frozenset({"ends_on"})

    name: Line | None = None
    track: Track | None = None
    capacity: int | None = Field(default=None, ge=1, le=60)
    starts_on: Day | None = None
    ends_on: Day | None = None


class CohortEnd(Input):
    ends_on: Day = Field(description="Last day. Memberships that reach beyond it end with it.")


class WaitReasonCount(Output):
    reason: WaitReason
    count: int


class CohortWaiting(Output):
    """Why people wait, also while seats are free."""

    waiting: int
    reasons: list[WaitReasonCount]
    seats_to_offer: int = Field(description="Free seats that would help somebody who waits for nothing else.")


class CohortRead(VersionedOutput):
    id: CohortId
    program_id: ProgramId
    location_id: LocationId
    name: str
    kind: CohortKind
    track: Track
    capacity: int
    starts_on: date
    ends_on: date | None
    status: CohortStatus
    seats_taken: int
    seats_free: int
    waitlist: CohortWaiting


class MembershipCreate(Input):
    episode_id: EpisodeId
    starts_on: Day
    ends_on: Day | None = Field(default=None, description="Last day; null: until further notice or the cohort's end.")
    is_primary: bool | None = Field(default=None, description="Null: primary unless the episode has a primary cohort.")
    late_reason: LateReason | None = Field(default=None, description="To join a closed cohort after its start.")


class MembershipEnding(Input):
    ends_on: Day
    reason: MembershipEnd


class MembershipMove(Input):
    cohort_id: CohortId
    starts_on: Day = Field(description="First day in the new cohort; the old membership ends the day before.")
    ends_on: Day | None = None
    late_reason: LateReason | None = None


class MembershipVoid(Input):
    reason: MembershipVoidReason


class PrimaryChange(Input):
    from_on: Day = Field(description="First day on which this cohort is the primary one.")


class MembershipRead(VersionedOutput):
    id: MembershipId
    cohort_id: CohortId
    episode_id: EpisodeId
    participant_id: ParticipantId
    starts_on: date
    ends_on: date | None
    is_primary: bool
    late_reason: LateReason | None
    end_reason: MembershipEnd | None
    moved_from_id: MembershipId | None
    voided_at: AwareDatetime | None
    void_reason: MembershipVoidReason | None

    @classmethod
    def of(cls, membership: object, participant_id: ParticipantId) -> Self:
        """Return the membership with whose it is."""
        own = {name: getattr(membership, name) for name in cls.model_fields if name != "participant_id"}
        return cls.model_validate({**own, "participant_id": participant_id})


class WaitlistEntryCreate(Input):
    participant_id: ParticipantId
    reason: WaitReason
    requested_on: Day


class WaitlistEntryUpdate(Change):
    reason: WaitReason | None = None
    place: int | None = Field(default=None, ge=1, le=10_000, description="Order in the queue; gaps are allowed.")


class WaitlistWithdrawal(Input):
    reason: WithdrawReason


class WaitlistPlacement(Input):
    """The seat: a membership of the participant's active episode in the cohort's program."""

    starts_on: Day
    ends_on: Day | None = None
    is_primary: bool | None = None
    late_reason: LateReason | None = None


class WaitlistEntryRead(VersionedOutput):
    id: WaitlistEntryId
    cohort_id: CohortId
    participant_id: ParticipantId
    reason: WaitReason
    place: int
    requested_on: date
    status: WaitStatus
    withdraw_reason: WithdrawReason | None
    membership_id: MembershipId | None
