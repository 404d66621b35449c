"""Who reads the title of a session: the same answer from every list that has one."""

from datetime import timedelta
from typing import Any

from tests.factories.calendar import API, Scene, make_scene
from tests.factories.cohorts import make_membership
from tests.factories.programs import make_program
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.vocabulary import Role

TITLE, NEUTRAL = ("Opioid relapse prevention", "Relapse"), ("Group", None)


async def _get(reader: ClinicClient, path: str, **query: Any) -> dict[str, Any]:
    answer = await reader.get(f"{API}{path}", params=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def _titles(scene: Scene, reader: ClinicClient, series_id: str, session_id: str) -> set[tuple[str, str | None]]:
    """Return every title the reader finds for the session, wherever it is told."""
    days = {"from_date": scene.day(), "to_date": scene.day(6)}
    told = [
        await _get(reader, f"/series/{series_id}"),
        await _get(reader, f"/sessions/{session_id}"),
        *(await _get(reader, "/series", program_id=scene.program_id))["items"],
        *(await _get(reader, "/sessions", series_id=series_id, **days))["items"],
        *(one for one in (await _get(reader, "/week", starts_on=scene.day()))["sessions"] if one["id"] == session_id),
    ]
    return {(one["title"], one["short_name"]) for one in told}


async def test_a_title_is_for_clinicians_of_the_program_and_who_sees_every_program(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    elsewhere = await make_program(clinic)
    series = await scene.post("/series", scene.series(title=TITLE[0], short_name=TITLE[1]))
    session_id = (await scene.sessions(weeks=1))[0]["id"]
    for reader, expected in (
        (scene.director, TITLE),
        (await clinic.client(Role.THERAPIST, programs=[scene.program_id]), TITLE),
        (await clinic.client(Role.AUDITOR), TITLE),
        (await clinic.client(Role.THERAPIST, programs=[elsewhere.id]), NEUTRAL),
        (await clinic.client(Role.FRONT_DESK, programs=[scene.program_id]), NEUTRAL),
        (await clinic.client(Role.ADMINISTRATOR), NEUTRAL),
    ):
        assert await _titles(scene, reader, series["id"], session_id) == {expected}


async def test_who_changes_what_they_may_not_read_is_not_told_the_title_by_the_answer(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    made = await scene.post("/sessions", scene.session(title=TITLE[0], short_name=TITLE[1], service_kind="group"))
    desk, administrator = await clinic.client(Role.FRONT_DESK), await clinic.client(Role.ADMINISTRATOR)
    changed = await desk.patch(
        f"{API}/sessions/{made['id']}", json={"capacity": 9}, headers={"If-Match": f'"{made["version"]}"'}
    )
    assert (changed.json()["capacity"], changed.json()["title"], changed.json()["short_name"]) == (9, *NEUTRAL)
    storm = {
        "location_id": str(scene.location_id),
        "starts_at": made["starts_at"],
        "ends_at": made["ends_at"],
        "kind": "closed",
        "public_title": "Storm",
    }
    for reader, title in ((scene.director, TITLE[0]), (administrator, NEUTRAL[0])):
        foreseen = (await reader.post(f"{API}/closures/preview", json=storm)).json()
        assert [(hit["title"], hit["service_kind"]) for hit in foreseen["hits"]] == [(title, "group")]
    assert (await scene.get(f"/sessions/{made['id']}"))["title"] == TITLE[0]


async def test_a_participant_reads_the_titles_of_their_own_schedule_and_the_front_desk_does_not(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    await scene.post("/series", scene.series(title=TITLE[0]))
    path = f"/participants/{episode.participant_id}/sessions"
    days = {"from_date": scene.day(), "to_date": scene.day() + timedelta(days=6)}
    themself = await clinic.client(Role.PARTICIPANT, participant_id=episode.participant_id)
    for reader, title in (
        (themself, TITLE[0]),
        (scene.director, TITLE[0]),
        (await clinic.client(Role.FRONT_DESK), NEUTRAL[0]),
    ):
        assert {one["title"] for one in (await _get(reader, path, **days))["items"]} == {title}
