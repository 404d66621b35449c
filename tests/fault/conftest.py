"""A PostgreSQL in a process of its own, to be killed."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

KEEPER = Path(__file__).with_name("keeper.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a fault."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.fault)


@dataclass
class Keeper:
    """The process that keeps a PostgreSQL, and that PostgreSQL."""

    process: subprocess.Popen[str]
    url: str
    postmaster: int

    @classmethod
    def start(cls, root: Path, *options: str) -> "Keeper":
        """Start it and wait until its PostgreSQL answers."""
        process = subprocess.Popen(
            [sys.executable, str(KEEPER), str(root), *options],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "backend")},
        )
        assert process.stdout is not None
        told = json.loads(process.stdout.readline() or "{}")
        assert told, f"the keeper ended with {process.wait()}"
        return cls(process, told["url"], told["postmaster"])

    def kill(self) -> None:
        """End the keeper alone, as kill -9 does."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def stop(self) -> None:
        """End whatever is left."""
        if self.process.poll() is None:
            self.kill()


@pytest.fixture
def root() -> Iterator[Path]:
    """A folder for a cluster, short enough for a socket and open to the account that runs the server."""
    folder = Path(tempfile.mkdtemp(prefix="hr-fault-"))
    folder.chmod(0o711)
    yield folder / "postgresql"
    ended = wait_until(lambda: not processes_in(folder))
    shutil.rmtree(folder, ignore_errors=True)
    assert ended, "a process was left behind"


def processes_in(folder: Path) -> list[int]:
    """Processes that work in a folder or below."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "cwd").readlink().is_relative_to(folder):
                found.append(int(entry.name))
    return found


def wait_until(condition: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def kill_outright(pid: int) -> None:
    """End a process at once."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
