"""The checker: shares nothing with the builder, finds what is wrong, and nothing in what is right."""

import ast
from collections import Counter
from pathlib import Path
from random import Random

from tests.unit.builder.weeks import harder_week, ordinary, small

from handrail.builder import checker
from handrail.builder.checker import check
from handrail.builder.clashes import ClashRule, counted
from handrail.builder.grid import Grid
from handrail.builder.mutations import MUTATIONS, Mutant
from handrail.builder.problem import Kind, Lunch, Problem


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
    """On the small harder week, which has something for every rule to break."""
    problem, solution = harder_week()
    assert check(problem, solution) == []
    chance = Random(1)
    for rule, mutate in MUTATIONS:
        spoilt = mutate(Mutant(problem, solution, chance))
        assert spoilt is not None, mutate.__name__
        assert spoilt != solution, mutate.__name__
        assert rule in {violation.rule for violation in check(problem, spoilt)}, mutate.__name__


def test_more_participants_than_a_cap_allows_are_found() -> None:
    problem, solution = harder_week()
    track = problem.tracks[0].model_copy(update={"max_people": 3})
    payers = tuple(one.model_copy(update={"group_cap": 4}) for one in problem.payers[:1])
    changed = problem.model_copy(
        update={"tracks": (track, *problem.tracks[1:]), "payers": (*payers, *problem.payers[1:])}
    )
    found = check(changed, solution)
    assert {violation.rule for violation in found} == {"group cap"}
    assert any(f"{track.id}: " in violation.words and "3 at most" in violation.words for violation in found)
    words = [clash.words for clash in counted(Grid(changed))]
    assert any(f"{track.id} has" in line and "its groups may have 3 at most" in line for line in words)


def test_who_comes_beside_those_of_the_track_counts_for_the_cap_and_takes_a_chair() -> None:
    """A house plans for people of whom the problem knows only the number."""
    problem, solution = ordinary()
    at, group = next((at, one) for at, one in enumerate(problem.activities) if one.kind is Kind.GROUP)

    def crowded(**values: int) -> Problem:
        activities = list(problem.activities)
        activities[at] = group.model_copy(update=values)
        return problem.model_copy(update={"activities": tuple(activities)})

    assert check(crowded(attending=9, max_people=9, people=10), solution) == []
    over = crowded(attending=9, max_people=8, people=10)
    assert [one.words for one in check(over, solution)] == [f"{group.id}: 9 participants, 8 at most"]
    (clash,) = counted(Grid(over))
    told = f"{group.track} has 9 participants; its groups may have 8 at most"
    assert (clash.rule, clash.proven, clash.words) == (ClashRule.GROUP_CAP, True, told)
    full = crowded(attending=max(room.cap for room in problem.rooms))
    assert {one.rule for one in check(full, solution)} == {"room capacity"}
    assert {one.rule for one in counted(Grid(full))} >= {ClashRule.NO_ROOM}


def test_a_day_has_its_own_longest_and_lunch_only_on_days_that_are_named() -> None:
    problem, solution = harder_week()
    held = Counter((one.clinician, one.start // problem.day_ticks) for one in solution.sessions)
    (name, day), _ = held.most_common(1)[0]
    at = next(index for index, one in enumerate(problem.clinicians) if one.id == name)
    short = [problem.clinicians[at].max_day] * problem.days
    short[day] = 1

    def rules(**changes: object) -> set[str]:
        changed = problem.clinicians[at].model_copy(update=changes)
        clinicians = (*problem.clinicians[:at], changed, *problem.clinicians[at + 1 :])
        return {one.rule for one in check(problem.model_copy(update={"clinicians": clinicians}), solution)}

    assert rules(max_days=tuple(short)) == {"max_day"}
    assert "max_day" not in rules(max_day=1, max_days=(problem.clinicians[at].max_day,) * problem.days)
    first = next(one for one in solution.sessions if (one.clinician, one.start // problem.day_ticks) == (name, day))
    begins = first.start % problem.day_ticks
    lunch = Lunch(ticks=2, window=(begins, begins + 2))
    assert rules(lunch=lunch) == {"lunch"}
    others = tuple(one for one in range(problem.days) if (name, one) not in held)
    assert not others or rules(lunch=lunch.model_copy(update={"days": others})) <= {"cost"}


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
    problem, solution = harder_week()
    mutate = next(mutate for rule, mutate in MUTATIONS if rule == "travel")
    mutant = mutate(Mutant(problem, solution, Random(3)))
    assert mutant is not None
    words = [violation.words for violation in check(problem, mutant) if violation.rule == "travel"]
    assert any("riverside" in line and "hillcrest" in line and "needed" in line for line in words)
