"""One process that answers requests, or does background work: the whole of Handrail is loaded here."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg

from handrail import boot
from handrail.core.audit_sealer import run_sealer
from handrail.core.audit_sink import make_sink
from handrail.core.http_server import DrainingServer, server_config
from handrail.core.ids import OrganizationId
from handrail.core.jobs import make_worker
from handrail.core.settings import Settings
from handrail.main import create_app, make_core, open_core
from handrail.slices import JOBS, periodic
from handrail.supervisor import READY


class _Server(DrainingServer):
    """Tells the supervisor when it takes requests."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and READY in os.environ:
            with os.fdopen(int(os.environ.pop(READY)), "wb") as told:
                told.write(b"1")


def answer(settings: Settings, *, host: str, port: int, fd: int | None) -> bool:
    """Answer requests until SIGTERM, on this address or an open socket; whether it ever came to that."""
    server = _Server(server_config(create_app(settings), settings, host=host, port=port), settings)
    server.run(sockets=None if fd is None else [socket.socket(fileno=fd)])
    return server.started


async def work(settings: Settings) -> None:
    """Do background work until SIGTERM."""
    async with open_core(make_core(settings)) as core:
        connection = await asyncpg.connect(boot.urls_of(settings).maintenance)
        try:

            async def organizations() -> list[OrganizationId]:
                async with core.hot_pool.acquire() as asking:
                    rows = await asking.fetch("SELECT organization_id FROM organization_directory ORDER BY 1")
                return [OrganizationId(row["organization_id"]) for row in rows]

            worker = make_worker(connection, core.sessions, organizations, JOBS, periodic(settings))
            stop = asyncio.Event()
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
            async with sealing(settings):
                await worker.run(stop, grace_s=settings.job_grace_s)
        finally:
            await connection.close()


@asynccontextmanager
async def sealing(settings: Settings) -> AsyncIterator[None]:
    """Seal audit entries beside whatever the block does."""
    sealer = asyncio.create_task(
        run_sealer(
            boot.urls_of(settings).maintenance,
            make_sink(settings),
            seal_every=timedelta(seconds=settings.audit_seal_seconds),
            anchor_every=timedelta(seconds=settings.audit_anchor_seconds),
        ),
        name="audit sealer",
    )
    try:
        yield
    finally:
        sealer.cancel()
        await asyncio.gather(sealer, return_exceptions=True)
