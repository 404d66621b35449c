"""How alike two records are."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.participants.rules.likeness import Traits, compare, one_digit_off, swapped
from handrail.participants.shipped import scale
from handrail.participants.vocabulary import Likelihood, Likeness

NOOR = Traits(given_names=("noor",), family_name="haddad", birth_date=date(1988, 3, 4))


def other(**values: object) -> Traits:
    return Traits(**{**vars(NOOR), **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("two", "reasons", "likelihood"),
    [
        (other(), {Likeness.SAME_NAME, Likeness.SAME_BIRTH_DATE}, Likelihood.LIKELY),
        (other(birth_date=date(1988, 4, 3)), {Likeness.SAME_NAME, Likeness.BIRTH_DATE_SWAPPED}, Likelihood.POSSIBLE),
        (
            other(birth_date=date(1998, 3, 4)),
            {Likeness.SAME_NAME, Likeness.BIRTH_DATE_ONE_DIGIT_OFF},
            Likelihood.POSSIBLE,
        ),
        (other(birth_date=date(1971, 11, 20)), {Likeness.SAME_NAME, Likeness.OTHER_BIRTH_DATE}, Likelihood.UNLIKELY),
        (other(birth_date=None), {Likeness.SAME_NAME}, Likelihood.UNLIKELY),
        (
            other(given_names=("haddad",), family_name="noor"),
            {Likeness.NAMES_SWAPPED, Likeness.SAME_BIRTH_DATE},
            Likelihood.LIKELY,
        ),
        (other(given_names=("nour",)), {Likeness.NEAR_NAME, Likeness.SAME_BIRTH_DATE}, Likelihood.LIKELY),
        (other(given_names=("zoe",), family_name="quist"), {Likeness.OTHER_NAME, Likeness.SAME_BIRTH_DATE}, None),
        (other(family_name="marchetti"), {Likeness.SAME_GIVEN_NAME, Likeness.SAME_BIRTH_DATE}, Likelihood.POSSIBLE),
    ],
)
def test_answers_are_those_that_a_person_would_give(
    two: Traits, reasons: set[Likeness], likelihood: Likelihood | None
) -> None:
    verdict = compare(NOOR, two, scale())
    assert set(verdict.reasons) == reasons
    assert verdict.likelihood is (likelihood or Likelihood.UNLIKELY)


def test_names_for_short_and_chosen_names_are_the_same_person() -> None:
    robert = Traits(given_names=("robert",), family_name="lane", birth_date=date(1970, 1, 2))
    bob = Traits(given_names=("bob",), family_name="lane", birth_date=date(1970, 1, 2))
    assert Likeness.NICKNAME in compare(robert, bob, scale()).reasons
    maria = Traits(given_names=("maria",), family_name="lane", chosen_name="sol", birth_date=date(1970, 1, 2))
    sol = Traits(given_names=("sol",), family_name="lane", birth_date=date(1970, 1, 2))
    assert Likeness.CHOSEN_NAME in compare(maria, sol, scale()).reasons


def test_common_phone_speaks_for_it_and_another_one_a_little_against_it() -> None:
    base = compare(NOOR, other(birth_date=None), scale())
    shared = compare(
        other(phones=frozenset({"5550102"})), other(birth_date=None, phones=frozenset({"5550102"})), scale()
    )
    differs = compare(
        other(phones=frozenset({"5550102"})), other(birth_date=None, phones=frozenset({"5550199"})), scale()
    )
    assert differs.score < base.score < shared.score
    assert shared.likelihood is Likelihood.POSSIBLE
    assert Likeness.OTHER_PHONE in differs.reasons


def test_household_with_one_phone_is_not_one_person() -> None:
    parent = Traits(given_names=("amal",), family_name="haddad", birth_date=date(1961, 7, 30), phones=frozenset({"1"}))
    child = other(phones=frozenset({"1"}))
    assert compare(parent, child, scale()).likelihood is Likelihood.UNLIKELY


def test_every_answer_has_a_weight_and_agreement_weighs_for() -> None:
    weights = scale().weights
    assert weights.keys() == set(Likeness)
    assert all((weight > 0) == (not name.startswith(("other_", "same_family"))) for name, weight in weights.items())


words = st.text(alphabet="abcdeé", min_size=1, max_size=6)
people = st.builds(
    Traits,
    given_names=st.lists(words, max_size=2).map(tuple),
    family_name=words,
    chosen_name=st.none() | words,
    birth_date=st.none() | st.dates(date(1900, 1, 1), date(2020, 12, 31)),
    phones=st.frozensets(st.sampled_from("123")),
    identifiers=st.frozensets(st.sampled_from("xyz")),
)


@given(people, people)
def test_order_of_the_two_does_not_matter(one: Traits, two: Traits) -> None:
    assert compare(one, two, scale()) == compare(two, one, scale())


@given(people)
def test_nobody_is_more_alike_than_oneself(one: Traits) -> None:
    itself = compare(one, one, scale())
    assert not any(reason.startswith("other_") for reason in itself.reasons)


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)))
def test_dates_near_a_date_are_other_past_dates(day: date) -> None:
    today = date(2026, 1, 1)
    near = one_digit_off(day, today=today)
    assert day not in near
    assert all(near_one <= today for near_one in near)
    turned = swapped(day)
    assert turned is None or (swapped(turned) == day and turned != day)
