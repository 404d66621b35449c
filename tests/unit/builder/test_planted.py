"""Planted weeks are tight, keep every rule, and are found again."""

from handrail.builder.checker import check, check_week
from handrail.builder.planted import planted
from handrail.builder.search import Budget, build


def test_a_planted_week_is_tight_and_found_again() -> None:
    plant = planted(1)
    assert plant is not None
    assert check_week(plant.problem, plant.week) == []
    assert 0.9 <= plant.use <= 0.97
    built = build(plant.problem, seed=1, budget=Budget(iterations=600), first=True)
    assert built.solution is not None
    assert check(plant.problem, built.solution) == []
