"""What it costs when too many cohorts meet on the same days: their participants' sessions then fall on other days."""

from handrail.builder.grid import Grid
from handrail.builder.week import NOWHERE, Week


class Crowding:
    """Counts, for each set of days, the hours that its cohorts need on these days alone against those that clinicians
    have. It learns from completed weeks how many of the hours cannot be used."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._visits = [0] * len(grid.cohorts)
        for unit in grid.units:
            self._visits[unit.cohort] += unit.ticks
        sessions = sum(len(unit.sessions) for unit in grid.units)
        self._each = max(sum(self._visits), 1) / max(sessions, 1)
        self._sets = range(1, 1 << grid.days)
        self._supply = [float(self._hours(days)) for days in range(1 << grid.days)]

    def _hours(self, days: int) -> int:
        grid = self._grid
        return sum(
            min(
                grid.max_week[c],
                sum(
                    min(grid.max_days[c][day], (grid.clinician_open[c] & mask).bit_count())
                    for day, mask in enumerate(grid.day_mask)
                    if days >> day & 1
                ),
            )
            for c in range(len(grid.clinician_open))
        )

    def price(self, week: Week) -> float:
        """Return what sessions on other days will cost, as far as can be counted."""
        weight = self._grid.weights.off_day
        return weight * max(self._worst(week)[0], 0.0) / self._each if weight and self._grid.units else 0.0

    def _worst(self, week: Week) -> tuple[float, int]:
        """Return the most ticks that a set of days lacks, and the set."""
        visits: dict[int, int] = {}
        groups = [0] * self._grid.days
        for cohort, column in enumerate(week.columns):
            if column is not None:
                days = 0
                for day, ticks in zip(column.option.days, column.option.layout.day_ticks, strict=True):
                    days |= 1 << day
                    groups[day] += ticks
                visits[days] = visits.get(days, 0) + self._visits[cohort]
        worst = float("-inf"), 0
        for days in self._sets:
            need = sum(ticks for inside, ticks in visits.items() if not inside & ~days)
            if need:
                need += sum(ticks for day, ticks in enumerate(groups) if days >> day & 1)
                worst = max(worst, (need - self._supply[days], days))
        return worst

    def learn(self, week: Week) -> None:
        """Take from the hours what a completed week could not use."""
        lacks, days = self._worst(week)
        off = 0
        for unit in self._grid.units:
            column = week.columns[unit.cohort]
            for held in unit.sessions:
                start = week.start[held.index]
                if column is not None and start != NOWHERE and not column.option.program_days >> start & 1:
                    off += held.ticks
        if off > max(lacks, 0.0) and days:
            self._supply[days] -= off - lacks
