"""Hand-offs for tests."""

from typing import Any

from tests.support.clinic import Clinic, ClinicClient

URL = "/api/v1/handoffs"


async def write_handoff(client: ClinicClient, **values: Any) -> dict[str, Any]:
    """A hand-off about the day by the API; say whom it is for."""
    body = {"text": "The van comes at ten; the heating of the group room is off."} | {
        key: str(value) for key, value in values.items()
    }
    made = await client.post(URL, json=body)
    assert made.status_code == 201, made.text
    handoff: dict[str, Any] = made.json()
    return handoff


async def lapse(clinic: Clinic, handoff_id: str) -> None:
    """Let a hand-off's time be over: the database's clock decides, so the row moves instead of it."""
    await clinic.sql(
        "UPDATE handoffs SET expires_at = now() - interval '1 minute' WHERE organization_id = $1 AND id = $2::uuid",
        clinic.organization_id,
        handoff_id,
    )
