"""A calendar as a file that other programs read (RFC 5545)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from handrail.calendar.queries.feeds import FeedRow
from handrail.calendar.service.titles import title_of_kind
from handrail.core.kind_words import KINDS, Language

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
NEUTRAL: Final[Mapping[Language, str]] = {"en": "Appointment", "es": "Cita"}
"""What an event is called where nobody asked for details: a telephone lies on tables."""

_REFRESH: Final = timedelta(hours=1)


def as_calendar(rows: Iterable[FeedRow], *, details: bool, language: Language = "en") -> bytes:
    """Return sessions as events, one each: an occurrence keeps its own id wherever its series goes.

    Times stand in the zone of the location, whose rules are in the file; a program that knows the zone by name shows
    the same. `SEQUENCE` counts up with every change, and what does not take place any more says so.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Handrail//Calendar//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NEUTRAL[language])
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    days: list[date] = []
    for row in rows:
        calendar.add_component(_event(row, details=details, language=language))
        days += [row.starts_at.date()]
    if days:
        calendar.add_missing_timezones(first_date=min(days) - timedelta(days=366), last_date=max(days) + timedelta(366))
    return bytes(calendar.to_ical())


def _event(row: FeedRow, *, details: bool, language: Language) -> Event:
    zone = ZoneInfo(row.time_zone)
    event = Event()
    event.add("uid", f"{row.session_id}@handrail")
    event.add("sequence", row.changes)
    event.add("dtstamp", row.changed_at)
    event.add("last-modified", row.changed_at)
    event.add("dtstart", row.starts_at.astimezone(zone))
    event.add("dtend", row.ends_at.astimezone(zone))
    event.add("status", "CANCELLED" if row.cancelled else "CONFIRMED")
    event.add("summary", _called(row, language) if details else NEUTRAL[language])
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if row.cancelled else "OPAQUE")
    if details:
        place = row.location if row.room is None or row.telehealth else f"{row.location}, {row.room}"
        event.add("location", place)
    return event


def _called(row: FeedRow, language: Language) -> str:
    unwritten = row.title.lower() == title_of_kind(row.service_kind).lower()
    return KINDS[language][row.service_kind] if unwritten else row.title
