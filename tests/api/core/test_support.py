"""The fixtures every other test rests on."""

import httpx
from tests.support.clinic import Clinic

from handrail.core.vocabulary import Role


async def test_service_is_ready(clinic: Clinic) -> None:
    answer = await (await clinic.anonymous()).get("/readyz")
    assert answer.status_code == httpx.codes.OK


async def test_each_test_has_an_organization_of_its_own(clinic: Clinic, other_clinic: Clinic) -> None:
    assert clinic.organization_id != other_clinic.organization_id
    known = {row["organization_id"] for row in await clinic.sql("SELECT organization_id FROM organizations")}
    assert {clinic.organization_id, other_clinic.organization_id} <= known


async def test_client_is_a_person_with_the_role(clinic: Clinic) -> None:
    client = await clinic.client(Role.THERAPIST)
    roles = await clinic.sql(
        "SELECT role FROM account_roles WHERE organization_id = $1 AND account_id = $2",
        clinic.organization_id,
        client.account_id,
    )
    assert [row["role"] for row in roles] == ["therapist"]
    assert client.staff_id is not None
