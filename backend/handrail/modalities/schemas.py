"""What the API takes and gives about modalities."""

from typing import Annotated, Any, ClassVar, Final, Self

from pydantic import AwareDatetime, Field, StrictBool, StrictInt, StringConstraints, model_validator

from handrail.core.ids import ModalityId, StaffId
from handrail.core.schemas import Code, Input, Line, Output, Prose, VersionedOutput
from handrail.modalities.rules import LONGEST_TEXT, MOST_PEOPLE
from handrail.modalities.vocabulary import (
    AskedWhen,
    CatalogueLanguage,
    DoseUnit,
    ModalityFamily,
    ModalitySource,
    RecordKind,
    RecordScope,
)

ShortName = Annotated[str, StringConstraints(min_length=1, max_length=30)]
Age = Annotated[int, Field(ge=0, le=120)]
SnomedCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6,18}$")]


class Part(Input):
    """A named part: a phase, a skill, a fidelity item."""

    key: Code
    name: Line


class ModulePart(Part):
    """A module and the skills taught in it."""

    skills: list[Part] = Field(default=[], max_length=40)


class RecordItem(Input):
    """Something to note in a session; a scale has its ends."""

    key: Code
    name: Line
    kind: RecordKind
    least: int | None = Field(default=None, ge=-1000, le=1000)
    most: int | None = Field(default=None, ge=-1000, le=1000)
    note: Line | None = None
    scope: RecordScope = Field(default=RecordScope.COURSE, description="Of whom it is where a group is recorded.")

    @model_validator(mode="after")
    def _scale_has_ends(self) -> Self:
        if (self.kind is RecordKind.SCALE) != (self.least is not None and self.most is not None):
            raise ValueError("a scale, and nothing else, has least and most")
        return self


MAX_VALUES: Final = 40
Answer = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
RecordValue = StrictBool | StrictInt | Answer | Annotated[list[Answer], Field(max_length=MOST_PEOPLE)]
"""What is recorded under a key: a yes, a number, words or a day, people."""

RuleEnd = Annotated[int, Field(ge=-1000, le=100_000)]


class WiderSpan(Input):
    """A span that is enough while a yes-or-no says yes: a SUDS of 1, where what is left fits the situation."""

    least: RuleEnd
    most: RuleEnd
    by: Code


class Condition(Input):
    """What the last value of a record has to lie within; a yes is 1."""

    record: Code
    least: RuleEnd
    most: RuleEnd
    anew_after: list[Code] = Field(
        default=[], max_length=40, description="Phases in which it is a baseline only: it is rated again after them."
    )
    counts_in: list[Code] = Field(
        default=[],
        max_length=40,
        description="Phases in which a value counts, after the last entry of those it is rated anew after;"
        " empty: in any but those, also without a phase.",
    )
    widened: WiderSpan | None = None


class MeasureAsked(Input):
    """A measure that a running course asks for."""

    instrument_key: Code
    moment: AskedWhen


class ExpectedDose(Input):
    """A dose that was published, and where."""

    name: Line
    least: int = Field(ge=1, le=500)
    most: int = Field(ge=1, le=500)
    unit: DoseUnit
    source: Line | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise ValueError("least is above most")
        return self


class ModalityParts(Input):
    """What a modality consists of."""

    phases: list[Part] = Field(default=[], max_length=40)
    modules: list[ModulePart] = Field(default=[], max_length=40)
    records: list[RecordItem] = Field(default=[], max_length=40)
    homework_kinds: list[Part] = Field(default=[], max_length=40)
    fidelity_items: list[Part] = Field(default=[], max_length=40)
    completion: list[Condition] = Field(
        default=[], max_length=10, description="All of these have to hold before a target counts as worked through."
    )
    measures: list[MeasureAsked] = Field(default=[], max_length=10)
    expected: list[ExpectedDose] = Field(default=[], max_length=10)
    open_because: Line | None = Field(default=None, description="Why no dose is expected.")


class ModalityCreate(ModalityParts):
    key: Code
    name: Line
    short_name: ShortName
    family: ModalityFamily
    description: Prose | None = None
    countable: bool = True
    min_age: Age | None = None
    max_age: Age | None = None
    planned_sessions: int | None = Field(default=None, ge=1, le=200)
    snomed_code: SnomedCode | None = Field(default=None, description="SNOMED CT, if you have verified it.")
    sources: list[Line] = Field(default=[], max_length=20)


