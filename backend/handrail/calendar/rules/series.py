"""A series that is edited: which occurrences change, which stay as they are, and how its rule is split.

A series may consist of several parts, one after the other, each with a rule of its own; together they are its lineage.
An edit never touches what has begun, took place, was marked or was cancelled, and never what somebody gave a single
occurrence of its own. An occurrence stays the same session wherever it goes; only what it is known by follows the rule.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from handrail.calendar.errors import MeetingNotInSeries, MeetingsOverlap, MoveAcrossWeeks
from handrail.calendar.rules.recurrence import Key, Meeting, WeeklyPattern, instant, keys
from handrail.calendar.vocabulary import EditScope, Kept, Own
from handrail.core.ids import SeriesId, SessionId
from handrail.core.vocabulary import Weekday

_FAR = date(2100, 12, 31)


@dataclass(frozen=True)
class Part:
    """One part of a lineage and its rule; `live` False: it has ended and makes no more occurrences."""

    id: SeriesId
    pattern: WeeklyPattern
    live: bool = True


@dataclass(frozen=True)
class Held:
    """An occurrence as it stands. `fixed` says why no edit of the series may change it."""

    id: SessionId
    series_id: SeriesId
    key: Key
    fixed: Kept | None = None
    own: frozenset[Own] = frozenset()


@dataclass(frozen=True)
class Shift:
    """One meeting of the week goes to another day and time of the same week, Monday to Sunday."""

    weekday: Weekday
    local_start: time
    to: Meeting

    def moves(self, key: Key) -> bool:
        """Say whether this is an occurrence of the meeting that goes elsewhere."""
        return key.local_date.weekday() == self.weekday.number and key.local_start == self.local_start

    def image(self, key: Key) -> Key:
        """Return what an occurrence is known by afterwards."""
        if not self.moves(key):
            return key
        return Key(key.local_date + timedelta(days=self.to.weekday.number - self.weekday.number), self.to.local_start)

    def of(self, pattern: WeeklyPattern) -> WeeklyPattern:
        """Return the rule with this meeting elsewhere; the bounds of the rule stay."""
        stay = [one for one in pattern.meetings if not self._is(one)]
        return replace(pattern, meetings=tuple(sorted([*stay, self.to])))

    def fits(self, pattern: WeeklyPattern) -> bool:
        """Say whether the rule has this meeting."""
        return any(self._is(one) for one in pattern.meetings)

    def _is(self, meeting: Meeting) -> bool:
        return (meeting.weekday, meeting.local_start) == (self.weekday, self.local_start)


@dataclass(frozen=True)
class Edit:
    """What somebody wants of a series, from `key` of the part `series_id` on, or of all that is ahead."""

    scope: EditScope
    series_id: SeriesId
    key: Key | None
    sets: frozenset[Own] = frozenset()
    shift: Shift | None = None
    cancels: bool = False


@dataclass(frozen=True)
class Branch:
    """What becomes of one part: `head` goes on under its id up to `at`, `tail` is the rule from there.

    No head: nothing comes before, the part itself takes the tail's rule. No tail: the rest was cancelled.
    """

    series_id: SeriesId
    at: Key
    head: WeeklyPattern | None
    tail: WeeklyPattern | None


@dataclass(frozen=True)
class Change:
    """What becomes of one occurrence: it goes with its part's tail, is known by `key`, and takes what is named here."""

    session_id: SessionId
    series_id: SeriesId
    key: Key
    sets: frozenset[Own] = frozenset()
    when: Meeting | None = None
    """With `Own.TIME` in `sets`: the meeting whose time it takes, on the date of `key`."""
    own: frozenset[Own] = frozenset()
    cancelled: bool = False
    kept: Kept | None = None

    @property
    def spared(self) -> bool:
        """Nothing of it changes but what it is known by."""
        return not self.sets and not self.cancelled


@dataclass(frozen=True)
class SeriesPlan:
    """What an edit does, before anything is done."""

    branches: tuple[Branch, ...] = ()
    changes: tuple[Change, ...] = ()
    passed_by: Mapping[SessionId, Kept] = field(default_factory=dict)
    """Occurrences before the first one that changes, which an edit of all means too."""

    @property
    def skipped(self) -> dict[SessionId, Kept]:
        """Occurrences the edit would have changed, were they not past, held, marked or cancelled."""
        return {**self.passed_by, **{one.session_id: one.kept for one in self.changes if one.kept is not None}}

    @property
    def effective(self) -> list[Change]:
        """Occurrences of which more changes than what they are known by."""
        return [one for one in self.changes if not one.spared]


