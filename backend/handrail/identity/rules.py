"""When a session lives, which passwords are taken, how often a wrong one may be tried."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final
from uuid import UUID

from handrail.core.vocabulary import Role
from handrail.identity.errors import (
    EnrolmentRefused,
    ExpiryRefused,
    OwnAccount,
    PasswordRefused,
    PeriodRefused,
    RoleDoesNotFit,
    SignInThrottled,
)
from handrail.identity.vocabulary import (
    PASSWORD_MAX,
    PASSWORD_MIN,
    SEEN_EVERY,
    TOKEN_LIMIT,
    CounterKind,
    PasswordFlaw,
    SubjectKind,
)


def fold_email(email: str) -> str:
    """Return the form under which an address is unique: one person, however they type it."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


# Sessions


@dataclass(frozen=True)
class SessionTimes:
    """The instants that decide whether a session still lives.

    NIST SP 800-63B-4 (AAL2) ends a session that nobody used for an hour, and every session within a day.
    """

    last_seen_at: datetime
    expires_at: datetime
    idle_limit: timedelta

    @property
    def idle_expires_at(self) -> datetime:
        return min(self.last_seen_at + self.idle_limit, self.expires_at)


def to_be_touched(last_seen_at: datetime, *, now: datetime, background: bool) -> bool:
    """Whether this use of a session is to be written down; a page that polls by itself is not a person."""
    return not background and now - last_seen_at >= SEEN_EVERY


def device_label(user_agent: str | None) -> str:
    """Return a short name of a browser, enough to recognize one's own: "Firefox on Windows"."""
    agent = user_agent or ""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    )
    browser = next((name for mark, name in browsers if f"{mark}/" in agent), "Unknown browser")
    system = next((name for mark, name in systems if mark in agent), None)
    return f"{browser} on {system}" if system else browser


# Throttling


@dataclass(frozen=True)
class Allowance:
    """So many failures within a window; then wait for its end."""

    attempts: int
    window: timedelta


ALLOWANCES: Final = {
    # One person at one place who forgot a password.
    CounterKind.ACCOUNT_AT_ADDRESS: Allowance(10, timedelta(minutes=15)),
    # Many places against one account. Wide, so that a stranger cannot easily lock a clinician out, and within the
    # hundred consecutive failures that NIST SP 800-63B-4 allows.
    CounterKind.ACCOUNT: Allowance(100, timedelta(hours=24)),
    # A whole clinic may stand behind one address.
    CounterKind.ADDRESS: Allowance(60, timedelta(minutes=15)),
}


@dataclass(frozen=True)
class Count:
    """Attempts counted in a window that ends at `window_ends_at`, this attempt included."""

    kind: CounterKind
    attempts: int
    window_ends_at: datetime


def check_attempts(counts: Iterable[Count], *, now: datetime) -> None:
    """Raise `SignInThrottled` with the longest wait if any allowance is used up."""
    waits = [
        (count.window_ends_at - now).total_seconds()
        for count in counts
        if count.attempts > ALLOWANCES[count.kind].attempts and count.window_ends_at > now
    ]
    if waits:
        raise SignInThrottled(retry_after_seconds=int(max(waits)) + 1)


def address_block(address: str) -> str:
    """Return the block an address is counted by: a subscriber of IPv6 has a whole /64."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)


# Passwords

_COMMON: Final = """
    passwordpassword password12345678 password123456789 mypassword12345 thisismypassword correcthorsebatterystaple
    letmeinletmein12 iloveyouiloveyou qwertyuiopasdfgh qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm
    1q2w3e4r5t6y7u8i 1qaz2wsx3edc4rfv 1qaz2wsx3edc4rfv5tgb zaq12wsxcde34rfv administrator123 administratoradministrator
    changemechangeme changemeplease123 welcomewelcome12 welcometohandrail intensiveoutpatient trustno1trustno1
    supersecretpassword asdfghjklzxcvbnm abcdefghijklmno thequickbrownfox onetwothreefourfive passwordispassword
