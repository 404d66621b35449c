"""Routers of the API: every route is audited, honours `Idempotency-Key`, and names its version."""

import json
from collections.abc import Callable, Coroutine
from inspect import isclass
from typing import Any, get_args

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from handrail.core.audit import look
from handrail.core.errors import Forbidden, NotFound, StaleVersion, Unauthenticated, Unavailable, VersionRequired
from handrail.core.idempotency import IdempotencyKeyReused
from handrail.core.input_guard import NotJson, TooLarge, TooSlow, Unreadable
from handrail.core.problems import AlreadyThere, RuleOfStorage, problems
from handrail.core.schemas import VersionedOutput
from handrail.core.units import Unit


def _has_version(model: Any) -> bool:
    candidates = (model, *get_args(model))
    return any(isclass(candidate) and issubclass(candidate, VersionedOutput) for candidate in candidates)


class AuditedRoute(APIRoute):
    """A route whose change, audit entry and stored answer commit together, before the answer is sent."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        versioned = _has_version(self.response_model)

        async def audited(request: Request) -> Response:
            record = look(request)
            record.action = self.name
            record.resource = self.path_format
            record.resource_ids = {name: str(value) for name, value in request.path_params.items()}
            response = await handle(request)
            if versioned and response.status_code < 300 and "etag" not in response.headers:
                version = json.loads(bytes(response.body)).get("version")
                response.headers["ETag"] = f'"{version}"'
            unit = getattr(request.state, "unit", None)
            if isinstance(unit, Unit):
                await unit.finish(response)
            return response

        return audited


_READ_PROBLEMS = problems(Unauthenticated, Forbidden, Unavailable)


def api_router(prefix: str, *, tag: str | None = None) -> APIRouter:
    """Return a router for `/api/v1/<prefix>`; every route documents 401, 403 and 503."""
    return APIRouter(prefix=f"/{prefix}", tags=[tag or prefix], route_class=AuditedRoute, responses=_READ_PROBLEMS)


def operation_id(route: APIRoute) -> str:
    """The function's name is the operation's: it reads as a client method."""
    return route.name


def document_conditions(schema: dict[str, Any]) -> None:
    """Add to the OpenAPI document what every route of a kind shares.

    Idempotency-Key, 412 and 428 beside If-Match, what the input guard refuses before any route, 404 for an id that
    cannot be one, and 409 for what only the database saw.
    """
    conditional = problems(StaleVersion, VersionRequired)
    reused = problems(IdempotencyKeyReused)
    guarded, guarded_body = problems(Unreadable), problems(TooSlow, TooLarge, NotJson)
    nowhere, stored = problems(NotFound), problems(AlreadyThere, RuleOfStorage)
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            parameters = operation.setdefault("parameters", [])
            _describe(operation, guarded)
            if method == "post":
                parameters.append(
                    {
                        "name": "Idempotency-Key",
                        "in": "header",
                        "required": False,
                        "description": "Send the same key to repeat a request safely; kept 24 hours.",
                        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
                    }
                )
                _describe(operation, reused)
            if method != "get":
                _describe(operation, stored)
            if "requestBody" in operation:
                _describe(operation, guarded_body)
            # FastAPI says that a stream is text; the model that was named says what the data of its messages are.
            for answer in operation["responses"].values():
                answer.get("content", {}).get("text/event-stream", {}).get("schema", {}).pop("type", None)
            if "{" in path:
                _describe(operation, nowhere)
            if any(parameter["name"].lower() == "if-match" for parameter in parameters):
                _describe(operation, conditional)
    _name_local_times(schema)


def _name_local_times(part: Any) -> None:
    """Call a time of day `time-local`: in JSON Schema `time` has an offset from UTC, and ours are a clinic's own."""
    if isinstance(part, dict):
        if part.get("format") == "time" and part.get("type") == "string":
            part["format"] = "time-local"
        for child in part.values():
            _name_local_times(child)
    elif isinstance(part, list):
        for child in part:
            _name_local_times(child)


def _describe(operation: dict[str, Any], responses: dict[int | str, dict[str, Any]]) -> None:
    for status, response in responses.items():
        kept = {key: value for key, value in response.items() if key != "model"}
        operation["responses"].setdefault(str(status), kept)
