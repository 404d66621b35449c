from datetime import date, timedelta
from typing import Any

from tests.factories.cohorts import make_cohort, make_membership
from tests.factories.episodes import make_episode
from tests.factories.organizations import make_location, ship_rules
from tests.factories.programs import make_program
from tests.support.clinic import Clinic

from handrail.core.clock import today_in
from handrail.core.vocabulary import Role

START = date(2026, 3, 2)


async def values(clinic: Clinic, **other: Any) -> dict[str, Any]:
    program = await make_program(clinic)
    location = await make_location(clinic)
    return {
        "program_id": str(program.id),
        "location_id": str(location.id),
        "name": "Monday morning",
        "track": "day",
        "capacity": 10,
        "starts_on": START.isoformat(),
        **other,
    }


async def test_cohort_is_planned_started_and_listed(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    made = await director.post("/api/v1/cohorts", json=await values(clinic))
    assert made.status_code == 201, made.text
    cohort = made.json()
    assert (cohort["status"], cohort["kind"], cohort["seats_free"]) == ("planned", "open", 10)
    started = await director.post(f"/api/v1/cohorts/{cohort['id']}/start")
    assert started.json()["status"] == "running"
    again = await director.post(f"/api/v1/cohorts/{cohort['id']}/start")
    assert (again.status_code, again.json()["code"]) == (409, "cohort-started")
    for filters, found in (
        ({"status": "running", "track": "day"}, 1),
        ({"track": "evening"}, 0),
        ({"kind": "closed"}, 0),
        ({"program_id": cohort["program_id"], "location_id": cohort["location_id"]}, 1),
    ):
        assert len((await director.get("/api/v1/cohorts", params=filters)).json()["items"]) == found


async def test_closed_cohort_needs_a_last_day(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    body = await values(clinic, kind="closed")
    refused = await director.post("/api/v1/cohorts", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "closed-cohort-needs-end")
    made = await director.post("/api/v1/cohorts", json={**body, "ends_on": "2026-04-26"})
    assert made.status_code == 201


async def test_cohort_runs_in_a_track_of_its_program(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    refused = await director.post("/api/v1/cohorts", json=await values(clinic, track="weekend"))
    assert (refused.status_code, refused.json()["code"]) == (422, "track-not-offered")


async def test_state_caps_the_group(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    body = await values(clinic, capacity=13)
    colorado = await make_location(clinic, name="Denver", state="CO")
    refused = await director.post("/api/v1/cohorts", json={**body, "location_id": str(colorado.id)})
    assert (refused.status_code, refused.json()["code"], refused.json()["group_cap"]) == (
        422,
        "capacity-above-group-cap",
        12,
    )
    assert "2 CCR 502-1" in refused.json()["citation"]
    assert (await director.post("/api/v1/cohorts", json=body)).status_code == 201


async def test_retired_program_gets_no_new_cohort(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    program = await make_program(clinic, active=False)
    body = {"name": "Late", "track": "day", "capacity": 5, "starts_on": START.isoformat()}
    location = await make_location(clinic)
    refused = await director.post(
        "/api/v1/cohorts", json={**body, "program_id": str(program.id), "location_id": str(location.id)}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "program-retired")


async def test_capacity_never_falls_below_seats_taken(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    program = await make_program(clinic)
    cohort = await make_cohort(clinic, program_id=program.id)
    for _ in range(2):
        episode = await make_episode(clinic, program_id=program.id)
        await make_membership(clinic, cohort_id=cohort.id, episode_id=episode.id)
    path = f"/api/v1/cohorts/{cohort.id}"
    read = await director.get(path)
    assert (read.json()["seats_taken"], read.json()["seats_free"]) == (2, 8)
    match = {"If-Match": read.headers["etag"]}
    refused = await director.patch(path, json={"capacity": 1}, headers=match)
    assert (refused.status_code, refused.json()["code"], refused.json()["seats_taken"]) == (409, "seats-taken", 2)
    cut = await director.patch(path, json={"ends_on": today_in(clinic.time_zone).isoformat()}, headers=match)
    assert (cut.status_code, cut.json()["code"], cut.json()["memberships"]) == (409, "members-outside-dates", 2)
    changed = await director.patch(path, json={"capacity": 2, "name": "Small"}, headers=match)
    assert (changed.json()["seats_free"], changed.json()["name"]) == (0, "Small")


async def test_ending_a_cohort_ends_its_memberships(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    program = await make_program(clinic)
    cohort = await make_cohort(clinic, program_id=program.id)
    running, future = [await make_episode(clinic, program_id=program.id) for _ in range(2)]
    today = today_in(clinic.time_zone)
    await make_membership(clinic, cohort_id=cohort.id, episode_id=running.id)
    await make_membership(clinic, cohort_id=cohort.id, episode_id=future.id, starts_on=today + timedelta(days=3))
    ended = await director.post(f"/api/v1/cohorts/{cohort.id}/end", json={"ends_on": today.isoformat()})
    assert (ended.status_code, ended.json()["status"]) == (200, "ended")
    members = await director.get(f"/api/v1/cohorts/{cohort.id}/members", params={"voided": True})
    found = {
        one["episode_id"]: (one["ends_on"], one["end_reason"], one["void_reason"]) for one in members.json()["items"]
    }
    assert found[str(running.id)] == (today.isoformat(), "cohort_ended", None)
    assert found[str(future.id)] == (None, None, "never_began")
    again = await director.post(f"/api/v1/cohorts/{cohort.id}/end", json={"ends_on": today.isoformat()})
    assert (again.status_code, again.json()["code"]) == (409, "cohort-ended")


async def test_cohort_of_another_organization_is_not_there(clinic: Clinic, other_clinic: Clinic) -> None:
    theirs = await make_cohort(other_clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    for path in ("", "/members", "/waitlist"):
        assert (await director.get(f"/api/v1/cohorts/{theirs.id}{path}")).status_code == 404
    ended = await director.post(f"/api/v1/cohorts/{theirs.id}/end", json={"ends_on": "2026-03-02"})
    assert ended.status_code == 404


async def test_only_directors_plan_cohorts(clinic: Clinic) -> None:
    await ship_rules(clinic)
    body = await values(clinic)
    for role in (Role.THERAPIST, Role.ADMINISTRATOR, Role.FRONT_DESK):
        client = await clinic.client(role)
        assert (await client.post("/api/v1/cohorts", json=body)).status_code == 403
        assert (await client.get("/api/v1/cohorts")).status_code == 200
