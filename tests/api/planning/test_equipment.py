"""A group is planned into a room that has what its program's day says it needs."""

from typing import Any

from tests.api.planning.test_schedule_builds import Week, _week
from tests.factories.cohorts import make_cohort
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic


async def _needing(week: Week, *things: str, title: str | None = None) -> None:
    """Let every therapy of the program's day need these things, and be called so."""
    path = f"/programs/{week.scene.program_id}"
    program = await week.scene.get(path)
    blocks: list[dict[str, Any]] = program["blocks"]
    assert all(one["equipment"] == [] for one in blocks)
    for one in blocks:
        if one["kind"] == "therapy":
            one |= {"equipment": list(things), "label": title or one["label"]}
    changed = await week.scene.act("PATCH", path, program["version"], {"blocks": blocks})
    assert {tuple(one["equipment"]) for one in changed["blocks"] if one["kind"] == "therapy"} == {things}


async def _newcomers(week: Week) -> str:
    scene = week.scene
    cohort = await make_cohort(
        scene.clinic, program_id=scene.program_id, location_id=scene.location_id, name="Newcomers"
    )
    return str(cohort.id)


async def test_new_groups_meet_where_there_is_what_they_need_however_it_is_written(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    cohort, at = await _newcomers(week), week.scene.location_id
    await make_room(clinic, location_id=at, name="Annex", capacity=6)
    fitted = await make_room(clinic, location_id=at, name="Hall", capacity=12, equipment=["pizarra  MÓVIL", "Screen"])
    await _needing(week, "Pizarra móvil")
    build = await week.built()
    assert build["status"] == "proposed", build["clashes"]
    rooms = {one["after"]["room_id"] for one in build["changes"] if one["cohort_ids"] == [cohort]}
    assert rooms == {str(fitted.id)}, "though a smaller one is free"


async def test_what_no_room_has_is_told(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    cohort = await _newcomers(week)
    await make_room(clinic, location_id=week.scene.location_id, name="Hall", capacity=12, equipment=["Whiteboard"])
    await _needing(week, "Whiteboard", "Projector")
    build = await week.built()
    assert build["status"] == "no_week"
    assert {one["rule"] for one in build["clashes"]} == {"no_room"}
    assert {tuple(one["cohort_ids"]) for one in build["clashes"]} == {(cohort,)}


async def test_groups_of_a_lost_room_go_where_what_they_used_there_is_too(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    scene, first = week.scene, str(week.first["local_date"])
    await make_room(clinic, location_id=scene.location_id, name="Bare", capacity=5)
    fitted = await make_room(clinic, location_id=scene.location_id, name="Fitted", capacity=12, equipment=["Screen"])
    await clinic.sql("""UPDATE rooms SET equipment = '["Screen"]' WHERE id = $1""", scene.room_id)
    await _needing(week, "Screen", "Piano", title=week.first["title"])
    lost = {"kind": "room", "room_id": str(scene.room_id), "from_date": first, "to_date": first}
    build = await week.built(kind="repair", losses=[lost])
    assert build["status"] == "proposed", build["clashes"]
    (group,) = [one for one in build["changes"] if one["session_id"] == week.first["id"]]
    assert group["after"]["room_id"] == str(fitted.id), "a piano it did without, the screen it had"
