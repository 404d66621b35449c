"""What the API takes and gives about diary cards, chain analyses and targets."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from handrail.core.ids import (
    AccountId,
    AlertId,
    ChainAnalysisId,
    DiaryDayId,
    EpisodeId,
    ParticipantId,
    TreatmentTargetId,
)
from handrail.core.schemas import Change, Code, Day, Input, Line, Output, Prose, VersionedOutput
from handrail.diaries.vocabulary import (
    MOST_LINKS,
    MOST_SKILLS,
    ChainStatus,
    CloseReason,
    FieldKind,
    LinkKind,
    TargetTier,
)

Words = dict[str, str]
Threshold = Annotated[int, Field(ge=1, le=5)]
Number = Annotated[float, Field(ge=0, le=24, multiple_of=0.5)]


# Diary cards


class DiarySettingWrite(Input):
    """Which fields a person keeps and from which urge on somebody is alarmed, from a day on."""

    card_key: Code = "dbt"
    fields: Annotated[list[Code], Field(min_length=1, max_length=40)]
    thresholds: Annotated[dict[Code, Threshold], Field(max_length=40)] = Field(
        default={}, description="By field of an urge; left out: the card's own."
    )
    starts_on: Day


class DiaryEntryWrite(Input):
    """One field of a day. Neither a number nor skills: the entry is taken back."""

    field: Code
    number: Number | None = Field(default=None, description="Acts and what was taken: 1 is yes, 0 is no.")
    skills: Annotated[list[Code], Field(max_length=MOST_SKILLS)] | None = Field(
        default=None, description="Keys of the skills that were practised."
    )


class DiaryFieldRead(Output):
    key: str
    kind: FieldKind
    label: Words
    highest: int | None = Field(description="From 0 to this; null where skills are named.")
    kept: bool = Field(description="Stands on the person's card.")
    always: bool = Field(description="No card leaves it out.")
    threshold: int | None = Field(description="Of an urge: from this number on somebody is alarmed.")
    alarms_from: int | None = Field(description="The lowest number that alarms somebody; null: none does.")


class DiarySkillRead(Output):
    key: str
    module: str
    module_label: Words
    label: Words


class DiaryCardRead(Output):
    """A person's card as it is kept today."""

    key: str
    version: int
    title: Words
    fields: list[DiaryFieldRead]
    skills: list[DiarySkillRead] = Field(description="What the modality teaches, in its order.")
    default_threshold: int


class DiarySettingRead(VersionedOutput):
    """Version 0: nobody has set one; the card as it comes holds."""

    participant_id: ParticipantId
    card: DiaryCardRead
    starts_on: date | None
    set_by: AccountId | None
    set_by_name: str | None
    set_at: AwareDatetime | None


class DiaryEntryRead(Output):
    field: str
    number: float | None
    skills: list[str] | None
    read_out: bool = Field(description="A colleague entered what the participant said.")
    entered_by: AccountId
    entered_at: AwareDatetime
    alarms: bool = Field(description="A number like this opens an alert.")


class DiaryDayRead(Output):
    """A day as it stands. No id: nothing was entered yet."""

    id: DiaryDayId | None
    day: date
    entries: list[DiaryEntryRead]


class DiaryRead(Output):
    """The days of a window that have entries, the latest first, and the card they are read by."""

    setting: DiarySettingRead
    today: date = Field(description="Where the person attends.")
    open_from: date = Field(description="The earliest day that can still be filled.")
    days: list[DiaryDayRead]


class DiaryEntryHistory(DiaryEntryRead):
    entered_by_name: str
    replaced_at: AwareDatetime | None


class DiaryDayHistory(Output):
    """Everything that was ever entered for a day, the first first."""

    id: DiaryDayId | None
    day: date
    entries: list[DiaryEntryHistory]
    alert_ids: list[AlertId]


# Chain analyses


class ChainLink(Input):
    """One link: what it was, and what would have broken the chain here."""

    kind: LinkKind
    text: Prose
    instead: Prose | None = None


class ChainWrite(Input):
    """The whole analysis as it stands."""

    happened_on: Day
    behavior: Prose
    vulnerabilities: Prose | None = None
    prompting_event: Prose | None = None
    links: Annotated[list[ChainLink], Field(max_length=MOST_LINKS)] = Field(default=[], description="In their order.")
    consequences: Prose | None = None
    prevention: Prose | None = None
    repair: Prose | None = None


class ChainCreate(ChainWrite):
    alert_id: AlertId | None = Field(default=None, description="The alert it was written about.")


class ChainSummary(VersionedOutput):
    """A chain analysis without its words."""

    id: ChainAnalysisId
    participant_id: ParticipantId
    happened_on: date
    status: ChainStatus
    link_count: int
    written_by: AccountId
    written_by_name: str
    done_at: AwareDatetime | None


class ChainLinkRead(Output):
    kind: LinkKind
    text: str
    instead: str | None


class ChainRead(ChainSummary):
    """A chain analysis with its words: keep them folded."""

    episode_id: EpisodeId | None
    diary_day_id: DiaryDayId | None
    alert_id: AlertId | None
    behavior: str
    vulnerabilities: str | None
    prompting_event: str | None
    links: list[ChainLinkRead]
    consequences: str | None
    prevention: str | None
    repair: str | None


# Targets


class TreatmentTargetCreate(Input):
    tier: TargetTier
    words: Prose


class TreatmentTargetUpdate(Change):
    """What is left out stays."""

    may_be_emptied: ClassVar[frozenset[str]] = frozenset()

    tier: TargetTier | None = None
    words: Prose | None = None
    position: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        default=None, description="Place in its tier, from 1."
    )


class TreatmentTargetClose(Input):
    reason: CloseReason
    note: Line | None = None


class TreatmentTargetRead(VersionedOutput):
    """A target: keep its words folded."""

    id: TreatmentTargetId
    participant_id: ParticipantId
    tier: TargetTier
    position: int
    words: str
    opened_on: date
    closed_on: date | None
    close_reason: CloseReason | None
    close_note: str | None


def plain(number: Decimal | None) -> float | None:
    """A number of an entry as the API gives it."""
    return None if number is None else float(number)
