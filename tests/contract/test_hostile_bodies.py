"""Hostile bodies over every operation that takes one: a 4xx each time, never a 5xx."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.contract.bodies import body_schema, operation_of, sample, smallest_body
from tests.contract.routes import Route, api_routes
from tests.contract.world import NOT_IDS
from tests.support.clinic import Clinic
from tests.support.figures import Figures

from handrail.core.ids import new_id
from handrail.core.vocabulary import Role

pytestmark = pytest.mark.fault

UNREADABLE: dict[str, bytes] = {
    "nul": b'{"x": "a\\u0000b"}',
    "nul-in-key": b'{"a\\u0000b": 1}',
    "surrogate": b'{"x": "\\ud800"}',
    "nan": b'{"x": NaN}',
    "infinity": b'{"x": -Infinity}',
    "1e400": b'{"x": 1e400}',
    "5000 digits": b'{"x": ' + b"9" * 5000 + b"}",
    "depth": b'{"x":' + b"[" * 100_000,
    "closed depth": b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "duplicate": b'{"x": "a", "x": "b"}',
    "latin-1": '{"x": "Ñ"}'.encode("latin-1"),
    "cut": b'{"x": "a',
    "array": b"[]",
    "null": b"null",
    "nothing": b" ",
}
"""Bodies that no operation takes."""

VALUES: dict[str, Any] = {
    "bell": "a\x07b",
    "turned around": "\u202e\u2066a",
    "combining": "e" + "\u0301" * 3000,
    "long": "x" * 200_000,
    "quote": "'; DROP TABLE participants; --",
    "2**63": 2**63,
    "-2**63-1": -(2**63) - 1,
    "10**300": 10**300,
    "1e308": 1e308,
    "true": True,
    "none": None,
    "list": [[]],
    "object": {"$ne": None},
    "year 9999": "9999-12-31T23:59:59+14:00",
    "year 1": "0001-01-01",
    "nil": "00000000-0000-0000-0000-000000000000",
}
"""Put in place of one field after the other of a valid body. Some are good values somewhere: success is no failure."""


def replaced(body: Any, value: Any) -> Any:
    """The same shape with this value in every place."""
    if isinstance(body, dict):
        return {name: replaced(part, value) for name, part in body.items()}
    return [replaced(part, value) for part in body] if isinstance(body, list) and body else value


def something(schema: dict[str, Any], name: str) -> Any:
    """A value of the right shape; where only a pattern says what it is, any text will do to be replaced."""
    try:
        return sample(schema, {}, name=name)
    except StopIteration:
        return "x"


async def refusals(
    client: httpx.AsyncClient, route: Route, contents: dict[str, bytes], good: Callable[[int], bool]
) -> dict[str, str]:
    """Send each and return what was not answered well."""
    path = route.path
    for name in route.path_ids:
        path = path.replace("{" + name + "}", NOT_IDS.get(name, str(new_id())))
    wrong = {}
    for name, content in contents.items():
        answer = await client.request(
            route.method, path, content=content, headers={"Content-Type": "application/json", "If-Match": '"1"'}
        )
        if not good(answer.status_code):
            wrong[f"{route.key} {name}"] = f"{answer.status_code} {answer.text[:200]}"
    return wrong


@pytest.mark.timeout(900)
async def test_no_body_is_answered_with_a_500(clinic: Clinic, figures: Figures) -> None:
    client = await clinic.client([role for role in Role if role is not Role.PARTICIPANT])
    wrong: dict[str, str] = {}
    sent: Counter[str] = Counter()
    for route in api_routes():
        _, _, operation = operation_of(route.operation)
        schema = body_schema(operation)
        if schema is None:
            continue
        every = {name: something(part, name) for name, part in schema.get("properties", {}).items()}
        body = every | (smallest_body(operation, {}) or {})
        sent["operations"] += 1
        wrong |= await refusals(client, route, UNREADABLE, lambda status: 400 <= status < 500)
        values = {
            f"{name} in {field}": json.dumps(body | {field: replaced(part, value)}).encode()
            for name, value in VALUES.items()
            for field, part in body.items()
        }
        if not figures.full:  # every operation gets some, every value and place somewhere
            values = dict(list(values.items())[sent["operations"] % 29 :: 29])
        wrong |= await refusals(client, route, values, lambda status: status < 500)
        sent["bodies"] += len(UNREADABLE) + len(values)
    assert wrong == {}
    assert sent["operations"] > 80
    figures.tell(10, f"{sent['bodies']:,} hostile bodies over {sent['operations']} operations: 4xx, no 5xx")
