"""When staff reads what was answered, and when somebody can say that they have come."""

from datetime import UTC, datetime, timedelta

import pytest

from handrail.me.errors import CheckInClosed, WindowReversed, WindowTooLong
from handrail.me.rules import Opening, check_check_in, check_window, next_question, read_by
from handrail.me.vocabulary import MAX_DAYS, ReadWhen

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
LIMIT = timedelta(minutes=15)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


WEEK = [Opening(at(9), at(12)), Opening(at(9, day=1), at(12, day=1))]


@pytest.mark.parametrize(
    ("now", "when", "by"),
    [
        (at(10), ReadWhen.NOW, at(10, 15)),
        (at(9), ReadWhen.NOW, at(9, 15)),
        (at(11, 45), ReadWhen.NOW, at(12)),
        # The limit would end after the last group went home: that is not promised.
        (at(11, 46), ReadWhen.NEXT_OPENING, at(9, day=1)),
        (at(8), ReadWhen.NEXT_OPENING, at(9)),
        (at(22), ReadWhen.NEXT_OPENING, at(9, day=1)),
        (at(12, day=1), ReadWhen.UNKNOWN, None),
    ],
)
def test_what_staff_cannot_keep_is_not_promised(now: datetime, when: ReadWhen, by: datetime | None) -> None:
    told = read_by(now, reversed(WEEK), within=LIMIT)
    assert (told.when, told.by) == (when, by)


def test_a_clinic_that_plans_nothing_promises_nothing() -> None:
    assert read_by(at(10), [], within=LIMIT).by is None


@pytest.mark.parametrize(("now", "open_"), [(at(8, 29), False), (at(8, 30), True), (at(11, 59), True), (at(12), False)])
def test_check_in_opens_half_an_hour_before_and_ends_with_the_session(now: datetime, open_: bool) -> None:
    if open_:
        check_check_in(now, at(9), at(12))
        return
    with pytest.raises(CheckInClosed):
        check_check_in(now, at(9), at(12))


def test_a_schedule_is_read_for_two_months_at_most() -> None:
    check_window(1)
    check_window(MAX_DAYS)
    with pytest.raises(WindowTooLong):
        check_window(MAX_DAYS + 1)
    with pytest.raises(WindowReversed):
        check_window(0)


def test_one_goes_on_at_the_first_question_that_is_blank() -> None:
    assert next_question(["1", "2", "3"], ["3", "1"]) == "2"
    assert next_question(["1"], ["1"]) is None
