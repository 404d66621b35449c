"""The best week of one cohort, all others staying as they are: days, start, the smallest team, rooms."""

from collections.abc import Sequence
from random import Random
from typing import Final

from handrail.builder.parts import Cohort, Option
from handrail.builder.week import NOWHERE, Column, Week

TEAMS_TRIED: Final = 40
LARGEST_TEAM: Final = 6
BLINKS: Final = (0.0, 0.0, 0.1, 0.3, 0.6)
"""Shares of the options that are overlooked: who always takes the best leaves the next ones nothing."""


class Columns:
    """Best responses, ties drawn by `chance`."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def best(self, week: Week, cohort: Cohort, ceiling: int) -> Column | None:
        """Return the cheapest column that costs less than the ceiling, among the options that are not overlooked:
        exact for one leader and, but for how they share groups that both may lead, for two."""
        if not cohort.groups:
            return Column(cohort.options[0], (), (), cohort.options[0].cost)
        draw = self._chance.random
        blink = self._chance.choice(BLINKS)
        options = [one for one in cohort.options if draw() >= blink] if blink else list(cohort.options)
        options.sort(key=lambda one: (one.cost, draw()))
        scarcity = week.grid.scarcity
        leaders = sorted(cohort.leaders, key=lambda c: scarcity[c] + 0.3 * draw())
        free = {c: week.reach(c, cohort.site) for c in leaders}
        best = self._alone(week, cohort, options, [c for c in leaders if c in cohort.leads_all], free, ceiling)
        return self._team(week, cohort, options, leaders, free, best.cost if best else ceiling) or best

    def _alone(
        self,
        week: Week,
        cohort: Cohort,
        options: Sequence[Option],
        leaders: Sequence[int],
        free: dict[int, int],
        ceiling: int,
    ) -> Column | None:
        one_leader = week.grid.weights.clinicians
        able = [c for c in leaders if week.week_left[c] >= cohort.ticks and _spared(week, c, cohort.ticks)]
        best = None
        for option in options:
            if option.cost + one_leader >= ceiling:
                break
            rooms: tuple[int, ...] | None = None
            whole = option.whole
            for c in able:
                if free[c] & whole != whole:
                    continue
                left = week.day_left[c]
                if any(left[day] < ticks for day, ticks in zip(option.days, option.layout.day_ticks, strict=True)):
                    continue
                if not _rests(week, c, whole):
                    continue
                cost = option.cost + one_leader + _extra(week, cohort, option, [c] * len(cohort.groups))
                if cost >= ceiling:
                    continue
                rooms = rooms or rooms_for(week, cohort, option)
                if rooms is None:
                    break
                best = Column(option, (c,) * len(cohort.groups), rooms, cost)
                ceiling = cost
                if cost == option.cost + one_leader:
                    break
        return best

    def _team(
        self,
        week: Week,
        cohort: Cohort,
        options: Sequence[Option],
        leaders: Sequence[int],
        free: dict[int, int],
        ceiling: int,
    ) -> Column | None:
        each = week.grid.weights.clinicians
        best = None
        for option in options:
            if option.cost + 2 * each >= ceiling:
                break
            rooms = rooms_for(week, cohort, option)
            if rooms is None:
                continue
            covers = _covers(week, cohort, option, leaders, free)
            team = _pair(week, cohort, option, covers) or _more(week, cohort, option, covers)
            if team is None:
                continue
            cost = option.cost + each * len(set(team)) + _extra(week, cohort, option, team)
            if cost < ceiling:
                best, ceiling = Column(option, team, rooms, cost), cost
        return best


def rooms_for(week: Week, cohort: Cohort, option: Option) -> tuple[int, ...] | None:
    """Return a room for each group: one for all groups of a day if there is one, the same as the day before if free."""
    rooms = [NOWHERE] * len(cohort.groups)
    before = NOWHERE
    layout = option.layout
    for inside, mask, fit in zip(layout.day_groups, option.day_masks, layout.day_rooms, strict=True):
        first = (before, *fit) if before in fit else fit
        found = next((room for room in first if week.room_free[room] & mask == mask), NOWHERE)
        for at in inside:
            if found != NOWHERE:
                room = found
            elif cohort.twins[at] >= 0:
                room = rooms[cohort.twins[at]]
            else:
                room = _room(week, cohort.groups[at].rooms, option.masks[at])
            if room == NOWHERE:
                return None
            rooms[at] = room
        before = found
    return tuple(rooms)


def _room(week: Week, rooms: Sequence[int], mask: int) -> int:
    return next((room for room in rooms if week.room_free[room] & mask == mask), NOWHERE)


def _spared(week: Week, clinician: int, ticks: int) -> bool:
    """Return whether the sessions that this clinician's credentials are needed for keep enough hours."""
    return all(week.spare[at] >= ticks for at in week.grid.reserves_of[clinician])


