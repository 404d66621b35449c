"""Building a week: a first one at once, then cohorts taken out and put back better, until proven or out of time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from random import Random
from typing import Final

from handrail.builder.bound import lower_bound
from handrail.builder.columns import Columns
from handrail.builder.crowding import Crowding
from handrail.builder.exchange import Exchange
from handrail.builder.grid import Grid
from handrail.builder.parts import Cohort
from handrail.builder.problem import Problem
from handrail.builder.sessions import Sessions, total
from handrail.builder.solution import Solution
from handrail.builder.week import Week

UNPLACED: Final = 60
"""What a cohort without a week costs while one is sought."""
NO_CEILING: Final = 1_000_000
PUSH_STEPS: Final = 3000
ATTEMPTS: Final = 5
"""The first attempts at a week may push half as many sessions as there are; after so many in vain twice as many.
What is not found soon is rarely found late, while another beginning often leads to a week at once."""
LEAST_STEPS: Final = 250
VAIN: Final = 8
"""After so many sessions in turn that no exchange helps, the others are let be."""
SETTLE_STEPS: Final = 60
OFFERS_APART: Final = 100
"""Moves between two weeks that promise the same and are completed."""
PUSHES_A_MOVE: Final = 100
"""Until there is a first week, sessions pushed out of each other's way count too: where there is none to be found,
nearly all the work is theirs."""
COOLING: Final = 300
"""Moves after which the annealing begins anew, warm."""


@dataclass(frozen=True, slots=True)
class Budget:
    """When to stop: moves (the same week each time, wherever it runs) or CPU seconds, whichever ends first."""

    iterations: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is."""

    iteration: int
    cpu_s: float
    cost: int | None
    bound: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Built:
    """What came of it: the best week, if any; when the first one was there."""

    solution: Solution | None
    iterations: int
    first_cpu_s: float | None
    cpu_s: float
    bound: int
    trace: tuple[tuple[float, int], ...]
    """CPU seconds and cost of each week that was better than all before."""

    def cost_at(self, cpu_s: float) -> int | None:
        """Return what the best week cost after so many seconds."""
        return min((cost for at, cost in self.trace if at <= cpu_s), default=None)


