"""Edits of a series over HTTP: this, this and following, all; and taking them back."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.factories.calendar import Scene, make_leader, make_scene
from tests.factories.cohorts import make_membership
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic

from handrail.calendar.service.series import extend_series
from handrail.core.ids import SeriesId


async def _made(clinic: Clinic, **values: Any) -> tuple[Scene, dict[str, Any], list[dict[str, Any]]]:
    """A group that meets on Mondays and Wednesdays at 09:00, with one member; its sessions in order."""
    scene = await make_scene(clinic)
    episode = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    meetings = [{"weekday": day, "local_start": "09:00", "minutes": 60} for day in ("monday", "wednesday")]
    series = await scene.post("/series", scene.series(meetings=meetings, **values))
    return scene, series, await _of(scene, series)


async def _of(scene: Scene, *parts: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in parts:
        page = await scene.get(
            "/sessions", from_date=scene.day(-28), to_date=scene.day(100), series_id=one["id"], limit=200
        )
        found += page["items"]
    return sorted(found, key=lambda one: one["starts_at"])


async def _edit(scene: Scene, series: dict[str, Any], status: int = 201, **edit: Any) -> dict[str, Any]:
    return await scene.act("POST", f"/series/{series['id']}/edits", series["version"], edit, status)


def _days(sessions: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {
        (date.fromisoformat(one["local_date"]).strftime("%a"), one["local_start"][:5])
        for one in sessions
        if one["status"] != "cancelled"
    }


async def test_following_move_splits_the_series_and_keeps_every_session(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    third = before[2]
    to = date.fromisoformat(third["local_date"]) + timedelta(days=1)
    move = {"local_date": to.isoformat(), "local_start": "10:30", "minutes": 75}
    edit = {"scope": "this_and_following", "session_id": third["id"], "move": move}
    foreseen = await scene.post(f"/series/{series['id']}/edits/preview", edit, status=200)
    assert foreseen["splits"] is True
    assert foreseen["clashes"] == []
    done = await _edit(scene, series, **edit)
    assert [one["session_id"] for one in foreseen["changes"]] == done["session_ids"]
    head, tail = sorted(done["series"], key=lambda one: one["starts_on"])
    assert (head["id"], head["status"]) == (series["id"], "ended")
    assert (tail["lineage_id"], tail["predecessor_id"]) == (series["id"], series["id"])
    assert [one["weekday"] for one in tail["meetings"]] == ["tuesday", "wednesday"]
    old, new = await _of(scene, head), await _of(scene, tail)
    assert {one["id"] for one in [*old, *new]} == {one["id"] for one in before}
    assert _days(old) == {("Mon", "09:00"), ("Wed", "09:00")}
    assert _days(new) == {("Tue", "10:30"), ("Wed", "09:00")}
    assert all(one["booked"] == 1 for one in [*old, *new]), "who was booked comes along"
    assert all(one["staff"] == before[0]["staff"] for one in new)
    # The worker's job goes on where the split part is, and doubles nothing.
    async with clinic.db() as db:
        await extend_series(db, SeriesId(tail["id"]))
    again = await _of(scene, tail)
    assert len({one["starts_at"] for one in again}) == len(again)
    assert {one["id"] for one in new} <= {one["id"] for one in again}


async def test_exception_survives_a_later_edit_of_all(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    first = before[0]
    room = await make_room(clinic, location_id=scene.location_id, name="Garden")
    await _edit(scene, series, scope="this", session_id=first["id"], values={"room_id": str(room.id)})
    by_hand = before[4]
    move = {"local_date": by_hand["local_date"], "local_start": "15:00", "minutes": 60}
    await scene.act("POST", f"/sessions/{by_hand['id']}/move", by_hand["version"], move)
    other = await make_room(clinic, location_id=scene.location_id, name="Attic")
    series = await scene.get(f"/series/{series['id']}")
    moved = await _edit(
        scene,
        series,
        scope="all",
        session_id=first["id"],
        move={"local_date": first["local_date"], "local_start": "11:00", "minutes": 60},
        values={"room_id": str(other.id), "title": "Skills, part two"},
    )
    assert moved["skipped"] == []
    after = {one["id"]: one for one in await _of(scene, *moved["series"])}
    assert after[first["id"]]["room_id"] == str(room.id)
    assert after[first["id"]]["local_start"] == "11:00:00"
    assert after[by_hand["id"]]["local_start"] == "15:00:00"
    assert after[by_hand["id"]]["room_id"] == str(other.id)
    assert {one["title"] for one in after.values()} == {"Skills, part two"}


async def test_past_and_marked_sessions_are_passed_by_and_named(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    starts_on = (scene.day() - timedelta(days=21)).isoformat()
    series = await scene.post("/series", scene.series(starts_on=starts_on))
    before = await _of(scene, series)
    past = [one for one in before if datetime.fromisoformat(one["starts_at"]) <= datetime.now(UTC)]
    ahead = [one for one in before if one not in past]
    assert past
    marked = next(one for one in ahead if one["booked"])
    (booking,) = await scene.bookings(marked["id"])
    mark = {"booking_id": booking["id"], "outcome": "excused", "absence_reason": "illness", "version": None}
    await scene.post(f"/sessions/{marked['id']}/attendance", {"marks": [mark]}, status=200)
    done = await _edit(scene, series, scope="all", values={"title": "Another title"})
    assert {one["session_id"]: one["kept"] for one in done["skipped"]} == {
        **{one["id"]: "begun" for one in past},
        marked["id"]: "attended",
    }
    after = {one["id"]: one["title"] for one in await _of(scene, series)}
    assert {name for name, title in after.items() if title == "Skills group"} == {one["id"] for one in [*past, marked]}
    for scope, one, kept in (("this", past[0], "begun"), ("this", marked, "attended")):
        body = {"scope": scope, "session_id": one["id"], "values": {"title": "No"}}
        current = await scene.get(f"/series/{series['id']}")
        problem = await scene.act("POST", f"/series/{series['id']}/edits", current["version"], body, 409)
        assert (problem["code"], problem["kept"]) == ("occurrence-fixed", kept)
    current = await scene.get(f"/sessions/{marked['id']}")
    refused = await scene.act("POST", f"/sessions/{marked['id']}/cancel", current["version"], {"reason": "other"}, 409)
    assert refused["code"] == "session-attended"


async def test_undo_gives_back_rule_times_rooms_staff_and_bookings(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    other = await make_leader(clinic, scene.director)
    room = await make_room(clinic, location_id=scene.location_id, name="Garden")
    third = before[2]
    done = await _edit(
        scene,
        series,
        scope="this_and_following",
        session_id=third["id"],
        move={"local_date": third["local_date"], "local_start": "13:00", "minutes": 90},
        values={"room_id": str(room.id)},
        staff=[{"staff_id": str(other), "role": "lead"}],
    )
    url = f"/series/{series['id']}/edits/{done['edit']['id']}/undo"
    undone = await scene.post(url, {}, status=200)
    assert undone["undone_at"] is not None
    back = await scene.get(f"/series/{series['id']}")
    assert (back["status"], back["ends_on"]) == ("active", None)
    kept = ("id", "series_id", "starts_at", "ends_at", "room_id", "staff", "booked", "title", "status")
    assert [[one[name] for name in kept] for one in await _of(scene, series)] == [
        [one[name] for name in kept] for one in before
    ]
    assert (await scene.post(url, {}, status=409))["code"] == "edit-undone"
    edits = (await scene.get(f"/series/{series['id']}/edits"))["items"]
    assert [(one["scope"], one["undone_at"] is None) for one in edits] == [("this_and_following", False)]


async def test_cancelled_rest_is_given_back_by_undo(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    done = await _edit(scene, series, scope="this_and_following", session_id=before[3]["id"], cancel="scheduling")
    after = await _of(scene, series)
    assert [one["status"] for one in after[:3]] == ["scheduled"] * 3
    assert {one["status"] for one in after[3:]} == {"cancelled"}
    assert {one["booked"] for one in after[3:]} == {0}
    await scene.post(f"/series/{series['id']}/edits/{done['edit']['id']}/undo", {}, status=200)
    again = await _of(scene, series)
    assert {one["status"] for one in again} == {"scheduled"}
    assert {one["booked"] for one in again} == {1}
    assert all(one["staff"] == before[0]["staff"] for one in again)
    assert (await scene.get(f"/series/{series['id']}"))["status"] == "active"


async def test_undo_is_refused_once_something_built_on_the_edit(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    done = await _edit(scene, series, scope="all", values={"title": "Renamed"})
    one = await scene.get(f"/sessions/{before[1]['id']}")
    await scene.act("PATCH", f"/sessions/{one['id']}", one["version"], {"title": "By hand"})
    url = f"/series/{series['id']}/edits/{done['edit']['id']}/undo"
    problem = await scene.post(url, {}, status=409)
    assert (problem["code"], problem["session_id"]) == ("edit-built-on", one["id"])


async def test_edit_is_refused_whole_and_names_what_stands_in_the_way(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    other = await make_leader(clinic, scene.director)
    fifth = before[4]
    taken = await scene.post(
        "/sessions",
        scene.session(
            local_date=fifth["local_date"], local_start="13:30", staff=[{"staff_id": str(other), "role": "lead"}]
        ),
    )
    edit = {
        "scope": "all",
        "session_id": before[0]["id"],
        "move": {"local_date": before[0]["local_date"], "local_start": "13:00", "minutes": 60},
    }
    foreseen = await scene.post(f"/series/{series['id']}/edits/preview", edit, status=200)
    assert [(one["kind"], one["what"], one["session_id"]) for one in foreseen["clashes"]] == [
        ("room", str(scene.room_id), taken["id"])
    ]
    problem = await _edit(scene, series, 409, **edit)
    assert (problem["code"], problem["session_id"]) == ("room-taken", taken["id"])
    assert [one["starts_at"] for one in await _of(scene, series)] == [one["starts_at"] for one in before]
    far = {"local_date": (scene.day(7)).isoformat(), "local_start": "09:00", "minutes": 60}
    wrong = await _edit(scene, series, 422, scope="all", session_id=before[0]["id"], move=far)
    assert wrong["code"] == "move-across-weeks"


async def test_moved_nine_o_clock_keeps_its_place_on_the_clock(clinic: Clinic) -> None:
    scene = await make_scene(clinic, time_zone="America/New_York")
    body = scene.series(
        meetings=[{"weekday": "sunday", "local_start": "08:00", "minutes": 60}],
        cohort_ids=[],
        starts_on=scene.day().isoformat(),
    )
    series = await scene.post("/series", body)
    before = await _of(scene, series)
    move = {"local_date": before[0]["local_date"], "local_start": "09:00", "minutes": 60}
    done = await _edit(scene, series, scope="all", session_id=before[0]["id"], move=move)
    zone = ZoneInfo("America/New_York")
    after = await _of(scene, *done["series"])
    assert {datetime.fromisoformat(one["starts_at"]).astimezone(zone).time() for one in after} == {time(9)}


async def test_undo_of_one_session_makes_it_follow_its_series_again(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    one = before[0]
    move = {"local_date": one["local_date"], "local_start": "16:00", "minutes": 45}
    done = await _edit(scene, series, scope="this", session_id=one["id"], move=move)
    moved = await scene.get(f"/sessions/{one['id']}")
    assert (moved["local_start"], moved["series_id"]) == ("16:00:00", series["id"])
    await scene.post(f"/series/{series['id']}/edits/{done['edit']['id']}/undo", {}, status=200)
    series = await scene.get(f"/series/{series['id']}")
    later = {"local_date": one["local_date"], "local_start": "10:00", "minutes": 60}
    done = await _edit(scene, series, scope="all", session_id=one["id"], move=later)
    assert done["skipped"] == []
    assert (await scene.get(f"/sessions/{one['id']}"))["local_start"] == "10:00:00"


async def test_members_booked_where_their_session_goes_get_places_there_and_back(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    other = await scene.person("Blanca")
    guest = await scene.post(f"/sessions/{before[1]['id']}/bookings", {"episode_id": str(other.id)})
    to = {"local_date": before[1]["local_date"], "local_start": "13:00", "minutes": 60}
    done = await _edit(scene, series, scope="this_and_following", session_id=before[1]["id"], move=to)
    came = {one["id"]: one for one in await scene.bookings(before[1]["id"])}
    assert came[guest["id"]]["status"] == "booked"
    assert came[guest["id"]]["starts_at"] == (await scene.get(f"/sessions/{before[1]['id']}"))["starts_at"]
    await scene.post(f"/series/{series['id']}/edits/{done['edit']['id']}/undo", {}, status=200)
    again = {one["id"]: one for one in await scene.bookings(before[1]["id"])}
    assert again[guest["id"]]["starts_at"] == before[1]["starts_at"]
    assert {one["status"] for one in again.values()} == {"booked"}


async def test_edits_are_taken_back_one_after_the_other_the_last_one_first(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    undo = f"/series/{series['id']}/edits/{{}}/undo"
    to = {"local_date": before[2]["local_date"], "local_start": "13:00", "minutes": 60}
    first = await _edit(scene, series, scope="this_and_following", session_id=before[2]["id"], move=to)
    tail = next(one for one in first["series"] if one["id"] != series["id"])
    second = await _edit(scene, tail, scope="all", values={"title": "Renamed"})
    tail = next(one for one in second["series"] if one["id"] == tail["id"])
    third = await _edit(scene, tail, scope="this", session_id=before[5]["id"], values={"title": "By itself"})
    early = await scene.post(undo.format(first["edit"]["id"]), {}, status=409)
    assert early["code"] == "edit-built-on"
    for one in (third, second, first):
        await scene.post(undo.format(one["edit"]["id"]), {}, status=200)
    kept = ("id", "series_id", "starts_at", "title", "room_id", "staff", "booked", "status")
    assert [[one[name] for name in kept] for one in await _of(scene, series)] == [
        [one[name] for name in kept] for one in before
    ]


async def test_an_edit_stays_built_on_when_only_a_later_one_was_taken_back(clinic: Clinic) -> None:
    scene, series, before = await _made(clinic)
    undo = f"/series/{series['id']}/edits/{{}}/undo"
    first = await _edit(scene, series, scope="all", values={"title": "Renamed"})
    one = await scene.get(f"/sessions/{before[1]['id']}")
    await scene.act("PATCH", f"/sessions/{one['id']}", one["version"], {"title": "By hand"})
    series = await scene.get(f"/series/{series['id']}")
    second = await _edit(scene, series, scope="this", session_id=one["id"], values={"capacity": 5})
    await scene.post(undo.format(second["edit"]["id"]), {}, status=200)
    refused = await scene.post(undo.format(first["edit"]["id"]), {}, status=409)
    assert (refused["code"], refused["session_id"]) == ("edit-built-on", one["id"])
