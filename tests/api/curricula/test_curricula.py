"""A group is taught topic after topic; a newcomer sees what they missed."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.factories.calendar import Scene, make_scene
from tests.factories.modalities import ship_modalities
from tests.factories.programs import make_program
from tests.support.clinic import Clinic

from handrail.attendance.models import Attendance
from handrail.attendance.vocabulary import Evidence, Mode, Outcome
from handrail.core.clock import now
from handrail.core.ids import BookingId, SessionId
from handrail.core.vocabulary import Role

API = "/api/v1"


async def scene_with_run(clinic: Clinic) -> tuple[Scene, dict[str, Any], dict[str, Any]]:
    """A cohort that follows the shipped ten topics of relapse prevention in its group from the group's first day."""
    by_key = await ship_modalities(clinic)
    scene = await make_scene(clinic)
    series = await scene.post("/series", scene.series(cohort_ids=[str(scene.cohort_id)]))
    body = {
        "program_id": str(scene.program_id),
        "name": "Relapse prevention",
        "modality_id": str(by_key["relapse-prevention"].id),
        "template_key": "relapse-prevention-10",
    }
    curriculum = await scene.post("/curricula", body)
    start = {"curriculum_id": curriculum["id"], "series_id": series["id"], "starts_on": series["starts_on"]}
    run = await scene.post(f"/cohorts/{scene.cohort_id}/curriculum-runs", start)
    twice = await scene.director.post(f"{API}/cohorts/{scene.cohort_id}/curriculum-runs", json=start)
    assert (twice.status_code, twice.json()["code"]) == (409, "curriculum-run-runs")
    return scene, curriculum, run


async def test_shipped_texts_are_read_in_spanish(clinic: Clinic) -> None:
    client = await clinic.client(Role.UTILIZATION_REVIEWER)
    answer = await client.get(f"{API}/curriculum-templates/texts/es")
    assert (answer.status_code, answer.json()["language"]) == (200, "es")
    assert answer.json()["texts"]["Thinking traps"] == "Trampas del pensamiento"
    assert (await client.get(f"{API}/curriculum-templates/texts/xx")).status_code == 404


async def test_topics_are_laid_over_the_sessions_and_a_pinned_one_moves_the_rest(clinic: Clinic) -> None:
    scene, curriculum, run = await scene_with_run(clinic)
    keys = [topic["key"] for topic in curriculum["topics"]]
    (board,) = (await scene.get(f"/cohorts/{scene.cohort_id}/curriculum-runs"))["items"]
    meetings = board["meetings"]
    assert [one["topic"] for one in meetings[:11]] == [*keys, keys[0]]
    second = meetings[1]["session_id"]
    (plan,) = (await scene.get(f"/sessions/{second}/plans"))["items"]
    assert (plan["topic"]["key"], plan["number"], plan["of"], plan["next_topic"]) == (
        keys[1],
        2,
        10,
        curriculum["topics"][2]["name"],
    )
    therapist = await clinic.client(Role.THERAPIST)
    pinned = await therapist.put(f"{API}/sessions/{second}/topic", json={"run_id": run["id"], "topic": keys[0]})
    assert (pinned.status_code, pinned.json()["topic"]["key"], pinned.json()["pinned"]) == (200, keys[0], True)
    (board,) = (await scene.get(f"/cohorts/{scene.cohort_id}/curriculum-runs"))["items"]
    assert [one["topic"] for one in board["meetings"][:4]] == [keys[0], keys[0], keys[1], keys[2]]
    # A cancelled session teaches nothing: what it would have had comes next.
    third = board["meetings"][2]["session_id"]
    version = (await scene.get(f"/sessions/{third}"))["version"]
    gone = await scene.director.post(
        f"{API}/sessions/{third}/cancel", json={"reason": "staff_absent"}, headers={"If-Match": f'"{version}"'}
    )
    assert gone.status_code == 200, gone.text
    (board,) = (await scene.get(f"/cohorts/{scene.cohort_id}/curriculum-runs"))["items"]
    assert [one["topic"] for one in board["meetings"][:3]] == [keys[0], keys[0], keys[1]]
    assert (await scene.get(f"/sessions/{third}/plans"))["items"] == []
    outside = await therapist.put(f"{API}/sessions/{third}/topic", json={"run_id": run["id"], "topic": keys[0]})
    assert (outside.status_code, outside.json()["code"]) == (409, "session-outside-run")


