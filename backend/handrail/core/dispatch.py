"""Finding the route of a request by looking it up.

FastAPI asks route after route, a regular expression each, router by router: with two hundred routes that took longer
than everything else the application did for a hot read.
"""

import copy
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

Key = tuple[str, int, str, str]
"""Method, number of segments, first segment below the prefix, last segment: empty where that is a parameter."""


def _key(method: str, path: str, below: int) -> Key:
    return method, path.count("/"), path[below:].partition("/")[0], path.rpartition("/")[2]


def _open(key: Key) -> Key:
    """The shelf of the addresses alike that end in a parameter."""
    return (*key[:3], "")


def include_looked_up(app: FastAPI, routers: Sequence[APIRouter], *, prefix: str) -> None:
    """Include the routers, and find their routes by what is fixed in an address.

    Routes that share it are asked in their order by a router of their own, those that end in a parameter beside those
    that end in this word. What is not found so (a wrong method, a slash too many) goes the usual way, which words the
    refusal.
    """
    below = len(prefix) + 1
    keys = {id(route): _keys(route, prefix, below) for router in routers for route in router.routes}
    endings: dict[Key, set[Key]] = defaultdict(set)
    for key in chain.from_iterable(keys.values()):
        endings[_open(key)].add(key)
    shelves: dict[Key, APIRouter] = {}
    for router in routers:
        app.include_router(router, prefix=prefix)
        alike: dict[Key, list[BaseRoute]] = defaultdict(list)
        for route in router.routes:
            for key in keys[id(route)]:
                for shelf_key in {key} | (endings[key] if key == _open(key) else set()):
                    alike[shelf_key].append(route)
        for key, routes in alike.items():
            part = copy.copy(router)
            part.routes = list(routes)
            shelf = shelves.setdefault(key, _empty(app.router))
            shelf.include_router(part, prefix=prefix)
    everywhere = app.router.middleware_stack

    async def looked_up(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope.get("root_path"):
            key = _key(scope["method"], scope["path"], below)
            shelf = shelves.get(key) or shelves.get(_open(key))
            if shelf is not None:
                await shelf.app(scope, receive, send)
                return
        await everywhere(scope, receive, send)

    app.router.middleware_stack = looked_up


def _keys(route: BaseRoute, prefix: str, below: int) -> list[Key]:
    assert isinstance(route, APIRoute)
    assert ":path}" not in route.path, "a parameter that spans segments cannot be looked up"
    found = [_key(method, prefix + route.path, below) for method in sorted(route.methods or ())]
    return [_open(key) if key[3].startswith("{") else key for key in found]


def _empty(router: APIRouter) -> APIRouter:
    shelf = copy.copy(router)
    shelf.routes = []
    return shelf
