"""Groups that two people lead: planned, held in spite of an illness, applied and taken back with both."""

from datetime import timedelta
from typing import Any

from tests.api.planning.test_schedule_builds import Week, _assign, _week
from tests.factories.calendar import allow_to_lead, make_leader
from tests.factories.cohorts import make_cohort
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic

from handrail.core.ids import StaffId
from handrail.core.vocabulary import ServiceKind


async def _two_lead(week: Week, second_leads: str | None = None, *, title: str | None = None) -> None:
    """Let every therapy of the program's day have two leaders, and be called so."""
    path = f"/programs/{week.scene.program_id}"
    program = await week.scene.get(path)
    blocks: list[dict[str, Any]] = program["blocks"]
    for one in blocks:
        if one["kind"] == "therapy":
            one |= {"leaders": 2, "second_leads": second_leads, "label": title or one["label"]}
    changed = await week.scene.act("PATCH", path, program["version"], {"blocks": blocks})
    told = {(one["leaders"], one["second_leads"]) for one in changed["blocks"] if one["kind"] == "therapy"}
    assert told == {(2, second_leads)}


async def _third(week: Week, *kinds: ServiceKind) -> StaffId:
    """One more who works in the program, with leave for these kinds."""
    staff_id = await make_leader(week.scene.clinic, week.scene.director, *(kinds or (ServiceKind.GROUP,)))
    await _assign(week.scene, staff_id)
    return staff_id


async def _beside(week: Week, staff_id: StaffId, *sessions: dict[str, Any]) -> None:
    """Let somebody co-lead sessions as they stand."""
    for one in sessions or week.groups:
        now = await week.scene.get(f"/sessions/{one['id']}")
        staff = [
            {"staff_id": str(week.scene.leader_id), "role": "lead"},
            {"staff_id": str(staff_id), "role": "co_facilitator"},
        ]
        await week.scene.act("PUT", f"/sessions/{one['id']}/staff", now["version"], {"staff": staff})


def _ill(week: Week, staff_id: StaffId, days: int = 1) -> dict[str, Any]:
    return week.away(days) | {"staff_id": str(staff_id)}


async def _roles(week: Week, session_id: str) -> dict[str, str]:
    working = (await week.scene.get(f"/sessions/{session_id}"))["staff"]
    return {one["role"]: one["staff_id"] for one in working}


