"""Whatever is done to a series, in whatever order: nothing is lost, doubled, or changed behind anybody's back."""

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handrail.calendar.errors import MeetingsOverlap, MoveAcrossWeeks
from handrail.calendar.rules.recurrence import Key, Meeting, WeeklyPattern, instant, keys, local_span, occurrences
from handrail.calendar.rules.series import (
    Edit,
    Held,
    Part,
    SeriesPlan,
    Shift,
    plan_edit,
    shift_between,
    split,
)
from handrail.calendar.vocabulary import EditScope, Kept, Own
from handrail.core.errors import DomainError
from handrail.core.ids import SeriesId, SessionId, new_id
from handrail.core.vocabulary import Weekday

ZONES = ["America/New_York", "America/Phoenix", "Europe/London", "Australia/Lord_Howe"]
DAYS = list(Weekday)
STARTS = [time(9), time(13, 30), time(18)]
FIRST = date(2026, 1, 5)
_EXAMPLES = int(os.environ.get("HANDRAIL_EXAMPLES", "25"))
"""Few by default, so that the suite stays short; more in a night run."""


@dataclass
class Row:
    """An occurrence as the calendar stores it."""

    part: SeriesId
    key: Key
    starts_at: datetime
    minutes: int
    values: dict[Own, int] = field(default_factory=dict)
    own: frozenset[Own] = frozenset()
    cancelled: bool = False
    attended: bool = False
    left_over: bool = False
    """It was held fast when the rest of its series was cancelled."""

    def seen(self) -> Any:
        """Everything of it that somebody could notice."""
        return self.starts_at, self.minutes, dict(self.values), self.cancelled


class Book:
    """A lineage kept in memory the way the service keeps it in tables."""

    def __init__(self, pattern: WeeklyPattern) -> None:
        self.parts = {SeriesId(new_id()): pattern}
        self.live = set(self.parts)
        self.until = dict.fromkeys(self.parts, FIRST - timedelta(days=1))
        self.values: dict[SeriesId, dict[Own, int]] = {one: {} for one in self.parts}
        self.rows: dict[SessionId, Row] = {}
        self.at = datetime.combine(FIRST, time(3), tzinfo=UTC)
        self.frozen: dict[SessionId, Any] = {}
        self.extend()

    def extend(self, weeks: int = 4) -> None:
        """The worker's job."""
        until = self.at.date() + timedelta(weeks=weeks)
        for part in sorted(self.live):
            known = {row.key for row in self.rows.values() if row.part == part}
            for one in occurrences(self.parts[part], after=self.until[part], until=until):
                if one.key not in known:
                    self.rows[SessionId(new_id())] = Row(
                        part, one.key, one.starts_at, one.minutes, dict(self.values[part])
                    )
            self.until[part] = max(until, self.until[part])

    def held(self) -> list[Held]:
        return [Held(name, row.part, row.key, self.fixed(row), row.own) for name, row in sorted(self.rows.items())]

    def fixed(self, row: Row) -> Kept | None:
        if row.cancelled:
            return Kept.CANCELLED
        if row.attended:
            return Kept.ATTENDED
        return Kept.BEGUN if row.starts_at <= self.at else None

    def pass_time(self, days: int) -> None:
        self.at += timedelta(days=days)
        self.extend()
        for name, row in self.rows.items():
            if self.fixed(row) is not None:
                self.frozen.setdefault(name, row.seen())

    def edit(self, edit: Edit, value: int) -> SeriesPlan:
        plan = plan_edit(
            [Part(one, pattern, one in self.live) for one, pattern in self.parts.items()], self.held(), edit, at=self.at
        )
        tails = {}
        for branch in plan.branches:
            tail_id = branch.series_id
            if branch.tail is None:
                self.live.discard(branch.series_id)
                if branch.head is not None:
                    self.parts[branch.series_id] = branch.head
                continue
            if branch.head is not None:
                tail_id = SeriesId(new_id())
                self.parts[branch.series_id] = branch.head
                self.until[tail_id] = self.until[branch.series_id]
                self.values[tail_id] = dict(self.values[branch.series_id])
                self.live.add(tail_id)
            self.parts[tail_id] = branch.tail
            week = self.until[tail_id]
            self.until[tail_id] = week - timedelta(days=week.weekday() + 1)
            self.values[tail_id] |= dict.fromkeys(edit.sets, value)
            tails[branch.series_id] = tail_id
        for change in plan.changes:
            row = self.rows[change.session_id]
            row.part, row.key, row.own = tails.get(change.series_id, row.part), change.key, row.own | change.own
            row.cancelled |= change.cancelled
            row.left_over |= edit.cancels and change.kept is not None
            row.values |= dict.fromkeys(change.sets - {Own.TIME}, value)
            if change.when is not None:
                pattern = self.parts[row.part]
                row.starts_at = instant(change.key.local_date, change.key.local_start, pattern.time_zone)
                row.minutes = change.when.minutes
        self.extend()
        return plan

    def check(self) -> None:
        """Raise if one of the invariants of docs/calendar.md does not hold."""
        for name, seen in self.frozen.items():
            assert self.rows[name].seen() == seen, "what is past, held or cancelled never changes"
        assert max(Counter((row.part, row.key) for row in self.rows.values()).values(), default=1) == 1, "no double"
        for part, pattern in self.parts.items():
            here = {row.key: row for row in self.rows.values() if row.part == part}
            ruled = set(keys(pattern, date.min, self.until[part]))
            assert part not in self.live or ruled <= set(here), "no occurrence of the rule is missing"
            zone, ever = ZoneInfo(pattern.time_zone), set(keys(pattern, date.min, date(2027, 6, 30)))
            for key, row in here.items():
                assert row.cancelled or row.left_over or key in ever, "every occurrence is one of its rule"
                if Own.TIME not in row.own and self.fixed(row) is None:
                    local = row.starts_at.astimezone(zone)
                    assert (local.date(), local.time()) == (key.local_date, key.local_start), "local time is kept"


