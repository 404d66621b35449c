"""When a running course of a therapy asks for its measure again."""

from datetime import date, timedelta

import pytest

from handrail.measures.rules.due import Course, Treatment, due_of_treatments
from handrail.measures.vocabulary import Moment

FIRST = date(2026, 11, 2)
CARE = Course(admitted_on=FIRST, ended_on=None, away=False, attended=())


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def since(sessions: list[int], given: list[int], today: int, care: Course = CARE) -> date | None:
    cpt = Treatment("CPT", FIRST, [("pcl-5", Moment.EVERY_SESSION)], [day(one) for one in sessions])
    found = due_of_treatments([cpt], care, {"pcl-5": [day(one) for one in given]}, day(today))
    return found[0].since if found else None


@pytest.mark.parametrize(
    ("sessions", "given", "today", "owed"),
    [
        ([], [], 0, 0),  # from the first day of the course on
        ([], [-7], 0, None),  # a week before counts for the first session, as for intake
        ([], [-8], 0, 0),
        ([3], [3], 3, None),  # on the day of a session it is for that one
        ([3], [3], 4, 4),  # and the next is owed from the day after
        ([3], [2], 3, None),
        ([3], [4], 9, None),  # answered after a session it is for the next
        ([3, 10], [4], 10, None),
        ([3, 10], [4], 11, 11),
        ([3, 10, 17], [4], 20, 11),  # owed since the one that was missed first
    ],
)
def test_one_is_owed_for_each_session(sessions: list[int], given: list[int], today: int, owed: int | None) -> None:
    assert since(sessions, given, today) == (None if owed is None else day(owed))


def test_it_waits_on_leave_and_before_the_course_begins_and_ends_with_the_care() -> None:
    assert since([], [], 0, Course(FIRST, None, away=True, attended=())) is None
    assert since([], [], -1) is None
    assert since([], [], 5, Course(FIRST, day(5), away=False, attended=())) == FIRST
    assert since([], [], 6, Course(FIRST, day(5), away=False, attended=())) is None


def test_a_measure_that_two_therapies_ask_for_is_owed_once_since_the_earlier() -> None:
    weekly = [("phq-9", Moment.WEEKLY)]
    found = due_of_treatments([Treatment("B", day(3), weekly, ()), Treatment("A", FIRST, weekly, ())], CARE, {}, day(9))
    assert [(one.instrument_key, one.since, one.therapy) for one in found] == [("phq-9", FIRST, "A")]
    assert due_of_treatments([Treatment("A", FIRST, weekly, ())], CARE, {"phq-9": [day(1)]}, day(6)) == []
