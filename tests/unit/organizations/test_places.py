from datetime import UTC, datetime, timedelta

import pytest

from handrail.organizations.errors import ClosureEndsBeforeStart, ClosureTooLong, TimeZoneUnknown
from handrail.organizations.rules import check_closure, check_time_zone

START = datetime(2026, 12, 24, 17, tzinfo=UTC)


@pytest.mark.parametrize("name", ["America/New_York", "America/Phoenix", "Pacific/Honolulu", "UTC"])
def test_iana_zones_are_accepted(name: str) -> None:
    assert check_time_zone(name) == name


@pytest.mark.parametrize("name", ["", "Eastern", "America/new_york", "../etc/passwd", "localtime", "UTC+5", "\x00"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(TimeZoneUnknown):
        check_time_zone(name)


def test_closure_ends_after_it_starts() -> None:
    check_closure(START, START + timedelta(minutes=1))
    with pytest.raises(ClosureEndsBeforeStart):
        check_closure(START, START)


def test_closure_lasts_at_most_a_year() -> None:
    with pytest.raises(ClosureTooLong):
        check_closure(START, START + timedelta(days=367))
