"""Diary cards as data, what an entry may be, and which alerts it opens."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Final, Protocol, TypeVar

from handrail.diaries.errors import (
    DayNotOpen,
    FieldAlwaysKept,
    FieldNotKept,
    FieldUnknown,
    NotAnEntry,
    NoThreshold,
    StartsInThePast,
    WindowTooWide,
)
from handrail.diaries.vocabulary import HIGHEST, MOST_DAYS, OPEN_DAYS, FieldKind

Words = dict[str, str]
"""Language → text."""

URGENCIES: Final = ("soon", "urgent")
"""How much delay an alert bears, the graver last; the words are those of `measures`."""

AHEAD: Final = timedelta(days=31)


class Exact:
    """A card takes the keys it has and no others: a misspelt threshold must not be left out silently."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


@dataclass(frozen=True)
class Field(Exact):
    """One line of a card."""

    key: str
    kind: FieldKind
    label: Words


@dataclass(frozen=True)
class ThresholdAlert(Exact):
    """An alert that an urge opens from the number on that was set for the person."""

    key: str
    field: str
    urgency: str
    label: Words


@dataclass(frozen=True)
class CardAlert(ThresholdAlert):
    """An alert that an entry opens for everybody, from this number on."""

    at_least: int


@dataclass(frozen=True)
class Card(Exact):
    """One version of a diary card."""

    key: str
    version: int
    modality: str
    """Key of the modality whose skills it asks about."""
    title: Words
    sources: tuple[str, ...]
    default_threshold: int
    always: tuple[str, ...]
    """Fields that no card leaves out."""
    fields: tuple[Field, ...]
    alerts: tuple[CardAlert, ...]
    thresholds: tuple[ThresholdAlert, ...]

    def field(self, key: str) -> Field:
        """Return a line of the card, or raise."""
        found = next((one for one in self.fields if one.key == key), None)
        if found is None:
            raise FieldUnknown(pointer="/field")
        return found

    @property
    def urges(self) -> tuple[str, ...]:
        return tuple(one.key for one in self.fields if one.kind is FieldKind.URGE)


def flaws(card: Card) -> list[str]:
    """Return what contradicts itself in a card."""
    keys = [one.key for one in card.fields]
    found = [f"names the field {key} twice" for key in {one for one in keys if keys.count(one) > 1}]
    rules: list[ThresholdAlert] = [*card.alerts, *card.thresholds]
    for rule in rules:
        if rule.field not in keys:
            found.append(f"has a rule for {rule.field}, which it does not ask about")
        if rule.urgency not in URGENCIES:
            found.append(f"has the urgency {rule.urgency}")
    named = [rule.key for rule in rules]
    found += [f"names the rule {key} twice" for key in {one for one in named if named.count(one) > 1}]
    watched = {rule.field for rule in card.thresholds}
    found += [f"has no threshold for {key}" for key in card.urges if key not in watched]
    found += [f"always asks about {key}, which it has not" for key in card.always if key not in keys]
    acts = {one.key for one in card.fields if one.kind is FieldKind.ACT}
    found += [f"lets {key} pass in silence" for key in acts - {rule.field for rule in card.alerts}]
    if not 1 <= card.default_threshold <= HIGHEST[FieldKind.URGE]:
        found.append("has a default threshold that no urge reaches")
    return found


# What is kept and from when on it alarms


def check_setting(card: Card, fields: Sequence[str], thresholds: Mapping[str, int]) -> None:
    """Refuse a setting that leaves out what is always asked, or sets a threshold for something else than an urge."""
    for place, key in enumerate(fields):
        if key not in {one.key for one in card.fields}:
            raise FieldUnknown(pointer=f"/fields/{place}")
    if not set(card.always) <= set(fields):
        raise FieldAlwaysKept(pointer="/fields")
    for key in thresholds:
        if key not in card.urges or key not in fields:
            raise NoThreshold(pointer=f"/thresholds/{key}")


def check_start(starts_on: date, today: date) -> None:
    """A threshold is not set for days that are over: what they opened, or did not, stands."""
    if not today <= starts_on <= today + AHEAD:
        raise StartsInThePast(pointer="/starts_on")


class Numbered(Protocol):
    """A setting among others of a person."""

    number: int
    starts_on: date


Setting = TypeVar("Setting", bound=Numbered)


def in_force(settings: Iterable[Setting], day: date) -> Setting | None:
    """Return the setting that holds on a day: of those that have begun, the one set last."""
    begun = [one for one in settings if one.starts_on <= day]
    return max(begun, key=lambda one: one.number, default=None)


# Days


def check_open(day: date, today: date) -> None:
    if not today - timedelta(days=OPEN_DAYS) <= day <= today:
        raise DayNotOpen(pointer="/day")


def check_window(first: date, last: date) -> None:
    if not 0 <= (last - first).days < MOST_DAYS:
        raise WindowTooWide(pointer="/last")


# Entries


def check_entry(
    card: Card,
    kept: Collection[str] | None,
    key: str,
    *,
    number: Decimal | None,
    skills: Collection[str] | None,
    taught: Collection[str],
) -> None:
    """Refuse what the field does not take. Neither a number nor skills: the entry is taken back."""
    field = card.field(key)
    if kept is not None and key not in kept:
        raise FieldNotKept(pointer="/field")
    if field.kind is FieldKind.SKILLS:
        if number is not None:
            raise NotAnEntry(pointer="/number")
        if skills is not None and not set(skills) <= set(taught):
            raise NotAnEntry(pointer="/skills")
        return
    if skills is not None:
        raise NotAnEntry(pointer="/skills")
    if number is None:
        return
    steps = 2 if field.kind is FieldKind.HOURS else 1
    if not 0 <= number <= HIGHEST[field.kind] or number * steps % 1 != 0:
        raise NotAnEntry(pointer="/number")


@dataclass(frozen=True)
class Opens:
    """An alert that an entry opens."""

    key: str
    urgency: str
    label: Words


def opened_by(
    card: Card, thresholds: Mapping[str, int] | None, key: str, number: Decimal | None, already: Collection[str] = ()
) -> Opens | None:
    """Return the alert that one entry opens, whatever else the day says, or None.

    An act opens one, and so does any urge to suicide; another urge does from the person's threshold on, or from the
    card's own where nobody set one (house rules). Of several that are reached the gravest is opened, and none that
    says no more than one which the day opened `already`: from 3 to 5 it alarms once, from 1 to 5 a second time.
    """
    if number is None:
        return None
    threshold = (thresholds or {}).get(key, card.default_threshold)
    reached: list[ThresholdAlert] = [one for one in card.alerts if one.field == key and number >= one.at_least]
    reached += [one for one in card.thresholds if one.field == key and number >= threshold]
    gravest = max(reached, key=_gravity, default=None)
    if gravest is None:
        return None
    told = [one for one in (*card.alerts, *card.thresholds) if one.field == key and one.key in already]
    if any(_gravity(one) >= _gravity(gravest) for one in told):
        return None
    return Opens(gravest.key, gravest.urgency, gravest.label)


def _gravity(rule: ThresholdAlert) -> int:
    return URGENCIES.index(rule.urgency)


# The hierarchy of targets


def moved(order: Sequence[Any], one: Any, place: int) -> list[Any]:
    """Return what stands in a tier with `one` at `place`, counted from 1; beyond the end is the end."""
    others = [other for other in order if other != one]
    others.insert(min(max(place, 1), len(others) + 1) - 1, one)
    return others
