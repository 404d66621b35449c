"""Who owes which measure, and since when."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handrail.measures.vocabulary import Moment

EARLY: Final = timedelta(days=7)
"""What was given so many days before intake, discharge or a follow-up counts for it."""
FOLLOW_UP_OPEN: Final = timedelta(days=30)
"""How long after its day a follow-up, or a measure at discharge, is still asked for."""
MONTHS_AFTER: Final = {Moment.AFTER_3_MONTHS: 3, Moment.AFTER_6_MONTHS: 6}


@dataclass(frozen=True)
class Course:
    """What of an episode says when a measure is due."""

    admitted_on: date | None
    ended_on: date | None
    away: bool
    """On leave today: what is asked again and again waits until they are back."""
    attended: Sequence[date]
    """Days on which a session was attended, earliest first."""


@dataclass(frozen=True)
class Due:
    """A measure somebody owes."""

    instrument_key: str
    moment: Moment
    since: date


def due(
    wanted: Iterable[tuple[str, Moment]], course: Course, given: Mapping[str, Sequence[date]], today: date
) -> list[Due]:
    """Return what is owed today, the longest owed first. `given` are the days each instrument was handed in."""
    found = []
    for instrument_key, moment in wanted:
        since = _since(moment, course, sorted(given.get(instrument_key, ())), today)
        if since is not None:
            found.append(Due(instrument_key, moment, since))
    return sorted(found, key=lambda one: (one.since, one.instrument_key, one.moment))


def _since(moment: Moment, course: Course, given: Sequence[date], today: date) -> date | None:
    if course.admitted_on is None or course.admitted_on > today:
        return None
    here = course.ended_on is None or today <= course.ended_on
    if moment is Moment.INTAKE:
        return _once(course.admitted_on, None, given, today) if here else None
    if moment is Moment.WEEKLY:
        return _weekly(course.admitted_on, given, today) if here and not course.away else None
    if moment is Moment.EVERY_SESSION:
        return _every_session(course.attended, given) if here and not course.away else None
    if course.ended_on is None:
        return None
    day = course.ended_on if moment is Moment.DISCHARGE else months_later(course.ended_on, MONTHS_AFTER[moment])
    return _once(day, day + FOLLOW_UP_OPEN, given, today)


def _once(day: date, until: date | None, given: Sequence[date], today: date) -> date | None:
    if today < day or (until is not None and today > until):
        return None
    return None if any(on >= day - EARLY for on in given) else day


def _weekly(admitted_on: date, given: Sequence[date], today: date) -> date | None:
    """Weeks run from the day of admission; the measure is owed from the first day of a week without one."""
    last = max((on for on in given if on >= admitted_on), default=None)
    if last is None:
        return admitted_on
    next_week = admitted_on + timedelta(weeks=(last - admitted_on).days // 7 + 1)
    return next_week if next_week <= today else None


def _every_session(attended: Sequence[date], given: Sequence[date]) -> date | None:
    last = given[-1] if given else date.min
    return next((on for on in attended if on > last), None)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
