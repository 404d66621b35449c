"""An applied week is taken back whole, or not at all."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from tests.api.planning.test_schedule_builds import Week, _week
from tests.factories.calendar import API
from tests.factories.cohorts import make_cohort
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic

from handrail.core.clock import now
from handrail.core.ids import ScheduleBuildId, new_id
from handrail.core.vocabulary import Role
from handrail.episodes.models import EpisodeService
from handrail.planning import queries

FACTS = ("id", "local_date", "local_start", "local_end", "room_id", "telehealth", "status", "booked", "title")


async def _as_it_is(week: Week) -> list[dict[str, Any]]:
    """What anybody sees of the week's sessions."""
    return sorted(
        (
            {name: one[name] for name in FACTS} | {"staff": sorted((x["staff_id"], x["role"]) for x in one["staff"])}
            for one in await week.scene.sessions(weeks=1)
            if one["status"] == "scheduled"
        ),
        key=lambda one: one["id"],
    )


async def _applied(week: Week) -> dict[str, Any]:
    return await week.apply(await week.built(kind="repair", losses=[week.away()]))


async def test_a_week_is_as_it_was_once_it_is_taken_back(clinic: Clinic) -> None:
    week = await _week(clinic)
    before = await _as_it_is(week)
    plans = [await week.scene.schedule(one) for one in week.people]
    applied = await _applied(week)
    assert await _as_it_is(week) != before
    undone = await week.undo(applied)
    assert undone["undone_at"] is not None
    assert await _as_it_is(week) == before
    assert [await week.scene.schedule(one) for one in week.people] == plans, "everybody has the place they had"
    hours = await week.scene.get(f"/staff/{week.scene.leader_id}/hours")
    assert hours["time_off"] == [], "and who was to be away is not"
    refused = await week.undo(undone, status=409)
    assert (refused["code"], refused["build_status"]) == ("nothing-applied", "applied")
    assert (await week.apply(undone, status=409))["code"] == "nothing-proposed"