async def test_each_member_sees_what_lies_ahead_and_a_run_ends_on_its_day(clinic: Clinic) -> None:
    scene, _, run = await scene_with_run(clinic)
    episode = await scene.person()
    body = {"episode_id": str(episode.id), "starts_on": str(scene.today)}
    await scene.post(f"/cohorts/{scene.cohort_id}/members", body)
    told = await scene.get(f"/curriculum-runs/{run['id']}/members")
    (member,) = told["members"]
    assert member["episode_id"] == str(episode.id)
    assert {one["state"] for one in member["topics"]} == {"ahead"}
    (board,) = (await scene.get(f"/cohorts/{scene.cohort_id}/curriculum-runs"))["items"]
    assert member["topics"][0]["next_on"] == board["meetings"][0]["on"]
    stranger = await clinic.client(Role.THERAPIST)
    seen = await stranger.get(f"{API}/curriculum-runs/{run['id']}/members")
    assert (seen.status_code, seen.json()["members"]) == (200, []), "people one does not treat are not listed"

    last = board["meetings"][2]["on"]
    ended = await scene.director.post(
        f"{API}/curriculum-runs/{run['id']}/end", json={"ended_on": last}, headers={"If-Match": '"1"'}
    )
    assert (ended.status_code, ended.json()["ended_on"]) == (200, last)
    (board,) = (await scene.get(f"/cohorts/{scene.cohort_id}/curriculum-runs"))["items"]
    assert max(date.fromisoformat(one["on"]) for one in board["meetings"]) == date.fromisoformat(last)


async def test_a_newcomer_is_told_what_they_missed_and_when_it_comes_again(clinic: Clinic) -> None:
    scene, curriculum, run = await scene_with_run(clinic)
    keys = [topic["key"] for topic in curriculum["topics"]]
    old, new = await scene.person("Avery"), await scene.person("Blanca")
    (board,) = (await scene.get(f"/cohorts/{scene.cohort_id}/curriculum-runs"))["items"]
    again = [one["on"] for one in board["meetings"] if one["topic"] == keys[0]]
    first, second = (one["session_id"] for one in board["meetings"][:2])
    await scene.post(f"/cohorts/{scene.cohort_id}/members", {"episode_id": str(old.id), "starts_on": str(scene.today)})
    # Two weeks later two topics were taught, and who is there since was at the first of them.
    await clinic.sql(
        "UPDATE sessions SET starts_at = starts_at - interval '14 days', ends_at = ends_at - interval '14 days',"
        " local_date = local_date - 14 WHERE organization_id = $1 AND id IN ($2, $3)",
        clinic.organization_id,
        UUID(first),
        UUID(second),
    )
    await clinic.sql(
        "UPDATE curriculum_runs SET starts_on = starts_on - 14 WHERE organization_id = $1", clinic.organization_id
    )
    (booking,) = (one for one in await scene.bookings(first) if one["episode_id"] == str(old.id))
    at = now() - timedelta(days=3)
    async with clinic.db() as db:
        db.add(
            Attendance(
                session_id=SessionId(UUID(first)),
                booking_id=BookingId(UUID(booking["id"])),
                participant_id=old.participant_id,
                episode_id=old.id,
                outcome=Outcome.PRESENT,
                mode=Mode.IN_PERSON,
                evidence=Evidence.STAFF,
                arrived_at=at,
                left_at=at + timedelta(minutes=90),
                minutes=90,
                countable_minutes=90,
                marked_by=scene.director.account_id,
                marked_at=at,
            )
        )
    await scene.post(f"/cohorts/{scene.cohort_id}/members", {"episode_id": str(new.id), "starts_on": str(scene.today)})
    members = (await scene.get(f"/curriculum-runs/{run['id']}/members"))["members"]
    told = {one["episode_id"]: one["topics"] for one in members}
    assert [one["state"] for one in told[str(new.id)]] == ["missed", "missed", *["ahead"] * 8]
    assert [one["state"] for one in told[str(old.id)]] == ["received", "missed", *["ahead"] * 8]
    # Ten topics: the first comes again with the eleventh session, for who missed it and for who did not.
    assert told[str(new.id)][0] == {"topic": keys[0], "state": "missed", "received_on": None, "next_on": again[1]}
    assert told[str(new.id)][2]["next_on"] < again[1] < told[str(new.id)][1]["next_on"]
    assert told[str(old.id)][0]["received_on"] == str(date.fromisoformat(again[0]) - timedelta(days=14))


