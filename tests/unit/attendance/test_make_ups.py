from datetime import UTC, datetime, timedelta

from tests.unit.attendance.test_ledger import H0015_DAY, WEEK, day, expected, place

from handrail.attendance.rules.ledger import week_ledger
from handrail.attendance.rules.make_ups import Candidate, offers, together
from handrail.attendance.vocabulary import Outcome
from handrail.core.ids import SessionId, new_id


def session(offset: int, minutes: int, hour: int = 15) -> Candidate:
    begins = datetime.combine(day(offset), datetime.min.time(), UTC) + timedelta(hours=hour)
    return Candidate(SessionId(new_id()), day(offset), begins, begins + timedelta(minutes=minutes), minutes)


LACKING = week_ledger(
    WEEK,
    expected(0, 2, 4),
    [place(0, Outcome.ABSENT), place(2), place(4, None, closed=False)],
    counted_day_minutes=H0015_DAY,
)
"""Three hours lack: the first day was missed, the last is still open."""


def test_ninety_minutes_mend_hours_and_no_day_and_three_hours_mend_both() -> None:
    short, long = session(3, 90), session(3, 180)
    best, next_best = offers(LACKING, [short, long])
    assert (best.session_id, best.mends_minutes, best.mends_day) == (long.session_id, 180, True)
    assert (next_best.mends_minutes, next_best.mends_day) == (90, False)


def test_minutes_on_a_day_that_counts_already_mend_no_day() -> None:
    (offer,) = offers(LACKING, [session(4, 180, hour=19)])
    assert (offer.mends_minutes, offer.mends_day) == (180, False)


def test_where_no_rule_counts_days_nothing_is_said_of_them_and_nothing_is_offered_that_lacks_nothing() -> None:
    lacking = week_ledger(WEEK, expected(0, 2), [place(0, Outcome.ABSENT), place(2)])
    assert [one.mends_day for one in offers(lacking, [session(3, 90)])] == [None]
    whole = week_ledger(WEEK, expected(0, 2, 4), [place(0), place(2), place(4)])
    assert offers(whole, [session(3, 90)]) == []


def test_few_sessions_that_do_not_overlap_mend_all_or_none_are_named() -> None:
    same, other, beside = session(3, 90, hour=9), session(5, 120), session(3, 100, hour=9)
    assert together(LACKING, [same, other, beside]) == (beside.session_id, other.session_id)
    assert together(LACKING, [same, beside]) == ()


def test_forecast_takes_what_is_open_for_attended() -> None:
    assert (LACKING.forecast_minutes, LACKING.short_by_minutes) == (360, 180)
    assert (LACKING.qualifying_days, LACKING.forecast_qualifying_days) == (1, 2)
