from typing import Any

import pytest
from tests.factories.organizations import ship_rules
from tests.factories.programs import make_program
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.ids import new_id
from handrail.core.vocabulary import Role


def own(days: int, minutes: int, **values: Any) -> dict[str, Any]:
    length = {"unit": "weeks", "least": 8, "usual": 8, "most": 12}
    return {"values": {"name": "Ours", "days_per_week": days, "minutes_per_day": minutes, "length": length, **values}}


async def director_of(clinic: Clinic) -> ClinicClient:
    await ship_rules(clinic)
    return await clinic.client(Role.PROGRAM_DIRECTOR)


async def test_three_times_two_hours_is_refused_for_adults_with_reason_and_citation(clinic: Clinic) -> None:
    director = await director_of(clinic)
    refused = await director.post("/api/v1/programs", json=own(3, 120))
    problem = refused.json()
    assert (refused.status_code, problem["code"], problem["reason"]) == (
        422,
        "week-below-minimum",
        "below_level_of_care",
    )
    assert (problem["planned_minutes"], problem["required_minutes"]) == (360, 540)
    assert problem["citation"]


async def test_five_times_four_hours_is_partial_hospitalization(clinic: Clinic) -> None:
    director = await director_of(clinic)
    refused = await director.post("/api/v1/programs", json=own(5, 240))
    problem = refused.json()
    assert (refused.status_code, problem["code"], problem["reason"]) == (
        422,
        "week-above-maximum",
        "partial_hospitalization",
    )
    assert (problem["planned_minutes"], problem["allowed_minutes"]) == (1200, 1140)
    assert "ASAM" in problem["citation"]


async def test_three_times_two_hours_is_accepted_for_youth(clinic: Clinic) -> None:
    director = await director_of(clinic)
    await clinic.sql("UPDATE organizations SET state = 'TX' WHERE organization_id = $1", clinic.organization_id)
    made = await director.post("/api/v1/programs", json=own(3, 120, age_band="youth"))
    assert made.status_code == 201, made.text
    assert made.json()["countable_minutes_per_day"] == 120
    assert [block["kind"] for block in made.json()["blocks"]] == ["therapy"]


async def test_a_break_does_not_count_toward_the_week(clinic: Clinic) -> None:
    director = await director_of(clinic)
    blocks = [
        {"kind": "therapy", "label": "Group", "minutes": 165, "countable": True},
        {"kind": "break", "label": "Break", "minutes": 15, "countable": False},
    ]
    refused = await director.post("/api/v1/programs", json=own(3, 180, blocks=blocks))
    assert (refused.json()["code"], refused.json()["planned_minutes"]) == ("week-below-minimum", 495)


async def test_state_of_the_organization_decides_the_least_day(clinic: Clinic) -> None:
    director = await director_of(clinic)
    await clinic.sql("UPDATE organizations SET state = 'VA' WHERE organization_id = $1", clinic.organization_id)
    refused = await director.post("/api/v1/programs", json=own(5, 150))
    assert (refused.json()["code"], refused.json()["required_minutes"]) == ("program-day-too-short", 180)


@pytest.mark.parametrize("key", ["depression-cbt", "dbt", "trauma", "addiction", "daily-short"])
async def test_every_template_becomes_a_program(clinic: Clinic, key: str) -> None:
    director = await director_of(clinic)
    made = await director.post("/api/v1/programs", json={"template_key": key})
    assert made.status_code == 201, made.text
    program = made.json()
    assert program["template_key"] == key
    assert program["part2"] is (key == "addiction")
    assert program["countable_minutes_per_day"] >= 180
    shipped = (await director.get("/api/v1/program-templates")).json()
    template = next(one for one in shipped["items"] if one["key"] == key)
    assert shipped["texts_es"][template["name"]]
    assert {name: program[name] for name in template if name != "key"} == {
        name: value for name, value in template.items() if name != "key"
    }


