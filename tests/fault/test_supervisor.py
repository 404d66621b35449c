"""Processes that run as one: kept alive, ended together, never left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.fault.conftest import kill_outright, wait_until

from handrail.core.postgres_folder import alive
from handrail.supervisor import Child, Supervisor, supervising

SLEEPER = [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)"]
PARENT = """
import sys
from pathlib import Path
from handrail.supervisor import Child, supervising
with supervising() as supervisor:
    supervisor.start(Child("sleeper", [sys.executable, "-c", sys.argv[2]], log=Path(sys.argv[1])))
    supervisor.wait()
"""

RENEWABLE = """
import os, signal, sys, time
print(os.getpid(), flush=True)
if len(open(sys.argv[1]).read().split()) == int(sys.argv[2]):
    raise SystemExit(3)
signal.signal(signal.SIGHUP, lambda *_: sys.exit(0))
if "HANDRAIL_READY_FD" in os.environ:
    os.write(int(os.environ["HANDRAIL_READY_FD"]), b"1")
time.sleep(60)
"""


def started(log: Path) -> list[int]:
    """Process ids of the children that have begun so far."""
    return [int(line) for line in log.read_text().split()] if log.exists() else []


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    supervisor = Supervisor()
    supervisor.start(Child("sleeper", SLEEPER, log=log))
    assert wait_until(lambda: len(started(log)) == 1)
    kill_outright(started(log)[0])
    assert wait_until(lambda: not supervisor.wait(0.05) and len(started(log)) == 2)
    supervisor.stop()
    assert not any(alive(pid) for pid in started(log))


def test_a_child_that_cannot_live_ends_the_whole() -> None:
    supervisor = Supervisor()
    supervisor.start(Child("hopeless", [sys.executable, "-c", "raise SystemExit(3)"]))
    assert supervisor.wait(30)
    supervisor.stop()


def test_a_child_that_ends_by_itself_is_waited_for() -> None:
    supervisor = Supervisor()
    assert supervisor.run(Child("fine", [sys.executable, "-c", "pass"]), seconds=30)
    assert not supervisor.run(Child("failing", [sys.executable, "-c", "raise SystemExit(1)"]), seconds=30)
    assert not supervisor.run(Child("endless", SLEEPER), seconds=0.3)


def renewable(log: Path, *, failing: int = 0) -> Child:
    """A child that says when it is ready and ends when it is replaced; the start of this number fails."""
    return Child("renewable", [sys.executable, "-c", RENEWABLE, str(log), str(failing)], log=log)


def test_a_child_is_renewed_only_when_its_successor_is_ready(tmp_path: Path) -> None:
    log = tmp_path / "log"
    supervisor = Supervisor()
    supervisor.start(renewable(log))
    assert wait_until(lambda: len(started(log)) == 1)
    supervisor.ask_to_renew()
    assert not supervisor.wait(0.1)
    first, second = started(log)
    assert not alive(first)
    assert alive(second)
    supervisor.stop()
    assert not alive(second)


def test_a_successor_that_does_not_get_ready_replaces_nobody(tmp_path: Path) -> None:
    log = tmp_path / "log"
    supervisor = Supervisor()
    supervisor.start(renewable(log, failing=2))
    assert wait_until(lambda: len(started(log)) == 1)
    supervisor.ask_to_renew()
    assert not supervisor.wait(0.6)
    first, second = started(log)
    assert alive(first)
    assert not alive(second)
    supervisor.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_child_outlives_the_supervisor(number: signal.Signals, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(log), SLEEPER[2]],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "backend")},
    ) as parent:
        assert wait_until(lambda: bool(started(log)))
        parent.send_signal(number)
    assert wait_until(lambda: not any(alive(pid) for pid in started(log)))


def test_signals_have_their_old_meaning_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT)
    with supervising():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
