from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.attendance.errors import (
    ArrivalNeeded,
    DepartureNeeded,
    MarkContradicts,
    NotPresentThen,
    OutsideSession,
    TimeAhead,
    TimesReversed,
)
from handrail.attendance.rules.presence import (
    DayBlock,
    Presence,
    Span,
    closed,
    common,
    countable_parts,
    depart,
    left_at,
    mark,
    merged,
    minutes_of,
    outcome_after,
    presence_minutes,
    pull_out,
    without,
)
from handrail.attendance.vocabulary import AbsenceReason, Outcome, PullOutReason

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def at(clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return DAY + timedelta(hours=int(hours), minutes=int(minutes))


def span(start: str, end: str) -> Span:
    return Span(at(start), at(end))


GROUP = span("9:30", "11:00")
AFTER = at("11:05")


def present(*, session: Span = GROUP) -> tuple[Presence, ...]:
    return mark(Outcome.PRESENT, session=session, now=AFTER).presence


class TestMinutes:
    def test_group_with_a_pull_out_of_15_minutes_gives_75(self) -> None:
        stays = pull_out(
            present(),
            out_at=at("10:40"),
            back_at=at("10:55"),
            reason=PullOutReason.INDIVIDUAL_SESSION,
            session=GROUP,
            now=AFTER,
        )
        assert presence_minutes(stays, GROUP) == 75
        assert stays == (
            Presence(at("9:30"), at("10:40"), PullOutReason.INDIVIDUAL_SESSION),
            Presence(at("10:55")),
        )

    def test_coming_early_and_staying_on_gives_no_more_than_the_session(self) -> None:
        assert presence_minutes([Presence(at("9:00"), at("12:00"))], GROUP) == 90

    def test_a_break_is_not_counted(self) -> None:
        countable = [span("9:30", "10:10"), span("10:20", "11:00")]
        assert presence_minutes(present(), GROUP, countable=countable) == 80

    def test_a_kind_that_does_not_count_gives_minutes_but_no_countable_ones(self) -> None:
        assert (presence_minutes(present(), GROUP), presence_minutes(present(), GROUP, countable=())) == (90, 0)

    def test_overlapping_stays_count_once(self) -> None:
        stays = [Presence(at("9:30"), at("10:30")), Presence(at("10:00"), at("10:40"))]
        assert presence_minutes(stays, GROUP) == 70

    def test_parts_of_a_minute_are_not_rounded_up(self) -> None:
        stays = [
            Presence(at("9:30"), at("9:40") + timedelta(seconds=40)),
            Presence(at("9:50"), at("10:00") + timedelta(seconds=10)),
        ]
        assert presence_minutes(stays, GROUP) == 20


instants = st.integers(min_value=-120, max_value=300).map(lambda minute: at("9:30") + timedelta(minutes=minute))
spans = st.tuples(instants, instants).map(lambda ends: Span(min(ends), max(ends)))
stays = spans.map(lambda one: Presence(one.starts_at, one.ends_at)) | instants.map(Presence)


class TestMinutesAlways:
    @given(st.lists(stays, max_size=12), spans)
    def test_minutes_are_never_negative_and_never_exceed_the_session(self, some: list[Presence], session: Span) -> None:
        assert 0 <= presence_minutes(some, session) <= minutes_of([session])

    @given(st.lists(stays, max_size=8), spans, st.lists(spans, max_size=5))
    def test_countable_minutes_never_exceed_minutes(
        self, some: list[Presence], session: Span, countable: list[Span]
    ) -> None:
        assert 0 <= presence_minutes(some, session, countable=countable) <= presence_minutes(some, session)

    @given(st.lists(stays, max_size=8).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))), spans)
    def test_order_of_stays_does_not_matter(self, two: tuple[list[Presence], list[Presence]], session: Span) -> None:
        assert presence_minutes(two[0], session) == presence_minutes(two[1], session)

    @given(st.lists(spans, max_size=10))
    def test_merging_twice_changes_nothing(self, some: list[Span]) -> None:
        once = merged(some)
        assert merged(once) == once
        assert minutes_of(once) == minutes_of(some)

    @given(st.lists(spans, max_size=6), st.lists(spans, max_size=6))
    def test_common_time_is_the_same_from_either_side(self, one: list[Span], other: list[Span]) -> None:
        assert merged(common(one, other)) == merged(common(other, one))

    @given(st.lists(spans, max_size=6), st.lists(spans, max_size=6))
    def test_time_is_either_in_a_hole_or_left(self, some: list[Span], holes: list[Span]) -> None:
        assert minutes_of(without(some, holes)) + minutes_of(common(some, holes)) == minutes_of(some)

    @given(
        out=st.integers(min_value=0, max_value=89),
        away=st.integers(min_value=1, max_value=120),
    )
    def test_a_pull_out_takes_away_exactly_its_time_in_the_session(self, out: int, away: int) -> None:
        out_at = GROUP.starts_at + timedelta(minutes=out)
        pulled = pull_out(
            present(),
            out_at=out_at,
            back_at=out_at + timedelta(minutes=away),
            reason=PullOutReason.NURSING,
            session=GROUP,
            now=at("20:00"),
        )
        assert presence_minutes(pulled, GROUP) == 90 - min(away, 90 - out)

    @given(st.permutations([("9:40", "9:50"), ("10:00", "10:20"), ("10:40", "10:55")]))
    def test_pull_outs_may_be_recorded_in_any_order(self, order: list[tuple[str, str]]) -> None:
        some = present()
        for out_at, back_at in order:
            some = pull_out(
                some, out_at=at(out_at), back_at=at(back_at), reason=PullOutReason.NURSING, session=GROUP, now=AFTER
            )
        assert presence_minutes(some, GROUP) == 45


