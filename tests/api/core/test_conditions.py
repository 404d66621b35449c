"""Versions, idempotency keys and cursors, through a resource that has them all."""

import asyncio
from uuid import uuid4

import pytest
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.vocabulary import Role

CEDAR = {"name": "Cedar House", "time_zone": "America/New_York", "state": "NY"}


@pytest.fixture
async def director(clinic: Clinic) -> ClinicClient:
    return await clinic.client(Role.PROGRAM_DIRECTOR)


@pytest.fixture
async def administrator(clinic: Clinic) -> ClinicClient:
    return await clinic.client(Role.ADMINISTRATOR)


class TestVersions:
    async def test_an_answer_names_its_version(self, administrator: ClinicClient) -> None:
        made = await administrator.post("/api/v1/locations", json=CEDAR)
        assert made.status_code == 201
        assert made.headers["etag"] == '"1"'

    async def test_a_change_without_a_version_is_refused(self, administrator: ClinicClient) -> None:
        made = await administrator.post("/api/v1/locations", json=CEDAR)
        answer = await administrator.patch(f"/api/v1/locations/{made.json()['id']}", json={"city": "Albany"})
        assert (answer.status_code, answer.json()["code"]) == (428, "version-required")

    async def test_of_two_changes_to_one_version_one_is_refused(self, administrator: ClinicClient) -> None:
        made = await administrator.post("/api/v1/locations", json=CEDAR)
        url = f"/api/v1/locations/{made.json()['id']}"
        answers = await asyncio.gather(
            *(administrator.patch(url, json={"city": city}, headers={"If-Match": '"1"'}) for city in ("Albany", "Troy"))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412]
        assert (await administrator.get(url)).headers["etag"] == '"2"'


class TestIdempotencyKeys:
    async def test_the_same_request_is_done_once_and_answered_twice(self, administrator: ClinicClient) -> None:
        headers = {"Idempotency-Key": uuid4().hex}
        first = await administrator.post("/api/v1/locations", json=CEDAR, headers=headers)
        again = await administrator.post("/api/v1/locations", json=CEDAR, headers=headers)
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["idempotency-replayed"] == "true"
        assert again.headers["etag"] == first.headers["etag"]
        assert len((await administrator.get("/api/v1/locations")).json()["items"]) == 1

    async def test_requests_that_come_together_are_done_once(self, administrator: ClinicClient) -> None:
        headers = {"Idempotency-Key": uuid4().hex}
        answers = await asyncio.gather(
            *(administrator.post("/api/v1/locations", json=CEDAR, headers=headers) for _ in range(5))
        )
        assert {answer.json()["id"] for answer in answers} == {answers[0].json()["id"]}
        assert len((await administrator.get("/api/v1/locations")).json()["items"]) == 1

    async def test_a_key_with_another_request_is_refused(self, administrator: ClinicClient) -> None:
        headers = {"Idempotency-Key": uuid4().hex}
        await administrator.post("/api/v1/locations", json=CEDAR, headers=headers)
        answer = await administrator.post("/api/v1/locations", json={**CEDAR, "name": "Maple"}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")

    async def test_another_person_s_key_replays_nothing(self, clinic: Clinic, administrator: ClinicClient) -> None:
        headers = {"Idempotency-Key": uuid4().hex}
        await administrator.post("/api/v1/locations", json=CEDAR, headers=headers)
        other = await clinic.client(Role.ADMINISTRATOR)
        answer = await other.post("/api/v1/locations", json={**CEDAR, "name": "Maple"}, headers=headers)
        assert answer.status_code == 201
        assert "idempotency-replayed" not in answer.headers

    async def test_a_refused_request_leaves_its_key_free(self, administrator: ClinicClient) -> None:
        headers = {"Idempotency-Key": uuid4().hex}
        wrong = await administrator.post(
            "/api/v1/locations", json={**CEDAR, "time_zone": "Mars/Olympus"}, headers=headers
        )
        assert wrong.status_code == 422
        right = await administrator.post("/api/v1/locations", json=CEDAR, headers=headers)
        assert right.status_code == 201


class TestPages:
    async def test_pages_give_every_row_once(self, administrator: ClinicClient) -> None:
        names = [f"House {number:02}" for number in range(7)]
        for name in names:
            await administrator.post("/api/v1/locations", json={**CEDAR, "name": name})
        found: list[str] = []
        cursor: str | None = None
        while True:
            page = (
                await administrator.get(
                    "/api/v1/locations", params={"limit": 3, **({"cursor": cursor} if cursor else {})}
                )
            ).json()
            found += [location["name"] for location in page["items"]]
            if (cursor := page["next_cursor"]) is None:
                break
        assert found == names

    async def test_a_made_up_cursor_is_refused(self, administrator: ClinicClient) -> None:
        answer = await administrator.get("/api/v1/locations", params={"cursor": "bm9uc2Vuc2U"})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cursor")


async def test_an_id_that_cannot_be_one_names_nothing(administrator: ClinicClient) -> None:
    assert (await administrator.get("/api/v1/locations/not-an-id")).status_code == 404


async def test_a_wrong_field_is_named_by_its_pointer(administrator: ClinicClient) -> None:
    answer = await administrator.post("/api/v1/locations", json={**CEDAR, "nam": "x"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/nam"]
