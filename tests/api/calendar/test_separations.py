"""Two people who must not be in one room are not put there, and the refusal tells nothing of them."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.factories.calendar import API, Scene, make_leader, make_scene
from tests.factories.cohorts import make_cohort, make_membership
from tests.support.clinic import Clinic

from handrail.core.vocabulary import Role
from handrail.participants.models import Separation


async def separate(
    scene: Scene,
    one: UUID,
    other: UUID,
    *,
    staff: bool = False,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> str:
    """Keep two participants, or a participant (`one`) and somebody of the staff, apart."""
    sides = {one: "participant_id", other: "staff_id" if staff else "participant_id"}
    first, second = sorted(sides)
    row = Separation(
        **{f"first_{sides[first]}": first, f"second_{sides[second]}": second},
        reason="Protective order",
        starts_on=starts_on or scene.today - timedelta(days=1),
        ends_on=ends_on,
    )
    async with scene.clinic.db() as db:
        db.add(row)
    return str(row.id)


async def settling(scene: Scene) -> list[dict[str, Any]]:
    """The director's tasks about places to settle."""
    found = (await scene.get("/tasks", view="owned"))["items"]
    return [task for task in found if task["title_code"] == "places_to_settle"]


async def test_holder_of_the_right_is_told_which_separation(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    one, other = await scene.person("Avery"), await scene.person("Blanca")
    separation = await separate(scene, one.participant_id, other.participant_id)
    made = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(one.id)}]))
    wanted = {"episode_id": str(other.id)}
    problem = await scene.post(f"/sessions/{made['id']}/bookings", wanted, 409)
    assert (problem["code"], problem["separation_id"]) == ("booking-not-available", separation)


async def test_refusal_is_the_same_as_for_an_ordinary_reason(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    desk = await clinic.client(Role.FRONT_DESK)
    one, other, late = [await scene.person(name) for name in ("Avery", "Blanca", "Chidi")]
    await separate(scene, one.participant_id, other.participant_id)
    died = {"deceased": True, "deceased_on": scene.today.isoformat()}
    await scene.act("PATCH", f"/participants/{late.participant_id}", 1, died)
    made = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(one.id)}]))
    answers = [
        await desk.post(f"{API}/sessions/{made['id']}/bookings", json={"episode_id": str(episode.id)})
        for episode in (other, late)
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].content == answers[1].content
    assert dict(answers[0].headers).keys() == dict(answers[1].headers).keys()
    assert (await scene.get(f"/sessions/{made['id']}"))["booked"] == 1
    assert [booking["episode_id"] for booking in await scene.bookings(made["id"])] == [str(one.id)]


