"""When staff reads what was answered, and when somebody can say that they have come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handrail.me.errors import CheckInClosed, WindowReversed, WindowTooLong
from handrail.me.vocabulary import CHECK_IN_EARLY, MAX_DAYS, AppointmentState, ReadWhen


@dataclass(frozen=True)
class Opening:
    """A day of the program, from its first session to its last."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class ReadBy:
    """When, and by which instant; None where no time can be told."""

    when: ReadWhen
    by: datetime | None


def read_by(now: datetime, openings: Iterable[Opening], *, within: timedelta) -> ReadBy:
    """Return when staff reads an answer that cannot wait.

    Now only where the whole limit still lies within opening hours; else at the next opening. What cannot be kept is not
    promised.
    """
    ahead = sorted((one for one in openings if one.ends_at > now), key=lambda one: one.starts_at)
    if any(one.starts_at <= now and now + within <= one.ends_at for one in ahead):
        return ReadBy(ReadWhen.NOW, now + within)
    following = next((one for one in ahead if one.starts_at > now), None)
    if following is None:
        return ReadBy(ReadWhen.UNKNOWN, None)
    return ReadBy(ReadWhen.NEXT_OPENING, following.starts_at)


def check_check_in(now: datetime, starts_at: datetime, ends_at: datetime) -> None:
    """Raise `CheckInClosed` unless one can check in now."""
    opens_at = starts_at - CHECK_IN_EARLY
    if not opens_at <= now < ends_at:
        raise CheckInClosed(opens_at=opens_at.isoformat(), closes_at=ends_at.isoformat())


def check_window(days: int) -> None:
    """Raise unless so many days, the first and the last included, can be read at once."""
    if days < 1:
        raise WindowReversed(pointer="/query/to_date")
    if days > MAX_DAYS:
        raise WindowTooLong(pointer="/query/to_date", limit=MAX_DAYS)


def appointment_state(*, cancelled: bool, moved: bool) -> AppointmentState:
    """Return what a session has come to for who is booked in it."""
    if cancelled:
        return AppointmentState.CANCELLED
    return AppointmentState.MOVED if moved else AppointmentState.EXPECTED


def next_question(items: Iterable[str], answered: Iterable[str]) -> str | None:
    """Return the first question without an answer, in the order they are asked."""
    there = set(answered)
    return next((item for item in items if item not in there), None)
