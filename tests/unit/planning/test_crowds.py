"""Which days a cap leaves, and what the builder is told of a group's people."""

from dataclasses import replace
from datetime import date

import pytest

from handrail.core.clock import now
from handrail.core.ids import CohortId, LocationId, ParticipantId, ProgramId, SessionId, new_id
from handrail.core.vocabulary import ServiceKind
from handrail.planning import crowds
from handrail.planning.week import Block, House, Running, Standing, WeekSeen

PROGRAM = ProgramId(new_id())
HERE = LocationId(new_id())
LOWERED = (12, 12, 2, 2, 2, None, None)
"""A rule that lowers the cap from Wednesday on, and says nothing of the weekend."""


def week(caps: tuple[int | None, ...] = LOWERED) -> WeekSeen:
    return WeekSeen(
        houses=(House(HERE, ()),),
        monday=date(2026, 6, 1),
        time_zone="America/New_York",
        as_of=now(),
        passed=0,
        sessions=(),
        workers=(),
        places=(),
        takers=(),
        cohorts=(),
        needs=(),
        apart=frozenset(),
        caps=((PROGRAM, caps),),
    )


def group(day: int, people: int, kind: ServiceKind = ServiceKind.GROUP) -> Standing:
    return Standing(
        id=SessionId(new_id()),
        version=1,
        kind=kind,
        site=HERE,
        program_id=PROGRAM,
        cohorts=(),
        starts=day * 1440 + 540,
        minutes=60,
        room=None,
        telehealth=False,
        lead=None,
        others=(),
        people=tuple(ParticipantId(new_id()) for _ in range(people)),
        untouched=None,
    )


def cohort(coming: tuple[int, ...], *kinds: ServiceKind) -> Running:
    blocks = tuple(Block(kind, "Group", 0, 60) for kind in kinds or (ServiceKind.GROUP,))
    return Running(CohortId(new_id()), PROGRAM, HERE, 2, (0, 1, 2, 3), 540, blocks, 12, coming)


def test_no_group_moves_to_a_day_on_which_fewer_may_be_in_it() -> None:
    assert crowds.days_with_room(week(), [group(0, 3)], range(7)) == [0, 1, 5, 6]
    assert crowds.days_with_room(week(), [group(0, 2)], range(7)) == list(range(7))
    assert crowds.days_with_room(week(), [group(3, 3)], range(7)) == [0, 1, 3, 5, 6], "where it stands it may stay"


@pytest.mark.parametrize("kind", [ServiceKind.PSYCHOEDUCATION, ServiceKind.RECREATION])
def test_what_no_cap_is_about_has_none(kind: ServiceKind) -> None:
    assert crowds.days_with_room(week(), [group(0, 30, kind)], range(7)) == list(range(7))
    assert crowds.standing(week(), group(0, 30, kind), [0]) == {"attending": 30, "max_people": None}


def test_a_group_that_is_larger_than_the_cap_may_be_as_large_as_it_is() -> None:
    assert crowds.standing(week(), group(2, 3), [2]) == {"attending": 3, "max_people": 3}
    assert crowds.standing(week(), group(2, 1), [1, 2]) == {"attending": 1, "max_people": 2}


def test_a_new_cohort_meets_on_days_on_which_all_may_come_if_there_are_enough_of_them() -> None:
    all_days = [0, 1, 2, 3]
    assert crowds.days_for_all(week(), cohort((5,) * 7), all_days, 2) == [0, 1]
    assert crowds.days_for_all(week(), cohort((5,) * 7), all_days, 3) == all_days, "the cap is told instead"
    assert crowds.days_for_all(week(), cohort((5, 5, 2, 2, 2, 0, 0)), all_days, 3) == all_days


def test_the_builder_is_told_of_the_day_that_is_nearest_to_its_cap() -> None:
    days = [0, 1, 2, 3]
    assert crowds.new(week(), cohort((9, 9, 1, 2, 1, 0, 0)), ServiceKind.GROUP, days) == {
        "attending": 2,
        "max_people": 2,
    }
    assert crowds.new(week(), cohort((9,) * 7), ServiceKind.GROUP, days) == {"attending": 9, "max_people": 2}


def test_who_pays_for_its_people_caps_a_group_besides_the_state() -> None:
    carrier = ((PROGRAM, "carrier", (3, None, 3, None, None, 1, None)),)
    paid = replace(week(), payers_caps=carrier)
    assert crowds.standing(paid, replace(group(0, 2), payers=("carrier", "other")), [0]) == {
        "attending": 2,
        "max_people": 3,
    }
    assert crowds.standing(paid, replace(group(0, 2), payers=("other",)), [0])["max_people"] == 12
    assert crowds.standing(paid, replace(group(2, 2), payers=("carrier",)), [2])["max_people"] == 2, (
        "the state's is less"
    )
    assert crowds.days_with_room(paid, [replace(group(0, 2), payers=("carrier",))], range(7)) == [0, 1, 2, 3, 4, 6]
    members = replace(cohort((2,) * 7), payers=("carrier",))
    assert crowds.days_for_all(paid, members, [0, 5, 6], 2) == [0, 6]
    assert crowds.new(paid, members, ServiceKind.GROUP, [0]) == {"attending": 2, "max_people": 3}
