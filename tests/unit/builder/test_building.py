"""What the builder returns passes the checker, is the same for the same seed, and never costs less than its bound."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.builder.weeks import SMALL, ordinary, small

from handrail.builder.checker import check
from handrail.builder.clashes import ClashRule, counted
from handrail.builder.generators import base
from handrail.builder.grid import Grid
from handrail.builder.search import Budget, Progress, build
from handrail.builder.ticks import dilate, nth_tick, starts_of, ticks_of


def test_a_small_week_is_proven_the_best() -> None:
    built = build(small(), seed=1, budget=Budget(iterations=400))
    assert built.solution is not None
    assert check(small(), built.solution) == []
    assert built.solution.cost_parts.total == built.bound == 2


def test_the_same_seed_and_moves_give_the_same_week() -> None:
    problem, first = ordinary()
    second = build(problem, seed=1, budget=Budget(iterations=300)).solution
    assert second is not None
    assert second.model_copy(update={"cpu_s": first.cpu_s}) == first


def test_the_base_problem_has_its_size() -> None:
    problem = base(3)
    sizes = [len(part) for part in (problem.tracks, problem.clinicians, problem.rooms, problem.participants)]
    assert [*sizes, len(problem.activities)] == [24, 30, 14, 300, 728]
    assert base(3) == problem
    assert base(4) != problem


def test_the_bound_is_at_most_the_cost() -> None:
    _, solution = ordinary()
    assert 0 < solution.bound <= solution.cost_parts.total


def test_stopping_returns_the_best_so_far() -> None:
    seen: list[Progress] = []
    problem, _ = ordinary()
    built = build(
        problem,
        seed=1,
        budget=Budget(iterations=100_000),
        watch=seen.append,
        stopped=lambda: bool(seen) and seen[-1].cost is not None,
    )
    assert built.solution is not None
    assert built.iterations < 1000
    assert check(problem, built.solution) == []


def test_the_current_week_is_kept_where_nothing_is_gained_by_change() -> None:
    first = build(small(), seed=1, budget=Budget(iterations=50)).solution
    assert first is not None
    now = {"tracks": first.model_dump(mode="json")["tracks"], "sessions": first.model_dump(mode="json")["sessions"]}
    again = build(small(current=now), seed=9, budget=Budget(iterations=50)).solution
    assert again is not None
    assert again.cost_parts.changed == 0
    assert again.sessions == first.sessions


spans = st.lists(
    st.tuples(st.integers(0, 4), st.integers(28, 60), st.integers(4, 40)).map(
        lambda one: [one[0] * 96 + one[1], one[0] * 96 + min(one[1] + one[2], 95)]
    ),
    max_size=4,
)


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    """Small weeks with odd hours, closures, several sites and little staff: many have no solution."""
    members = draw(st.integers(1, 4))
    tracks = [{**SMALL["tracks"][0], "id": name, "site": site} for name, site in (("am", "riverside"), ("pm", "hill"))]
    tracks[1]["window"] = [44, 64]
    groups = [
        {**one, "id": f"{track['id']} {one['id']}", "track": track["id"]}
        for track in tracks
        for one in SMALL["activities"][:4]
    ]
    people = [
        {"id": f"P{at}", "track": draw(st.sampled_from(["am", "pm"])), "unavailable": draw(spans)[:1]}
        for at in range(members)
    ]
    sessions = [
        {
            "id": f"{one['id']} {at}",
            "kind": draw(st.sampled_from(["individual", "family", "psychiatric"])),
            "ticks": draw(st.integers(1, 6)),
            "track": one["track"],
            "participant": one["id"],
            "credential": draw(st.sampled_from(["therapist", "md"])),
            "tele_ok": draw(st.booleans()),
            **({"same_clinician_as": f"{one['id']} 0"} if at and draw(st.booleans()) else {}),
        }
        for one in people
        for at in range(draw(st.integers(1, 3)))
    ]
    week = [[day * 96 + 32, day * 96 + 80] for day in range(5)]
    clinicians = [
        {
            "id": name,
            "credentials": draw(st.sampled_from([["therapist"], ["md"], ["therapist", "md"]])),
            "open": draw(st.sampled_from([week, week[:3], week[1:]])),
            "max_day": draw(st.integers(8, 30)),
            "max_week": draw(st.integers(20, 90)),
        }
        for name in ("Reed", "Moss", "Vale")
    ]
    rooms = [
        {"id": f"{site} {kind}", "site": site, "cap": cap, "tags": tags, "open": week}
        for site in ("riverside", "hill")
        for kind, cap, tags in (("hall", 12, ["group"]), ("office", 3, []))
    ]
    return {
        **SMALL,
        "sites": [{"id": "riverside", "closed": draw(spans)[:1]}, {"id": "hill"}],
        "travel": [{"from": "riverside", "to": "hill", "ticks": draw(st.integers(0, 6))}],
        "rooms": rooms,
        "clinicians": clinicians,
        "tracks": tracks,
        "participants": people,
        "activities": [*groups, *sessions],
    }


@given(problems(), st.integers(0, 5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_the_builder_returns_passes_the_checker(values: dict[str, Any], seed: int) -> None:
    problem = small(**values)
    built = build(problem, seed=seed, budget=Budget(iterations=30))
    if built.solution is not None:
        assert check(problem, built.solution) == []


@given(st.integers(0, 2**40), st.integers(1, 9))
def test_starts_are_where_all_ticks_are_free(free: int, ticks: int) -> None:
    expected = [at for at in range(41) if all(free >> (at + step) & 1 for step in range(ticks))]
    assert ticks_of(starts_of(free, ticks)) == expected


@given(st.integers(1, 2**200))
def test_a_tick_is_found_without_listing_those_before_it(mask: int) -> None:
    assert [nth_tick(mask, n) for n in range(mask.bit_count())] == ticks_of(mask)


@pytest.mark.parametrize("ticks", [0, 1, 3])
def test_a_way_takes_time_before_and_after(ticks: int) -> None:
    assert ticks_of(dilate(1 << 10, ticks)) == list(range(10 - ticks, 11 + ticks))


def test_a_day_that_other_work_fills_takes_no_more_sessions_and_a_break_is_left_where_it_is_asked_for() -> None:
    """Reed has hours for one group block a day and no more on Monday; on Tuesday a break from noon to one."""
    reed = SMALL["clinicians"][0] | {
        "max_days": [8, 24, 24, 0, 0],
        "lunch": {"ticks": 4, "window": [48, 52], "days": [1]},
        "open": [[32, 72], [128, 168], [224, 264]],
    }
    people = [{"id": "A", "track": "morning"}, {"id": "B", "track": "morning"}]
    problem = small(clinicians=[reed, SMALL["clinicians"][1]], participants=people)
    built = build(problem, seed=1, budget=Budget(iterations=200))
    assert built.solution is not None
    assert check(problem, built.solution) == []
    ticks = {one.id: one.ticks for one in problem.activities}
    reeds = [one for one in built.solution.sessions if one.clinician == "Reed"]
    assert sum(ticks[one.activity] for one in reeds if one.start < 96) <= 8
    assert not any(one.start < 148 and one.start + ticks[one.activity] > 144 for one in reeds)


def test_a_session_is_held_only_when_who_comes_along_can() -> None:
    """On Tuesday afternoon, though nothing is cheaper there; and it is told where there is no such time."""

    def with_relative(*spans: list[int]) -> Any:
        family = [one | ({"open": list(spans)} if one["id"] == "A family" else {}) for one in SMALL["activities"]]
        people = [{"id": "A", "track": "morning"}, {"id": "B", "track": "morning"}]
        return small(activities=family, participants=people)

    problem = with_relative([156, 168])
    built = build(problem, seed=1, budget=Budget(iterations=100))
    assert built.solution is not None
    assert check(problem, built.solution) == []
    starts = {one.activity: one.start for one in built.solution.sessions}
    assert 156 <= starts["A family"] <= 162
    never = with_relative([100, 110])
    assert [(one.rule, one.facts["activity"]) for one in counted(Grid(never))] == [(ClashRule.NO_TIME, "A family")]
