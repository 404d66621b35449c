from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handrail.attendance.rules.ledger import LedgerDayState, Place, week_ledger
from handrail.attendance.vocabulary import CAME, Outcome
from handrail.core.vocabulary import ServiceKind
from handrail.episodes.rules import Days, ProgramDay
from handrail.episodes.vocabulary import DayState
from handrail.organizations.vocabulary import Phase

MONDAY = date(2026, 3, 2)
WEEK = Days(MONDAY, MONDAY + timedelta(days=7))
H0015_DAY = 180


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def expected(*offsets: int, minutes: int = 180, state: DayState = DayState.EXPECTED) -> list[ProgramDay]:
    left = minutes if state is DayState.EXPECTED else 0
    return [ProgramDay(day(offset), state, Phase.STANDARD, minutes, left, 540) for offset in offsets]


def place(
    offset: int,
    outcome: Outcome | None = Outcome.PRESENT,
    *,
    minutes: int = 180,
    attended: int | None = None,
    closed: bool = True,
    make_up: bool = False,
    kind: ServiceKind = ServiceKind.GROUP,
) -> Place:
    came = minutes if outcome in CAME else 0
    return Place(day(offset), kind, minutes, came if attended is None else attended, outcome, closed, make_up)


MON_WED_FRI = expected(0, 2, 4)


class TestHours:
    def test_a_week_attended_in_full_reaches_its_target(self) -> None:
        ledger = week_ledger(WEEK, MON_WED_FRI, [place(0), place(2), place(4)], counted_day_minutes=H0015_DAY)
        assert (ledger.target_minutes, ledger.tally.countable_minutes, ledger.short_by_minutes) == (540, 540, 0)
        assert (ledger.qualifying_days, ledger.missed_days) == (3, 0)

    def test_minutes_are_provisional_until_the_group_is_closed(self) -> None:
        ledger = week_ledger(WEEK, MON_WED_FRI, [place(0), place(2, closed=False)], counted_day_minutes=H0015_DAY)
        assert (ledger.tally.countable_minutes, ledger.tally.provisional_minutes) == (180, 180)
        assert ledger.qualifying_days == 1

    def test_who_falls_short_is_visible_before_the_week_ends(self) -> None:
        places = [place(0, Outcome.ABSENT), place(2, None, closed=False), place(4, None, closed=False)]
        assert week_ledger(WEEK, MON_WED_FRI, places).short_by_minutes == 180

    def test_nothing_is_short_while_everything_is_still_to_come(self) -> None:
        places = [place(offset, None, closed=False) for offset in (0, 2, 4)]
        assert week_ledger(WEEK, MON_WED_FRI, places).short_by_minutes == 0

    def test_a_make_up_of_90_minutes_mends_hours_but_not_a_day(self) -> None:
        places = [place(0, Outcome.ABSENT), place(1, minutes=90, make_up=True), place(2), place(4)]
        ledger = week_ledger(WEEK, MON_WED_FRI, places, counted_day_minutes=H0015_DAY)
        assert ledger.tally.countable_minutes == 450
        assert ledger.tally.made_up_minutes == 90
        assert ledger.short_by_minutes == 90
        assert ledger.qualifying_days == 2

    def test_a_kind_that_does_not_count_adds_nothing(self) -> None:
        places = [place(0, minutes=0, attended=0, kind=ServiceKind.RECREATION)]
        assert week_ledger(WEEK, MON_WED_FRI, places).tally.countable_minutes == 0

    def test_minutes_are_sorted_by_kind_of_service(self) -> None:
        places = [place(0), place(0, minutes=45, kind=ServiceKind.INDIVIDUAL)]
        kinds = dict(week_ledger(WEEK, MON_WED_FRI, places).by_kind)
        assert kinds[ServiceKind.GROUP].countable_minutes == 180
        assert kinds[ServiceKind.INDIVIDUAL].countable_minutes == 45


