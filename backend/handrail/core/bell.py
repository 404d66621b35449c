"""Tells every process that an organization's change log has grown: PostgreSQL's NOTIFY, rung after the commit.

A notification that a transaction sends itself would hold a lock of the whole database while that transaction is
written to disk, one after the other: marks of a full house would wait for each other. So the process rings when the
commit is done, for many transactions at once. A ring can be lost with its process, and nothing is lost with it: what
happened stands in the change log, and who follows looks there by the clock as well.

The connection is none of the pools': it listens as long as the process lives, and comes back by itself.
"""

import asyncio
import contextlib
import random
from collections.abc import Callable
from typing import Final, Self
from uuid import UUID

import asyncpg
import structlog

from handrail.core.db import NO_ANSWER
from handrail.core.ids import OrganizationId

CHANNEL: Final = "handrail_changes"
ANSWER_SECONDS: Final = 5.0
"""Patience with the connection, which does nothing but what takes no time."""
ASK_EVERY_SECONDS: Final = 15.0
"""How often a silent connection is asked whether it still is one."""
GATHER_SECONDS: Final = 0.02
"""Commits within this time after a ring share the next one."""
FIRST_WAIT_SECONDS: Final = 0.1
LONGEST_WAIT_SECONDS: Final = 5.0
AT_ONCE: Final = 500

Hear = Callable[[OrganizationId | None], None]
"""Called for each ring with the organization, or with None when rings may have gone unheard."""

log = structlog.get_logger("handrail.bell")

# A ring that is lost with the server does no harm: nobody waits for the disk on its account.
_RING = """
    SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, one::text) FROM unnest($2::uuid[]) AS one
"""


class Bell:
    """Rings for this process, and hears every process's rings if it is given an ear.

    Nothing is connected before the first ring or the first listener: most commands never need it.
    """

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgresql+asyncpg://", "postgresql://", 1)
        self._hear: Hear | None = None
        self._rung: set[OrganizationId] = set()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="bell")
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        if self._rung:  # a command ends right after its commit
            with contextlib.suppress(*NO_ANSWER):
                connection = await self._connect()
                try:
                    await self._ring_all(connection)
                finally:
                    connection.terminate()

    def ring(self, organization_id: OrganizationId) -> None:
        """Tell everybody, soon; waits for nothing."""
        self._rung.add(organization_id)
        self._wake.set()

    def listen(self, hear: Hear) -> None:
        """Hear the rings of every process from now on."""
        self._hear = hear
        self._wake.set()

    async def _run(self) -> None:
        pause = FIRST_WAIT_SECONDS
        while True:
            await self._wake.wait()
            try:
                connection = await self._connect()
                try:
                    pause = FIRST_WAIT_SECONDS
                    await self._serve(connection)
                finally:
                    connection.terminate()
            except NO_ANSWER as error:
                log.warning("the bell has no connection", kind=type(error).__name__)
            self._wake.set()
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311  spreads the processes; no secret
            pause = min(pause * 2, LONGEST_WAIT_SECONDS)

    async def _connect(self) -> asyncpg.Connection:
        connection: asyncpg.Connection = await asyncpg.connect(
            self._url, timeout=ANSWER_SECONDS, command_timeout=ANSWER_SECONDS
        )
        return connection

    async def _serve(self, connection: asyncpg.Connection) -> None:
        connection.add_termination_listener(lambda _: self._wake.set())
        listening = False
        while True:
            if self._hear is not None and not listening:
                await connection.add_listener(CHANNEL, self._heard)
                listening = True
                self._hear(None)
            self._wake.clear()
            if connection.is_closed():
                raise ConnectionResetError
            await self._ring_all(connection)
            try:
                async with asyncio.timeout(ASK_EVERY_SECONDS):
                    await self._wake.wait()
                await asyncio.sleep(GATHER_SECONDS)
            except TimeoutError:
                # A connection whose other end vanished says nothing for ever; this one has to answer.
                await connection.execute("SELECT 1")

    async def _ring_all(self, connection: asyncpg.Connection) -> None:
        while self._rung:
            some = list(self._rung)[:AT_ONCE]
            self._rung.difference_update(some)
            try:
                await connection.execute(_RING, CHANNEL, some)
            except BaseException:
                self._rung.update(some)
                raise

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        if self._hear is None:
            return
        try:
            self._hear(OrganizationId(UUID(str(payload))))
        except ValueError:
            log.warning("the bell was rung by something else")
