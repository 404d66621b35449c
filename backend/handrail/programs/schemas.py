"""What the API takes and gives about programs."""

from datetime import date, time
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from handrail.core.ids import ProgramId, ProgramStaffId, StaffId
from handrail.core.schemas import Change, Code, Day, Input, Line, Output, Prose, VersionedOutput
from handrail.core.vocabulary import AgeBand, LevelOfCare, ServiceKind, Track, Weekday
from handrail.organizations.vocabulary import Phase
from handrail.programs.vocabulary import BlockKind, Duty, LengthUnit

Minutes = Annotated[int, Field(ge=1, le=480)]
Days = Annotated[int, Field(ge=1, le=400)]


class DayBlock(Input):
    """A part of the program day. The order of the list is the order of the day."""

    kind: BlockKind
    label: Line
    minutes: Minutes
    countable: bool = Field(description="Whether the minutes count toward the week. A break never does.")
    service_kind: ServiceKind = ServiceKind.GROUP
    equipment: list[Line] = Field(
        default=[], max_length=10, description="What its room must have, as rooms name it; planning a week keeps to it."
    )
    leaders: int = Field(default=1, ge=1, le=2, description="How many lead the group; planning a week seeks both.")
    second_leads: ServiceKind | None = Field(
        default=None,
        description="Of two leaders: what the second must be allowed to lead; null: the same as the first.",
    )

    @model_validator(mode="after")
    def _second_of_two(self) -> Self:
        if self.second_leads is not None and self.leaders < 2:
            raise ValueError("only a group with two leaders says what the second may lead")
        return self


class ProgramTrack(Input):
    """When one track of the program meets."""

    track: Track
    weekdays: list[Weekday] = Field(min_length=1, max_length=7)
    starts_at: time = Field(description="Local time at which the program day begins, in whole minutes.")

    @model_validator(mode="after")
    def _local_minutes(self) -> Self:
        if self.starts_at.tzinfo or self.starts_at.second or self.starts_at.microsecond:
            raise ValueError("give local time in whole minutes")
        return self


class ProgramLength(Input):
    """How long a participant stays."""

    unit: LengthUnit
    least: Days
    usual: Days
    most: Days


class ProgramPhase(Input):
    """A phase that follows the standard weeks, e.g. a taper of 2 weeks with 2 days."""

    phase: Phase
    days_per_week: int = Field(ge=1, le=7)
    weeks: int = Field(ge=1, le=52)


class RequiredService(Input):
    """A service the program owes each participant: so often in so many days, or once within so many days."""

    service_kind: ServiceKind
    times: int = Field(ge=1, le=40)
    per_days: Days | None = Field(default=None, description="`times` in each span of so many days; 7 means weekly.")
    within_days: Days | None = Field(default=None, description="`times` within so many days of admission.")

    @model_validator(mode="after")
    def _one_frequency(self) -> Self:
        if (self.per_days is None) == (self.within_days is None):
            raise ValueError("give either per_days or within_days")
        return self


class ScheduledMeasure(Input):
    """When an instrument is given."""

    instrument: Code
    at_admission: bool = True
    every_days: Days | None = None
    at_discharge: bool = True


class CurriculumPart(Input):
    """A modality and its topics, in the order in which they are taught."""

    modality: Code
    topics: list[Line] = Field(default=[], max_length=60)


class ProgramValues(Input):
    """Everything a program consists of."""

    name: Line
    description: Prose | None = None
    level_of_care: LevelOfCare = LevelOfCare.INTENSIVE_OUTPATIENT
    age_band: AgeBand = AgeBand.ADULT
    part2: bool = Field(default=False, description="Substance use disorder program under 42 CFR Part 2.")
    days_per_week: int = Field(ge=1, le=7)
    minutes_per_day: int = Field(ge=30, le=480, description="From the first block to the last, breaks included.")
    longest_day_minutes: int | None = Field(
        default=None,
        ge=30,
        le=480,
        description="How long a day may last in a week in which closures take others: their groups follow the rest. "
        "Null: never longer.",
    )
    blocks: list[DayBlock] = Field(
        default=[], max_length=12, description="Empty: one block of therapy that fills the whole day."
    )
    tracks: list[ProgramTrack] = Field(default=[], max_length=3)
    length: ProgramLength
    phases: list[ProgramPhase] = Field(default=[], max_length=4)
    required_services: list[RequiredService] = Field(default=[], max_length=20)
    measures: list[ScheduledMeasure] = Field(default=[], max_length=20)
    curriculum: list[CurriculumPart] = Field(default=[], max_length=20)


