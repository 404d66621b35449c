"""The week's ledger of one episode: what was expected, booked, attended, excused and made up. Values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handrail.attendance.vocabulary import CAME, Outcome
from handrail.core.vocabulary import ServiceKind
from handrail.episodes.rules import Days, ProgramDay, weekly_target
from handrail.episodes.vocabulary import DayState


class LedgerDayState(StrEnum):
    """What kind of day it is for this participant."""

    EXPECTED = "expected"
    NOT_EXPECTED = "not_expected"
    ON_LEAVE = "on_leave"
    CLOSED = "closed"


@dataclass(frozen=True)
class Place:
    """One live booking of a session that was not cancelled, and what became of it."""

    local_date: date
    service_kind: ServiceKind
    scheduled_minutes: int
    """Countable minutes that coming for the whole session would give; 0 for a kind that does not count."""
    attended_minutes: int
    """Countable minutes of presence so far."""
    outcome: Outcome | None
    closed: bool
    make_up: bool
    """Booked to mend an absence."""


@dataclass(frozen=True)
class Tally:
    """Countable minutes, sorted by what is known about them."""

    scheduled_minutes: int = 0
    countable_minutes: int = 0
    """Attended, departures confirmed."""
    provisional_minutes: int = 0
    """Attended as far as marked; the group is not closed."""
    open_minutes: int = 0
    """Booked and not decided yet."""
    excused_minutes: int = 0
    missed_minutes: int = 0
    made_up_minutes: int = 0
    """Part of countable and provisional minutes that mends an absence."""


@dataclass(frozen=True)
class LedgerDay:
    """One date of the week."""

    local_date: date
    state: LedgerDayState
    expected_minutes: int
    tally: Tally
    missed: bool
    """Expected, nothing attended, and somebody marked an absence. Never a closure, a leave or a day off."""
    qualifies: bool | None
    """Reaches the least minutes of a counted day; None where no rule counts days."""


@dataclass(frozen=True)
class WeekLedger:
    """One episode's week."""

    starts_on: date
    target_minutes: int
    expected_minutes: int
    expected_days: int
    tally: Tally
    short_by_minutes: int
    """What the week will lack even if everything still open is attended: the number to mend with a make-up."""
    forecast_minutes: int
    """Attended, and what is still open if all of it is attended."""
    attended_days: int
    missed_days: int
    counted_day_minutes: int | None
    qualifying_days: int | None
    forecast_qualifying_days: int | None
    short_by_days: int | None
    """Days that count which the week will lack even if everything still open is attended, of the least that a rule
    names, and never more than are expected; None where no rule names them."""
    days: tuple[LedgerDay, ...]
    by_kind: tuple[tuple[ServiceKind, Tally], ...]


def tally(places: Iterable[Place], *, absences_count: bool = True) -> Tally:
    """Add up places; with `absences_count` false (a day that is not expected) nobody can have missed anything."""
    scheduled = countable = provisional = still_open = excused = missed = made_up = 0
    for place in places:
        scheduled += place.scheduled_minutes
        if place.outcome is None:
            still_open += 0 if place.closed else place.scheduled_minutes
        elif place.outcome in CAME:
            countable += place.attended_minutes if place.closed else 0
            provisional += 0 if place.closed else place.attended_minutes
            made_up += place.attended_minutes if place.make_up else 0
        elif place.make_up or not absences_count:
            # A make-up that is missed leaves the first absence as it was; it is not a second one.
            continue
        elif place.outcome is Outcome.EXCUSED:
            excused += place.scheduled_minutes
        else:
            missed += place.scheduled_minutes
    return Tally(scheduled, countable, provisional, still_open, excused, missed, made_up)


