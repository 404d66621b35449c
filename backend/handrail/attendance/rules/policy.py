"""Which steps of a program's attendance ladder somebody has reached. Values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handrail.attendance.vocabulary import CAME, AbsenceReason, MissKind, Outcome, PolicyAct


@dataclass(frozen=True)
class Marked:
    """What became of one booking of a closed session."""

    local_date: date
    outcome: Outcome
    absence_reason: AbsenceReason | None
    make_up: bool


@dataclass(frozen=True)
class Step:
    """So many days of these kinds within so many days, the last one included, ask for an act."""

    key: str
    act: PolicyAct
    counting: frozenset[MissKind]
    times: int
    within_days: int | None
    """None: the whole episode."""


@dataclass(frozen=True)
class Reached:
    """A step was reached on a day, by these days."""

    key: str
    act: PolicyAct
    on: date
    days: tuple[date, ...]


def kind_of_day(marks: Iterable[Marked]) -> MissKind | None:
    """Return what was missed on one day, or None. A missed make-up is no second absence."""
    first = [one for one in marks if not one.make_up or one.outcome in CAME]
    absent = [one for one in first if one.outcome is Outcome.ABSENT]
    came = any(one.outcome in CAME for one in first)
    if absent and came:
        return MissKind.PART_MISSED
    if absent:
        unheard = any(one.absence_reason is AbsenceReason.NO_CONTACT for one in absent)
        return MissKind.NO_CALL_NO_SHOW if unheard else MissKind.UNEXCUSED
    if not came:
        return MissKind.EXCUSED if first else None
    return MissKind.LATE if any(one.outcome in {Outcome.LATE, Outcome.LEFT_EARLY} for one in first) else None


def missed_days(marks: Iterable[Marked]) -> list[tuple[date, MissKind]]:
    """Return the days of which something was missed, in order."""
    by_day: dict[date, list[Marked]] = {}
    for one in marks:
        by_day.setdefault(one.local_date, []).append(one)
    kinds = ((day, kind_of_day(by_day[day])) for day in sorted(by_day))
    return [(day, kind) for day, kind in kinds if kind is not None]


def reached(steps: Sequence[Step], days: Sequence[tuple[date, MissKind]]) -> list[Reached]:
    """Return every step each time it was reached, by day.

    Days that led to a step are used up for it, so that it is reached again only by as many new ones. The answer depends
    on the days alone: a correction of one of them changes what was reached, and nothing is counted twice.
    """
    found = []
    for step in steps:
        open_days: list[date] = []
        for day, kind in days:
            if kind not in step.counting:
                continue
            open_days.append(day)
            if step.within_days is not None:
                begins = day - timedelta(days=step.within_days - 1)
                open_days = [one for one in open_days if one >= begins]
            if len(open_days) >= step.times:
                found.append(Reached(step.key, step.act, day, tuple(open_days)))
                open_days = []
    return sorted(found, key=lambda one: one.on)
