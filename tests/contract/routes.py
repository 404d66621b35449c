"""Every route of the service, as the contract tests see it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from handrail.core.permissions import PERMISSIONS
from handrail.core.settings import Settings
from handrail.core.vocabulary import Role
from handrail.main import create_app

WITHOUT_PERMISSION = {
    "POST /api/v1/auth/sign-in": "nobody is known yet",
    "POST /api/v1/auth/enrol": "the one-time link is the credential",
    "POST /api/v1/auth/enrolments/inspect": "the one-time link is the credential",
}
"""Routes of the API that anybody may call, each with the reason. This list only shrinks."""

ENDLESS = {"follow_changes": "a stream lasts as long as the sign-in; tests/api/reporting/test_live.py reads it"}
"""Operations whose answer has no end, each with the reason: no test can wait for the whole of it."""


@dataclass(frozen=True)
class Route:
    """One operation."""

    method: str
    path: str
    operation: str
    permissions: tuple[str, ...]
    route: APIRoute

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def permission(self) -> str:
        """The permission of a route that has one."""
        assert len(self.permissions) == 1, f"{self.key} declares {self.permissions}: a route has one permission"
        return self.permissions[0]

    @property
    def path_ids(self) -> tuple[str, ...]:
        """Names of the ids in the path."""
        parts = (part for part in self.path.split("/") if part.startswith("{"))
        return tuple(part.strip("{}") for part in parts)


def _permissions(dependant: Dependant) -> Iterator[str]:
    permission = getattr(dependant.call, "permission", None)
    if permission is not None:
        yield permission
    for child in dependant.dependencies:
        yield from _permissions(child)


@cache
def closed_app() -> FastAPI:
    """The app, never started: for what its routes and documents say."""
    return create_app(Settings.model_validate({"database_url": "postgresql://unused/unused"}))


@cache
def api_routes() -> tuple[Route, ...]:
    """Every operation under /api/v1. `app.routes` shows an included router as one opaque entry; this opens it."""
    found = []
    for context in iter_route_contexts(closed_app().routes):
        route = context.original_route
        if not isinstance(route, APIRoute) or not context.path.startswith("/api/"):
            continue
        permissions = tuple(dict.fromkeys(_permissions(route.dependant)))  # one asked twice is one
        found += [Route(method, context.path, route.name, permissions, route) for method in context.methods or ()]
    assert len(found) > 100, "the walk over the routes lost them"
    return tuple(sorted(found, key=lambda route: (route.path, route.method)))


def guarded_routes() -> list[Route]:
    """Routes that ask for a permission."""
    return [route for route in api_routes() if route.key not in WITHOUT_PERMISSION]


@cache
def openapi() -> dict[str, Any]:
    """The document clients are generated from, as it is kept: that it is what the code says is checked elsewhere."""
    document: dict[str, Any] = json.loads((Path(__file__).parents[2] / "openapi" / "openapi.json").read_text())
    return document


def roles_of(permission: str) -> dict[str, str]:
    """Role → scope, in the order of the roles."""
    scopes = PERMISSIONS[permission].scopes
    return {role.value: scopes[role].name.lower() for role in Role if role in scopes}