def shift_between(key: Key, local_date: date, local_start: time, minutes: int) -> Shift:
    """Return the shift that brings an occurrence of the rule to another date and time of its week."""
    monday = key.local_date - timedelta(days=key.local_date.weekday())
    if not monday <= local_date <= monday + timedelta(days=6):
        raise MoveAcrossWeeks(pointer="/move/local_date")
    days = list(Weekday)
    to = Meeting(days[local_date.weekday()], local_start, minutes)
    return Shift(days[key.local_date.weekday()], key.local_start, to)


def split(pattern: WeeklyPattern, at: Key, shift: Shift | None = None) -> tuple[WeeklyPattern | None, WeeklyPattern]:
    """Split a rule before `at`, one of its keys, and let the second half follow the shift.

    Together the halves have as many occurrences as the rule had, each of the second half the image of one of the
    rule's. A number of occurrences becomes the date of the last: it must not be counted anew.
    """
    pattern = _bounded(pattern)
    shifted = shift.of(pattern) if shift is not None else pattern
    monday = at.local_date - timedelta(days=at.local_date.weekday())
    first_week = [one for one in keys(pattern, monday, monday + timedelta(days=6)) if one >= at]
    images = {_image(one, shift) for one in first_week}
    starts_on = min(one.local_date for one in images)
    ends_on, last_week, last_images = _ending(pattern, monday, images, shift)
    tail = replace(shifted, starts_on=starts_on, ends_on=ends_on, excluded=frozenset())
    surplus = set(keys(tail, monday, monday + timedelta(days=6))) - images
    if last_week is not None and ends_on is not None and last_week != monday:
        surplus |= set(keys(tail, last_week, ends_on)) - last_images
    inherited = {_image(one, shift) for one in pattern.excluded if one >= at}
    tail = replace(tail, excluded=frozenset(surplus | (inherited - images - last_images)))
    if not _has_before(pattern, at):
        return None, tail
    of_the_day = keys(pattern, at.local_date, at.local_date)
    if of_the_day and of_the_day[0] < at:
        later = frozenset(one for one in of_the_day if one >= at)
        return replace(pattern, ends_on=at.local_date, excluded=pattern.excluded | later), tail
    return replace(pattern, ends_on=at.local_date - timedelta(days=1)), tail


def _image(key: Key, shift: Shift | None) -> Key:
    return key if shift is None else shift.image(key)


def _bounded(pattern: WeeklyPattern) -> WeeklyPattern:
    if pattern.count is None:
        return pattern
    every = keys(pattern, pattern.starts_on, _FAR)
    last = every[-1].local_date if every else pattern.starts_on
    later = {one for one in keys(replace(pattern, count=None), last, last) if every and one > every[-1]}
    return replace(pattern, count=None, ends_on=last, excluded=pattern.excluded | later)


def _ending(
    pattern: WeeklyPattern, first_monday: date, first_images: Collection[Key], shift: Shift | None
) -> tuple[date | None, date | None, set[Key]]:
    """Return the tail's last date, the Monday of its last week, and the images of that week's occurrences."""
    if pattern.ends_on is None:
        return None, None, set()
    monday = pattern.ends_on - timedelta(days=pattern.ends_on.weekday())
    if monday <= first_monday:
        return max(pattern.ends_on, *(one.local_date for one in first_images)), first_monday, set(first_images)
    images = {_image(one, shift) for one in keys(pattern, monday, pattern.ends_on)}
    return max([pattern.ends_on, *(one.local_date for one in images)]), monday, images


def _has_before(pattern: WeeklyPattern, at: Key) -> bool:
    before = keys(pattern, pattern.starts_on, at.local_date)
    return bool(before) and before[0] < at