@st.composite
def patterns(draw: st.DrawFn) -> WeeklyPattern:
    """Rules of one to three meetings a week, open, until a date, or a number of times."""
    places = st.tuples(st.sampled_from(DAYS), st.sampled_from(STARTS))
    meetings = [Meeting(day, start, 60) for day, start in draw(st.sets(places, min_size=1, max_size=3))]
    ends: dict[str, Any] = draw(
        st.one_of(
            st.just({}),
            st.integers(20, 120).map(lambda days: {"ends_on": FIRST + timedelta(days=days)}),
            st.integers(3, 30).map(lambda count: {"count": count}),
        )
    )
    return WeeklyPattern(
        tuple(sorted(meetings)),
        draw(st.sampled_from(ZONES)),
        FIRST + timedelta(days=draw(st.integers(0, 60))),
        interval_weeks=draw(st.integers(1, 2)),
        **ends,
    )


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "move", "set", "cancel", "one moves", "one is set", "attended", "days pass"]),
        st.sampled_from([EditScope.THIS_AND_FOLLOWING, EditScope.THIS_AND_FOLLOWING, EditScope.ALL]),
        st.integers(0, 200),
        st.sampled_from(DAYS),
        st.sampled_from(STARTS),
    ),
    max_size=8,
)


@settings(max_examples=_EXAMPLES, deadline=None)
@given(patterns(), STEPS)
def test_any_sequence_of_edits_keeps_the_invariants(pattern: WeeklyPattern, steps: list[Any]) -> None:
    book = Book(pattern)
    for value, (what, scope, which, day, start) in enumerate(steps):
        names = sorted(book.rows)
        if what == "days pass" or not names:
            book.pass_time(which % 25)
            continue
        name = names[which % len(names)]
        row = book.rows[name]
        before = {one: dict(other.values) for one, other in book.rows.items()}
        if what == "attended":
            row.attended = True
            book.frozen.setdefault(name, row.seen())
        elif what in {"one moves", "one is set"} and book.fixed(row) is None:
            row.own |= {Own.TIME if what == "one moves" else Own.ROOM}
            if what == "one moves":
                row.starts_at += timedelta(days=which % 9 - 4, minutes=30)
            else:
                row.values[Own.ROOM] = -value
        elif what in {"move", "set", "cancel"} and (row.part in book.live or scope is EditScope.ALL):
            _edit(book, name, what, scope, day, start, value)
            for one, values in before.items():
                mine = {own: values.get(own) for own in book.rows[one].own if own is not Own.TIME}
                assert {own: book.rows[one].values.get(own) for own in mine} == mine, "what is its own stays"
        assert set(names) <= set(book.rows), "an occurrence keeps its identity"
        book.check()


def _edit(book: Book, name: SessionId, what: str, scope: EditScope, day: Weekday, start: time, value: int) -> None:
    row = book.rows[name]
    sets = frozenset({Own.ROOM}) if what == "set" else frozenset()
    shift = None
    if what == "move":
        to = row.key.local_date + timedelta(days=day.number - row.key.local_date.weekday())
        shift = shift_between(row.key, to, start, 45)
    edit = Edit(scope, row.part, row.key, sets, shift, cancels=what == "cancel")
    try:
        plan = book.edit(edit, value)
    except DomainError:
        return
    for one in plan.changes:
        assert one.spared or one.kept is None


