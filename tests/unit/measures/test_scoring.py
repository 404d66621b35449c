"""Scoring is exact and total: the reference rows, and properties that hold for every instrument."""

import csv
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.measures.catalogue import all_versions, instrument_of
from handrail.measures.rules.definition import Instrument
from handrail.measures.rules.scoring import Answer, Answers, Result, score
from handrail.measures.vocabulary import Gap, Reason

NHANES = Path(__file__).resolve().parents[4] / "shared" / "data" / "measures" / "nhanes_2017_2018_phq9_items.csv"
EXAMPLES = settings(max_examples=40, deadline=None)

by_items = [one for one in all_versions() if one.items]
by_total = [one for one in all_versions() if not one.items]
every_one = pytest.mark.parametrize("one", by_items, ids=lambda one: one.key)


def answers_of(one: Instrument, *, gaps: bool = False) -> st.SearchStrategy[dict[str, Answer]]:
    """Answers the instrument permits, to all its questions; with gaps, some are missing."""
    choices: dict[str, st.SearchStrategy[Answer]] = {}
    for item in one.items:
        values: list[Answer] = list(one.points(item))
        values += [Gap.MISSING] if gaps else []
        values += [Gap.NOT_APPLICABLE] if item.may_not_apply else []
        choices[item.number] = st.sampled_from(values)
    return st.fixed_dictionaries(choices)


def anything() -> st.SearchStrategy[Answer]:
    return st.one_of(st.integers(-5, 120), st.fractions(-1, 101), st.sampled_from(list(Gap)))


def phq_9(*values: int | None) -> dict[str, Answer]:
    return {str(place): Gap.MISSING if value is None else value for place, value in enumerate(values, start=1)}