def check_meetings(meetings: Sequence[Meeting]) -> None:
    """Raise when two meetings of a week overlap, or one goes on into the next week's first."""
    week = 7 * 24 * 60
    starts = sorted(
        (one.weekday.number * 24 * 60 + one.local_start.hour * 60 + one.local_start.minute, one.minutes)
        for one in meetings
    )
    for index, (start, minutes) in enumerate(starts):
        later = starts[index + 1][0] if index + 1 < len(starts) else starts[0][0] + week
        if start + minutes > later:
            raise MeetingsOverlap(pointer="/move")


def plan_edit(parts: Iterable[Part], held: Iterable[Held], edit: Edit, *, at: datetime) -> SeriesPlan:
    """Say what an edit makes of the parts of a lineage and of their occurrences.

    The scope `this_and_following` reaches from the key to the end of its part and over all later parts; `all` reaches
    everything still ahead. A meeting goes elsewhere in those parts that have it.
    """
    occurrences = list(held)
    parts = [one for one in parts if one.live]
    mine = next((one for one in parts if one.id == edit.series_id), None)
    if edit.scope is EditScope.THIS_AND_FOLLOWING and mine is not None:
        parts = [mine, *(one for one in parts if one.id != mine.id and one.pattern.starts_on > mine.pattern.starts_on)]
    if edit.shift is not None:
        parts = [one for one in parts if edit.shift.fits(one.pattern)]
        if not parts:
            raise MeetingNotInSeries()
        for part in parts:
            check_meetings(edit.shift.of(part.pattern).meetings)
    branches: list[Branch] = []
    changes: list[Change] = []
    passed: dict[SessionId, Kept] = {}
    for part in parts:
        of_part = [one for one in occurrences if one.series_id == part.id]
        begin = edit.key if part is mine and edit.scope is EditScope.THIS_AND_FOLLOWING else None
        branch = _branch(part, of_part, edit, begin=begin, at=at)
        if branch is None:
            continue
        branches.append(branch)
        changes += [_change(one, branch, edit, at=at) for one in of_part if one.key >= branch.at]
        if begin is None:
            passed |= {one.id: one.fixed for one in of_part if one.fixed and one.key < branch.at and _means(one, edit)}
    return SeriesPlan(tuple(branches), tuple(changes), passed)


def _means(one: Held, edit: Edit) -> bool:
    return bool(edit.sets) or edit.cancels or (edit.shift is not None and edit.shift.moves(one.key))


def _branch(part: Part, held: Sequence[Held], edit: Edit, *, begin: Key | None, at: datetime) -> Branch | None:
    whole = begin is None
    if begin is None:
        # Who was moved ahead out of the past by hand must not draw the rule of that past along.
        ahead = [one for one in held if one.fixed is None and (edit.shift is None or Own.TIME not in one.own)]
        begin = min((one.key for one in ahead), default=None) or _first_ahead(part.pattern, at)
    if begin is None:
        return None
    if whole and edit.shift is None and not edit.cancels:
        return Branch(part.id, begin, None, part.pattern)
    head, tail = split(part.pattern, begin, edit.shift)
    return Branch(part.id, begin, head, None if edit.cancels else tail)


def _first_ahead(pattern: WeeklyPattern, at: datetime) -> Key | None:
    first = max(pattern.starts_on, at.date())
    ahead = keys(pattern, first, first + timedelta(weeks=2 * pattern.interval_weeks))
    return next((one for one in ahead if instant(one.local_date, one.local_start, pattern.time_zone) > at), None)


def _change(one: Held, branch: Branch, edit: Edit, *, at: datetime) -> Change:
    moves = edit.shift is not None and edit.shift.moves(one.key)
    key = _image(one.key, edit.shift) if branch.tail is not None else one.key
    same = Change(one.id, one.series_id, key, own=one.own)
    wanted = edit.sets | ({Own.TIME} if moves else frozenset())
    if not _means(one, edit):
        return same
    if one.fixed is not None:
        return replace(same, kept=one.fixed)
    if edit.cancels:
        return replace(same, cancelled=True)
    sets = wanted - one.own
    if Own.TIME in sets and edit.shift is not None and branch.tail is not None:
        if instant(key.local_date, key.local_start, branch.tail.time_zone) <= at:
            # Its new time is over: it stays where it is, by itself.
            return replace(same, own=one.own | {Own.TIME}, kept=Kept.TIME_PASSED)
        return replace(same, sets=sets, when=edit.shift.to)
    return replace(same, sets=sets)
