"""What the API takes and gives about episodes of care."""

from collections.abc import Iterable
from datetime import date, time
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, StringConstraints, model_validator

from handrail.core.ids import (
    EpisodeId,
    EpisodePayerId,
    EpisodeServiceId,
    ExpectedPatternId,
    LeaveId,
    LocationId,
    ParticipantId,
    ProgramId,
    StaffId,
)
from handrail.core.schemas import Code, Day, Input, Line, Output, VersionedOutput
from handrail.core.vocabulary import LevelOfCare, ServiceKind, Track, Weekday
from handrail.episodes.vocabulary import (
    MAX_BLOCKS_PER_DAY,
    AdmissionSource,
    DayState,
    EndReason,
    EpisodeStatus,
    LeaveKind,
    PriorLevel,
)
from handrail.organizations.vocabulary import Phase

Note = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class EpisodeCreate(Input):
    """A referral to a program."""

    participant_id: ParticipantId
    program_id: ProgramId
    referred_on: Day
    source: AdmissionSource
    prior_level: PriorLevel = PriorLevel.NONE
    is_primary: bool = True
    location_id: LocationId | None = None


class ScreeningStart(Input):
    screened_on: Day


class PatternBlock(Input):
    """A part of the day in local time."""

    starts_at: time = Field(description="Local time, whole minutes.")
    minutes: int = Field(ge=1, le=480)
    countable_minutes: int = Field(ge=0, le=480, description="Minutes that count toward the week; a break has none.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.countable_minutes > self.minutes:
            raise ValueError("a block cannot count for more than its minutes")
        if self.starts_at.second or self.starts_at.microsecond or self.starts_at.tzinfo:
            raise ValueError("give local time in whole minutes")
        return self


class PatternDay(Input):
    weekday: Weekday
    blocks: list[PatternBlock] = Field(min_length=1, max_length=MAX_BLOCKS_PER_DAY)


class Week(Input):
    """Weekdays on which the participant is expected."""

    days: list[PatternDay] = Field(max_length=7)
    weekly_target_minutes: int | None = Field(
        default=None,
        ge=0,
        le=2400,
        description="Countable minutes of a full week; null: what the rules of the week ask.",
    )

    @model_validator(mode="after")
    def _weekdays_once(self) -> Self:
        if len({day.weekday for day in self.days}) != len(self.days):
            raise ValueError("a weekday is named twice")
        return self


class PatternCreate(Week):
    """A pattern that holds from `starts_on` until the next one starts."""

    starts_on: Day
    phase: Phase = Phase.STANDARD


class EpisodeAdmission(Input):
    """Admission; what is left out is the program's."""

    admitted_on: Day
    planned_end_on: Day | None = Field(default=None, description="Null: the program's usual length.")
    track: Track | None = Field(default=None, description="Null: the program's first track.")
    location_id: LocationId | None = None
    primary_clinician_id: StaffId
    pattern: Week | None = Field(
        default=None, description="Null: the program's days and blocks, with its later phases."
    )


class EpisodeUpdate(Input):
    """Change of what was planned. What is left out stays."""

    may_be_emptied: ClassVar[frozenset[str]] = frozenset({"location_id"})

    planned_end_on: Day | None = None
    planned_end_reason: Line | None = Field(default=None, description="Required with another planned end.")
    primary_clinician_id: StaffId | None = None
    is_primary: bool | None = None
    location_id: LocationId | None = None

    @model_validator(mode="after")
    def _no_null(self) -> Self:
        for name in sorted(self.model_fields_set - self.may_be_emptied):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null")
        if (self.planned_end_on is None) != (self.planned_end_reason is None):
            raise ValueError("another planned end needs its reason")
        return self

    def given(self) -> dict[str, Any]:
        """Return what the request named."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class LeaveCreate(Input):
    kind: LeaveKind
    starts_on: Day = Field(description="First day away.")
    back_on: Day | None = Field(default=None, description="First day back; null while unknown.")
    note: Note | None = None


class EpisodeReturn(Input):
    """The end of the leave that runs."""

    back_on: Day = Field(description="First day back.")


class LeaveVoid(Input):
    reason: Line


class PayerCreate(Input):
    payer: Code | None = Field(
        description="Code by which the rules of the week name the payer; null: nobody but the participant."
    )
    starts_on: Day = Field(description="First day it pays for; until the next payer begins.")


class PayerVoid(Input):
    reason: Line


class PatternVoid(Input):
    reason: Line


class EpisodeEnd(Input):
    ended_on: Day = Field(description="Last day of care.")
    reason: EndReason


class EpisodeReopen(Input):
    reason: Line


class EpisodeVoid(Input):
    reason: Line


class Label(Output):
    """A FHIR security label."""

    system: str
    code: str


class EpisodeRead(VersionedOutput):
    id: EpisodeId
    participant_id: ParticipantId
    program_id: ProgramId
    location_id: LocationId | None
    level_of_care: LevelOfCare
    track: Track | None
    week_starts_on: Weekday
    status: EpisodeStatus
    is_primary: bool
    source: AdmissionSource
    prior_level: PriorLevel
    referred_on: date
    screened_on: date | None
    admitted_on: date | None
    planned_end_on: date | None
    planned_end_reason: str | None
    ended_on: date | None
    end_reason: EndReason | None
    primary_clinician_id: StaffId | None
    security_labels: list[Label]

    @classmethod
    def of(cls, episode: object, status: EpisodeStatus, labels: Iterable[object]) -> Self:
        """Return an episode with what its dates say today."""
        stored = {name: getattr(episode, name) for name in cls.model_fields if hasattr(episode, name)}
        return cls.model_validate(stored | {"status": status, "security_labels": list(labels)}, from_attributes=True)


class LeaveRead(VersionedOutput):
    id: LeaveId
    episode_id: EpisodeId
    kind: LeaveKind
    starts_on: date
    back_on: date | None
    note: str | None


class PayerRead(VersionedOutput):
    id: EpisodePayerId
    episode_id: EpisodeId
    payer: str | None
    starts_on: date


class PatternRead(VersionedOutput):
    id: ExpectedPatternId
    episode_id: EpisodeId
    starts_on: date
    phase: Phase
    days: list[PatternDay]
    weekly_target_minutes: int


class RequiredServiceRead(Output):
    id: EpisodeServiceId
    service_kind: ServiceKind
    times: int
    per_days: int | None
    within_days: int | None


class ExpectedDayRead(Output):
    local_date: date
    state: DayState
    phase: Phase
    planned_minutes: int
    minutes: int


class ProgressWeek(Output):
    starts_on: date
    target_minutes: int
    expected_minutes: int
    expected_days: int


class EpisodeProgress(Output):
    """Day x of y, and what the week around the date asks for."""

    on: date
    status: EpisodeStatus
    day_number: int
    day_total: int
    week: ProgressWeek
