"""Who is not on track and what is done about it; what a group came to."""

from datetime import timedelta
from typing import Any

import pytest
from tests.factories.cohorts import make_cohort
from tests.factories.episodes import make_episode
from tests.factories.measures import API, give
from tests.factories.programs import make_program
from tests.support.clinic import Clinic, ClinicClient

from handrail.core import pagination
from handrail.core.clock import now, today_in
from handrail.core.vocabulary import Role
from handrail.measures.models import Administration, MeasureSchedule
from handrail.measures.vocabulary import AdministrationStatus, GivingMode, Language


async def make_scores(clinic: Clinic, episode: Any, account_id: Any, *totals: float) -> None:
    """PHQ-9 totals a week apart, the first on the day of admission."""
    async with clinic.db() as db:
        db.add_all(
            Administration(
                participant_id=episode.participant_id,
                episode_id=episode.id,
                instrument_key="phq-9",
                instrument_version=1,
                mode=GivingMode.READ_OUT,
                language=Language.EN,
                status=AdministrationStatus.COMPLETED,
                given_by=account_id,
                started_at=now(),
                completed_at=now(),
                taken_on=episode.admitted_on + timedelta(weeks=week),
                total=total,
                subscales={},
                flags=[],
                flags_unknown=[],
                positive=[],
            )
            for week, total in enumerate(totals)
        )


