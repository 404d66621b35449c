"""Which limits apply to a program week, and what a closure may be. Values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import available_timezones

from handrail.core.vocabulary import AgeBand, LevelOfCare, ServiceKind, Weekday
from handrail.organizations.errors import (
    ClosureEndsBeforeStart,
    ClosureTooLong,
    TimeZoneUnknown,
    ValidityReversed,
    WeekRuleImpossible,
)
from handrail.organizations.vocabulary import Confidence, Phase

MINUTES_OF_A_WEEK = 7 * 24 * 60
LONGEST_CLOSURE = timedelta(days=366)

# Links and legacy names that the zone database keeps for old programs; none of them names a place.
_NOT_PLACES = frozenset({"localtime", "Factory", "posixrules"})
_ZONES = frozenset(zone for zone in available_timezones() if zone not in _NOT_PLACES)


def check_time_zone(name: str, *, pointer: str = "/time_zone") -> str:
    """Return an IANA zone name unchanged, or refuse it."""
    if name not in _ZONES:
        raise TimeZoneUnknown(pointer=pointer)
    return name


def check_closure(starts_at: datetime, ends_at: datetime) -> None:
    """A closure is a span of instants `[starts_at, ends_at)` of at most a year."""
    if ends_at <= starts_at:
        raise ClosureEndsBeforeStart(pointer="/ends_at")
    if ends_at - starts_at > LONGEST_CLOSURE:
        raise ClosureTooLong(pointer="/ends_at", most_days=LONGEST_CLOSURE.days)


@dataclass(frozen=True)
class WeekRule:
    """One rule of the week. A limit that is None is one this rule says nothing about: a more general rule may."""

    id: UUID
    level_of_care: LevelOfCare
    age_band: AgeBand
    phase: Phase
    citation: str
    confidence: Confidence
    state: str | None = None
    payer: str | None = None
    min_minutes_per_week: int | None = None
    max_minutes_per_week: int | None = None
    min_days_per_week: int | None = None
    min_minutes_counted_day: int | None = None
    group_cap: int | None = None
    countable_kinds: tuple[ServiceKind, ...] | None = None
    week_starts_on: Weekday | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """Both ends belong to the rule; an end that is None is open."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def specificity(self) -> int:
        """A payer decides what it pays for, so its rule outranks the state's; both outrank the general one."""
        return 2 * (self.payer is not None) + (self.state is not None)


@dataclass(frozen=True)
class Situation:
    """Whose week it is."""

    level_of_care: LevelOfCare
    age_band: AgeBand
    phase: Phase
    on: date
    state: str | None = None
    payer: str | None = None


@dataclass(frozen=True)
class Limit:
    """A figure and the text it rests on."""

    value: int
    citation: str
    confidence: Confidence
    rule_id: UUID


@dataclass(frozen=True)
class WeekLimits:
    """Everything the rules say about one week, each figure from the most specific rule that names it."""

    rules: tuple[WeekRule, ...]
    min_minutes_per_week: Limit | None
    max_minutes_per_week: Limit | None
    min_days_per_week: Limit | None
    min_minutes_counted_day: Limit | None
    group_cap: Limit | None
    countable_kinds: frozenset[ServiceKind]
    week_starts_on: Weekday


def applicable_rules(rules: Iterable[WeekRule], situation: Situation) -> tuple[WeekRule, ...]:
    """Return the rules that apply, the most specific first; of two equally specific ones the younger."""
    matching = [
        rule
        for rule in rules
        if rule.level_of_care == situation.level_of_care
        and rule.age_band == situation.age_band
        and rule.phase == situation.phase
        and rule.state in (None, situation.state)
        and rule.payer in (None, situation.payer)
        and rule.valid_on(situation.on)
    ]
    return tuple(sorted(matching, key=lambda rule: (-rule.specificity, -(rule.valid_from or date.min).toordinal())))


def pick_rule(rules: Iterable[WeekRule], situation: Situation) -> WeekRule | None:
    """Return the one rule that governs: the most specific that is valid on the day."""
    return next(iter(applicable_rules(rules, situation)), None)


def limits_of_week(rules: Iterable[WeekRule], situation: Situation) -> WeekLimits | None:
    """Join the applicable rules to one set of limits; None where no rule applies.

    Rules are often partial: Colorado caps a group, Virginia adds a least service day. What the specific rule leaves
    open the general one decides, and every figure keeps its own citation.
    """
    found = applicable_rules(rules, situation)
    if not found:
        return None
    return WeekLimits(
        rules=found,
        min_minutes_per_week=_first(found, "min_minutes_per_week"),
        max_minutes_per_week=_first(found, "max_minutes_per_week"),
        min_days_per_week=_first(found, "min_days_per_week"),
        min_minutes_counted_day=_first(found, "min_minutes_counted_day"),
        group_cap=_first(found, "group_cap"),
        countable_kinds=frozenset(next((rule.countable_kinds for rule in found if rule.countable_kinds), ())),
        week_starts_on=next((rule.week_starts_on for rule in found if rule.week_starts_on), Weekday.MONDAY),
    )


def _first(rules: Sequence[WeekRule], name: str) -> Limit | None:
    for rule in rules:
        value = getattr(rule, name)
        if value is not None:
            return Limit(value, rule.citation, rule.confidence, rule.id)
    return None


def check_limits(
    *,
    min_minutes_per_week: int | None,
    max_minutes_per_week: int | None,
    min_minutes_counted_day: int | None,
    valid_from: date | None,
    valid_to: date | None,
) -> None:
    """Refuse a rule no week could keep."""
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise ValidityReversed(pointer="/valid_to")
    if (
        min_minutes_per_week is not None
        and max_minutes_per_week is not None
        and max_minutes_per_week < min_minutes_per_week
    ):
        raise WeekRuleImpossible(pointer="/max_minutes_per_week")
    if (
        max_minutes_per_week is not None
        and min_minutes_counted_day is not None
        and max_minutes_per_week < min_minutes_counted_day
    ):
        raise WeekRuleImpossible(pointer="/min_minutes_counted_day")


def replaced_from(rule_from: date | None, rule_to: date | None, start: date) -> date:
    """Return the last day of a rule that a newer one follows on `start`."""
    last = start - timedelta(days=1)
    if (rule_from is not None and last < rule_from) or (rule_to is not None and rule_to < last):
        raise ValidityReversed(pointer="/valid_from")
    return last
