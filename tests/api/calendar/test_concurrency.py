"""Many at once: one place is given once, nothing deadlocks, counts are exact."""

import asyncio
from collections import Counter
from typing import Any

import httpx
from tests.factories.calendar import API, Scene, make_leader, make_scene
from tests.factories.cohorts import make_membership
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.ids import new_id


async def send(client: ClinicClient, path: str, body: dict[str, Any], **headers: str) -> httpx.Response:
    """Post it, and again when the service has no time for it yet: a client waits as long as `Retry-After` says."""
    key = {"Idempotency-Key": str(new_id())}
    for _ in range(60):
        answer = await client.post(f"{API}{path}", json=body, headers=key | headers)
        if answer.status_code != 503:
            return answer
        await asyncio.sleep(int(answer.headers["Retry-After"]))
    raise TimeoutError(path)


async def all_at_once(requests: list[Any]) -> Counter[str]:
    """Send them together and count the answers: `201`, or status and code of the refusal."""
    answers: list[httpx.Response] = await asyncio.gather(*requests)
    return Counter(
        str(one.status_code) if one.status_code < 300 else f"{one.status_code} {one.json()['code']}" for one in answers
    )


def post(scene: Scene, path: str, body: dict[str, Any]) -> Any:
    return send(scene.director, path, body)


async def test_fifty_want_one_room_and_one_gets_it(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    leaders = [await make_leader(clinic, scene.director) for _ in range(10)]
    bodies = [
        scene.session(local_start=f"14:{index % 40:02}", staff=[{"staff_id": str(leaders[index % 10]), "role": "lead"}])
        for index in range(50)
    ]
    counted = await all_at_once([post(scene, "/sessions", body) for body in bodies])
    assert counted["201"] == 1
    assert set(counted) <= {"201", "409 room-taken", "409 staff-taken"}
    assert len(await scene.sessions()) == 1


async def test_fifty_want_one_clinician_and_one_gets_them(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    rooms = [await make_room(clinic, location_id=scene.location_id, name=f"Office {index}") for index in range(10)]
    bodies = [scene.session(room_id=str(rooms[index % 10].id)) for index in range(50)]
    counted = await all_at_once([post(scene, "/sessions", body) for body in bodies])
    assert counted["201"] == 1
    assert set(counted) <= {"201", "409 room-taken", "409 staff-taken"}


async def test_fifty_want_one_participant_and_one_gets_them(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    made = [
        await scene.post("/sessions", scene.session(room_id=None, staff=[], local_start=f"14:{index:02}"))
        for index in range(10)
    ]
    wanted = {"episode_id": str(episode.id)}
    counted = await all_at_once(
        [post(scene, f"/sessions/{made[index % 10]['id']}/bookings", wanted) for index in range(50)]
    )
    assert counted["201"] == 1
    assert set(counted) <= {"201", "409 participant-taken", "409 booking-exists"}


async def test_last_seats_are_given_exactly(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    people = [await scene.person(f"Person {index}") for index in range(8)]
    made = await scene.post("/sessions", scene.session(capacity=3))
    counted = await all_at_once(
        [post(scene, f"/sessions/{made['id']}/bookings", {"episode_id": str(one.id)}) for one in people]
    )
    assert counted == {"201": 3, "409 session-full": 5}
    assert (await scene.get(f"/sessions/{made['id']}"))["booked"] == 3


async def test_moves_toward_each_other_end_without_a_deadlock(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    made = [await scene.post("/sessions", scene.session(local_start=f"{hour:02}:00")) for hour in range(8, 14)]
    target = {"local_date": scene.first.isoformat(), "local_start": "16:00", "minutes": 50}
    counted = await all_at_once(
        [
            send(scene.director, f"/sessions/{one['id']}/move", target, **{"If-Match": f'"{one["version"]}"'})
            for one in made
        ]
    )
    assert counted == {"200": 1, "409 room-taken": len(made) - 1}


async def test_series_and_membership_made_at_the_same_time_find_each_other(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    people = [await scene.person(name) for name in ("Avery", "Blanca")]
    await asyncio.gather(
        scene.post("/series", scene.series()),
        *(make_membership(clinic, cohort_id=scene.cohort_id, episode_id=one.id) for one in people),
    )
    assert {one["booked"] for one in await scene.sessions()} == {2}