async def test_what_a_week_made_is_cancelled_and_its_people_lose_the_place_again(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    scene = week.scene
    await make_cohort(clinic, program_id=scene.program_id, location_id=scene.location_id, name="Newcomers")
    await make_room(clinic, location_id=scene.location_id, name="Annex", capacity=12)
    async with clinic.db() as db:
        db.add(EpisodeService(episode_id=week.people[0].id, service_kind="family", times=1, per_days=7))
    before = await _as_it_is(week)
    applied = await week.apply(await week.built())
    made = {one["id"] for one in await _as_it_is(week)} - {one["id"] for one in before}
    assert made
    await week.undo(applied)
    assert await _as_it_is(week) == before
    gone = [one for one in await scene.sessions(weeks=1) if one["id"] in made]
    assert {(one["status"], one["booked"]) for one in gone} == {("cancelled", 0)}


async def test_a_late_opening_is_taken_back_with_what_it_cut(clinic: Clinic) -> None:
    week = await _week(clinic)
    before = await _as_it_is(week)
    first = str(week.first["local_date"])
    loss = {"kind": "late_opening", "from_date": first, "to_date": first, "opens_at": "10:30", "public_title": "Snow"}
    applied = await week.apply(await week.built(kind="repair", losses=[loss]))
    assert await _as_it_is(week) != before
    await week.undo(applied)
    assert await _as_it_is(week) == before


async def test_a_session_that_changed_since_holds_the_whole_of_it_up_and_is_named(clinic: Clinic) -> None:
    week = await _week(clinic)
    applied = await _applied(week)
    session_id = applied["changes"][0]["session_id"]
    session = await week.scene.get(f"/sessions/{session_id}")
    await week.scene.act("PATCH", f"/sessions/{session_id}", session["version"], {"title": "Another title"})
    left = await _as_it_is(week)
    refused = await week.undo(applied, status=409)
    assert (refused["code"], refused["session_ids"], refused["parts"]) == ("build-built-on", [session_id], ["changed"])
    assert await _as_it_is(week) == left, "nothing of it was done"
    assert (await week.read(applied["id"]))["status"] == "applied"


async def test_a_place_given_since_holds_it_up(clinic: Clinic) -> None:
    week = await _week(clinic)
    applied = await _applied(week)
    another = await week.scene.person()
    group = next(one["session_id"] for one in applied["changes"] if one["kind"] == "group")
    await week.scene.post(f"/sessions/{group}/bookings", {"episode_id": str(another.id)})
    refused = await week.undo(applied, status=409)
    assert (refused["session_ids"], refused["parts"]) == ([group], ["places"])


async def test_a_time_that_is_taken_since_is_not_taken_from_anybody(clinic: Clinic) -> None:
    """The clinician who was replaced leads another session now, at the time the old one had."""
    week = await _week(clinic)
    applied = await _applied(week)
    scene = week.scene
    hours = await scene.get(f"/staff/{scene.leader_id}/hours")
    assert hours["time_off"]
    group = next(one for one in applied["changes"] if one["kind"] == "group")
    room = await make_room(clinic, location_id=scene.location_id, name="Attic", capacity=8)
    await scene.post(
        "/sessions",
        scene.session(
            local_date=group["before"]["local_date"],
            local_start=group["before"]["local_start"][:5],
            room_id=str(room.id),
            staff=[{"staff_id": str(scene.leader_id), "role": "lead"}],
        ),
    )
    left = await _as_it_is(week)
    refused = await week.undo(applied, status=409)
    assert refused["code"] == "staff-taken"
    assert await _as_it_is(week) == left


async def test_what_would_have_begun_by_now_is_not_put_into_the_past(clinic: Clinic) -> None:
    week = await _week(clinic)
    applied = await _applied(week)
    session_id = applied["changes"][0]["session_id"]
    async with clinic.db() as db:
        row = await queries.get_build(db, ScheduleBuildId(UUID(applied["id"])))
        assert row.before is not None
        an_hour_ago = {"planned_starts_at": (now() - timedelta(hours=1)).isoformat()}
        row.before = row.before | {
            "sessions": [one | (an_hour_ago if one["id"] == session_id else {}) for one in row.before["sessions"]]
        }
    refused = await week.undo(await week.read(applied["id"]), status=409)
    assert (refused["session_ids"], refused["parts"]) == ([session_id], ["begun"])


async def test_nobody_without_the_permission_takes_a_week_back_nor_from_an_older_page(clinic: Clinic) -> None:
    week = await _week(clinic)
    applied = await _applied(week)
    stale = applied | {"version": applied["version"] - 1}
    assert (await week.undo(stale, status=412))["code"]
    therapist = await clinic.client(Role.THERAPIST)
    answer = await therapist.post(f"{API}/schedule-builds/{applied['id']}/undo", headers={"If-Match": '"1"'})
    assert answer.status_code == 403


async def test_open_tasks_to_tell_are_withdrawn_and_one_asks_to_tell_that_all_is_as_before(clinic: Clinic) -> None:
    week = await _week(clinic)
    applied = await _applied(week)
    await week.undo(applied)
    async with clinic.db() as db:
        found = await db.execute(_TASKS)
        titles = {(one.title_code, one.status) for one in found}
    assert titles == {("week_to_tell", "cancelled"), ("week_taken_back", "open")}


_TASKS = text("SELECT title_code, status FROM tasks WHERE title_code LIKE 'week%'")


async def test_weeks_are_listed_with_who_asked_and_whether_they_can_go_back(clinic: Clinic) -> None:
    week = await _week(clinic)
    build = await week.built(kind="repair", losses=[week.away()])

    async def listed() -> dict[str, Any]:
        page = await week.scene.get("/schedule-builds", location_id=str(week.scene.location_id))
        (only,) = page["items"]
        return only

    row = await listed()
    assert (row["id"], row["status"], row["kept"]) == (build["id"], "proposed", False)
    assert row["asked_by_name"] == build["asked_by_name"] != ""
    applied = await week.apply(build)
    assert ((await listed())["kept"], applied["kept"]) == (True, True)
    await week.undo(applied)
    assert (await listed())["kept"] is False
    elsewhere = await week.scene.get("/schedule-builds", location_id=str(new_id()))
    assert elsewhere["items"] == []
