from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.measures.catalogue import instrument_of, newest_versions
from handrail.measures.errors import TotalsNotComparable
from handrail.measures.rules.change import change, firm, reliably_deteriorated, reliably_improved
from handrail.measures.rules.definition import Instrument

with_total = [one for one in newest_versions() if one.total is not None]


def test_phq_9_changes_reliably_by_six_points_and_recovers_below_ten() -> None:
    one = instrument_of("phq-9")
    fallen = change(one, 15, 9)
    assert (fallen.points, fallen.improvement) == (-6, 6)
    assert (fallen.reliably_improved, fallen.reliably_deteriorated) == (("nhs-6",), ())
    assert (fallen.recovered, fallen.clinically_significant) == (True, ("nhs-6",))
    assert change(one, 15, 10).reliably_improved == ()
    assert change(one, 9, 15).reliably_deteriorated == ("nhs-6",)


def test_recovering_by_a_few_points_is_not_clinically_significant() -> None:
    crossed = change(instrument_of("phq-9"), 11, 8)
    assert (crossed.recovered, crossed.clinically_significant) == (True, ())
    inside = change(instrument_of("phq-9"), 24, 12)
    assert (inside.reliably_improved, inside.recovered, inside.clinically_significant) == (("nhs-6",), False, ())


def test_who_was_never_in_the_clinical_range_cannot_recover() -> None:
    result = change(instrument_of("phq-9"), 8, 1)
    assert (result.reliably_improved, result.recovered, result.clinically_significant) == (("nhs-6",), None, None)


def test_pcl_5_tells_possible_from_firm_change() -> None:
    one = instrument_of("pcl-5")
    assert change(one, 43, 28).reliably_improved == ("possible-15",)
    assert change(one, 46, 28).reliably_improved == ("possible-15", "firm-18")
    assert change(one, 43, 28).recovered is True
    assert change(one, 43, 29).recovered is False


@pytest.mark.parametrize(
    ("key", "first", "possible", "reliable"), [("pcl-5", 60, 45, 42), ("core-10", 25, 19, 18), ("phq-9", 20, 15, 14)]
)
def test_only_the_firmest_figure_is_called_reliable(key: str, first: int, possible: int, reliable: int) -> None:
    instrument = instrument_of(key)
    assert not firm(instrument, change(instrument, first, possible).reliably_improved)
    assert firm(instrument, change(instrument, first, reliable).reliably_improved)
    assert not firm(instrument, None)


def test_where_more_is_better_a_rise_is_an_improvement() -> None:
    one = instrument_of("ors")
    risen = change(one, 22, Fraction("27.5"))
    assert (risen.improvement, risen.reliably_improved, risen.recovered) == (Fraction("5.5"), ("published-5",), True)
    assert change(one, 30, 24).reliably_deteriorated == ("published-5",)


def test_an_instrument_without_figures_says_nothing() -> None:
    result = change(instrument_of("audit"), 20, 2)
    assert result.improvement == 18
    assert (result.reliably_improved, result.reliably_deteriorated, result.recovered) == (None, None, None)
    assert result.clinically_significant is None


def test_totals_that_cannot_be_are_refused() -> None:
    for key, first, later in (("phq-9", 28, 3), ("phq-9", 3, -1), ("bam", 1, 1)):
        with pytest.raises(TotalsNotComparable):
            change(instrument_of(key), first, later)


@pytest.mark.parametrize("one", with_total, ids=lambda one: one.key)
def test_change_there_and_back_is_mirrored(one: Instrument) -> None:
    assert one.total is not None
    totals = st.integers(one.total.lowest, one.total.highest)

    @settings(max_examples=40, deadline=None)
    @given(totals, totals)
    def check(first: int, later: int) -> None:
        there, back = change(one, first, later), change(one, later, first)
        assert there.points == -back.points
        assert there.reliably_improved == back.reliably_deteriorated
        assert not (there.reliably_improved and there.reliably_deteriorated)
        assert not (there.recovered and back.recovered)
        for figure in one.reliable_change:
            improved = reliably_improved(one, figure, Fraction(first), Fraction(later))
            assert improved is (there.improvement >= figure.points)
            assert reliably_deteriorated(one, figure, Fraction(later), Fraction(first)) is improved

    check()
