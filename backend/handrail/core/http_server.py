"""uvicorn, with patience for slow senders bounded, and an end that fails no request.

A connection that never finishes its headers is closed. A server that shall end says so at `/readyz` first, so that a
load balancer sends no more; then takes no new connection, tells whoever still asks on an old one that it was the last
answer there, ends streams, which would go on for hours, and ends when nobody is waiting.
"""

import asyncio
import signal
import socket
import time
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from handrail.core.settings import Settings
from handrail.core.state import core_of_app

KEEP_ALIVE_SECONDS = 15
IN_FLIGHT_SECONDS = 5
"""How long a request under way may still take once no new one is taken."""
IDLE_SECONDS = 2.0
"""How long a silent connection may still ask before it is closed, when the service ends."""
POLL_SECONDS = 0.05
REPLACED_SIGNAL = signal.SIGHUP
"""Another process takes over on the same socket: end, but the service goes on."""


def _protocol(header_timeout_s: float) -> type[HttpToolsProtocol]:
    class BoundedProtocol(HttpToolsProtocol):
        """Closes a connection whose request line and headers are not there in time."""

        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            if self._waiting is None and (self.cycle is None or self.cycle.response_complete):
                self._wait()
            super().data_received(data)

        def on_headers_complete(self) -> None:
            self._stop_waiting()
            super().on_headers_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def _wait(self) -> None:
            self._waiting = self.loop.call_later(header_timeout_s, self.transport.close)

        def _stop_waiting(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

    return BoundedProtocol


def server_config(app: Any, settings: Settings, *, host: str, port: int, **options: Any) -> uvicorn.Config:
    """Return the configuration that `handrail serve` and the tests' live server run."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=_protocol(settings.header_timeout_s),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=IN_FLIGHT_SECONDS,
        h11_max_incomplete_event_size=32_000,
        **options,
    )


class DrainingServer(uvicorn.Server):
    """Serves until told to end, and then fails nobody."""

    def __init__(self, config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self._drain_delay_s = settings.drain_delay_s
        self._leave_at: float | None = None
        self._idle_s = IDLE_SECONDS

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        before = signal.signal(REPLACED_SIGNAL, self._be_replaced)
        try:
            await super().serve(sockets)
        finally:
            signal.signal(REPLACED_SIGNAL, before)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM: first be seen to leave. Ctrl-C: somebody waits at a terminal, so at once."""
        if sig == signal.SIGINT:
            self._idle_s = 0
            super().handle_exit(sig, frame)
        elif self._leave_at is None:
            self._captured_signals.append(sig)
            core_of_app(self.config.app).leaving = True  # type: ignore[arg-type]
            self._leave_at = time.monotonic() + self._drain_delay_s

    def _be_replaced(self, _number: int, _frame: FrameType | None) -> None:
        # The service stays ready; silent connections are closed when their keep-alive is over, as at any other time.
        self._idle_s = KEEP_ALIVE_SECONDS + 1
        self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        if self._leave_at is not None and time.monotonic() >= self._leave_at:
            self.should_exit = True
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connection; give every old one its last answer; then close."""
        for server in self.servers:
            server.close()
        self.server_state.default_headers.append((b"connection", b"close"))
        # What every answer says is a new list each second, and a request under way holds the one it began with.
        for connection in self.server_state.connections:
            if (cycle := getattr(connection, "cycle", None)) is not None and not cycle.response_complete:
                cycle.keep_alive = False
        core_of_app(self.config.app).live.end()  # type: ignore[arg-type]
        for _ in range(round(self._idle_s / POLL_SECONDS)):
            if not self.server_state.connections:
                break
            await asyncio.sleep(POLL_SECONDS)
        await super().shutdown(sockets)
