"""A feed read by somebody else's program shows the instants we keep."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar
from recurring_ical_events import of

from handrail.calendar.queries.feeds import FeedRow
from handrail.calendar.rules.recurrence import Meeting, Occurrence, WeeklyPattern, occurrences
from handrail.calendar.service.ical import NEUTRAL, as_calendar
from handrail.core.ids import SessionId, new_id
from handrail.core.vocabulary import ServiceKind, Weekday

ZONES = ["America/New_York", "America/Phoenix", "Europe/London", "Australia/Lord_Howe"]


def row(one: Occurrence, zone: str, **values: object) -> FeedRow:
    made = {
        "session_id": SessionId(new_id()),
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "time_zone": zone,
        "title": "DBT Skills",
        "service_kind": ServiceKind.SKILLS,
        "location": "Main Street",
        "room": "Cedar",
        "telehealth": False,
        "cancelled": False,
        "changes": 1,
        "changed_at": datetime(2026, 1, 1, tzinfo=UTC),
    } | values
    return FeedRow(**made)  # type: ignore[arg-type]


def sundays(zone: str) -> list[Occurrence]:
    """Every Sunday of a year at 09:00, both changes of the clock among them."""
    return occurrences(
        WeeklyPattern([Meeting(Weekday.SUNDAY, time(9), 90)], zone, date(2026, 1, 4)), until=date(2026, 12, 31)
    )


@pytest.mark.parametrize("zone", ZONES)
def test_another_program_lists_the_same_starts_over_both_switches(zone: str) -> None:
    ours = sundays(zone)
    read = Calendar.from_ical(as_calendar([row(one, zone) for one in ours], details=False))
    theirs = of(read).between(date(2026, 1, 1), date(2027, 1, 1))
    assert [one.start.astimezone(UTC) for one in theirs] == [one.starts_at for one in ours]
    assert {one.start.time() for one in theirs} == {time(9)}
    assert [one.end.astimezone(UTC) for one in theirs] == [one.ends_at for one in ours]
    assert [str(one["tzid"]) for one in read.walk("VTIMEZONE")] == [zone]


@pytest.mark.parametrize("zone", ZONES)
def test_rules_of_the_zone_in_the_file_alone_give_the_same_instants(zone: str) -> None:
    """A program that has never heard of the zone works with the file's own rules."""
    ours = sundays(zone)
    renamed = as_calendar([row(one, zone) for one in ours], details=False).replace(
        zone.encode(), f"Clinic/{zone[-6:]}".encode()
    )
    theirs = of(Calendar.from_ical(renamed)).between(date(2026, 1, 1), date(2027, 1, 1))
    assert [one.start.astimezone(UTC) for one in theirs] == [one.starts_at for one in ours]


def test_event_says_only_when_unless_details_were_asked_for() -> None:
    (first, *_) = sundays(ZONES[0])
    shown = row(first, ZONES[0])
    plain, full = (as_calendar([shown], details=details).decode() for details in (False, True))
    assert f"SUMMARY:{NEUTRAL['en']}" in plain
    assert not any(word in plain for word in ("DBT", "Main Street", "Cedar", "LOCATION"))
    assert "SUMMARY:DBT Skills" in full
    assert "LOCATION:Main Street\\, Cedar" in full


def test_what_nobody_wrote_is_said_in_the_language_of_the_feed() -> None:
    (first, *_) = sundays(ZONES[0])
    untitled = row(first, ZONES[0], title="Medication Management", service_kind=ServiceKind.MEDICATION_MANAGEMENT)
    plain, full = (as_calendar([untitled], details=details, language="es").decode() for details in (False, True))
    assert ("SUMMARY:Cita" in plain, "X-WR-CALNAME:Cita" in plain) == (True, True)
    assert "SUMMARY:Medicación" in full
    assert "SUMMARY:Medication management" in as_calendar([untitled], details=True).decode()


def test_change_and_cancellation_keep_the_event_and_count_up() -> None:
    (first, *_) = sundays(ZONES[0])
    name = SessionId(new_id())
    before = row(first, ZONES[0], session_id=name)
    moved = row(first, ZONES[0], session_id=name, starts_at=first.starts_at + timedelta(hours=1), changes=2)
    gone = row(first, ZONES[0], session_id=name, cancelled=True, changes=3)
    events = [Calendar.from_ical(as_calendar([one], details=False)).walk("VEVENT")[0] for one in (before, moved, gone)]
    assert len({str(one["uid"]) for one in events}) == 1
    assert [one["sequence"] for one in events] == [1, 2, 3]
    assert [str(one["status"]) for one in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_empty_calendar_is_one() -> None:
    assert Calendar.from_ical(as_calendar([], details=False)).walk("VEVENT") == []
