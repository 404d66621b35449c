"""The processes that are measured: each on its core, and what it used of it."""

import contextlib
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bench.load import Load
from bench.places import REPOSITORY, Bench, Place
from handrail.core.keyring import new_key

APP_CORE, DATABASE_CORE = 0, 1
START_S = 180
# Only limits differ from what is shipped: a machine that does other work too must not turn a slow answer into none.
PATIENT = {"HANDRAIL_STATEMENT_TIMEOUT_S": "30", "HANDRAIL_REQUEST_TIMEOUT_S": "40"}
KEYS = {"HANDRAIL_KEYRING": new_key("bench")}
_TICKS = os.sysconf("SC_CLK_TCK")


def pin(process: int, core: int) -> None:
    """Hold a process to a core, where the machine has two and lets us choose."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(process, {core})


def cpu_of(process: int, *, children: bool = False) -> float:
    """Return the seconds of CPU a process has used; `children`: with those it has or had."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    used = sum(int(ticks) for ticks in fields[11 : 15 if children else 13]) / _TICKS
    if children:
        with contextlib.suppress(FileNotFoundError):
            found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
            used += sum(cpu_of(int(child)) for child in found)
    return used


@dataclass(frozen=True)
class Served:
    """A running server."""

    name: str
    port: int
    pid: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _serving(name: str, command: list[str], port: int, environment: Mapping[str, str], ready: str) -> Iterator[Served]:
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            command, cwd=REPOSITORY, env={**os.environ, **environment}, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        ) as process,
    ):
        pin(process.pid, APP_CORE)
        try:
            _wait(process, f"http://127.0.0.1:{port}{ready}", log)
            yield Served(name, port, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], url: str, log: Any) -> None:
    ends = time.monotonic() + START_S
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(url, timeout=5).status_code < 500:
                return
        time.sleep(0.1)
    log.seek(0)
    sys.exit(f"{url} did not answer:\n{log.read().decode(errors='replace')[-2000:]}")


@contextmanager
def product(place: Place) -> Iterator[Served]:
    """`handrail serve` over a place, as it is shipped: one worker, its own pools, logs on."""
    port = free_port()
    command = [sys.executable, "-m", "handrail.serving", "serve", "--port", str(port)]
    environment = {**place.urls.environment(), **PATIENT, **KEYS}
    with _serving(f"product {place.size.database}", command, port, environment, "/livez") as served:
        yield served


@contextmanager
def bare(place: Place, body_bytes: int) -> Iterator[Served]:
    """The routes of `bench.bare` over a place; `/bytes` answers with as many bytes as a week has."""
    port = free_port()
    command = [sys.executable, "-m", "bench.bare", str(port), str(body_bytes)]
    with _serving("bare", command, port, {"BENCH_URL": place.superuser}, "/bytes") as served:
        yield served


@dataclass
class Figures:
    """What one run of one cell gave."""

    rate: float
    p50: float = 0.0
    p99: float = 0.0
    app_ms: float = 0.0
    database_ms: float = 0.0
    load_share: float = 0.0
    """Part of its core that the load itself took."""
    bytes: int = 0
    statuses: dict[str, int] = field(default_factory=dict)


def drive(bench: Bench, served: Served, load: Load) -> Figures:
    """Send a load from the database's core and return what it cost."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(pickle.dumps(load))
        file.flush()
        app, database = cpu_of(served.pid), cpu_of(bench.pid, children=True)
        ran = subprocess.run(
            [sys.executable, "-m", "bench.load", file.name], cwd=REPOSITORY, capture_output=True, text=True, check=False
        )
        app, database = cpu_of(served.pid) - app, cpu_of(bench.pid, children=True) - database
    if ran.returncode != 0:
        sys.exit(f"the load on {served.name} failed:\n{ran.stderr[-2000:]}")
    told = json.loads(ran.stdout)
    answered = max(1, told["answered"])
    return Figures(
        rate=told["rate"],
        p50=told["p50"],
        p99=told["p99"],
        app_ms=app / answered * 1000,
        database_ms=database / answered * 1000,
        load_share=told["cpu"] / told["wall"],
        bytes=told["bytes"],
        statuses=told["statuses"],
    )