class ProgramCreate(Input):
    """A program from a shipped template or from your own values."""

    template_key: Code | None = Field(default=None, examples=["depression-cbt"])
    name: Line | None = Field(default=None, description="Another name than the template's.")
    values: ProgramValues | None = None

    @model_validator(mode="after")
    def _template_or_values(self) -> Self:
        if (self.template_key is None) == (self.values is None):
            raise ValueError("give either template_key or values")
        return self


class ProgramUpdate(Change):
    """What changes; everything left out stays."""

    may_be_emptied = frozenset({"description", "longest_day_minutes"})

    name: Line | None = None
    description: Prose | None = None
    part2: bool | None = None
    days_per_week: int | None = Field(default=None, ge=1, le=7)
    minutes_per_day: int | None = Field(default=None, ge=30, le=480)
    longest_day_minutes: int | None = Field(default=None, ge=30, le=480)
    blocks: list[DayBlock] | None = Field(default=None, max_length=12)
    tracks: list[ProgramTrack] | None = Field(default=None, max_length=3)
    length: ProgramLength | None = None
    phases: list[ProgramPhase] | None = Field(default=None, max_length=4)
    required_services: list[RequiredService] | None = Field(default=None, max_length=20)
    measures: list[ScheduledMeasure] | None = Field(default=None, max_length=20)
    curriculum: list[CurriculumPart] | None = Field(default=None, max_length=20)
    active: bool | None = Field(default=None, description="An inactive program takes nobody new.")


class DayBlockRead(Output):
    kind: BlockKind
    label: str
    minutes: int
    countable: bool
    service_kind: ServiceKind
    equipment: list[str]
    leaders: int
    second_leads: ServiceKind | None

    @model_validator(mode="before")
    @classmethod
    def _needs_nothing_else(cls, block: Any) -> Any:
        """A block that needs nothing is stored without these keys, as all of them were."""
        usual = {"equipment": [], "leaders": 1, "second_leads": None}
        return usual | block if isinstance(block, dict) else block


class ProgramTrackRead(Output):
    track: Track
    weekdays: list[Weekday]
    starts_at: time


class ProgramLengthRead(Output):
    unit: LengthUnit
    least: int
    usual: int
    most: int


class ProgramPhaseRead(Output):
    phase: Phase
    days_per_week: int
    weeks: int


class RequiredServiceRead(Output):
    service_kind: ServiceKind
    times: int
    per_days: int | None
    within_days: int | None


class ScheduledMeasureRead(Output):
    instrument: str
    at_admission: bool
    every_days: int | None
    at_discharge: bool


class CurriculumPartRead(Output):
    modality: str
    topics: list[str]


class ProgramParts(Output):
    """What a template and a program have in common."""

    name: str
    description: str | None
    level_of_care: LevelOfCare
    age_band: AgeBand
    part2: bool
    days_per_week: int
    minutes_per_day: int
    longest_day_minutes: int | None
    blocks: list[DayBlockRead]
    tracks: list[ProgramTrackRead]
    length: ProgramLengthRead
    phases: list[ProgramPhaseRead]
    required_services: list[RequiredServiceRead]
    measures: list[ScheduledMeasureRead]
    curriculum: list[CurriculumPartRead]


class ProgramTemplateRead(ProgramParts):
    key: str
    template_version: str


class ProgramRead(ProgramParts, VersionedOutput):
    id: ProgramId
    template_key: str | None
    template_version: str | None
    countable_minutes_per_day: int
    active: bool

    @model_validator(mode="before")
    @classmethod
    def _join_length(cls, value: Any) -> Any:
        if isinstance(value, dict) or not hasattr(value, "length_unit"):
            return value
        parts = {name: getattr(value, name) for name in cls.model_fields if name != "length"}
        parts["length"] = {
            "unit": value.length_unit,
            "least": value.length_min,
            "usual": value.length_usual,
            "most": value.length_max,
        }
        return parts


class ProgramStaffCreate(Input):
    """A staff member joins a program."""

    staff_id: StaffId
    duty: Duty = Duty.CLINICIAN
    starts_on: Day
    ends_on: Day | None = None


class ProgramStaffUpdate(Change):
    """Another duty or another last day."""

    may_be_emptied = frozenset({"ends_on"})

    duty: Duty | None = None
    ends_on: Day | None = None


class ProgramStaffRead(VersionedOutput):
    id: ProgramStaffId
    program_id: ProgramId
    staff_id: StaffId
    duty: Duty
    starts_on: date
    ends_on: date | None


class ProgramTemplateList(Output):
    """Every shipped template: there are few, so that one answer holds them all."""

    items: list[ProgramTemplateRead]
    texts_es: dict[str, str] = Field(description="By what the templates say, word for word: what that is in Spanish.")
