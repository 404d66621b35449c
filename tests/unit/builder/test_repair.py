"""A running week is repaired: little changes, each with its reason, and what remains keeps every rule."""

import pytest
from tests.unit.builder.weeks import ordinary

from handrail.builder.checker import check, check_week
from handrail.builder.disruption import Disruption, Loss
from handrail.builder.problem import Mistakes
from handrail.builder.repair import Repaired, repair

DAY = 96


def _repaired(**losses: tuple[Loss, ...]) -> Repaired:
    problem, solution = ordinary()
    return repair(problem, solution, Disruption(**losses))


def test_nothing_changes_when_nothing_happened() -> None:
    problem, solution = ordinary()
    repaired = _repaired()
    assert (repaired.hit, repaired.changes) == (0, ())
    assert repaired.week.sessions == solution.sessions
    assert check_week(problem, repaired.week) == []


@pytest.mark.parametrize("at", [4, 9, 17, 18, 25])
def test_a_clinician_is_away_for_two_days(at: int) -> None:
    problem, solution = ordinary()
    name = problem.clinicians[at].id
    repaired = _repaired(absent=(Loss(id=name, span=(DAY, 3 * DAY)),))
    hit = [one for one in solution.sessions if one.clinician == name and DAY <= one.start < 3 * DAY]
    assert repaired.hit == len(hit)
    assert repaired.lost == ()
    assert check(repaired.problem, repaired.solution()) == []
    assert all(f"{name} is away: " in one.words for one in repaired.changes if one.hit)
    assert {one.activity for one in hit} <= {one.activity for one in repaired.changes}
    assert len(repaired.changes) <= 2 * len(hit)


def test_sessions_of_a_flooded_office_move_to_other_rooms_where_these_are_free() -> None:
    problem, _ = ordinary()
    room = next(one.id for one in problem.rooms if "office" in one.id)
    repaired = _repaired(rooms=(Loss(id=room, span=(0, 5 * DAY)),))
    assert repaired.hit > 0
    assert repaired.lost == ()
    assert check(repaired.problem, repaired.solution()) == []
    kept = [one for one in repaired.changes if one.after is not None and one.after.start == one.before.start]
    assert kept
    assert all("is in riverside" in one.words for one in kept if one.hit and one.after and not one.after.tele)


def test_what_cannot_be_held_is_told_and_the_rest_is_kept() -> None:
    """A site that is closed all day: its groups keep their day, so that nobody can hold them."""
    repaired = _repaired(closed=(Loss(id="riverside", span=(0, DAY)),))
    groups = [one for one in repaired.lost if "group" in one.activity]
    assert groups
    assert all(one.words == "riverside is closed: found no place; cancel it or call somebody in" for one in groups)
    left = {one.activity for one in repaired.lost}
    rules = {one.rule for one in check_week(repaired.problem, repaired.week)}
    assert rules == {"activity", "weekly minimum"}
    assert left.isdisjoint(one.activity for one in repaired.week.sessions)


def test_an_unknown_room_is_told() -> None:
    with pytest.raises(Mistakes, match="there is no 'cellar' in the problem"):
        _repaired(rooms=(Loss(id="cellar", span=(0, 4)),))
