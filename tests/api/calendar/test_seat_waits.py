"""Waiting for a seat: who waits, and the one task that says it is free."""

import asyncio
from typing import Any

from tests.factories.calendar import API, Scene, make_scene
from tests.support.clinic import Clinic

from handrail.core.clock import now
from handrail.core.vocabulary import Role
from handrail.waits.service import offer


async def _offered(scene: Scene, session_id: str) -> list[str]:
    about = {"view": "all", "kind": "scheduling", "limit": 200}
    found = [await scene.get("/tasks", status=status, **about) for status in ("open", "cancelled")]
    return [one["status"] for page in found for one in page["items"] if one["session_id"] == session_id]


async def _full(scene: Scene) -> tuple[dict[str, Any], dict[str, Any], Any]:
    """A session with one seat that somebody has, the booking, and the episode of somebody else."""
    first, second = await scene.person(), await scene.person("Blair")
    session = await scene.post("/sessions", scene.session(service_kind="group", capacity=1))
    booking = await scene.post(f"/sessions/{session['id']}/bookings", {"episode_id": str(first.id)})
    return session, booking, second


async def test_a_seat_that_is_given_back_is_offered_once_and_taken_by_booking(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    session, booking, second = await _full(scene)
    third = await scene.person("Casey")
    path, wanted = f"/sessions/{session['id']}/waits", {"episode_id": str(second.id)}
    wait = await scene.post(path, wanted)
    await scene.post(path, {"episode_id": str(third.id)})
    assert (await scene.post(path, wanted, status=409))["code"] == "already-waiting"
    assert [one["episode_id"] for one in (await scene.get(path))["items"]] == [str(second.id), str(third.id)]
    assert await _offered(scene, session["id"]) == []
    await scene.act("POST", f"/bookings/{booking['id']}/cancel", booking["version"], {"reason": "participant_declined"})
    async with clinic.db(account_id=scene.director.account_id) as db:
        await offer(db, at=now())
    assert await _offered(scene, session["id"]) == ["open"]
    await scene.post(f"/sessions/{session['id']}/bookings", wanted)
    assert await _offered(scene, session["id"]) == ["cancelled"]
    (left,) = (await scene.get(path))["items"]
    assert left["episode_id"] == str(third.id)
    assert [one["id"] for one in (await scene.get(path, status="booked"))["items"]] == [wait["id"]]
    await scene.act("POST", f"/seat-waits/{left['id']}/withdraw", left["version"], {})
    assert (await scene.get(path))["items"] == []
    again = await scene.act("POST", f"/seat-waits/{left['id']}/withdraw", left["version"] + 1, {}, status=409)
    assert again["code"] == "wait-settled"


async def test_nobody_waits_for_a_free_seat_for_their_own_or_beyond_sight(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    session, booking, second = await _full(scene)
    path = f"/sessions/{session['id']}/waits"
    booked = await scene.post(path, {"episode_id": booking["episode_id"]}, status=409)
    assert booked["code"] == "booking-exists"
    stranger = await clinic.client(Role.THERAPIST)
    asked = await stranger.post(f"{API}{path}", json={"episode_id": str(second.id)})
    assert (asked.status_code, asked.json()["code"]) == (404, "episode-not-found")
    await scene.act("PATCH", f"/sessions/{session['id']}", session["version"], {"capacity": 2})
    assert (await scene.post(path, {"episode_id": str(second.id)}, status=409))["code"] == "seat-is-free"


async def test_a_seat_of_a_session_that_does_not_take_place_is_offered_no_more(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    session, booking, second = await _full(scene)
    await scene.post(f"/sessions/{session['id']}/waits", {"episode_id": str(second.id)})
    await scene.act("POST", f"/bookings/{booking['id']}/cancel", booking["version"], {"reason": "participant_declined"})
    assert await _offered(scene, session["id"]) == ["open"]
    session = await scene.get(f"/sessions/{session['id']}")
    await scene.act("POST", f"/sessions/{session['id']}/cancel", session["version"], {"reason": "other"})
    async with clinic.db(account_id=scene.director.account_id) as db:
        await offer(db, at=now())
    assert await _offered(scene, session["id"]) == ["cancelled"]


async def test_a_seat_is_not_offered_to_who_has_left_or_is_on_leave_that_day(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    session, booking, second = await _full(scene)
    third = await scene.person("Casey")
    path = f"/sessions/{session['id']}/waits"
    for one in (second, third):
        await scene.post(path, {"episode_id": str(one.id)})
    episode = await scene.get(f"/episodes/{second.id}")
    end = {"ended_on": scene.today.isoformat(), "reason": "died"}
    await scene.act("POST", f"/episodes/{second.id}/end", episode["version"], end)
    assert [one["episode_id"] for one in (await scene.get(path))["items"]] == [str(third.id)]
    await scene.act("POST", f"/bookings/{booking['id']}/cancel", booking["version"], {"reason": "participant_declined"})
    assert await _offered(scene, session["id"]) == ["open"], "the other one waits still"
    leave = {"kind": "illness", "starts_on": scene.today.isoformat(), "back_on": scene.day(7).isoformat()}
    await scene.post(f"/episodes/{third.id}/leaves", leave)
    async with clinic.db(account_id=scene.director.account_id) as db:
        await offer(db, at=now())
    assert await _offered(scene, session["id"]) == ["cancelled"]


async def test_two_seats_freed_at_once_are_offered_by_one_task_that_stays_until_both_are_taken(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    people = [await scene.person(name) for name in ("Avery", "Blair", "Casey", "Devon")]
    session = await scene.post("/sessions", scene.session(service_kind="group", capacity=2))
    path = f"/sessions/{session['id']}"
    booked = [await scene.post(f"{path}/bookings", {"episode_id": str(one.id)}) for one in people[:2]]
    for one in people[2:]:
        await scene.post(f"{path}/waits", {"episode_id": str(one.id)})
    declined = {"reason": "participant_declined"}
    await asyncio.gather(
        *(scene.act("POST", f"/bookings/{one['id']}/cancel", one["version"], declined) for one in booked)
    )
    for one, status in zip(people[2:], ("open", "cancelled"), strict=True):
        assert await _offered(scene, session["id"]) == ["open"]
        await scene.post(f"{path}/bookings", {"episode_id": str(one.id)})
        assert await _offered(scene, session["id"]) == [status]