@settings(max_examples=_EXAMPLES, deadline=None)
@given(patterns(), st.integers(0, 40), st.sampled_from(DAYS), st.sampled_from(STARTS), st.booleans())
def test_halves_of_a_rule_have_the_occurrences_of_the_whole(
    pattern: WeeklyPattern, which: int, day: Weekday, start: time, moving: bool
) -> None:
    until = date(2026, 8, 30)
    whole = keys(pattern, pattern.starts_on, until)
    assume(whole)
    at = whole[which % len(whole)]
    shift = None
    if moving:
        shift = shift_between(at, at.local_date + timedelta(days=day.number - at.local_date.weekday()), start, 60)
        if len({(one.weekday, one.local_start) for one in shift.of(pattern).meetings}) < len(pattern.meetings):
            return
    head, tail = split(pattern, at, shift)
    before = keys(head, date.min, until) if head is not None else []
    assert before == [one for one in whole if one < at]
    expected = {one if shift is None else shift.image(one) for one in whole if one >= at}
    assert set(keys(tail, date.min, until)) == expected


@pytest.mark.parametrize("zone", ZONES)
def test_nine_stays_nine_through_a_year_of_edits(zone: str) -> None:
    pattern = WeeklyPattern([Meeting(Weekday.SUNDAY, time(9), 90)], zone, FIRST)
    at = Key(date(2026, 3, 8), time(9))
    head, tail = split(pattern, at)
    assert head is not None
    found = [*occurrences(head, until=date(2026, 12, 31)), *occurrences(tail, until=date(2026, 12, 31))]
    assert len(found) == 51
    assert {one.local_start for one in found} == {time(9)}
    assert {(one.ends_at - one.starts_at) for one in found} == {timedelta(minutes=90)}


def test_meeting_stays_within_its_week() -> None:
    with pytest.raises(MoveAcrossWeeks):
        shift_between(Key(date(2026, 1, 9), time(9)), date(2026, 1, 12), time(9), 60)


def test_meeting_cannot_go_onto_another_one() -> None:
    pattern = WeeklyPattern([Meeting(DAYS[0], time(9), 60), Meeting(DAYS[2], time(9), 60)], ZONES[0], FIRST)
    part = Part(SeriesId(new_id()), pattern)
    shift = Shift(DAYS[2], time(9), Meeting(DAYS[0], time(9, 30), 60))
    edit = Edit(EditScope.ALL, part.id, None, shift=shift)
    with pytest.raises(MeetingsOverlap):
        plan_edit([part], [], edit, at=datetime(2026, 1, 1, tzinfo=UTC))


def test_past_and_attended_are_skipped_and_named() -> None:
    pattern = WeeklyPattern([Meeting(DAYS[0], time(9), 60)], ZONES[0], FIRST)
    part = Part(SeriesId(new_id()), pattern)
    held = [Held(SessionId(new_id()), part.id, key) for key in keys(pattern, FIRST, date(2026, 2, 2))]
    held[0] = replace(held[0], fixed=Kept.BEGUN)
    held[2] = replace(held[2], fixed=Kept.ATTENDED)
    edit = Edit(EditScope.ALL, part.id, held[1].key, sets=frozenset({Own.ROOM}))
    plan = plan_edit([part], held, edit, at=local_span(FIRST, time(10), 60, ZONES[0]).starts_at)
    assert plan.skipped == {held[0].id: Kept.BEGUN, held[2].id: Kept.ATTENDED}
    assert [one.session_id for one in plan.changes if one.sets] == [held[1].id, held[3].id, held[4].id]


def test_what_an_occurrence_has_of_its_own_is_passed_by() -> None:
    pattern = WeeklyPattern([Meeting(DAYS[0], time(9), 60)], ZONES[0], FIRST)
    part = Part(SeriesId(new_id()), pattern)
    held = [Held(SessionId(new_id()), part.id, key) for key in keys(pattern, FIRST, date(2026, 1, 26))]
    held[1] = replace(held[1], own=frozenset({Own.ROOM}))
    held[2] = replace(held[2], own=frozenset({Own.TIME}))
    shift = shift_between(held[0].key, FIRST, time(11), 60)
    edit = Edit(EditScope.ALL, part.id, None, frozenset({Own.ROOM}), shift)
    plan = plan_edit([part], held, edit, at=datetime(2026, 1, 1, tzinfo=UTC))
    both = frozenset({Own.ROOM, Own.TIME})
    assert [one.sets for one in plan.changes] == [both, frozenset({Own.TIME}), frozenset({Own.ROOM}), both]
    assert [one.when is None for one in plan.changes] == [False, False, True, False]
