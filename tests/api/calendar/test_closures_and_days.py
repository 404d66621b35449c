"""Closures and a director's decisions reach sessions, staff, bookings and program days."""

from datetime import datetime, time, timedelta
from typing import Any

from tests.factories.attendance import make_group
from tests.factories.calendar import Scene, allow_to_lead, make_scene
from tests.factories.cohorts import make_cohort, make_membership
from tests.support.clinic import Clinic

from handrail.calendar.rules.recurrence import instant
from handrail.core.vocabulary import Role, ServiceKind

UNTOLD = {"title": None, "service_kind": None, "local_start": None, "local_end": None}
"""Of a session that is in the way and that the reader is not told of."""


def between(scene: Scene, start: str, end: str, kind: str, **values: Any) -> dict[str, Any]:
    """A body of POST /closures on the first program day, in local times."""
    zone = scene.clinic.time_zone
    return {
        "kind": kind,
        "starts_at": instant(scene.first, time.fromisoformat(start), zone).isoformat(),
        "ends_at": instant(scene.first, time.fromisoformat(end), zone).isoformat(),
        "location_id": str(scene.location_id),
        "public_title": "Snow",
    } | values


async def remove(scene: Scene, closure: dict[str, Any]) -> None:
    """Take a closure back."""
    version = f'"{closure["version"]}"'
    answer = await scene.director.delete(f"/api/v1/closures/{closure['id']}", headers={"If-Match": version})
    assert answer.status_code == 204, answer.text


async def first_session(scene: Scene) -> dict[str, Any]:
    return (await scene.sessions())[0]


async def test_closure_cancels_and_its_removal_gives_everything_back(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    member, guest = await scene.person("Avery"), await scene.person("Blanca")
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=member.id)
    await scene.post("/series", scene.series())
    session = await first_session(scene)
    await scene.post(f"/sessions/{session['id']}/bookings", {"episode_id": str(guest.id)})
    closure = await scene.post("/closures", between(scene, "06:00", "23:00", "closed"))
    closed = await first_session(scene)
    assert (closed["status"], closed["cancel_reason"], closed["closure_id"]) == ("cancelled", "closure", closure["id"])
    assert {one["cancel_reason"] for one in await scene.bookings(session["id"])} == {"session_cancelled"}
    free = scene.session(local_start="09:30", room_id=None, telehealth=True, cohort_ids=[])
    assert (await scene.post("/sessions", free, 409))["code"] == "program-closed"
    await remove(scene, closure)
    again = await first_session(scene)
    assert (again["status"], again["closure_id"], again["booked"]) == ("scheduled", None, 2)
    assert again["room_id"] == str(scene.room_id)
    assert [place["staff_id"] for place in again["staff"]] == [str(scene.leader_id)]
    assert {one["status"] for one in await scene.bookings(session["id"])} == {"booked"}


async def test_late_opening_shortens_and_the_day_says_so(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    member = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=member.id)
    await scene.post("/series", scene.series())
    closure = await scene.post("/closures", between(scene, "06:00", "10:00", "delayed"))
    session = await first_session(scene)
    assert (session["local_start"], session["local_end"]) == ("10:00:00", "11:00:00")
    assert session["closure_id"] == closure["id"]
    (booking,) = await scene.bookings(session["id"])
    assert booking["starts_at"] == session["starts_at"]
    full = await scene.get(f"/sessions/{session['id']}")
    assert full["planned_starts_at"] < full["starts_at"]
    day = (await scene.get("/program-days", from_date=scene.first, to_date=scene.first))["items"][0]
    assert (day["status"], day["closure_id"]) == ("delayed", closure["id"])
    later = (await scene.get("/program-days", from_date=scene.day(7), to_date=scene.day(13)))["items"][0]
    assert day["countable_minutes"] < later["countable_minutes"]


