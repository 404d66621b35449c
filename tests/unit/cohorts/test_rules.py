from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.cohorts.errors import (
    ClosedCohortNeedsEnd,
    CohortClosedToLateJoiners,
    CohortDatesReversed,
    CohortEnded,
    CohortFull,
    LateJoinNotAllowed,
    MembershipEndedAlready,
    OutsideCohortDates,
)
from handrail.cohorts.rules import (
    CohortTerms,
    Span,
    check_dates,
    check_end,
    check_join,
    check_seat,
    last_day,
    peak_seats,
    why_waiting,
)
from handrail.cohorts.vocabulary import CohortKind, CohortStatus, LateReason, WaitReason

DAY = date(2026, 3, 2)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def terms(kind: CohortKind = CohortKind.OPEN, status: CohortStatus = CohortStatus.RUNNING) -> CohortTerms:
    ends_on = day(56) if kind is CohortKind.CLOSED else None
    return CohortTerms(kind=kind, status=status, starts_on=DAY, ends_on=ends_on, capacity=2)


def test_a_seat_is_free_again_the_day_after_a_membership_ends() -> None:
    taken = [Span(day(0), day(10)), Span(day(0), None)]
    with pytest.raises(CohortFull) as refused:
        check_seat(taken, Span(day(10), None), capacity=2)
    assert refused.value.facts == {"capacity": 2, "seats_taken": 2}
    check_seat(taken, Span(day(11), None), capacity=2)


def test_a_future_membership_takes_its_seat_too() -> None:
    taken = [Span(day(0), day(5)), Span(day(20), None), Span(day(20), None)]
    check_seat(taken, Span(day(6), day(19)), capacity=2)
    with pytest.raises(CohortFull):
        check_seat(taken, Span(day(6), None), capacity=2)


def test_memberships_after_one_another_take_one_seat() -> None:
    taken = [Span(day(0), day(4)), Span(day(5), day(9)), Span(day(10), day(14))]
    assert peak_seats(taken, Span(day(0), None)) == 1


spans = st.builds(
    lambda first, length: Span(day(first), None if length is None else day(first + length)),
    st.integers(0, 40),
    st.none() | st.integers(0, 20),
)


@given(st.lists(spans, max_size=12), spans)
def test_peak_equals_counting_every_day(taken: list[Span], during: Span) -> None:
    days = [day(number) for number in range(70) if during.touches(Span(day(number), day(number)))]
    assert peak_seats(taken, during) == max(sum(span.touches(Span(one, one)) for span in taken) for one in days)


def test_a_closed_cohort_takes_late_joiners_only_with_reason_and_right() -> None:
    closed = terms(CohortKind.CLOSED)
    check_join(closed, Span(DAY, None), late_reason=None, may_admit_late=False)
    with pytest.raises(CohortClosedToLateJoiners):
        check_join(closed, Span(day(1), None), late_reason=None, may_admit_late=True)
    with pytest.raises(LateJoinNotAllowed):
        check_join(closed, Span(day(1), None), late_reason=LateReason.TRANSFER, may_admit_late=False)
    check_join(closed, Span(day(1), None), late_reason=LateReason.TRANSFER, may_admit_late=True)


def test_an_open_cohort_takes_people_any_day_while_it_runs() -> None:
    check_join(terms(), Span(day(400), None), late_reason=None, may_admit_late=False)
    with pytest.raises(OutsideCohortDates):
        check_join(terms(), Span(day(-1), None), late_reason=None, may_admit_late=False)
    with pytest.raises(CohortEnded):
        check_join(terms(status=CohortStatus.ENDED), Span(DAY, None), late_reason=None, may_admit_late=True)


def test_a_membership_stays_within_its_cohort() -> None:
    closed = terms(CohortKind.CLOSED)
    with pytest.raises(OutsideCohortDates):
        check_join(closed, Span(DAY, day(57)), late_reason=None, may_admit_late=True)
    with pytest.raises(CohortDatesReversed):
        check_join(closed, Span(day(3), day(2)), late_reason=LateReason.TRANSFER, may_admit_late=True)
    assert last_day(closed, None) == day(56)
    assert last_day(closed, day(7)) == day(7)
    assert last_day(terms(), None) is None


def test_a_closed_cohort_has_an_end() -> None:
    check_dates(CohortKind.OPEN, DAY, None)
    with pytest.raises(ClosedCohortNeedsEnd):
        check_dates(CohortKind.CLOSED, DAY, None)
    with pytest.raises(CohortDatesReversed):
        check_dates(CohortKind.OPEN, DAY, day(-1))


def test_a_membership_can_be_shortened_and_not_lengthened() -> None:
    check_end(Span(DAY, None), ends_on=day(3))
    check_end(Span(DAY, day(5)), ends_on=day(5))
    with pytest.raises(MembershipEndedAlready):
        check_end(Span(DAY, day(5)), ends_on=day(6))
    with pytest.raises(CohortDatesReversed):
        check_end(Span(DAY, None), ends_on=day(-1))


def test_free_seats_with_people_waiting_say_why() -> None:
    waiting = why_waiting(
        seats_free=3,
        reasons=[WaitReason.AUTHORIZATION, WaitReason.SCHEDULE, WaitReason.AUTHORIZATION, WaitReason.NO_SEAT],
    )
    assert waiting.waiting == 4
    assert waiting.reasons == {WaitReason.AUTHORIZATION: 2, WaitReason.NO_SEAT: 1, WaitReason.SCHEDULE: 1}
    assert waiting.seats_to_offer == 1


def test_a_full_cohort_offers_nothing() -> None:
    assert why_waiting(seats_free=0, reasons=[WaitReason.NO_SEAT]).seats_to_offer == 0
