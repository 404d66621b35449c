"""What a modality allows. Values in, values out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from handrail.modalities.errors import (
    AgeOutsideModality,
    AgesReversed,
    BirthDateUnknown,
    KeysRepeat,
    ModuleUnknown,
    PhaseUnknown,
    RangeReversed,
    RecordOnDiaryCard,
    RecordUnknown,
    RecordValueWrong,
    RuleOfWhat,
)
from handrail.modalities.vocabulary import ON_DIARY_CARD, DoseUnit, RecordKind, RecordScope

Value = bool | int | str | list[str]
"""What may be recorded: a yes, a number, words or a day, people."""

MOST_COUNTED: Final = 100_000
MOST_PEOPLE: Final = 10
LONGEST_TEXT: Final = 1000

PROTOCOL: Final = (
    "planned_sessions",
    "phases",
    "modules",
    "records",
    "homework_kinds",
    "fidelity_items",
    "completion",
    "measures",
    "expected",
    "open_because",
)
"""Columns of a modality that say how it is given. Whoever changes one of them publishes a new version."""


@dataclass(frozen=True)
class Protocol:
    """One version of how a modality is given."""

    version: int
    planned_sessions: int | None
    phases: Sequence[Mapping[str, Any]]
    modules: Sequence[Mapping[str, Any]]
    records: Sequence[Mapping[str, Any]]
    homework_kinds: Sequence[Mapping[str, Any]]
    fidelity_items: Sequence[Mapping[str, Any]]
    completion: Sequence[Mapping[str, Any]]
    measures: Sequence[Mapping[str, Any]]
    expected: Sequence[Mapping[str, Any]]
    open_because: str | None


BEFORE_IT_WAS_DATA: Final = (
    {"record": "voc", "least": 7, "most": 7, "anew_after": ["assessment", "desensitization"], "widened": None},
    {"record": "sud", "least": 0, "most": 1, "anew_after": [], "widened": None},
    {"record": "body-scan-clear", "least": 1, "most": 1, "anew_after": [], "widened": None},
)
"""What every protocol that records these keys was held to before it said so itself (EMDRIA's definition of EMDR)."""


def filled(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored protocol with what was not asked yet when it was published.

    Published versions are never changed, so that what they lack is said here: records that are noted in a person's own
    course only, no measures, no expected dose, the rule of completion that the code held everybody to, and conditions
    that name no phases in which a value counts.
    """
    records = [{"scope": RecordScope.COURSE.value} | dict(record) for record in stored["records"]]
    completion = stored.get("completion")
    if completion is None:
        held = {one["record"] for one in BEFORE_IT_WAS_DATA} <= {record["key"] for record in records}
        completion = BEFORE_IT_WAS_DATA if held else ()
    completion = [{"counts_in": []} | dict(one) for one in completion]
    unsaid: dict[str, Any] = {"measures": [], "expected": [], "open_because": None}
    return unsaid | dict(stored) | {"records": records, "completion": completion}


def expected_sessions(expected: Sequence[Mapping[str, Any]]) -> tuple[int, int] | None:
    """Return the fewest and the most sessions that are expected of any course; nothing where only weeks are said."""
    found = [one for one in expected if one["unit"] == DoseUnit.SESSIONS]
    return (min(one["least"] for one in found), max(one["most"] for one in found)) if found else None


def age_on(birth_date: date, on: date) -> int:
    """Completed years of life; who is born on 29 February is a year older on 1 March of other years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def suits_age(age: int, *, min_age: int | None, max_age: int | None) -> bool:
    """Whether a modality is made for this age; both limits belong to it."""
    return (min_age is None or age >= min_age) and (max_age is None or age <= max_age)


def check_ages(birth_dates: Iterable[date | None], on: date, *, min_age: int | None, max_age: int | None) -> None:
    """Refuse a modality for people it is not made for: TF-CBT is for ages 3 to 18 (UK Center on Trauma and Children).

    Whose age is not known is not given what is for an age only. The errors name the limits, never a person.
    """
    if min_age is None and max_age is None:
        return
    for birth_date in birth_dates:
        if birth_date is None:
            raise BirthDateUnknown(min_age=min_age, max_age=max_age)
        if not suits_age(age_on(birth_date, on), min_age=min_age, max_age=max_age):
            raise AgeOutsideModality(min_age=min_age, max_age=max_age)


def check_part(
    module: str | None, phase: str | None, *, modules: Collection[str], phases: Collection[str], at: str = ""
) -> None:
    """Refuse a module or phase that the modality does not have; `at` is where in the request they stand."""
    if module is not None and module not in modules:
        raise ModuleUnknown(pointer=f"{at}/module")
    if phase is not None and phase not in phases:
        raise PhaseUnknown(pointer=f"{at}/phase")


def check_keys(keys: Sequence[str], *, pointer: str) -> None:
    """Keys of one list are different."""
    if len(set(keys)) != len(keys):
        raise KeysRepeat(pointer=pointer)


def check_age_limits(min_age: int | None, max_age: int | None) -> None:
    """The lowest age is not above the highest."""
    if min_age is not None and max_age is not None and min_age > max_age:
        raise AgesReversed(pointer="/max_age")


def check_scale(least: int | None, most: int | None, *, pointer: str) -> None:
    """A scale begins below its end."""
    if least is not None and most is not None and least >= most:
        raise RangeReversed(pointer=pointer)


def check_values(records: Iterable[Mapping[str, Any]], values: Mapping[str, Value], *, at: str) -> None:
    """Refuse what the diary card has, what is not recorded, and values that do not fit: a scale's ends belong to it."""
    known = {record["key"]: record for record in records}
    for key, value in values.items():
        if key in ON_DIARY_CARD:
            raise RecordOnDiaryCard(pointer=f"{at}/{key}")
        record = known.get(key)
        if record is None:
            raise RecordUnknown(pointer=f"{at}/{key}")
        if not _fits(record, value):
            raise RecordValueWrong(pointer=f"{at}/{key}", kind=str(record["kind"]))


def _fits(record: Mapping[str, Any], value: Value) -> bool:
    whole = not isinstance(value, bool)
    match RecordKind(record["kind"]):
        case RecordKind.SCALE:
            return isinstance(value, int) and whole and record["least"] <= value <= record["most"]
        case RecordKind.COUNT:
            return isinstance(value, int) and whole and 0 <= value <= MOST_COUNTED
        case RecordKind.YES_NO:
            return isinstance(value, bool)
        case RecordKind.DATE:
            return isinstance(value, str) and _is_day(value)
        case RecordKind.PEOPLE:
            return (
                isinstance(value, list)
                and 0 < len(value) <= MOST_PEOPLE
                and all(0 < len(one) <= LONGEST_TEXT for one in value)
            )
        case RecordKind.TEXT:
            return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT


def _is_day(value: str) -> bool:
    try:
        return 1900 <= date.fromisoformat(value).year <= 2200
    except ValueError:
        return False


_RULED: Final = (RecordKind.SCALE, RecordKind.COUNT, RecordKind.YES_NO)


def check_completion(
    completion: Sequence[Mapping[str, Any]], records: Sequence[Mapping[str, Any]], phases: Collection[str]
) -> None:
    """A rule of completion names what is recorded as a number or a yes, each once, with spans the right way round."""
    kinds = {record["key"]: RecordKind(record["kind"]) for record in records}
    check_keys([one["record"] for one in completion], pointer="/completion")
    for place, one in enumerate(completion):
        at = f"/completion/{place}"
        if kinds.get(one["record"]) not in _RULED:
            raise RuleOfWhat(pointer=f"{at}/record")
        if one["least"] > one["most"]:
            raise RangeReversed(pointer=f"{at}/most")
        if not set(one["anew_after"]) <= set(phases):
            raise PhaseUnknown(pointer=f"{at}/anew_after")
        if not set(one["counts_in"]) <= set(phases):
            raise PhaseUnknown(pointer=f"{at}/counts_in")
        widened = one["widened"]
        if widened is None:
            continue
        if kinds.get(widened["by"]) is not RecordKind.YES_NO:
            raise RuleOfWhat(pointer=f"{at}/widened/by")
        if widened["least"] > widened["most"]:
            raise RangeReversed(pointer=f"{at}/widened/most")
