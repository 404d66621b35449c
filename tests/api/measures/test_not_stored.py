"""What was said on a screen of the clinic and what was not stored is told to staff, without what it was."""

from typing import Any

import pytest
from tests.api.measures.test_alerts import listed, scene
from tests.factories.episodes import make_episode
from tests.factories.measures import API, begin, hand_in, say
from tests.support.clinic import Clinic

from handrail.core.clock import today_in
from handrail.core.ids import new_id
from handrail.core.vocabulary import Role
from handrail.diaries.service import diary
from handrail.measures.service import administrations, screens


async def dies(*_: object, **__: object) -> None:
    raise RuntimeError("the disk is full")


@pytest.mark.parametrize("mode", ["self", "read_out"])
async def test_an_answer_on_a_screen_of_the_clinic_is_told_to_staff(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    episode, therapist = await scene(clinic)
    begun = await begin(therapist, episode, mode=mode)
    url = f"{API}/administrations/{begun['id']}/answers/9"
    assert (await therapist.put(url, json={"value": 99})).status_code == 422
    assert await listed(therapist) == []
    with monkeypatch.context() as patched:
        patched.setattr(administrations, "answer_item", dies)
        for _ in range(2):
            assert (await therapist.put(url, json={"value": 3})).status_code == 500
    (alert,) = await listed(therapist)
    assert (alert["source"], alert["urgency"], alert["participant_id"]) == (
        "not_stored",
        "urgent",
        str(episode.participant_id),
    )


async def test_what_could_not_be_handed_in_is_told_to_staff(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    episode, therapist = await scene(clinic)
    seen = await say(therapist, await begin(therapist, episode), "9", 0)
    url, version = f"{API}/administrations/{seen['id']}/complete", {"If-Match": f'"{seen["version"]}"'}
    with monkeypatch.context() as patched:
        patched.setattr(administrations, "complete", dies)
        assert (await therapist.post(url, headers=version)).status_code == 500
    assert [one["source"] for one in await listed(therapist)] == ["not_stored"]


async def test_one_that_is_handed_in_already_loses_nothing(clinic: Clinic) -> None:
    episode, therapist = await scene(clinic)
    done = await hand_in(therapist, await say(therapist, await begin(therapist, episode), "9", 0))
    again = await therapist.post(
        f"{API}/administrations/{done['id']}/complete", headers={"If-Match": f'"{done["version"]}"'}
    )
    assert again.json()["code"] == "not-in-progress"
    assert await listed(therapist) == []
    # An answer that comes after it is one that is missing.
    late = await therapist.put(f"{API}/administrations/{done['id']}/answers/9", json={"value": 3})
    assert late.json()["code"] == "not-in-progress"
    assert [one["source"] for one in await listed(therapist)] == ["not_stored"]


async def test_the_page_says_that_something_was_lost_once_it_gets_through(clinic: Clinic) -> None:
    episode, therapist = await scene(clinic)
    begun = await begin(therapist, episode, mode="self")
    url = f"{API}/administrations/{begun['id']}/not-stored"
    for _ in range(2):
        answer = await therapist.post(url)
        assert (answer.status_code, answer.content) == (204, b"")
    (alert,) = await listed(therapist)
    assert (alert["source"], alert["urgency"]) == ("not_stored", "urgent")


async def test_nobody_opens_one_about_somebody_they_do_not_see(clinic: Clinic) -> None:
    episode, therapist = await scene(clinic)
    begun = await begin(therapist, episode)
    elsewhere = await make_episode(clinic)
    other = await clinic.client(Role.THERAPIST, programs=[elsewhere.program_id])
    unseen: list[Any] = [begun["id"], new_id()]
    for one in unseen:
        assert (await other.post(f"{API}/administrations/{one}/not-stored")).status_code == 404
        assert (await other.put(f"{API}/administrations/{one}/answers/9", json={"value": 1})).status_code == 404
    assert await listed(therapist) == []


async def test_a_failure_before_anybody_is_found_tells_of_nobody_unseen(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode, therapist = await scene(clinic)
    begun = await begin(therapist, episode)
    elsewhere = await make_episode(clinic)
    other = await clinic.client(Role.THERAPIST, programs=[elsewhere.program_id])
    with monkeypatch.context() as patched:
        patched.setattr(administrations, "answer_item", dies)
        answer = await other.put(f"{API}/administrations/{begun['id']}/answers/9", json={"value": 1})
    assert answer.status_code == 500
    assert await listed(therapist) == []


async def test_a_diary_entry_on_a_screen_of_the_clinic_is_told_to_staff(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode, therapist = await scene(clinic)
    today = today_in(clinic.time_zone)
    url = f"{API}/participants/{episode.participant_id}/diary-days/{today}/entry"
    with monkeypatch.context() as patched:
        patched.setattr(diary, "save_entry", dies)
        assert (await therapist.put(url, json={"field": "urge-suicide", "number": 5})).status_code == 500
    assert [one["source"] for one in await listed(therapist)] == ["not_stored"]


SCREEN = {"since_last_contact": False, "wish": True, "thoughts": False, "behaviour": "no"}


async def test_a_risk_screen_that_cannot_be_stored_is_told_to_staff(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode, therapist = await scene(clinic)
    url = f"{API}/participants/{episode.participant_id}/risk-screens"
    screen = SCREEN | {"episode_id": str(episode.id)}
    # What whoever enters it must ask otherwise is not lost: they are told so, and enter it then.
    assert (await therapist.post(url, json=screen | {"intent": True})).json()["code"] == "screen-incomplete"
    assert (await therapist.post(url, json=screen | {"since_last_contact": True})).json()["code"] == "no-earlier-screen"
    assert await listed(therapist) == []
    with monkeypatch.context() as patched:
        patched.setattr(screens, "record", dies)
        for _ in range(2):
            assert (await therapist.post(url, json=screen)).status_code == 500
    (alert,) = await listed(therapist)
    assert (alert["source"], alert["urgency"], alert["participant_id"]) == (
        "not_stored",
        "urgent",
        str(episode.participant_id),
    )


async def test_a_risk_screen_about_somebody_unseen_tells_nobody(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode, therapist = await scene(clinic)
    elsewhere = await make_episode(clinic)
    other = await clinic.client(Role.THERAPIST, programs=[elsewhere.program_id])
    url = f"{API}/participants/{episode.participant_id}/risk-screens"
    with monkeypatch.context() as patched:
        patched.setattr(screens, "record", dies)
        assert (await other.post(url, json=SCREEN | {"episode_id": str(episode.id)})).status_code == 500
    assert await listed(therapist) == []