async def test_whoever_gets_worse_stands_there_until_somebody_has_done_something(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    therapist = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    stranger = await clinic.client(Role.THERAPIST)
    today = today_in(clinic.time_zone)
    await give(therapist, episode, [1] * 8 + [0], taken_on=str(today - timedelta(days=7)))
    assert (await therapist.get(f"{API}/off-track")).json()["items"] == []
    response = {
        "episode_id": str(episode.id),
        "instrument_key": "phq-9",
        "kind": "plan_changed",
        "note": "Two individual sessions a week for now.",
        "review_on": str(today + timedelta(days=7)),
    }
    url = f"{API}/participants/{episode.participant_id}"
    early = await therapist.post(f"{url}/track-responses", json=response)
    assert (early.status_code, early.json()["code"]) == (409, "on-track")

    await give(therapist, episode, [2] * 8 + [0], taken_on=str(today))
    (waiting,) = (await therapist.get(f"{API}/off-track", params={"program_id": str(episode.program_id)})).json()[
        "items"
    ]
    assert (waiting["off_track"], waiting["first"], waiting["last"]) == ("worse", 8.0, 16.0)
    assert (await stranger.get(f"{API}/off-track")).json()["items"] == []

    late = await therapist.post(
        f"{url}/track-responses", json={**response, "review_on": str(today + timedelta(days=31))}
    )
    assert (late.status_code, late.json()["code"]) == (422, "review-too-far")
    assert (await therapist.post(f"{url}/track-responses", json=response)).status_code == 201
    assert (await therapist.get(f"{API}/off-track")).json()["items"] == []
    (progress,) = (await therapist.get(f"{url}/progress")).json()["progress"]
    assert (progress["off_track"], progress["answered"], progress["expected"]) == ("worse", True, [])
    assert [one["kind"] for one in progress["responses"]] == ["plan_changed"]

    # The day of the next look comes and nothing is better: it is asked again.
    await clinic.sql(
        "UPDATE track_responses SET review_on = $1 WHERE organization_id = $2",
        today - timedelta(days=1),
        clinic.organization_id,
    )
    assert len((await therapist.get(f"{API}/off-track")).json()["items"]) == 1


async def every_page(client: ClinicClient, url: str, items: str) -> tuple[int, list[dict[str, Any]]]:
    """How many pages a list has, and everything on them."""
    pages, found, cursor = 0, [], None
    while pages == 0 or cursor is not None:
        answer = await client.get(url, params={"cursor": cursor} if cursor else {})
        assert answer.status_code == 200, answer.text
        body = answer.json()
        pages, found, cursor = pages + 1, found + body[items], body["further" if items == "due" else "next_cursor"]
    return pages, found


async def test_more_episodes_than_are_looked_at_at_once_are_on_the_next_pages(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = await make_program(clinic)
    therapist = await clinic.client(Role.THERAPIST, programs=[program.id])
    async with clinic.db() as db:
        entries = [{"instrument_key": "gad-7", "moments": ["weekly"]}]
        db.add(MeasureSchedule(program_id=program.id, entries=entries))
    worse = [await make_episode(clinic, program_id=program.id) for _ in range(3)]
    for episode in worse:
        await make_scores(clinic, episode, therapist.account_id, 8, 16)
    names = {str(episode.participant_id) for episode in worse}
    off_track, due = f"{API}/off-track", f"{API}/programs/{program.id}/measures-due"
    for most, pages in ((500, 1), (3, 1), (2, 2), (1, 3)):
        monkeypatch.setattr(pagination, "EPISODES_A_PAGE", most)
        for url, items in ((off_track, "items"), (due, "due")):
            seen, found = await every_page(therapist, url, items)
            assert (seen, len(found), {one["participant_id"] for one in found}) == (pages, 3, names)
    assert (await therapist.get(due, params={"cursor": "nonsense"})).json()["code"] == "invalid-cursor"


async def test_nothing_better_at_half_time_is_asked_too_and_the_expected_course_rests_on_enough(clinic: Clinic) -> None:
    program = await make_program(clinic)
    therapist = await clinic.client(Role.THERAPIST, programs=[program.id])
    today = today_in(clinic.time_zone)
    for _ in range(20):
        ended = await make_episode(clinic, program_id=program.id, admitted_on=today - timedelta(days=40))
        await make_scores(clinic, ended, therapist.account_id, 19.5, 12, 8)
    await clinic.sql(
        "UPDATE episodes SET ended_on = $1, end_reason = 'completed' WHERE organization_id = $2",
        today - timedelta(days=10),
        clinic.organization_id,
    )
    episode = await make_episode(
        clinic, program_id=program.id, admitted_on=today - timedelta(days=14), planned_end_on=today + timedelta(days=7)
    )
    await make_scores(clinic, episode, therapist.account_id, 17, 16)
    (waiting,) = (await therapist.get(f"{API}/off-track")).json()["items"]
    assert waiting["off_track"] == "no_gain"
    answer = await therapist.get(f"{API}/participants/{episode.participant_id}/progress")
    (progress,) = answer.json()["progress"]
    assert [(one["week"], one["people"], one["middle"]) for one in progress["expected"]] == [
        (0, 20, 19.5),
        (1, 20, 12.0),
        (2, 20, 8.0),
    ]
    await clinic.sql(
        "UPDATE administrations SET status = 'withdrawn', withdraw_reason = 'Mistaken.' WHERE organization_id = $1"
        " AND episode_id = (SELECT episode_id FROM administrations WHERE organization_id = $1 AND total = 8 LIMIT 1)",
        clinic.organization_id,
    )
    answer = await therapist.get(f"{API}/participants/{episode.participant_id}/progress")
    assert answer.json()["progress"][0]["expected"] == []


async def test_a_group_of_ten_has_figures_and_one_of_nine_has_none(clinic: Clinic) -> None:
    program = await make_program(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    cohort = await make_cohort(clinic, program_id=program.id)
    today = today_in(clinic.time_zone)
    span = {"instrument": "phq-9", "first": str(today - timedelta(days=60)), "last": str(today)}
    of_program = {**span, "program_id": str(program.id)}
    for person in range(10):
        episode = await make_episode(clinic, program_id=program.id)
        await make_scores(clinic, episode, director.account_id, 12 + person % 3, 5 if person < 6 else 12)
        if person == 8:
            few = (await director.get(f"{API}/outcomes", params=of_program)).json()
            assert (few["outcome"], few["least_people"]) == (None, 10)
    answer = (await director.get(f"{API}/outcomes", params=of_program)).json()
    figure, limits, found = answer["reliable_change"], answer["clinical_range"], answer["outcome"]
    assert (figure["points"], "IAPT" in figure["citation"], limits["at_least"]) == (6, True, 10)
    pcl = (await director.get(f"{API}/outcomes", params={**of_program, "instrument": "pcl-5"})).json()
    assert pcl["reliable_change"]["key"] == "firm-18"  # the firmest of two is what better and worse are counted by
    assert (found["people"], found["improved"]["count"], found["recovered"]["count"]) == (10, 6, 6)
    assert (found["followed"]["count"], found["followed"]["of"]) == (10, 10)
    # Who was admitted and never gave it is missing from the figures, and counts as missing.
    for _ in range(5):
        await make_episode(clinic, program_id=program.id)
    found = (await director.get(f"{API}/outcomes", params=of_program)).json()["outcome"]
    assert (found["people"], found["followed"]["count"], found["followed"]["of"]) == (10, 10, 15)
    assert found["effect"]["lowest"] < found["effect"]["size"] < found["effect"]["highest"]
    of_cohort = await director.get(f"{API}/outcomes", params={**span, "cohort_id": str(cohort.id)})
    assert of_cohort.json()["outcome"] is None
    refused = [
        await director.get(f"{API}/outcomes", params={**of_program, "cohort_id": str(cohort.id)}),
        await director.get(f"{API}/outcomes", params={**span, "last": str(today - timedelta(days=61))}),
        await director.get(f"{API}/outcomes", params={**span, "instrument": "none"}),
    ]
    assert [one.json()["code"] for one in refused] == ["one-group", "outcome-span-wrong", "instrument-unknown"]