def build(
    problem: Problem,
    *,
    seed: int,
    budget: Budget,
    watch: Callable[[Progress], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
    first: bool = False,
) -> Built:
    """Build the week. `stopped` is asked often: as soon as it says yes, the best week so far is returned. With `first`
    the first week is good enough."""
    return Search(problem, seed, budget, watch, stopped, first=first).run()


class Search:
    """One search; run it once."""

    def __init__(
        self,
        problem: Problem,
        seed: int,
        budget: Budget,
        watch: Callable[[Progress], None],
        stopped: Callable[[], bool],
        *,
        first: bool = False,
    ) -> None:
        self._first_only = first
        self._began = time.process_time()
        self._budget = budget
        self._watch = watch
        self._stopped = stopped
        self._chance = Random(seed)  # noqa: S311  the same week for the same seed; no secret
        self._grid = Grid(problem)
        self._columns = Columns(self._chance)
        self._sessions = Sessions(self._grid, self._chance, self._over_pushing)
        self._exchange = Exchange(self._grid, self._sessions)
        self._crowding = Crowding(self._grid)
        self._pause = len(self._grid.units) // 16
        self._moves = 0
        self._pushes = 0
        self._vain = 0
        self._best: Week | None = None
        self._cost = NO_CEILING
        self._bound = 0
        self._bounded = False
        self._trace: list[tuple[float, int]] = []
        self._near = _relations(self._grid)

    def _cpu(self) -> float:
        return time.process_time() - self._began

    def _over(self) -> bool:
        budget = self._budget
        return (
            self._stopped()
            or (self._first_only and self._best is not None)
            or (budget.iterations is not None and self._moves >= budget.iterations)
            or (budget.seconds is not None and self._cpu() >= budget.seconds)
        )

    def _over_pushing(self) -> bool:
        """Asked before each push of a session."""
        if self._best is None:
            self._pushes += 1
            self._moves += self._pushes % PUSHES_A_MOVE == 0
        return self._over()

    def run(self) -> Built:
        week = self._offer(self._begin())
        proven = False
        while not self._over() and not proven:
            if self._best is not None and not self._bounded:
                self._bound = self._lower_bound()
            proven = self._best is not None and self._cost <= self._bound
            if not proven:
                week = self._anneal(week)
                self._settle()
        if self._best is not None and not self._bounded and not self._first_only:
            self._bound = self._lower_bound()
        return self._built()

    def _lower_bound(self) -> int:
        self._bounded = True
        columns = self._best.columns if self._best is not None else []
        return lower_bound(self._grid, [0 if one is None else one.cost for one in columns], self._stopped)

    def _built(self) -> Built:
        solution = None
        if self._best is not None:
            planned = self._best.planned()
            solution = Solution(
                tracks=planned.tracks,
                sessions=planned.sessions,
                cost_parts=self._best.cost_parts(),
                bound=self._bound,
                cpu_s=round(self._cpu(), 3),
            )
        return Built(
            solution=solution,
            iterations=self._moves,
            first_cpu_s=self._trace[0][0] if self._trace else None,
            cpu_s=self._cpu(),
            bound=self._bound,
            trace=tuple(self._trace),
        )

    def _begin(self) -> Week:
        """Place cohorts one after the other, those with the fewest ways first."""
        week = Week(self._grid)
        order = sorted(self._grid.cohorts, key=lambda one: (len(one.options) * len(one.leaders), self._chance.random()))
        for cohort in order:
            column = self._columns.best(week, cohort, NO_CEILING)
            if column is not None:
                week.meet(cohort, column)
        return week

    def _offer(self, week: Week) -> Week:
        """Complete a week that has all its cohorts, and keep it if it is the best. Return with which to go on: as long
        as no week is found, another beginning."""
        if any(column is None for column in week.columns):
            return week
        full = week.copy()
        steps = PUSH_STEPS
        if self._best is None:
            steps = max(len(self._grid.units) // 2, LEAST_STEPS) << self._vain // ATTEMPTS
        if not self._sessions.fill(full, steps):
            self._vain += 1
            return week if self._best is not None else self._anew(week)
        cost = total(full)
        self._crowding.learn(full)
        if cost > _of_cohorts(week) and _of_cohorts(week) < self._cost:
            self._keep(full, cost)
            self._exchange_all(full)
            full = self._sessions.improve(full, 30)
            cost = total(full)
        self._keep(full, cost)
        return week

    def _settle(self) -> None:
        """Move sessions of the best week that still cost something."""
        if self._best is not None and self._cost > _of_cohorts(self._best):
            week = self._best.copy()
            self._exchange_all(week)
            week = self._sessions.improve(week, SETTLE_STEPS)
            self._keep(week, total(week))

    def _exchange_all(self, week: Week) -> None:
        """Let sessions that cost something change places with others until no exchange helps."""
        again = True
        while again and not self._over():
            again, vain = False, 0
            for unit in self._grid.units:
                if self._over():
                    break
                if week.unit_price(unit) > 0 and vain < VAIN:
                    better = self._exchange.improve(week, unit)
                    again |= better
                    vain = 0 if better else vain + 1

    def _keep(self, week: Week, cost: int) -> None:
        if cost < self._cost:
            self._best, self._cost = week.copy(), cost
            self._trace.append((self._cpu(), cost))

    def _anneal(self, week: Week) -> Week:
        """Take a few related cohorts out and put them back in another order, again and again; worse is taken at times,
        ever less. Whatever promises a better whole is completed."""
        cost = self._promise(week)
        promised: float = NO_CEILING
        offered = self._moves - self._pause
        for move in range(COOLING):
            if self._over():
                break
            self._moves += 1
            if self._moves % 16 == 0:
                self._tell(week)
            warmth = 1.2 * (1 - move / COOLING) + 0.05
            out = self._some(week)
            before = [(cohort, week.part(cohort)) for cohort in out]
            self._chance.shuffle(out)
            for cohort in out:
                column = self._columns.best(week, cohort, NO_CEILING)
                if column is not None:
                    week.meet(cohort, column)
            now = self._promise(week)
            if now <= cost or self._chance.random() < exp((cost - now) / warmth):
                cost = now
            else:
                for cohort in out:
                    week.part(cohort)
                for cohort, column in before:
                    if column is not None:
                        week.meet(cohort, column)
            if self._best is not None and not self._bounded:
                break  # a bound first: the week may be proven
            since = self._moves - offered
            pause = self._pause if self._best is not None else 0
            if cost < self._cost and (since >= OFFERS_APART or (cost < promised and since >= pause)):
                promised = cost if self._best is not None else NO_CEILING
                offered = self._moves
                week = self._offer(week)
                cost = self._promise(week)
        return week

    def _promise(self, week: Week) -> float:
        """Return what a week with only its cohorts will cost, as far as can be told."""
        return _of_cohorts(week) + self._crowding.price(week)

    def _anew(self, week: Week) -> Week:
        """Return another beginning, if it places all cohorts that the week does."""
        other = self._begin()
        return other if _unplaced(other) <= _unplaced(week) else week

    def _some(self, week: Week) -> list[Cohort]:
        """Draw cohorts that stand in each other's way; one that is not placed always takes part."""
        missing = [at for at, column in enumerate(week.columns) if column is None]
        seed = self._chance.choice(missing) if missing else self._chance.randrange(len(week.columns))
        count = self._chance.choice((1, 2, 3, 3, 4, 5, 6))
        near = self._near[seed]
        drawn = {seed}
        while len(drawn) < min(count, len(week.columns)):
            at = near[int(len(near) * self._chance.random() ** 2)]
            drawn.add(at)
        return [self._grid.cohorts[at] for at in sorted(drawn)]

    def _tell(self, week: Week) -> None:
        self._watch(
            Progress(
                iteration=self._moves,
                cpu_s=self._cpu(),
                cost=self._cost if self._best is not None else None,
                bound=self._bound,
                unplaced=_unplaced(week),
            )
        )


def _unplaced(week: Week) -> int:
    return sum(1 for column in week.columns if column is None)


def _of_cohorts(week: Week) -> int:
    return sum(UNPLACED if column is None else column.cost for column in week.columns)


def _relations(grid: Grid) -> list[list[int]]:
    """Return for each cohort all others, those first that want the same place at the same time."""
    whole = []
    for cohort in grid.cohorts:
        mask = 0
        for option in cohort.options:
            mask |= option.whole
        whole.append(mask)

    def distance(one: Cohort, other: Cohort) -> tuple[bool, int]:
        return one.site != other.site, -(whole[one.index] & whole[other.index]).bit_count()

    return [
        sorted((at.index for at in grid.cohorts), key=lambda at: distance(one, grid.cohorts[at]))
        for one in grid.cohorts
    ]
