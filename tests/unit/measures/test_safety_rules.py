"""Rules of alerts, risk screens, what is owed, and what a course says."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import product

import pytest

from handrail.measures.catalogue import all_versions, instrument_of
from handrail.measures.errors import ScreenIncomplete
from handrail.measures.rules.alarms import Standing, action_due, first_due, goes_up, hands, reached
from handrail.measures.rules.due import Course, Due, due, months_later
from handrail.measures.rules.series import Scored, marks
from handrail.measures.rules.triage import Screen, alarm, check, level
from handrail.measures.vocabulary import AlertStatus, AlertUrgency, Behaviour, Moment, RiskLevel

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)


class TestAlarms:
    def test_every_answer_from_the_threshold_on_is_reached_and_no_other(self) -> None:
        for instrument in all_versions():
            for alert in instrument.alerts:
                item = next(one for one in instrument.items if one.number == alert.item)
                for value in instrument.points(item):
                    found = [one.key for one in reached(instrument, alert.item, value)]
                    assert (alert.key in found) == (value >= alert.at_least)
        assert reached(instrument_of("phq-9"), "8", 3) == ()
        assert reached(instrument_of("phq-9"), "9", None) == ()

    @pytest.mark.parametrize(
        ("candidates", "able", "owner", "backup"),
        [
            (["primary", "giver", None, "director"], {"primary", "giver"}, "primary", "giver"),
            (["intern", "intern", "on call", "director"], {"on call"}, "on call", "intern"),
            ([None, "giver", None, None], set(), "giver", None),
            (["primary", "primary", None, "primary"], {"primary"}, "primary", None),
        ],
    )
    def test_somebody_who_may_act_owns_it_where_there_is_one(
        self, candidates: list[str | None], able: set[str], owner: str, backup: str | None
    ) -> None:
        assert hands(candidates, able) == (owner, backup)

    def test_it_goes_up_when_its_next_step_is_due(self) -> None:
        due_at = first_due(AlertUrgency.URGENT, NOW)
        assert due_at == NOW + timedelta(minutes=15)
        assert not goes_up(Standing(AlertStatus.OPEN, due_at), due_at - timedelta(seconds=1))
        assert goes_up(Standing(AlertStatus.OPEN, due_at), due_at)
        assert not goes_up(Standing(AlertStatus.CLOSED, due_at), due_at + timedelta(days=1))
        assert action_due(AlertUrgency.URGENT, NOW) > due_at


def screens() -> list[Screen]:
    """Every set of answers in the order of the questions."""
    after = [(None, None, None)]
    yes = list(product((False, True), repeat=3))
    return [
        Screen(wish, thoughts, *rest, behaviour)
        for wish, thoughts, behaviour in product((False, True), (False, True), Behaviour)
        for rest in (yes if thoughts else after)
    ]


class TestTriage:
    def test_every_set_of_answers_has_its_level(self) -> None:
        for screen in screens():
            check(screen)
            recent = screen.behaviour in {Behaviour.WITHIN_3_MONTHS, Behaviour.UNKNOWN_TIME}
            if screen.intent or screen.plan or recent:
                expected = RiskLevel.HIGH
            elif screen.method or screen.behaviour is Behaviour.BEFORE:
                expected = RiskLevel.MODERATE
            else:
                expected = RiskLevel.LOW if screen.wish or screen.thoughts else RiskLevel.NONE
            assert level(screen) is expected

    def test_history_alone_is_told_once_and_news_always(self) -> None:
        for screen in screens():
            first, again = alarm(screen, []), alarm(screen, [Behaviour.BEFORE])
            assert (first is not None) == (level(screen) in {RiskLevel.HIGH, RiskLevel.MODERATE})
            news = (
                screen.intent
                or screen.plan
                or screen.method
                or screen.behaviour
                not in {
                    Behaviour.NO,
                    Behaviour.BEFORE,
                }
            )
            assert (again is not None) == bool(news)

    def test_questions_are_answered_in_their_order(self) -> None:
        with pytest.raises(ScreenIncomplete):
            check(Screen(True, False, True, None, None, Behaviour.NO))
        with pytest.raises(ScreenIncomplete):
            check(Screen(True, True, True, None, False, Behaviour.NO))


ADMITTED = date(2026, 10, 5)


def owed(moment: Moment, today: date, given: list[date], **values: object) -> list[Due]:
    course = {"admitted_on": ADMITTED, "ended_on": None, "away": False, "attended": (), **values}
    return due([("phq-9", moment)], Course(**course), {"phq-9": given}, today)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "today", "given", "values", "since"),
    [
        (Moment.INTAKE, ADMITTED, [], {}, ADMITTED),
        (Moment.INTAKE, ADMITTED, [date(2026, 10, 1)], {}, None),
        (Moment.INTAKE, date(2026, 10, 4), [], {}, None),
        (Moment.WEEKLY, date(2026, 10, 20), [], {}, ADMITTED),
        (Moment.WEEKLY, date(2026, 10, 20), [date(2026, 10, 8)], {}, date(2026, 10, 12)),
        (Moment.WEEKLY, date(2026, 10, 11), [date(2026, 10, 5)], {}, None),
        (Moment.WEEKLY, date(2026, 10, 20), [], {"away": True}, None),
        (Moment.EVERY_SESSION, date(2026, 10, 9), [], {"attended": (date(2026, 10, 7),)}, date(2026, 10, 7)),
        (Moment.EVERY_SESSION, date(2026, 10, 9), [date(2026, 10, 7)], {"attended": (date(2026, 10, 7),)}, None),
        (Moment.DISCHARGE, date(2026, 11, 20), [], {}, None),
        (Moment.DISCHARGE, date(2026, 11, 20), [], {"ended_on": date(2026, 11, 18)}, date(2026, 11, 18)),
        (Moment.DISCHARGE, date(2026, 11, 20), [date(2026, 11, 14)], {"ended_on": date(2026, 11, 18)}, None),
        (Moment.AFTER_3_MONTHS, date(2027, 2, 19), [], {"ended_on": date(2026, 11, 18)}, date(2027, 2, 18)),
        (Moment.AFTER_6_MONTHS, date(2027, 7, 20), [], {"ended_on": date(2026, 11, 18)}, None),
    ],
)
def test_who_owes_what_since_when(
    moment: Moment, today: date, given: list[date], values: dict[str, object], since: date | None
) -> None:
    expected = [] if since is None else [Due("phq-9", moment, since)]
    assert owed(moment, today, given, **values) == expected


def test_months_end_where_the_shorter_one_ends() -> None:
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_a_course_marks_its_first_turning_point_and_starts_anew_with_an_episode() -> None:
    totals = [("a", 20), ("a", 17), ("a", 13), ("a", 12), ("b", 12), ("b", 19)]
    scored = [Scored(episode, ADMITTED, Fraction(total)) for episode, total in totals]
    scored.insert(1, Scored("a", ADMITTED, None))
    found = marks(instrument_of("phq-9"), scored)
    assert [one.first for one in found] == [True, False, False, False, False, True, False]
    turning = [one.turning_point for one in found]
    assert turning == [None, None, None, "improved", None, None, "deteriorated"]
    assert found[1].change is None
