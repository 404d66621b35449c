"""Ways between locations: what is planned keeps them; what stands too near stays, and is planned around."""

from dataclasses import replace
from datetime import date
from typing import Any

from handrail.core.clock import now
from handrail.core.ids import LocationId, RoomId, SessionId, StaffId, new_id
from handrail.core.vocabulary import ServiceKind
from handrail.planning import ways
from handrail.planning.making import Made, make
from handrail.planning.vocabulary import BuildKind, LossKind, Untouched
from handrail.planning.week import House, Lost, Place, Standing, WeekSeen, Wish, Worker

RIVER, HILL = sorted(LocationId(new_id()) for _ in range(2))
REED, MOSS = StaffId(new_id()), StaffId(new_id())
ROOMS = {RIVER: RoomId(new_id()), HILL: RoomId(new_id())}
HOUR, DAY = 60, 1440
ALL_DAY = ((9 * HOUR, 17 * HOUR),)


def group(begins: int, site: LocationId, **values: Any) -> Standing:
    one = Standing(
        id=SessionId(new_id()),
        version=1,
        kind=ServiceKind.GROUP,
        site=site,
        program_id=None,
        cohorts=(),
        starts=begins,
        minutes=60,
        room=ROOMS[site],
        telehealth=False,
        lead=REED,
        others=(),
        people=(),
        untouched=None,
    )
    return replace(one, **values)


def worker(staff_id: StaffId, *, river: tuple[tuple[int, int], ...] = ALL_DAY, hill: Any = ALL_DAY) -> Worker:
    return Worker(
        id=staff_id,
        open=tuple({*river, *hill}),
        off=(),
        leads=frozenset({ServiceKind.GROUP}),
        at=((RIVER, river), (HILL, hill)),
    )


def made(*sessions: Standing, losses: tuple[Lost, ...] = (), workers: tuple[Worker, ...] = ()) -> Made:
    week = WeekSeen(
        houses=(House(RIVER, ()), House(HILL, ((15 * HOUR, 16 * HOUR),))),
        monday=date(2026, 6, 1),
        time_zone="America/New_York",
        as_of=now(),
        passed=0,
        sessions=sessions,
        workers=workers or (worker(REED), worker(MOSS)),
        places=tuple(Place(room, site, 12) for site, room in ROOMS.items()),
        takers=(),
        cohorts=(),
        needs=(),
        apart=frozenset(),
    )
    wish = Wish(
        kind=BuildKind.REPAIR,
        programs=frozenset(),
        losses=losses,
        shift_minutes=0,
        other_days=False,
        by_video=False,
        change_weight=1,
        preference_weight=1,
    )
    found = make(week, wish)
    assert found is not None
    return found


def test_the_builder_is_told_the_way_between_each_two_locations_and_where_everything_is() -> None:
    river, hill = group(9 * HOUR, RIVER), group(11 * HOUR, HILL)
    problem = made(river, hill).problem
    assert [(one.origin, one.to, one.ticks) for one in problem.travel] == [(str(RIVER), str(HILL), 2)]
    assert [one.ticks for one in ways.between([RIVER, HILL], 10)] == [3]
    assert {one.id: one.site for one in problem.tracks} == {str(river.id): str(RIVER), str(hill.id): str(HILL)}
    assert {one.id: one.site for one in problem.rooms} == {str(ROOMS[one]): str(one) for one in ROOMS}
    assert [one.closed for one in problem.sites] == [(), ((60, 64),)]


def test_hours_at_each_location_are_told_with_the_way_from_what_stays() -> None:
    stays = group(12 * HOUR, HILL, untouched=Untouched.MARKED)
    seen = made(stays, group(9 * HOUR, RIVER), workers=(worker(REED, hill=((9 * HOUR, 13 * HOUR),)), worker(MOSS)))
    reed, moss = seen.problem.clinicians
    assert [(one.site, one.open) for one in reed.by_site] == [
        (str(RIVER), ((36, 46), (54, 68))),
        (str(HILL), ((36, 52),)),
    ]
    assert reed.open == ((36, 48), (52, 68)), "and nothing while it is held"
    assert [one.open for one in moss.by_site] == [((36, 68),), ((36, 68),)]


def test_what_stands_too_near_to_another_location_stays() -> None:
    first, near = group(9 * HOUR, RIVER), group(10 * HOUR + 15, HILL)
    after = group(11 * HOUR + 45, RIVER)
    assert made(first, near, after).untouched == {near.id: Untouched.NO_WAY}
    assert made(first, group(10 * HOUR + 30, HILL)).untouched == {}
    assert made(first, group(10 * HOUR, HILL, telehealth=True, room=None), group(11 * HOUR, RIVER)).untouched == {}
    video = group(10 * HOUR, RIVER, telehealth=True, room=None, minutes=30)
    late = group(10 * HOUR + 45, HILL)
    assert made(first, video, late).untouched == {late.id: Untouched.NO_WAY}, "a session by video is no time for a way"
    assert made(group(23 * HOUR, RIVER), group(DAY + 15, HILL)).untouched == {}, "another day is far enough"


def test_who_is_away_leaves_all_of_their_sessions_to_others() -> None:
    sessions = group(9 * HOUR, RIVER), group(10 * HOUR + 15, HILL)
    ill = Lost(LossKind.CLINICIAN, REED, 0, DAY)
    assert made(*sessions, losses=(ill,)).untouched == {}
