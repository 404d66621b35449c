"""The outermost layer: what may come in, what goes out, and how long an answer may take.

Stock servers buffer any body, answer 500 to a NUL byte or a lone surrogate, take NaN and duplicate keys, and hang while
the database is frozen. Here a request is refused before any route sees it, in problem+json.
"""

import asyncio
import contextlib
import json
import math
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, NoReturn

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handrail.core.audit import Look
from handrail.core.errors import DomainError, Unavailable
from handrail.core.ids import new_id
from handrail.core.metrics import REFUSED_INPUT, REQUESTS
from handrail.core.problems import problem_response, unexpected
from handrail.core.settings import Settings
from handrail.core.state import core_of_app
from handrail.core.turns import Turns

DEEPEST = 32
LONGEST_NUMBER = 400
DRAINED_BYTES = 20_000_000
DRAIN_S = 3
LARGE_BYTES = 34_000_000
"""A file of 25 MB in base64, with its JSON."""
LARGE_S = 120
LARGE_AT_ONCE = 4
LOOSE_SURROGATE = re.compile("[\ud800-\udfff\x00]")
STREAM = b"text/event-stream"
JSON_TYPE = re.compile(r"^application/([a-z0-9.-]+\+)?json\s*(;|$)", re.IGNORECASE)

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-site",
}

_RAW_SECURITY_HEADERS = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]

log = structlog.get_logger("handrail.http")


class Unreadable(DomainError):
    """The body is not JSON that every reader would read alike."""

    code, title, status = "unreadable", "The request cannot be read", 400


class TooSlow(DomainError):
    code, title, status = "too-slow", "The request took too long to arrive", 408


class TooLarge(DomainError):
    code, title, status = "too-large", "The request is too large", 413


class NotJson(DomainError):
    code, title, status = "not-json", "Send application/json", 415


def _refuse(reason: str) -> NoReturn:
    raise Unreadable(reason=reason)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _refuse("duplicate-key")
    return found


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value) or len(digits) > LONGEST_NUMBER:
        _refuse("number-out-of-range")
    return value


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        _refuse("number-out-of-range")
    return int(digits)


def check_json(body: bytes) -> None:
    """Raise `Unreadable` unless the body is UTF-8 JSON of bounded depth: finite numbers, unique keys, clean text."""
    try:
        text = body.decode("utf-8")
        tree = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_finite,
            parse_int=_whole,
            parse_constant=lambda _: _refuse("number-out-of-range"),
        )
    except UnicodeDecodeError:
        _refuse("not-utf-8")
    except RecursionError:
        _refuse("too-deep")
    except json.JSONDecodeError:
        _refuse("not-json")
    level: list[Any] = [tree]
    for _ in range(DEEPEST):
        if not level:
            return
        level = [child for node in level for child in _children(node)]
    _refuse("too-deep")


def _children(node: Any) -> Iterable[Any]:
    if isinstance(node, dict):
        for key in node:
            if LOOSE_SURROGATE.search(key):
                _refuse("not-text")
        return node.values()
    if isinstance(node, list):
        return node
    if isinstance(node, str) and LOOSE_SURROGATE.search(node):
        _refuse("not-text")
    return ()


async def _drain(receive: Receive) -> None:
    """Throw away a little of what still comes: a client that hears a reset while it sends never reads our answer."""
    left = DRAINED_BYTES
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_S):
            while left > 0:
                message = await receive()
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
                left -= len(message.get("body", b""))


