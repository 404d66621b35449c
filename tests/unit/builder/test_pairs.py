"""Groups that two people lead: checked for both, repaired with both, kept in one room."""

from typing import Any

import pytest
from tests.unit.builder.weeks import SMALL, small

from handrail.builder.checker import check_week
from handrail.builder.disruption import Disruption, Loss
from handrail.builder.problem import Problem
from handrail.builder.repair import complete, repair
from handrail.builder.search import Budget, build
from handrail.builder.solution import PlannedWeek
from handrail.planning.changes import keep_rooms

BESIDE = "group 0.0 beside"
WEEK = Loss(id="Reed", span=(0, 288))


def _problem(*more: dict[str, Any], **second: Any) -> Problem:
    """A small week in which the first group has two leaders: Reed, and Cole or who else may."""
    cole = SMALL["clinicians"][0] | {"id": "Cole", "credentials": ["guide"]}
    part = {"id": BESIDE, "co_leads": "group 0.0", "credential": "guide", "tags": []}
    return small(
        clinicians=[*SMALL["clinicians"], cole, *(cole | one for one in more)],
        activities=[*SMALL["activities"], SMALL["activities"][0] | part | second],
    )


def _week(problem: Problem) -> PlannedWeek:
    found = build(problem, seed=1, budget=Budget(iterations=30)).solution
    assert found is not None
    assert check_week(problem, found) == []
    return PlannedWeek(tracks=found.tracks, sessions=found.sessions)


def _who(week: PlannedWeek) -> dict[str, str]:
    return {one.activity: one.clinician for one in week.sessions}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda held: None, "activity"),
        (lambda held: held.model_copy(update={"clinician": "Moss"}), "credential"),
        (lambda held: held.model_copy(update={"clinician": "Reed"}), "co-leader"),
        (lambda held: held.model_copy(update={"room": "office"}), "co-leader"),
    ],
    ids=["nobody", "without the credential", "who leads it", "elsewhere"],
)
def test_the_checker_catches_a_co_leader_who_is_missing_or_not_able(change: Any, rule: str) -> None:
    problem = _problem()
    week = _week(problem)
    held = [change(one) if one.activity == BESIDE else one for one in week.sessions]
    broken = week.model_copy(update={"sessions": tuple(one for one in held if one is not None)})
    assert rule in {one.rule for one in check_week(problem, broken)}


def test_somebody_takes_the_place_of_a_co_leader_who_is_away_and_nothing_else_changes() -> None:
    problem = _problem({"id": "Dee"})
    week = _week(problem)
    was = _who(week)[BESIDE]
    repaired = repair(problem, week, Disruption(absent=(Loss(id=was, span=(0, 288)),)))
    (change,) = repaired.changes
    assert change.activity == BESIDE
    assert change.after is not None
    assert {was, change.after.clinician} == {"Cole", "Dee"}
    assert check_week(repaired.problem, repaired.week) == []


def test_where_nobody_can_the_group_is_led_by_one() -> None:
    problem = _problem()
    repaired = repair(problem, _week(problem), Disruption(absent=(Loss(id="Cole", span=(0, 288)),)))
    assert [one.activity for one in repaired.lost] == [BESIDE]
    assert "group 0.0" in _who(repaired.week)


def test_the_co_leader_leads_where_nobody_else_can_and_another_one_comes_beside() -> None:
    problem = _problem({"id": "Dee"}, credential="guide")
    able = tuple(
        one.model_copy(update={"credentials": ("guide", "therapist")}) if one.id == "Cole" else one
        for one in problem.clinicians
    )
    problem = problem.model_copy(update={"clinicians": able})
    week = _week(problem)
    sessions = tuple(
        one.model_copy(update={"clinician": {BESIDE: "Cole"}.get(one.activity, "Reed")})
        if one.activity.startswith("group")
        else one
        for one in week.sessions
    )
    week = week.model_copy(update={"sessions": sessions})
    repaired = repair(problem, week, Disruption(absent=(WEEK,)))
    who = _who(repaired.week)
    assert (who["group 0.0"], who[BESIDE]) == ("Cole", "Dee")


def test_a_week_without_a_co_leader_gets_one_where_it_stands() -> None:
    problem = _problem()
    week = _week(problem)
    alone = week.model_copy(update={"sessions": tuple(one for one in week.sessions if one.activity != BESIDE)})
    completed = complete(problem, alone, Disruption())
    assert _who(completed.week) == _who(week)
    assert check_week(completed.problem, completed.week) == []


def test_two_who_lead_a_group_keep_its_room_together() -> None:
    problem = _problem()
    hall = problem.rooms[0]
    problem = problem.model_copy(update={"rooms": (*problem.rooms, hall.model_copy(update={"id": "annex"}))})
    week = _week(problem)

    def into(room: str) -> PlannedWeek:
        groups = (
            one.model_copy(update={"room": room}) if one.activity.startswith("group") else one for one in week.sessions
        )
        return week.model_copy(update={"sessions": tuple(groups)})

    kept = keep_rooms(problem, into("hall"), into("annex"))
    assert {one.room for one in kept.sessions if one.activity.startswith("group")} == {"hall"}
    assert check_week(problem, kept) == []
