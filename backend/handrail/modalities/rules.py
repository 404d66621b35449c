"""What a modality allows. Values in, values out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from handrail.modalities.errors import (
    AgeOutsideModality,
    AgesReversed,
    KeysRepeat,
    ModuleUnknown,
    PhaseUnknown,
    RangeReversed,
)

PROTOCOL: Final = ("planned_sessions", "phases", "modules", "records", "homework_kinds", "fidelity_items")
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


def age_on(birth_date: date, on: date) -> int:
    """Completed years of life; who is born on 29 February is a year older on 1 March of other years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def suits_age(age: int, *, min_age: int | None, max_age: int | None) -> bool:
    """Whether a modality is made for this age; both limits belong to it."""
    return (min_age is None or age >= min_age) and (max_age is None or age <= max_age)


def check_ages(birth_dates: Iterable[date | None], on: date, *, min_age: int | None, max_age: int | None) -> None:
    """Refuse a modality for people it is not made for: TF-CBT is for ages 3 to 18 (UK Center on Trauma and Children).

    An unknown birth date is no reason to refuse. The error names the limits, never a person.
    """
    for birth_date in birth_dates:
        if birth_date is not None and not suits_age(age_on(birth_date, on), min_age=min_age, max_age=max_age):
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
