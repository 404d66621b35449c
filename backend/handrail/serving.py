"""The two processes that serve: the API and the background work.

`python -m handrail.serving serve` and `… worker` are `handrail serve` and `handrail worker` without the other commands,
which makes a child process ready sooner.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Annotated

import asyncpg
import typer

from handrail import boot
from handrail.boot import BootError, ready_database
from handrail.command import DataDir, run_command, settings_of
from handrail.core import logging
from handrail.core.audit_sealer import run_sealer
from handrail.core.audit_sink import make_sink
from handrail.core.http_server import DrainingServer, server_config
from handrail.core.ids import OrganizationId
from handrail.core.jobs import make_worker
from handrail.core.settings import Settings
from handrail.main import create_app, make_core, open_core
from handrail.slices import JOBS, periodic
from handrail.supervisor import READY, Child, supervising

STOP_SECONDS = 12.0
"""Longer than a server takes for silent connections, requests under way and its pools."""

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Processes that answer requests.", min=1, max=64)] = 1,
    data_dir: DataDir = None,
    fd: Annotated[int | None, typer.Option(hidden=True, help="An open listening socket.")] = None,
) -> None:
    """Serve the API. SIGTERM ends it without failing a request; with several workers, SIGHUP renews them one by one."""
    # At a terminal a hang-up means that it was closed; elsewhere it asks to renew the workers, once there are any.
    renewing = workers > 1 and not (sys.stdin is not None and sys.stdin.isatty())
    if renewing:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with ready_database(settings_of(data_dir)) as settings:
        logging.configure(settings.log_level)
        if workers > 1:
            _serve_with_workers(settings, host, port, workers, renewing=renewing)
            return
        server = _Server(server_config(create_app(settings), settings, host=host, port=port), settings)
        server.run(sockets=None if fd is None else [socket.socket(fileno=fd)])
        if not server.started:
            raise BootError(f"The service did not start on {host}:{port}: is the port taken? Choose another --port.")


class _Server(DrainingServer):
    """Tells the supervisor when it takes requests."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and READY in os.environ:
            with os.fdopen(int(os.environ.pop(READY)), "wb") as told:
                told.write(b"1")


def _serve_with_workers(settings: Settings, host: str, port: int, workers: int, *, renewing: bool) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    patience = settings.drain_delay_s + STOP_SECONDS
    with socket.socket(family) as listener, supervising(renewing=renewing, patience_s=patience) as supervisor:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise BootError(f"Cannot listen on {host}:{port}: {error.strerror}. Choose another --port.") from error
        listener.listen(2048)
        command = [sys.executable, "-m", "handrail.serving", "serve", "--host", host, "--port", str(port)]
        for number in range(workers):
            supervisor.start(
                Child(
                    name=f"api {number + 1}",
                    command=[*command, "--fd", str(listener.fileno())],
                    environment=boot.environment_of(settings),
                    inherited=(listener.fileno(),),
                )
            )
        supervisor.wait()


@cli.command()
def worker(data_dir: DataDir = None) -> None:
    """Do background work: reminders, sealing, clean-up. SIGTERM lets a job end, or hands it back to the queue."""
    with ready_database(settings_of(data_dir)) as settings:
        logging.configure(settings.log_level)
        asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
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


if __name__ == "__main__":
    run_command(cli)