async def test_video_day_keeps_times_and_room(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series())
    before = await first_session(scene)
    await scene.post("/closures", between(scene, "06:00", "23:00", "by_video"))
    after = await first_session(scene)
    assert (before["telehealth"], after["telehealth"]) == (False, True)
    assert (after["starts_at"], after["room_id"]) == (before["starts_at"], before["room_id"])


async def test_room_and_leader_taken_meanwhile_are_not_taken_back(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series())
    closure = await scene.post("/closures", between(scene, "09:00", "11:00", "closed"))
    elsewhere = await make_scene(clinic)
    lead = [{"staff_id": str(scene.leader_id), "role": "lead"}]
    await elsewhere.post("/sessions", elsewhere.session(local_start="10:00", staff=lead))
    await remove(scene, closure)
    again = await first_session(scene)
    assert (again["status"], again["room_id"]) == ("scheduled", str(scene.room_id))
    staffed = await scene.get(f"/sessions/{again['id']}")
    assert staffed["staffed"] == 0


async def test_session_that_a_person_cancelled_stays_cancelled(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series())
    session = await first_session(scene)
    await scene.act("POST", f"/sessions/{session['id']}/cancel", session["version"], {"reason": "low_attendance"})
    closure = await scene.post("/closures", between(scene, "06:00", "23:00", "closed"))
    await remove(scene, closure)
    assert (await first_session(scene))["cancel_reason"] == "low_attendance"


