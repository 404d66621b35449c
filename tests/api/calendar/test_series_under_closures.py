"""A series that is edited while a closure has cancelled one of its sessions: what comes back is as the edit has it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.api.calendar.test_closures_and_days import remove
from tests.api.calendar.test_series_edits import _edit, _made
from tests.factories.calendar import Scene, make_leader
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic


async def _close(scene: Scene, session: dict[str, Any], *, after: int = -10, kind: str = "closed") -> dict[str, Any]:
    """Close for three hours from some minutes after the start of a session on."""
    starts_at = datetime.fromisoformat(session["starts_at"]) + timedelta(minutes=after)
    closure = {
        "kind": kind,
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(hours=3)).isoformat(),
        "location_id": str(scene.location_id),
        "public_title": "Snow",
    }
    return await scene.post("/closures", closure)


def _held(session: dict[str, Any]) -> tuple[Any, ...]:
    return (
        session["status"],
        session["title"],
        session["local_start"],
        session["room_id"],
        [one["staff_id"] for one in session["staff"] if one.get("status", "assigned") == "assigned"],
        session["booked"],
    )


async def test_who_takes_over_and_the_new_room_hold_for_the_session_that_comes_back(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    other = await make_leader(clinic, scene.director)
    room = await make_room(clinic, location_id=scene.location_id, name="Garden")
    closed = before[2]
    closure = await _close(scene, closed)
    done = await _edit(
        scene,
        series,
        scope="all",
        values={"room_id": str(room.id), "title": "New"},
        staff=[{"staff_id": str(other), "role": "lead"}],
    )
    assert (await scene.get(f"/sessions/{closed['id']}"))["status"] == "cancelled"
    # The room and the time of who leads are nobody's as long as the closure stands.
    await remove(scene, closure)
    back = await scene.get(f"/sessions/{closed['id']}")
    assert _held(back) == ("scheduled", "New", "09:00:00", str(room.id), [str(other)], 1)
    undo = f"/series/{series['id']}/edits/{done['edit']['id']}/undo"
    assert (await scene.post(undo, {}, status=409))["code"] == "edit-built-on"


async def test_undo_under_the_closure_gives_back_who_worked_there(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    other = await make_leader(clinic, scene.director)
    closure = await _close(scene, before[2])
    done = await _edit(scene, series, scope="all", staff=[{"staff_id": str(other), "role": "lead"}])
    await scene.post(f"/series/{series['id']}/edits/{done['edit']['id']}/undo", {}, status=200)
    await remove(scene, closure)
    back = await scene.get(f"/sessions/{before[2]['id']}")
    room = str(scene.room_id)
    assert _held(back) == ("scheduled", "Skills group", "09:00:00", room, [str(scene.leader_id)], 1)


@pytest.mark.parametrize("ended", [True, False])
async def test_what_the_series_was_cancelled_for_does_not_come_back_with_the_closure_s_end(
    clinic: Clinic, ended: bool
) -> None:
    scene, series, before = await _made(clinic)
    closure = await _close(scene, before[2])
    if ended:
        end = {"last_date": before[0]["local_date"]}
        await scene.act("POST", f"/series/{series['id']}/end", series["version"], end)
    else:
        cancel = {"scope": "this_and_following", "session_id": before[1]["id"], "cancel": "scheduling"}
        done = await _edit(scene, series, **cancel)
    await remove(scene, closure)
    gone = await scene.get(f"/sessions/{before[2]['id']}")
    reason = "series_ended" if ended else "scheduling"
    assert (gone["status"], gone["cancel_reason"], gone["closure_id"]) == ("cancelled", reason, None)
    if not ended:
        await scene.post(f"/series/{series['id']}/edits/{done['edit']['id']}/undo", {}, status=200)
        back = await scene.get(f"/sessions/{before[2]['id']}")
        assert _held(back)[::5] == ("scheduled", 1)


async def test_undone_under_the_closure_it_waits_for_the_closure_s_end(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    closure = await _close(scene, before[2])
    cancel = {"scope": "this_and_following", "session_id": before[1]["id"], "cancel": "scheduling"}
    done = await _edit(scene, series, **cancel)
    await scene.post(f"/series/{series['id']}/edits/{done['edit']['id']}/undo", {}, status=200)
    shut = await scene.get(f"/sessions/{before[2]['id']}")
    assert (shut["status"], shut["cancel_reason"], shut["closure_id"]) == ("cancelled", "closure", closure["id"])
    await remove(scene, closure)
    back = await scene.get(f"/sessions/{before[2]['id']}")
    assert _held(back)[::5] == ("scheduled", 1)
    assert [one["staff_id"] for one in back["staff"]] == [str(scene.leader_id)]


async def test_moved_into_a_closure_and_given_to_others_it_waits_for_them(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    other = await make_leader(clinic, scene.director)
    closure = await _close(scene, before[0], after=200)
    to = {"local_date": before[0]["local_date"], "local_start": "13:00", "minutes": 60}
    staff = [{"staff_id": str(other), "role": "lead"}]
    done = await _edit(scene, series, scope="all", session_id=before[0]["id"], move=to, staff=staff)
    assert (await scene.get(f"/sessions/{before[0]['id']}"))["status"] == "cancelled"
    await remove(scene, closure)
    back = await scene.get(f"/sessions/{before[0]['id']}")
    room = str(scene.room_id)
    assert _held(back) == ("scheduled", "Skills group", "13:00:00", room, [str(other)], 1)
    assert len(done["session_ids"]) == len(before)


async def test_moved_out_of_the_closure_and_given_to_others_it_takes_place_and_undo_shuts_it_again(
    clinic: Clinic,
) -> None:
    scene, series, before = await _made(clinic)
    other = await make_leader(clinic, scene.director)
    room = await make_room(clinic, location_id=scene.location_id, name="Garden")
    closure = await _close(scene, before[2])
    to = {"local_date": before[0]["local_date"], "local_start": "13:00", "minutes": 60}
    done = await _edit(
        scene,
        series,
        scope="all",
        session_id=before[0]["id"],
        move=to,
        values={"room_id": str(room.id)},
        staff=[{"staff_id": str(other), "role": "lead"}],
    )
    out = await scene.get(f"/sessions/{before[2]['id']}")
    assert _held(out) == ("scheduled", "Skills group", "13:00:00", str(room.id), [str(other)], 1)
    await scene.post(f"/series/{series['id']}/edits/{done['edit']['id']}/undo", {}, status=200)
    shut = await scene.get(f"/sessions/{before[2]['id']}")
    assert (shut["status"], shut["closure_id"], shut["booked"]) == ("cancelled", closure["id"], 0)
    await remove(scene, closure)
    back = await scene.get(f"/sessions/{before[2]['id']}")
    here = str(scene.room_id)
    assert _held(back) == ("scheduled", "Skills group", "09:00:00", here, [str(scene.leader_id)], 1)


async def test_a_change_of_the_whole_series_reaches_what_a_closure_cancelled(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    other = await make_leader(clinic, scene.director)
    room = await make_room(clinic, location_id=scene.location_id, name="Garden")
    closure = await _close(scene, before[2])
    change = {
        "from_date": before[0]["local_date"],
        "title": "New",
        "room_id": str(room.id),
        "staff": [{"staff_id": str(other), "role": "lead"}],
    }
    await scene.act("PATCH", f"/series/{series['id']}", series["version"], change)
    await remove(scene, closure)
    back = await scene.get(f"/sessions/{before[2]['id']}")
    assert _held(back) == ("scheduled", "New", "09:00:00", str(room.id), [str(other)], 1)


async def test_by_video_and_then_closed_each_gives_back_its_own(clinic: Clinic) -> None:
    scene, _, before = await _made(clinic)
    video = await _close(scene, before[0], kind="by_video")
    closed = await _close(scene, before[0])
    await remove(scene, video)
    assert (await scene.get(f"/sessions/{before[0]['id']}"))["status"] == "cancelled"
    await remove(scene, closed)
    back = await scene.get(f"/sessions/{before[0]['id']}")
    assert (back["telehealth"], back["closure_id"], _held(back)[::5]) == (False, None, ("scheduled", 1))
