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
    therapy: str | None = None
    """The therapy whose course asks for it; nothing where the program does."""


@dataclass(frozen=True)
class Treatment:
    """What of a running course of a therapy says when it asks for a measure."""

    therapy: str
    starts_on: date
    asked: Sequence[tuple[str, Moment]]
    sessions: Sequence[date]
    """Days on which it was received or noted, earliest first."""


def due_of_treatments(
    treatments: Iterable[Treatment], course: Course, given: Mapping[str, Sequence[date]], today: date
) -> list[Due]:
    """Return what the running therapies of an episode ask for today, each measure once, the longest owed first."""
    here = course.ended_on is None or today <= course.ended_on
    if course.away or not here:
        return []
    found: dict[str, Due] = {}
    for one in treatments:
        if one.starts_on > today:
            continue
        for key, moment in one.asked:
            days = sorted(given.get(key, ()))
            weekly = moment is Moment.WEEKLY
            since = _weekly(one.starts_on, days, today) if weekly else _each_session(one, days, today)
            if since is not None and (key not in found or since < found[key].since):
                found[key] = Due(key, moment, since, one.therapy)
    return sorted(found.values(), key=lambda one: (one.since, one.instrument_key))


def _each_session(treatment: Treatment, given: Sequence[date], today: date) -> date | None:
    """One is owed for each session of a therapy, the first from its first day on, the next from the day after one.

    So it can be answered before the session, as CPT asks; what is answered on the day of a session is for that one.
    """
    last = max((on for on in given if on >= treatment.starts_on - EARLY), default=None)
    if last is None:
        return treatment.starts_on
    held = next((on for on in treatment.sessions if on >= last), None)
    return held + timedelta(days=1) if held is not None and held < today else None


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
