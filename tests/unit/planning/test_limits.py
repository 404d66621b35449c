"""The longest day and week, and lunch: what stands, stays; what is added keeps them."""

from dataclasses import replace

from handrail.builder.problem import Lunch
from handrail.core.ids import StaffId, new_id
from handrail.planning.limits import longest, rest
from handrail.planning.week import Worker

HOUR, DAY, TICK = 60, 1440, 15


def _on(day: int, begins: float, ends: float) -> tuple[int, int]:
    return int(day * DAY + begins * HOUR), int(day * DAY + ends * HOUR)


WORKER = Worker(
    id=StaffId(new_id()),
    open=tuple(_on(day, 9, 17) for day in range(5)),
    off=(),
    leads=frozenset(),
    longest_day=6 * HOUR,
    longest_week=20 * HOUR,
    lunch=(30, 12 * HOUR, 14 * HOUR),
)


def test_other_work_takes_from_the_day_and_the_week() -> None:
    found = longest(WORKER, held=[_on(0, 9, 10)], other=[_on(0, 10, 12), _on(1, 9, 10.5)], tick=TICK)
    assert found.days == (16, 18, 24, 24, 24, 24, 24)
    assert found.week == 66


def test_a_day_that_is_longer_already_may_stay_so_and_no_other_gets_longer() -> None:
    found = longest(WORKER, held=[_on(0, 9, 16)], other=[], tick=TICK)
    assert found.days == (28, 24, 24, 24, 24, 24, 24)


def test_nobody_who_set_no_limit_has_one() -> None:
    free = replace(WORKER, longest_day=None, longest_week=None)
    found = longest(free, held=[], other=[_on(0, 10, 12)], tick=TICK)
    assert (found.days, found.week) == ((96,) * 7, 672)


def test_lunch_is_asked_for_on_days_worked_across_its_window() -> None:
    early = replace(WORKER, open=(_on(0, 9, 17), _on(1, 9, 13), _on(2, 9, 17)))
    found = rest(early, held=[_on(2, 12, 13)], other=[], tick=TICK)
    assert found.lunch == Lunch(ticks=2, window=(48, 56), days=(0, 2))
    assert found.kept == ()


def test_a_day_that_stands_without_a_break_is_let_be() -> None:
    found = rest(WORKER, held=[_on(0, 11, 14)], other=[_on(1, 11.75, 13.75)], tick=TICK)
    assert found.lunch == Lunch(ticks=2, window=(48, 56), days=(2, 3, 4))
    assert found.kept == (), "fifteen minutes are no break"


def test_a_break_beside_work_that_is_not_planned_is_kept_free() -> None:
    found = rest(WORKER, held=[_on(0, 12, 12.5)], other=[_on(0, 13, 14)], tick=TICK)
    assert found.lunch == Lunch(ticks=2, window=(48, 56), days=(1, 2, 3, 4))
    assert found.kept == (_on(0, 12.5, 13),)


def test_nobody_without_a_lunch_is_given_one() -> None:
    found = rest(replace(WORKER, lunch=None), held=[], other=[], tick=TICK)
    assert (found.lunch, found.kept) == (None, ())
