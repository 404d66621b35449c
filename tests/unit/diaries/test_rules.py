"""Which entry of a diary card alarms somebody, by every value and every threshold."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.errors import DomainError
from handrail.diaries.catalogue import all_versions, card_of
from handrail.diaries.errors import DayNotOpen, FieldAlwaysKept, FieldNotKept, NotAnEntry, NoThreshold, WindowTooWide
from handrail.diaries.rules import (
    Field,
    check_entry,
    check_open,
    check_setting,
    check_window,
    flaws,
    in_force,
    moved,
    opened_by,
)
from handrail.diaries.vocabulary import HIGHEST, FieldKind

CARD = card_of("dbt")
TODAY = date(2026, 11, 26)
URGES = st.integers(0, 5)


def opened(field: str, number: float | None, already: tuple[str, ...] = (), **thresholds: int) -> str | None:
    named = {key.replace("_", "-"): value for key, value in thresholds.items()}
    found = opened_by(CARD, named, field, None if number is None else Decimal(str(number)), already)
    return found and found.key


class TestCards:
    def test_every_card_holds_to_its_own_words_in_both_languages(self) -> None:
        for card in all_versions():
            assert flaws(card) == []
            for one in (*card.fields, *card.alerts, *card.thresholds):
                assert set(one.label) == {"en", "es"}, one.key

    def test_a_card_that_lets_an_act_pass_is_refused(self) -> None:
        silent = replace(CARD, alerts=tuple(one for one in CARD.alerts if one.field != "act-self-harm"))
        assert flaws(silent) == ["lets act-self-harm pass in silence"]


class TestAlarms:
    def test_every_act_alarms_at_once_and_a_no_does_not(self) -> None:
        for field in CARD.fields:
            if field.kind is FieldKind.ACT:
                found = opened_by(CARD, None, field.key, Decimal(1))
                assert found is not None
                assert found.urgency == "urgent"
                assert opened(field.key, 0) is None

    def test_any_urge_to_suicide_alarms_and_a_strong_one_at_once(self) -> None:
        found = [opened_by(CARD, {}, "urge-suicide", Decimal(number)) for number in range(6)]
        assert [one and one.urgency for one in found] == [None, "soon", "soon", "soon", "urgent", "urgent"]

    @given(field=st.sampled_from(CARD.urges), number=URGES, threshold=st.none() | st.integers(1, 5))
    def test_an_urge_alarms_from_the_persons_threshold_on_and_not_below(
        self, field: str, number: int, threshold: int | None
    ) -> None:
        thresholds = {} if threshold is None else {field: threshold}
        found = opened_by(CARD, thresholds, field, Decimal(number))
        from_here = threshold or CARD.default_threshold
        assert (found is not None) == (number >= (1 if field == "urge-suicide" else from_here))

    @given(
        field=st.sampled_from(CARD.urges), numbers=st.lists(URGES, min_size=1, max_size=8), threshold=st.integers(1, 5)
    )
    def test_a_day_that_is_corrected_again_and_again_tells_each_thing_once(
        self, field: str, numbers: list[int], threshold: int
    ) -> None:
        told: list[str] = []
        for number in numbers:
            found = opened_by(CARD, {field: threshold}, field, Decimal(number), told)
            if found is not None:
                told.append(found.key)
        assert len(told) == len(set(told))
        # The gravest that was ever reached has been told.
        highest = opened_by(CARD, {field: threshold}, field, Decimal(max(numbers)))
        assert highest is None or highest.key in told

    @pytest.mark.parametrize("field", [one.key for one in CARD.fields if one.kind is FieldKind.EMOTION])
    def test_what_is_felt_alarms_nobody(self, field: str) -> None:
        assert [opened(field, number) for number in range(6)] == [None] * 6

    def test_taken_back_alarms_nobody(self) -> None:
        assert opened("urge-suicide", None) is None


@dataclass(frozen=True)
class Setting:
    number: int
    starts_on: date


class TestSettings:
    def test_of_those_that_have_begun_the_last_set_holds(self) -> None:
        first, later = Setting(1, TODAY + timedelta(days=10)), Setting(2, TODAY)
        assert in_force([first, later], TODAY - timedelta(days=1)) is None
        assert in_force([first, later], TODAY) is later
        assert in_force([first, later], TODAY + timedelta(days=10)) is later

    @pytest.mark.parametrize(
        ("fields", "thresholds", "error"),
        [
            (("misery",), {}, FieldAlwaysKept),
            (CARD.always, {"misery": 3}, NoThreshold),
            (CARD.always, {"urge-use": 3}, NoThreshold),
        ],
    )
    def test_safety_is_always_asked_and_thresholds_are_for_urges(
        self, fields: tuple[str, ...], thresholds: dict[str, int], error: type[DomainError]
    ) -> None:
        with pytest.raises(error):
            check_setting(CARD, fields, thresholds)


class TestEntries:
    @pytest.mark.parametrize("field", CARD.fields, ids=lambda field: field.key)
    def test_a_field_takes_its_scale_and_nothing_beyond(self, field: Field) -> None:
        key, kind = field.key, field.kind
        most = HIGHEST.get(kind)
        fits, refused = ([0, most], [most + 0.5, most + 1]) if most is not None else ([], [1])
        for number in fits:
            check_entry(CARD, None, key, number=Decimal(str(number)), skills=None, taught=())
        for number in refused:
            with pytest.raises(NotAnEntry):
                check_entry(CARD, None, key, number=Decimal(str(number)), skills=None, taught=())

    def test_sleep_is_told_in_half_hours_and_an_urge_in_whole_numbers(self) -> None:
        check_entry(CARD, None, "sleep", number=Decimal("6.5"), skills=None, taught=())
        with pytest.raises(NotAnEntry):
            check_entry(CARD, None, "urge-use", number=Decimal("2.5"), skills=None, taught=())

    def test_only_skills_that_are_taught_are_named(self) -> None:
        check_entry(CARD, None, "skills", number=None, skills=["check-the-facts"], taught=["check-the-facts"])
        with pytest.raises(NotAnEntry):
            check_entry(CARD, None, "skills", number=None, skills=["juggling"], taught=["check-the-facts"])

    def test_a_field_that_is_not_kept_is_not_filled(self) -> None:
        with pytest.raises(FieldNotKept):
            check_entry(CARD, CARD.always, "misery", number=Decimal(1), skills=None, taught=())

    @pytest.mark.parametrize("days", [-1, 8])
    def test_a_day_is_filled_within_the_week_and_not_ahead(self, days: int) -> None:
        check_open(TODAY, TODAY)
        check_open(TODAY - timedelta(days=7), TODAY)
        with pytest.raises(DayNotOpen):
            check_open(TODAY - timedelta(days=days), TODAY)

    @pytest.mark.parametrize("days", [-1, 92])
    def test_a_window_has_at_most_a_quarter_of_a_year(self, days: int) -> None:
        check_window(TODAY, TODAY + timedelta(days=91))
        with pytest.raises(WindowTooWide):
            check_window(TODAY, TODAY + timedelta(days=days))


@given(count=st.integers(1, 8), which=st.integers(0, 7), place=st.integers(-3, 1000))
def test_moving_a_target_keeps_every_target_and_the_order_of_the_others(count: int, which: int, place: int) -> None:
    order = list(range(count))
    one = order[which % count]
    after = moved(order, one, place)
    assert sorted(after) == order
    assert [other for other in after if other != one] == [other for other in order if other != one]
    assert after.index(one) == min(max(place, 1), count) - 1