async def test_a_new_cohort_gets_two_leaders_of_whom_the_second_has_leave_for_what_is_asked(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    scene = week.scene
    cohort = await make_cohort(clinic, program_id=scene.program_id, location_id=scene.location_id, name="Newcomers")
    await make_room(clinic, location_id=scene.location_id, name="Annex", capacity=12)
    guide = await _third(week, ServiceKind.RECREATION)
    await _third(week)
    await _two_lead(week, "recreation")
    build = await week.built()
    assert build["status"] == "proposed", build["clashes"]
    groups = [one for one in build["changes"] if one["cohort_ids"] == [str(cohort.id)]]
    assert groups
    assert {one["after"]["second_id"] for one in groups} == {str(guide)}
    assert str(guide) not in {one["after"]["staff_id"] for one in groups}
    assert str(guide) in build["staff_ids"], "they are told"

    applied = await week.apply(build)
    made = [one for one in await scene.sessions(weeks=1) if one["cohort_ids"] == [str(cohort.id)]]
    assert len(made) == len(groups)
    for one in made:
        assert (await _roles(week, one["id"]))["co_facilitator"] == str(guide)
    await week.undo(applied)
    left = [one for one in await scene.sessions(weeks=1) if one["cohort_ids"] == [str(cohort.id)]]
    assert {one["status"] for one in left} <= {"cancelled"}


async def test_somebody_takes_the_place_of_a_co_leader_who_is_ill_and_undo_gives_it_back(clinic: Clinic) -> None:
    week = await _week(clinic)
    ill, free = await _third(week), await _third(week)
    await _beside(week, ill)
    build = await week.built(kind="repair", losses=[_ill(week, ill)])
    assert build["status"] == "proposed", build["clashes"]
    (change,) = build["changes"]
    before, after = change["before"], change["after"]
    assert (change["session_id"], change["what"], change["why"]) == (week.first["id"], "changed", ["away"])
    assert (before["second_id"], after["second_id"]) == (str(ill), after["second_id"])
    assert after["second_id"] in {str(free), str(week.other)}
    assert before | {"second_id": None} == after | {"second_id": None}, "time, room and lead stay"

    applied = await week.apply(build)
    assert await _roles(week, week.first["id"]) == {
        "lead": str(week.scene.leader_id),
        "co_facilitator": after["second_id"],
    }
    await week.undo(applied)
    assert (await _roles(week, week.first["id"]))["co_facilitator"] == str(ill)


async def test_where_nobody_can_co_lead_it_is_told_who_leads_alone_and_what_is_missing(clinic: Clinic) -> None:
    week = await _week(clinic)
    ill = await _third(week)
    await _beside(week, ill)
    busy = week.scene.session(
        local_start="09:30", room_id=None, telehealth=True, staff=[{"staff_id": str(week.other), "role": "lead"}]
    )
    await week.scene.post("/sessions", busy)
    build = await week.built(kind="repair", losses=[_ill(week, ill)])
    assert build["status"] == "proposed", build["clashes"]
    (change,) = [one for one in build["changes"] if one["session_id"] == week.first["id"]]
    assert change["after"] == change["before"] | {"second_id": None}
    (missing,) = build["without"]
    assert (missing["second_kind"], missing["cohort_id"], missing["no_chair"]) == (
        "group",
        str(week.scene.cohort_id),
        False,
    )
    assert missing["seat"] == change["after"], "when, and who leads it alone"
    await week.apply(build)
    assert await _roles(week, week.first["id"]) == {"lead": str(week.scene.leader_id)}


async def test_the_co_leader_leads_where_nobody_else_can_for_a_lead_who_is_ill(clinic: Clinic) -> None:
    week = await _week(clinic)
    await _beside(week, week.other)
    build = await week.built(kind="repair", losses=[week.away(1)])
    assert build["status"] == "proposed", build["clashes"]
    (change,) = [one for one in build["changes"] if one["session_id"] == week.first["id"]]
    assert (change["what"], change["after"]["staff_id"], change["after"]["second_id"]) == (
        "changed",
        str(week.other),
        None,
    )
    assert [one["second_kind"] for one in build["without"]] == ["group"]
    await week.apply(build)
    assert await _roles(week, week.first["id"]) == {"lead": str(week.other)}


async def test_co_leaders_stay_and_a_group_that_lacks_one_gets_one(clinic: Clinic) -> None:
    week = await _week(clinic)
    third = await _third(week)
    await _two_lead(week, title=week.first["title"])
    await _beside(week, third, *week.groups[1:])
    build = await week.built(shift_minutes=60, other_days=True)
    assert build["status"] == "proposed", build["clashes"]
    (change,) = build["changes"]
    assert (change["session_id"], change["why"], change["before"]["second_id"]) == (week.first["id"], ["needed"], None)
    assert change["after"]["second_id"] in {str(third), str(week.other)}
    await week.apply(build)
    again = await week.built(shift_minutes=60, other_days=True)
    assert (again["status"], again["changes"], again["without"]) == ("proposed", [], [])


async def test_a_co_leader_has_hours_a_longest_day_and_no_two_places(clinic: Clinic) -> None:
    week = await _week(clinic)
    scene = week.scene
    late, short, elsewhere = await _third(week), await _third(week), await _third(week)
    await _beside(week, week.other)
    day = week.first["local_date"]
    weekdays = [{"weekday": one, "local_start": "12:00", "local_end": "18:00"} for one in scene.weekdays]
    mornings = [{"weekday": one, "local_start": "08:00", "local_end": "18:00"} for one in scene.weekdays]
    for one, values in ((late, {"hours": weekdays}), (short, {"hours": mornings, "longest_day_minutes": 60})):
        file = await scene.get(f"/staff/{one}")
        await scene.act("PUT", f"/staff/{one}/hours", file["version"], values)
    there = scene.session(
        local_start="10:00",
        service_kind="individual",
        room_id=None,
        telehealth=True,
        program_id=str(scene.program_id),
        staff=[{"staff_id": str(elsewhere), "role": "lead"}],
    )
    await allow_to_lead(clinic, elsewhere, ServiceKind.INDIVIDUAL, by=scene.director.account_id)
    await scene.post("/sessions", there)
    build = await week.built(kind="repair", losses=[_ill(week, week.other)])
    (change,) = [one for one in build["changes"] if one["session_id"] == week.first["id"]]
    assert change["before"]["local_date"] == day
    assert change["after"]["second_id"] is None, "nobody of the three could"
    able = await _third(week)
    build = await week.built(kind="repair", losses=[_ill(week, week.other)])
    (change,) = [one for one in build["changes"] if one["session_id"] == week.first["id"]]
    assert change["after"]["second_id"] == str(able)


async def test_a_week_without_enough_co_leaders_says_so_and_one_with_less_is_offered(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    scene = week.scene
    cohort = await make_cohort(clinic, program_id=scene.program_id, location_id=scene.location_id, name="Newcomers")
    await make_room(clinic, location_id=scene.location_id, name="Annex", capacity=12)
    guide = await _third(week, ServiceKind.RECREATION)
    await _two_lead(week, "recreation")
    off = {"starts_at": f"{scene.day() - timedelta(days=1)}T00:00:00Z", "ends_at": f"{scene.day(2)}T23:59:00Z"}
    await scene.post(f"/staff/{guide}/time-off", off)
    build = await week.built()
    assert build["status"] == "no_week"
    assert build["clashes"]

    build = await week.built(leave_out=True)
    assert build["status"] == "proposed", build["clashes"]
    groups = [one for one in build["changes"] if one["cohort_ids"] == [str(cohort.id)]]
    alone = [one for one in groups if one["after"]["second_id"] is None]
    assert len(groups) > len(alone) > 0, "groups are held, with both where that can be"
    assert len(build["without"]) == len(alone)
    assert {(one["second_kind"], one["cohort_id"]) for one in build["without"]} == {("recreation", str(cohort.id))}


async def test_a_room_without_a_chair_for_a_second_leader_is_told(clinic: Clinic) -> None:
    week = await _week(clinic, people=2)
    await _third(week)
    await _two_lead(week, title=week.first["title"])
    await clinic.sql("UPDATE rooms SET capacity = 3 WHERE id = $1", week.scene.room_id)
    build = await week.built()
    assert build["status"] == "proposed", build["clashes"]
    assert build["changes"] == []
    assert {one["no_chair"] for one in build["without"]} == {True}
    assert len(build["without"]) == len(week.groups)


async def test_a_block_says_what_a_second_leader_may_lead_only_if_it_has_one(clinic: Clinic) -> None:
    week = await _week(clinic, people=0)
    path = f"/programs/{week.scene.program_id}"
    program = await week.scene.get(path)
    assert {(one["leaders"], one["second_leads"]) for one in program["blocks"]} == {(1, None)}
    for wrong in ({"second_leads": "skills"}, {"leaders": 3}, {"leaders": 0}):
        blocks = [program["blocks"][0] | wrong, *program["blocks"][1:]]
        refused = await week.scene.act("PATCH", path, program["version"], {"blocks": blocks}, status=422)
        assert refused["errors"][0]["pointer"].startswith("/blocks/0")
