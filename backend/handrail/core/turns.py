"""How many requests work at once in one process; whoever comes on top of that waits for a turn.

A thousand requests started together all take their sign-in, then stand before a pool of six connections until their
time is over, and come again: most of the work of such a crowd is done for nobody. In turn, whoever has begun ends soon,
and whoever cannot have a turn in time has cost nothing. Nobody waits for all of a request's time: whoever got a turn
at its end would be given up in the middle, as would all behind them. Reading and changing have turns of their own, so
that a crowd that changes something does not keep a roster from opening.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Scope

from handrail.core.settings import Settings

READING = frozenset({"GET", "HEAD", "OPTIONS"})
READERS_PER_CONNECTION = 4
"""A read needs its connection for a part of its time only; the rest is the process's own work."""
WRITERS_PER_CONNECTION = 2
WAITING_SHARE = 0.6
"""Of a request's time, for its turn; what is left must do for its work, which takes tenths of a second in a crowd."""
ALWAYS = frozenset({"/livez", "/readyz", "/metrics"})
"""What tells whether a process is well must not wait behind what makes it unwell."""


class Turns:
    """Gives turns in the order of coming."""

    def __init__(self, settings: Settings) -> None:
        self._reading = asyncio.Semaphore(settings.hot_pool_size * READERS_PER_CONNECTION)
        self._writing = asyncio.Semaphore(settings.pool_size * WRITERS_PER_CONNECTION)
        self._patience_s = settings.request_timeout_s * WAITING_SHARE

    @asynccontextmanager
    async def turn(self, scope: Scope) -> AsyncIterator[None]:
        """Wait for a turn and keep it for the block. Raises `TimeoutError` when none comes in time."""
        if scope["path"] in ALWAYS:
            yield
            return
        gate = self._reading if scope["method"] in READING else self._writing
        async with asyncio.timeout(self._patience_s):
            await gate.acquire()
        try:
            yield
        finally:
            gate.release()