async def test_series_made_later_meets_the_closures_that_stand(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/closures", between(scene, "06:00", "23:00", "closed", location_id=None))
    await scene.post("/series", scene.series())
    first, second, *_ = await scene.sessions()
    assert (first["status"], second["status"]) == ("cancelled", "scheduled")


async def test_director_ends_a_day_early_and_takes_it_back(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series())
    day = (await scene.get("/program-days", from_date=scene.first, to_date=scene.first))["items"][0]
    assert day["status"] == "normal"
    assert sum(block["countable_minutes"] for block in day["blocks"]) == day["countable_minutes"]
    decision = {"status": "early_end", "time": "10:30"}
    early = await scene.act("PATCH", f"/program-days/{day['id']}", day["version"], decision)
    assert (early["status"], early["decided_status"]) == ("early_end", "early_end")
    assert early["countable_minutes"] < day["countable_minutes"]
    assert (await first_session(scene))["local_end"] == "10:30:00"
    back = await scene.act("PATCH", f"/program-days/{day['id']}", early["version"], {"status": None})
    assert (back["status"], back["countable_minutes"]) == ("normal", day["countable_minutes"])
    assert (await first_session(scene))["local_end"] == "11:00:00"
    for wrong in ({"status": "delayed"}, {"status": "closed", "time": "10:00"}):
        await scene.act("PATCH", f"/program-days/{day['id']}", back["version"], wrong, status=422)


async def test_session_of_two_cohorts_goes_on_when_one_stays_at_home(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    other = await make_cohort(clinic, program_id=scene.program_id, location_id=scene.location_id)
    await scene.post("/series", scene.series(cohort_ids=[str(scene.cohort_id), str(other.id)]))
    days = (await scene.get("/program-days", from_date=scene.first, to_date=scene.first))["items"]
    assert len(days) == 2
    await scene.act("PATCH", f"/program-days/{days[0]['id']}", days[0]["version"], {"status": "closed"})
    assert (await first_session(scene))["status"] == "scheduled"
    await scene.act("PATCH", f"/program-days/{days[1]['id']}", days[1]["version"], {"status": "closed"})
    assert (await first_session(scene))["status"] == "cancelled"


async def test_program_days_are_made_once(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    body = {
        "cohort_id": str(scene.cohort_id),
        "starts_on": scene.day().isoformat(),
        "ends_on": scene.day(6).isoformat(),
    }
    first = await scene.post("/program-days", body)
    assert len(first["items"]) == len(scene.weekdays)
    assert [one["id"] for one in (await scene.post("/program-days", body))["items"]] == [
        one["id"] for one in first["items"]
    ]


async def test_preview_says_what_a_closure_does_and_changes_nothing(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    member = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=member.id)
    await scene.post("/series", scene.series())
    before = await first_session(scene)
    late = between(scene, "06:00", "10:00", "delayed")
    foreseen = await scene.post("/closures/preview", late, status=200)
    (hit,) = foreseen["hits"]
    assert (hit["session_id"], hit["outcome"], hit["to_local_start"]) == (before["id"], "shortened", "10:00")
    assert (foreseen["shortened"], foreseen["cancelled"], foreseen["participants"], foreseen["staff"]) == (1, 0, 1, 1)
    assert await first_session(scene) == before
    await scene.post("/closures", late)
    after = await first_session(scene)
    assert (after["local_start"], after["local_end"]) == ("10:00:00", "11:00:00")


async def test_applied_closure_moves_what_is_named_and_tells_those_who_work_there(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    guest = await scene.person()
    leader = await clinic.client(Role.THERAPIST)
    assert leader.staff_id is not None
    await allow_to_lead(clinic, leader.staff_id, ServiceKind.GROUP, by=scene.director.account_id)
    series = await scene.post("/series", scene.series(staff=[{"staff_id": str(leader.staff_id), "role": "lead"}]))
    single = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(guest.id)}]))
    moved_to = scene.first + timedelta(days=1)
    move = {
        "session_id": single["id"],
        "version": single["version"],
        "local_date": moved_to.isoformat(),
        "local_start": "16:00",
        "minutes": 50,
    }
    body = {"closure": between(scene, "06:00", "23:00", "closed"), "moves": [move]}
    closure = await scene.post("/closures/apply", body)
    moved = await scene.get(f"/sessions/{single['id']}")
    assert (moved["status"], moved["local_date"], moved["booked"]) == ("scheduled", moved_to.isoformat(), 1)
    group = next(one for one in await scene.sessions() if one["series_id"] == series["id"])
    assert (group["status"], group["closure_id"]) == ("cancelled", closure["id"])
    mine = (await leader.get("/api/v1/tasks", params={"view": "owned"})).json()["items"]
    (task,) = [one for one in mine if one["title_code"] == "closure_to_tell"]
    assert task["params"] == {
        "closure_id": closure["id"],
        "count": 1,
        "participants": 0,
        "session_id": group["id"],
    }
    await remove(scene, closure)
    titles = [
        (one["title_code"], one["status"])
        for one in (await leader.get("/api/v1/tasks", params={"view": "owned"})).json()["items"]
    ]
    assert titles.count(("closure_to_tell", "open")) == 1, "the closure's task is withdrawn, another says it is off"


def out_of_the_way(session: dict[str, Any], time_: dict[str, Any]) -> dict[str, Any]:
    """A move to a time as it was offered."""
    to = {name: time_[name] for name in ("local_date", "local_start", "minutes", "room_id")}
    return {"session_id": session["id"], "version": session["version"]} | to


