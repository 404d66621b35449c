"""The service on a socket within the test's own process, and readers of its stream of changes."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from handrail.core.http_server import DrainingServer, server_config
from handrail.core.settings import Settings

EVENTS = "/api/v1/events"
PATIENCE_S = 60


@dataclass
class Serving:
    """A service that answers on a port, with pools and a bell of its own, as another process would."""

    url: str
    app: FastAPI
    server: DrainingServer


@asynccontextmanager
async def serving(app: FastAPI, settings: Settings) -> AsyncIterator[Serving]:
    """Serve an app until the block ends."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        server = DrainingServer(server_config(app, settings, host="127.0.0.1", port=port), settings)
        task = await _start(server, listener)
        try:
            yield Serving(f"http://127.0.0.1:{port}", app, server)
        finally:
            server.should_exit = True
            await task


@asynccontextmanager
async def on_a_socket(app: FastAPI, settings: Settings) -> AsyncIterator[str]:
    """Answer on a port, with an app that is open already and stays so, until the block ends; return the address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(server_config(app, settings, host="127.0.0.1", port=0, lifespan="off"))
        task = await _start(server, listener)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


async def _start(server: uvicorn.Server, listener: socket.socket) -> asyncio.Task[None]:
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
        assert not task.done(), "the service did not start"
    return task


@dataclass
class Reader:
    """Somebody who follows what changes."""

    status: int
    headers: httpx.Headers
    last_id: str | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)
    ended: bool = False
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def sessions(self) -> list[str | None]:
        """Every session that was told, in the order of coming."""
        return [one["session_id"] for message in self.messages for one in message["changes"]]

    async def until(self, what: str | None = None, *, count: int = 1) -> float:
        """Wait until a session was told so many times, or any message came; return how long that took."""
        began = time.monotonic()

        def came() -> bool:
            told = len(self.messages) if what is None else self.sessions.count(what)
            return told >= count or self.ended

        async with asyncio.timeout(PATIENCE_S), self._came:
            await self._came.wait_for(came)
        assert not self.ended, "the stream ended"
        return time.monotonic() - began

    async def until_ended(self) -> float:
        """Wait until the service ends the stream; return how long that took."""
        began = time.monotonic()
        async with asyncio.timeout(PATIENCE_S), self._came:
            await self._came.wait_for(lambda: self.ended)
        return time.monotonic() - began

    async def read(self, response: httpx.Response) -> None:
        """Take in the stream, as a browser does."""
        event: dict[str, str] = {}
        try:
            async for line in response.aiter_lines():
                name, _, value = line.partition(": ")
                if line:
                    event[name] = value
                    continue
                self.last_id = event.get("id", self.last_id)
                if "data" in event:
                    self.messages.append(json.loads(event["data"]))
                event = {}
                async with self._came:
                    self._came.notify_all()
        except httpx.TransportError:
            pass
        self.ended = True
        async with self._came:
            self._came.notify_all()


@asynccontextmanager
async def following(
    url: str, headers: dict[str, str], *, since: str | None = None, begin: str | None = None
) -> AsyncIterator[Reader]:
    """Follow for the block; the first position has been told when it begins. A page says in its address where to."""
    sent = headers | ({} if since is None else {"Last-Event-ID": since})
    asked = {} if begin is None else {"since": begin}
    async with (
        httpx.AsyncClient(base_url=url, timeout=PATIENCE_S, verify=False) as client,
        client.stream("GET", EVENTS, headers=sent, params=asked) as response,
    ):
        reader = Reader(response.status_code, response.headers)
        if response.status_code != httpx.codes.OK:
            await response.aread()
            yield reader
            return
        task = asyncio.create_task(reader.read(response))
        try:
            async with asyncio.timeout(PATIENCE_S):
                while reader.last_id is None:  # noqa: ASYNC110 - told by a socket
                    await asyncio.sleep(0.005)
            yield reader
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
