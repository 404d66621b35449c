"""Longer blocks in a week in which closures leave a cohort too few days. Pure: minutes in, minutes out.

The groups of the days left out follow those of the others, the next one where a block ends first, as the builder puts
them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from handrail.core.ids import LocationId
from handrail.planning.spans import DAY, merged, without
from handrail.planning.vocabulary import LossKind
from handrail.planning.week import Running, Standing, WeekSeen, Wish

Group = tuple[int, int, int]
"""The day by its turn, how long after the block begins, and minutes."""


Spans = Collection[tuple[int, int]]


@dataclass(frozen=True)
class Room:
    """Within what time of the day blocks lie, and how long they may be; None: no longer than ever."""

    window: tuple[int, int]
    most: int | None = None


def standing(groups: Sequence[Standing], window: tuple[int, int], closed: Spans, running: Running) -> Room:
    """Return what a cohort is allowed that meets already, where it lasts as long as its program lets it."""
    days = sorted({one.starts // DAY for one in groups})
    begins = min(one.starts % DAY for one in groups)
    ends = max((one.ends - 1) % DAY + 1 for one in groups)
    blocks = [(days.index(one.starts // DAY), one.starts % DAY - begins, one.minutes) for one in groups]
    if running.longest is None:
        return Room(window)
    return room_for(
        blocks, block=ends - begins, window=window, weekdays=days, days=len(days), closed=closed, most=running.longest
    )


def new(running: Running, days: int, weekdays: Sequence[int], window: tuple[int, int], closed: Spans) -> Room:
    """Return what a cohort is allowed that has no week yet."""
    blocks = [(day, one.offset, one.minutes) for day in range(days) for one in running.blocks]
    block = block_of(running)
    # Where a day may not be longer, the days that are left are told to be too few.
    most = running.longest or block
    return room_for(blocks, block=block, window=window, weekdays=weekdays, days=days, closed=closed, most=most)


def block_of(running: Running) -> int:
    """Return how long the groups of a program's day last together."""
    return max(one.offset + one.minutes for one in running.blocks)


def room_for(
    groups: Sequence[Group],
    *,
    block: int,
    window: tuple[int, int],
    weekdays: Sequence[int],
    days: int,
    closed: Spans,
    most: int,
) -> Room:
    """Return what a cohort of so many days is allowed. The time of day is no wider than the blocks then need: else a
    cohort could begin later on all of its days."""
    left = _left(weekdays, window, block, closed)
    missing = days - left
    if missing <= 0 or left == 0 or most < block:
        return Room(window)
    longest = min(_longest(groups, days, block, skipped) for skipped in combinations(range(days), missing))
    wide = (window[0], min(window[1] + min(longest, most) - block, DAY))
    if _left(weekdays, wide, block, closed) > left:
        return Room(window)  # a whole block finds its time later on such a day
    return Room(wide, min(most, wide[1] - wide[0]))


def closed_at(site: LocationId, week: WeekSeen, wish: Wish, play: Iterable[Standing]) -> list[tuple[int, int]]:
    """Return when a location is closed or opens late; where something is held all the same, it is open."""
    house = next(one for one in week.houses if one.id == site)
    stands = [(one.starts, one.ends) for one in play if one.site == site]
    late = [one for one in wish.losses if one.kind is LossKind.LATE_OPENING and one.id == site]
    return [*without(merged(house.closed), stands), *((one.begins, one.ends) for one in late)]


def _left(weekdays: Sequence[int], window: tuple[int, int], block: int, closed: Spans) -> int:
    """Return on how many days a block is somewhere within the window while nothing is closed."""
    return sum(_meets([(a - day * DAY, b - day * DAY) for a, b in closed], window, block) for day in weekdays)


def _meets(closed: Sequence[tuple[int, int]], window: tuple[int, int], block: int) -> bool:
    starts = {window[0], *(ends for _, ends in closed if window[0] <= ends)}
    return any(
        start + block <= window[1] and not any(a < start + block and start < b for a, b in closed) for start in starts
    )


def _longest(groups: Sequence[Group], days: int, block: int, skipped: Collection[int]) -> int:
    ends = [block] * (days - len(skipped))
    for day, _, minutes in sorted(groups):
        if day in skipped:
            ends[ends.index(min(ends))] += minutes
    return max(ends)