async def test_times_beside_a_closure_suit_everybody_in_the_session_and_are_taken_as_offered(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    guest = await scene.person()
    booked = {"bookings": [{"episode_id": str(guest.id)}]}
    single = await scene.post("/sessions", scene.session(local_start="12:00") | booked)
    # The leader is taken until ten; from eleven to one the guest is at work.
    await scene.post("/sessions", scene.session(local_start="08:00", minutes=120, room_id=None, telehealth=True))
    window = {"kind": "work", "weekday": scene.first.strftime("%A").lower(), "local_start": "11:00"}
    window |= {"local_end": "13:00", "starts_on": scene.today.isoformat()}
    await scene.post(f"/participants/{guest.participant_id}/availability", window)
    closure = between(scene, "12:30", "23:00", "early_end")
    found = await scene.post("/closures/free-times", {"closure": closure, "session_id": single["id"]}, status=200)
    today = [one for one in found["times"] if one["local_date"] == scene.first.isoformat()]
    assert [(one["local_start"], one["local_end"]) for one in today] == [("10:00:00", "10:50:00")]
    days = [one["local_date"] for one in found["times"]]
    assert len(set(days)) > 1, "not only the first day's"
    assert max(days.count(day) for day in days) <= 3
    assert {one["room_id"] for one in found["times"]} == {str(scene.room_id)}
    assert (await scene.get(f"/sessions/{single['id']}"))["version"] == single["version"], "nothing changes"
    await scene.post("/closures/apply", {"closure": closure, "moves": [out_of_the_way(single, today[0])]})
    moved = await scene.get(f"/sessions/{single['id']}")
    assert (moved["status"], moved["local_start"], moved["closure_id"]) == ("scheduled", "10:00:00", None)
    cancelled = await scene.act("POST", f"/sessions/{single['id']}/cancel", moved["version"], {"reason": "other"})
    again = {"closure": closure, "session_id": cancelled["id"]}
    assert (await scene.post("/closures/free-times", again, status=409))["code"] == "session-not-scheduled"


async def test_session_without_room_and_staff_needs_none_to_be_moved(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    bare = await scene.post("/sessions", scene.session(room_id=None, staff=[]))
    wanted = {"closure": between(scene, "06:00", "23:00", "closed"), "session_id": bare["id"]}
    times = (await scene.post("/closures/free-times", wanted, status=200))["times"]
    assert times
    assert {one["room_id"] for one in times} == {None}
    assert scene.first.isoformat() not in {one["local_date"] for one in times}


async def test_delayed_session_begins_later_where_place_and_people_are_free_and_lasts_as_long(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    member = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=member.id)
    await scene.post("/series", scene.series())
    delay = between(scene, "06:00", "10:00", "delayed")

    async def foreseen() -> dict[str, Any]:
        (hit,) = (await scene.post("/closures/preview", delay, status=200))["hits"]
        found: dict[str, Any] = hit["later"]
        return found

    free = await foreseen()
    assert (free["time"]["local_start"], free["time"]["local_end"]) == ("10:00:00", "11:30:00")
    assert free["clash"] is None, "where it is itself now is not in its way"
    # One after the other stands in its way: who takes part, who leads, the room.
    elsewhere: dict[str, Any] = {"local_start": "11:00", "minutes": 45, "room_id": None, "telehealth": True}
    values: dict[str, dict[str, Any]] = {
        "participant": {"staff": [], "bookings": [{"episode_id": str(member.id)}]},
        "staff": {},
        "room": {"staff": [], "room_id": str(scene.room_id)},
    }
    for kind, more in values.items():
        other = await scene.post("/sessions", scene.session(title="Intake", **(elsewhere | more)))
        clash = (await foreseen())["clash"]
        told = {"title": "Intake", "service_kind": other["service_kind"]}
        assert clash == {"kind": kind, "local_start": "11:00:00", "local_end": "11:45:00"} | told
        await scene.act("POST", f"/sessions/{other['id']}/cancel", other["version"], {"reason": "other"})
    early = await scene.post("/closures", between(scene, "11:15", "23:00", "early_end"))
    assert (await foreseen())["clash"] == {"kind": "closed"} | UNTOLD
    await remove(scene, early)
    session = await first_session(scene)
    time_ = (await foreseen())["time"]
    await scene.post("/closures/apply", {"closure": delay, "moves": [out_of_the_way(session, time_)]})
    held = await first_session(scene)
    assert (held["local_start"], held["local_end"], held["closure_id"]) == ("10:00:00", "11:30:00", None)
    assert held["room_id"] == str(scene.room_id)
    (booking,) = await scene.bookings(held["id"])
    assert (booking["starts_at"], booking["status"]) == (held["starts_at"], "booked")


async def test_who_may_not_see_bookings_is_not_told_where_a_participant_is(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    member = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=member.id)
    await scene.post("/series", scene.series())
    values = {"room_id": None, "telehealth": True, "staff": [], "bookings": [{"episode_id": str(member.id)}]}
    await scene.post("/sessions", scene.session(local_start="11:00", **values))
    administrator = await clinic.client(Role.ADMINISTRATOR)
    answer = await administrator.post("/api/v1/closures/preview", json=between(scene, "06:00", "10:00", "delayed"))
    (hit,) = answer.json()["hits"]
    assert hit["later"]["clash"] == {"kind": "participant"} | UNTOLD


async def test_move_that_is_refused_is_named_and_nothing_closes(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    one = await scene.post("/sessions", scene.session(local_start="13:00"))
    other = await scene.post("/sessions", scene.session(local_start="14:00"))
    to = {"local_date": scene.first.isoformat(), "local_start": "09:00", "minutes": 50, "room_id": str(scene.room_id)}
    body = {
        "closure": between(scene, "12:00", "23:00", "closed"),
        "moves": [out_of_the_way(one, to), out_of_the_way(other, to)],
    }
    refused = await scene.post("/closures/apply", body, status=409)
    assert (refused["code"], refused["session_id"]) == ("room-taken", one["id"])
    assert [error["pointer"] for error in refused["errors"]] == ["/moves/1"]
    assert (await scene.get(f"/sessions/{one['id']}"))["local_start"] == "13:00:00"
    assert (await scene.get("/closures"))["items"] == []
    for start in ("11:30", "16:00"):
        body["moves"] = [out_of_the_way(one, to | {"local_start": start})]
        refused = await scene.post("/closures/apply", body, status=409)
        assert refused["code"] == "program-closed", "from one place in its way to another is no way out"
        assert [error["pointer"] for error in refused["errors"]] == ["/moves/0"]


async def test_those_who_work_in_a_moved_session_are_told_before_people_expect_it(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    guest = await scene.person()
    leader = await clinic.client(Role.THERAPIST)
    assert leader.staff_id is not None
    await allow_to_lead(clinic, leader.staff_id, ServiceKind.INDIVIDUAL, by=scene.director.account_id)
    lead = [{"staff_id": str(leader.staff_id), "role": "lead"}]
    tomorrow = (scene.today + timedelta(days=1)).isoformat()
    values = {"staff": lead, "local_date": tomorrow, "local_start": "01:00"}
    session = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(guest.id)}], **values))
    to = {"local_date": scene.first.isoformat(), "local_start": "09:00", "minutes": 50, "room_id": str(scene.room_id)}
    body = {"closure": between(scene, "12:00", "23:00", "closed"), "moves": [out_of_the_way(session, to)]}
    await scene.post("/closures/apply", body)
    (task,) = (await leader.get("/api/v1/tasks", params={"view": "owned"})).json()["items"]
    assert (task["title_code"], task["params"]["count"], task["params"]["participants"]) == ("closure_to_tell", 1, 1)
    assert datetime.fromisoformat(task["due_at"]) <= datetime.fromisoformat(session["starts_at"])


async def test_closure_does_not_undo_a_session_people_were_marked_in(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    marked = await director.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
    assert marked.status_code == 200, marked.text
    body = {
        "kind": "closed",
        "starts_at": (group.session.starts_at - timedelta(hours=1)).isoformat(),
        "ends_at": (group.session.starts_at + timedelta(hours=1)).isoformat(),
        "location_id": str(group.location_id),
        "public_title": "Water",
    }
    foreseen = await director.post("/api/v1/closures/preview", json=body)
    assert [one["outcome"] for one in foreseen.json()["hits"]] == ["held_fast"]
    assert (await director.post("/api/v1/closures", json=body)).status_code == 201
    session = (await director.get(f"/api/v1/sessions/{group.id}")).json()
    assert (session["status"], session["booked"]) == ("scheduled", 1)
