"""What hangs on a merged record is the survivor's, everywhere, until the merge is undone."""

from datetime import timedelta
from typing import Any

from tests.factories.attendance import make_group
from tests.factories.calendar import API, make_leader, make_scene
from tests.factories.cohorts import make_membership
from tests.factories.episodes import make_episode, make_referral
from tests.factories.merging import merge, undo_merge
from tests.factories.organizations import make_room
from tests.factories.participants import make_participant, make_relationship
from tests.factories.programs import make_program
from tests.factories.tasks import make_task
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import now
from handrail.core.ids import ParticipantId
from handrail.core.vocabulary import Role
from handrail.participants.models import Separation

PEOPLE = f"{API}/participants"


async def survivor_of(clinic: Clinic, *, name: str = "Kept", **values: Any) -> ParticipantId:
    async with clinic.db() as db:
        return (await make_participant(db, given_names=(name,), family_name="Whitlock", **values)).id


async def items(client: ClinicClient, path: str, **query: Any) -> list[dict[str, Any]]:
    answer = await client.get(f"{API}{path}", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_survivors_chart_shows_what_hangs_on_the_merged_record(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    director = scene.director
    await scene.post("/series", scene.series())
    episode = await scene.person("Twin")
    twin = episode.participant_id
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    await make_task(clinic, owner_id=director.account_id, participant_id=twin)
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    way = {"kind": "phone", "phone": "555 0102", "preferred": True}
    assert (await intake.post(f"{PEOPLE}/{twin}/contact-ways", json=way)).status_code == 201
    wait = {"participant_id": str(twin), "reason": "no_seat", "requested_on": "2026-01-05"}
    await scene.post(f"/cohorts/{scene.cohort_id}/waitlist", wait)
    kept = await survivor_of(clinic)
    days = {"from_date": scene.day(), "to_date": scene.day(13), "limit": 200}

    async def shown(record: ParticipantId) -> list[int]:
        return [
            len(await items(director, "/episodes", participant_id=record)),
            len(await items(director, f"/participants/{record}/sessions", **days)),
            len(await items(director, "/tasks", participant_id=record, view="all")),
            len(await items(director, f"/participants/{record}/contact-ways")),
            len(await items(director, "/waitlist-entries", participant_id=record)),
        ]

    before = await shown(twin)
    assert await shown(kept) == [0, 0, 0, 0, 0]
    assert min(before) >= 1
    await merge(director, twin, kept)
    assert await shown(kept) == before
    assert await shown(twin) == before
    pointer = (await director.get(f"{PEOPLE}/{twin}")).json()
    assert (pointer["status"], pointer["merged_into_id"]) == ("merged", str(kept))
    await undo_merge(director, twin)
    assert await shown(kept) == [0, 0, 0, 0, 0]
    assert await shown(twin) == before


async def test_roster_calls_the_survivor_and_hours_and_doses_are_the_survivors(clinic: Clinic) -> None:
    group = await make_group(clinic, people=2)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    twin = group.episodes[0].participant_id
    kept = await survivor_of(clinic, name="Marisol", chosen_name="Sol")
    marked = await group.therapist.post(f"{group.url}/attendance", json={"marks": [group.mark()]})
    assert marked.status_code == 200, marked.text
    await merge(director, twin, kept)
    roster = (await group.therapist.get(f"{group.url}/roster")).json()
    row = next(row for row in roster["rows"] if row["booking_id"] == str(group.bookings[0].id))
    assert (row["participant_id"], row["chosen_name"], row["full_name"]) == (str(kept), "Sol", "Marisol Whitlock")
    assert row["attendance"]["outcome"] == "present"
    ledger = (await director.get(f"{PEOPLE}/{kept}/ledger")).json()
    assert {week["episode_id"] for week in ledger["weeks"]} == {str(group.episodes[0].id)}
    listed = await items(director, "/participants", program_id=group.program_id)
    assert str(kept) in {person["id"] for person in listed}
    assert str(twin) not in {person["id"] for person in listed}
    await undo_merge(director, twin)
    rows = (await group.therapist.get(f"{group.url}/roster")).json()["rows"]
    assert str(twin) in {row["participant_id"] for row in rows}


async def test_old_number_and_old_name_find_the_survivor(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        twin = await make_participant(db, family_name="Oldname", mrn="OLD-1")
        kept = await make_participant(db, family_name="Newname")
    await merge(director, twin.id, kept.id)
    for search in ({"mrn": "OLD-1"}, {"name_prefix": "oldn"}, {"name_prefix": "newn"}):
        found = (await director.post(f"{PEOPLE}/search", json=search)).json()["items"]
        assert [person["id"] for person in found] == [str(kept.id)], search
    await undo_merge(director, twin.id)
    found = (await director.post(f"{PEOPLE}/search", json={"mrn": "OLD-1"})).json()["items"]
    assert [person["id"] for person in found] == [str(twin.id)]


async def test_undo_restores_the_status_there_was(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    twin, kept = await survivor_of(clinic, name="Twin"), await survivor_of(clinic)
    inactive = await director.patch(f"{PEOPLE}/{twin}", json={"status": "inactive"}, headers={"If-Match": '"1"'})
    assert inactive.status_code == 200
    await merge(director, twin, kept, version=2)
    stale = await director.post(f"{PEOPLE}/{twin}/undo-merge", headers={"If-Match": '"2"'})
    assert stale.status_code == 412
    assert (await undo_merge(director, twin, version=3))["status"] == "inactive"


async def test_right_to_one_record_is_a_right_to_the_person(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    therapist = await clinic.client(Role.THERAPIST)
    assert therapist.staff_id is not None
    twin, kept, stranger = [await survivor_of(clinic, name=name) for name in ("Twin", "Kept", "Stranger")]
    async with clinic.db() as db:
        await make_relationship(db, twin, staff_id=therapist.staff_id)
    assert (await therapist.get(f"{PEOPLE}/{kept}")).status_code == 404
    await merge(director, twin, kept)
    assert (await therapist.get(f"{PEOPLE}/{kept}")).status_code == 200
    assert (await therapist.get(f"{PEOPLE}/{twin}")).status_code == 200
    assert (await therapist.get(f"{PEOPLE}/{stranger}")).status_code == 404
    assert [person["id"] for person in await items(therapist, "/participants")] == [str(kept)]
    await undo_merge(director, twin)
    assert (await therapist.get(f"{PEOPLE}/{kept}")).status_code == 404


async def test_what_is_written_about_the_merged_record_stays_with_the_survivor(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    twin, kept = await survivor_of(clinic, name="Twin"), await survivor_of(clinic)
    await merge(director, twin, kept)
    name = {"kind": "old", "family_name": "Zubiri"}
    assert (await director.post(f"{PEOPLE}/{twin}/former-names", json=name)).status_code == 201
    await undo_merge(director, twin)
    assert [one["family_name"] for one in await items(director, f"/participants/{kept}/former-names")] == ["Zubiri"]
    assert await items(director, f"/participants/{twin}/former-names") == []


async def test_person_is_in_one_place_and_one_episode_of_a_program_by_either_record(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person("Twin")
    program = await make_program(clinic, name="Another")
    kept = await survivor_of(clinic)
    other = await make_episode(clinic, participant_id=kept, program_id=program.id, is_primary=False)
    await merge(scene.director, episode.participant_id, kept)
    again = {
        "participant_id": str(kept),
        "program_id": str(scene.program_id),
        "referred_on": scene.today.isoformat(),
        "source": "provider",
    }
    assert (await scene.post("/episodes", again, 409))["code"] == "episode-overlaps"
    await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    room = await make_room(clinic, location_id=scene.location_id, name="Office 1")
    lead = [{"staff_id": str(await make_leader(clinic, scene.director)), "role": "lead"}]
    second = await scene.post(
        "/sessions", scene.session(local_start="14:20", room_id=str(room.id), staff=lead, program_id=str(program.id))
    )
    problem = await scene.post(f"/sessions/{second['id']}/bookings", {"episode_id": str(other.id)}, 409)
    assert problem["code"] == "participant-taken"


async def test_preview_says_what_does_not_go_together(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    one, other = await scene.person("Twin"), await scene.person("Kept")
    merged, kept = one.participant_id, other.participant_id
    first = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(one.id)}]))
    room = await make_room(clinic, location_id=scene.location_id, name="Office 1")
    lead = [{"staff_id": str(await make_leader(clinic, scene.director)), "role": "lead"}]
    await scene.post(
        "/sessions",
        scene.session(local_start="14:20", room_id=str(room.id), staff=lead, bookings=[{"episode_id": str(other.id)}]),
    )
    async with clinic.db() as db:
        a, b = sorted([merged, kept])
        db.add(Separation(first_participant_id=a, second_participant_id=b, reason="Order", starts_on=scene.today))
    into = {"into_participant_id": str(kept)}
    preview = (await scene.director.post(f"{PEOPLE}/{merged}/merge/preview", json=into)).json()
    assert [conflict["kind"] for conflict in preview["conflicts"]] == [
        "episodes_in_one_program",
        "primary_episodes",
        "double_booking",
        "separated_from_each_other",
    ]
    assert (preview["episodes"], preview["bookings"], preview["birth_dates_differ"]) == (1, 1, False)
    assert preview["conflicts"][2]["starts_at"] > first["starts_at"]
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    blind = (await intake.post(f"{PEOPLE}/{merged}/merge/preview", json=into)).json()
    assert [conflict["kind"] for conflict in blind["conflicts"]] == [
        "episodes_in_one_program",
        "primary_episodes",
        "double_booking",
    ]
    read = (await scene.director.get(f"{PEOPLE}/{merged}")).json()
    assert (read["status"], read["version"]) == ("active", 1)


async def test_preview_says_whom_the_person_would_meet_in_a_session(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    kept, third = await scene.person("Kept"), await scene.person("Third")
    twin = await survivor_of(clinic, name="Twin")
    made = await scene.post(
        "/sessions", scene.session(capacity=4, bookings=[{"episode_id": str(e.id)} for e in (kept, third)])
    )
    async with clinic.db() as db:
        a, b = sorted([twin, third.participant_id])
        db.add(Separation(first_participant_id=a, second_participant_id=b, reason="Order", starts_on=scene.today))
    preview = await scene.director.post(
        f"{PEOPLE}/{twin}/merge/preview", json={"into_participant_id": str(kept.participant_id)}
    )
    (conflict,) = preview.json()["conflicts"]
    assert (conflict["kind"], conflict["other"]) == ("separated_in_a_session", made["id"])


async def test_chain_is_refused_with_the_way_out(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    one, two, three = [await survivor_of(clinic, name=name) for name in ("One", "Two", "Three")]
    await merge(director, one, two)
    refused = await director.post(
        f"{PEOPLE}/{two}/merge", json={"into_participant_id": str(three)}, headers={"If-Match": '"1"'}
    )
    assert (refused.json()["code"], refused.json()["count"]) == ("others-merged-into-it", 1)
    preview = await director.post(f"{PEOPLE}/{two}/merge/preview", json={"into_participant_id": str(three)})
    assert preview.json()["code"] == "others-merged-into-it"
    await merge(director, three, two)
    referral = await make_referral(clinic, participant_id=one)
    assert referral.participant_id == two
    episodes = await items(director, "/episodes", participant_id=three)
    assert [episode["id"] for episode in episodes] == [str(referral.id)]


async def test_merge_of_another_organizations_record_is_of_nobody(clinic: Clinic, other_clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    mine, theirs = await survivor_of(clinic), await survivor_of(other_clinic)
    for one, other in ((mine, theirs), (theirs, mine)):
        into = {"into_participant_id": str(other)}
        for path in ("merge", "merge/preview"):
            answer = await director.post(f"{PEOPLE}/{one}/{path}", json=into, headers={"If-Match": '"1"'})
            assert (answer.status_code, answer.json()["code"]) == (404, "participant-not-found")


async def test_separation_of_one_record_holds_for_the_person(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    kept, third = await scene.person("Kept"), await scene.person("Third")
    twin = await survivor_of(clinic, name="Twin")
    async with clinic.db() as db:
        a, b = sorted([twin, third.participant_id])
        db.add(
            Separation(
                first_participant_id=a,
                second_participant_id=b,
                reason="Order",
                starts_on=now().date() - timedelta(days=2),
            )
        )
    await merge(scene.director, twin, kept.participant_id)
    made = await scene.post("/sessions", scene.session(capacity=4, bookings=[{"episode_id": str(third.id)}]))
    problem = await scene.post(f"/sessions/{made['id']}/bookings", {"episode_id": str(kept.id)}, 409)
    assert problem["code"] == "booking-not-available"


async def test_two_who_are_apart_and_meet_by_a_merge_are_a_task_for_who_may_know(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    kept, third = await scene.person("Kept"), await scene.person("Third")
    twin = await survivor_of(clinic, name="Twin")
    both = [{"episode_id": str(one.id)} for one in (kept, third)]
    made = await scene.post("/sessions", scene.session(capacity=4, bookings=both))
    sides = [{"participant_id": str(one)} for one in (twin, third.participant_id)]
    order = {"first": sides[0], "second": sides[1], "reason": "Order", "starts_on": scene.today.isoformat()}
    separation = await scene.post("/separations", order)
    coordinator = await clinic.client(Role.INTAKE_COORDINATOR)
    assert await items(scene.director, "/tasks", view="owned") == []
    await merge(coordinator, twin, kept.participant_id)
    (task,) = await items(scene.director, "/tasks", view="owned")
    assert (task["title_code"], task["participant_id"]) == ("people_to_separate", None)
    assert task["params"] == {"count": 1, "session_id": made["id"], "separation_id": separation["id"]}
    assert await items(coordinator, "/tasks") == []
    await undo_merge(coordinator, twin)
    await merge(coordinator, twin, kept.participant_id)
    assert len(await items(scene.director, "/tasks", view="owned")) == 1


async def test_separation_is_found_and_not_doubled_by_any_record_of_the_person(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    kept, twin, third = [await survivor_of(clinic, name=name) for name in ("Kept", "Twin", "Third")]
    order = {"reason": "Order", "starts_on": scene.today.isoformat(), "second": {"participant_id": str(third)}}
    separation = await scene.post("/separations", {**order, "first": {"participant_id": str(twin)}})
    assert await items(scene.director, "/separations", person_id=str(kept)) == []
    await merge(scene.director, twin, kept)
    for record in (kept, twin, third):
        found = await items(scene.director, "/separations", person_id=str(record))
        assert [one["id"] for one in found] == [separation["id"]]
    problem = await scene.post("/separations", {**order, "first": {"participant_id": str(kept)}}, 409)
    assert problem["code"] == "already-separated"


async def test_who_died_is_booked_by_none_of_their_records(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person("Twin")
    kept = await survivor_of(clinic)
    await merge(scene.director, episode.participant_id, kept)
    died = {"deceased": True, "deceased_on": scene.today.isoformat()}
    await scene.act("PATCH", f"/participants/{kept}", 1, died)
    made = await scene.post("/sessions", scene.session())
    problem = await scene.post(f"/sessions/{made['id']}/bookings", {"episode_id": str(episode.id)}, 409)
    assert problem["code"] == "booking-not-available"


async def test_records_merged_into_one_are_listed_for_who_may_see_it(clinic: Clinic) -> None:
    client = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        survivor, record = (await make_participant(db)).id, (await make_participant(db, mrn="OLD-1")).id
    await merge(client, record, survivor)
    url = f"/api/v1/participants/{survivor}/merged-records"
    (listed,) = (await client.get(url)).json()["items"]
    assert (listed["id"], listed["mrn"], listed["status"]) == (str(record), "OLD-1", "merged")
    assert (await (await clinic.client(Role.THERAPIST)).get(url)).status_code == 404
