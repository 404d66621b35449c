"""What the API takes and gives about instruments, schedules, and measures that were given."""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from handrail.core.ids import (
    AccountId,
    AdministrationId,
    AlertId,
    EpisodeId,
    InstrumentTextId,
    MeasureScheduleId,
    ParticipantId,
    ProgramId,
)
from handrail.core.schemas import Code, Day, Input, Line, Output, VersionedOutput
from handrail.measures.vocabulary import AdministrationStatus, GivingMode, Higher, Language, Licensing, Moment
from handrail.organizations.vocabulary import Confidence

Words = dict[str, str]


def stored(row: object, model: type[Output]) -> dict[str, Any]:
    """Return what a row holds of an answer; what hangs on the row is added by who asks."""
    return {name: getattr(row, name) for name in model.model_fields if hasattr(row, name)}


ItemNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}[a-z]?$")]
Value = Annotated[int, Field(ge=0, le=366)]
Score = Annotated[float, Field(ge=0, le=1_000)]


class OptionRead(Output):
    value: int
    text: Words | None


class ItemRead(Output):
    """One question, in the order it is asked."""

    number: str
    text: Words | None = Field(description="Null: the words are on the organization's own form.")
    options: list[OptionRead]
    scored: bool
    may_not_apply: bool
    safety: bool = Field(description="An answer to it can open an alert.")


class InstrumentSummary(Output):
    key: str
    version: int
    name: str
    title: Words
    about: Words
    licence: Licensing
    terms: str
    credit: str | None = Field(description="Line to show wherever the questions are shown.")
    languages: list[str] = Field(description="In which its words are here, its owner's or your organization's own.")
    own_languages: list[str] = Field(description="In which your organization entered them.")
    usable: bool = Field(description="Can be given: its text is here, it is switched on, or it takes a score.")


class InstrumentRead(InstrumentSummary):
    """One version of an instrument, as it is given."""

    higher: Higher
    instruction: Words | None
    items: list[ItemRead]
    lowest: int | None
    highest: int | None
    decimals: bool


class InstrumentChoice(Input):
    instrument_key: Code


class ScheduleEntry(Input):
    """One instrument and when it is asked for."""

    instrument_key: Code
    moments: Annotated[list[Moment], Field(min_length=1, max_length=len(Moment))]


class MeasureScheduleWrite(Input):
    """The whole schedule of a program."""

    entries: Annotated[list[ScheduleEntry], Field(max_length=20)]


class ScheduleEntryRead(Output):
    instrument_key: str
    name: str
    moments: list[Moment]


class MeasureScheduleRead(VersionedOutput):
    """Version 0: nobody has set one, and nothing is owed."""

    id: MeasureScheduleId | None
    program_id: ProgramId
    entries: list[ScheduleEntryRead]


class DueRead(Output):
    """A measure that is owed."""

    participant_id: ParticipantId
    participant_name: str
    episode_id: EpisodeId
    instrument_key: str
    name: str
    moment: Moment
    since: date
    therapy: str | None = Field(description="Short name of the therapy whose course asks; null: the program does.")


class MeasuresDue(Output):
    """Who owes what, within a page of episodes the longest owed first."""

    due: list[DueRead]
    further: str | None = Field(description="Pass it as `cursor`: more episodes are to be looked at.")


class AdministrationCreate(Input):
    """Give a measure. One that takes a score only comes with its total and the day it was worked out.

    Answers that stand on paper are entered with their day; without one they are of today.
    """

    episode_id: EpisodeId
    instrument_key: Code
    mode: GivingMode
    language: Language = Language.EN
    total: Score | None = None
    taken_on: Day | None = None

    @model_validator(mode="after")
    def _score_has_its_day(self) -> Self:
        scored = self.mode is GivingMode.SCORE_ONLY
        if scored != (self.total is not None) or (scored and self.taken_on is None):
            raise ValueError("a score, and only a score, comes with its total, and with its day")
        return self


class AnswerWrite(Input):
    """One answer. Null says that the question does not apply."""

    value: Value | None


class Withdrawal(Input):
    reason: Line


class CorrectionWrite(Input):
    """How it really was answered, and why it is changed."""

    item: ItemNumber
    value: Value | None
    reason: Line


