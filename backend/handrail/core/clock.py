"""The only place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return this instant in UTC."""
    return datetime.now(UTC)


def today_in(time_zone: str, *, at: datetime | None = None) -> date:
    """Return the calendar date in `time_zone` (IANA name) at `at`, or now."""
    return (at or now()).astimezone(ZoneInfo(time_zone)).date()
