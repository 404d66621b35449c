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

from handrail.builder.grid import Cohort, Grid, Option, ticks_of

ROUNDS: Final = 60
NEARLY: Final = 1e-6


@dataclass(slots=True)
class _Slot:
    """A site at a tick at which more cohorts may want to meet than there are rooms."""

    site: int
    tick: int
    rooms: int
    price: float = 0.0
    used: int = 0


@dataclass(slots=True)
class _Choice:
    """A cohort: its options that can be held at all, the slots each takes, and who could lead which of them alone."""

    cohort: Cohort
    costs: list[int] = field(default_factory=list)
    slots: list[list[int]] = field(default_factory=list)
    alone: dict[int, list[int]] = field(default_factory=dict)


def lower_bound(grid: Grid, known: Sequence[int], stop: Callable[[], bool]) -> int:
    """Return a cost below which there is no week. `known`: what each cohort costs in the best week there is."""
    slots = _slots(grid)
    choices = [_choice(grid, cohort, slots) for cohort in grid.cohorts]
    apart = 0
    for inside in _components(choices, len(slots)):
        shared = sorted({at for one in inside for used in one.slots for at in used})
        target = sum(known[one.cohort.index] for one in inside)
        apart += _ascend(
            grid,
            inside,
            [slots[at] for at in shared],
            dict(zip(shared, range(len(shared)), strict=True)),
            None,
            target,
            stop,
        )
    if apart >= sum(known) or stop():
        return apart
    hours = [0.0] * len(grid.supply)
    return max(apart, _ascend(grid, choices, slots, {at: at for at in range(len(slots))}, hours, sum(known), stop))


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


def _choice(grid: Grid, cohort: Cohort, slots: list[_Slot]) -> _Choice:
    one = _Choice(cohort)
    options = [option for option in cohort.options if _held(grid, cohort, option)]
    mine = [(at, slot.tick) for at, slot in enumerate(slots) if slot.site == cohort.site]
    by_video = any(group.tele_ok for group in cohort.groups)
    if by_video:
        mine = []  # it may do without rooms, and be by video now
    for option in options:
        one.costs.append(0 if by_video else option.cost)
        one.slots.append([at for at, tick in mine if option.whole >> tick & 1])
    for c in sorted(cohort.leads_all):
        if grid.supply[c] >= cohort.ticks and max(cohort.day_ticks) <= grid.max_day[c]:
            free = grid.clinician_open[c]
            able = [at for at, option in enumerate(options) if free & option.whole == option.whole]
            if able:
                one.alone[c] = able
    return one


def _held(grid: Grid, cohort: Cohort, option: Option) -> bool:
    """Return whether there are a room and a leader for each group of the option, with nobody else in the week."""
    return all(
        (group.tele_ok or any(not mask & ~grid.room_open[room] for room in group.rooms))
        and any(not mask & ~grid.clinician_open[c] for c in group.leaders)
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
        for at in {at for used in one.slots for at in used}:
            leader[root(at)] = root(slots + index)
    found: dict[int, list[_Choice]] = {}
    for index, one in enumerate(choices):
        found.setdefault(root(slots + index), []).append(one)
    return list(found.values())


def _ascend(
    grid: Grid,
    choices: list[_Choice],
    slots: list[_Slot],
    slot_of: dict[int, int],
    hours: list[float] | None,
    target: int,
    stop: Callable[[], bool],
) -> int:
    """Raise prices where more is used than there is, until the bound is the target or no longer rises."""
    best: float = 0.0
    for slot in slots:
        slot.price = 0.0
    for turn in range(ROUNDS):
        for slot in slots:
            slot.used = 0
        worked = [0] * len(grid.supply)
        value = sum((_cheapest(grid, one, slots, slot_of, hours, worked) for one in choices), 0.0)
        value -= sum(slot.price * slot.rooms for slot in slots)
        if hours is not None:
            value -= sum(price * most for price, most in zip(hours, grid.supply, strict=True))
        best = max(best, value)
        if ceil(best - NEARLY) >= target or stop():
            break
        over = [slot.used - slot.rooms for slot in slots]
        more = [(used - most) / 4 for used, most in zip(worked, grid.supply, strict=True)] if hours is not None else []
        norm: float = sum(one * one for one, slot in zip(over, slots, strict=True) if one > 0 or slot.price)
        norm += sum(one * one for one, price in zip(more, hours or (), strict=True) if one > 0 or price)
        if norm == 0:
            break
        step = max(target - value, 0.5) / norm * 0.96**turn
        for slot, one in zip(slots, over, strict=True):
            slot.price = max(0.0, slot.price + step * one)
        if hours is not None:
            hours[:] = [max(0.0, price + step * one / 4) for price, one in zip(hours, more, strict=True)]
    return max(0, ceil(best - NEARLY))


def _cheapest(
    grid: Grid,
    one: _Choice,
    slots: list[_Slot],
    slot_of: dict[int, int],
    hours: list[float] | None,
    worked: list[int],
) -> float:
    """Return what the cohort costs at these prices, and note what it uses."""
    if not one.costs:
        return 0.0
    leader = grid.weights.clinicians
    costs = [
        cost + sum(slots[slot_of[at]].price for at in used) for cost, used in zip(one.costs, one.slots, strict=True)
    ]
    chosen = min(range(len(costs)), key=costs.__getitem__)
    leaders = min(2, len(one.cohort.groups))
    least, who = costs[chosen] + leaders * leader, -1
    for c, able in one.alone.items():
        own = leader + (hours[c] * one.cohort.ticks if hours is not None else 0.0)
        if own < least:
            at = min(able, key=costs.__getitem__)
            if costs[at] + own < least:
                least, chosen, who = costs[at] + own, at, c
    for at in one.slots[chosen]:
        slots[slot_of[at]].used += 1
    if who >= 0:
        worked[who] += one.cohort.ticks
    return least