def together(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies."""
    rows = list(tallies)
    return Tally(
        scheduled_minutes=sum(row.scheduled_minutes for row in rows),
        countable_minutes=sum(row.countable_minutes for row in rows),
        provisional_minutes=sum(row.provisional_minutes for row in rows),
        open_minutes=sum(row.open_minutes for row in rows),
        excused_minutes=sum(row.excused_minutes for row in rows),
        missed_minutes=sum(row.missed_minutes for row in rows),
        made_up_minutes=sum(row.made_up_minutes for row in rows),
    )


def week_ledger(
    week: Days,
    expected: Iterable[ProgramDay],
    places: Iterable[Place],
    *,
    counted_day_minutes: int | None = None,
    least_days: int | None = None,
) -> WeekLedger:
    """Return the ledger of one week.

    `least_days` is how many days that count a rule asks for; where none says so, it takes all that the plan has.

    Hours and days are two counts. A payer that pays by the day wants at least 3 hours on it (HCPCS H0015: "at least 3
    hours/day and at least 3 days/week"), so 90 minutes made up on another date mend the week's hours and no day.
    """
    expected_days = [day for day in expected if day.on in week]
    booked = [place for place in places if place.local_date in week]
    plan = {day.on: day for day in expected_days}
    dates = sorted(plan.keys() | {place.local_date for place in booked})
    days = tuple(
        _day(on, plan.get(on), [place for place in booked if place.local_date == on], counted_day_minutes)
        for on in dates
    )
    total = together(day.tally for day in days)
    target = weekly_target(expected_days, week)
    in_sight = _in_sight(total)
    expected_count = sum(day.state is DayState.EXPECTED for day in expected_days)
    in_sight_days = (
        None if counted_day_minutes is None else sum(_in_sight(day.tally) >= counted_day_minutes for day in days)
    )
    kinds = sorted({place.service_kind for place in booked})
    return WeekLedger(
        starts_on=week.starts_on,
        target_minutes=target,
        expected_minutes=sum(day.minutes for day in expected_days),
        expected_days=expected_count,
        tally=total,
        short_by_minutes=max(0, target - in_sight),
        forecast_minutes=in_sight,
        attended_days=sum(day.tally.countable_minutes + day.tally.provisional_minutes > 0 for day in days),
        missed_days=sum(day.missed for day in days),
        counted_day_minutes=counted_day_minutes,
        qualifying_days=None if counted_day_minutes is None else sum(bool(day.qualifies) for day in days),
        forecast_qualifying_days=in_sight_days,
        short_by_days=None
        if counted_day_minutes is None or in_sight_days is None
        else max(0, _days_asked(expected_days, counted_day_minutes, least_days) - in_sight_days),
        days=days,
        by_kind=tuple((kind, _of_kind(kind, booked, plan)) for kind in kinds),
    )


def _days_asked(expected: Sequence[ProgramDay], counted_day_minutes: int, least_days: int | None) -> int:
    """By the rule, or by the plan's days that are long enough to count; never more days than are expected."""
    if least_days is not None:
        return min(least_days, sum(day.state is DayState.EXPECTED for day in expected))
    return sum(day.state is DayState.EXPECTED and day.minutes >= counted_day_minutes for day in expected)


def _in_sight(sums: Tally) -> int:
    return sums.countable_minutes + sums.provisional_minutes + sums.open_minutes


def _expected(day: ProgramDay | None) -> bool:
    return day is not None and day.state is DayState.EXPECTED


def _day(on: date, plan: ProgramDay | None, places: list[Place], counted_day_minutes: int | None) -> LedgerDay:
    sums = tally(places, absences_count=_expected(plan))
    attended = any(place.outcome in CAME for place in places)
    absent = any(place.outcome is Outcome.ABSENT and not place.make_up for place in places)
    return LedgerDay(
        local_date=on,
        state=LedgerDayState(plan.state.value) if plan else LedgerDayState.NOT_EXPECTED,
        expected_minutes=plan.minutes if plan else 0,
        tally=sums,
        missed=_expected(plan) and absent and not attended,
        qualifies=None if counted_day_minutes is None else sums.countable_minutes >= counted_day_minutes,
    )


def _of_kind(kind: ServiceKind, places: list[Place], plan: dict[date, ProgramDay]) -> Tally:
    return together(
        tally([place], absences_count=_expected(plan.get(place.local_date)))
        for place in places
        if place.service_kind is kind
    )
