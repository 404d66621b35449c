"""FHIR dates: the year may be all that is known (R4 datatypes: date, dateTime)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from handrail.fhir.errors import RowRefused
from handrail.fhir.resources import Period
from handrail.fhir.vocabulary import Refusal
from handrail.participants.vocabulary import DatePrecision

_SHAPE = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d)(T.+)?)?)?$")


@dataclass(frozen=True)
class PartialDate:
    """A day, month or year; the unknown part is its first day. `at` where even the instant is known."""

    on: date
    precision: DatePrecision
    at: datetime | None = None


def partial_date(text: str) -> PartialDate:
    """Read `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a full dateTime with its zone, or refuse the row."""
    shape = _SHAPE.match(text)
    if shape is None:
        raise RowRefused(Refusal.INVALID_DATE)
    year, month, day, clock = shape.groups()
    try:
        on = date(int(year), int(month or 1), int(day or 1))
        at = datetime.fromisoformat(text) if clock else None
    except ValueError:
        raise RowRefused(Refusal.INVALID_DATE) from None
    if at is not None and at.tzinfo is None:
        raise RowRefused(Refusal.INVALID_DATE)
    precision = DatePrecision.DAY if day else DatePrecision.MONTH if month else DatePrecision.YEAR
    return PartialDate(on, precision, at.astimezone(UTC) if at else None)


def period_dates(period: Period) -> tuple[date | None, date | None]:
    """Return the first and last day of a period; one that ends before it starts is refused."""
    starts_on = partial_date(period.start).on if period.start else None
    ends_on = partial_date(period.end).on if period.end else None
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise RowRefused(Refusal.INVALID_DATE)
    return starts_on, ends_on
