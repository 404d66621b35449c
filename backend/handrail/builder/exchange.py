"""Better places for single sessions: one takes the place of another, which costs no more elsewhere."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from handrail.builder.grid import Grid
from handrail.builder.parts import Held, Unit
from handrail.builder.sessions import Sessions
from handrail.builder.ticks import starts_of, union
from handrail.builder.week import NOWHERE, Week

TRIED: Final = 60
"""So many sessions are asked to make way for one."""

Place = tuple[Held, int, int, int]
"""A session, its start, its clinician and its room."""


class Exchange:
    """Exact for one exchange: whoever makes way goes where it costs least, nobody else moves."""

    def __init__(self, grid: Grid, sessions: Sessions) -> None:
        self._grid = grid
        self._sessions = sessions

    def improve(self, week: Week, unit: Unit) -> bool:
        """Give a unit a place that makes the week cheaper, if one exchange does; else leave the week as it is."""
        before = week.unit_price(unit)
        home = take(week, unit)
        column = week.columns[unit.cohort]
        program = column.option.program_days if column is not None else 0
        if self._sessions.place(week, unit, before) or self._make_way(week, unit, before, program):
            return True
        put(week, unit, home)
        return False

    def admit(self, week: Week, unit: Unit, below: int) -> bool:
        """Give a unit that found no place that of another, which finds one elsewhere."""
        return self._make_way(week, unit, below, union(self._grid.day_mask))

    def _make_way(self, week: Week, unit: Unit, before: int, days: int) -> bool:
        # Looked for one at a time: a try that fails leaves the week as it was.
        others = chain(self._others(week, unit, days), self._in_rooms(week, unit, days))
        for who, other in islice(others, TRIED):
            theirs = week.unit_price(other)
            their_home = take(week, other)
            if self._sessions.place_with(week, unit, who, before):
                gain = before - week.unit_price(unit)
                if self._sessions.place(week, other, theirs + gain):
                    return True
                week.drop(unit)
            put(week, other, their_home)
        return False

    def _in_rooms(self, week: Week, unit: Unit, days: int) -> Iterator[tuple[int, Unit]]:
        """Yield clinicians and those in whose room the unit could be held, the easiest to place first."""
        mine = week.participant_free[unit.participant] & ~week.block[unit.cohort] & days
        held = unit.sessions[0]
        inside = {at for room in held.rooms for at in week.seen_in[room] if at != unit.index}
        others = sorted(inside, key=lambda at: (-len(self._grid.units[at].clinicians), self._grid.units[at].ticks, at))
        theirs = [(at, starts_of(self._mask(week, self._grid.units[at]), held.ticks)) for at in others]
        for c in unit.clinicians:
            able = starts_of(week.reach(c, unit.site) & mine, held.ticks)
            for at, starts in theirs if able else ():
                if able & starts:
                    yield c, self._grid.units[at]

    def _others(self, week: Week, unit: Unit, days: int) -> Iterator[tuple[int, Unit]]:
        """Yield clinicians and those in whose time the unit could be held, the easiest to place first."""
        mine = week.participant_free[unit.participant] & ~week.block[unit.cohort] & days
        found = []
        for c in unit.clinicians:
            free = week.reach(c, unit.site)
            for at in week.seen_by[c]:
                other = self._grid.units[at]
                if other.index != unit.index and week.week_left[c] + other.ticks >= unit.ticks:
                    able = (free | self._mask(week, other)) & mine
                    if all(starts_of(able, held.ticks) for held in unit.sessions):
                        found.append((-len(other.clinicians), other.ticks, at, c))
        return ((c, self._grid.units[at]) for _, _, at, c in sorted(found))

    def _mask(self, week: Week, unit: Unit) -> int:
        mask = 0
        for held in unit.sessions:
            mask |= held.ones << week.start[held.index]
        return mask


def take(week: Week, unit: Unit) -> list[Place]:
    """Take a unit out and return where it was."""
    home = [(held, week.start[held.index], week.clinician[held.index], week.room[held.index]) for held in unit.sessions]
    week.drop(unit)
    return home


def put(week: Week, unit: Unit, home: list[Place]) -> None:
    """Put a unit back where it was."""
    for held, start, clinician, room in home:
        if start != NOWHERE:
            week.see(unit, held, start, clinician, room)
