"""What may be noted in a course, and where it stands. Values in, values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handrail.courses.errors import DayOutsideCourse, NothingRecorded, TargetNotWorkedThrough
from handrail.modalities.rules import Value, check_values
from handrail.modalities.vocabulary import RecordKind


@dataclass(frozen=True)
class Noted:
    """What one entry says that ratings are followed by."""

    on: date
    phase: str | None
    target: object | None
    values: Mapping[str, Value]


@dataclass(frozen=True)
class RatedOn:
    """One value of a scale or count."""

    on: date
    value: int


@dataclass(frozen=True)
class Rating:
    """A scale or count followed through a course or one of its targets: first value, latest, and those between."""

    key: str
    name: str
    least: int | None
    most: int | None
    goal: int | None
    """The one value by which the protocol calls a target worked through, where it is one."""
    first: int
    first_on: date
    latest: int
    latest_on: date
    points: Sequence[RatedOn]


MOST_POINTS = 40
"""Of more a small curve shows nothing."""


def check_entry(
    records: Sequence[Mapping[str, Any]], values: Mapping[str, Value], *, phase: str | None, at: str = ""
) -> None:
    """Refuse an entry that says nothing, and one of what the modality does not record."""
    if phase is None and not values:
        raise NothingRecorded(pointer=f"{at}/values")
    check_values(records, values, at=f"{at}/values")


def check_day(day: date, *, starts_on: date, ends_on: date | None, today: date, at: str = "") -> None:
    """An entry is of a day of the course that has come."""
    if not starts_on <= day <= min(ends_on or today, today):
        raise DayOutsideCourse(pointer=f"{at}/noted_on")


def ratings(
    records: Sequence[Mapping[str, Any]], entries: Sequence[Noted], completion: Sequence[Mapping[str, Any]] = ()
) -> list[Rating]:
    """Follow every scale and count through entries in the order of their days; what was never noted is left out."""
    goals = {one["record"]: one["least"] for one in completion if one["least"] == one["most"]}
    found = []
    for record in records:
        if RecordKind(record["kind"]) not in (RecordKind.SCALE, RecordKind.COUNT):
            continue
        key = record["key"]
        noted = [RatedOn(entry.on, value) for entry in entries for value in [_figure(entry, key)] if value is not None]
        if noted:
            first, latest = noted[0], noted[-1]
            found.append(
                Rating(
                    key=key,
                    name=record["name"],
                    least=record.get("least"),
                    most=record.get("most"),
                    goal=goals.get(key),
                    first=first.value,
                    first_on=first.on,
                    latest=latest.value,
                    latest_on=latest.on,
                    points=noted[-MOST_POINTS:],
                )
            )
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


def left_to_do(completion: Sequence[Mapping[str, Any]], entries: Sequence[Noted]) -> list[str] | None:
    """Return what the last values about a target leave before its protocol calls it worked through.

    `completion` are the conditions of the protocol's version, as `modalities.models.Modality.completion` tells. A value
    from a phase that only lays the baseline does not count. Where a condition names the phases in which it counts, no
    other does, nor one from before such a baseline was laid again. None where the protocol has no such rule.
    """
    if not completion:
        return None
    return sorted(one["record"] for one in completion if not _holds(one, entries))


def _holds(condition: Mapping[str, Any], entries: Sequence[Noted]) -> bool:
    last = _latest(condition["record"], _counting(condition, entries))
    if last is None:
        return False
    if condition["least"] <= last <= condition["most"]:
        return True
    widened = condition["widened"]
    return widened is not None and widened["least"] <= last <= widened["most"] and _latest(widened["by"], entries) == 1


def _counting(condition: Mapping[str, Any], entries: Sequence[Noted]) -> Sequence[Noted]:
    anew, counts = condition["anew_after"], condition["counts_in"]
    if not counts:
        return [one for one in entries if one.phase not in anew]
    since = max((place for place, one in enumerate(entries, start=1) if one.phase in anew), default=0)
    return [one for one in entries[since:] if one.phase in counts]


def _latest(key: str, entries: Sequence[Noted]) -> int | None:
    return next((value for entry in reversed(entries) if (value := _figure(entry, key)) is not None), None)


def _figure(entry: Noted, key: str) -> int | None:
    """What was noted under a key; nothing where another version recorded words there."""
    value = entry.values.get(key)
    return int(value) if isinstance(value, int) else None


def check_worked_through(completion: Sequence[Mapping[str, Any]], entries: Sequence[Noted]) -> None:
    """Refuse to call a target worked through while its last values say otherwise."""
    missing = left_to_do(completion, entries)
    if missing:
        raise TargetNotWorkedThrough(records=missing)
