import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.delivery import rules
from handrail.delivery.errors import (
    BookingNotInSession,
    ExceptionRepeats,
    FidelityItemUnknown,
    MinutesBeyondSession,
    SkillUnknown,
    TooManyDeliveries,
)


class TestDoses:
    def test_who_was_there_for_all_of_it_received_all_of_it(self) -> None:
        assert rules.doses([10, 80], 90) == [10, 80]

    def test_who_stayed_longer_than_the_therapy_received_the_therapy(self) -> None:
        assert rules.doses([60], 90) == [60]

    def test_pull_out_of_15_minutes_leaves_75(self) -> None:
        assert rules.doses([90], 75) == [75]

    def test_each_delivery_loses_its_share(self) -> None:
        assert rules.doses([30, 60], 45) == [15, 30]

    def test_who_was_absent_received_nothing(self) -> None:
        assert rules.doses([30, 60], 0) == [0, 0]

    def test_nothing_delivered_nothing_received(self) -> None:
        assert rules.doses([0], 90) == [0]

    @given(st.lists(st.integers(0, 480), max_size=4), st.integers(0, 480))
    def test_doses_stay_within_presence_and_delivery(self, minutes: list[int], presence: int) -> None:
        received = rules.doses(minutes, presence)
        assert sum(received) <= presence
        assert all(0 <= one <= delivered for one, delivered in zip(received, minutes, strict=True))
        assert sum(received) >= min(presence, sum(minutes)) - max(0, len(minutes) - 1)


class TestChecks:
    def test_deliveries_together_fit_the_session(self) -> None:
        rules.check_minutes(80, others=[10], session_minutes=90)
        with pytest.raises(MinutesBeyondSession):
            rules.check_minutes(81, others=[10], session_minutes=90)

    def test_exception_is_for_somebody_on_the_roster(self) -> None:
        with pytest.raises(BookingNotInSession) as refused:
            rules.check_exceptions(["a", "x"], [None, None], roster={"a", "b"}, session_minutes=90)
        assert refused.value.pointer == "/exceptions/1/booking_id"

    def test_nobody_is_named_twice(self) -> None:
        with pytest.raises(ExceptionRepeats):
            rules.check_exceptions(["a", "a"], [None, 10], roster={"a"}, session_minutes=90)

    def test_own_minutes_fit_the_session(self) -> None:
        with pytest.raises(MinutesBeyondSession):
            rules.check_exceptions(["a"], [91], roster={"a"}, session_minutes=90)

    def test_skill_and_fidelity_item_are_the_modalitys(self) -> None:
        with pytest.raises(SkillUnknown):
            rules.check_skills(["juggling"], known={"observe"}, pointer="/skills")
        with pytest.raises(FidelityItemUnknown):
            rules.check_fidelity(["juggling"], known={"agenda"})

    def test_main_entry_is_the_first_and_there_are_four_at_most(self) -> None:
        assert rules.free_position([]) == 1
        assert rules.free_position([1, 3]) == 2
        with pytest.raises(TooManyDeliveries):
            rules.free_position([1, 2, 3, 4])
