"""What may be noted in a course, and where it stands. Values in, values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handrail.courses.errors import (
    DayOutsideCourse,
    NothingRecorded,
    RecordUnknown,
    RecordValueWrong,
    TargetNotWorkedThrough,
)
from handrail.courses.vocabulary import COMPLETE_WHEN, MAX_TEXT, RATED_ANEW_AFTER
from handrail.modalities.vocabulary import RecordKind

Value = bool | int | str | list[str]

_MOST_COUNTED = 100_000
_MOST_PEOPLE = 10


@dataclass(frozen=True)
class Noted:
    """What one entry says that ratings are followed by."""

    on: date
    phase: str | None
    target: object | None
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Rating:
    """A scale or count followed through a course or one of its targets: the first value and the latest."""

    key: str
    name: str
    first: int
    first_on: date
    latest: int
    latest_on: date


def check_values(
    records: Sequence[Mapping[str, Any]], values: Mapping[str, Value], *, phase: str | None, at: str = ""
) -> None:
    """Refuse what the modality does not record, and values that do not fit: a scale's ends belong to it."""
    if phase is None and not values:
        raise NothingRecorded(pointer=f"{at}/values")
    known = {record["key"]: record for record in records}
    for key, value in values.items():
        record = known.get(key)
        if record is None:
            raise RecordUnknown(pointer=f"{at}/values/{key}")
        if not _fits(record, value):
            raise RecordValueWrong(pointer=f"{at}/values/{key}", kind=str(record["kind"]))


def _fits(record: Mapping[str, Any], value: Value) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    match RecordKind(record["kind"]):
        case RecordKind.SCALE:
            return whole and record["least"] <= value <= record["most"]
        case RecordKind.COUNT:
            return whole and 0 <= _number(value) <= _MOST_COUNTED
        case RecordKind.YES_NO:
            return isinstance(value, bool)
        case RecordKind.DATE:
            return isinstance(value, str) and _is_day(value)
        case RecordKind.PEOPLE:
            return (
                isinstance(value, list)
                and 0 < len(value) <= _MOST_PEOPLE
                and all(0 < len(one) <= MAX_TEXT for one in value)
            )
        case RecordKind.TEXT:
            return isinstance(value, str) and 0 < len(value) <= MAX_TEXT


def _number(value: Value) -> int:
    """Return a scale's, a count's or a yes-or-no's value as a number; `check_values` lets no other be noted."""
    assert isinstance(value, int), "a value that is no number was noted for a record of numbers"
    return int(value)


def _is_day(value: str) -> bool:
    try:
        return 1900 <= date.fromisoformat(value).year <= 2200
    except ValueError:
        return False


def check_day(day: date, *, starts_on: date, ends_on: date | None, today: date, at: str = "") -> None:
    """An entry is of a day of the course that has come."""
    if not starts_on <= day <= min(ends_on or today, today):
        raise DayOutsideCourse(pointer=f"{at}/noted_on")


def ratings(records: Sequence[Mapping[str, Any]], entries: Sequence[Noted]) -> list[Rating]:
    """Follow every scale and count through entries in the order of their days; what was never noted is left out."""
    found = []
    for record in records:
        if RecordKind(record["kind"]) not in (RecordKind.SCALE, RecordKind.COUNT):
            continue
        noted = [(entry.on, entry.values[record["key"]]) for entry in entries if record["key"] in entry.values]
        if noted:
            (first_on, first), (latest_on, latest) = noted[0], noted[-1]
            found.append(Rating(record["key"], record["name"], _number(first), first_on, _number(latest), latest_on))
    return found


@dataclass(frozen=True)
class Place:
    """Where in the protocol somebody is: the phase that was noted last, and about which target."""

    phase: str
    name: str
    number: int | None
    """Null for a phase that the protocol no longer has."""
    target: object | None


@dataclass(frozen=True)
class Stay:
    """A phase from the first day it was noted to the last before another was."""

    phase: str
    name: str
    number: int | None
    """Null for a phase that the protocol no longer has."""
    from_on: date
    to_on: date
    times: int


def stays(phases: Sequence[Mapping[str, Any]], entries: Sequence[Noted]) -> list[Stay]:
    """Return the phases that were gone through, in their order; one that was come back to stands again."""
    numbered = {phase["key"]: (phase["name"], number) for number, phase in enumerate(phases, start=1)}
    found: list[Stay] = []
    for entry in entries:
        if entry.phase is None:
            continue
        if found and found[-1].phase == entry.phase:
            last = found[-1]
            found[-1] = replace(last, to_on=entry.on, times=last.times + 1)
            continue
        name, number = numbered.get(entry.phase, (entry.phase, None))
        found.append(Stay(entry.phase, name, number, entry.on, entry.on, 1))
    return found


def place_now(phases: Sequence[Mapping[str, Any]], entries: Sequence[Noted]) -> Place | None:
    """Return the phase that was noted last."""
    last = next((entry for entry in reversed(entries) if entry.phase is not None), None)
    if last is None or last.phase is None:
        return None
    for number, phase in enumerate(phases, start=1):
        if phase["key"] == last.phase:
            return Place(last.phase, phase["name"], number, last.target)
    return Place(last.phase, last.phase, None, last.target)


def left_to_do(records: Sequence[Mapping[str, Any]], entries: Sequence[Noted]) -> list[str] | None:
    """Return what the last ratings of a memory leave before it counts as worked through (`COMPLETE_WHEN`).

    A rating that a later phase asks for anew does not count before it (`RATED_ANEW_AFTER`). None where the modality is
    not held to that.
    """
    if not {record["key"] for record in records}.issuperset(COMPLETE_WHEN):
        return None
    latest: dict[str, Value] = {}
    for entry in entries:
        early = [key for key, phases in RATED_ANEW_AFTER.items() if entry.phase in phases]
        latest |= {key: value for key, value in entry.values.items() if key not in early}
    return sorted(
        key
        for key, (least, most) in COMPLETE_WHEN.items()
        if key not in latest or not least <= _number(latest[key]) <= most
    )


def check_worked_through(records: Sequence[Mapping[str, Any]], entries: Sequence[Noted]) -> None:
    """Refuse to call a memory worked through while its last ratings say otherwise."""
    missing = left_to_do(records, entries)
    if missing:
        raise TargetNotWorkedThrough(records=missing)
