from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.attendance.rules.policy import Marked, Reached, Step, kind_of_day, missed_days, reached
from handrail.attendance.vocabulary import AbsenceReason, MissKind, Outcome, PolicyAct

MONDAY = date(2026, 3, 2)
P, L, E, A = Outcome.PRESENT, Outcome.LATE, Outcome.EXCUSED, Outcome.ABSENT
SILENT = AbsenceReason.NO_CONTACT


def on(day: int, outcome: Outcome, reason: AbsenceReason | None = None, *, make_up: bool = False) -> Marked:
    return Marked(MONDAY + timedelta(days=day), outcome, reason, make_up)


def step(times: int, *kinds: MissKind, within: int | None = None) -> Step:
    return Step("contract", PolicyAct.CONTRACT, frozenset(kinds), times, within)


def days(*offsets: int, kind: MissKind = MissKind.UNEXCUSED) -> list[tuple[date, MissKind]]:
    return [(MONDAY + timedelta(days=one), kind) for one in offsets]


@pytest.mark.parametrize(
    ("marks", "kind"),
    [
        ([on(0, P), on(0, P)], None),
        ([on(0, L), on(0, P)], MissKind.LATE),
        ([on(0, P), on(0, A)], MissKind.PART_MISSED),
        ([on(0, A), on(0, A)], MissKind.UNEXCUSED),
        ([on(0, A, AbsenceReason.ILLNESS), on(0, A, SILENT)], MissKind.NO_CALL_NO_SHOW),
        ([on(0, E)], MissKind.EXCUSED),
        ([on(0, E), on(0, P)], None),
        ([on(0, A, SILENT, make_up=True)], None),
        ([on(0, L, make_up=True)], MissKind.LATE),
    ],
)
def test_a_day_is_counted_once_by_what_was_missed_of_it(marks: list[Marked], kind: MissKind | None) -> None:
    assert kind_of_day(marks) is kind
    assert missed_days(marks) == ([] if kind is None else [(MONDAY, kind)])


def test_a_step_is_reached_by_days_close_enough_and_again_only_by_new_ones() -> None:
    ladder = [step(2, MissKind.UNEXCUSED, within=14)]
    assert reached(ladder, days(0, 20)) == []
    first, second = reached(ladder, days(0, 20, 33, 34, 40, 41))
    assert (first.on, first.days) == (MONDAY + timedelta(33), tuple(MONDAY + timedelta(one) for one in (20, 33)))
    assert (second.on, second.days) == (MONDAY + timedelta(40), tuple(MONDAY + timedelta(one) for one in (34, 40)))


def test_days_of_other_kinds_do_not_count() -> None:
    assert reached([step(1, MissKind.NO_CALL_NO_SHOW)], days(0, 1, 2)) == []
    assert len(reached([step(1, MissKind.NO_CALL_NO_SHOW, MissKind.UNEXCUSED)], days(0, 1, 2))) == 3


@given(st.sets(st.integers(0, 80)), st.integers(1, 5), st.none() | st.integers(1, 40), st.integers(0, 80))
def test_what_was_reached_rests_on_distinct_days_and_the_past_does_not_depend_on_the_future(
    missed: set[int], times: int, within: int | None, until: int
) -> None:
    ladder = [step(times, MissKind.UNEXCUSED, within=within)]
    all_days = days(*sorted(missed))
    found = reached(ladder, all_days)
    used = [day for one in found for day in one.days]
    assert len(used) == len(set(used)) == times * len(found)
    assert all(within is None or (one.days[-1] - one.days[0]).days < within for one in found)
    cut = MONDAY + timedelta(days=until)
    before: list[Reached] = [one for one in found if one.on <= cut]
    assert reached(ladder, [one for one in all_days if one[0] <= cut]) == before
