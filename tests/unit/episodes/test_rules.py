from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.vocabulary import ServiceKind, Weekday
from handrail.episodes import rules
from handrail.episodes.errors import BlocksOverlap, DateOrder, DateOutsideEpisode, EndReasonMismatch, EpisodeTooLong
from handrail.episodes.rules import Block, ClosedTime, DayCount, Days, Pattern, Stay
from handrail.episodes.vocabulary import DayState, EndReason, EpisodeStatus
from handrail.organizations.vocabulary import Phase

MONDAY = date(2026, 11, 2)
THREE_HOURS = rules.ordered_blocks([Block(570, 90, 90), Block(660, 15, 0), Block(675, 90, 90)])
MON_WED_FRI = Pattern(MONDAY, {0: THREE_HOURS, 2: THREE_HOURS, 4: THREE_HOURS}, weekly_target_minutes=540)
ADMITTED = Stay(referred_on=date(2026, 10, 20), screened_on=date(2026, 10, 26), admitted_on=MONDAY)
EIGHT_WEEKS = MONDAY + timedelta(days=7 * 8 - 1)


def expected(
    patterns: tuple[Pattern, ...] = (MON_WED_FRI,),
    closures: tuple[ClosedTime, ...] = (),
    leaves: tuple[Days, ...] = (),
    last: date = EIGHT_WEEKS,
) -> list[rules.ProgramDay]:
    return rules.expected_days(patterns, closures, leaves, MONDAY, last)


def week(number: int) -> Days:
    return Days(MONDAY + timedelta(days=7 * number), MONDAY + timedelta(days=7 * (number + 1)))


class TestStatus:
    @pytest.mark.parametrize(
        ("on", "status"),
        [
            (date(2026, 10, 20), EpisodeStatus.REFERRED),
            (date(2026, 10, 26), EpisodeStatus.SCREENING),
            (MONDAY, EpisodeStatus.ACTIVE),
            (date(2026, 11, 10), EpisodeStatus.ON_LEAVE),
            (date(2026, 11, 12), EpisodeStatus.ACTIVE),
            (date(2026, 12, 4), EpisodeStatus.ENDED),
        ],
    )
    def test_dates_say_where_an_episode_stands(self, on: date, status: EpisodeStatus) -> None:
        stay = Stay(
            ADMITTED.referred_on,
            ADMITTED.screened_on,
            MONDAY,
            ended_on=date(2026, 12, 4),
            leaves=(Days(date(2026, 11, 9), date(2026, 11, 12)),),
        )
        assert rules.status_on(stay, on) is status


class TestBookable:
    def test_referred_participant_can_only_be_screened_taken_in_and_oriented(self) -> None:
        kinds = {kind for kind in ServiceKind if rules.bookable(Stay(MONDAY), kind, MONDAY)}
        assert kinds == {ServiceKind.SCREENING, ServiceKind.INTAKE, ServiceKind.ORIENTATION}

    @pytest.mark.parametrize("kind", list(ServiceKind))
    def test_active_episode_can_be_booked(self, kind: ServiceKind) -> None:
        assert rules.bookable(ADMITTED, kind, MONDAY)

    def test_group_before_the_admission_is_refused(self) -> None:
        assert not rules.bookable(ADMITTED, ServiceKind.GROUP, MONDAY - timedelta(days=1))

    def test_group_during_a_leave_is_refused_and_its_day_of_return_is_not(self) -> None:
        away = Stay(MONDAY, admitted_on=MONDAY, leaves=(Days(date(2026, 11, 9), date(2026, 11, 12)),))
        assert not rules.bookable(away, ServiceKind.GROUP, date(2026, 11, 11))
        assert rules.bookable(away, ServiceKind.GROUP, date(2026, 11, 12))

    def test_last_day_can_be_attended_and_nothing_after_it(self) -> None:
        ended = Stay(MONDAY, admitted_on=MONDAY, ended_on=date(2026, 12, 4))
        assert rules.bookable(ended, ServiceKind.GROUP, date(2026, 12, 4))
        assert not any(rules.bookable(ended, kind, date(2026, 12, 5)) for kind in ServiceKind)

    def test_nothing_before_the_referral(self) -> None:
        assert not any(rules.bookable(ADMITTED, kind, date(2026, 10, 19)) for kind in ServiceKind)


