"""When somebody or something is free, as an algebra of spans: build, intersect, subtract; and where a session fits.

Spans are half-open `[start, end)`, sorted, disjoint and not empty; every function here takes and returns such lists.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handrail.calendar.rules.recurrence import instant
from handrail.calendar.vocabulary import SlotReason
from handrail.core.ids import ParticipantId, RoomId, StaffId
from handrail.core.vocabulary import Weekday

Spans = Sequence[tuple[datetime, datetime]]

_GRID = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

WEIGHTS = {
    SlotReason.CONTINUITY: 30,
    SlotReason.DAY_TOGETHER: 20,
    SlotReason.NO_GAP: 10,
}
"""What a wish is worth, in the points that ten days of waiting a day cost: a known clinician outweighs three days."""

POINTS_A_DAY = 10


@dataclass(frozen=True)
class Hours:
    """Hours of a weekday, in local time; an end that is not after the start is on the next day."""

    weekday: Weekday
    local_start: time
    local_end: time
    starts_on: date = date.min
    ends_on: date | None = None


def build(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return any spans sorted, joined where they touch or overlap, empty ones left out."""
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(one for one in spans if one[0] < one[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def intersect(one: Spans, other: Spans) -> list[tuple[datetime, datetime]]:
    """Return what both cover."""
    common = []
    i = j = 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            common.append((start, end))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return common


def subtract(one: Spans, other: Spans) -> list[tuple[datetime, datetime]]:
    """Return what the first covers and the second does not."""
    left = []
    j = 0
    for whole_start, end in one:
        start = whole_start
        while j < len(other) and other[j][1] <= start:
            j += 1
        k = j
        while k < len(other) and other[k][0] < end:
            if start < other[k][0]:
                left.append((start, other[k][0]))
            start = max(start, other[k][1])
            k += 1
        if start < end:
            left.append((start, end))
    return left


def weekly(hours: Iterable[Hours], first: date, last: date, time_zone: str) -> list[tuple[datetime, datetime]]:
    """Return hours of weekdays as instants between two dates; an hour on the clock stays it over clock changes."""
    by_day: dict[int, list[Hours]] = {}
    for one in hours:
        by_day.setdefault(one.weekday.number, []).append(one)
    found = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        for one in by_day.get(day.weekday(), ()):
            if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on):
                end_day = day if one.local_end > one.local_start else day + timedelta(days=1)
                found.append((instant(day, one.local_start, time_zone), instant(end_day, one.local_end, time_zone)))
    return build(found)


def whole_days(days: Collection[date], time_zone: str) -> list[tuple[datetime, datetime]]:
    """Return dates as spans from one midnight to the next."""
    return build(
        (instant(day, time.min, time_zone), instant(day + timedelta(days=1), time.min, time_zone)) for day in days
    )


def padded(spans: Iterable[tuple[datetime, datetime]], minutes: int) -> list[tuple[datetime, datetime]]:
    """Return spans with so much time before and after them, as for the way to another place."""
    way = timedelta(minutes=minutes)
    return build((start - way, end + way) for start, end in spans)


def covers(spans: Spans, start: datetime, end: datetime) -> bool:
    """Say whether one of the spans covers this time."""
    index = bisect_right(spans, start, key=lambda one: one[0]) - 1
    return index >= 0 and spans[index][1] >= end


def touches(spans: Spans, start: datetime, end: datetime) -> bool:
    """Say whether one of the spans ends where this time begins, or begins where it ends."""
    index = bisect_right(spans, start, key=lambda one: one[0])
    before, after = spans[index - 1 : index] if index else (), spans[index : index + 1]
    return any(one[1] == start for one in before) or any(one[0] == end for one in after)


@dataclass(frozen=True)
class Clinician:
    """Somebody who may lead the session: when they are free, and when they work elsewhere already."""

    id: StaffId
    free: Spans
    busy: Spans = ()


@dataclass(frozen=True)
class Place:
    """A room with enough chairs: when it is free."""

    id: RoomId
    capacity: int
    free: Spans


@dataclass(frozen=True)
class Wish:
    """What is looked for. `teams`: those who would work in it, any of the teams; everybody of one has to be free."""

    minutes: int
    time_zone: str
    open: Spans
    teams: Sequence[Sequence[Clinician]]
    people: Mapping[ParticipantId, Spans] = field(default_factory=dict)
    """When each participant can come."""
    theirs: Spans = ()
    """What participants have already: a day with something is one they come anyway."""
    rooms: Sequence[Place] | None = None
    """None: no room is needed."""
    known: frozenset[StaffId] = frozenset()
    """Who treats the participants already."""
    limit: int = 20


@dataclass(frozen=True)
class Slot:
    """A time that fits everybody, and why it stands where it stands."""

    starts_at: datetime
    ends_at: datetime
    staff_ids: tuple[StaffId, ...]
    room_id: RoomId | None
    reasons: tuple[SlotReason, ...]
    cost: int


def find_slots(wish: Wish) -> list[Slot]:
    """Return the best times at which everybody and a room are free, at most one for each team and start, best first.

    Sooner is better; somebody who treats the person already, a day they come anyway, and no gap in the clinician's day
    are worth waiting for, in that order.
    """
    common: Spans = wish.open
    for free in wish.people.values():
        common = intersect(common, free)
    zone = ZoneInfo(wish.time_zone)
    days_of_theirs = {start.astimezone(zone).date() for start, _ in wish.theirs}
    first = common[0][0] if common else None
    found: list[Slot] = []
    for team in wish.teams:
        free = common
        for one in team:
            free = intersect(free, one.free)
        best = _of_team(wish, team, free, days_of_theirs, zone, first)
        found += best[: wish.limit]
    return _best(found, wish.limit)


def _best(found: Iterable[Slot], limit: int) -> list[Slot]:
    return sorted(found, key=lambda one: (one.cost, one.starts_at, one.staff_ids))[:limit]


def _of_team(
    wish: Wish,
    team: Sequence[Clinician],
    free: Spans,
    days_of_theirs: Collection[date],
    zone: ZoneInfo,
    first: datetime | None,
) -> list[Slot]:
    known = bool(wish.known & {one.id for one in team})
    most = sum(WEIGHTS.values()) - (0 if known else WEIGHTS[SlotReason.CONTINUITY])
    found: list[Slot] = []
    length = timedelta(minutes=wish.minutes)
    worst = None
    for start, end in free:
        # Later days only cost more: nothing of them can displace what is found.
        if worst is not None and first is not None and (start - first).days * POINTS_A_DAY - most > worst:
            break
        for begin in _starts(start, end, length):
            room = _room(wish.rooms, begin, begin + length)
            if wish.rooms is not None and room is None:
                continue
            reasons = [SlotReason.CONTINUITY] if known else []
            if begin.astimezone(zone).date() in days_of_theirs:
                reasons.append(SlotReason.DAY_TOGETHER)
            if any(touches(one.busy, begin, begin + length) for one in team):
                reasons.append(SlotReason.NO_GAP)
            waiting = (begin - first).days * POINTS_A_DAY if first is not None else 0
            cost = waiting - sum(WEIGHTS[one] for one in reasons)
            ids = tuple(one.id for one in team)
            found.append(Slot(begin, begin + length, ids, room, tuple(reasons) or (SlotReason.SOONEST,), cost))
        if len(found) >= wish.limit:
            found = _best(found, wish.limit)
            worst = found[-1].cost
    return _best(found, wish.limit)


def _starts(start: datetime, end: datetime, length: timedelta) -> list[datetime]:
    """Return where a session may begin in a free span: on the quarter hours, and right at its start or end."""
    last = end - length
    if last < start:
        return []
    begin = _EPOCH + -(-(start - _EPOCH) // _GRID) * _GRID
    found = {start, last}
    while begin <= last:
        found.add(begin)
        begin += _GRID
    return sorted(one for one in found if one.second == 0 and one.microsecond == 0)


def spread(slots: Iterable[Slot], time_zone: str, *, most: int, most_a_day: int) -> list[Slot]:
    """Return the best of the slots, by time: none that overlaps a better one, and not all of them on one day."""
    zone = ZoneInfo(time_zone)
    kept: list[Slot] = []
    for slot in slots:
        day = slot.starts_at.astimezone(zone).date()
        that_day = [one for one in kept if one.starts_at.astimezone(zone).date() == day]
        beside = any(one.starts_at < slot.ends_at and slot.starts_at < one.ends_at for one in that_day)
        if not beside and len(that_day) < most_a_day and len(kept) < most:
            kept.append(slot)
    return sorted(kept, key=lambda one: one.starts_at)


def nearest_starts(free: Spans, wanted: datetime, minutes: int, *, limit: int) -> list[datetime]:
    """Return the starts nearest to the wanted one at which so long a time is free."""
    length = timedelta(minutes=minutes)
    found = [one for start, end in free for one in _starts(start, end, length)]
    return sorted(found, key=lambda one: (abs(one - wanted), one))[:limit]


def _room(rooms: Sequence[Place] | None, start: datetime, end: datetime) -> RoomId | None:
    """Return the smallest room that is free."""
    return next((one.id for one in rooms or () if covers(one.free, start, end)), None)


def days_on_which(able: Callable[[date], bool], first: date, last: date) -> list[date]:
    """Return the dates between two on which something holds."""
    return [day for offset in range((last - first).days + 1) if able(day := first + timedelta(days=offset))]
