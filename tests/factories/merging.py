"""Two records that turn out to be one person's, for tests."""

from typing import Any
from uuid import UUID

from tests.support.clinic import ClinicClient


async def merge(client: ClinicClient, record: UUID, into: UUID, *, version: int | None = None) -> dict[str, Any]:
    """Merge one record into another through the API."""
    return await _act(client, f"/api/v1/participants/{record}/merge", version, {"into_participant_id": str(into)})


async def undo_merge(client: ClinicClient, record: UUID, *, version: int | None = None) -> dict[str, Any]:
    """Undo the merge of a record through the API."""
    return await _act(client, f"/api/v1/participants/{record}/undo-merge", version, None)


async def _act(client: ClinicClient, path: str, version: int | None, body: Any) -> dict[str, Any]:
    if version is None:
        version = (await client.get(path.rpartition("/")[0])).json()["version"]
    answer = await client.post(path, json=body, headers={"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
