"""Requests of many organizations over the same few connections: nobody is shown another's row."""

import asyncio
import random
from collections import Counter
from uuid import uuid4

import asyncpg
import pytest
from fastapi import FastAPI
from tests.factories.organizations import make_location, make_room
from tests.support.clinic import Clinic
from tests.support.figures import Figures
from tests.support.live_server import LiveServer
from tests.support.load import request_bytes, send_until_answered

from handrail.core.ids import LocationId
from handrail.core.vocabulary import Role

ORGANIZATIONS = 8
AT_ONCE = 40
LISTS = ("/api/v1/locations", "/api/v1/rooms", "/api/v1/participants/search", "/api/v1/organization")


class Tenant:
    """An organization in which every name holds a word of its own."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.word = f"w{uuid4().hex}"

    async def fill(self) -> None:
        """Make something that each list shows."""
        self.client = await self.clinic.client([role for role in Role if role is not Role.PARTICIPANT])
        self.location = await make_location(self.clinic, name=self.word)
        await make_room(self.clinic, location_id=self.location.id, name=self.word)
        await self.clinic.sql(
            "UPDATE organizations SET name = $2 WHERE organization_id = $1", self.clinic.organization_id, self.word
        )
        body = {"given_names": ["Ada"], "family_name": self.word, "birth_date": "1990-04-12"}
        made = await self.client.post("/api/v1/participants", json=body)
        assert made.status_code == 201, made.text

    def asks(self, path: str) -> bytes:
        headers = {"Authorization": f"Bearer {self.client.token}"}
        if path.endswith("/search"):
            return request_bytes("POST", path, headers, {"name_prefix": "w"})
        return request_bytes("GET", path, headers)

    def asks_for(self, location_id: LocationId) -> bytes:
        return self.asks(f"/api/v1/locations/{location_id}")


@pytest.mark.timeout(1200)
async def test_mixed_requests_over_one_pool_show_no_foreign_row(
    app: FastAPI, maintenance: asyncpg.Pool, live_server: LiveServer, figures: Figures
) -> None:
    count = figures.count(10_000, small=240)
    tenants = [Tenant(Clinic(app, maintenance)) for _ in range(ORGANIZATIONS)]
    for tenant in tenants:
        await tenant.clinic.open()
        await tenant.fill()
    words = {tenant.word: tenant for tenant in tenants}
    seen: Counter[str] = Counter()
    foreign: list[str] = []

    async def ask(numbers: range) -> None:
        for number in numbers:
            tenant, other = random.sample(tenants, 2)
            if number % 5 == 4:
                answer = await send_until_answered(live_server.url, tenant.asks_for(other.location.id))
                seen["another's id"] += 1
                if answer.status != 404:
                    foreign.append(f"{answer.code} for another's location")
            else:
                path = LISTS[number % len(LISTS)]
                answer = await send_until_answered(live_server.url, tenant.asks(path))
                assert answer.status == 200, answer.body
                shown = {word for word in words if word.encode() in answer.body}
                seen[path] += 1
                if shown != {tenant.word}:
                    foreign.append(f"{path} showed {len(shown)} organizations")

    await asyncio.gather(*(ask(range(start, count, AT_ONCE)) for start in range(AT_ONCE)))
    for tenant in tenants:
        await tenant.clinic.close()
    assert foreign == []
    assert seen.total() == count
    figures.tell(
        15, f"{count:,} requests of {ORGANIZATIONS} organizations over one pool, {AT_ONCE} at once: no foreign row"
    )
