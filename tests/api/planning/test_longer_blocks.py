"""Where closures leave a cohort too few days, the groups of those days follow the others, as long as its program lets a
day last."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.api.planning.test_schedule_builds import Week, _week
from tests.factories.cohorts import make_cohort
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic


async def _longest(week: Week, minutes: int | None, status: int = 200) -> dict[str, Any]:
    path = f"/programs/{week.scene.program_id}"
    program = await week.scene.get(path)
    return await week.scene.act("PATCH", path, program["version"], {"longest_day_minutes": minutes}, status)


def _late(week: Week, opens_at: str) -> dict[str, Any]:
    day = week.first["local_date"]
    return {
        "kind": "late_opening",
        "from_date": day,
        "to_date": day,
        "opens_at": opens_at,
        "public_title": "Snow",
    }


async def test_groups_of_a_day_that_is_lost_follow_those_of_another_day(clinic: Clinic) -> None:
    week = await _week(clinic)
    scene = week.scene
    program = await scene.get(f"/programs/{scene.program_id}")
    refused = await _longest(week, program["minutes_per_day"] - 15, status=422)
    assert (refused["code"], refused["minutes_per_day"]) == ("longest-day-too-short", program["minutes_per_day"])
    assert refused["errors"][0]["pointer"] == "/longest_day_minutes"
    await _longest(week, program["minutes_per_day"])
    build = await week.built(kind="repair", losses=[_late(week, "18:00")])
    assert build["status"] == "proposed", build["clashes"]
    (change,) = [one for one in build["changes"] if one["session_id"] == week.first["id"]]
    before, after = change["before"], change["after"]
    assert change["what"] == "changed"
    assert (after["local_date"] > before["local_date"], after["local_start"]) == (True, "11:00:00")
    assert after | {"local_date": "", "local_start": ""} == before | {"local_date": "", "local_start": ""}
    others = [one for one in build["changes"] if one["kind"] == "group" and one is not change]
    assert others == [], "the other days keep theirs"

    applied = await week.apply(build)
    moved = await scene.get(f"/sessions/{week.first['id']}")
    assert (moved["local_date"], moved["local_start"][:5], moved["booked"]) == (after["local_date"], "11:00", 2)
    await week.undo(applied)
    back = await scene.get(f"/sessions/{week.first['id']}")
    assert (back["local_date"], back["local_start"][:5]) == (before["local_date"], "09:30")


async def test_a_day_lasts_no_longer_than_its_program_lets_it(clinic: Clinic) -> None:
    week = await _week(clinic)
    build = await week.built(kind="repair", losses=[_late(week, "18:00")])
    (cut,) = [one for one in build["changes"] if one["session_id"] == week.first["id"]]
    assert (cut["what"], cut["after"]) == ("shortened", None), "nobody said that a day may be longer"
    await clinic.sql(
        "UPDATE programs SET minutes_per_day = 150, countable_minutes_per_day = 100, longest_day_minutes = 170"
        " WHERE id = $1",
        week.scene.program_id,
    )
    build = await week.built(kind="repair", losses=[_late(week, "18:00")])
    (cut,) = [one for one in build["changes"] if one["session_id"] == week.first["id"]]
    assert (cut["what"], cut["after"]) == ("shortened", None), "two groups of 90 minutes are longer"


async def test_a_new_cohort_meets_longer_in_a_week_with_a_holiday(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    scene = week.scene
    cohort = await make_cohort(clinic, program_id=scene.program_id, location_id=scene.location_id, name="Newcomers")
    await make_room(clinic, location_id=scene.location_id, name="Annex", capacity=12)
    await _cancel_all(week)
    zone = ZoneInfo(clinic.time_zone)
    day = datetime.combine(scene.first, time(0), zone)
    closing = {
        "location_id": str(scene.location_id),
        "kind": "closed",
        "starts_at": day.astimezone(UTC).isoformat(),
        "ends_at": (day + timedelta(days=1)).astimezone(UTC).isoformat(),
        "public_title": "Holiday",
    }
    await scene.post("/closures", closing)
    short = await week.built()
    assert short["status"] == "no_week"
    assert {one["rule"] for one in short["clashes"]} == {"closures"}

    await _longest(week, 480)
    build = await week.built()
    assert build["status"] == "proposed", build["clashes"]
    groups = [one for one in build["changes"] if one["cohort_ids"] == [str(cohort.id)]]
    days = {one["after"]["local_date"] for one in groups}
    program = await scene.get(f"/programs/{scene.program_id}")
    a_day = sum(one["kind"] == "therapy" for one in program["blocks"])
    assert str(scene.first) not in days
    assert (len(days), len(groups)) == (program["days_per_week"] - 1, a_day * program["days_per_week"])
    starts = next(one["starts_at"] for one in program["tracks"] if one["track"] == cohort.track.value)
    seats = [(one["after"]["local_date"], one["after"]["local_start"]) for one in groups]
    (begins,) = {min(at for day, at in seats if day == one) for one in days}
    assert begins >= starts, "and no day begins at another time than ever"


async def _cancel_all(week: Week) -> None:
    """So that the week holds nothing besides."""
    await week.scene.clinic.sql("UPDATE cohorts SET ends_on = $2 WHERE id = $1", week.scene.cohort_id, week.scene.today)
