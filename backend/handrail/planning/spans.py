"""Spans of minutes of a week."""

from collections.abc import Iterable
from typing import Final

from handrail.planning.vocabulary import CLOSES, OPENS, WEEK_MINUTES

DAY: Final = 1440


def in_ticks(spans: Iterable[tuple[int, int]], tick: int, *, outward: bool) -> tuple[tuple[int, int], ...]:
    """Return minutes in ticks: a tick that is taken in part is taken, one that is open in part is not open."""
    last = WEEK_MINUTES // tick
    found = []
    for begins, ends in merged(spans):
        one = (begins // tick, -(-ends // tick)) if outward else (-(-begins // tick), ends // tick)
        one = (max(one[0], 0), min(one[1], last))
        if one[0] < one[1]:
            found.append(one)
    return tuple(merged(found))


def nights() -> list[tuple[int, int]]:
    """Nobody is asked to come outside of the day."""
    return [
        span for day in range(7) for span in ((day * DAY, day * DAY + OPENS), (day * DAY + CLOSES, (day + 1) * DAY))
    ]


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for begins, ends in sorted(one for one in spans if one[0] < one[1]):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((begins, ends))
    return found


def without(spans: Iterable[tuple[int, int]], taken: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    left = list(spans)
    for begins, ends in taken:
        parts = [part for one in left for part in ((one[0], min(one[1], begins)), (max(one[0], ends), one[1]))]
        left = [part for part in parts if part[0] < part[1]]
    return left
