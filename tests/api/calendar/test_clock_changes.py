"""A weekly series through the API over every change of the clock in the year ahead: nine o'clock stays nine o'clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.factories.calendar import make_scene
from tests.support.clinic import Clinic
from tests.support.figures import Figures

from handrail.core.clock import today_in

pytestmark = pytest.mark.fault

ZONES = ("America/New_York", "America/Phoenix", "Europe/London", "Australia/Lord_Howe")
AHEAD_DAYS = 330


def offset_on(day: date, zone: str) -> timedelta:
    """Offset from UTC at noon."""
    found = datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset()
    assert found is not None
    return found


def changes(zone: str) -> list[date]:
    """Days of the year ahead on which the clock is changed, far enough for two weeks before them."""
    first = today_in(zone) + timedelta(days=16)
    days = [first + timedelta(days=number) for number in range(AHEAD_DAYS)]
    return [day for day in days if offset_on(day, zone) != offset_on(day - timedelta(days=1), zone)]


@pytest.mark.parametrize("zone", ZONES)
async def test_nine_o_clock_stays_nine_o_clock(clinic: Clinic, figures: Figures, zone: str) -> None:
    switches = changes(zone) or changes("America/New_York")
    assert len(switches) in (1, 2)
    scene = await make_scene(clinic, time_zone=zone)
    held = 0
    for number, switch in enumerate(switches):
        series = await scene.post(
            "/series",
            scene.series(
                title=f"Morning {number}",
                meetings=[{"weekday": f"{switch:%A}".lower(), "local_start": "09:00", "minutes": 90}],
                starts_on=(switch - timedelta(days=14)).isoformat(),
                ends_on=(switch + timedelta(days=14)).isoformat(),
            ),
        )
        found = await scene.get(
            "/sessions",
            from_date=switch - timedelta(days=14),
            to_date=switch + timedelta(days=14),
            series_id=series["id"],
            limit=200,
        )
        days = [switch + timedelta(weeks=week) for week in range(-2, 3)]
        assert [one["local_date"] for one in found["items"]] == [day.isoformat() for day in days]
        for one, day in zip(found["items"], days, strict=True):
            assert (one["local_start"], one["local_end"]) == ("09:00:00", "10:30:00")
            starts, ends = datetime.fromisoformat(one["starts_at"]), datetime.fromisoformat(one["ends_at"])
            assert starts == datetime.combine(day, time(9)).replace(tzinfo=UTC) - offset_on(day, zone)
            assert ends - starts == timedelta(minutes=90)
        held += len(days)
    figures.tell(25, f"{zone}: {held} weekly sessions over {len(changes(zone))} changes of the clock, each at 09:00")


@pytest.mark.parametrize(
    ("zone", "gap"), [("America/New_York", "02:30"), ("Europe/London", "01:30"), ("Australia/Lord_Howe", "02:15")]
)
async def test_a_time_that_is_skipped_or_shown_twice_is_held_once(clinic: Clinic, zone: str, gap: str) -> None:
    scene = await make_scene(clinic, time_zone=zone)
    for number, switch in enumerate(changes(zone)):
        spring = offset_on(switch, zone) > offset_on(switch - timedelta(days=1), zone)
        series = await scene.post(
            "/series",
            scene.series(
                title=f"Night {number}",
                meetings=[{"weekday": f"{switch:%A}".lower(), "local_start": gap, "minutes": 60}],
                starts_on=switch.isoformat(),
                ends_on=switch.isoformat(),
            ),
        )
        (one,) = (await scene.get("/sessions", from_date=switch, to_date=switch, series_id=series["id"]))["items"]
        starts, ends = datetime.fromisoformat(one["starts_at"]), datetime.fromisoformat(one["ends_at"])
        assert ends - starts == timedelta(minutes=60)
        shown = starts.astimezone(ZoneInfo(zone))
        assert one["local_start"] == f"{shown:%H:%M:%S}"
        if spring:
            before = starts - timedelta(seconds=1)
            assert before.astimezone(ZoneInfo(zone)).utcoffset() != shown.utcoffset(), "the first instant after the gap"
        else:
            assert (one["local_start"], shown.fold) == (f"{gap}:00", 0), "the first of the two"
