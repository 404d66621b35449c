"""A closure goes: what was moved out of its way goes back where it can, or stays and it is said why."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text
from tests.api.calendar.test_closures_and_days import between
from tests.factories.calendar import Scene, make_scene
from tests.support.clinic import Clinic

from handrail.core.vocabulary import Role


async def _closed_with(scene: Scene, *starts: str, kind: str = "closed") -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A closure of the first day, and sessions of that day that were moved to the day after, an hour later each."""
    singles = [await scene.post("/sessions", scene.session(local_start=start, minutes=60)) for start in starts]
    moves = [
        {
            "session_id": one["id"],
            "version": one["version"],
            "local_date": (scene.first + timedelta(days=1)).isoformat(),
            "local_start": f"{int(one['local_start'][:2]) + 1}:00",
            "minutes": 60,
        }
        for one in singles
    ]
    body = {"closure": between(scene, "06:00", "23:00", kind), "moves": moves}
    return await scene.post("/closures/apply", body), singles


async def _moved(scene: Scene, closure: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await scene.get(f"/closures/{closure['id']}/moved"))["sessions"]
    return found


async def _remove(scene: Scene, closure: dict[str, Any], back: list[dict[str, Any]], status: int = 204) -> Any:
    body = {"move_back": [{"session_id": one["session_id"], "version": one["version"]} for one in back]}
    answer = await scene.director.post(
        f"/api/v1/closures/{closure['id']}/remove", json=body, headers={"If-Match": f'"{closure["version"]}"'}
    )
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def _times(session: dict[str, Any]) -> tuple[str, str, Any]:
    return session["local_date"], session["local_start"], session["room_id"]


async def test_what_was_moved_goes_back_whole_with_the_closure(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    closure, singles = await _closed_with(scene, "09:00", "10:00", "13:00")
    moved = await _moved(scene, closure)
    assert [(one["from_local_start"], one["local_start"], one["stays_because"]) for one in moved] == [
        ("09:00:00", "10:00:00", None),
        ("10:00:00", "11:00:00", None),
        ("13:00:00", "14:00:00", None),
    ]
    await _remove(scene, closure, [*reversed(moved[:2])])
    now_is = [await scene.get(f"/sessions/{one['id']}") for one in singles]
    assert [_times(one) for one in now_is[:2]] == [_times(one) for one in singles[:2]]
    assert now_is[2]["local_date"] > singles[2]["local_date"], "what was not named stays where it is"
    assert (await _remove(scene, closure, [], status=412))["code"] == "stale-version"


async def test_what_stands_in_the_way_back_is_told_before_and_refuses_all_of_it(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    closure, singles = await _closed_with(scene, "09:00", "13:00", kind="by_video")
    taken = await scene.post("/sessions", scene.session(local_start="13:00", title="Intake", staff=[], minutes=30))
    free, hindered = await _moved(scene, closure)
    assert free["stays_because"] is None
    assert [hindered[key] for key in ("stays_because", "other_title", "other_service_kind")] == [
        "room",
        "Intake",
        "individual",
    ]
    assert hindered["other_local_start"] == taken["local_start"]
    refused = await _remove(scene, closure, [free, hindered], status=409)
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("room-taken", "/move_back/1")
    assert (await scene.get(f"/sessions/{singles[0]['id']}"))["local_date"] > singles[0]["local_date"]
    assert (await scene.get(f"/closures/{closure['id']}"))["version"] == closure["version"], "nothing was done"


async def test_what_was_moved_on_or_cancelled_or_would_begin_in_the_past_stays(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    closure, singles = await _closed_with(scene, "09:00", "13:00", "15:00")
    first, second, third = await _moved(scene, closure)
    on = {"local_date": first["local_date"], "local_start": "18:00", "minutes": 60}
    await scene.act("POST", f"/sessions/{singles[0]['id']}/move", first["version"], on)
    await scene.act("POST", f"/sessions/{singles[1]['id']}/cancel", second["version"], {"reason": "other"})
    async with clinic.db() as db:
        await db.execute(
            text(
                "UPDATE closure_moves SET from_starts_at = now() - interval '2 hours',"
                " from_ends_at = now() - interval '1 hour' WHERE session_id = :id"
            ),
            {"id": third["session_id"]},
        )
    because = {one["session_id"]: one["stays_because"] for one in await _moved(scene, closure)}
    assert [because[one["id"]] for one in singles] == ["changed", "changed", "past"]
    assert (await _remove(scene, closure, [third], status=409))["code"] == "not-moved-for-closure"
    later = scene.session(local_start="19:00", telehealth=True, room_id=None, local_date=str(scene.day(2)))
    other = await scene.post("/sessions", later)
    unknown = {"session_id": other["id"], "version": other["version"]}
    assert (await _remove(scene, closure, [unknown], status=409))["code"] == "not-moved-for-closure"


async def test_another_closure_holds_it_up_and_therapists_do_not_see_the_list(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    closure, _ = await _closed_with(scene, "09:00")
    await scene.post("/closures", between(scene, "08:00", "12:00", "closed", public_title="Flood"))
    (one,) = await _moved(scene, closure)
    assert one["stays_because"] == "closed"
    therapist = await clinic.client(Role.THERAPIST)
    assert (await therapist.get(f"/api/v1/closures/{closure['id']}/moved")).status_code == 403


async def test_a_row_of_sessions_that_a_delay_pushed_goes_back_one_after_the_other(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    singles = [await scene.post("/sessions", scene.session(local_start=at, minutes=60)) for at in ("09:00", "10:00")]
    moves = [
        {
            "session_id": one["id"],
            "version": one["version"],
            "local_date": one["local_date"],
            "local_start": start,
            "minutes": 60,
        }
        for one, start in zip(reversed(singles), ("11:00", "10:00"), strict=True)
    ]
    delay = {"closure": between(scene, "06:00", "10:00", "delayed"), "moves": moves}
    closure = await scene.post("/closures/apply", delay)
    moved = await _moved(scene, closure)
    assert [one["stays_because"] for one in moved] == [None, None], "they make way for each other"
    await _remove(scene, closure, [*reversed(moved)])
    assert [_times(await scene.get(f"/sessions/{one['id']}")) for one in singles] == [_times(one) for one in singles]
