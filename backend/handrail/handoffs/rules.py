"""How long a hand-off lasts."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handrail.handoffs.errors import HandOffExpiry
from handrail.handoffs.vocabulary import LONGEST_LIFE


def expiry(asked: datetime | None, next_clinic_day: date, time_zone: str, now: datetime) -> datetime:
    """Return when a note leaves the active list: by default with the end of the next clinic day, a week at most."""
    latest = now + LONGEST_LIFE
    if asked is not None:
        if not now < asked <= latest:
            raise HandOffExpiry(pointer="/expires_at")
        return asked
    return min(datetime.combine(next_clinic_day + timedelta(days=1), time(), ZoneInfo(time_zone)), latest)
