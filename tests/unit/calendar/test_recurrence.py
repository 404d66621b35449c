"""A weekly series keeps its place on the clock, whatever the clock does."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.calendar.rules.recurrence import (
    Meeting,
    WeeklyPattern,
    instant,
    last_date,
    local_span,
    occurrences,
    span,
)
from handrail.core.vocabulary import Weekday

NEW_YORK, LONDON, LORD_HOWE, PHOENIX = "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Phoenix"
SUNDAY_NINE = Meeting(Weekday.SUNDAY, time(9), 90)
DAYS = list(Weekday)


def weekly(
    *meetings: Meeting, zone: str = NEW_YORK, starts_on: date = date(2026, 1, 5), **rest: object
) -> WeeklyPattern:
    return WeeklyPattern(meetings=meetings, time_zone=zone, starts_on=starts_on, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("zone", "switch", "before_utc", "after_utc"),
    [
        (NEW_YORK, date(2026, 3, 8), 14, 13),
        (NEW_YORK, date(2026, 11, 1), 13, 14),
        (LONDON, date(2026, 3, 29), 9, 8),
        (LONDON, date(2026, 10, 25), 8, 9),
        (PHOENIX, date(2026, 3, 8), 16, 16),
        (PHOENIX, date(2026, 11, 1), 16, 16),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_over_the_switch(
    zone: str, switch: date, before_utc: int, after_utc: int
) -> None:
    pattern = weekly(SUNDAY_NINE, zone=zone, starts_on=switch - timedelta(days=7))
    before, on = occurrences(pattern, until=switch)
    assert [one.local_start for one in (before, on)] == [time(9), time(9)]
    assert [one.starts_at.hour for one in (before, on)] == [before_utc, after_utc]
    assert [one.minutes for one in (before, on)] == [90, 90]


@pytest.mark.parametrize(
    ("zone", "on", "at", "utc", "clock"),
    [
        (NEW_YORK, date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 7, 0, tzinfo=UTC), time(3)),
        (NEW_YORK, date(2026, 3, 8), time(2, 0), datetime(2026, 3, 8, 7, 0, tzinfo=UTC), time(3)),
        (LONDON, date(2026, 3, 29), time(1, 45), datetime(2026, 3, 29, 1, 0, tzinfo=UTC), time(2)),
        (LORD_HOWE, date(2026, 10, 4), time(2, 15), datetime(2026, 10, 3, 15, 30, tzinfo=UTC), time(2, 30)),
    ],
)
def test_skipped_time_moves_to_the_first_instant_after_the_gap(
    zone: str, on: date, at: time, utc: datetime, clock: time
) -> None:
    assert instant(on, at, zone) == utc
    assert local_span(on, at, 60, zone).local_start == clock


@pytest.mark.parametrize(
    ("zone", "on", "at", "utc"),
    [
        (NEW_YORK, date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (LONDON, date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (LORD_HOWE, date(2026, 4, 5), time(1, 45), datetime(2026, 4, 4, 14, 45, tzinfo=UTC)),
    ],
)
def test_time_shown_twice_means_the_first(zone: str, on: date, at: time, utc: datetime) -> None:
    assert instant(on, at, zone) == utc


def test_minutes_are_real_minutes_over_the_autumn_switch() -> None:
    night = local_span(date(2026, 11, 1), time(0, 30), 120, NEW_YORK)
    assert night.minutes == 120
    assert night.local_end == time(1, 30)


@given(
    zone=st.sampled_from([NEW_YORK, LONDON, LORD_HOWE, PHOENIX]),
    on=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    at=st.times().map(lambda value: value.replace(microsecond=0)),
)
def test_clock_shows_the_local_time_unless_it_was_skipped(zone: str, on: date, at: time) -> None:
    shown = instant(on, at, zone).astimezone(ZoneInfo(zone))
    if (shown.date(), shown.time()) != (on, at):
        just_before = (instant(on, at, zone) - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
        assert just_before.utcoffset() != shown.utcoffset()
        assert (just_before.date(), just_before.time()) < (on, at) < (shown.date(), shown.time())


@given(
    zone=st.sampled_from([NEW_YORK, LONDON, LORD_HOWE, PHOENIX]),
    starts_on=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    weekday=st.sampled_from(DAYS),
    hour=st.integers(6, 21),
    minutes=st.integers(5, 180),
    interval=st.integers(1, 4),
)
def test_year_of_a_series_never_leaves_its_weekday_and_hour(
    zone: str, starts_on: date, weekday: Weekday, hour: int, minutes: int, interval: int
) -> None:
    pattern = weekly(Meeting(weekday, time(hour), minutes), zone=zone, starts_on=starts_on, interval_weeks=interval)
    found = occurrences(pattern, until=starts_on + timedelta(days=364))
    assert {one.local_start for one in found} == {time(hour)}
    assert {one.local_date.weekday() for one in found} == {weekday.number}
    assert {one.minutes for one in found} == {minutes}
    gaps = {(later.local_date - earlier.local_date).days for earlier, later in pairwise(found)}
    assert gaps == {7 * interval}


@given(cut=st.integers(0, 120), horizon=st.integers(0, 120))
def test_materializing_in_two_steps_gives_the_same_as_in_one(cut: int, horizon: int) -> None:
    pattern = weekly(
        Meeting(Weekday.MONDAY, time(9), 90), Meeting(Weekday.THURSDAY, time(13), 60), SUNDAY_NINE, count=25
    )
    middle = pattern.starts_on + timedelta(days=min(cut, horizon))
    end = pattern.starts_on + timedelta(days=horizon)
    assert occurrences(pattern, until=middle) + occurrences(pattern, after=middle, until=end) == occurrences(
        pattern, until=end
    )


def test_two_meetings_of_one_day_come_in_order() -> None:
    pattern = weekly(Meeting(Weekday.MONDAY, time(13), 60), Meeting(Weekday.MONDAY, time(9), 90))
    assert [one.local_start for one in occurrences(pattern, until=date(2026, 1, 5))] == [time(9), time(13)]


def test_count_ends_a_series_and_tells_its_last_date() -> None:
    pattern = weekly(Meeting(Weekday.MONDAY, time(9), 90), Meeting(Weekday.WEDNESDAY, time(9), 90), count=5)
    assert len(occurrences(pattern, until=date(2026, 12, 31))) == 5
    assert last_date(pattern, horizon=date(2026, 12, 31)) == date(2026, 1, 19)
    assert last_date(pattern, horizon=date(2026, 1, 12)) is None


def test_last_day_belongs_to_the_series() -> None:
    pattern = weekly(Meeting(Weekday.MONDAY, time(9), 90), ends_on=date(2026, 1, 19))
    assert [one.local_date for one in occurrences(pattern, until=date(2026, 12, 31))][-1] == date(2026, 1, 19)
    assert last_date(pattern, horizon=date(2027, 1, 1)) == date(2026, 1, 19)


def test_session_over_midnight_belongs_to_the_day_it_begins() -> None:
    late = local_span(date(2026, 6, 1), time(23, 30), 60, NEW_YORK)
    assert (late.local_date, late.local_end) == (date(2026, 6, 1), time(0, 30))
    assert span(late.starts_at, late.ends_at, NEW_YORK) == late
