"""When a weekly series meets: local times of a zone, turned into instants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import MO, WEEKLY, rrule

from handrail.core.vocabulary import Weekday


@dataclass(frozen=True, order=True)
class Meeting:
    """One meeting of a week: `local_start` on the clock of the location, `minutes` long."""

    weekday: Weekday
    local_start: time
    minutes: int


@dataclass(frozen=True, order=True)
class Key:
    """What an occurrence is known by within its series: date and start as the rule says them."""

    local_date: date
    local_start: time


@dataclass(frozen=True)
class WeeklyPattern:
    """A series' rule: its meetings, every `interval_weeks` weeks, from `starts_on` to `ends_on` or `count` times.

    `excluded` are single meetings that the rule leaves out: they belong to another part of a series that was split.
    """

    meetings: Sequence[Meeting]
    time_zone: str
    starts_on: date
    ends_on: date | None = None
    count: int | None = None
    interval_weeks: int = 1
    excluded: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Span:
    """A stretch of time as instants and as the clock of its location shows it."""

    starts_at: datetime
    ends_at: datetime
    local_date: date
    local_start: time
    local_end: time

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)


@dataclass(frozen=True)
class Occurrence(Span):
    """One meeting of a series; date and start as the rule says them are what it is known by."""

    original_local_date: date
    original_local_start: time

    @property
    def key(self) -> Key:
        return Key(self.original_local_date, self.original_local_start)


def instant(local_date: date, local_time: time, time_zone: str) -> datetime:
    """Return the instant at which a clock in `time_zone` first shows this date and time, or passes it.

    In the hour a clock skips in spring no such time exists: it is the first instant after the gap (02:30 becomes 03:00,
    not 03:30, so that people come too early for nobody). In the hour a clock shows twice in autumn it is the first.
    """
    zone = ZoneInfo(time_zone)
    wall = datetime.combine(local_date, local_time, tzinfo=zone)
    first, second = wall.replace(fold=0), wall.replace(fold=1)
    if first.utcoffset() == second.utcoffset() or _exists(first, zone):
        return first.astimezone(UTC)
    return _end_of_gap(second.astimezone(UTC), first.astimezone(UTC), zone)


def _exists(wall: datetime, zone: ZoneInfo) -> bool:
    return wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    # The clocks change somewhere in (before, after], at a whole second; halving finds it in twelve steps.
    offset_after = after.astimezone(zone).utcoffset()
    low, high = 0, (after - before) // timedelta(seconds=1)
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset_after:
            high = middle
        else:
            low = middle
    return before + timedelta(seconds=high)


def span(starts_at: datetime, ends_at: datetime, time_zone: str) -> Span:
    """Return the stretch with the date and times that a clock in `time_zone` shows."""
    zone = ZoneInfo(time_zone)
    local_start, local_end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return Span(
        starts_at=starts_at,
        ends_at=ends_at,
        local_date=local_start.date(),
        local_start=local_start.time(),
        local_end=local_end.time(),
    )


def local_span(local_date: date, local_start: time, minutes: int, time_zone: str) -> Span:
    """Return the stretch of `minutes` that begins at a local time.

    Minutes are real ones: a group over the autumn change ends an hour earlier on the clock, not an hour later in life.
    """
    starts_at = instant(local_date, local_start, time_zone)
    return span(starts_at, starts_at + timedelta(minutes=minutes), time_zone)


def occurrences(pattern: WeeklyPattern, *, after: date | None = None, until: date) -> list[Occurrence]:
    """Return the meetings on dates in `(after, until]`, in order; `after` None means from the beginning."""
    found = []
    for local_date, meeting in takewhile(lambda one: one[0] <= until, _meetings(pattern, until)):
        if after is None or local_date > after:
            at = local_span(local_date, meeting.local_start, meeting.minutes, pattern.time_zone)
            found.append(
                Occurrence(
                    starts_at=at.starts_at,
                    ends_at=at.ends_at,
                    local_date=at.local_date,
                    local_start=at.local_start,
                    local_end=at.local_end,
                    original_local_date=local_date,
                    original_local_start=meeting.local_start,
                )
            )
    return found


def keys(pattern: WeeklyPattern, first: date, last: date) -> list[Key]:
    """Return what the meetings on dates in `[first, last]` are known by, in order."""
    return [
        Key(local_date, meeting.local_start) for local_date, meeting in _meetings(pattern, last) if local_date >= first
    ]


def last_date(pattern: WeeklyPattern, *, horizon: date) -> date | None:
    """Return the date after which the pattern has nothing, if that is not after `horizon`."""
    if pattern.ends_on is not None:
        return pattern.ends_on
    if pattern.count is not None:
        meetings = list(_meetings(pattern, horizon))
        return meetings[-1][0] if len(meetings) == pattern.count else None
    return None


def _meetings(pattern: WeeklyPattern, until: date) -> Iterator[tuple[date, Meeting]]:
    last = min(until, pattern.ends_on or until)
    if last < pattern.starts_on:
        return
    # The rule is about dates; UTC only carries them, so that no clock change can move one.
    days = rrule(
        WEEKLY,
        interval=pattern.interval_weeks,
        wkst=MO,
        byweekday=sorted({meeting.weekday.number for meeting in pattern.meetings}),
        dtstart=datetime.combine(pattern.starts_on, time.min, tzinfo=UTC),
        until=datetime.combine(last, time.min, tzinfo=UTC),
    )
    left = pattern.count
    for day in days:
        of_the_day = [meeting for meeting in pattern.meetings if meeting.weekday.number == day.weekday()]
        for meeting in sorted(of_the_day, key=lambda one: one.local_start):
            if Key(day.date(), meeting.local_start) in pattern.excluded:
                continue
            if left is not None:
                if left == 0:
                    return
                left -= 1
            yield day.date(), meeting
