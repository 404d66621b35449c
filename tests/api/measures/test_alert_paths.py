"""Whatever opens an alert opens it in the transaction that stores it, once: a crash, two tabs, a request sent again.

Answers of a safety question are in `test_alerts.py`; here stand the other three ways.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import pytest
from tests.factories.episodes import make_episode
from tests.factories.measures import API, begin, say
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.vocabulary import Role
from handrail.episodes.models import Episode
from handrail.measures.service import alerts as service

HIGH = {"wish": True, "thoughts": True, "method": True, "intent": True, "plan": False, "behaviour": "no"}
SEEN = {"reason": "said_something", "note": "Said at the door that nothing matters any more."}

Send = Callable[..., Coroutine[Any, Any, httpx.Response]]


async def scene(clinic: Clinic) -> tuple[Episode, ClinicClient]:
    episode = await make_episode(clinic)
    return episode, await clinic.client(Role.THERAPIST, programs=[episode.program_id])


async def screening(client: ClinicClient, episode: Episode) -> Send:
    """Enters a screen whose answers are high."""
    url = f"{API}/participants/{episode.participant_id}/risk-screens"
    body = {"episode_id": str(episode.id), **HIGH}

    async def send(**headers: str) -> httpx.Response:
        return await client.post(url, json=body, headers=headers)

    return send


async def handing_in(client: ClinicClient, episode: Episode) -> Send:
    """Hands in a PHQ-9 with a blank question 9."""
    begun = await say(client, await begin(client, episode), "1", 0)
    url, version = f"{API}/administrations/{begun['id']}/complete", f'"{begun["version"]}"'

    async def send(**headers: str) -> httpx.Response:
        return await client.post(url, headers={"If-Match": version, **headers})

    return send


async def raising(client: ClinicClient, episode: Episode) -> Send:
    """Raises an alert about what somebody said."""
    url = f"{API}/participants/{episode.participant_id}/alerts"

    async def send(**headers: str) -> httpx.Response:
        return await client.post(url, json=SEEN, headers=headers)

    return send


ways = pytest.mark.parametrize(
    ("way", "source"),
    [(screening, "screen"), (handing_in, "unanswered"), (raising, "flag")],
    ids=["screen", "blank", "flag"],
)


async def sources(client: ClinicClient) -> list[str]:
    """What the open alerts came from."""
    answer = await client.get(f"{API}/alerts")
    assert answer.status_code == 200, answer.text
    return [one["source"] for one in answer.json()["items"]]


async def stored(clinic: Clinic) -> list[int]:
    """How many screens, measures handed in, and alerts there are."""
    found = await clinic.sql(
        "SELECT (SELECT count(*) FROM risk_screens WHERE organization_id = $1) AS screens,"
        " (SELECT count(*) FROM administrations WHERE organization_id = $1 AND completed_at IS NOT NULL) AS handed_in,"
        " (SELECT count(*) FROM alerts WHERE organization_id = $1) AS alerts",
        clinic.organization_id,
    )
    return list(found[0])


@ways
async def test_a_crash_before_the_alert_is_whole_leaves_nothing_stored(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, way: Callable[..., Coroutine[Any, Any, Send]], source: str
) -> None:
    episode, therapist = await scene(clinic)
    send = await way(therapist, episode)

    def dies(*_: object, **__: object) -> None:
        raise RuntimeError("the process died here")

    with monkeypatch.context() as patched:
        patched.setattr(service, "_note", dies)  # the alert itself is in the table by then
        assert (await send(**{"Idempotency-Key": "one"})).status_code == 500
    assert await stored(clinic) == [0, 0, 0]
    # Nothing was kept of the key either: sent again it is done as if for the first time.
    assert (await send(**{"Idempotency-Key": "one"})).is_success
    assert await sources(therapist) == [source]


@ways
async def test_a_request_that_is_sent_again_opens_no_second_one(
    clinic: Clinic, way: Callable[..., Coroutine[Any, Any, Send]], source: str
) -> None:
    episode, therapist = await scene(clinic)
    send = await way(therapist, episode)
    together = await asyncio.gather(*(send(**{"Idempotency-Key": "one"}) for _ in range(4)))
    later = await send(**{"Idempotency-Key": "one"})
    assert {one.status_code for one in together} == {later.status_code}
    assert later.is_success
    assert {one.content for one in together} == {later.content}
    assert await sources(therapist) == [source]


async def test_two_tabs_that_enter_a_screen_enter_two_and_each_has_its_alert(clinic: Clinic) -> None:
    """Asked twice is screened twice: neither of the alerts may be taken for the other."""
    episode, therapist = await scene(clinic)
    send = await screening(therapist, episode)
    tabs = await asyncio.gather(*(send(**{"Idempotency-Key": tab}) for tab in ("left", "right")))
    assert [one.status_code for one in tabs] == [201, 201]
    rows = await clinic.sql("SELECT risk_screen_id FROM alerts WHERE organization_id = $1", clinic.organization_id)
    assert {str(row[0]) for row in rows} == {one.json()["id"] for one in tabs}
    assert len(rows) == 2


async def test_two_tabs_that_hand_in_a_blank_question_open_one(clinic: Clinic) -> None:
    episode, therapist = await scene(clinic)
    send = await handing_in(therapist, episode)
    tabs = await asyncio.gather(*(send(**{"Idempotency-Key": tab}) for tab in ("left", "right")))
    assert sorted(one.status_code for one in tabs) == [200, 412]
    assert await stored(clinic) == [0, 1, 1]
    assert await sources(therapist) == ["unanswered"]


async def test_a_tab_that_answers_while_another_hands_in_is_stored_with_its_alert_or_told(clinic: Clinic) -> None:
    episode, therapist = await scene(clinic)
    begun = await say(therapist, await begin(therapist, episode), "1", 0)
    url = f"{API}/administrations/{begun['id']}"
    answer, handed_in = await asyncio.gather(
        therapist.put(f"{url}/answers/9", json={"value": 2}),
        therapist.post(f"{url}/complete", headers={"If-Match": f'"{begun["version"]}"'}),
    )
    # Whoever comes second is told, and staff too: a safety answer is not stored without its alert, nor lost in silence.
    assert (answer.status_code, handed_in.status_code) in {(200, 412), (409, 200)}
    assert await sources(therapist) == (["answer"] if answer.is_success else ["not_stored", "unanswered"])


async def test_two_tabs_that_raise_one_raise_two(clinic: Clinic) -> None:
    """What two people saw, or one saw twice, is two matters until somebody has looked at both."""
    episode, therapist = await scene(clinic)
    send = await raising(therapist, episode)
    tabs = await asyncio.gather(*(send(**{"Idempotency-Key": tab}) for tab in ("left", "right")))
    assert [one.status_code for one in tabs] == [201, 201]
    assert await sources(therapist) == ["flag", "flag"]
    assert await stored(clinic) == [0, 0, 2]
