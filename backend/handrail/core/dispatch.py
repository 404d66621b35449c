"""Finding the route of a request by looking it up.

FastAPI asks route after route, a regular expression each, router by router: with two hundred routes that took longer
than everything else the application did for a hot read.
"""

import copy
from collections import defaultdict
from collections.abc import Iterable

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

Key = tuple[str, int, str]
"""Method, number of segments, first segment below the prefix."""


def _key(method: str, path: str, below: int) -> Key:
    return method, path.count("/"), path[below:].partition("/")[0]


def include_looked_up(app: FastAPI, routers: Iterable[APIRouter], *, prefix: str) -> None:
    """Include the routers, and find their routes by what is fixed in an address.

    Routes that share it are asked in their order by a router of their own. What is not found so (a wrong method, a
    slash too many) goes the usual way, which words the refusal.
    """
    below = len(prefix) + 1
    shelves: dict[Key, APIRouter] = {}
    for router in routers:
        app.include_router(router, prefix=prefix)
        alike: dict[Key, list[APIRoute]] = defaultdict(list)
        for route in router.routes:
            assert isinstance(route, APIRoute)
            assert ":path}" not in route.path, "a parameter that spans segments cannot be looked up"
            for method in route.methods or ():
                alike[_key(method, prefix + route.path, below)].append(route)
        for key, routes in alike.items():
            part = copy.copy(router)
            part.routes = list(routes)
            shelf = shelves.setdefault(key, _empty(app.router))
            shelf.include_router(part, prefix=prefix)
    everywhere = app.router.middleware_stack

    async def looked_up(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope.get("root_path"):
            shelf = shelves.get(_key(scope["method"], scope["path"], below))
            if shelf is not None:
                await shelf.app(scope, receive, send)
                return
        await everywhere(scope, receive, send)

    app.router.middleware_stack = looked_up


def _empty(router: APIRouter) -> APIRouter:
    shelf = copy.copy(router)
    shelf.routes = []
    return shelf