class AnswerRead(Output):
    item: str
    value: int | None
    answered_at: AwareDatetime


class AnswerCorrectionRead(Output):
    item: str
    was_answered: bool
    replaced: int | None
    replaced_total: float | None
    value: int | None
    reason: str
    corrected_by: AccountId
    corrected_at: AwareDatetime


class AdministrationSummary(VersionedOutput):
    id: AdministrationId
    participant_id: ParticipantId
    episode_id: EpisodeId
    instrument_key: str
    instrument_version: int
    instrument_text_id: InstrumentTextId | None = Field(
        description="The organization's own words it is asked with, where the instrument's are not here."
    )
    mode: GivingMode
    language: Language
    status: AdministrationStatus
    given_by: AccountId
    started_at: AwareDatetime
    answered_at: AwareDatetime | None
    completed_at: AwareDatetime | None
    taken_on: date


class AdministrationRead(AdministrationSummary):
    """One giving of a measure with its answers, and what it came to."""

    answers: list[AnswerRead]
    corrections: list[AnswerCorrectionRead]
    total: float | None
    prorated: bool
    band: str | None
    subscales: dict[str, int | None]
    flags: list[str]
    flags_unknown: list[str]
    positive: list[str]
    reason: str | None = Field(description="Why there is no score.")
    withdraw_reason: str | None
    alert_ids: list[AlertId] = Field(description="Alerts that its answers opened.")


class EvidenceRead(Output):
    """Where a figure comes from, for whom it was found, and how well that was checked."""

    citation: str = Field(description="In the words it was written down with, English.")
    population: Words
    confidence: Confidence


class BandRead(Output):
    key: str
    label: Words
    lowest: int


class FigureRead(EvidenceRead):
    """By how many points two totals must differ to be more than the measure's own noise."""

    key: str
    points: int
    level: Words
    formula: Words
    sd: float | None
    reliability: float | None
    z: float | None


class RangeRead(EvidenceRead):
    """Totals of people who need treatment."""

    at_least: int | None
    at_most: int | None


class CutoffRead(EvidenceRead):
    """From where on a screen is positive. Which of several applies is for the reader, by population."""

    key: str
    label: Words
    on: str = Field(description="`total`, or the key of a subscale.")
    at_least: int | None
    at_most: int | None


class NeedRead(Output):
    """So many of these questions answered at or above their threshold."""

    items: dict[str, int]
    at_least: int
    at_most: int | None


class CriterionRead(EvidenceRead):
    """A rule over single answers; all its needs have to be met."""

    key: str
    label: Words
    needs: list[NeedRead]


class SubscaleRead(Output):
    """A sum over some questions, and what it can come to."""

    key: str
    label: Words
    lowest: int
    highest: int
    higher: Higher


class PointRead(Output):
    """One giving, and what its total says beside the first of its episode."""

    administration_id: AdministrationId
    episode_id: EpisodeId
    on: date
    status: AdministrationStatus
    mode: GivingMode
    total: float | None
    prorated: bool
    band: str | None
    subscales: dict[str, int | None]
    flags: list[str]
    flags_unknown: list[str]
    positive: list[str] = Field(description="Keys of the cut-offs and criteria that are met.")
    reason: str | None
    first: bool
    change: float | None
    improvement: float | None
    reliably_improved: list[str] | None
    reliably_deteriorated: list[str] | None
    recovered: bool | None
    clinically_significant: list[str] | None
    turning_point: str | None = Field(
        description="`improved` or `deteriorated`: the first total of the episode that is reliably so."
    )


class MeasureSeriesRead(Output):
    """A participant's course in one version of an instrument, earliest first."""

    instrument_key: str
    instrument_version: int
    name: str
    title: Words
    higher: Higher
    lowest: int | None
    highest: int | None
    bands: list[BandRead]
    bands_evidence: EvidenceRead | None
    subscales: list[SubscaleRead]
    cutoffs: list[CutoffRead]
    criteria: list[CriterionRead]
    clinical_range: RangeRead | None
    reliable_change: list[FigureRead]
    points: list[PointRead]


class ParticipantMeasures(Output):
    """What was given, what it says, and what is owed."""

    participant_id: ParticipantId
    series: list[MeasureSeriesRead]
    in_progress: list[AdministrationSummary]
    due: list[DueRead]
