"""Whether a course is on track, and what a group came to."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.measures.catalogue import instrument_of
from handrail.outcomes.rules import Course, by_dose, covers, effect, off_track, outcome, share
from handrail.outcomes.vocabulary import LEAST_PEOPLE, OffTrack

PHQ = instrument_of("phq-9")
TOTALS = st.lists(st.integers(0, 27).map(Fraction), max_size=6)
COURSES = st.lists(st.builds(Course, TOTALS.map(tuple), st.integers(0, 900)), max_size=60)


def totals(*values: int) -> list[Fraction]:
    return [Fraction(value) for value in values]


@pytest.mark.parametrize(
    ("given_totals", "half_over", "expected"),
    [
        ((14,), True, None),
        ((10, 16), False, OffTrack.WORSE),
        ((10, 4, 16), True, OffTrack.WORSE),
        ((16, 15), False, None),
        ((16, 15), True, OffTrack.NO_GAIN),
        ((16, 10), True, None),
        ((4, 4), True, None),  # nothing to gain: never in the clinical range
    ],
)
def test_a_course_is_looked_at_again_when_it_is_worse_or_nothing_is_better_by_half(
    given_totals: tuple[int, ...], half_over: bool, expected: OffTrack | None
) -> None:
    assert off_track(PHQ, totals(*given_totals), half_over=half_over) is expected


def test_an_answer_to_no_gain_is_none_to_getting_worse() -> None:
    assert not covers(OffTrack.NO_GAIN, OffTrack.WORSE)
    assert covers(OffTrack.WORSE, OffTrack.NO_GAIN)
    assert covers(OffTrack.WORSE, OffTrack.WORSE)
    assert covers(OffTrack.NO_GAIN, OffTrack.NO_GAIN)


def test_a_share_has_the_interval_of_wilson() -> None:
    """Worked by hand: 10 of 20 is 0.5 ± 1.644 x 0.1221; 0 of 10 ends at 3.84 / 13.84."""
    half, none = share(10, 20), share(0, 10)
    assert (round(half.lowest, 3), round(half.highest, 3)) == (0.299, 0.701)
    assert (none.lowest, round(none.highest, 3)) == (0.0, 0.278)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_in_its_interval(counts: tuple[int, int]) -> None:
    found = share(*counts)
    assert 0 <= found.lowest <= found.share <= found.highest <= 1


def test_gain_is_in_deviations_of_the_first_totals() -> None:
    pairs = [(Fraction(first), Fraction(first - 6)) for first in (12, 15, 18) * 10]
    found = effect(PHQ, pairs)
    assert found is not None
    # 6 points over a deviation of 2.491, corrected for 29 degrees of freedom; all gained alike, so it is narrow.
    assert (round(found.size, 2), round(found.lowest, 2), round(found.highest, 2)) == (2.35, 1.75, 2.94)


def test_who_all_began_alike_have_no_deviation() -> None:
    assert effect(PHQ, [(Fraction(12), Fraction(6))] * 20) is None


@given(COURSES)
def test_nothing_is_said_of_few(courses: list[Course]) -> None:
    found = outcome(PHQ, courses)
    begun = [course for course in courses if course.totals]
    assert (found is None) == (len(begun) < LEAST_PEOPLE)
    if found is not None:
        for one in (found.improved, found.deteriorated, found.recovered):
            assert one is None or one.of >= LEAST_PEOPLE
        assert (found.people, found.followed.of) == (len(begun), len(courses))


@given(COURSES)
def test_thirds_by_dose_hold_everybody_once_and_nobody_as_much_as_the_next(courses: list[Course]) -> None:
    groups = by_dose(PHQ, courses)
    if groups:
        assert sum(one.outcome.people for one in groups) == sum(bool(course.totals) for course in courses)
        assert all(one.outcome.people >= LEAST_PEOPLE for one in groups)
        for less, more in pairwise(groups):
            assert less.most_minutes < more.least_minutes