class TestCountableParts:
    NEW_YORK = ZoneInfo("America/New_York")
    SESSION = Span(datetime(2026, 3, 9, 13, 30, tzinfo=UTC), datetime(2026, 3, 9, 16, 30, tzinfo=UTC))

    def parts(self, *blocks: DayBlock, countable: bool = True) -> tuple[Span, ...]:
        return countable_parts(
            self.SESSION, countable=countable, local_date=date(2026, 3, 9), zone=self.NEW_YORK, blocks=blocks
        )

    def test_a_break_inside_is_cut_out_in_local_time_of_the_day(self) -> None:
        parts = self.parts(DayBlock(time(9, 30), 90, 90), DayBlock(time(11, 0), 15, 0), DayBlock(time(11, 15), 75, 75))
        assert minutes_of(parts) == 165
        assert parts[0].ends_at == datetime(2026, 3, 9, 15, 0, tzinfo=UTC)

    def test_a_block_counts_its_first_minutes(self) -> None:
        assert minutes_of(self.parts(DayBlock(time(9, 30), 30, 10))) == 160

    def test_a_kind_that_does_not_count_has_no_countable_part(self) -> None:
        assert self.parts(countable=False) == ()

    def test_without_a_program_day_the_whole_session_counts(self) -> None:
        assert self.parts() == (self.SESSION,)


class TestMark:
    def test_present_means_from_the_start(self) -> None:
        assert mark(Outcome.PRESENT, session=GROUP, now=at("9:41")).arrived_at == at("9:30")

    def test_late_means_now(self) -> None:
        marked = mark(Outcome.LATE, session=GROUP, now=at("9:41"))
        assert (marked.arrived_at, marked.left_at) == (at("9:41"), None)

    def test_late_after_the_session_needs_the_time(self) -> None:
        with pytest.raises(ArrivalNeeded):
            mark(Outcome.LATE, session=GROUP, now=AFTER)

    def test_left_early_means_now(self) -> None:
        assert mark(Outcome.LEFT_EARLY, session=GROUP, now=at("10:20")).left_at == at("10:20")

    def test_left_early_after_the_session_needs_the_time(self) -> None:
        with pytest.raises(DepartureNeeded):
            mark(Outcome.LEFT_EARLY, session=GROUP, now=AFTER)

    def test_absent_has_no_presence(self) -> None:
        assert mark(Outcome.ABSENT, session=GROUP, now=AFTER).presence == ()

    def test_absent_with_an_arrival_contradicts_itself(self) -> None:
        with pytest.raises(MarkContradicts):
            mark(Outcome.ABSENT, session=GROUP, now=AFTER, arrived_at=at("9:30"))

    def test_present_with_a_reason_of_absence_contradicts_itself(self) -> None:
        with pytest.raises(MarkContradicts):
            mark(Outcome.PRESENT, session=GROUP, now=AFTER, absence_reason=AbsenceReason.ILLNESS)

    def test_arriving_after_the_end_is_refused(self) -> None:
        with pytest.raises(OutsideSession):
            mark(Outcome.LATE, session=GROUP, now=AFTER, arrived_at=at("11:00"))

    def test_leaving_before_arriving_is_refused(self) -> None:
        with pytest.raises(TimesReversed):
            mark(Outcome.LATE, session=GROUP, now=AFTER, arrived_at=at("10:00"), left_at=at("9:50"))

    def test_a_departure_that_has_not_happened_is_refused(self) -> None:
        with pytest.raises(TimeAhead):
            mark(Outcome.LEFT_EARLY, session=GROUP, now=at("10:00"), left_at=at("10:30"))