class ModalityUpdate(Input):
    """What is left out stays."""

    may_be_emptied: ClassVar[frozenset[str]] = frozenset(
        {"description", "min_age", "max_age", "planned_sessions", "snomed_code", "open_because", "note"}
    )

    name: Line | None = None
    short_name: ShortName | None = None
    description: Prose | None = None
    active: bool | None = None
    countable: bool | None = None
    min_age: Age | None = None
    max_age: Age | None = None
    planned_sessions: int | None = Field(default=None, ge=1, le=200)
    snomed_code: SnomedCode | None = None
    phases: list[Part] | None = Field(default=None, max_length=40)
    modules: list[ModulePart] | None = Field(default=None, max_length=40)
    records: list[RecordItem] | None = Field(default=None, max_length=40)
    homework_kinds: list[Part] | None = Field(default=None, max_length=40)
    fidelity_items: list[Part] | None = Field(default=None, max_length=40)
    completion: list[Condition] | None = Field(default=None, max_length=10)
    measures: list[MeasureAsked] | None = Field(default=None, max_length=10)
    expected: list[ExpectedDose] | None = Field(default=None, max_length=10)
    open_because: Line | None = None
    note: Line | None = Field(default=None, description="What was changed and why, kept with the version.")

    @model_validator(mode="after")
    def _no_null(self) -> Self:
        for name in sorted(self.model_fields_set - self.may_be_emptied):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null")
        return self

    def given(self) -> dict[str, Any]:
        """Return the columns that the request named, nested parts as plain values."""
        return self.model_dump(mode="json", exclude_unset=True, exclude={"note"})


class PartRead(Output):
    key: str
    name: str


class ModuleRead(PartRead):
    skills: list[PartRead]


class RecordRead(PartRead):
    kind: RecordKind
    least: int | None
    most: int | None
    note: str | None
    scope: RecordScope


class WiderSpanRead(Output):
    least: int
    most: int
    by: str


class ConditionRead(Output):
    record: str
    least: int
    most: int
    anew_after: list[str]
    counts_in: list[str]
    widened: WiderSpanRead | None


class MeasureAskedRead(Output):
    instrument_key: str
    moment: AskedWhen


class ExpectedDoseRead(Output):
    name: str
    least: int
    most: int
    unit: DoseUnit
    source: str | None


class ProtocolRead(Output):
    """How a modality is given."""

    planned_sessions: int | None
    phases: list[PartRead]
    modules: list[ModuleRead]
    records: list[RecordRead]
    homework_kinds: list[PartRead]
    fidelity_items: list[PartRead]
    completion: list[ConditionRead] = Field(description="When a target is worked through; empty: somebody says so.")
    measures: list[MeasureAskedRead] = Field(description="What a running course asks for.")
    expected: list[ExpectedDoseRead]
    open_because: str | None


class ModalityVersionRead(ProtocolRead):
    """A published version."""

    number: int
    note: str | None
    published_at: AwareDatetime
    published_by: StaffId | None = Field(description="Null for what came with the product.")


class ModalityRead(VersionedOutput):
    """A modality with everything a clinician picks from."""

    id: ModalityId
    key: str
    source: ModalitySource
    catalogue_version: str | None
    adapted: bool
    active: bool
    name: str
    short_name: str
    family: ModalityFamily
    description: str | None
    countable: bool
    min_age: int | None
    max_age: int | None
    planned_sessions: int | None
    snomed_code: str | None
    phases: list[PartRead]
    modules: list[ModuleRead]
    records: list[RecordRead]
    homework_kinds: list[PartRead]
    fidelity_items: list[PartRead]
    completion: list[ConditionRead] = Field(description="When a target is worked through; empty: somebody says so.")
    measures: list[MeasureAskedRead] = Field(description="What a running course asks for.")
    expected: list[ExpectedDoseRead]
    open_because: str | None
    sources: list[str]
    protocol_version: int = Field(description="How often its protocol was published.")


class ModalityTextsRead(Output):
    language: CatalogueLanguage
    texts: dict[str, str] = Field(description="By what the shipped catalogue says: what that is in this language.")