class TestExpectedDays:
    def test_eight_weeks_of_three_days_are_24_days(self) -> None:
        assert rules.day_count(expected(), EIGHT_WEEKS) == DayCount(24, 24)

    def test_day_14_of_24(self) -> None:
        assert rules.day_count(expected(), date(2026, 12, 2)) == DayCount(14, 24)

    def test_day_between_two_program_days_keeps_the_number_of_the_last(self) -> None:
        assert rules.day_count(expected(), date(2026, 12, 3)) == DayCount(14, 24)

    def test_closure_takes_a_day_from_both_counts(self) -> None:
        thanksgiving = ClosedTime(date(2026, 11, 27))
        assert rules.day_count(expected(closures=(thanksgiving,)), date(2026, 12, 2)) == DayCount(13, 23)

    def test_leave_takes_its_days_from_both_counts(self) -> None:
        leave = Days(date(2026, 11, 9), date(2026, 11, 14))
        days = expected(leaves=(leave,))
        assert rules.day_count(days, date(2026, 12, 2)) == DayCount(11, 21)
        assert [day.state for day in days if day.on in leave] == [DayState.ON_LEAVE] * 3

    def test_break_is_not_countable(self) -> None:
        assert {day.minutes for day in expected()} == {180}

    def test_delayed_opening_costs_the_minutes_it_covers(self) -> None:
        delayed = ClosedTime(MONDAY, 480, 600)  # closed 8:00–10:00, the group begins at 9:30
        assert [day.minutes for day in expected(closures=(delayed,), last=MONDAY)] == [150]

    def test_two_closures_over_each_other_cost_their_minutes_once(self) -> None:
        closures = (ClosedTime(MONDAY, 480, 600), ClosedTime(MONDAY, 570, 590))
        assert [day.minutes for day in expected(closures=closures, last=MONDAY)] == [150]

    def test_break_gives_way_before_the_therapy_around_it(self) -> None:
        lunch = ClosedTime(MONDAY, 660, 675)
        assert [day.minutes for day in expected(closures=(lunch,), last=MONDAY)] == [180]

    def test_day_with_nothing_left_is_closed_not_expected(self) -> None:
        morning = ClosedTime(MONDAY, 500, 800)
        assert [(day.state, day.minutes) for day in expected(closures=(morning,), last=MONDAY)] == [
            (DayState.CLOSED, 0)
        ]

    def test_taper_replaces_the_pattern_from_its_first_day(self) -> None:
        taper = Pattern(date(2026, 12, 14), {0: THREE_HOURS}, weekly_target_minutes=180, phase=Phase.TAPER)
        days = expected((taper, MON_WED_FRI))
        assert rules.day_count(days, EIGHT_WEEKS) == DayCount(20, 20)
        assert rules.weekly_target(days, week(6)) == 180

    def test_no_pattern_no_day(self) -> None:
        assert rules.expected_days([MON_WED_FRI], [], [], MONDAY - timedelta(days=14), MONDAY - timedelta(days=1)) == []


class TestWeeklyTarget:
    def test_full_week_asks_for_nine_hours(self) -> None:
        assert rules.weekly_target(expected(), week(0)) == 540

    def test_closed_day_is_not_asked_for(self) -> None:
        assert rules.weekly_target(expected(closures=(ClosedTime(date(2026, 11, 4)),)), week(0)) == 360

    def test_program_beyond_its_target_can_lose_a_day_and_still_ask_for_the_target(self) -> None:
        four_days = Pattern(MONDAY, dict.fromkeys((0, 1, 2, 3), THREE_HOURS), weekly_target_minutes=540)
        assert rules.weekly_target(expected((four_days,), (ClosedTime(MONDAY),)), week(0)) == 540

    def test_week_of_admission_asks_only_for_the_days_since(self) -> None:
        days = rules.expected_days([MON_WED_FRI], [], [], date(2026, 11, 4), EIGHT_WEEKS)
        assert rules.weekly_target(days, week(0)) == 360

    def test_week_on_leave_asks_for_nothing(self) -> None:
        assert rules.weekly_target(expected(leaves=(week(1),)), week(1)) == 0

    @pytest.mark.parametrize(
        ("starts_on", "first"), [(Weekday.MONDAY, date(2026, 11, 2)), (Weekday.SUNDAY, date(2026, 11, 1))]
    )
    def test_week_begins_where_the_payer_begins_it(self, starts_on: Weekday, first: date) -> None:
        assert rules.week_of(date(2026, 11, 7), starts_on) == Days(first, first + timedelta(days=7))


