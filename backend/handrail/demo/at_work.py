"""The people of the demo clinic at their browsers, and what has been built so far."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from fastapi import FastAPI

from handrail.core.access import CSRF_HEADER
from handrail.demo import cast
from handrail.demo.cast import address

WEEKS_BACK = 6
ZONE = ZoneInfo(cast.TIME_ZONE)
Json = dict[str, Any]


def chance(*of: object) -> int:
    """Return 0–99, always the same for the same things."""
    digest = hashlib.sha256("|".join(map(str, of)).encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100


class DemoRefusedError(Exception):
    """The API refused a step of the demo: code and step, so that it can be mended."""


class Api:
    """One person's signed-in browser."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.staff_id: str | None = None

    async def call(self, method: str, path: str, body: Json | None = None, **options: Any) -> Any:
        answer = await self.client.request(method, f"/api/v1/{path}", json=body, **options)
        if answer.is_error:
            problem = answer.json()
            raise DemoRefusedError(
                f"{method} {path}: {answer.status_code} {problem.get('code')} {problem.get('errors')}"
            )
        return answer.json() if answer.content else None

    async def get(self, path: str, **query: Any) -> Any:
        return await self.call("GET", path, params=query)

    async def post(self, path: str, body: Json) -> Any:
        return await self.call("POST", path, body)

    async def every(self, path: str, **query: Any) -> list[Json]:
        """Return all rows of a list, page by page."""
        rows: list[Json] = []
        cursor: str | None = None
        while True:
            page = await self.get(path, **query, limit=200, **({"cursor": cursor} if cursor else {}))
            rows += page["items"]
            if (cursor := page["next_cursor"]) is None:
                return rows


@dataclass
class Clinic:
    """What has been built so far, by the names of the cast."""

    app: FastAPI
    today: date
    people: dict[str, Api] = field(default_factory=dict)
    locations: dict[str, str] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    programs: dict[str, Json] = field(default_factory=dict)
    modalities: dict[str, Json] = field(default_factory=dict)
    episodes: dict[str, Json] = field(default_factory=dict)
    """By the person's full name."""

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())

    @property
    def opened(self) -> date:
        return self.monday - timedelta(weeks=WEEKS_BACK)

    def browser(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=self.app)
        return httpx.AsyncClient(transport=transport, base_url="https://demo.invalid", timeout=60)

    async def sign_in(self, login: str) -> Api:
        api = Api(self.browser())
        me = await api.post(
            "auth/sign-in",
            {"organization": cast.SLUG, "email": address(login), "password": cast.PASSWORD},
        )
        api.client.headers[CSRF_HEADER] = me["csrf_token"]
        api.staff_id = me["account"]["staff_id"]
        self.people[login] = api
        return api

    def staff_id(self, login: str) -> str:
        found = self.people[login].staff_id
        assert found is not None
        return found
