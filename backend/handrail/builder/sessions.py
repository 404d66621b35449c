"""Participants' sessions around the groups: the tightest first, then by pushing others out of the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from handrail.builder.grid import Grid
from handrail.builder.parts import Held, Unit
from handrail.builder.ticks import nth_tick, starts_of, union
from handrail.builder.week import NOWHERE, Week

ANY_PRICE: Final = 1_000_000
VAIN: Final = 3
"""After so many sessions in turn that cannot be moved to where they cost nothing, the others are let be."""
ROOMS_TRIED: Final = 8
PUSHES: Final = 14
"""So many ways to push others out are compared."""

Place = tuple[Held, int, int]
"""A session, its start and its room."""


@dataclass(frozen=True, slots=True)
class Push:
    """A clinician and starts for a unit, and which others have to give way."""

    weight: int
    clinician: int
    starts: tuple[int, ...]
    units: frozenset[int]


class Sessions:
    """Places units; remembers which were hard to place, so that these are pushed out last."""

    def __init__(self, grid: Grid, chance: Random, stop: Callable[[], bool]) -> None:
        self._grid = grid
        self._chance = chance
        self._stop = stop
        self._hard = [1] * len(grid.units)
        use = [max((grid.scarcity[c] for c in unit.clinicians), default=0.0) for unit in grid.units]
        self._order = sorted(grid.units, key=lambda one: (len(one.clinicians), -use[one.index], -one.ticks))

    def fill(self, week: Week, steps: int) -> bool:
        """Place every unit that is not placed; whether all are."""
        units = (
            self._order
            if self._chance.random() < 0.5
            else sorted(self._order, key=lambda one: (len(one.clinicians), -one.ticks, self._chance.random()))
        )
        missing = [unit for unit in units if week.start[unit.sessions[0].index] == NOWHERE]
        missing = [unit for unit in missing if not self.place(week, unit, ANY_PRICE)]
        return not missing or self.push_in(week, missing, steps, ANY_PRICE)

    def place(self, week: Week, unit: Unit, below: int) -> bool:
        """Place a unit where it costs least and less than `below`, if anywhere; nobody else moves."""
        best: tuple[int, list[Place]] | None = None
        one: tuple[int, list[Place]] | None = None
        rooms: dict[tuple[tuple[int, ...], int], int] = {}
        kept = self._kept(week, unit)
        if kept is not None and kept[0] < below:
            best, below = kept[:2], kept[0]
            who = kept[2]
        if best is None or below > 0:
            want = self._wanted(week, unit, below)
            longest = unit.sessions[0].ticks
            for c in sorted(unit.clinicians, key=lambda c: (len(self._grid.reserves_of[c]), week.week_left[c])):
                if week.week_left[c] >= unit.ticks and starts_of(week.clinician_free[c] & want, longest):
                    one = self._with(week, unit, c, rooms, below)
                    if one is not None:
                        best, below, who = one, one[0], c
                        if below == 0:
                            break
        if best is None:
            return False
        for held, start, room in best[1]:
            week.see(unit, held, start, who, room)
        return True

    def keep(self, week: Week, unit: Unit) -> bool:
        """Place a unit as the current week has it, in another room if need be."""
        kept = self._kept(week, unit)
        if kept is None:
            return False
        for held, start, room in kept[1]:
            week.see(unit, held, start, kept[2], room)
        return True

    def place_with(self, week: Week, unit: Unit, c: int, below: int) -> bool:
        """Place a unit with one clinician, where it costs least and less than `below`, if anywhere."""
        one = self._with(week, unit, c, {}, below) if week.week_left[c] >= unit.ticks else None
        if one is not None:
            for held, start, room in one[1]:
                week.see(unit, held, start, c, room)
        return one is not None

    def _wanted(self, week: Week, unit: Unit, below: int) -> int:
        """Return when the participant could come to a unit that costs less."""
        want = week.participant_free[unit.participant] & ~week.block[unit.cohort]
        column = week.columns[unit.cohort]
        if self._grid.weights.off_day >= below and column is not None:
            want &= column.option.program_days
        return want

    def _kept(self, week: Week, unit: Unit) -> tuple[int, list[Place], int] | None:
        """Return the places that the unit has in the current week, if it can keep them."""
        now = [self._grid.now.get(held.index) for held in unit.sessions]
        first = now[0]
        if first is None or first.clinician not in unit.clinicians or week.week_left[first.clinician] < unit.ticks:
            return None
        c = first.clinician
        clinician = week.reach(c, unit.site)
        participant = week.participant_free[unit.participant] & ~week.block[unit.cohort]
        places: list[Place] = []
        price = 0
        days = [0] * self._grid.days
        for held, was in zip(unit.sessions, now, strict=True):
            if was is None or was.clinician != c or not held.begins >> was.start & 1:
                return None
            mask = held.ones << was.start
            day = was.start // self._grid.day_ticks
            days[day] += held.ticks
            if mask & ~(clinician & participant) or week.day_left[c][day] < days[day]:
                return None
            fit = () if was.tele else (was.room, *held.rooms)
            room = next((r for r in fit if r in held.rooms and not mask & ~week.room_free[r]), NOWHERE)
            if room == NOWHERE and not (was.tele and held.tele_ok):
                return None
            participant &= ~mask
            clinician &= ~mask
            places.append((held, was.start, room))
            price += week.price(held, was.start, c, room, unit.cohort)
        mine = week.clinician_free[c] & ~union(held.ones << start for held, start, _ in places)
        return (price, places, c) if self._grid.rests(c, mine) else None

    def _with(
        self, week: Week, unit: Unit, c: int, rooms: dict[tuple[tuple[int, ...], int], int], below: int
    ) -> tuple[int, list[Place]] | None:
        """Return the cheapest places with one clinician, session after session, cheaper than `below`."""
        free = week.reach(c, unit.site) & week.participant_free[unit.participant] & ~week.block[unit.cohort]
        mine = week.clinician_free[c]
        column = week.columns[unit.cohort]
        program = column.option.program_days if column is not None else 0
        places: list[Place] = []
        price = 0
        taken = [0] * self._grid.days
        for held in unit.sessions:
            starts = starts_of(free, held.ticks) & held.begins
            if starts:
                for day, mask in enumerate(self._grid.day_mask):
                    if starts & mask and week.day_left[c][day] < held.ticks + taken[day]:
                        starts &= ~mask
            if starts and self._grid.breaks[c]:
                starts &= ~self._grid.restless(c, mine, held.ticks)
            if not starts:
                return None
            key = held.rooms, held.ticks
            if key not in rooms:
                rooms[key] = _room_starts(week, held)
            found = self._start(week, held, c, starts, rooms[key], program, mine, unit.cohort)
            if found is None:
                return None
            start, room = found
            price += week.price(held, start, c, room, unit.cohort)
            if price >= below:
                return None
            mask = held.ones << start
            free &= ~mask
            mine &= ~mask
            taken[start // self._grid.day_ticks] += held.ticks
            places.append((held, start, room))
        return price, places

    def _start(
        self, week: Week, held: Held, c: int, starts: int, rooms: int, program: int, mine: int, cohort: int
    ) -> tuple[int, int] | None:
        """Return the cheapest start and its room; of alike ones the first that leaves no gap before it."""
        now = self._grid.now.get(held.index)
        same = starts & 1 << now.start if now is not None else 0
        tiers = [(same & rooms, False), (starts & rooms & program, False), (starts & rooms & ~program, False)]
        if held.tele_ok:
            tiers += [(starts & program, True), (starts & ~program, True)]
        if self._grid.minds:
            tiers = [(one, tele) for tier, tele in tiers for one in self._liked(tier, held, c)]
        best: tuple[int, int] | None = None
        least = ANY_PRICE
        for tier, tele in tiers:
            if not tier:
                continue
            snug = tier & ~(mine << 1) or tier
            start = (snug & -snug).bit_length() - 1
            price = week.price(held, start, c, NOWHERE if tele else 0, cohort)
            if price < least:
                least = price
                best = start, NOWHERE if tele else _room_at(week, held, start)
        return best

    def _liked(self, starts: int, held: Held, c: int) -> tuple[int, ...]:
        """Return the starts that clinician and participant both like, those that one of them likes, and all."""
        spans = [one for one in (self._grid.likes[c], self._grid.wishes[held.participant]) if one]
        liked = [starts & starts_of(one, held.ticks) for one in spans]
        return (liked[0] & liked[-1], *liked, starts) if liked else (starts,)

    def push_in(self, week: Week, missing: Sequence[Unit], steps: int, below: int) -> bool:
        """Place units by pushing others out, which are then placed in turn. False leaves the week incomplete."""
        stack = list(missing)
        for _ in range(steps):
            if not stack:
                return True
            if self._stop():
                return False
            unit = stack.pop()
            if self.place(week, unit, below):
                continue
            self._hard[unit.index] += 1
            push = self._push(week, unit)
            if push is None:
                stack.insert(0, unit)
                continue
            for at in sorted(push.units):
                week.drop(self._grid.units[at])
                stack.append(self._grid.units[at])
            if not self._settle(week, unit, push, below):
                stack.insert(0, unit)
        return not stack

    def _settle(self, week: Week, unit: Unit, push: Push, below: int) -> bool:
        """Place the unit where others made way; elsewhere, if what was pushed out was not enough."""
        c = push.clinician
        free = week.reach(c, unit.site) & week.participant_free[unit.participant] & ~week.block[unit.cohort]
        places, price = [], 0
        days = week.day_left[c].copy()
        for held, start in zip(unit.sessions, push.starts, strict=True):
            mask = held.ones << start
            room = _room_at(week, held, start)
            day = start // self._grid.day_ticks
            days[day] -= held.ticks
            price += week.price(held, start, c, room, unit.cohort)
            if mask & ~free or days[day] < 0 or (room == NOWHERE and not held.tele_ok):
                return self.place(week, unit, below)
            free &= ~mask
            places.append((held, start, room))
        mine = week.clinician_free[c] & ~union(held.ones << start for held, start, _ in places)
        if price >= below or week.week_left[c] < unit.ticks or not self._grid.rests(c, mine):
            return self.place(week, unit, below)
        for held, start, room in places:
            week.see(unit, held, start, c, room)
        return True

    def _push(self, week: Week, unit: Unit) -> Push | None:
        """Return the way in that pushes out what is easiest to place again."""
        best: Push | None = None
        if not unit.clinicians:
            return None
        for _ in range(PUSHES):
            c = self._chance.choice(unit.clinicians)
            push = self._push_with(week, unit, c)
            if push is not None and (best is None or push.weight < best.weight):
                best = push
        return best

    def _push_with(self, week: Week, unit: Unit, c: int) -> Push | None:
        grid = self._grid
        others = {at: self._mask(week, grid.units[at], c) for at in week.seen_by[c]}
        movable = 0
        for mask in others.values():
            movable |= mask
        kin = [at for at in self._of_participant(week, unit) if at != unit.index]
        free = (week.reach(c, unit.site) | movable & grid.hours_at[c][unit.site]) & ~week.block[unit.cohort]
        free &= grid.available[unit.participant]
        out: set[int] = set()
        starts = []
        for held in unit.sessions:
            able = starts_of(free, held.ticks) & held.begins
            if not able:
                return None
            start = self._any_of(able)
            mask = held.ones << start
            out |= {at for at, their in others.items() if their & mask}
            out |= {at for at in kin if self._mask(week, grid.units[at], None) & mask}
            if not held.tele_ok and _room_at(week, held, start) == NOWHERE:
                room_out = self._out_of_room(week, held, mask)
                if room_out is None:
                    return None
                out |= room_out
            free &= ~mask
            starts.append(start)
        if grid.breaks[c]:
            held_then = union(held.ones << start for held, start in zip(unit.sessions, starts, strict=True))
            make_way = self._breaks(week, c, held_then, others, out)
            if make_way is None:
                return None
            out |= make_way
        if not self._hours(week, unit, c, starts, out):
            return None
        return Push(sum(self._hard[at] for at in out), c, tuple(starts), frozenset(out))

    def _breaks(self, week: Week, c: int, mask: int, others: dict[int, int], out: set[int]) -> set[int] | None:
        """Return the units that have to go so that the clinician has a break; None: none is possible."""
        grid, found = self._grid, set[int]()
        free = (week.clinician_free[c] | union(others.get(at, 0) for at in out)) & ~mask
        movable = free | union(others.values()) & ~mask
        for window in grid.breaks[c]:
            if starts_of(free & window, grid.break_ticks[c]):
                continue
            able = starts_of(movable & window, grid.break_ticks[c])
            if not able:
                return None
            rest = ((1 << grid.break_ticks[c]) - 1) << self._any_of(able)
            found |= {at for at, their in others.items() if their & rest}
        return found

    def _hours(self, week: Week, unit: Unit, c: int, starts: list[int], out: set[int]) -> bool:
        """Push out more until the clinician's day and week are short enough; False: they never are."""
        grid = self._grid
        day_left = week.day_left[c].copy()
        week_left = week.week_left[c]
        need = [0] * grid.days
        for held, start in zip(unit.sessions, starts, strict=True):
            need[start // grid.day_ticks] += held.ticks

        def gone(at: int) -> int:
            ticks = 0
            for held in grid.units[at].sessions:
                if week.clinician[held.index] == c:
                    day_left[week.start[held.index] // grid.day_ticks] += held.ticks
                    ticks += held.ticks
            return ticks

        week_left += sum(gone(at) for at in sorted(out))
        rest = sorted(week.seen_by[c] - out)
        self._chance.shuffle(rest)
        rest.sort(key=lambda at: self._hard[at])
        while rest:
            short = {day for day in range(grid.days) if day_left[day] < need[day]}
            if not short and week_left >= unit.ticks:
                break
            at = rest.pop(0)
            on = {week.start[held.index] // grid.day_ticks for held in grid.units[at].sessions}
            if short and not short & on:
                continue
            out.add(at)
            week_left += gone(at)
        return week_left >= unit.ticks and all(a >= b for a, b in zip(day_left, need, strict=True))

    def _out_of_room(self, week: Week, held: Held, mask: int) -> set[int] | None:
        """Return the units to push out of the room where that is easiest."""
        best: set[int] | None = None
        least = ANY_PRICE
        many = len(held.rooms) > ROOMS_TRIED
        for room in self._chance.sample(held.rooms, ROOMS_TRIED) if many else held.rooms:
            if mask & ~self._grid.room_open[room]:
                continue
            out, theirs = set(), week.room_free[room]
            for at in week.seen_in[room]:
                for other in self._grid.units[at].sessions:
                    their = other.ones << week.start[other.index]
                    if week.room[other.index] == room and their & mask:
                        out.add(at)
                        theirs |= their
            weight = sum(self._hard[at] for at in out)
            if not mask & ~theirs and weight < least:
                best, least = out, weight
        return best

    def _any_of(self, ticks: int) -> int:
        return nth_tick(ticks, self._chance.randrange(ticks.bit_count()))

    def _of_participant(self, week: Week, unit: Unit) -> list[int]:
        return [
            at
            for at in self._grid.units_of[unit.participant]
            if week.start[self._grid.units[at].sessions[0].index] >= 0
        ]

    def _mask(self, week: Week, unit: Unit, clinician: int | None) -> int:
        mask = 0
        for held in unit.sessions:
            if clinician is None or week.clinician[held.index] == clinician:
                mask |= held.ones << week.start[held.index]
        return mask

    def improve(self, week: Week, steps: int) -> Week:
        """Move units that cost something to where they cost nothing, pushing others along; never worse."""
        vain = 0
        for unit in self._order:
            if self._stop() or vain >= VAIN:
                break
            price = week.unit_price(unit)
            if price == 0:
                continue
            trial = week.copy()
            trial.drop(unit)
            if self.push_in(trial, [unit], steps, price) and total(trial) < total(week):
                week, vain = trial, 0
            else:
                vain += 1
        return week


def total(week: Week) -> int:
    """Return what the week costs."""
    return week.cost_parts().total


def _room_starts(week: Week, held: Held) -> int:
    starts = 0
    for room in held.rooms:
        starts |= starts_of(week.room_free[room], held.ticks)
    return starts


def _room_at(week: Week, held: Held, start: int) -> int:
    mask = held.ones << start
    return next((room for room in held.rooms if week.room_free[room] & mask == mask), NOWHERE)