async def test_participant_and_staff_member_are_kept_apart_from_both_sides(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    therapist = await clinic.client(Role.THERAPIST)
    episode = await scene.person()
    other = await make_leader(clinic, scene.director)
    separation = await separate(scene, episode.participant_id, other, staff=True)
    lead = [{"staff_id": str(other), "role": "lead"}]
    theirs = await scene.post("/sessions", scene.session(staff=lead))
    problem = await scene.post(f"/sessions/{theirs['id']}/bookings", {"episode_id": str(episode.id)}, 409)
    assert (problem["code"], problem["separation_id"]) == ("booking-not-available", separation)
    made = await scene.post("/sessions", scene.session(local_start="16:00", bookings=[{"episode_id": str(episode.id)}]))
    refused = await therapist.put(
        f"{API}/sessions/{made['id']}/staff", json={"staff": lead}, headers={"If-Match": f'"{made["version"]}"'}
    )
    assert refused.json() == {
        "type": "/problems/staff-not-available",
        "title": "This staff member is not available for the session",
        "status": 409,
        "code": "staff-not-available",
    }


async def test_session_is_not_moved_to_a_day_on_which_two_are_apart(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    therapist = await clinic.client(Role.THERAPIST)
    one, other = await scene.person("Avery"), await scene.person("Blanca")
    await separate(scene, one.participant_id, other.participant_id, starts_on=scene.first + timedelta(days=1))
    booked = [{"episode_id": str(episode.id)} for episode in (one, other)]
    made = await scene.post("/sessions", scene.session(capacity=3, bookings=booked))
    move = {"local_date": str(scene.first + timedelta(days=1)), "local_start": "14:00", "minutes": 50}
    refused = await therapist.post(
        f"{API}/sessions/{made['id']}/move", json=move, headers={"If-Match": f'"{made["version"]}"'}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "session-time-not-available")
    assert "separation_id" not in refused.json()
    assert (await scene.get(f"/sessions/{made['id']}"))["local_date"] == str(scene.first)
    same_day = move | {"local_date": str(scene.first), "local_start": "15:00"}
    await scene.act("POST", f"/sessions/{made['id']}/move", made["version"], same_day)


async def test_separated_person_joins_no_cohort_of_the_other(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    one, other, third = [await scene.person(name) for name in ("Avery", "Blanca", "Chidi")]
    separation = await separate(scene, one.participant_id, other.participant_id, ends_on=scene.day(6))
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=one.id)
    path = f"/cohorts/{scene.cohort_id}/members"
    wanted = {"episode_id": str(other.id), "starts_on": scene.today.isoformat()}
    refused = await intake.post(f"{API}{path}", json=wanted)
    assert refused.json() == {
        "type": "/problems/membership-not-available",
        "title": "This cohort is not available for the participant",
        "status": 409,
        "code": "membership-not-available",
    }
    assert (await scene.post(path, wanted, 409))["separation_id"] == separation
    await scene.act("PATCH", f"/participants/{third.participant_id}", 1, {"status": "entered_in_error"})
    ordinary = await intake.post(f"{API}{path}", json=wanted | {"episode_id": str(third.id)})
    assert ordinary.content == refused.content
    await scene.post(path, wanted | {"starts_on": scene.day(7).isoformat()})


async def test_seat_that_could_not_be_given_is_not_offered(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    one, other = await scene.person("Avery"), await scene.person("Blanca")
    await separate(scene, one.participant_id, other.participant_id)
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=one.id)
    wait = {"participant_id": str(other.participant_id), "reason": "no_seat", "requested_on": scene.today.isoformat()}
    entry = await scene.post(f"/cohorts/{scene.cohort_id}/waitlist", wait)
    problem = await scene.post(f"/waitlist-entries/{entry['id']}/offer", {}, 409)
    assert problem["code"] == "membership-not-available"
    place = {"starts_on": scene.today.isoformat()}
    problem = await scene.post(f"/waitlist-entries/{entry['id']}/place", place, 409)
    assert problem["code"] == "membership-not-available"


async def test_members_separated_from_the_staff_miss_that_session_and_the_director_is_asked(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    await separate(scene, episode.participant_id, scene.leader_id, staff=True)
    await scene.post("/series", scene.series())
    extra = await make_leader(clinic, scene.director)
    await scene.post(
        "/sessions",
        scene.session(
            service_kind="group",
            local_start="12:00",
            cohort_ids=[str(scene.cohort_id)],
            staff=[{"staff_id": str(extra), "role": "lead"}],
        ),
    )
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    lines = await scene.schedule(episode)
    assert [line["local_start"][:5] for line in lines if line["booking_status"] == "booked"] == ["12:00"]
    assert {line["cancel_reason"] for line in lines if line["booking_status"] != "booked"} == {"not_available"}
    (task,) = await settling(scene)
    assert (task["participant_id"], task["episode_id"], task["note"]) == (None, str(episode.id), None)
    assert set(task["params"]) == {"count", "session_id"}
    therapist = await clinic.client(Role.THERAPIST, programs=[scene.program_id])
    seen = (await therapist.get(f"{API}/tasks", params={"view": "all"})).json()["items"]
    assert [one for one in seen if one["title_code"] == "places_to_settle"] == []


async def test_members_of_two_cohorts_meet_in_no_session_of_both(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    evening = await make_cohort(clinic, program_id=scene.program_id, location_id=scene.location_id)
    one, other = await scene.person("Avery"), await scene.person("Blanca")
    await separate(scene, one.participant_id, other.participant_id)
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=one.id)
    await make_membership(clinic, cohort_id=evening.id, episode_id=other.id)
    await scene.post("/series", scene.series(cohort_ids=[str(scene.cohort_id), str(evening.id)]))
    assert {line["booking_status"] for line in await scene.schedule(one)} == {"booked"}
    assert {line["cancel_reason"] for line in await scene.schedule(other)} == {"not_available"}
    assert [task["episode_id"] for task in await settling(scene)] == [str(other.id)]


async def test_two_who_are_apart_and_ask_at_once_get_one_place(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    one, other = await scene.person("Avery"), await scene.person("Blanca")
    await separate(scene, one.participant_id, other.participant_id)
    for start in ("14:00", "15:00", "16:00"):
        made = await scene.post("/sessions", scene.session(local_start=start, capacity=4))
        path = f"{API}/sessions/{made['id']}/bookings"
        answers = await asyncio.gather(
            *(scene.director.post(path, json={"episode_id": str(episode.id)}) for episode in (one, other))
        )
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        assert (await scene.get(f"/sessions/{made['id']}"))["booked"] == 1


async def test_separation_of_another_organization_keeps_nobody_apart(clinic: Clinic, other_clinic: Clinic) -> None:
    scene, theirs = await make_scene(clinic), await make_scene(other_clinic)
    foreign = [await theirs.person(name) for name in ("Avery", "Blanca")]
    await separate(theirs, foreign[0].participant_id, foreign[1].participant_id)
    people = [await scene.person(name) for name in ("Avery", "Blanca")]
    await scene.post("/sessions", scene.session(capacity=3, bookings=[{"episode_id": str(one.id)} for one in people]))


async def test_two_who_already_share_sessions_are_a_task_for_who_separates_them(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    one, other, third = [await scene.person(name) for name in ("Avery", "Blanca", "Chidi")]
    leader = str(await make_leader(clinic, scene.director))
    both = [{"episode_id": str(episode.id)} for episode in (one, other)]
    group = await scene.post("/sessions", scene.session(service_kind="group", title="Skills", bookings=both))
    alone = {"bookings": [{"episode_id": str(third.id)}], "staff": [{"staff_id": leader, "role": "lead"}]}
    led = await scene.post("/sessions", scene.session(room_id=None, telehealth=True, **alone))

    async def separated(first: dict[str, str], second: dict[str, str]) -> list[tuple[int, str]]:
        days = {"reason": "Protective order", "starts_on": scene.today.isoformat()}
        await scene.post("/separations", {"first": first, "second": second, **days})
        found = (await scene.get("/tasks", view="owned"))["items"]
        tasks = [task["params"] for task in found if task["title_code"] == "people_to_separate"]
        return sorted((task["count"], task["session_id"]) for task in tasks)

    avery, blanca, chidi = ({"participant_id": str(episode.participant_id)} for episode in (one, other, third))
    assert await separated(avery, blanca) == [(1, group["id"])]
    assert await separated(avery, chidi) == [(1, group["id"])], "they meet nowhere"
    assert await separated(chidi, {"staff_id": leader}) == sorted([(1, group["id"]), (1, led["id"])])


async def test_days_added_to_a_separation_are_looked_through_for_shared_sessions(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    one, other = await scene.person("Avery"), await scene.person("Blanca")
    yesterday = scene.today - timedelta(days=1)
    separation = await separate(scene, one.participant_id, other.participant_id, ends_on=yesterday)
    both = [{"episode_id": str(episode.id)} for episode in (one, other)]
    group = await scene.post("/sessions", scene.session(service_kind="group", title="Skills", bookings=both))

    async def asked() -> list[dict[str, Any]]:
        found = (await scene.get("/tasks", view="owned"))["items"]
        return [task["params"] for task in found if task["title_code"] == "people_to_separate"]

    reworded = {"reason": "Order of the court", "ends_on": yesterday.isoformat()}
    await scene.act("PUT", f"/separations/{separation}", 1, reworded)
    assert await asked() == []
    await scene.act("PUT", f"/separations/{separation}", 2, {"reason": "Order of the court", "ends_on": None})
    assert await asked() == [{"count": 1, "session_id": group["id"], "separation_id": separation}]
