"""Measures for tests: given through the API, as a clinician gives them."""

from typing import Any

from tests.support.clinic import ClinicClient

from handrail.episodes.models import Episode
from handrail.measures.catalogue import instrument_of

API = "/api/v1"
PHQ = "phq-9"


async def begin(client: ClinicClient, episode: Episode, **values: Any) -> dict[str, Any]:
    """Begin a measure; the PHQ-9, read out in English, unless told otherwise."""
    body = {"episode_id": str(episode.id), "instrument_key": PHQ, "mode": "read_out", **values}
    answer = await client.post(f"{API}/participants/{episode.participant_id}/administrations", json=body)
    assert answer.status_code == 201, answer.text
    begun: dict[str, Any] = answer.json()
    return begun


async def say(client: ClinicClient, administration: dict[str, Any], item: str, value: int | None) -> dict[str, Any]:
    """Answer one question."""
    answer = await client.put(f"{API}/administrations/{administration['id']}/answers/{item}", json={"value": value})
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


async def hand_in(client: ClinicClient, administration: dict[str, Any]) -> dict[str, Any]:
    """Hand in what was answered so far."""
    answer = await client.post(
        f"{API}/administrations/{administration['id']}/complete",
        headers={"If-Match": f'"{administration["version"]}"'},
    )
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


async def give(client: ClinicClient, episode: Episode, values: list[int], **more: Any) -> dict[str, Any]:
    """Give a whole measure; `values` are its answers in order."""
    seen = await begin(client, episode, **more)
    for place, value in enumerate(values, start=1):
        seen = await say(client, seen, str(place), value)
    return await hand_in(client, seen)


async def close_alerts(client: ClinicClient) -> None:
    """Document what was done about every open alert the client sees."""
    for alert in (await client.get(f"{API}/alerts")).json()["items"]:
        done = {"action": "safety_plan", "note": "Asked about today; safe to go home."}
        closed = await client.post(f"{API}/alerts/{alert['id']}/close", json=done)
        assert closed.status_code == 200, closed.text


def own_words(key: str, language: str = "en", **values: Any) -> dict[str, Any]:
    """A body that enters an instrument's words: invented ones for all of its questions and answers."""
    instrument = instrument_of(key)
    return {
        "instrument_key": key,
        "language": language,
        "replaces": 0,
        "instruction": f"Think of last week ({language}).",
        "items": [
            {
                "number": item.number,
                "text": f"Own question {item.number} ({language})",
                "options": [
                    {"value": option.value, "text": f"Own answer {item.number}.{option.value} ({language})"}
                    for option in instrument.answers[item.answers]
                ],
            }
            for item in instrument.items
        ],
        "licence": "Licence 2026-17 of the owner, for use within this clinic.",
        **values,
    }