class TestClosedTimes:
    ZONE = ZoneInfo("America/New_York")

    def test_two_day_closure_is_cut_at_local_midnight(self) -> None:
        closed = rules.closed_times(
            datetime(2026, 11, 25, 20, 0, tzinfo=UTC), datetime(2026, 11, 27, 5, 0, tzinfo=UTC), self.ZONE
        )
        assert closed == [ClosedTime(date(2026, 11, 25), 15 * 60, 1440), ClosedTime(date(2026, 11, 26), 0, 1440)]

    def test_closure_over_the_end_of_summer_time_keeps_its_local_hours(self) -> None:
        closed = rules.closed_times(
            datetime(2026, 11, 1, 4, 0, tzinfo=UTC), datetime(2026, 11, 1, 15, 0, tzinfo=UTC), self.ZONE
        )
        assert closed == [ClosedTime(date(2026, 11, 1), 0, 600)]


class TestBlocks:
    def test_overlapping_blocks_are_refused(self) -> None:
        with pytest.raises(BlocksOverlap):
            rules.ordered_blocks([Block(570, 90, 90), Block(600, 90, 90)])

    def test_block_past_midnight_is_refused(self) -> None:
        with pytest.raises(BlocksOverlap):
            rules.ordered_blocks([Block(1400, 60, 60)])

    def test_blocks_follow_one_another(self) -> None:
        days = rules.consecutive_days([Weekday.MONDAY], 570, [(90, 90), (15, 0), (90, 90)])
        assert days == {0: THREE_HOURS}


class TestChecks:
    TODAY = date(2026, 11, 10)

    def test_admission_before_the_screening_is_refused(self) -> None:
        with pytest.raises(DateOrder):
            rules.check_admission(
                Stay(MONDAY, screened_on=MONDAY + timedelta(days=2)),
                admitted_on=MONDAY,
                planned_end_on=EIGHT_WEEKS,
                today=self.TODAY,
            )

    def test_admission_tomorrow_is_refused_today(self) -> None:
        with pytest.raises(DateOrder):
            rules.check_admission(
                Stay(MONDAY), admitted_on=date(2026, 11, 11), planned_end_on=EIGHT_WEEKS, today=self.TODAY
            )

    def test_two_years_are_no_episode(self) -> None:
        with pytest.raises(EpisodeTooLong):
            rules.check_admission(Stay(MONDAY), admitted_on=MONDAY, planned_end_on=date(2028, 11, 2), today=self.TODAY)

    @pytest.mark.parametrize("reason", [EndReason.COMPLETED, EndReason.LEFT_AGAINST_ADVICE, EndReason.STEPPED_UP])
    def test_who_was_never_admitted_cannot_complete_or_leave(self, reason: EndReason) -> None:
        with pytest.raises(EndReasonMismatch):
            rules.check_end(Stay(MONDAY), ended_on=MONDAY, reason=reason, today=self.TODAY)

    def test_who_was_admitted_was_admitted(self) -> None:
        with pytest.raises(EndReasonMismatch):
            rules.check_end(ADMITTED, ended_on=self.TODAY, reason=EndReason.NOT_ADMITTED, today=self.TODAY)

    def test_leave_before_admission_is_refused(self) -> None:
        with pytest.raises(DateOutsideEpisode):
            rules.check_leave(Stay(MONDAY), Days(MONDAY))

    def test_leave_ends_after_it_starts(self) -> None:
        with pytest.raises(DateOrder):
            rules.check_leave(ADMITTED, Days(self.TODAY, self.TODAY))


class TestSecurityLabels:
    def test_substance_use_program_is_labelled_from_its_first_day(self) -> None:
        assert [label.code for label in rules.security_labels(MONDAY, MONDAY)] == ["R", "42CFRPart2"]
        assert rules.security_labels(MONDAY, MONDAY - timedelta(days=1)) == ()

    def test_other_program_is_not(self) -> None:
        assert rules.security_labels(None, MONDAY) == ()