"""
_COMMON_WORDS: Final = frozenset(_COMMON.split())
_RUNS: Final = (
    "01234567890123456789",
    "98765432109876543210",  # pragma: allowlist secret
    "abcdefghijklmnopqrstuvwxyz",  # pragma: allowlist secret
    "zyxwvutsrqponmlkjihgfedcba",  # pragma: allowlist secret
    "qwertyuiopasdfghjklzxcvbnm",  # pragma: allowlist secret
)
_LONGEST_UNIT: Final = 6
_OWN_CHARACTERS: Final = 8


def normalize_password(password: str) -> str:
    """Return the form that is hashed: the same password typed on another keyboard gives the same bytes."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *, known: Iterable[str]) -> None:
    """Raise `PasswordRefused` for a password that is short or that somebody would guess first.

    `known` are words about the person: name, e-mail address, organization. Length is the only rule of composition
    (NIST SP 800-63B-4).
    """
    flaw = _flaw_of(normalize_password(password), known)
    if flaw is not None:
        raise PasswordRefused(pointer="/password", flaw=flaw.value, min_length=PASSWORD_MIN)


def _flaw_of(password: str, known: Iterable[str]) -> PasswordFlaw | None:
    if len(password) < PASSWORD_MIN:
        return PasswordFlaw.TOO_SHORT
    if len(password) > PASSWORD_MAX:
        return PasswordFlaw.TOO_LONG
    plain = "".join(character for character in password.casefold() if character.isalnum())
    if len(plain) < _OWN_CHARACTERS:
        plain = password.casefold()  # mostly punctuation: then that is what has to be guessed
    if plain in _COMMON_WORDS or any(plain in run for run in _RUNS):
        return PasswordFlaw.COMMON
    if any(_repeats(plain, length) for length in range(1, _LONGEST_UNIT + 1)) or _repeats(plain, len(plain) // 2):
        return PasswordFlaw.REPEATED
    if len(_without(plain, known)) < _OWN_CHARACTERS:
        return PasswordFlaw.GUESSABLE
    return None


def _repeats(text: str, length: int) -> bool:
    if length < 1:
        return True
    return (text[:length] * (len(text) // length + 1))[: len(text)] == text


def _without(plain: str, known: Iterable[str]) -> str:
    words = {word for text in known for word in _words(text) if len(word) > 2}
    for word in sorted(words, key=len, reverse=True):
        plain = plain.replace(word, "")
    return plain


def _words(text: str) -> list[str]:
    spaced = "".join(character if character.isalnum() else " " for character in text.casefold())
    return [*spaced.split(), spaced.replace(" ", "")]


# Periods


def check_period(starts_on: date, ends_on: date | None) -> None:
    """Raise `PeriodRefused` if the last day comes before the first."""
    if ends_on is not None and ends_on < starts_on:
        raise PeriodRefused(pointer="/ends_on")


def check_token_expiry(expires_at: datetime, *, now: datetime) -> None:
    """Raise `ExpiryRefused` unless a new token ends in the future and within a year."""
    if not now < expires_at <= now + TOKEN_LIMIT:
        raise ExpiryRefused(pointer="/expires_at")


@dataclass(frozen=True)
class EnrolmentState:
    """What is stored about a one-time link."""

    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def check_enrolment(enrolment: EnrolmentState, *, now: datetime) -> None:
    """Raise `EnrolmentRefused` unless the link can be used now, once."""
    if enrolment.used_at or enrolment.revoked_at or now >= enrolment.expires_at:
        raise EnrolmentRefused()


# Roles


def check_not_own(account_id: UUID, *, actor_account_id: UUID) -> None:
    """Raise `OwnAccount` if somebody would change their own rights: a second person has to agree."""
    if account_id == actor_account_id:
        raise OwnAccount()


def check_role_fits(role: Role, *, subject_kind: SubjectKind) -> None:
    """Raise `RoleDoesNotFit` unless participants and workers stay apart."""
    if (role is Role.PARTICIPANT) != (subject_kind is SubjectKind.PARTICIPANT):
        raise RoleDoesNotFit(role=role.value)