class TestPullOut:
    def test_an_open_one_ends_the_stay_and_is_completed_later(self) -> None:
        gone = pull_out(
            present(), out_at=at("10:00"), back_at=None, reason=PullOutReason.FAMILY_MEETING, session=GROUP, now=AFTER
        )
        assert (left_at(gone), presence_minutes(gone, GROUP)) == (at("10:00"), 30)
        back = pull_out(
            gone,
            out_at=at("10:00"),
            back_at=at("10:20"),
            reason=PullOutReason.FAMILY_MEETING,
            session=GROUP,
            now=AFTER,
        )
        assert presence_minutes(back, GROUP) == 70

    def test_nobody_is_pulled_out_who_was_not_there(self) -> None:
        late = mark(Outcome.LATE, session=GROUP, now=AFTER, arrived_at=at("10:00")).presence
        with pytest.raises(NotPresentThen):
            pull_out(late, out_at=at("9:45"), back_at=at("9:50"), reason=PullOutReason.OTHER, session=GROUP, now=AFTER)

    def test_a_return_after_leaving_for_good_leaves_no_second_stay(self) -> None:
        left = depart(present(), left_at=at("10:30"), session=GROUP, now=AFTER)
        pulled = pull_out(
            left, out_at=at("10:10"), back_at=at("10:40"), reason=PullOutReason.OTHER, session=GROUP, now=AFTER
        )
        assert presence_minutes(pulled, GROUP) == 40


class TestDepartures:
    def test_closing_confirms_the_end_of_the_session(self) -> None:
        assert left_at(closed(present(), session=GROUP, now=AFTER)) == at("11:00")

    def test_a_group_closed_before_its_end_credits_no_minute_that_did_not_happen(self) -> None:
        stays = closed(present(), session=GROUP, now=at("10:45"))
        assert presence_minutes(stays, GROUP) == 75

    def test_closing_leaves_a_known_departure_alone(self) -> None:
        stays = depart(present(), left_at=at("10:00"), session=GROUP, now=AFTER)
        assert closed(stays, session=GROUP, now=AFTER) == stays

    def test_departing_forgets_what_was_recorded_after_it(self) -> None:
        stays = pull_out(
            present(), out_at=at("10:40"), back_at=at("10:55"), reason=PullOutReason.OTHER, session=GROUP, now=AFTER
        )
        left = depart(stays, left_at=at("10:30"), session=GROUP, now=AFTER)
        assert presence_minutes(left, GROUP) == 60

    @pytest.mark.parametrize(
        ("before", "left", "after"),
        [
            (Outcome.PRESENT, "10:30", Outcome.LEFT_EARLY),
            (Outcome.PRESENT, "11:00", Outcome.PRESENT),
            (Outcome.LEFT_EARLY, "11:00", Outcome.PRESENT),
            (Outcome.LATE, "10:30", Outcome.LATE),
        ],
    )
    def test_a_known_departure_decides_between_present_and_left_early(
        self, before: Outcome, left: str, after: Outcome
    ) -> None:
        assert outcome_after(before, [Presence(at("9:30"), at(left))], GROUP.ends_at) is after
