"""Free time as an algebra of spans, and where a session fits into it."""

from datetime import UTC, date, datetime, time, timedelta
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.figures import Figures

from handrail.calendar.rules.availability import (
    Clinician,
    Hours,
    Place,
    Slot,
    Spans,
    Wish,
    build,
    covers,
    find_slots,
    intersect,
    padded,
    spread,
    subtract,
    weekly,
)
from handrail.calendar.vocabulary import SlotReason
from handrail.core.ids import ParticipantId, RoomId, StaffId, new_id
from handrail.core.vocabulary import Weekday

NEW_YORK = "America/New_York"
MONDAY = datetime(2026, 1, 5, 14, tzinfo=UTC)


def at(hour: float) -> datetime:
    """An instant so many hours after Monday 09:00 in New York."""
    return MONDAY + timedelta(hours=hour)


def between(start: float, end: float) -> tuple[datetime, datetime]:
    return at(start), at(end)


raw = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)


def spans_of(pairs: list[tuple[int, int]]) -> Spans:
    return build((at(start), at(end)) for start, end in pairs)


def hours_of(spans: Spans) -> set[int]:
    """The hours that spans on whole hours cover."""
    return {hour for hour in range(41) if covers(spans, at(hour), at(hour + 1))}


@settings(max_examples=50)
@given(raw, raw)
def test_algebra_is_the_one_of_sets(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    first, second = spans_of(one), spans_of(other)
    assert hours_of(intersect(first, second)) == hours_of(first) & hours_of(second)
    assert hours_of(subtract(first, second)) == hours_of(first) - hours_of(second)
    assert hours_of(build([*first, *second])) == hours_of(first) | hours_of(second)
    for found in (intersect(first, second), subtract(first, second)):
        assert found == build(found), "sorted, disjoint, none empty, none to be joined"


def test_working_hours_stay_on_the_clock_over_the_switch() -> None:
    found = weekly([Hours(Weekday.SUNDAY, time(9), time(17))], date(2026, 3, 1), date(2026, 3, 8), NEW_YORK)
    assert [start.hour for start, _ in found] == [14, 13]
    night = weekly([Hours(Weekday.MONDAY, time(22), time(6))], date(2026, 1, 5), date(2026, 1, 5), NEW_YORK)
    assert night == [(datetime(2026, 1, 6, 3, tzinfo=UTC), datetime(2026, 1, 6, 11, tzinfo=UTC))]


def test_way_to_another_place_is_no_free_time() -> None:
    assert padded([between(1, 2)], 30) == [between(0.5, 2.5)]


def clinician(*free: tuple[datetime, datetime], busy: Spans = ()) -> Clinician:
    return Clinician(StaffId(new_id()), build(free), busy)


def test_slot_is_free_for_everybody_and_in_the_smallest_room() -> None:
    large, small = (
        Place(RoomId(new_id()), 12, [between(0, 8)]),
        Place(RoomId(new_id()), 3, [between(0, 2), between(3, 8)]),
    )
    ann, ben = clinician(between(0, 8)), clinician(between(1, 8))
    person = ParticipantId(new_id())
    wish = Wish(60, NEW_YORK, [between(0, 8)], [[ann, ben]], {person: [between(1.5, 8)]}, rooms=[small, large], limit=9)
    found = find_slots(wish)
    assert found[0].starts_at == at(1.5)
    assert found[0].room_id == large.id, "the small one is taken at the second hour"
    assert next(one for one in found if one.starts_at == at(3)).room_id == small.id
    assert all(one.staff_ids == (ann.id, ben.id) for one in found)


def test_known_clinician_outweighs_two_days_and_not_a_week() -> None:
    other = clinician(between(0, 2))
    for days, first in ((2, True), (7, False)):
        own = clinician(between(24 * days, 24 * days + 2))
        wish = Wish(60, NEW_YORK, [between(0, 24 * 10)], [[own], [other]], known=frozenset({own.id}), limit=30)
        found = find_slots(wish)
        assert (found[0].staff_ids == (own.id,)) is first
        assert (SlotReason.CONTINUITY in found[0].reasons) is first


def test_day_they_come_anyway_and_a_day_without_gaps_come_first() -> None:
    ann = clinician(between(0, 8), between(24, 32), busy=[between(25, 26)])
    ann = Clinician(ann.id, subtract(ann.free, ann.busy), ann.busy)
    found = find_slots(Wish(60, NEW_YORK, [between(0, 48)], [[ann]], theirs=[between(28, 29)], limit=2))
    assert {one.starts_at for one in found} == {at(24), at(26)}
    assert found[0].reasons == (SlotReason.DAY_TOGETHER, SlotReason.NO_GAP)


def test_nothing_fits_where_nobody_is_free_long_enough() -> None:
    assert find_slots(Wish(90, NEW_YORK, [between(0, 8)], [[clinician(between(0, 1))]])) == []
    assert find_slots(Wish(60, NEW_YORK, [between(0, 8)], [[clinician(between(0, 8))]], rooms=[])) == []


def test_sixty_clinicians_and_eight_weeks_take_less_than_the_budget(figures: Figures) -> None:
    days = range(56)
    busy = [between(24 * day + hour, 24 * day + hour + 1) for day in days for hour in (0, 2, 5)]
    working = [between(24 * day, 24 * day + 8) for day in days]
    people = [clinician(*subtract(working, busy), busy=busy) for _ in range(60)]
    rooms = [Place(RoomId(new_id()), 4, subtract(working, busy[index:])) for index in range(14)]
    began = process_time()
    found = find_slots(Wish(50, NEW_YORK, [between(0, 24 * 60)], [[one] for one in people], rooms=rooms))
    spent = (process_time() - began) * 1000
    figures.tell(
        0, f"60 clinicians, 8 weeks, 14 rooms: {len(found)} slots in {spent:.0f} ms of CPU", in_time=spent < 300
    )
    assert len(found) == 20


def test_offered_times_are_of_several_days_and_overlap_none_that_is_better() -> None:
    # Best first: 09:00, 09:15, 10:00 ... of Monday, then those of Tuesday.
    starts = [hour + quarter for day in (0, 24) for hour in (0, 1, 2, 3) for quarter in (day, day + 0.25)]
    slots = [Slot(at(one), at(one + 1), (), None, (SlotReason.SOONEST,), cost) for cost, one in enumerate(starts)]
    kept = spread(slots, NEW_YORK, most=5, most_a_day=3)
    assert [one.starts_at for one in kept] == [at(0), at(1), at(2), at(24), at(25)]
    assert spread(reversed(slots), NEW_YORK, most=1, most_a_day=3)[0].starts_at == at(27.25), "the first is the best"