class TestAbsence:
    def test_an_absence_of_an_expected_day_is_a_miss(self) -> None:
        ledger = week_ledger(WEEK, MON_WED_FRI, [place(0, Outcome.ABSENT)])
        assert (ledger.missed_days, ledger.tally.missed_minutes) == (1, 180)

    def test_an_excused_day_is_no_miss(self) -> None:
        ledger = week_ledger(WEEK, MON_WED_FRI, [place(0, Outcome.EXCUSED)])
        assert (ledger.missed_days, ledger.tally.excused_minutes) == (0, 180)

    def test_a_day_that_is_not_expected_is_never_an_absence(self) -> None:
        ledger = week_ledger(WEEK, MON_WED_FRI, [place(1, Outcome.ABSENT)])
        assert (ledger.missed_days, ledger.tally.missed_minutes) == (0, 0)
        assert ledger.days[1].state is LedgerDayState.NOT_EXPECTED

    def test_a_closure_by_the_program_is_never_a_miss(self) -> None:
        days = expected(0, 2) + expected(4, state=DayState.CLOSED)
        ledger = week_ledger(WEEK, days, [place(0), place(2), place(4, Outcome.ABSENT)])
        assert (ledger.missed_days, ledger.tally.missed_minutes) == (0, 0)
        assert (ledger.target_minutes, ledger.short_by_minutes) == (360, 0)

    def test_leave_asks_for_nothing(self) -> None:
        days = expected(0) + expected(2, 4, state=DayState.ON_LEAVE)
        ledger = week_ledger(WEEK, days, [place(0)])
        assert (ledger.target_minutes, ledger.short_by_minutes, ledger.missed_days) == (180, 0, 0)

    def test_a_missed_make_up_is_not_a_second_miss(self) -> None:
        places = [place(0, Outcome.ABSENT), place(2, Outcome.ABSENT, minutes=90, make_up=True), place(2)]
        ledger = week_ledger(WEEK, MON_WED_FRI, places)
        assert (ledger.missed_days, ledger.tally.missed_minutes) == (1, 180)

    def test_half_a_day_attended_is_no_missed_day(self) -> None:
        ledger = week_ledger(WEEK, MON_WED_FRI, [place(0, minutes=90), place(0, Outcome.ABSENT, minutes=90)])
        assert (ledger.missed_days, ledger.tally.missed_minutes) == (0, 90)


class TestDays:
    def test_no_rule_no_count(self) -> None:
        assert week_ledger(WEEK, MON_WED_FRI, [place(0)]).qualifying_days is None

    def test_179_minutes_are_no_day_of_3_hours(self) -> None:
        places = [place(0, attended=179), place(2, attended=180)]
        assert week_ledger(WEEK, MON_WED_FRI, places, counted_day_minutes=H0015_DAY).qualifying_days == 1

    def test_days_that_can_no_longer_count_are_short(self) -> None:
        def short(*places: Place, least: int | None = 3, minutes: int | None = H0015_DAY) -> int | None:
            week = week_ledger(WEEK, MON_WED_FRI, places, counted_day_minutes=minutes, least_days=least)
            return week.short_by_days

        to_come = [place(offset, None, closed=False) for offset in (0, 2, 4)]
        assert short(*to_come) == 0
        assert short(place(0, Outcome.ABSENT), *to_come[1:]) == 1
        assert short(place(0, attended=179), *to_come[1:]) == 1
        assert short(place(0, Outcome.ABSENT), *to_come[1:], place(3, None, closed=False)) == 0
        assert short(least=2) == 2
        # Of more days than are expected nobody is short.
        assert short(least=5) == 3
        # Where no rule says how many, it takes all days of the plan that are long enough to count.
        assert (short(least=None), short(least=None, minutes=H0015_DAY + 1)) == (3, 0)
        assert short(minutes=None) is None

    def test_days_outside_the_week_are_another_week(self) -> None:
        ledger = week_ledger(WEEK, MON_WED_FRI + expected(7), [place(7)], counted_day_minutes=H0015_DAY)
        assert (ledger.expected_days, ledger.qualifying_days, ledger.tally.countable_minutes) == (3, 0, 0)


places = st.builds(
    lambda offset, outcome, minutes, part, closed, make_up: place(
        offset,
        outcome,
        minutes=minutes,
        attended=minutes * part // 100 if outcome in CAME else 0,
        closed=closed,
        make_up=make_up,
    ),
    st.integers(0, 6),
    st.sampled_from([None, *Outcome]),
    st.integers(0, 480),
    st.integers(0, 100),
    st.booleans(),
    st.booleans(),
)


class TestAlways:
    @given(st.lists(places, max_size=12).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
    def test_order_of_bookings_does_not_matter(self, two: tuple[list[Place], list[Place]]) -> None:
        assert week_ledger(WEEK, MON_WED_FRI, two[0]) == week_ledger(WEEK, MON_WED_FRI, two[1])

    @given(st.lists(places, max_size=12))
    def test_what_is_known_never_exceeds_what_was_scheduled(self, some: list[Place]) -> None:
        total = week_ledger(WEEK, MON_WED_FRI, some).tally
        known = total.countable_minutes + total.provisional_minutes + total.open_minutes
        assert known + total.excused_minutes + total.missed_minutes <= total.scheduled_minutes
        assert total.made_up_minutes <= total.countable_minutes + total.provisional_minutes

    @given(st.lists(places, max_size=12))
    def test_days_and_kinds_add_up_to_the_week(self, some: list[Place]) -> None:
        ledger = week_ledger(WEEK, MON_WED_FRI, some, counted_day_minutes=H0015_DAY)
        for name in ("scheduled_minutes", "countable_minutes", "missed_minutes", "excused_minutes"):
            total = getattr(ledger.tally, name)
            assert sum(getattr(one.tally, name) for one in ledger.days) == total
            assert sum(getattr(one, name) for _, one in ledger.by_kind) == total
        assert 0 <= ledger.short_by_minutes <= ledger.target_minutes
