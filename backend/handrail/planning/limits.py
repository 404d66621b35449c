"""How much planning may give somebody: their longest day and week, and a break. Pure: minutes in, ticks out.

What stands, stays: where the present week holds more, or leaves no break, that much is let be.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from handrail.builder.problem import Lunch
from handrail.planning.spans import DAY, in_ticks, merged, without
from handrail.planning.vocabulary import WEEK_MINUTES
from handrail.planning.week import Worker

_DAYS = range(WEEK_MINUTES // DAY)
Spans = Iterable[tuple[int, int]]


@dataclass(frozen=True)
class Longest:
    """Ticks of sessions: of each day, and of the week."""

    days: tuple[int, ...]
    week: int


def longest(worker: Worker, held: Spans, other: Spans, tick: int) -> Longest:
    """Return what the sessions to plan may take, beside the `other` work that is not to be planned."""
    held, other = list(held), list(other)
    days = []
    for day in _DAYS:
        whole = [(day * DAY, (day + 1) * DAY)]
        most = DAY if worker.longest_day is None else worker.longest_day - _minutes(other, whole)
        days.append(max(most // tick, _minutes(held, whole) // tick, 0))
    all_week = [(0, WEEK_MINUTES)]
    most = WEEK_MINUTES if worker.longest_week is None else worker.longest_week - _minutes(other, all_week)
    return Longest(tuple(days), max(most // tick, _minutes(held, all_week) // tick, 0))


@dataclass(frozen=True)
class Rest:
    """The break the builder has to leave, and times that are kept free for one beside work it knows nothing of."""

    lunch: Lunch | None
    kept: tuple[tuple[int, int], ...]
    """Minutes."""


def rest(worker: Worker, held: Spans, other: Spans, tick: int) -> Rest:
    """Return the break of each day that is worked across its window and on which the present week leaves one."""
    if worker.lunch is None:
        return Rest(None, ())
    minutes, begins, ends = worker.lunch
    ticks, held, other = -(-minutes // tick), list(held), list(other)
    days, kept = [], []
    for day in _DAYS:
        window = (day * DAY + begins, day * DAY + ends)
        if without([window], [*worker.open, *other]):
            continue  # they come later or go earlier
        free = in_ticks(without([window], merged([*held, *other])), tick, outward=False)
        gap = next((first for first, last in free if last - first >= ticks), None)
        if gap is None:
            continue
        if without([window], other) == [window]:
            days.append(day)
        else:
            kept.append((gap * tick, (gap + ticks) * tick))
    window = (-(-begins // tick), ends // tick)
    return Rest(Lunch(ticks=ticks, window=window, days=tuple(days)) if days else None, tuple(kept))


def _minutes(spans: Spans, inside: Spans) -> int:
    """Return how many minutes of spans that may not overlap lie inside others."""
    whole = list(inside)
    left = without(whole, merged(spans))
    return sum(ends - begins for begins, ends in whole) - sum(ends - begins for begins, ends in left)
