"""Several sites: who works at two is there when they are, has time for the way, and sees people where it is said."""

import json
from typing import Any

import pytest

from handrail.builder.checker import check, check_week
from handrail.builder.clashes import ClashRule, counted
from handrail.builder.disruption import Disruption
from handrail.builder.grid import Grid
from handrail.builder.problem import Mistakes, Problem
from handrail.builder.repair import complete
from handrail.builder.search import Budget, build
from handrail.builder.solution import PlannedWeek, Session, TrackDays

DAY = 96


def _problem(**values: Any) -> dict[str, Any]:
    """Two houses an hour apart; one clinician who sees three people of a house and one in the other, within a day."""
    return {
        "version": 1,
        "tick_min": 15,
        "days": 2,
        "sites": [{"id": "river"}, {"id": "hill"}],
        "travel": [{"from": "river", "to": "hill", "ticks": 4}],
        "rooms": [
            {"id": f"office {site}", "site": site, "cap": 3, "open": [[0, 2 * DAY]]} for site in ("river", "hill")
        ],
        "clinicians": [{"id": "Reed", "credentials": ["therapist"], "open": [[36, 64]], "max_day": 28, "max_week": 56}],
        "tracks": [{"id": "alone", "site": "river", "days": 2, "block_ticks": 1, "window": [0, 1]}],
        "participants": [{"id": name, "track": "alone"} for name in "ABCD"],
        "activities": [
            {
                "id": name,
                "kind": "individual",
                "ticks": 4,
                "track": "alone",
                "participant": name,
                "credential": "therapist",
                **({"site": "hill"} if name == "D" else {}),
            }
            for name in "ABCD"
        ],
    } | values


def _read(values: dict[str, Any]) -> Problem:
    return Problem.model_validate_json(json.dumps(values))


def _reed(**values: Any) -> dict[str, Any]:
    return _problem(clinicians=[_problem()["clinicians"][0] | values])


def test_a_session_is_held_at_its_own_site_with_time_for_the_way() -> None:
    problem = _read(_problem())
    built = build(problem, seed=1, budget=Budget(iterations=50))
    assert built.solution is not None
    assert check(problem, built.solution) == []
    held = {one.activity: one for one in built.solution.sessions}
    assert held["D"].room == "office hill"
    others = [held[name] for name in "ABC"]
    assert all(abs(held["D"].start - one.start) >= 8 for one in others), "four ticks of a session and four of the way"

    wrong = [one.model_copy(update={"room": "office river"}) if one.activity == "D" else one for one in held.values()]
    found = check_week(problem, built.solution.model_copy(update={"sessions": tuple(wrong)}))
    assert {one.rule for one in found} == {"site"}


def test_hours_at_a_site_are_kept_by_the_builder_and_asked_for_by_the_checker() -> None:
    at_hill = [{"site": "hill", "open": [[36, 44]]}, {"site": "river", "open": [[36, 64]]}]
    problem = _read(_reed(by_site=at_hill))
    built = build(problem, seed=1, budget=Budget(iterations=50))
    assert built.solution is not None
    assert check(problem, built.solution) == []
    held = {one.activity: one for one in built.solution.sessions}
    assert 36 <= held["D"].start <= 40

    later = [one.model_copy(update={"start": 60}) if one.activity == "D" else one for one in held.values()]
    moved = [one.model_copy(update={"start": 36 + 4 * at}) for at, one in enumerate(later) if one.activity != "D"]
    week = built.solution.model_copy(update={"sessions": (*moved, *(one for one in later if one.activity == "D"))})
    assert {one.rule for one in check_week(problem, week)} == {"clinician site"}


def test_a_mended_week_keeps_the_hours_at_a_site_too() -> None:
    """Who is ill is stood in for by whoever is there then, not by whoever only works then."""
    reed = _problem()["clinicians"][0]
    there = reed | {"id": "Moss", "by_site": [{"site": "river", "open": [[36, 64]]}, {"site": "hill", "open": []}]}
    group = {"id": "g", "kind": "group", "ticks": 4, "track": "hill", "credential": "therapist"}
    values = _problem(
        clinicians=[reed, there, reed | {"id": "Young"}],
        tracks=[{"id": "hill", "site": "hill", "days": 1, "block_ticks": 4, "window": [40, 44]}],
        participants=[],
        activities=[group | {"day_idx": 0, "offset": 0}],
    )
    week = PlannedWeek(
        tracks={"hill": TrackDays(days=(0,), start=40)},
        sessions=(Session(activity="g", start=40, clinician="Reed", room="office hill", tele=False),),
    )
    gone = Disruption.model_validate_json('{"absent": [{"id": "Reed", "span": [0, 96]}]}')
    mended = complete(_read(values), week, gone)
    assert [one.clinician for one in mended.week.sessions] == ["Young"]


def test_who_is_never_at_a_site_cannot_hold_what_is_held_there() -> None:
    problem = _read(_reed(by_site=[{"site": "hill", "open": []}]))
    (clash,) = counted(Grid(problem))
    assert (clash.rule, clash.proven, clash.facts["activity"]) == (ClashRule.NO_TIME, True, "D")


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (_reed(by_site=[{"site": "moon", "open": []}]), "clinicians[0].by_site: there is no site 'moon'"),
        (_reed(by_site=[{"site": "hill", "open": []}] * 2), "clinicians[0].by_site: a site stands twice"),
        (_reed(by_site=[{"site": "hill", "open": [[9, 4]]}]), "clinicians[0].by_site[0].open[0]: [9, 4] is no span"),
        (
            _problem(activities=[_problem()["activities"][0] | {"site": "moon"}]),
            "activities[0].site: there is no site 'moon'",
        ),
        (
            _problem(
                activities=[
                    *_problem()["activities"],
                    _problem()["activities"][3] | {"id": "D 2", "site": None, "same_clinician_as": "D"},
                ]
            ),
            "activities[4].same_clinician_as: names a session at another site",
        ),
    ],
)
def test_a_site_that_is_none_is_told(values: dict[str, Any], line: str) -> None:
    with pytest.raises(Mistakes) as found:
        _read(values)
    assert any(one.startswith(line) for one in found.value.lines), found.value.lines