def _rests(week: Week, clinician: int, mask: int) -> bool:
    """Return whether the clinician's breaks remain with these groups."""
    if not mask & week.grid.around[clinician]:
        return True
    return week.grid.rests(clinician, week.clinician_free[clinician] & ~mask)


def _extra(week: Week, cohort: Cohort, option: Option, team: Sequence[int]) -> int:
    """Return the price of leaders that are new to groups which stay where they are, or would rather not lead then."""
    grid = week.grid
    price = 0
    if grid.now:
        new = sum(1 for leader, now in zip(team, option.kept, strict=True) if now not in (NOWHERE, leader))
        price = grid.weights.changed * new
    if grid.minds:
        groups = zip(cohort.groups, option.starts, team, strict=True)
        price += grid.weights.preferences * sum(grid.disliked(group, start, c) for group, start, c in groups)
    return price


def _covers(
    week: Week, cohort: Cohort, option: Option, leaders: Sequence[int], free: dict[int, int]
) -> list[tuple[int, int]]:
    """Return who could lead which groups, as bits; whoever could lead most stands first."""
    found = []
    for c in leaders:
        cover = 0
        mine = free[c]
        if mine & option.whole:
            for at, (group, mask) in enumerate(zip(cohort.groups, option.masks, strict=True)):
                if mine & mask == mask and c in group.leaders and _rests(week, c, mask):
                    cover |= 1 << at
        if cover:
            found.append((c, cover))
    return sorted(found, key=lambda one: -one[1].bit_count())


def _pair(week: Week, cohort: Cohort, option: Option, covers: list[tuple[int, int]]) -> tuple[int, ...] | None:
    everything = (1 << len(cohort.groups)) - 1
    tried = 0
    for at, (_, cover) in enumerate(covers):
        if 2 * cover.bit_count() < len(cohort.groups):
            break
        rest = everything & ~cover
        for other in range(at + 1, len(covers)):
            if covers[other][1] & rest == rest:
                tried += 1
                team = _share(week, cohort, option, (covers[at], covers[other]))
                if team is not None or tried > TEAMS_TRIED:
                    return team
    return None


def _more(week: Week, cohort: Cohort, option: Option, covers: list[tuple[int, int]]) -> tuple[int, ...] | None:
    """Add whoever covers most of what is not covered."""
    rest = (1 << len(cohort.groups)) - 1
    team: list[tuple[int, int]] = []
    while len(team) < LARGEST_TEAM:
        if rest == 0:
            shared = _share(week, cohort, option, team)
            if shared is not None:
                return shared
            rest = (1 << len(cohort.groups)) - 1
        others = [one for one in covers if one not in team]
        if not others:
            return None
        one = max(others, key=lambda other: (other[1] & rest).bit_count())
        if not one[1] & rest:
            return None
        team.append(one)
        rest &= ~one[1]
    return _share(week, cohort, option, team) if rest == 0 else None


def _share(week: Week, cohort: Cohort, option: Option, team: Sequence[tuple[int, int]]) -> tuple[int, ...] | None:
    """Share the groups out: what few can lead first, each to whoever has most of the day left."""
    left = {c: dict(enumerate(week.day_left[c])) for c, _ in team}
    whole = {c: week.week_left[c] for c, _ in team}
    taken = dict.fromkeys(left, 0)
    masks = dict.fromkeys(left, 0)
    leaders = [NOWHERE] * len(cohort.groups)
    for at in sorted(range(len(leaders)), key=lambda at: sum(cover >> at & 1 for _, cover in team)):
        group = cohort.groups[at]
        mask = option.masks[at]
        day = option.starts[at] // week.grid.day_ticks
        able = [c for c, cover in team if cover >> at & 1 and min(left[c][day], whole[c]) >= group.ticks]
        able = [c for c in able if not masks[c] & mask and _spared(week, c, taken[c] + group.ticks)]
        able = [c for c in able if _rests(week, c, masks[c] | mask)]
        if not able:
            return None
        c = max(able, key=lambda c: (left[c][day], -week.grid.scarcity[c]))
        leaders[at] = c
        left[c][day] -= group.ticks
        whole[c] -= group.ticks
        taken[c] += group.ticks
        masks[c] |= mask
    shared = [0] * len(week.spare)
    for c, ticks in taken.items():
        for at in week.grid.reserves_of[c]:
            shared[at] += ticks
    return tuple(leaders) if all(a <= max(b, 0) for a, b in zip(shared, week.spare, strict=True)) else None
