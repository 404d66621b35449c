"""What holds about people's records, without a database."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from handrail.core.vocabulary import Weekday
from handrail.participants.errors import BornInFuture, DiedBeforeBirth, EndsBeforeItStarts, SocialSecurityNumberRefused
from handrail.participants.vocabulary import SSN_SYSTEMS

# Letters that Unicode does not take apart into a base letter and an accent.
_WHOLE_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_APOSTROPHES = re.compile("['’‘ʼʻ`´]")
_SEPARATORS = re.compile(r"[\s\-‐‑–—_.,]+")
_SSN_SHAPE = re.compile(r"^\d{3}-\d{2}-\d{4}$")


def fold(name: str) -> str:
    """Return the form of a name in which it is found: no case, accents, apostrophes; single spaces.

    Computed here and stored, never in the database: `unaccent` follows the server's files and would differ between two.
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_WHOLE_LETTERS)
    return _SEPARATORS.sub(" ", _APOSTROPHES.sub("", bare)).strip()


@dataclass(frozen=True)
class FoldedNames:
    """Three keys to one person: by family name, by given name, by the name they chose."""

    folded_name: str
    folded_given: str
    folded_chosen: str | None


def folded_names(*, given_names: Sequence[str], family_name: str, chosen_name: str | None) -> FoldedNames:
    """Return the search keys of a person's names."""
    given = " ".join(given_names)
    return FoldedNames(
        folded_name=fold(f"{family_name} {given}"),
        folded_given=fold(f"{given} {family_name}"),
        folded_chosen=fold(f"{chosen_name} {family_name}") if chosen_name else None,
    )


def full_name(*, given_names: Sequence[str], family_name: str) -> str:
    """Return the legal name as it is read out: given names, family name."""
    return " ".join([*given_names, family_name]).strip()


def called(*, chosen_name: str | None, given_names: Sequence[str], family_name: str) -> str:
    """Return what to call the person: the name they chose, else their first given name."""
    return chosen_name or (given_names[0] if given_names else family_name)


def medical_record_number(counter: int) -> str:
    """Return the number of the `counter`-th record: six digits and a Luhn digit, so that one slip shows."""
    payload = f"{counter:06d}"
    total = 0
    for position, digit in enumerate(reversed(payload)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{payload}{-total % 10}"


def refuse_social_security_number(*, system: str, value: str) -> None:
    """Refuse a social security number: the minimum necessary does not include it (45 CFR 164.502(b))."""
    if system.casefold() in SSN_SYSTEMS or ("ssn" in system.casefold() and _SSN_SHAPE.match(value)):
        raise SocialSecurityNumberRefused(pointer="/system")


def check_period(starts_on: date | None, ends_on: date | None) -> None:
    """Refuse a period that ends before it starts; an open end or start is fine."""
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise EndsBeforeItStarts(pointer="/ends_on")


def check_life(*, birth_date: date | None, deceased_on: date | None, today: date) -> None:
    """Refuse a birth in the future and a death before the birth.

    A day's grace: the date may already be tomorrow where the person was born.
    """
    if birth_date is not None and birth_date > today + timedelta(days=1):
        raise BornInFuture(pointer="/birth_date")
    if birth_date is not None and deceased_on is not None and deceased_on < birth_date:
        raise DiedBeforeBirth(pointer="/deceased_on")


def way_key(kind: str, *, value: str | None, address: Iterable[str | None] = ()) -> str:
    """Return what makes a way of contact the same one, however it was spelled."""
    if kind == "phone":
        number, _, extension = (value or "").lower().partition("x")
        digits = re.sub(r"\D", "", number)
        national = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
        return national + (f"x{re.sub(r'[^0-9]', '', extension)}" if extension else "")
    if kind == "email":
        return (value or "").casefold()
    return fold(" ".join(part for part in address if part))


@dataclass(frozen=True)
class BusyWindow:
    """Hours of a weekday in which somebody cannot come, between two dates. `local_end` ≤ `local_start` is next day."""

    weekday: Weekday
    local_start: time
    local_end: time
    starts_on: date
    ends_on: date | None


def is_busy(windows: Iterable[BusyWindow], *, on: date, local_start: time, local_end: time) -> bool:
    """Say whether any window meets `[local_start, local_end)` of the local date `on`; night shifts reach into it."""
    begin, end = _minutes(local_start), _minutes(local_end)
    for window in windows:
        opens, closes = _minutes(window.local_start), _minutes(window.local_end)
        if closes <= opens:
            closes += 24 * 60
        for day, shift in ((on, 0), (on - timedelta(days=1), 24 * 60)):
            runs = window.starts_on <= day and (window.ends_on is None or day <= window.ends_on)
            if runs and day.weekday() == window.weekday.number and opens - shift < end and begin < closes - shift:
                return True
    return False


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def covers(starts_on: date | None, ends_on: date | None, *, on: date) -> bool:
    """Say whether a period, its last day included, holds the date."""
    return (starts_on is None or starts_on <= on) and (ends_on is None or on <= ends_on)
