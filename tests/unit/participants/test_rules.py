from datetime import date, time

import pytest

from handrail.core.vocabulary import Weekday
from handrail.participants.errors import BornInFuture, DiedBeforeBirth, EndsBeforeItStarts, SocialSecurityNumberRefused
from handrail.participants.rules import (
    BusyWindow,
    called,
    check_life,
    check_period,
    fold,
    folded_names,
    full_name,
    is_busy,
    medical_record_number,
    refuse_social_security_number,
    way_key,
)

NIGHT_SHIFT = BusyWindow(Weekday.SUNDAY, time(22), time(6), date(2026, 11, 1), date(2026, 11, 29))


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Ramón", "ramon"),
        ("Peña-O’Brien", "pena obrien"),
        ("  María  Teresa ", "maria teresa"),
        ("Strauß", "strauss"),
        ("Łukasz Søren", "lukasz soren"),
        ("Nguyễn", "nguyen"),
        ("İsmail", "ismail"),
        ("ﬁne", "fine"),
        ("李小龍", "李小龍"),
    ],
)
def test_folding_drops_case_accents_and_apostrophes(name: str, folded: str) -> None:
    assert fold(name) == folded
    assert fold(fold(name)) == fold(name)


def test_decomposed_and_composed_accents_fold_alike() -> None:
    assert fold("e\u0301lan") == fold("\u00e9lan")


def test_a_person_is_found_by_family_given_and_chosen_name() -> None:
    keys = folded_names(given_names=["Ramón", "Luis"], family_name="Sarabia", chosen_name="Lucho")
    assert (keys.folded_name, keys.folded_given, keys.folded_chosen) == (
        "sarabia ramon luis",
        "ramon luis sarabia",
        "lucho sarabia",
    )


def test_the_chosen_name_is_what_a_person_is_called() -> None:
    assert called(chosen_name="Lucho", given_names=["Ramón"], family_name="Sarabia") == "Lucho"
    assert called(chosen_name=None, given_names=["Ramón"], family_name="Sarabia") == "Ramón"
    assert called(chosen_name=None, given_names=[], family_name="Sarabia") == "Sarabia"
    assert full_name(given_names=["Ramón", "Luis"], family_name="Sarabia") == "Ramón Luis Sarabia"


def test_record_numbers_carry_a_check_digit() -> None:
    assert medical_record_number(1) == "0000018"
    for counter in (1, 42, 999_999, 1_000_001):
        digits = [int(digit) for digit in reversed(medical_record_number(counter))]
        doubled = [sum(divmod(d * 2, 10)) if place % 2 else d for place, d in enumerate(digits)]
        assert sum(doubled) % 10 == 0


@pytest.mark.parametrize(
    ("system", "value"),
    [
        ("http://hl7.org/fhir/sid/us-ssn", "999-53-8547"),
        ("urn:oid:2.16.840.1.113883.4.1", "999538547"),
        ("https://example.org/SSN", "999-53-8547"),
    ],
)
def test_social_security_numbers_are_refused(system: str, value: str) -> None:
    with pytest.raises(SocialSecurityNumberRefused):
        refuse_social_security_number(system=system, value=value)


def test_other_numbers_are_kept() -> None:
    refuse_social_security_number(system="https://payer.example/member", value="999-53-8547")


def test_a_period_cannot_end_before_it_starts() -> None:
    check_period(date(2026, 1, 1), date(2026, 1, 1))
    check_period(None, date(2026, 1, 1))
    with pytest.raises(EndsBeforeItStarts):
        check_period(date(2026, 1, 2), date(2026, 1, 1))


def test_nobody_is_born_in_the_future_or_dies_before_birth() -> None:
    today = date(2026, 11, 23)
    check_life(birth_date=date(2026, 11, 24), deceased_on=None, today=today)
    with pytest.raises(BornInFuture):
        check_life(birth_date=date(2026, 11, 25), deceased_on=None, today=today)
    with pytest.raises(DiedBeforeBirth):
        check_life(birth_date=date(1980, 1, 2), deceased_on=date(1980, 1, 1), today=today)


@pytest.mark.parametrize("spelling", ["(555) 806-9773", "555.806.9773", "+1 555 806 9773", "15558069773"])
def test_one_phone_number_has_one_key(spelling: str) -> None:
    assert way_key("phone", value=spelling) == "5558069773"


def test_an_extension_is_part_of_the_number() -> None:
    assert way_key("phone", value="1-555-806-9773 x211") == "5558069773x211"


def test_addresses_are_the_same_whatever_their_case() -> None:
    one = way_key("address", value=None, address=["711 Hand Trail", "Boston", None, "02215"])
    assert one == way_key("address", value=None, address=["711 HAND TRAIL", "boston", "02215"])


def test_a_night_shift_reaches_into_the_morning() -> None:
    windows = [NIGHT_SHIFT]
    monday = date(2026, 11, 23)
    assert is_busy(windows, on=monday, local_start=time(5), local_end=time(7))
    assert not is_busy(windows, on=monday, local_start=time(6), local_end=time(9))
    assert is_busy(windows, on=date(2026, 11, 22), local_start=time(21), local_end=time(22, 1))
    assert not is_busy(windows, on=date(2026, 11, 22), local_start=time(5), local_end=time(7))


def test_a_window_ends_with_its_last_day_but_its_last_night_runs_out() -> None:
    assert is_busy([NIGHT_SHIFT], on=date(2026, 11, 30), local_start=time(1), local_end=time(2))
    assert not is_busy([NIGHT_SHIFT], on=date(2026, 12, 6), local_start=time(22), local_end=time(23))
