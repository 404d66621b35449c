"""Many requests at once, from a sender that costs little itself: the service is what is measured."""

import asyncio
import contextlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

PATIENCE_S = 600


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when the connection broke before an answer was there."""

    status: int
    body: bytes
    seconds: float
    retry_after: int = 0
    tries: int = 1

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """`201`, or status and code of the refusal."""
        if self.status == 0:
            return "broken"
        return str(self.status) if self.status < 400 else f"{self.status} {self.json['code']}"


def request_bytes(method: str, path: str, headers: dict[str, str], body: Any = None) -> bytes:
    """Return a request as it goes over the wire."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    """Read one answer with a length from an open connection: status, headers, body."""
    head, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(head.split(" ", 2)[1]), headers, await reader.readexactly(int(headers.get("content-length", 0)))


async def send(url: str, request: bytes, go: asyncio.Event | None = None) -> Answer:
    """Send one request over a connection of its own; with `go`, once it is set."""
    host = urlsplit(url)
    began = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE_S):
            reader, writer = await asyncio.open_connection(host.hostname, host.port)
            try:
                if go is not None:
                    await go.wait()
                began = time.perf_counter()
                writer.write(request)
                status, headers, body = await read_answer(reader)
                return Answer(status, body, time.perf_counter() - began, int(headers.get("retry-after", 0)))
            finally:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
    except (OSError, asyncio.IncompleteReadError):
        return Answer(0, b"", time.perf_counter() - began)


async def send_until_answered(url: str, request: bytes, go: asyncio.Event | None = None) -> Answer:
    """Send as a careful client does: what broke or was answered 503 is sent again, with its `Idempotency-Key`.

    The answer tells the time from the first sending on.
    """
    answer = await send(url, request, go)
    seconds, tries = answer.seconds, 1
    while answer.status in (0, 503):
        assert seconds < PATIENCE_S, f"no answer in {tries} tries"
        wait = answer.retry_after or 0.05
        await asyncio.sleep(wait)
        answer = await send(url, request)
        seconds, tries = seconds + wait + answer.seconds, tries + 1
    return replace(answer, seconds=seconds, tries=tries)


async def all_at_once(url: str, requests: Sequence[bytes]) -> list[Answer]:
    """Open a connection for each, then send all in the same moment, each until it is answered."""
    go = asyncio.Event()
    waiting = [asyncio.ensure_future(send_until_answered(url, request, go)) for request in requests]
    await asyncio.sleep(0.2 + len(requests) / 2000)
    go.set()
    return await asyncio.gather(*waiting)
