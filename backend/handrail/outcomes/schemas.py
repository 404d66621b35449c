"""What the API takes and gives about outcomes."""

from datetime import date

from pydantic import AwareDatetime, Field

from handrail.core.ids import (
    AccountId,
    AdministrationId,
    EpisodeId,
    ParticipantId,
    TrackResponseId,
)
from handrail.core.schemas import Day, Input, Output, Prose
from handrail.outcomes.vocabulary import LEAST_COURSES, OffTrack, ResponseKind


class ExpectedWeek(Output):
    """Where the middle half of comparable people stood."""

    week: int = Field(description="Whole weeks since the first giving.")
    people: int
    low: float
    middle: float
    high: float


class TrackResponseRead(Output):
    id: TrackResponseId
    episode_id: EpisodeId
    instrument_key: str
    administration_id: AdministrationId
    off_track: OffTrack
    kind: ResponseKind
    note: str
    review_on: date
    responded_by: AccountId
    responded_at: AwareDatetime


class ProgressRead(Output):
    """Whether one running episode is on track by one instrument."""

    episode_id: EpisodeId
    instrument_key: str
    name: str
    first: float
    first_on: date
    last: float
    last_on: date
    off_track: OffTrack | None
    answered: bool = Field(description="Something was done about it, and the day of the next look has not passed.")
    responses: list[TrackResponseRead] = Field(description="The youngest first.")
    expected: list[ExpectedWeek] = Field(
        description=f"From this organization's ended episodes that began in the same band; {LEAST_COURSES} people a "
        "week at least, else the week is not there."
    )


class ParticipantProgress(Output):
    participant_id: ParticipantId
    progress: list[ProgressRead]


class OffTrackRead(Output):
    """Somebody whose course needs a second look that nobody has given it yet."""

    participant_id: ParticipantId
    participant_name: str
    episode_id: EpisodeId
    instrument_key: str
    name: str
    off_track: OffTrack
    first: float
    last: float
    last_on: date


class TrackResponseCreate(Input):
    """What you did about a course that is not on track."""

    episode_id: EpisodeId
    instrument_key: str = Field(min_length=1, max_length=64)
    kind: ResponseKind
    note: Prose
    review_on: Day = Field(description="When it is looked at again: from today to in 30 days.")


class ShareRead(Output):
    """So many of so many, with its 95 % interval (Wilson); shares are 0 to 1."""

    count: int
    of: int
    share: float
    lowest: float
    highest: float


class EffectRead(Output):
    """Gain from first to last total in standard deviations of the first, with its 95 % interval; more is better."""

    size: float
    lowest: float
    highest: float


class OutcomeRead(Output):
    """What a group of people came to. It says nothing about what caused it."""

    people: int
    followed: ShareRead = Field(
        description="Who gave the measure at least twice, of everybody admitted: the others are in no other figure."
    )
    improved: ShareRead | None
    deteriorated: ShareRead | None
    recovered: ShareRead | None = Field(description="Of those who began in the clinical range.")
    effect: EffectRead | None


class DoseGroupRead(Output):
    least_minutes: int
    most_minutes: int
    outcome: OutcomeRead


class OutcomesRead(Output):
    """What people admitted in a span came to by one instrument."""

    instrument_key: str
    instrument_version: int
    name: str
    first: date
    last: date
    least_people: int = Field(description="Fewer are no group: nothing is said of them.")
    outcome: OutcomeRead | None
    by_dose: list[DoseGroupRead] = Field(description="Thirds by what they received of the modality, least first.")
