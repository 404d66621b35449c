"""A lower bound: what every week of the problem costs at least, by its cohorts.

Each cohort alone may use any clinician; what cohorts share is priced (Lagrange): the rooms fit for groups at a site and
time, and the hours of a clinician who leads a whole cohort alone. A cohort with more leaders pays for two and uses
nobody's hours. Participants' sessions are taken to cost nothing.

With hours free of charge, cohorts that never want the same rooms are problems of their own, and as costs are whole
numbers the bound of each may be rounded up. The better of the two bounds counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from handrail.builder.grid import Grid
from handrail.builder.parts import Cohort, Option
from handrail.builder.ticks import ticks_of

ROUNDS: Final = 60
NEARLY: Final = 1e-6


@dataclass(frozen=True, slots=True)
class _Slot:
    """A site at a tick at which more cohorts may want to meet than there are rooms."""

    site: int
    tick: int
    rooms: int


@dataclass(slots=True)
class _Menu:
    """Options that can be held at all, with their costs and the slots each takes; cohorts alike share one."""

    costs: tuple[int, ...]
    slots: tuple[tuple[int, ...], ...]


@dataclass(slots=True)
class _Choice:
    """A cohort: its menu, and who could lead which of the options alone."""

    cohort: Cohort
    menu: _Menu
    alone: dict[tuple[int, ...], list[int]] = field(default_factory=dict)


def lower_bound(grid: Grid, known: Sequence[int], stop: Callable[[], bool]) -> int:
    """Return a cost below which there is no week. `known`: what each cohort costs in the best week there is."""
    slots = _slots(grid)
    rooms = [slot.rooms for slot in slots]
    menus: dict[tuple[tuple[int, ...], tuple[tuple[int, ...], ...]], _Menu] = {}
    choices = [_choice(grid, cohort, slots, menus) for cohort in grid.cohorts]
    apart = 0
    for inside in _components(choices, len(slots)):
        target = sum(known[one.cohort.index] for one in inside)
        apart += _ascend(grid, inside, rooms, None, target, stop)
    if apart >= sum(known) or stop():
        return apart
    hours = [0.0] * len(grid.supply)
    return max(apart, _ascend(grid, choices, rooms, hours, sum(known), stop))


def _slots(grid: Grid) -> list[_Slot]:
    wanted: dict[tuple[int, int], int] = {}
    rooms: dict[int, set[int]] = {}
    for cohort in grid.cohorts:
        rooms.setdefault(cohort.site, set()).update(room for group in cohort.groups for room in group.rooms)
        whole = 0
        for option in cohort.options:
            whole |= option.whole
        for tick in ticks_of(whole):
            wanted[cohort.site, tick] = wanted.get((cohort.site, tick), 0) + 1
    able = {key: sum(grid.room_open[room] >> key[1] & 1 for room in rooms[key[0]]) for key in wanted}
    return [_Slot(*key, able[key]) for key, most in sorted(wanted.items()) if most > able[key]]


def _choice(
    grid: Grid,
    cohort: Cohort,
    slots: list[_Slot],
    menus: dict[tuple[tuple[int, ...], tuple[tuple[int, ...], ...]], _Menu],
) -> _Choice:
    options = [option for option in cohort.options if _held(grid, cohort, option)]
    mine = [(at, slot.tick) for at, slot in enumerate(slots) if slot.site == cohort.site]
    by_video = any(group.tele_ok for group in cohort.groups)
    if by_video:
        mine = []  # it may do without rooms, and be by video now
    costs = tuple(0 if by_video else option.cost for option in options)
    used = tuple(tuple(at for at, tick in mine if option.whole >> tick & 1) for option in options)
    one = _Choice(cohort, menus.setdefault((costs, used), _Menu(costs, used)))
    for c in sorted(cohort.leads_all):
        if grid.supply[c] >= cohort.ticks:
            free = grid.hours_at[c][cohort.site]
            able = tuple(
                at
                for at, option in enumerate(options)
                if free & option.whole == option.whole
                and max(option.layout.day_ticks, default=0) <= max(grid.max_days[c])
            )
            if able:
                one.alone.setdefault(able, []).append(c)
    return one


def _held(grid: Grid, cohort: Cohort, option: Option) -> bool:
    """Return whether there are a room and a leader for each group of the option, with nobody else in the week."""
    return all(
        (group.tele_ok or any(not mask & ~grid.room_open[room] for room in group.rooms))
        and any(not mask & ~grid.hours_at[c][cohort.site] for c in group.leaders)
        for group, mask in zip(cohort.groups, option.masks, strict=True)
    )


def _components(choices: list[_Choice], slots: int) -> list[list[_Choice]]:
    """Return cohorts by whether a chain of shared slots joins them."""
    leader = list(range(slots + len(choices)))

    def root(at: int) -> int:
        while leader[at] != at:
            at = leader[at]
        return at

    for index, one in enumerate(choices):
        for at in {at for used in one.menu.slots for at in used}:
            leader[root(at)] = root(slots + index)
    found: dict[int, list[_Choice]] = {}
    for index, one in enumerate(choices):
        found.setdefault(root(slots + index), []).append(one)
    return list(found.values())


def _ascend(
    grid: Grid,
    choices: list[_Choice],
    rooms: list[int],
    hours: list[float] | None,
    target: int,
    stop: Callable[[], bool],
) -> int:
    """Raise prices where more is used than there is, until the bound is the target or no longer rises."""
    best: float = 0.0
    prices = [0.0] * len(rooms)
    shared = sorted({at for one in choices for used in one.menu.slots for at in used})
    for turn in range(ROUNDS):
        used = [0] * len(rooms)
        worked = [0] * len(grid.supply)
        value = _at_these_prices(grid, choices, prices, hours, used, worked)
        value -= sum(prices[at] * rooms[at] for at in shared)
        if hours is not None:
            value -= sum(price * most for price, most in zip(hours, grid.supply, strict=True))
        best = max(best, value)
        if ceil(best - NEARLY) >= target or stop():
            break
        over = [used[at] - rooms[at] for at in shared]
        more = [(used - most) / 4 for used, most in zip(worked, grid.supply, strict=True)] if hours is not None else []
        norm: float = sum(one * one for one, at in zip(over, shared, strict=True) if one > 0 or prices[at])
        norm += sum(one * one for one, price in zip(more, hours or (), strict=True) if one > 0 or price)
        if norm == 0:
            break
        step = max(target - value, 0.5) / norm * 0.96**turn
        for at, one in zip(shared, over, strict=True):
            prices[at] = max(0.0, prices[at] + step * one)
        if hours is not None:
            hours[:] = [max(0.0, price + step * one / 4) for price, one in zip(hours, more, strict=True)]
    return max(0, ceil(best - NEARLY))


def _at_these_prices(
    grid: Grid,
    choices: list[_Choice],
    prices: list[float],
    hours: list[float] | None,
    used: list[int],
    worked: list[int],
) -> float:
    """Return what the cohorts cost at these prices, and note what they use."""
    known: dict[int, list[float]] = {}
    value = 0.0
    for one in choices:
        menu = one.menu
        if not menu.costs:
            continue
        costs = known.get(id(menu))
        if costs is None:
            priced = zip(menu.costs, menu.slots, strict=True)
            costs = known[id(menu)] = [cost + sum([prices[at] for at in slots]) for cost, slots in priced]
        least, chosen, who = _cheapest(grid, one, costs, hours)
        value += least
        for at in menu.slots[chosen]:
            used[at] += 1
        if who >= 0:
            worked[who] += one.cohort.ticks
    return value


def _cheapest(grid: Grid, one: _Choice, costs: list[float], hours: list[float] | None) -> tuple[float, int, int]:
    """Return what the cohort costs, its option, and who leads it alone, if anybody."""
    leader = grid.weights.clinicians
    chosen, who = min(range(len(costs)), key=costs.__getitem__), -1
    least = costs[chosen] + min(2, len(one.cohort.groups)) * leader
    for able, clinicians in one.alone.items():
        c = clinicians[0] if hours is None else min(clinicians, key=hours.__getitem__)
        own = leader + (hours[c] * one.cohort.ticks if hours is not None else 0.0)
        if own < least:
            at = min(able, key=costs.__getitem__)
            if costs[at] + own < least:
                least, chosen, who = costs[at] + own, at, c
    return least, chosen, who
