"""The checker: shares nothing with the builder, finds what is wrong, and nothing in what is right."""

import ast
from pathlib import Path

import pytest
from tests.unit.builder.weeks import ordinary, small

from handrail.builder import checker
from handrail.builder.checker import check
from handrail.builder.mutations import MUTATIONS, Mutant, mutants

FAR_FEWER = 50
"""The benchmark spoils 300."""


def test_the_checker_knows_only_the_files() -> None:
    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))
    imported = {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module is not None
    } | {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert {name for name in imported if name.startswith("handrail")} == {
        "handrail.builder.problem",
        "handrail.builder.solution",
    }


def test_a_built_week_has_nothing_wrong() -> None:
    problem, solution = ordinary()
    assert check(problem, solution) == []


def test_every_spoilt_week_is_found_by_its_rule() -> None:
    problem, solution = ordinary()
    closed = problem.model_copy(
        update={"sites": tuple(one.model_copy(update={"closed": ((0, 4), (96, 100))}) for one in problem.sites)}
    )
    assert check(closed, solution) == []
    spoilt = list(mutants(closed, solution, 1, FAR_FEWER))
    assert len(spoilt) == FAR_FEWER
    assert {rule for rule, _ in spoilt} == {rule for rule, _ in MUTATIONS}
    for rule, week in spoilt:
        assert rule in {violation.rule for violation in check(closed, week)}, rule


def test_only_those_named_may_hold_a_session() -> None:
    problem, solution = ordinary()
    held = {one.activity: one.clinician for one in solution.sessions}
    other = next(one.id for one in problem.clinicians if one.id != held[problem.activities[0].id])
    named = problem.activities[0].model_copy(update={"clinicians": (other,)})
    changed = problem.model_copy(update={"activities": (named, *problem.activities[1:])})
    assert [violation.rule for violation in check(changed, solution)] == ["clinicians"]


def test_a_week_without_anything_breaks_rules_and_raises_nothing() -> None:
    _, solution = ordinary()
    empty = solution.model_copy(update={"tracks": {}, "sessions": ()})
    assert {"activity", "track", "weekly minimum"} == {violation.rule for violation in check(small(), empty)}


def test_sessions_by_video_count_against_the_time_for_the_way() -> None:
    problem, solution = ordinary()
    mutant = next(week for rule, week in mutants(problem, solution, 3, 100) if rule == "travel")
    words = [violation.words for violation in check(problem, mutant) if violation.rule == "travel"]
    assert any("riverside" in line and "hillcrest" in line and "needed" in line for line in words)


@pytest.mark.parametrize(("rule", "mutate"), MUTATIONS, ids=[made.__name__ for _, made in MUTATIONS])
def test_no_mutation_leaves_the_week_as_it_was(rule: str, mutate: object) -> None:
    from random import Random

    problem, solution = ordinary()
    spoilt = mutate(Mutant(problem, solution, Random(7)))  # type: ignore[operator]
    assert spoilt is None or spoilt != solution, rule
