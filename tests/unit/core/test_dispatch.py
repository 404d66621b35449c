"""A request finds its route by looking it up, and finds the one it found before."""

from typing import Any
from unittest.mock import patch

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from handrail.core.settings import Settings
from handrail.main import create_app

ANY_ID = "0190a0b0-0000-7000-8000-000000000001"


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings())


def operations(app: FastAPI) -> list[tuple[str, str, str]]:
    """Every operation below the API's prefix: method, path, name."""
    found = []
    for context in iter_route_contexts(app.routes):
        path = getattr(context, "path", "")
        if path.startswith("/api/v1/"):
            found += [(method, path, str(context.name)) for method in sorted(context.methods or ())]
    return found


async def ask(app: FastAPI, method: str, path: str) -> tuple[list[str], list[int], int]:
    """Return the operations that were reached, the statuses that were sent, and how many routes were asked."""
    reached: list[str] = []
    statuses: list[int] = []
    asked = 0
    matches = APIRoute.matches

    def counted(self: APIRoute, scope: Any) -> Any:
        nonlocal asked
        asked += 1
        return matches(self, scope)

    async def handle(self: APIRoute, scope: Any, _receive: Any, _send: Any) -> None:
        if scope["method"] in self.methods:
            reached.append(self.name)
        else:
            statuses.append(405)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [],
        "server": ("test", 80),
        "client": ("127.0.0.1", 1),
        "app": None,
    }
    with patch.object(APIRoute, "matches", counted), patch.object(APIRoute, "handle", handle):
        await app.router(scope, receive, send)
    return reached, statuses, asked


async def test_every_operation_is_found_and_few_routes_are_asked(app: FastAPI) -> None:
    every = operations(app)
    assert len(every) > 150
    for method, path, name in every:
        address = "/".join(ANY_ID if step.startswith("{") else step for step in path.split("/"))
        reached, statuses, asked = await ask(app, method, address)
        assert (reached, statuses) == ([name], []), (method, path)
        assert asked <= 6, (method, path)


async def test_a_word_in_the_place_of_an_id_reaches_the_route_of_that_word(app: FastAPI) -> None:
    reached, _, _ = await ask(app, "POST", "/api/v1/participants/search")
    assert reached == ["search_participants"]


async def test_what_is_not_found_by_looking_up_is_refused_as_ever(app: FastAPI) -> None:
    assert (await ask(app, "DELETE", "/api/v1/week"))[:2] == ([], [405])
    with pytest.raises(Exception, match="404"):
        await ask(app, "GET", "/api/v1/nothing-of-the-kind")
