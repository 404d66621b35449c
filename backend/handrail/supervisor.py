"""Several processes run as one: started in order, started again when one dies, renewed one by one, stopped together."""

import contextlib
import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import structlog

from handrail.core.process_death import with_parent

log = structlog.get_logger("handrail.supervisor")

PATIENCE_SECONDS = 10.0
RESTARTS = 5
RESTART_WINDOW_SECONDS = 60.0
WATCH_SECONDS = 0.25
READY = "HANDRAIL_READY_FD"
"""Names the open file by which a child says that it has taken over."""
READY_SECONDS = 300.0
REPLACED_SECONDS = 30.0


@dataclass(frozen=True, eq=False)
class Child:
    """A process to run."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    inherited: tuple[int, ...] = ()
    """Open files it gets, for example a listening socket."""
    log: Path | None = None
    """Where its output goes; nowhere else than this process's by default."""


class Supervisor:
    """Runs children until a signal asks to stop, or one of them cannot be kept alive.

    Ctrl-C reaches this process alone: each child is in a session of its own and is ended here, in good order.
    """

    def __init__(self, *, patience_s: float = PATIENCE_SECONDS) -> None:
        self._patience_s = patience_s
        self._renew = threading.Event()
        self._running: dict[Child, subprocess.Popen[bytes]] = {}
        self._deaths: dict[Child, list[float]] = {}
        self._stop = threading.Event()

    def start(self, child: Child) -> None:
        """Start a child. Its end is then this process's business."""
        self._running[child] = self._spawn(child)

    def run(self, child: Child, seconds: float) -> bool:
        """Run a child that ends by itself, and say whether it ended well: not failed, stopped or out of time."""
        process = self._spawn(child)
        deadline = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < deadline and not self._stop.wait(WATCH_SECONDS):
            pass
        if process.poll() is None:
            _end(process, time.monotonic() + self._patience_s)
            return False
        return process.returncode == 0

    def _spawn(self, child: Child, *, ready: int | None = None) -> subprocess.Popen[bytes]:
        with contextlib.ExitStack() as stack:
            output = None if child.log is None else stack.enter_context(child.log.open("ab"))
            return subprocess.Popen(  # noqa: S603 - our own commands
                child.command,
                env={**os.environ, **child.environment, **({} if ready is None else {READY: str(ready)})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=child.inherited if ready is None else (*child.inherited, ready),
                start_new_session=True,
                preexec_fn=with_parent(signal.SIGTERM),  # noqa: PLW1509 - forked by the main thread, which lives longest
            )

    def ask_to_renew(self) -> None:
        """Let `wait` renew every child, one after the other."""
        self._renew.set()

    def _renew_all(self) -> None:
        for child in list(self._running):
            if self._stop.is_set():
                return
            if not self._replace(child):
                log.error("a new process did not get ready; the old ones stay", process=child.name)
                return
        log.info("every process was renewed", processes=len(self._running))

    def _replace(self, child: Child) -> bool:
        """Start a second process of a child; once it is ready, let the first one end. False: the first one stays."""
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as told:
            try:
                new = self._spawn(child, ready=writing)
            finally:
                os.close(writing)
            deadline = time.monotonic() + READY_SECONDS
            while not select.select([told], [], [], WATCH_SECONDS)[0]:
                if self._stop.is_set() or time.monotonic() > deadline:
                    break
            else:
                if told.read(1):
                    old, self._running[child] = self._running[child], new
                    self._end_replaced(old)
                    return True
        _end(new, time.monotonic() + self._patience_s)
        return False

    def _end_replaced(self, process: subprocess.Popen[bytes]) -> None:
        process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + REPLACED_SECONDS
        while process.poll() is None and time.monotonic() < deadline and not self._stop.wait(WATCH_SECONDS):
            pass
        _end(process, time.monotonic() + self._patience_s)

    def ask_to_stop(self) -> None:
        """Let `wait` return."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether a signal or a child that cannot live asked to stop."""
        return self._stop.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Keep the children alive. True when asked to stop, false when the seconds are over."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not self._stop.wait(WATCH_SECONDS):
            self._restart_dead()
            if self._renew.is_set():
                self._renew.clear()
                self._renew_all()
            if deadline is not None and time.monotonic() > deadline:
                return False
        return True

    def _restart_dead(self) -> None:
        for child, process in list(self._running.items()):
            if process.poll() is None:
                continue
            now = time.monotonic()
            deaths = [at for at in self._deaths.get(child, []) if at > now - RESTART_WINDOW_SECONDS] + [now]
            self._deaths[child] = deaths
            if len(deaths) > RESTARTS:
                log.error("a process keeps dying; stopping", process=child.name, code=process.returncode)
                self._stop.set()
                return
            log.warning("a process ended unasked; starting it again", process=child.name, code=process.returncode)
            self.start(child)

    def stop(self) -> None:
        """End all children at once, politely, then firmly."""
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + self._patience_s
        for process in self._running.values():
            _end(process, deadline)
        self._running.clear()


def _end(process: subprocess.Popen[bytes], deadline: float) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def supervising(*, renewing: bool = False, patience_s: float = PATIENCE_SECONDS) -> Iterator[Supervisor]:
    """A supervisor that stops on Ctrl-C, SIGTERM and SIGHUP, and leaves no child behind.

    When `renewing`, SIGHUP renews the children instead: each of them must say when it is ready (`READY`) and take
    SIGHUP for "another has taken over".
    """
    supervisor = Supervisor(patience_s=patience_s)

    def ask_to_stop(number: int, _frame: FrameType | None) -> None:
        if renewing and number == signal.SIGHUP:
            supervisor.ask_to_renew()
        else:
            supervisor.ask_to_stop()

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, ask_to_stop) for number in numbers}
    try:
        yield supervisor
    finally:
        supervisor.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
