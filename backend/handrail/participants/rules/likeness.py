"""How alike two records are: whether they may be one person's, and what speaks for and against it.

Each thing that can be compared gives one answer, and each answer weighs log2(m/u): how much more often it is given by
two records of one person than by records of two (Fellegi & Sunter 1969, J. Am. Stat. Assoc. 64(328):1183-1210). What is
not known weighs nothing. Near names are compared by Jaro and Winkler's measure (Winkler 1990, ERIC ED325505).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rapidfuzz.distance import JaroWinkler

from handrail.participants.vocabulary import Likelihood, Likeness

_ISO: Final = "%Y%m%d"


@dataclass(frozen=True)
class Scale:
    """What each answer weighs, names that stand for each other, and from where on a pair is worth a look."""

    weights: Mapping[Likeness, float]
    nicknames: tuple[frozenset[str], ...]
    near_name: float
    possible: float
    likely: float


@dataclass(frozen=True)
class Traits:
    """What is compared of a record. Names are folded; `birth_date` only where the day is known."""

    given_names: tuple[str, ...] = ()
    family_name: str = ""
    chosen_name: str | None = None
    birth_date: date | None = None
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    identifiers: frozenset[str] = frozenset()

    @property
    def full_name(self) -> str:
        return " ".join([*self.given_names, self.family_name]).strip()


@dataclass(frozen=True)
class Verdict:
    """How alike two records are, with every answer that weighs for or against."""

    score: float
    reasons: tuple[Likeness, ...]
    likelihood: Likelihood


def compare(one: Traits, other: Traits, scale: Scale) -> Verdict:
    """Return the verdict on two records. The order of the two does not matter."""
    answers = [
        _names(one, other, scale),
        _birth_dates(one.birth_date, other.birth_date),
        _shared(one.phones, other.phones, Likeness.SAME_PHONE, Likeness.OTHER_PHONE),
        _shared(one.emails, other.emails, Likeness.SAME_EMAIL, Likeness.OTHER_EMAIL),
        # Numbers of two systems differ for one person too: only a common one says something.
        Likeness.SAME_IDENTIFIER if one.identifiers & other.identifiers else None,
    ]
    given = tuple(answer for answer in answers if answer is not None)
    score = sum(scale.weights[answer] for answer in given)
    likelihood = (
        Likelihood.LIKELY
        if score >= scale.likely
        else Likelihood.POSSIBLE
        if score >= scale.possible
        else Likelihood.UNLIKELY
    )
    return Verdict(round(score, 3), given, likelihood)


def _shared(one: frozenset[str], other: frozenset[str], same: Likeness, different: Likeness) -> Likeness | None:
    if not one or not other:
        return None
    return same if one & other else different


def _names(one: Traits, other: Traits, scale: Scale) -> Likeness | None:
    if not one.full_name or not other.full_name:
        return None
    same_family = one.family_name == other.family_name
    first, second = (traits.given_names[:1] for traits in (one, other))
    answers = (
        (Likeness.SAME_NAME, same_family and one.given_names == other.given_names),
        (Likeness.NAMES_SWAPPED, _swapped(one, other)),
        (Likeness.CHOSEN_NAME, same_family and (_chosen(one, other) or _chosen(other, one))),
        (Likeness.NICKNAME, same_family and _nicknames(first, second, scale)),
        (
            Likeness.NEAR_NAME,
            JaroWinkler.normalized_similarity(one.full_name, other.full_name) >= scale.near_name,
        ),
        (Likeness.SAME_GIVEN_NAME, bool(first) and first == second),
        (Likeness.SAME_FAMILY_NAME, same_family),
    )
    return next((answer for answer, holds in answers if holds), Likeness.OTHER_NAME)


def _swapped(one: Traits, other: Traits) -> bool:
    return one.family_name == " ".join(other.given_names) and other.family_name == " ".join(one.given_names)


def _chosen(one: Traits, other: Traits) -> bool:
    return one.chosen_name is not None and one.chosen_name in (
        other.chosen_name,
        " ".join(other.given_names),
        *other.given_names[:1],
    )


def _nicknames(first: tuple[str, ...], second: tuple[str, ...], scale: Scale) -> bool:
    names = {*first, *second}
    if first == second and first:
        return True  # a second given name that one record lacks
    return len(names) == 2 and any(names <= group for group in scale.nicknames)


def _birth_dates(one: date | None, other: date | None) -> Likeness | None:
    if one is None or other is None:
        return None
    if one == other:
        return Likeness.SAME_BIRTH_DATE
    if swapped(one) == other:
        return Likeness.BIRTH_DATE_SWAPPED
    if sum(a != b for a, b in zip(one.strftime(_ISO), other.strftime(_ISO), strict=True)) == 1:
        return Likeness.BIRTH_DATE_ONE_DIGIT_OFF
    return Likeness.OTHER_BIRTH_DATE


def swapped(day: date) -> date | None:
    """Return the date with day and month changed over, if there is one and it is another."""
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)


def one_digit_off(day: date, *, today: date) -> list[date]:
    """Return the past dates that differ from this one in one digit of eight, for people of up to 120 years."""
    digits, found = day.strftime(_ISO), []
    for place in range(len(digits)):
        for digit in "0123456789":
            changed = digits[:place] + digit + digits[place + 1 :]
            try:
                other = date(int(changed[:4]), int(changed[4:6]), int(changed[6:]))
            except ValueError:
                continue
            if other != day and today - timedelta(days=120 * 366) < other <= today:
                found.append(other)
    return found
