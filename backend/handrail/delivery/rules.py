"""What one delivery may say, and what of it reached a participant."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from handrail.delivery.errors import (
    BookingNotInSession,
    ExceptionRepeats,
    FidelityItemUnknown,
    MinutesBeyondSession,
    RecordOfCourse,
    RecordOfEach,
    SkillUnknown,
    SpanWrong,
    TooManyDeliveries,
)
from handrail.delivery.vocabulary import LONGEST_REPORT_DAYS, MAX_DELIVERIES
from handrail.modalities.rules import Value, check_values
from handrail.modalities.vocabulary import RecordScope


def check_span(first: date, last: date) -> None:
    """A report is of two years at most, its first day not after its last."""
    if not first <= last <= first + timedelta(days=LONGEST_REPORT_DAYS):
        raise SpanWrong(pointer="/last", most_days=LONGEST_REPORT_DAYS)


def check_minutes(minutes: int, *, others: Iterable[int], session_minutes: int) -> None:
    """All deliveries of a session together take no longer than the session."""
    if minutes + sum(others) > session_minutes:
        raise MinutesBeyondSession(pointer="/minutes", session_minutes=session_minutes)


def check_exceptions(
    bookings: Sequence[object], minutes: Sequence[int | None], *, roster: Collection[object], session_minutes: int
) -> None:
    """Exceptions name people of this roster, each once, for no longer than the session."""
    seen: set[object] = set()
    for place, (booking, own) in enumerate(zip(bookings, minutes, strict=True)):
        if booking not in roster:
            raise BookingNotInSession(pointer=f"/exceptions/{place}/booking_id")
        if booking in seen:
            raise ExceptionRepeats(pointer=f"/exceptions/{place}/booking_id")
        if own is not None and own > session_minutes:
            raise MinutesBeyondSession(pointer=f"/exceptions/{place}/minutes", session_minutes=session_minutes)
        seen.add(booking)


def check_skills(skills: Iterable[str], *, known: Collection[str], pointer: str) -> None:
    """Skills are those the modality teaches."""
    for skill in skills:
        if skill not in known:
            raise SkillUnknown(pointer=pointer)


def check_fidelity(items: Iterable[str], *, known: Collection[str]) -> None:
    """Fidelity items are those of the modality."""
    if not set(items) <= set(known):
        raise FidelityItemUnknown(pointer="/fidelity")


def check_records(
    records: Sequence[Mapping[str, Any]], values: Mapping[str, Value], *, of_everybody: bool, pointer: str
) -> None:
    """What a group's entry records is what the modality lets be said of a group, or of each in it."""
    check_values(records, values, at=pointer)
    scopes = {record["key"]: RecordScope(record["scope"]) for record in records}
    for key in values:
        if scopes[key] is RecordScope.COURSE:
            raise RecordOfCourse(pointer=f"{pointer}/{key}")
        if scopes[key] is RecordScope.EACH and of_everybody:
            raise RecordOfEach(pointer=f"{pointer}/{key}")


def free_position(taken: Collection[int]) -> int:
    """Return the first free place of a session's deliveries; the main one is 1."""
    free = [position for position in range(1, MAX_DELIVERIES + 1) if position not in taken]
    if not free:
        raise TooManyDeliveries(most=MAX_DELIVERIES)
    return free[0]


def doses(minutes: Sequence[int], presence_minutes: int) -> list[int]:
    """Share out the minutes somebody was there over the deliveries they took part in.

    Who was there for all of it received all of it. Who came late or was called out missed of each delivery its share,
    because presence does not say what was going on meanwhile. The shares never add up to more than the presence.
    """
    total = sum(minutes)
    there = min(presence_minutes, total)
    return [one * there // total if total else 0 for one in minutes]
