"""Values at the edge of what a date, a number or a text can be are refused, never a failure of the server."""

from typing import Any

import pytest
from tests.support.clinic import Clinic

from handrail.core.ids import new_id
from handrail.core.vocabulary import Role

LENGTH = {"unit": "days", "least": 1, "usual": 1, "most": 1}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("closures", {"kind": "closed", "public_title": "x", "starts_at": "0001-01-01T00:00:00+14:00"}),
        ("closures", {"kind": "closed", "public_title": "x", "starts_at": "9999-12-31T23:59:59-14:00"}),
        ("closures", {"kind": "closed", "public_title": "x", "starts_at": 1e300}),
        ("week-rules", {"age_band": "adult", "citation": "text", "valid_from": "0001-01-01"}),
        ("week-rules", {"age_band": "adult", "citation": "text", "max_minutes_per_week": 10**30}),
        ("locations", {"name": "x", "state": "NY", "time_zone": "../../etc/passwd"}),
        ("locations", {"name": "x" * 201, "state": "NY", "time_zone": "America/New_York"}),
        ("locations", {"name": "   ", "state": "NY", "time_zone": "America/New_York"}),
        ("rooms", {"location_id": str(new_id()), "name": "x", "kind": "office", "capacity": 0}),
        ("programs", {"values": {"name": "x", "days_per_week": 3, "minutes_per_day": 10**12, "length": LENGTH}}),
        ("programs", {"values": {"name": "x", "days_per_week": 3, "length": LENGTH}}),
    ],
)
async def test_extreme_values_are_refused(clinic: Clinic, path: str, body: dict[str, Any]) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    if path == "closures":
        body = {**body, "ends_at": "2026-12-25T00:00:00Z"}
    refused = await director.post(f"/api/v1/{path}", json=body)
    assert refused.status_code == 422, refused.text
    assert refused.json()["errors"]


@pytest.mark.parametrize(
    "query",
    [
        "week-rules/limits?age_band=adult&on=0001-01-01",
        "week-rules/limits?age_band=adult&on=2026-03-02&state=ny",
        "week-rules?valid_on=9999-12-31",
        "closures?from_instant=0001-01-01T00:00:00%2B14:00",
        "closures?from_instant=2026-03-02T00:00:00",
        "rooms?limit=201",
        "rooms?cursor=nonsense",
        "rooms?cursor=%5B%5D",
        "cohorts?on=0001-01-01",
    ],
)
async def test_extreme_filters_are_refused(clinic: Clinic, query: str) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await director.get(f"/api/v1/{query}")).status_code == 422
