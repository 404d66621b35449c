"""Single sessions over HTTP: scheduled, moved, staffed, cancelled."""

from datetime import datetime, timedelta

from tests.factories.calendar import API, make_leader, make_scene
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic

from handrail.core.ids import ServiceGrantId, new_id
from handrail.core.vocabulary import Role, ServiceKind


async def test_single_session_has_local_times_staff_and_a_booking(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    made = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    assert (made["local_start"], made["local_end"]) == ("14:00:00", "14:50:00")
    assert made["series_id"] is None
    assert (made["booked"], made["staffed"]) == (1, 1)
    (booking,) = await scene.bookings(made["id"])
    assert (booking["source"], booking["status"]) == ("individual", "booked")
    assert booking["starts_at"] == made["starts_at"]
    (line,) = await scene.schedule(episode)
    assert (line["session_id"], line["title"]) == (made["id"], "Individual")


async def test_all_or_nothing_when_one_booking_is_refused(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    people = [await scene.person("Avery"), await scene.person("Blanca")]
    bookings = [{"episode_id": str(one.id)} for one in people]
    assert (await scene.post("/sessions", scene.session(bookings=bookings, capacity=1), 409))["code"] == "session-full"
    assert await scene.sessions() == []


async def test_room_is_given_once_and_free_when_the_one_before_ends(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    other = [{"staff_id": str(await make_leader(clinic, scene.director)), "role": "lead"}]
    first = await scene.post("/sessions", scene.session())
    problem = await scene.post("/sessions", scene.session(local_start="14:30", staff=other), 409)
    assert (problem["code"], problem["session_id"]) == ("room-taken", first["id"])
    await scene.post("/sessions", scene.session(local_start="14:50", staff=other))


async def test_room_of_another_location_is_refused(clinic: Clinic) -> None:
    scene, elsewhere = await make_scene(clinic), await make_scene(clinic)
    problem = await scene.post("/sessions", scene.session(room_id=str(elsewhere.room_id)), 409)
    assert problem["code"] == "room-elsewhere"


async def test_intern_needs_a_supervisor_who_covers_the_service(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    intern = await make_leader(clinic, scene.director, ServiceKind.RECREATION)
    staff = [*scene.session()["staff"], {"staff_id": str(intern), "role": "intern"}]
    assert (await scene.post("/sessions", scene.session(staff=staff), 422))["code"] == "intern-needs-supervisor"
    staff[1]["supervisor_id"] = str(scene.leader_id)
    made = await scene.post("/sessions", scene.session(staff=staff))
    assert {place["role"] for place in made["staff"]} == {"lead", "intern"}


async def test_move_takes_room_staff_and_bookings_along(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    made = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    to = {"local_date": scene.first.isoformat(), "local_start": "14:30", "minutes": 60}
    moved = await scene.act("POST", f"/sessions/{made['id']}/move", made["version"], to)
    assert (moved["local_start"], moved["local_end"]) == ("14:30:00", "15:30:00")
    assert moved["version"] > made["version"]
    (booking,) = await scene.bookings(made["id"])
    assert (booking["starts_at"], booking["ends_at"]) == (moved["starts_at"], moved["ends_at"])
    places = await clinic.sql("SELECT starts_at, ends_at FROM session_staff WHERE session_id = $1", moved["id"])
    assert places[0]["starts_at"].isoformat().replace("+00:00", "Z") == moved["starts_at"]
    await scene.act("POST", f"/sessions/{made['id']}/move", made["version"], to, status=412)
    unconditional = await scene.director.post(f"{API}/sessions/{made['id']}/move", json=to)
    assert unconditional.status_code == 428


async def test_move_to_another_clinician_asks_only_about_the_new_time(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    other = await make_leader(clinic, scene.director)
    staff = [{"staff_id": str(other), "role": "lead"}]
    made = await scene.post("/sessions", scene.session(local_start="14:00"))
    # Each is taken at one of the two times: neither step alone would be possible.
    await scene.post("/sessions", scene.session(local_start="14:00", room_id=None, staff=staff))
    await scene.post("/sessions", scene.session(local_start="15:00", room_id=None))
    to = {"local_date": scene.first.isoformat(), "local_start": "15:00", "minutes": 50}
    problem = await scene.act("POST", f"/sessions/{made['id']}/move", made["version"], to, status=409)
    assert (problem["code"], problem["staff_id"]) == ("staff-taken", str(scene.leader_id))
    moved = await scene.act("POST", f"/sessions/{made['id']}/move", made["version"], to | {"staff": staff})
    assert [place["staff_id"] for place in moved["staff"]] == [str(other)]
    places = await clinic.sql(
        "SELECT status, starts_at FROM session_staff WHERE session_id = $1 AND staff_id = $2", moved["id"], other
    )
    assert [(one["status"], one["starts_at"].isoformat().replace("+00:00", "Z")) for one in places] == [
        ("assigned", moved["starts_at"])
    ]
    # Whoever left is free at the time the session had.
    await scene.post("/sessions", scene.session(local_start="14:00"))


async def test_move_needs_a_leader_who_may_lead(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    dancer = await make_leader(clinic, scene.director, ServiceKind.RECREATION)
    made = await scene.post("/sessions", scene.session())
    to = {"local_date": scene.first.isoformat(), "local_start": "15:00", "minutes": 50}
    for staff, status, code in (
        ([{"staff_id": str(dancer), "role": "lead"}], 409, "staff-may-not-lead"),
        ([{"staff_id": str(dancer), "role": "observer"}], 422, "lead-missing"),
    ):
        path = f"/sessions/{made['id']}/move"
        problem = await scene.act("POST", path, made["version"], to | {"staff": staff}, status=status)
        assert problem["code"] == code
    assert (await scene.get(f"/sessions/{made['id']}"))["local_start"] == "14:00:00"


async def test_staff_alone_are_moved_and_the_version_tells(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    other = await make_leader(clinic, scene.director)
    made = await scene.post("/sessions", scene.session())
    to = {"local_date": scene.first.isoformat(), "local_start": "14:00", "minutes": 50}
    staff = [{"staff_id": str(other), "role": "lead"}]
    moved = await scene.act("POST", f"/sessions/{made['id']}/move", made["version"], to | {"staff": staff})
    assert moved["version"] > made["version"]


async def test_move_is_refused_where_anything_is_taken(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    lead = [{"staff_id": str(await make_leader(clinic, scene.director)), "role": "lead"}]
    room = str((await make_room(clinic, location_id=scene.location_id, name="Office 1")).id)
    mine = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    await scene.post("/sessions", scene.session(local_start="09:00", staff=lead))
    await scene.post("/sessions", scene.session(local_start="10:00", room_id=room))
    await scene.post(
        "/sessions",
        scene.session(local_start="11:00", room_id=room, staff=lead, bookings=[{"episode_id": str(episode.id)}]),
    )
    for start, code in (("09:10", "room-taken"), ("10:10", "staff-taken"), ("11:10", "participant-taken")):
        to = {"local_date": scene.first.isoformat(), "local_start": start, "minutes": 30}
        problem = await scene.act("POST", f"/sessions/{mine['id']}/move", mine["version"], to, status=409)
        assert problem["code"] == code
    assert (await scene.get(f"/sessions/{mine['id']}"))["local_start"] == "14:00:00"


async def test_room_must_seat_staff_and_participants(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    small = await make_room(clinic, location_id=scene.location_id, name="Small", capacity=2)
    people = [await scene.person("Avery"), await scene.person("Blanca")]
    made = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(one.id)} for one in people]))
    change = {"room_id": str(small.id)}
    problem = await scene.act("PATCH", f"/sessions/{made['id']}", made["version"], change, status=409)
    assert (problem["code"], problem["booked"], problem["staffed"]) == ("room-too-small", 2, 1)
    by_video = await scene.act("PATCH", f"/sessions/{made['id']}", made["version"], {**change, "telehealth": True})
    assert (by_video["room_id"], by_video["telehealth"]) == (str(small.id), True)


async def test_cancelled_session_gives_back_everybody_s_time(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    made = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    path = f"/sessions/{made['id']}/cancel"
    await scene.act("POST", path, made["version"], {"reason": "closure"}, status=422)
    cancelled = await scene.act("POST", path, made["version"], {"reason": "staff_absent"})
    assert (cancelled["status"], cancelled["cancel_reason"], cancelled["booked"]) == ("cancelled", "staff_absent", 0)
    (booking,) = await scene.bookings(made["id"])
    assert (booking["status"], booking["cancel_reason"]) == ("cancelled", "session_cancelled")
    await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    problem = await scene.act("POST", path, cancelled["version"], {"reason": "staff_absent"}, status=409)
    assert problem["code"] == "session-not-scheduled"


async def test_staff_are_replaced_and_whoever_left_is_free(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    other = await make_leader(clinic, scene.director)
    made = await scene.post("/sessions", scene.session())
    staff = {"staff": [{"staff_id": str(other), "role": "lead"}]}
    changed = await scene.act("PUT", f"/sessions/{made['id']}/staff", made["version"], staff)
    assert [place["staff_id"] for place in changed["staff"]] == [str(other)]
    assert changed["version"] > made["version"]
    room = await make_room(clinic, location_id=scene.location_id, name="Office 1")
    second = await scene.post("/sessions", scene.session(room_id=str(room.id)))
    problem = await scene.act("PUT", f"/sessions/{second['id']}/staff", second["version"], staff, status=409)
    assert (problem["code"], problem["session_id"]) == ("staff-taken", made["id"])


async def test_list_is_narrowed_and_paged(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    other = await make_leader(clinic, scene.director)
    for start in ("08:00", "09:00", "10:00"):
        await scene.post("/sessions", scene.session(local_start=start))
    room = await make_room(clinic, location_id=scene.location_id, name="Office 1")
    lead = [{"staff_id": str(other), "role": "lead"}]
    alone = await scene.post("/sessions", scene.session(local_start="08:00", room_id=str(room.id), staff=lead))
    assert [one["id"] for one in await scene.sessions(room_id=room.id)] == [alone["id"]]
    assert [one["id"] for one in await scene.sessions(staff_id=other)] == [alone["id"]]
    assert await scene.sessions(cohort_id=scene.cohort_id) == []
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await scene.get("/sessions", from_date=scene.day(), to_date=scene.day(6), limit=2, **cursor)
        seen += [one["id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert len(seen) == len(set(seen)) == 4
    too_long = await scene.director.get(f"{API}/sessions", params={"from_date": "2020-01-01", "to_date": "2026-01-01"})
    assert too_long.json()["code"] == "range-too-long"


async def test_every_change_is_in_the_change_log(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    made = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    await scene.act("POST", f"/sessions/{made['id']}/cancel", made["version"], {"reason": "scheduling"})
    rows = await clinic.sql(
        "SELECT kind FROM changes WHERE organization_id = $1 AND (entity_id = $2 OR state ->> 'session_id' = $3)",
        clinic.organization_id,
        made["id"],
        made["id"],
    )
    kinds = {row["kind"] for row in rows}
    assert {"sessions.created", "sessions.updated", "session_staff.updated"} <= kinds
    assert {"bookings.created", "bookings.updated"} <= kinds


async def test_therapist_schedules_and_technician_does_not(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    therapist, technician = await clinic.client(Role.THERAPIST), await clinic.client(Role.TECHNICIAN)
    assert (await therapist.post(f"{API}/sessions", json=scene.session())).status_code == 201
    assert (await technician.post(f"{API}/sessions", json=scene.session())).status_code == 403
    assert (await technician.post(f"{API}/series", json=scene.series())).status_code == 403


async def test_local_time_has_no_seconds_and_a_link_is_https(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    for wrong in (
        {"local_start": "14:00:30"},
        {"telehealth_url": "http://example.org/room"},
        {"minutes": 481},
        {"title": ""},
        {"staff": [{"staff_id": str(ServiceGrantId(new_id())), "role": "chief"}]},
    ):
        assert (await scene.post("/sessions", scene.session(**wrong), 422))["code"] == "invalid-request"


async def test_taken_time_is_refused_with_the_nearest_free_ones(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    first = await scene.post("/sessions", scene.session(local_start="14:00", minutes=60))
    problem = await scene.post("/sessions", scene.session(local_start="14:30", minutes=60), 409)
    starts = datetime.fromisoformat(first["starts_at"])
    offered = [datetime.fromisoformat(one) - starts for one in problem["free_starts"]]
    assert offered == [timedelta(hours=1), timedelta(hours=1, minutes=15), timedelta(hours=1, minutes=30)]
    other = await scene.post("/sessions", scene.session(local_start="16:00", minutes=60))
    move = {"local_date": other["local_date"], "local_start": "14:30", "minutes": 60}
    moved = await scene.act("POST", f"/sessions/{other['id']}/move", other["version"], move, 409)
    assert moved["free_starts"] == problem["free_starts"]
