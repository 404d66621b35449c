"""The service in a process of its own, on a real port."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from handrail.core.cluster import Urls

START_SECONDS = 180


@dataclass(frozen=True)
class LiveServer:
    """A running service."""

    url: str
    pid: int
    log: Path


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def run_live_server(
    urls: Urls, log: Path, settings: Mapping[str, str] | None = None, *, workers: int = 1
) -> Iterator[LiveServer]:
    """Serve a database until the block ends, with so many processes. `settings` are further HANDRAIL_ variables."""
    port = free_port()
    command = [sys.executable, "-m", "handrail.serving", "serve", "--port", str(port), "--workers", str(workers)]
    environment = {**os.environ, **urls.environment(), **(settings or {})}
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True
        ) as process,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_ready(process, url, log)
            yield LiveServer(url=url, pid=process.pid, log=log)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path, *, seconds: float = START_SECONDS) -> None:
    """Return once a service answers; raise with its last words if it ended or takes too long."""
    deadline = time.monotonic() + seconds
    # One client, that loads no certificates: made for each try it would take the time the service needs to start.
    with httpx.Client(base_url=url, timeout=2, verify=False) as client:
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise RuntimeError(f"the service ended with {process.returncode}:\n{log.read_text()[-3000:]}")
            with contextlib.suppress(httpx.TransportError):
                if client.get("/readyz").is_success:
                    return
            time.sleep(0.1)
    raise TimeoutError(f"the service did not get ready:\n{log.read_text()[-3000:]}")
