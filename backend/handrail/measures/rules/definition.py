"""An instrument as data: what is asked, how it is scored, and where each figure comes from."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from handrail.measures.vocabulary import Higher, Licensing
from handrail.organizations.vocabulary import Confidence

Words = dict[str, str]
"""Language → text. Titles and labels are Handrail's own words; `text` and `instruction` are the owner's."""


class Exact:
    """A definition takes the fields it has and no others: a misspelt figure must not be left out silently."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


@dataclass(frozen=True)
class Evidence(Exact):
    """Where a figure comes from and for whom it was found."""

    citation: str
    population: Words
    confidence: Confidence


@dataclass(frozen=True)
class Licence(Exact):
    """What the owner allows."""

    kind: Licensing
    terms: str
    source: str
    credit: str | None = None
    """Line to show wherever the questions are shown."""


@dataclass(frozen=True)
class Option(Exact):
    """One answer: `value` is stored and stands in files, `score` is what it adds (the value, unless reversed)."""

    value: int
    score: int | None = None
    text: Words | None = None
    loinc: str | None = None

    @property
    def points(self) -> int:
        """What this answer adds to a sum."""
        return self.value if self.score is None else self.score


@dataclass(frozen=True)
class Item(Exact):
    """One question. `answers` names the set of answers it takes."""

    number: str
    answers: str
    text: Words | None = None
    scored: bool = True
    may_not_apply: bool = False
    """May be marked as not applicable, which adds nothing; left blank it is missing like any other."""
    loinc: str | None = None


@dataclass(frozen=True)
class Total(Exact):
    """The range of a total: the sum of the scored items, or the score that is given."""

    lowest: int
    highest: int
    evidence: Evidence
    decimals: bool = False


@dataclass(frozen=True)
class Subscale(Exact):
    """A sum over some items, read by itself."""

    key: str
    label: Words
    items: tuple[str, ...]
    evidence: Evidence
    higher: Higher | None = None
    """Where it differs from the instrument's own."""


@dataclass(frozen=True)
class Missing(Exact):
    """Up to how many scored items may be missing; the sum is then prorated. 0: no total from partial answers."""

    allowed: int
    rule: str
    evidence: Evidence


@dataclass(frozen=True)
class Band(Exact):
    """A named range of totals, from this total up to the next band."""

    key: str
    label: Words
    lowest: int


@dataclass(frozen=True)
class Bands(Exact):
    """All ranges of an instrument, lowest first; they come from one source."""

    evidence: Evidence
    ranges: tuple[Band, ...]


@dataclass(frozen=True)
class Cutoff(Exact):
    """A total or subscale at which a screen is positive. Which of several applies is for the reader, by population."""

    key: str
    label: Words
    on: str
    evidence: Evidence
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class Need(Exact):
    """So many of these items answered at or above their threshold."""

    items: dict[str, int]
    at_least: int
    at_most: int | None = None


@dataclass(frozen=True)
class Criterion(Exact):
    """A rule over single answers; all its needs have to be met."""

    key: str
    label: Words
    needs: tuple[Need, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Alert(Exact):
    """An answer that somebody must act on, whatever else is missing."""

    key: str
    label: Words
    item: str
    at_least: int
    evidence: Evidence


@dataclass(frozen=True)
class ReliableChange(Exact):
    """By how many points two totals must differ to be more than the measure's own noise."""

    key: str
    points: int
    formula: Words
    evidence: Evidence
    level: Words
    """How sure, as 95 %."""
    sd: float | None = None
    reliability: float | None = None
    z: float | None = None


@dataclass(frozen=True)
class ClinicalRange(Exact):
    """The totals of people who need treatment; leaving this range is what recovery means."""

    evidence: Evidence
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class Loinc(Exact):
    """Codes of the whole, where they were verified."""

    source: str
    panel: str | None = None
    total: str | None = None


@dataclass(frozen=True)
class Instrument(Exact):
    """One version of an instrument. What was answered under a version is always scored by that version."""

    key: str
    version: int
    name: str
    title: Words
    about: Words
    higher: Higher
    licence: Licence
    edition: str | None = None
    """Which of several wordings or scorings in use this one is."""
    instruction: Words | None = None
    answers: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    total: Total | None = None
    """None: the instrument has subscales and no total."""
    missing: Missing | None = None
    subscales: tuple[Subscale, ...] = ()
    bands: Bands | None = None
    cutoffs: tuple[Cutoff, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    alerts: tuple[Alert, ...] = ()
    reliable_change: tuple[ReliableChange, ...] = ()
    clinical_range: ClinicalRange | None = None
    loinc: Loinc | None = None
    notes: tuple[str, ...] = ()

    @property
    def by_score_only(self) -> bool:
        """Whether it takes a total instead of answers."""
        return self.licence.kind is Licensing.SCORE_ONLY

    @property
    def scored_items(self) -> tuple[Item, ...]:
        """The items that add to a total or a subscale."""
        return tuple(item for item in self.items if item.scored)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in which every question and every answer has its text."""
        texts = [item.text for item in self.items]
        texts += [option.text for item in self.items for option in self.answers[item.answers]]
        if not texts:
            return ()
        spoken = [set(text or ()) for text in texts]
        return tuple(sorted(set.intersection(*spoken)))

    def range_of(self, part: Subscale) -> tuple[int, int]:
        """Lowest and highest sum that a subscale can have."""
        sets = [self.points(item).values() for item in self.items if item.number in part.items]
        return sum(map(min, sets)), sum(map(max, sets))

    def points(self, item: Item) -> dict[int, int]:
        """Answer → what it adds, for an item."""
        return {option.value: option.points for option in self.answers[item.answers]}
