"""Weekly series over HTTP."""

from datetime import date, timedelta

import pytest
from tests.factories.calendar import make_leader, make_scene
from tests.factories.cohorts import make_membership
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic

from handrail.calendar.models import Series
from handrail.calendar.service.series import extend_series
from handrail.core.ids import SeriesId


async def test_series_has_sessions_for_twelve_weeks_with_staff_and_members(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    series = await scene.post("/series", scene.series())
    assert series["countable"] is True
    assert series["time_zone"] == clinic.time_zone
    assert series["materialized_until"] == (scene.day() + timedelta(weeks=12)).isoformat()
    found = await scene.sessions(weeks=1)
    assert [one["local_start"] for one in found] == ["09:30:00"] * len(scene.weekdays)
    assert [one["local_end"] for one in found] == ["11:00:00"] * len(scene.weekdays)
    assert all(one["staff"][0]["staff_id"] == str(scene.leader_id) for one in found)
    assert all(one["cohort_ids"] == [str(scene.cohort_id)] for one in found)
    assert [one["booked"] for one in found] == [1] * len(scene.weekdays)
    assert (await scene.get(f"/series/{series['id']}"))["id"] == series["id"]
    assert [one["id"] for one in (await scene.get("/series", cohort_id=scene.cohort_id))["items"]] == [series["id"]]


async def test_series_is_refused_whole_when_the_room_is_taken_once(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    other = await make_leader(clinic, scene.director)
    lead = [{"staff_id": str(other), "role": "lead"}]
    taken = await scene.post("/sessions", scene.session(local_start="10:00", staff=lead))
    problem = await scene.post("/series", scene.series(), status=409)
    assert problem["code"] == "room-taken"
    assert problem["session_id"] == taken["id"]
    assert (await scene.get("/series"))["items"] == []


async def test_series_is_refused_when_its_leader_works_elsewhere(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    room = await make_room(clinic, location_id=scene.location_id, name="Office 2")
    await scene.post("/sessions", scene.session(local_start="10:00", room_id=str(room.id)))
    assert (await scene.post("/series", scene.series(), status=409))["code"] == "staff-taken"


async def test_who_has_no_credential_for_the_service_may_not_lead_it(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    problem = await scene.post("/series", scene.series(service_kind="psychiatric_evaluation"), status=409)
    assert problem["code"] == "staff-may-not-lead"
    nobody = await scene.post(
        "/series", scene.series(staff=[{"staff_id": str(scene.leader_id), "role": "observer"}]), 422
    )
    assert nobody["code"] == "lead-missing"


async def test_meetings_of_one_series_must_not_overlap(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    day = scene.weekdays[0]
    meetings = [
        {"weekday": day, "local_start": "09:00", "minutes": 90},
        {"weekday": day, "local_start": "10:00", "minutes": 60},
    ]
    assert (await scene.post("/series", scene.series(meetings=meetings), 422))["code"] == "meetings-overlap"


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London"])
async def test_nine_o_clock_stays_nine_o_clock_over_both_switches(clinic: Clinic, zone: str) -> None:
    scene = await make_scene(clinic, time_zone=zone)
    meetings = [{"weekday": "sunday", "local_start": "09:00", "minutes": 90}]
    body = scene.series(meetings=meetings, cohort_ids=[], starts_on=(scene.today - timedelta(days=365)).isoformat())
    await scene.post("/series", body)
    rows = await clinic.sql(
        "SELECT local_start, extract(hour FROM starts_at AT TIME ZONE 'UTC')::int AS hour,"
        " ends_at - starts_at AS length FROM sessions WHERE organization_id = $1",
        clinic.organization_id,
    )
    assert len(rows) > 60
    assert {str(row["local_start"]) for row in rows} == {"09:00:00"}
    assert {row["length"] for row in rows} == {timedelta(minutes=90)}
    assert {row["hour"] for row in rows} == ({13, 14} if zone == "America/New_York" else {8, 9})


async def test_change_from_a_date_leaves_earlier_sessions_alone(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    series = await scene.post("/series", scene.series())
    room = await make_room(clinic, location_id=scene.location_id, name="Room 2")
    other = await make_leader(clinic, scene.director)
    change = {
        "from_date": scene.day(7).isoformat(),
        "title": "Skills group II",
        "room_id": str(room.id),
        "staff": [{"staff_id": str(other), "role": "lead"}],
    }
    changed = await scene.act("PATCH", f"/series/{series['id']}", series["version"], change)
    assert changed["title"] == "Skills group II"
    assert [one["staff_id"] for one in changed["staff"]] == [str(other)]
    found = await scene.sessions()
    boundary = scene.day(7).isoformat()
    for one in found:
        later = one["local_date"] >= boundary
        assert one["title"] == ("Skills group II" if later else "Skills group")
        assert one["room_id"] == str(room.id if later else scene.room_id)
        assert [place["staff_id"] for place in one["staff"]] == [str(other if later else scene.leader_id)]
    await scene.act("PATCH", f"/series/{series['id']}", series["version"], change, status=412)


async def test_end_cancels_later_sessions_and_frees_the_room(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    series = await scene.post("/series", scene.series())
    ended = await scene.act(
        "POST", f"/series/{series['id']}/end", series["version"], {"last_date": scene.day(6).isoformat()}
    )
    assert ended["status"] == "ended"
    found = await scene.sessions()
    assert {one["status"] for one in found if one["local_date"] <= scene.day(6).isoformat()} == {"scheduled"}
    late = [one for one in found if one["local_date"] > scene.day(6).isoformat()]
    assert {one["cancel_reason"] for one in late} == {"series_ended"}
    await scene.post("/sessions", scene.session(local_date=late[0]["local_date"], local_start="09:30"))


async def test_series_of_a_count_stops(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series(occurrence_count=4))
    found = await scene.get("/sessions", from_date=scene.day(), to_date=scene.day(90), limit=200)
    assert len(found["items"]) == 4


async def test_nightly_extension_adds_what_came_near_and_keeps_what_was_booked_first(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    series = await scene.post("/series", scene.series())
    last = date.fromisoformat(series["materialized_until"])
    async with clinic.db() as db:
        row = await db.get(Series, (clinic.organization_id, SeriesId(series["id"])))
        assert row is not None
        row.materialized_until = scene.day(6)
    rest = await clinic.sql(
        "SELECT id FROM sessions WHERE organization_id = $1 AND local_date > $2", clinic.organization_id, scene.day(6)
    )
    for table in ("bookings", "session_staff", "session_cohorts"):
        await clinic.sql(
            f"DELETE FROM {table} WHERE organization_id = $1 AND session_id = ANY($2)",
            clinic.organization_id,
            [one["id"] for one in rest],
        )
    await clinic.sql(
        "DELETE FROM sessions WHERE organization_id = $1 AND local_date > $2", clinic.organization_id, scene.day(6)
    )
    other = await make_leader(clinic, scene.director)
    taken = scene.first + timedelta(days=7)
    await scene.post(
        "/sessions",
        scene.session(
            local_date=taken.isoformat(), local_start="09:30", staff=[{"staff_id": str(other), "role": "lead"}]
        ),
    )
    for _ in range(2):
        async with clinic.db() as db:
            await extend_series(db, SeriesId(series["id"]))
    again = [one for one in await scene.sessions() if one["series_id"]]
    assert len(again) == 2 * len(scene.weekdays)
    rooms = {one["local_date"]: one["room_id"] for one in again}
    assert rooms[taken.isoformat()] is None
    assert [room for day, room in rooms.items() if day != taken.isoformat()] == [str(scene.room_id)] * (len(again) - 1)
    until = (await scene.get(f"/series/{series['id']}"))["materialized_until"]
    assert scene.day(6).isoformat() < until <= last.isoformat()
