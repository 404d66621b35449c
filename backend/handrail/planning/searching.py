"""The search, in a process of its own: `python -m handrail.planning.searching`.

One line of JSON comes in, the problem and how long it may take; lines of JSON go out, progress and at last the result.
It knows no database and no names. SIGTERM ends it at once.
"""

import sys
import time
from collections.abc import Callable, Iterable
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from handrail.builder.checker import check_week, cost_of
from handrail.builder.clashes import Clash, ClashRule, Told, below_minimum, counted, explain
from handrail.builder.disruption import Disruption
from handrail.builder.grid import Grid
from handrail.builder.problem import Kind, Problem
from handrail.builder.repair import complete
from handrail.builder.search import Budget, Progress, build
from handrail.builder.solution import CostParts, PlannedWeek, TrackDays
from handrail.planning.changes import keep_rooms

EXPLAIN_SECONDS: Final = 3.0
TELL_SECONDS: Final = 0.5
SEED: Final = 1


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Order(_Message):
    """What to search for. `mend`: a repair alone; otherwise a whole week is sought as well."""

    problem: Problem
    current: PlannedWeek
    disruption: Disruption
    mend: bool
    seconds: Annotated[float, Field(gt=0, le=600)]
    moves: Annotated[int, Field(ge=1)]
    seed: int = SEED


class Step(_Message):
    """How far it is."""

    percent: Annotated[int, Field(ge=0, le=100)]
    cost: int | None


class Reason(_Message):
    """What clashes."""

    rule: str
    proven: bool
    facts: dict[str, Told]


class Outcome(_Message):
    """The week, and what the checker says of it; `lost` found no place in it."""

    week: PlannedWeek
    lost: tuple[str, ...]
    broken: tuple[str, ...]
    """Rules that the week breaks, for everything that has a place in it; none, or it must not be offered."""
    before: CostParts | None
    after: CostParts
    bound: int
    moves: int
    clashes: tuple[Reason, ...]
    short: tuple[Reason, ...]
    """Whose weekly minimum the week does not reach, as something found no place in it."""


class Line(_Message):
    """A line that comes out."""

    step: Step | None = None
    outcome: Outcome | None = None


def search(order: Order, tell: Callable[[Step], None]) -> Outcome:
    """Mend the week, and unless only that is asked for look whether another one is better."""
    mended = complete(order.problem, order.current, order.disruption, seed=order.seed)
    now = mended.problem
    week, bound, moves = mended.week, 0, 0
    if not order.mend and not counted(Grid(now)):
        built = build(
            now,
            seed=order.seed,
            budget=Budget(iterations=order.moves, seconds=order.seconds),
            watch=_watch(order, tell),
        )
        moves, bound = built.iterations, built.bound
        if built.solution is not None and _costs(now, built.solution) < _costs(now, week):
            week = PlannedWeek(tracks=built.solution.tracks, sessions=built.solution.sessions)
    week = keep_rooms(now, order.current, _with_days(now, week))
    placed = {one.activity for one in week.sessions}
    lost = tuple(one.id for one in now.activities if one.id not in placed)
    rest = now if not lost else _only(now, placed)
    return Outcome(
        week=week,
        lost=lost,
        broken=_broken(now, week, placed),
        before=_cost_if_whole(order.problem, order.current),
        after=cost_of(rest, week),
        bound=bound,
        moves=moves,
        clashes=() if order.mend or not lost else _told(_why(now, lost, placed, order.seed)),
        short=() if not lost else _told(below_minimum(now.model_copy(update={"activities": rest.activities}))),
    )


def _why(problem: Problem, lost: Iterable[str], placed: set[str], seed: int) -> Iterable[Clash]:
    """Return why something found no place; where nothing but second leaders is lacking, that alone is told."""
    groups = {one.id: one.co_leads for one in problem.activities}
    if not all(groups[one] in placed for one in lost):
        return explain(problem, seed, EXPLAIN_SECONDS)
    return [
        Clash(f"{groups[one]} finds no second leader", proven=False, rule=ClashRule.SECOND, facts={"activity": one})
        for one in lost
    ]


def _broken(problem: Problem, week: PlannedWeek, placed: set[str]) -> tuple[str, ...]:
    """Return the rules that are broken for what has a place. Where a cohort leaves out days, its lost groups count for
    where the others stand in the longer blocks."""
    skipping = {name for name, plan in week.tracks.items() if plan.skipped}
    lost = {one.id for one in problem.activities if one.kind is Kind.GROUP and one.track in skipping} - placed
    told = {f"{one} is held 0 times, not once" for one in lost}
    found = check_week(_only(problem, placed | lost), week)
    return tuple(sorted({one.rule for one in found if one.words not in told}))


def _only(problem: Problem, placed: set[str]) -> Problem:
    """The problem without what found no place: what is left has to keep every rule but the weekly minimum, which is
    told instead."""
    tracks = tuple(one.model_copy(update={"min_week_ticks": 0}) for one in problem.tracks)
    activities = tuple(one for one in problem.activities if one.id in placed)
    return problem.model_copy(update={"activities": activities, "tracks": tracks})


def _with_days(problem: Problem, week: PlannedWeek) -> PlannedWeek:
    """A cohort none of whose groups found a place has days on paper only: nothing is held on them."""
    on_paper = {
        one.id: TrackDays(
            days=(tuple(sorted(one.weekdays)) or tuple(range(problem.days)))[: one.days], start=one.window[0]
        )
        for one in problem.tracks
        if one.id not in week.tracks
    }
    return PlannedWeek(tracks=week.tracks | on_paper, sessions=week.sessions)


def _costs(problem: Problem, week: PlannedWeek) -> tuple[int, int]:
    """What finds no place counts before everything else."""
    placed = {one.activity for one in week.sessions}
    missing = len(problem.activities) - len(placed)
    return missing, cost_of(problem, _with_days(problem, week)).total


def _cost_if_whole(problem: Problem, week: PlannedWeek) -> CostParts | None:
    whole = len(week.sessions) == len(problem.activities)
    return cost_of(problem, week) if whole and all(one.id in week.tracks for one in problem.tracks) else None


def _watch(order: Order, tell: Callable[[Step], None]) -> Callable[[Progress], None]:
    told = 0.0

    def watch(progress: Progress) -> None:
        nonlocal told
        if time.monotonic() - told > TELL_SECONDS:
            told = time.monotonic()
            share = max(progress.iteration / order.moves, progress.cpu_s / order.seconds)
            tell(Step(percent=min(99, int(100 * share)), cost=progress.cost))

    return watch


def _told(clashes: Iterable[Clash]) -> tuple[Reason, ...]:
    return tuple(Reason(rule=one.rule.value, proven=one.proven, facts=dict(one.facts)) for one in clashes)


def main() -> None:
    """Read an order, search, write what comes of it."""

    def say(line: Line) -> None:
        sys.stdout.write(line.model_dump_json() + "\n")
        sys.stdout.flush()

    order = Order.model_validate_json(sys.stdin.buffer.read())
    say(Line(outcome=search(order, lambda step: say(Line(step=step)))))


if __name__ == "__main__":
    main()