@pytest.mark.skipif(not NHANES.is_file(), reason="../shared/data is not beside this repository")
def test_all_reference_rows_have_the_right_total_and_band() -> None:
    """The rows are added up here a second way, and the bands come from the paper, not from the instrument."""
    one, rows = instrument_of("phq-9"), 0
    with NHANES.open(newline="") as file:
        for row in csv.DictReader(file):
            values = [int(row[f"item_{place}"]) for place in range(1, 10)]
            total = math.fsum(values)
            band = ["minimal", "mild", "moderate", "moderately-severe", "severe", "severe"][int(total // 5)]
            result = score(one, phq_9(*values))
            assert (result.total, result.band, result.reason) == (total, band, None)
            assert bool(result.alerts) is (values[8] > 0)
            rows += 1
    assert rows == 2544


@every_one
def test_any_complete_answers_are_scored_within_range(one: Instrument) -> None:
    @EXAMPLES
    @given(answers_of(one))
    def check(answers: dict[str, Answer]) -> None:
        result = score(one, answers)
        assert result.reason is None
        assert not result.prorated
        assert None not in result.subscales.values()
        assert (result.total is None) is (one.total is None)
        if one.total is not None and result.total is not None:
            assert one.total.lowest <= result.total <= one.total.highest
            assert result.total.denominator == 1
            assert (result.band is None) is (one.bands is None)

    check()


@every_one
def test_more_points_on_an_item_never_lower_the_total_or_the_band(one: Instrument) -> None:
    @EXAMPLES
    @given(answers_of(one), st.data())
    def check(answers: dict[str, Answer], data: st.DataObject) -> None:
        item = data.draw(st.sampled_from(one.scored_items))
        points = one.points(item)
        chosen = data.draw(st.tuples(st.sampled_from(list(points)), st.sampled_from(list(points))))
        low, high = sorted(chosen, key=lambda value: points[value])
        before, after = score(one, {**answers, item.number: low}), score(one, {**answers, item.number: high})
        gained = points[high] - points[low]
        if before.total is not None and after.total is not None:
            assert after.total - before.total == gained
        bands = [band.key for band in one.bands.ranges] if one.bands else [None]
        assert bands.index(before.band) <= bands.index(after.band)
        for part in one.subscales:
            first, second = before.subscales[part.key], after.subscales[part.key]
            assert first is not None
            assert second is not None
            assert second - first == (gained if item.number in part.items else 0)

    check()


@every_one
def test_partial_answers_follow_the_rule_of_the_instrument(one: Instrument) -> None:
    allowed = one.missing.allowed if one.missing else 0

    @EXAMPLES
    @given(answers_of(one, gaps=True))
    def check(answers: dict[str, Answer]) -> None:
        result = score(one, answers)
        missing = [item.number for item in one.scored_items if answers[item.number] is Gap.MISSING]
        if len(missing) > allowed:
            assert (result.reason, result.total, result.band) == (Reason.INCOMPLETE, None, None)
            assert list(result.items) == missing
        else:
            assert result.reason is None
            assert result.prorated is (bool(missing) and one.total is not None)
        for part in one.subscales:
            assert (result.subscales[part.key] is None) is bool(set(part.items) & set(missing))

    check()


@pytest.mark.parametrize("one", all_versions(), ids=lambda one: one.key)
def test_whatever_is_answered_there_is_a_score_or_a_reason(one: Instrument) -> None:
    names = [item.number for item in one.items] or ["total"]

    @EXAMPLES
    @given(st.dictionaries(st.sampled_from([*names, "99", "x"]), anything()))
    def check(answers: dict[str, Answer]) -> None:
        result = score(one, answers)
        scored = result.total is not None or (one.total is None and None not in result.subscales.values())
        assert scored is (result.reason is None)
        assert bool(result.items) is (result.reason is not None)

    check()


@pytest.mark.parametrize("key", ["phq-9", "core-10"])
def test_an_answer_that_alarms_does_so_whatever_else_is_there(key: str) -> None:
    one = instrument_of(key)
    (alert,) = one.alerts
    names = [item.number for item in one.items if item.number != alert.item]

    @EXAMPLES
    @given(st.dictionaries(st.sampled_from(names), anything()), st.integers(alert.at_least, 9))
    def check(others: dict[str, Answer], value: int) -> None:
        alarmed = score(one, {**others, alert.item: value})
        assert (alarmed.alerts, alarmed.alerts_unknown) == ((alert.key,), ())
        assert score(one, {**others, alert.item: 0}).alerts == ()
        silent = score(one, others)
        assert (silent.alerts, silent.alerts_unknown) == ((), (alert.key,))

    check()


class TestPhq9:
    one = instrument_of("phq-9")

    @pytest.mark.parametrize(
        ("values", "total", "band"),
        [
            ((0,) * 9, 0, "minimal"),
            ((1, 1, 1, 1, 0, 0, 0, 0, 0), 4, "minimal"),
            ((1, 1, 1, 1, 1, 0, 0, 0, 0), 5, "mild"),
            ((1,) * 9, 9, "mild"),
            ((2, 1, 1, 1, 1, 1, 1, 1, 1), 10, "moderate"),
            ((2, 2, 2, 2, 2, 2, 2, 0, 0), 14, "moderate"),
            ((2, 2, 2, 2, 2, 2, 2, 1, 0), 15, "moderately-severe"),
            ((3, 2, 2, 2, 2, 2, 2, 2, 2), 19, "moderately-severe"),
            ((3, 3, 2, 2, 2, 2, 2, 2, 2), 20, "severe"),
            ((3,) * 9, 27, "severe"),
        ],
    )
    def test_bands_begin_at_5_10_15_and_20(self, values: tuple[int, ...], total: int, band: str) -> None:
        result = score(self.one, phq_9(*values))
        assert (result.total, result.band) == (total, band)

    def test_a_missing_item_leaves_no_total_and_item_nine_still_counts(self) -> None:
        result = score(self.one, phq_9(3, None, 3, 3, 3, 3, 3, 3, 1))
        assert (result.total, result.reason, result.items) == (None, Reason.INCOMPLETE, ("2",))
        assert result.alerts == ("thoughts-of-death-or-self-harm",)
        assert result.positive == ()

    def test_symptoms_count_at_two_and_item_nine_at_one(self) -> None:
        assert "major-depressive-syndrome" in score(self.one, phq_9(2, 0, 2, 2, 2, 0, 0, 0, 1)).positive
        assert score(self.one, phq_9(2, 0, 2, 2, 0, 0, 0, 0, 1)).positive == ("other-depressive-syndrome",)
        assert score(self.one, phq_9(1, 1, 2, 2, 2, 2, 2, 2, 1)).positive == ()
        assert score(self.one, phq_9(2, 0, 0, 0, 0, 0, 0, 0, 0)).positive == ()

    def test_item_ten_is_not_scored_and_a_wrong_one_casts_doubt_on_the_rest(self) -> None:
        assert score(self.one, {**phq_9(*(1,) * 9), "10": 3}).total == 9
        wrong = score(self.one, {**phq_9(*(1,) * 9), "10": 4})
        assert (wrong.total, wrong.reason, wrong.items) == (None, Reason.NOT_AN_ANSWER, ("10",))


def same(one: Instrument, value: int, **others: Answer) -> dict[str, Answer]:
    """The same answer to every scored item, but for the others, as `_4=0`."""
    return {item.number: value for item in one.scored_items} | {
        name.removeprefix("_"): answer for name, answer in others.items()
    }


def result_of(key: str, value: int, **others: Answer) -> Result:
    one = instrument_of(key)
    return score(one, same(one, value, **others))


def test_pcl_5_clusters_and_both_ends_of_its_cut() -> None:
    highest = result_of("pcl-5", 4)
    assert (highest.total, dict(highest.subscales)) == (80, {"b": 20, "c": 8, "d": 28, "e": 24})
    one = instrument_of("pcl-5")
    least: Answers = {**same(one, 0), "1": 2, "6": 2, "8": 2, "9": 2, "15": 2, "16": 2}
    assert score(one, least).positive == ("provisional-ptsd-by-clusters",)
    assert score(one, {**least, "16": 1}).positive == ()
    assert result_of("pcl-5", 1, _1=4, _2=4, _3=4, _4=3).positive == ("provisional-ptsd-31",)
    assert score(one, {**same(one, 1), "1": 4, "2": 4, "3": 4, "4": 4, "5": 2}).positive == (
        "provisional-ptsd-31",
        "provisional-ptsd-33",
    )


def test_audit_c_says_which_cut_is_reached() -> None:
    assert result_of("audit-c", 1).positive == ("validation-women-3",)
    assert result_of("audit-c", 1, _1=2).positive == ("validation-men-4", "validation-women-3")
    assert result_of("audit-c", 1, _1=3).positive == ("va-dod-5", "validation-men-4", "validation-women-3")


@pytest.mark.parametrize("key", ["bam", "bam-iop"])
def test_bam_has_three_subscales_and_no_total(key: str) -> None:
    highest = result_of(key, 4)
    assert highest.total is None
    assert dict(highest.subscales) == {"use": 12, "risk": 24, "protective": 24}
    assert highest.positive == ("any-use", "much-risk")
    one = instrument_of(key)
    partial = score(one, {name: value for name, value in same(one, 0).items() if name != "12"} | {"4": 1})
    assert dict(partial.subscales) == {"use": 1, "risk": 0, "protective": None}
    assert (partial.reason, partial.items, partial.positive) == (Reason.INCOMPLETE, ("12",), ("any-use",))
    assert result_of(key, 0, _14=1).reason is Reason.NOT_AN_ANSWER


def test_phq_15_item_four_may_not_apply_but_not_be_left_out() -> None:
    assert result_of("phq-15", 2).total == 30
    assert result_of("phq-15", 2, _4=Gap.NOT_APPLICABLE).total == 28
    assert result_of("phq-15", 2, _4=Gap.MISSING).reason is Reason.INCOMPLETE
    assert result_of("phq-15", 2, _5=Gap.NOT_APPLICABLE).reason is Reason.NOT_AN_ANSWER


def test_core_10_reverses_two_items_and_prorates_one_missing() -> None:
    assert result_of("core-10", 0).total == 8
    assert result_of("core-10", 4, _2=0, _3=0).total == 40
    prorated = result_of("core-10", 1, _2=3, _3=3, _10=Gap.MISSING)
    assert (prorated.total, prorated.prorated) == (Fraction(10), True)
    assert result_of("core-10", 1, _10=Gap.MISSING).total == Fraction(10 * 13, 9)
    assert result_of("core-10", 1, _9=Gap.MISSING, _10=Gap.MISSING).reason is Reason.INCOMPLETE


def test_audit_items_nine_and_ten_and_dast_item_three() -> None:
    assert result_of("audit", 4).total == 40
    assert result_of("audit", 0, _9=1).reason is Reason.NOT_AN_ANSWER
    assert result_of("dast-10", 0).total == 1
    assert result_of("dast-10", 1, _3=0).total == 10
    assert [result_of("dast-10", 0, _3=1, **{f"_{n}": 1 for n in range(4, 4 + k)}).band for k in (0, 1, 3, 6)] == [
        "none",
        "low",
        "moderate",
        "substantial",
    ]


@pytest.mark.parametrize("one", by_total, ids=lambda one: one.key)
def test_a_given_total_is_taken_within_its_range_only(one: Instrument) -> None:
    assert one.total is not None
    low, high = one.total.lowest, one.total.highest
    for total in (low, high):
        assert score(one, {"total": total}).total == total
    for total in (low - 1, high + 1, Fraction(2 * high + 1, 2)):
        assert score(one, {"total": total}).reason is Reason.NOT_AN_ANSWER
    half = score(one, {"total": Fraction(2 * low + 1, 2)})
    assert (half.reason is None) is one.total.decimals
    assert score(one, {}).reason is Reason.INCOMPLETE
    assert score(one, {"total": Gap.UNREADABLE}).reason is Reason.NOT_A_NUMBER
    assert score(one, {"total": low, "1": 0}).reason is Reason.UNKNOWN_ITEM
