"""The week in the making: what is placed, and who and what is still free."""

from dataclasses import dataclass

from handrail.builder.cohorts import SPREAD_DAYS
from handrail.builder.grid import Grid
from handrail.builder.parts import Cohort, Held, Option, Unit
from handrail.builder.problem import Kind
from handrail.builder.solution import CostParts, PlannedWeek, Session, TrackDays
from handrail.builder.ticks import dilate

NOWHERE = -1
"""No room (by video), no clinician, no start."""


@dataclass(frozen=True, slots=True)
class Column:
    """A cohort's week: an option, who leads each group, and where."""

    option: Option
    leaders: tuple[int, ...]
    rooms: tuple[int, ...]
    cost: int


class Week:
    """Mutable; every change keeps the masks true. Nothing here decides."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        sites = len(grid.problem.sites)
        self.columns: list[Column | None] = [None] * len(grid.cohorts)
        self.start = [NOWHERE] * len(grid.held)
        self.clinician = [NOWHERE] * len(grid.held)
        self.room = [NOWHERE] * len(grid.held)
        self.clinician_free = list(grid.clinician_open)
        self.day_left = [days.copy() for days in grid.max_days]
        self.week_left = list(grid.max_week)
        self.at_site = [[0] * sites for _ in grid.clinician_open]
        self.room_free = list(grid.room_open)
        self.participant_free = list(grid.available)
        self.block = [0] * len(grid.cohorts)
        """When the cohort is in groups."""
        self.spare = [reserve.supply - reserve.need for reserve in grid.reserves]
        """What each reserve can give to groups."""
        self.seen_by: list[set[int]] = [set() for _ in grid.clinician_open]
        self.seen_in: list[set[int]] = [set() for _ in grid.room_open]
        """Units by clinician and by room."""

    def copy(self) -> "Week":
        """Return a week that can be changed alone."""
        other = object.__new__(Week)
        other.grid = self.grid
        other.columns = self.columns.copy()
        other.start = self.start.copy()
        other.clinician = self.clinician.copy()
        other.room = self.room.copy()
        other.clinician_free = self.clinician_free.copy()
        other.day_left = [days.copy() for days in self.day_left]
        other.week_left = self.week_left.copy()
        other.at_site = [sites.copy() for sites in self.at_site]
        other.room_free = self.room_free.copy()
        other.participant_free = self.participant_free.copy()
        other.block = self.block.copy()
        other.spare = self.spare.copy()
        other.seen_by = [units.copy() for units in self.seen_by]
        other.seen_in = [units.copy() for units in self.seen_in]
        return other

    def reach(self, clinician: int, site: int) -> int:
        """Return when a clinician could hold a session at a site: there, free, and with time for the way."""
        free = self.clinician_free[clinician]
        if self.grid.parted:
            free &= self.grid.hours_at[clinician][site]
        for other, way in enumerate(self.grid.ways[site]):
            if way:
                there = self.at_site[clinician][other]
                if there:
                    free &= ~dilate(there, way)
        return free

    def days_with(self, clinician: int, ticks: int) -> int:
        """Return the days on which so many more ticks do not make the clinician's day too long."""
        days = 0
        for left, mask in zip(self.day_left[clinician], self.grid.day_mask, strict=True):
            if left >= ticks:
                days |= mask
        return days

    def hold(self, held: Held, start: int, clinician: int, room: int, site: int) -> None:
        """Place a session. By video it has no room and still keeps the clinician at the participant's site: time for
        the way is then never claimed twice."""
        mask = held.ones << start
        self.start[held.index] = start
        self.clinician[held.index] = clinician
        self.room[held.index] = room
        self.clinician_free[clinician] ^= mask
        self.day_left[clinician][start // self.grid.day_ticks] -= held.ticks
        self.week_left[clinician] -= held.ticks
        self.at_site[clinician][site] |= mask
        if room != NOWHERE and held.second < 0:
            self.room_free[room] ^= mask

    def release(self, held: Held, site: int) -> None:
        """Take a session out."""
        start, clinician, room = self.start[held.index], self.clinician[held.index], self.room[held.index]
        mask = held.ones << start
        self.start[held.index] = self.clinician[held.index] = self.room[held.index] = NOWHERE
        self.clinician_free[clinician] ^= mask
        self.day_left[clinician][start // self.grid.day_ticks] += held.ticks
        self.week_left[clinician] += held.ticks
        self.at_site[clinician][site] &= ~mask
        if room != NOWHERE and held.second < 0:
            self.room_free[room] ^= mask

    def meet(self, cohort: Cohort, column: Column) -> None:
        """Place a cohort's groups."""
        self.columns[cohort.index] = column
        self.block[cohort.index] = column.option.whole
        starts = column.option.starts
        for group, begins, leader, room in zip(cohort.groups, starts, column.leaders, column.rooms, strict=True):
            self.hold(group, begins, leader, room, cohort.site)
            for reserve in self.grid.reserves_of[leader]:
                self.spare[reserve] -= group.ticks

    def part(self, cohort: Cohort) -> Column | None:
        """Take a cohort's groups out and return what they were."""
        column = self.columns[cohort.index]
        if column is not None:
            self.columns[cohort.index] = None
            self.block[cohort.index] = 0
            for group, leader in zip(cohort.groups, column.leaders, strict=True):
                self.release(group, cohort.site)
                for reserve in self.grid.reserves_of[leader]:
                    self.spare[reserve] += group.ticks
        return column

    def see(self, unit: Unit, held: Held, start: int, clinician: int, room: int) -> None:
        """Place a session of a participant."""
        self.hold(held, start, clinician, room, unit.site)
        self.participant_free[unit.participant] ^= held.ones << start
        self.seen_by[clinician].add(unit.index)
        if room != NOWHERE:
            self.seen_in[room].add(unit.index)

    def drop(self, unit: Unit) -> None:
        """Take a unit's sessions out."""
        for held in unit.sessions:
            if self.start[held.index] != NOWHERE:
                self.participant_free[unit.participant] ^= held.ones << self.start[held.index]
                self.seen_by[self.clinician[held.index]].discard(unit.index)
                if self.room[held.index] != NOWHERE:
                    self.seen_in[self.room[held.index]].discard(unit.index)
                self.release(held, unit.site)

    def price(self, held: Held, start: int, clinician: int, room: int, cohort: int) -> int:
        """Return what a session of a participant costs there."""
        weights = self.grid.weights
        tele = room == NOWHERE
        column = self.columns[cohort]
        on = column is not None and bool(column.option.program_days >> start & 1)
        now = self.grid.now.get(held.index)
        moved = now is not None and (now.start, now.clinician, now.tele) != (start, clinician, tele)
        cost = weights.tele * tele + weights.off_day * (not on) + weights.changed * moved
        return cost + weights.preferences * self.grid.disliked(held, start, clinician) if self.grid.minds else cost

    def unit_price(self, unit: Unit) -> int:
        """Return what a placed unit costs."""
        return sum(
            self.price(held, self.start[held.index], self.clinician[held.index], self.room[held.index], unit.cohort)
            for held in unit.sessions
        )

    def planned(self) -> PlannedWeek:
        """Return the week as files tell it; what is not placed is left out."""
        problem = self.grid.problem
        sessions = tuple(
            Session(
                activity=held.id,
                start=self.start[held.index],
                clinician=problem.clinicians[self.clinician[held.index]].id,
                room=None if self.room[held.index] == NOWHERE else problem.rooms[self.room[held.index]].id,
                tele=self.room[held.index] == NOWHERE,
            )
            for held in self.grid.held
            if self.start[held.index] != NOWHERE
        )
        tracks = {
            cohort.id: TrackDays(
                days=column.option.days, start=column.option.start, skipped=column.option.layout.skipped
            )
            for cohort, column in zip(self.grid.cohorts, self.columns, strict=True)
            if column is not None
        }
        return PlannedWeek(tracks=tracks, sessions=sessions)

    def cost_parts(self) -> CostParts:
        """Return what the week costs so far."""
        weights, grid = self.grid.weights, self.grid
        neighbours = leaders = tele = off_day = changed = disliked = 0
        for column in self.columns:
            if column is not None:
                days = column.option.days
                spread = len(days) + len(column.option.layout.skipped) <= SPREAD_DAYS
                neighbours += sum(1 for day in days if day + 1 in days) if spread else 0
                leaders += len(set(column.leaders) - {NOWHERE})
        for held, activity in zip(grid.held, grid.problem.activities, strict=True):
            start, room = self.start[held.index], self.room[held.index]
            if start == NOWHERE:
                continue
            tele += room == NOWHERE
            disliked += grid.disliked(held, start, self.clinician[held.index]) if grid.minds else 0
            if activity.kind is not Kind.GROUP:
                column = self.columns[grid.track_of[activity.track]]
                off_day += column is None or not column.option.program_days >> start & 1
            now = grid.now.get(held.index)
            if now is not None:
                changed += (now.start, now.clinician, now.tele) != (start, self.clinician[held.index], room == NOWHERE)
        return CostParts(
            consecutive=weights.consecutive * neighbours,
            clinicians=weights.clinicians * leaders,
            tele=weights.tele * tele,
            off_day=weights.off_day * off_day,
            changed=weights.changed * changed,
            preferences=weights.preferences * disliked,
        )
