"""Who did or saw what is stored before the answer leaves; refusals too."""

import asyncio

import pytest
from tests.support.clinic import Clinic

from handrail.core.vocabulary import Role

CEDAR = {"name": "Cedar House", "time_zone": "America/New_York", "state": "NY"}
ENTRIES = "SELECT * FROM audit_entries WHERE organization_id = $1 ORDER BY id"


async def test_a_change_and_its_entry_commit_together(clinic: Clinic) -> None:
    administrator = await clinic.client(Role.ADMINISTRATOR)
    made = await administrator.post("/api/v1/locations", json=CEDAR)
    (entry,) = await clinic.sql(ENTRIES, clinic.organization_id)
    assert (entry["action"], entry["outcome"], entry["status"]) == ("create_location", "success", 201)
    assert entry["account_id"] == administrator.account_id
    assert entry["roles"] == ["administrator"]
    assert entry["resource"] == "/locations"
    assert entry["request_id"] == made.headers["x-request-id"]
    (change,) = await clinic.sql(
        "SELECT * FROM changes WHERE organization_id = $1 AND request_id = $2",
        clinic.organization_id,
        entry["request_id"],
    )
    assert change["kind"] == "locations.created"
    assert change["xid"] == entry["xid"]


async def test_a_refusal_is_stored_with_its_reason_s_status(clinic: Clinic) -> None:
    front_desk = await clinic.client(Role.FRONT_DESK)
    answer = await front_desk.post("/api/v1/locations", json=CEDAR)
    assert answer.status_code == 403
    (entry,) = await clinic.sql(ENTRIES, clinic.organization_id)
    assert (entry["outcome"], entry["status"], entry["action"]) == ("refused", 403, "create_location")


async def test_a_refused_change_leaves_only_its_refusal(clinic: Clinic) -> None:
    administrator = await clinic.client(Role.ADMINISTRATOR)
    await administrator.post("/api/v1/locations", json=CEDAR)
    twice = await administrator.post("/api/v1/locations", json=CEDAR)
    assert twice.status_code == 409
    outcomes = [entry["outcome"] for entry in await clinic.sql(ENTRIES, clinic.organization_id)]
    assert outcomes == ["success", "refused"]
    changes = await clinic.sql(
        "SELECT * FROM changes WHERE organization_id = $1 AND kind = 'locations.created'", clinic.organization_id
    )
    assert len(changes) == 1


async def test_somebody_unknown_is_entered_with_the_instance(clinic: Clinic) -> None:
    stranger = await clinic.client(Role.THERAPIST)
    answer = await stranger.get(
        "/api/v1/locations", headers={"Authorization": f"Bearer {clinic.organization_id}.{'x' * 43}"}
    )
    assert answer.status_code == 401
    assert await clinic.sql(ENTRIES, clinic.organization_id) == []
    rows = await clinic.sql(
        "SELECT * FROM instance_audit_entries WHERE claimed_organization_id = $1", clinic.organization_id
    )
    assert [(row["status"], row["action"]) for row in rows] == [(401, "list_locations")]


async def test_many_refusals_share_few_writes_and_none_is_lost(clinic: Clinic) -> None:
    front_desk = await clinic.client(Role.FRONT_DESK)
    await asyncio.gather(*(front_desk.post("/api/v1/locations", json=CEDAR) for _ in range(40)))
    entries = await clinic.sql(ENTRIES, clinic.organization_id)
    assert len(entries) == 40
    assert len({entry["xid"] for entry in entries}) < 40


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET status = 0", "DELETE FROM audit_entries"])
async def test_the_serving_role_cannot_rewrite_an_entry(clinic: Clinic, statement: str) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import ProgrammingError

    with pytest.raises(ProgrammingError, match="permission denied"):
        async with clinic.db() as db:
            await db.execute(text(statement))
