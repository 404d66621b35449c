"""A group is taught topic after topic; a newcomer sees what they missed."""

from datetime import date
from typing import Any

from tests.factories.calendar import Scene, make_scene
from tests.factories.modalities import ship_modalities
from tests.support.clinic import Clinic

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
