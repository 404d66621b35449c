"""The two processes that serve: the API and the background work.

`python -m handrail.serving serve` and `… worker` are `handrail serve` and `handrail worker` without the other commands,
which makes a child process ready sooner.
"""

import asyncio
import signal
import socket
import sys
from typing import Annotated

import typer

from handrail import boot
from handrail.boot import BootError, ready_database
from handrail.command import DataDir, loading, run_command, settings_of
from handrail.core import logging
from handrail.core.settings import Settings
from handrail.supervisor import Child, supervising

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
        # Loaded late, for it takes seconds: whatever keeps us from starting is told at once, and the process that only
        # watches over workers does without.
        with loading():
            from handrail import process  # noqa: PLC0415

        if not process.answer(settings, host=host, port=port, fd=fd):
            raise BootError(f"The service did not start on {host}:{port}: is the port taken? Choose another --port.")


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
        with loading():
            from handrail import process  # noqa: PLC0415 - as above

        asyncio.run(process.work(settings))


if __name__ == "__main__":
    run_command(cli)