async def test_program_comes_from_a_template_or_own_values_not_both(clinic: Clinic) -> None:
    director = await director_of(clinic)
    for body in ({}, {"template_key": "dbt", **own(3, 180)}):
        assert (await director.post("/api/v1/programs", json=body)).status_code == 422
    unknown = await director.post("/api/v1/programs", json={"template_key": "nothing"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "program-template-not-found")


async def test_two_programs_cannot_share_a_name(clinic: Clinic) -> None:
    director = await director_of(clinic)
    assert (await director.post("/api/v1/programs", json={"template_key": "dbt"})).status_code == 201
    refused = await director.post("/api/v1/programs", json={"template_key": "dbt"})
    assert (refused.status_code, refused.json()["code"]) == (409, "program-name-taken")
    named = await director.post("/api/v1/programs", json={"template_key": "dbt", "name": "DBT evenings"})
    assert named.json()["name"] == "DBT evenings"


async def test_changed_week_is_judged_again(clinic: Clinic) -> None:
    director = await director_of(clinic)
    program = await make_program(clinic)
    path = f"/api/v1/programs/{program.id}"
    refused = await director.patch(path, json={"days_per_week": 5}, headers={"If-Match": '"1"'})
    assert (refused.status_code, refused.json()["code"]) == (422, "track-days-differ")
    changed = await director.patch(path, json={"days_per_week": 5, "tracks": []}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["days_per_week"]) == (200, 5)
    assert changed.headers["etag"] == '"2"'
    retired = await director.patch(path, json={"active": False}, headers={"If-Match": '"2"'})
    assert retired.json()["active"] is False
    assert (await director.get("/api/v1/programs", params={"active": True})).json()["items"] == []


async def test_intensive_program_needs_a_rule(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    refused = await director.post("/api/v1/programs", json=own(3, 180))
    assert (refused.status_code, refused.json()["code"]) == (409, "no-week-rule")
    outpatient = await director.post("/api/v1/programs", json=own(1, 90, level_of_care="outpatient"))
    assert outpatient.status_code == 201


async def test_staff_are_assigned_between_two_days(clinic: Clinic) -> None:
    director = await director_of(clinic)
    program = await make_program(clinic)
    therapist = await clinic.client(Role.THERAPIST)
    path = f"/api/v1/programs/{program.id}/staff"
    values = {"staff_id": str(therapist.staff_id), "starts_on": "2026-03-02"}
    made = await director.post(path, json=values)
    assert made.status_code == 201, made.text
    again = await director.post(path, json={**values, "starts_on": "2026-05-01"})
    assert (again.status_code, again.json()["code"]) == (409, "staff-assigned-already")
    one = f"{path}/{made.json()['id']}"
    early = await director.patch(one, json={"ends_on": "2026-03-01"}, headers={"If-Match": '"1"'})
    assert (early.status_code, early.json()["code"]) == (422, "assignment-reversed")
    ended = await director.patch(one, json={"ends_on": "2026-04-30"}, headers={"If-Match": '"1"'})
    assert ended.json()["ends_on"] == "2026-04-30"
    assert (await director.post(path, json={**values, "starts_on": "2026-05-01"})).status_code == 201
    on = {"on": "2026-04-15"}
    listed = (await director.get(path, params=on)).json()["items"]
    assert [row["id"] for row in listed] == [made.json()["id"]]
    unknown = await director.post(path, json={"staff_id": str(new_id()), "starts_on": "2026-03-02"})
    assert unknown.status_code == 422


async def test_program_of_another_organization_is_not_there(clinic: Clinic, other_clinic: Clinic) -> None:
    theirs = await make_program(other_clinic)
    director = await director_of(clinic)
    assert (await director.get(f"/api/v1/programs/{theirs.id}")).status_code == 404
    refused = await director.post(
        f"/api/v1/programs/{theirs.id}/staff", json={"staff_id": str(director.staff_id), "starts_on": "2026-03-02"}
    )
    assert refused.status_code == 404


async def test_only_directors_and_administrators_shape_programs(clinic: Clinic) -> None:
    await ship_rules(clinic)
    therapist = await clinic.client(Role.THERAPIST)
    assert (await therapist.get("/api/v1/programs")).status_code == 200
    assert (await therapist.post("/api/v1/programs", json={"template_key": "dbt"})).status_code == 403
    administrator = await clinic.client(Role.ADMINISTRATOR)
    assert (await administrator.post("/api/v1/programs", json={"template_key": "dbt"})).status_code == 201
