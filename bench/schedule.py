"""The schedule builder on invented weeks by seed. CPU seconds of one core with the setup, without Python's start."""

import time
from collections.abc import Callable
from functools import partial
from statistics import mean
from typing import TypeVar

from handrail.builder.checker import check, check_week
from handrail.builder.clashes import explain
from handrail.builder.disruption import Disruption, Loss
from handrail.builder.generators import base, crowded
from handrail.builder.harder import harder
from handrail.builder.mutations import mutants
from handrail.builder.planted import planted
from handrail.builder.problem import Problem
from handrail.builder.repair import repair
from handrail.builder.search import Budget, Built, build
from handrail.builder.solution import Solution

MUTANTS = 300
DAY = 96

Made = TypeVar("Made")


def print_schedule(*, quick: bool) -> None:
    """Print a line for each seed, and what the checker found."""
    seconds = 2.0 if quick else 10.0
    print("\nschedule builder: CPU s of the first week, cost after 2 and 10 s, bound, gap, rules broken (aim 0)")
    print(f"{'':14}{'first s':>9}{'cost':>7}{'2 s':>7}{'10 s':>7}{'bound':>7}{'gap':>7}{'moves':>9}{'broken':>8}")
    weeks = _sizes("base", 1, range(1, 3 if quick else 7), seconds)
    _sizes("4 times", 4, range(1, 2 if quick else 4), seconds)
    _planted(range(1, 4 if quick else 21))
    if weeks:
        problem, solution = weeks[0]
        spoilt = list(mutants(problem, solution, 1, MUTANTS))
        caught = sum(rule in {one.rule for one in check(problem, week)} for rule, week in spoilt)
        print(f"checker: {caught} of {len(spoilt)} spoilt weeks caught by the rule they break")
    for problem, solution in weeks:
        _repairs(problem, solution)
    _harder(range(1, 3 if quick else 9))
    _crowded(1)


def _sizes(name: str, scale: int, seeds: range, seconds: float) -> list[tuple[Problem, Solution]]:
    weeks, gaps = [], []
    for seed in seeds:
        problem = base(seed, scale)
        built = build(problem, seed=seed, budget=Budget(seconds=seconds))
        _line(f"{name} {seed}", built, problem)
        if built.solution is not None:
            weeks.append((problem, built.solution))
            gaps.append(_gap(built))
    if gaps:
        print(f"{name}: mean gap {mean(gaps):.1%}")
    return weeks


def _gap(built: Built) -> float:
    assert built.solution is not None
    return built.solution.cost_parts.total / max(built.bound, 1) - 1


def _line(name: str, built: Built, problem: Problem) -> None:
    if built.solution is None or built.first_cpu_s is None:
        print(f"{name:14}{'none':>9} in {built.cpu_s:.1f} s, {built.iterations} moves")
        return
    costs = (built.trace[0][1], built.cost_at(2.0), built.cost_at(10.0))
    print(f"{name:14}{built.first_cpu_s:9.2f}" + "".join(f"{'-' if one is None else one:>7}" for one in costs), end="")
    broken = len(check(problem, built.solution))
    print(f"{built.bound:7}{_gap(built):7.1%}{built.iterations:9}{broken:8}", flush=True)


def _planted(seeds: range) -> None:
    found, tried, seconds, uses, broken = 0, 0, [], [], 0
    for seed in seeds:
        plant = planted(seed)
        if plant is None:
            continue
        assert not check_week(plant.problem, plant.week), "what is planted is a week"
        tried += 1
        uses.append(plant.use)
        built = build(plant.problem, seed=seed, budget=Budget(seconds=5.0), first=True)
        if built.solution is not None:
            found += 1
            seconds.append(built.first_cpu_s or 0.0)
            broken += len(check(plant.problem, built.solution))
    slowest = f"{mean(seconds):.2f} s on average, {max(seconds):.2f} at most" if seconds else "-"
    print(
        f"planted, {mean(uses):.1%} of the hours used: {found} of {tried} in 5 s (aim 95%), {slowest}; {broken} broken"
    )


def _repairs(problem: Problem, solution: Solution) -> None:
    """Two days' absence of who holds most, a flooded hall for a day, an office lost for the week."""
    most = max(problem.clinicians, key=lambda one: sum(s.clinician == one.id for s in solution.sessions))
    room = problem.rooms[0].id
    for name, disruption in (
        ("absent 2 days", Disruption(absent=(Loss(id=most.id, span=(DAY, 3 * DAY)),))),
        ("room flooded", Disruption(rooms=(Loss(id=room, span=(DAY, 2 * DAY)),))),
        ("office closed", Disruption(rooms=(Loss(id=problem.rooms[3].id, span=(0, 5 * DAY)),))),
    ):
        repaired, seconds = _timed(partial(repair, problem, solution, disruption))
        lost = len(repaired.lost)
        broken = len(check_week(repaired.problem, repaired.week)) if not lost else 0
        print(
            f"repair, {name:14}{seconds:6.3f} s (aim 0.1), {repaired.hit:3} hit, {len(repaired.changes):3} changed, "
            f"{lost} without a place, {broken} broken"
        )


def _harder(seeds: range) -> None:
    """Small weeks with everything that a house asks for."""
    found, broken = 0, 0
    for seed in seeds:
        problem = harder(seed)
        built = build(problem, seed=seed, budget=Budget(iterations=60))
        if built.solution is not None:
            found += 1
            broken += len(check(problem, built.solution))
    print(f"harder: {found} of {len(seeds)} found, {broken} broken (aim 0)")


def _crowded(seed: int) -> None:
    clashes, seconds = _timed(lambda: explain(crowded(seed), seed, 3.0))
    print(f"no week, {seconds:.2f} s (aim 3): " + "; ".join(clash.words for clash in clashes))


def _timed(work: Callable[[], Made]) -> tuple[Made, float]:
    began = time.process_time()
    made = work()
    return made, time.process_time() - began