class TestPhasedPatterns:
    WEEK = dict.fromkeys((0, 2, 4), THREE_HOURS)
    TAPER = rules.PlannedPhase(Phase.TAPER, days_per_week=1, weeks=2)

    def test_taper_takes_the_last_weeks(self) -> None:
        standard, taper = rules.phased_patterns(
            self.WEEK, [self.TAPER], {Phase.STANDARD: 540}, admitted_on=MONDAY, planned_end_on=EIGHT_WEEKS
        )
        assert (standard.weekly_target_minutes, taper.weekly_target_minutes) == (540, 180)
        assert (taper.starts_on, set(taper.days)) == (MONDAY + timedelta(weeks=6), {0})

    def test_target_is_never_more_than_a_full_week(self) -> None:
        (pattern,) = rules.phased_patterns(
            {0: THREE_HOURS}, [], {Phase.STANDARD: 540}, admitted_on=MONDAY, planned_end_on=EIGHT_WEEKS
        )
        assert pattern.weekly_target_minutes == 180

    def test_stay_too_short_for_a_taper_has_none(self) -> None:
        patterns = rules.phased_patterns(
            self.WEEK, [self.TAPER], {}, admitted_on=MONDAY, planned_end_on=MONDAY + timedelta(days=15)
        )
        assert [pattern.phase for pattern in patterns] == [Phase.STANDARD]


weekdays = st.sets(st.integers(0, 6), max_size=7)
offsets = st.integers(0, 80)
spans = st.builds(
    lambda start, length: Days(MONDAY + timedelta(days=start), MONDAY + timedelta(days=start + length)),
    offsets,
    st.integers(1, 20),
)
closed = st.builds(
    lambda day, start, length: ClosedTime(MONDAY + timedelta(days=day), start, min(1440, start + length)),
    offsets,
    st.integers(0, 1400),
    st.integers(1, 1440),
)
patterns = st.builds(
    lambda start, days, target: Pattern(MONDAY + timedelta(days=start), dict.fromkeys(days, THREE_HOURS), target),
    offsets,
    weekdays,
    st.integers(0, 1200),
)


class TestAnyPattern:
    @given(st.lists(patterns, max_size=4), st.lists(closed, max_size=6), st.lists(spans, max_size=4), offsets)
    def test_expected_days_keep_the_rules(
        self, patterns: list[Pattern], closures: list[ClosedTime], leaves: list[Days], length: int
    ) -> None:
        last = MONDAY + timedelta(days=length)
        days = rules.expected_days(patterns, closures, leaves, MONDAY, last)
        assert [day.on for day in days] == sorted({day.on for day in days})
        for day in days:
            pattern = rules.pattern_on(patterns, day.on)
            assert pattern is not None
            assert day.on.weekday() in pattern.days
            assert MONDAY <= day.on <= last
            assert 0 <= day.minutes <= day.planned_minutes
            assert (day.state is DayState.EXPECTED) == (day.minutes > 0)
            assert (day.state is DayState.ON_LEAVE) == any(day.on in leave for leave in leaves)
        undisturbed = rules.expected_days(patterns, [], [], MONDAY, last)
        assert [day.on for day in undisturbed] == [day.on for day in days]
        assert all(day.minutes == day.planned_minutes for day in undisturbed)

    @given(st.lists(patterns, min_size=1, max_size=4), st.lists(closed, max_size=6), st.lists(spans, max_size=4))
    def test_day_numbers_rise_by_one_and_end_at_the_total(
        self, patterns: list[Pattern], closures: list[ClosedTime], leaves: list[Days]
    ) -> None:
        last = MONDAY + timedelta(days=80)
        days = rules.expected_days(patterns, closures, leaves, MONDAY, last)
        numbers = [rules.day_count(days, day.on).number for day in days if day.state is DayState.EXPECTED]
        assert numbers == list(range(1, len(numbers) + 1))
        assert rules.day_count(days, last) == DayCount(len(numbers), len(numbers))

    @given(st.lists(patterns, max_size=4), st.lists(closed, max_size=6), closed, st.sampled_from(Weekday))
    def test_another_closure_never_asks_for_more(
        self, patterns: list[Pattern], closures: list[ClosedTime], another: ClosedTime, week_starts_on: Weekday
    ) -> None:
        last = MONDAY + timedelta(days=80)
        week = rules.week_of(another.on, week_starts_on)
        before = rules.weekly_target(rules.expected_days(patterns, closures, [], MONDAY, last), week)
        after = rules.weekly_target(rules.expected_days(patterns, [*closures, another], [], MONDAY, last), week)
        assert after <= before