async def test_topics_that_a_group_was_taught_do_not_change_and_others_are_checked(clinic: Clinic) -> None:
    scene, curriculum, _ = await scene_with_run(clinic)
    url = f"{API}/curricula/{curriculum['id']}"
    unknown = [{**curriculum["topics"][0], "skills": ["fly"]}]
    refused = await scene.director.patch(url, json={"topics": unknown}, headers={"If-Match": '"1"'})
    assert (refused.status_code, refused.json()["code"]) == (422, "skill-unknown")
    fewer = await scene.director.patch(url, json={"topics": curriculum["topics"][:2]}, headers={"If-Match": '"1"'})
    assert (fewer.status_code, len(fewer.json()["topics"])) == (200, 2), "nothing was taught yet"
    await clinic.sql("UPDATE curriculum_runs SET starts_on = current_date - 2")
    late = await scene.director.patch(url, json={"topics": curriculum["topics"]}, headers={"If-Match": '"2"'})
    assert (late.status_code, late.json()["code"]) == (409, "curriculum-in-use")
    named = await scene.director.patch(url, json={"active": False}, headers={"If-Match": '"2"'})
    assert (named.status_code, named.json()["active"]) == (200, False)


async def test_a_topic_says_what_the_entry_of_its_group_begins_with(clinic: Clinic) -> None:
    by_key = await ship_modalities(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    program = await make_program(clinic, template_key="dbt")
    body = {"program_id": str(program.id), "modality_id": str(by_key["psychoeducation"].id)}
    shipped = {**body, "name": "Shipped", "template_key": "psychoeducation-10"}
    made = await director.post(f"{API}/curricula", json=shipped)
    assert made.status_code == 201, made.text
    assert made.json()["topics"][0]["records"] == {"topic": "Depression"}

    mindful = {**body, "modality_id": str(by_key["mindfulness"].id), "name": "Ours"}

    async def refused(records: dict[str, Any]) -> str:
        topics = [{"key": "sit", "name": "Sitting", "records": records}]
        answer = await director.post(f"{API}/curricula", json={**mindful, "topics": topics})
        assert answer.status_code == 422, answer.text
        return str(answer.json()["code"])

    assert await refused({"practice-minutes": "long"}) == "record-value-wrong"
    assert await refused({"craving": 3}) == "record-unknown"
    # As written before topics recorded anything.
    await clinic.sql(
        "UPDATE curricula SET topics = (SELECT jsonb_agg(one - 'records') FROM jsonb_array_elements(topics) AS one)"
        " WHERE organization_id = $1",
        clinic.organization_id,
    )
    read = await director.get(f"{API}/curricula/{made.json()['id']}")
    assert [one["records"] for one in read.json()["topics"]] == [{}] * 10