class InputGuard:
    """ASGI middleware around the whole application.

    Paths that match `large_bodies` may send files: some tens of megabytes, a few at a time, with longer to arrive.
    """

    def __init__(self, app: ASGIApp, settings: Settings, large_bodies: re.Pattern[str]) -> None:
        self.app = app
        self.settings = settings
        self._large_bodies = large_bodies
        self._large_at_once = asyncio.Semaphore(LARGE_AT_ONCE)
        self._turns = Turns(settings)
        self._leaving: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        record = Look(request_id=new_id().hex)
        scope.setdefault("state", {})["look"] = record
        answer = _Answer(send, record.request_id)
        spent = 0.0
        if scope["method"] == "GET" and any(name == b"if-none-match" for name, _ in scope["headers"]):
            known = await core_of_app(scope["app"]).unchanged.find(scope)
            if known is not None:
                record.action = known.action
                await answer.unchanged(known.etag)
                _tell(scope, answer, began, request_id=record.request_id)
                return
            spent = time.perf_counter() - began
        with structlog.contextvars.bound_contextvars(request_id=record.request_id):
            try:
                if scope["method"] == "POST" and self._large_bodies.fullmatch(scope["path"]):
                    async with self._large_at_once:
                        whole = await self._read(scope, receive, LARGE_BYTES, LARGE_S)
                        await self._within_time(scope, whole, answer, spent)
                else:
                    limits = self.settings.body_limit_bytes, self.settings.body_timeout_s
                    await self._within_time(scope, await self._read(scope, receive, *limits), answer, spent)
            except DomainError as refusal:
                if isinstance(refusal, TooLarge):
                    await _drain(receive)
                REFUSED_INPUT.labels(refusal.code).inc()
                await answer.problem(refusal, scope, close=True)
            except Exception as error:
                await answer.respond(await unexpected(Request(scope), error), scope)
            _tell(scope, answer, began)

    async def _read(self, scope: Scope, receive: Receive, limit: int, seconds: float) -> Receive:
        """Take the whole body, within its limits, and return a `receive` that gives it again."""
        headers = Headers(scope=scope)
        if b"%00" in scope.get("raw_path", b"") or b"%00" in scope["query_string"]:
            _refuse("not-text")
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or len(declared) > 15 or int(declared) > limit:
            raise TooLarge(limit_bytes=limit)
        body = bytearray()
        try:
            async with asyncio.timeout(seconds):
                more = declared != "0" or "transfer-encoding" in headers
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        break
                    body += message.get("body", b"")
                    if len(body) > limit:
                        raise TooLarge(limit_bytes=limit)
                    more = message.get("more_body", False)
        except TimeoutError:
            raise TooSlow() from None
        if body:
            if not JSON_TYPE.match(headers.get("content-type", "")):
                raise NotJson()
            check_json(bytes(body))
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        return replay

    async def _within_time(self, scope: Scope, receive: Receive, answer: "_Answer", spent: float) -> None:
        """Run the application; when it is late, answer 503 and let what hangs end behind the answer.

        `spent`: seconds of its time that are gone.
        """
        work: asyncio.Task[None] = asyncio.ensure_future(self._in_turn(scope, receive, answer))
        try:
            done, _ = await asyncio.wait({work}, timeout=self.settings.request_timeout_s - spent)
            if not done and answer.started:
                await asyncio.wait({work})
        except asyncio.CancelledError:
            work.cancel()
            raise
        if work.cancelled():
            # Nobody here gave it up: a driver whose connection died cancels who waits for it.
            log.error("request was given up beneath", operation=scope["state"]["look"].action or None)
            await answer.problem(Unavailable(), scope)
            return
        if work.done():
            work.result()
            return
        self._leaving.add(work)
        work.add_done_callback(self._left)
        work.cancel()
        await answer.problem(Unavailable(), scope)

    async def _in_turn(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        async with contextlib.AsyncExitStack() as turn:
            try:
                await turn.enter_async_context(self._turns.turn(scope))
            except TimeoutError:
                await answer.problem(Unavailable(), scope)
                return
            answer.give_back = turn.aclose
            await self.app(scope, receive, answer.send)

    def _left(self, work: asyncio.Task[None]) -> None:
        self._leaving.discard(work)
        if not work.cancelled():
            work.exception()


def _tell(scope: Scope, answer: "_Answer", began: float, **more: str) -> None:
    """Count and log what was answered."""
    # A stream is answered when it begins; how long somebody then looks is nobody's slowness.
    took = (answer.streaming_since or time.perf_counter()) - began
    action = scope["state"]["look"].action
    REQUESTS.labels(action or "none", answer.status).observe(took)
    log.info(
        "request",
        operation=action or None,
        method=scope["method"],
        status=answer.status,
        milliseconds=round(took * 1000, 1),
        **more,
    )


class _Answer:
    """The way out: adds the headers every answer carries, and lets one answer through."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.started = False
        self.closed = False
        self.status = 0
        self.streaming_since: float | None = None
        self.give_back: Callable[[], Awaitable[None]] | None = None
        """Ends the turn of a stream that has begun: from then on it works only now and then."""

    async def send(self, message: Message) -> None:
        if self.closed:
            return
        if message["type"] == "http.response.start":
            self.started = True
            self.status = message["status"]
            given = {name for name, _ in message["headers"]}
            added = [pair for pair in _RAW_SECURITY_HEADERS if pair[0] not in given]
            message["headers"] = [*message["headers"], *added, (b"x-request-id", self._request_id.encode())]
            if any(name == b"content-type" and kind.startswith(STREAM) for name, kind in message["headers"]):
                self.streaming_since = time.perf_counter()
                if self.give_back is not None:
                    await self.give_back()
        await self._send(message)

    async def unchanged(self, etag: str) -> None:
        await self.send({"type": "http.response.start", "status": 304, "headers": [(b"etag", etag.encode())]})
        await self.send({"type": "http.response.body", "body": b""})

    async def problem(self, refusal: DomainError, scope: Scope, *, close: bool = False) -> None:
        response = problem_response(refusal)
        if close:
            response.headers["Connection"] = "close"
        await self.respond(response, scope)

    async def respond(self, response: Response, scope: Scope) -> None:
        if self.started:
            return

        async def nothing() -> Message:
            return {"type": "http.disconnect"}

        await response(scope, nothing, self.send)
        self.closed = True
