"""Diary cards for tests: set and filled through the API, as a clinician does it with the participant."""

from datetime import date, timedelta
from typing import Any

from tests.factories.episodes import make_episode
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import today_in
from handrail.core.ids import ParticipantId
from handrail.core.vocabulary import Role
from handrail.episodes.models import Episode

API = "/api/v1"
EVERY_FIELD = (
    "urge-suicide",
    "urge-self-harm",
    "urge-use",
    "urge-quit",
    "act-suicide",
    "act-self-harm",
    "act-use",
    "misery",
    "shame",
    "anger",
    "fear",
    "joy",
    "medication",
    "sleep",
    "skills-used",
    "skills",
)


async def scene(clinic: Clinic) -> tuple[Episode, ClinicClient]:
    """A participant and their therapist."""
    episode = await make_episode(clinic)
    return episode, await clinic.client(Role.THERAPIST, programs=[episode.program_id], display_name="Sam Reyes")


def days_ago(clinic: Clinic, days: int) -> date:
    return today_in(clinic.time_zone) - timedelta(days=days)


def entry_url(episode: Episode, day: date) -> str:
    return f"{API}/participants/{episode.participant_id}/diary-days/{day}/entry"


async def enter(client: ClinicClient, episode: Episode, day: date, field: str, number: float | None) -> dict[str, Any]:
    """Enter one field of a day."""
    answer = await client.put(entry_url(episode, day), json={"field": field, "number": number})
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


async def set_card(
    client: ClinicClient, participant_id: ParticipantId | str, *, starts_on: date | str, version: int = 0, **values: Any
) -> dict[str, Any]:
    """Set a person's card; every field unless told otherwise."""
    body = {"fields": list(EVERY_FIELD), "starts_on": str(starts_on), **values}
    url = f"{API}/participants/{participant_id}/diary-setting"
    answer = await client.put(url, json=body, headers={"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read
