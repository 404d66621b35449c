"""Finding a time that fits everybody, over HTTP."""

from datetime import datetime, timedelta
from typing import Any

from tests.factories.calendar import API, Scene, make_leader, make_scene
from tests.factories.organizations import make_location, make_room
from tests.support.clinic import Clinic


async def _search(scene: Scene, **values: Any) -> list[dict[str, Any]]:
    body = {
        "location_id": str(scene.location_id),
        "service_kind": "individual",
        "minutes": 60,
        "from_date": scene.first.isoformat(),
        "to_date": scene.first.isoformat(),
        "earliest": "09:00",
        "latest": "12:00",
        "staff_ids": [str(scene.leader_id)],
    } | values
    found: list[dict[str, Any]] = (await scene.post("/sessions/find-slots", body, status=200))["slots"]
    return found


def _starts(slots: list[dict[str, Any]]) -> set[str]:
    return {one["local_start"][:5] for one in slots}


async def test_slot_is_free_of_sessions_rooms_and_what_participants_said(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    await scene.post("/sessions", scene.session(local_start="09:00", minutes=60))
    path = f"/participants/{episode.participant_id}/availability"
    weekday = scene.first.strftime("%A").lower()
    window = {"kind": "work", "weekday": weekday, "local_start": "11:30", "local_end": "14:00"}
    await scene.post(path, window | {"starts_on": scene.today.isoformat()})
    found = await _search(scene, episode_ids=[str(episode.id)])
    assert _starts(found) == {"10:00", "10:15", "10:30"}
    assert found[0]["local_start"] == "10:00:00", "right after the session before: no gap"
    assert found[0]["reasons"] == ["no_gap"]
    assert {one["room_id"] for one in found} == {str(scene.room_id)}
    booked = scene.session(
        local_start=found[0]["local_start"][:5],
        minutes=60,
        room_id=found[0]["room_id"],
        bookings=[{"episode_id": str(episode.id)}],
    )
    await scene.post("/sessions", booked)


async def test_hours_time_off_and_the_way_from_another_location_are_kept(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    leader = await scene.get(f"/staff/{scene.leader_id}")
    weekday = scene.first.strftime("%A").lower()
    hours = {"hours": [{"weekday": weekday, "local_start": "09:30", "local_end": "17:00"}]}
    set_hours = await scene.act("PUT", f"/staff/{scene.leader_id}/hours", leader["version"], hours)
    assert set_hours["version"] > leader["version"]
    assert min(_starts(await _search(scene))) == "09:30"
    session = await scene.post("/sessions", scene.session(local_start="11:00", minutes=60))
    off = {
        "starts_at": session["starts_at"],
        "ends_at": session["ends_at"],
    }
    await scene.act("POST", f"/sessions/{session['id']}/cancel", session["version"], {"reason": "staff_absent"})
    away = await scene.post(f"/staff/{scene.leader_id}/time-off", off)
    assert max(_starts(await _search(scene))) == "10:00"
    gone = await scene.director.delete(
        f"{API}/staff/{scene.leader_id}/time-off/{away['id']}", headers={"If-Match": f'"{away["version"]}"'}
    )
    assert gone.status_code == 204
    elsewhere = await make_location(clinic, name="Riverside")
    room = await make_room(clinic, location_id=elsewhere.id, name="R1")
    await scene.post(
        "/sessions",
        scene.session(
            location_id=str(elsewhere.id), room_id=str(room.id), program_id=None, local_start="09:30", minutes=30
        ),
    )
    assert min(_starts(await _search(scene))) == "10:30"
    assert min(_starts(await _search(scene, telehealth=True))) == "10:00"


async def test_whoever_may_lead_is_asked_where_nobody_is_named(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    other = await make_leader(clinic, scene.director)
    found = await _search(scene, staff_ids=[], limit=50)
    assert {tuple(one["staff_ids"]) for one in found} >= {(str(scene.leader_id),), (str(other),)}
    assert await _search(scene, staff_ids=[], service_kind="psychiatric_evaluation") == []
    assert await _search(scene, language="tlh") == []


async def test_closed_hours_past_and_too_small_rooms_are_not_offered(clinic: Clinic) -> None:
    scene = await make_scene(clinic, room_capacity=4)
    assert await _search(scene, seats=4) == [], "the leader needs a chair too"
    before = await _search(scene, seats=3)
    closure = {
        "kind": "closed",
        "starts_at": before[0]["starts_at"],
        "ends_at": (datetime.fromisoformat(before[0]["starts_at"]) + timedelta(hours=2)).isoformat(),
        "location_id": str(scene.location_id),
        "public_title": "Water",
    }
    await scene.post("/closures", closure)
    assert _starts(await _search(scene)) == {"11:00"}
    past = (scene.today - timedelta(days=7)).isoformat()
    assert await _search(scene, from_date=past, to_date=past) == []


async def test_a_family_session_is_found_when_those_near_the_person_can_come(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    path = f"/participants/{episode.participant_id}"
    mother = await scene.post(f"{path}/contacts", {"name": "Ines", "relationship": "parent"})
    brother = await scene.post(f"{path}/contacts", {"name": "Teo", "relationship": "sibling"})
    weekday = scene.first.strftime("%A").lower()

    async def can_come(contact: dict[str, Any] | None, begins: str, ends: str) -> None:
        hours = {"weekday": weekday, "local_start": begins, "local_end": ends, "starts_on": scene.today.isoformat()}
        await scene.post(f"{path}/suitable-hours", hours | {"contact_id": contact["id"] if contact else None})

    async def starts(**values: Any) -> set[str]:
        return _starts(await _search(scene, episode_ids=[str(episode.id)], minutes=30, **values))

    family = {"service_kind": "family"}
    everything = await starts(**family)
    await can_come(None, "09:00", "09:30")
    assert await starts(**family) == everything, "the person's own are a wish"
    await can_come(mother, "09:00", "10:00")
    await can_come(brother, "09:30", "10:30")
    assert await starts(**family) == {"09:00", "09:15", "09:30", "09:45", "10:00"}
    assert await starts(**family, contact_ids=[brother["id"]]) == {"09:30", "09:45", "10:00"}
    assert await starts(**family, contact_ids=[mother["id"], brother["id"]]) == {"09:30"}
    assert await starts() == everything, "nobody comes along to a session of one's own"
    assert await starts(contact_ids=[mother["id"]]) == {"09:00", "09:15", "09:30"}, "unless they are named"

    other = await scene.person()
    unknown = {
        "location_id": str(scene.location_id),
        "service_kind": "family",
        "minutes": 30,
        "from_date": scene.first.isoformat(),
        "to_date": scene.first.isoformat(),
        "episode_ids": [str(other.id)],
        "contact_ids": [mother["id"]],
    }
    assert (await scene.post("/sessions/find-slots", unknown, status=404))["code"] == "contact-not-found"
