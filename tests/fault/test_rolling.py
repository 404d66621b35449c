"""The service ends, or is renewed process by process, and no request fails."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from tests.fault.conftest import wait_until
from tests.support.clinic import Clinic, ClinicClient
from tests.support.figures import Figures
from tests.support.live_server import LiveServer, free_port, run_live_server, wait_until_ready

from handrail.core.cluster import Urls
from handrail.core.vocabulary import Role

pytestmark = pytest.mark.timeout(900)

CLIENTS = 6
PATIENT = {"HANDRAIL_STATEMENT_TIMEOUT_S": "20", "HANDRAIL_REQUEST_TIMEOUT_S": "30"}


def children_of(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


@contextlib.contextmanager
def two_workers(urls: Urls, log: Path) -> Iterator[LiveServer]:
    """`handrail serve --workers 2`."""
    port = free_port()
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", "handrail.serving", "serve", "--port", str(port), "--workers", "2"],
            env={**os.environ, **urls.environment(), **PATIENT},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        ) as process,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_ready(process, url, log, seconds=240)
            yield LiveServer(url, process.pid, log)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def said(log: Path, words: str, times: int = 1) -> bool:
    """Whether a log comes to hold these words so many times."""
    return wait_until(lambda: log.read_text().count(words) >= times, 240)


@dataclass
class Load:
    """People who read and write, each on a connection that is kept; with breaks, so that new processes get to start."""

    url: str
    token: str
    answered: int = 0
    failures: list[str] = field(default_factory=list)
    end: bool = False

    async def _person(self) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        new = {"given_names": ["Rolling"], "family_name": "Person", "birth_date": "1990-01-01"}
        async with httpx.AsyncClient(base_url=self.url, headers=headers, timeout=60) as client:
            while not self.end:
                try:
                    answers = [
                        await client.post("/api/v1/participants", json=new),
                        await client.get("/api/v1/locations"),
                        await client.get("/readyz"),
                    ]
                except httpx.HTTPError as error:
                    self.failures.append(repr(error))
                    continue
                self.failures += [answer.text for answer in answers if answer.status_code >= 400]
                self.answered += len(answers)
                await asyncio.sleep(0.1)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            for _ in range(CLIENTS):
                group.create_task(self._person())
            yield
            self.end = True

    async def until_answered(self, more: int) -> None:
        enough = self.answered + more
        async with asyncio.timeout(120):
            while self.answered < enough:  # noqa: ASYNC110 - counted by tasks that wait for sockets
                await asyncio.sleep(0.05)


@pytest.fixture
async def intake(clinic: Clinic) -> ClinicClient:
    return await clinic.client([Role.INTAKE_COORDINATOR, Role.ADMINISTRATOR])


async def test_no_request_fails_while_every_process_is_renewed(
    urls: Urls, intake: ClinicClient, tmp_path: Path, figures: Figures
) -> None:
    rounds = figures.count(10, small=1)
    with two_workers(urls, tmp_path / "log") as server:
        load = Load(server.url, intake.token)
        seconds = []
        async with load.running():
            await load.until_answered(50)
            for number in range(rounds):
                old = children_of(server.pid)
                assert len(old) == 2
                began = time.monotonic()
                os.kill(server.pid, signal.SIGHUP)
                assert await asyncio.to_thread(said, server.log, "every process was renewed", number + 1)
                seconds.append(time.monotonic() - began)
                assert len(children_of(server.pid)) == 2
                assert not children_of(server.pid) & old
                await load.until_answered(50)
        assert load.failures == []
        figures.tell(
            0, f"{rounds} rolling restarts, longest {max(seconds):.1f} s, {load.answered:,} requests, none failed"
        )


async def test_a_server_says_that_it_leaves_before_it_takes_no_more(
    urls: Urls, intake: ClinicClient, tmp_path: Path
) -> None:
    with run_live_server(urls, tmp_path / "log", {**PATIENT, "HANDRAIL_DRAIN_DELAY_S": "3"}) as server:
        headers = {"Authorization": f"Bearer {intake.token}"}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=60) as client:
            assert (await client.get("/readyz")).status_code == 200
            os.kill(server.pid, signal.SIGTERM)
            async with asyncio.timeout(3):
                while (answer := await client.get("/readyz")).status_code == 200:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert (answer.status_code, answer.json()) == (503, {"status": "ending"})
            assert (await client.get("/livez")).status_code == 200
            async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=60) as newcomer:
                assert (await newcomer.get("/api/v1/locations")).status_code == 200
            async with asyncio.timeout(30):
                while "connection" not in (answer := await client.get("/api/v1/locations")).headers:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert (answer.status_code, answer.headers["connection"]) == (200, "close")
            assert await asyncio.to_thread(wait_until, lambda: ended(server.pid), 30)


async def test_a_request_under_way_is_answered_although_the_server_was_told_to_end(
    urls: Urls, intake: ClinicClient, clinic: Clinic, tmp_path: Path
) -> None:
    with run_live_server(urls, tmp_path / "log", PATIENT) as server:
        headers = {"Authorization": f"Bearer {intake.token}"}
        new = {"given_names": ["Slow"], "family_name": "Person", "birth_date": "1990-01-01"}
        async with (
            httpx.AsyncClient(base_url=server.url, headers=headers, timeout=60) as client,
            clinic._maintenance.acquire() as blocker,
        ):
            assert (await client.get("/api/v1/locations")).status_code == 200
            async with blocker.transaction():
                await blocker.execute("LOCK TABLE participants IN EXCLUSIVE MODE")
                waiting = asyncio.create_task(client.post("/api/v1/participants", json=new))
                await asyncio.sleep(1.5)  # uvicorn renews what it says in every answer once a second
                os.kill(server.pid, signal.SIGTERM)
                assert await asyncio.to_thread(wait_until, lambda: takes_no_more(server.url), 30)
                assert not waiting.done()
            answer = await waiting
        assert answer.status_code == 201, answer.text
        assert answer.headers["connection"] == "close"


def takes_no_more(url: str) -> bool:
    """Whether a new connection is refused: from then on the server says of each answer that it is the last one."""
    try:
        httpx.get(f"{url}/livez", timeout=5)
    except httpx.ConnectError:
        return True
    return False


def ended(pid: int) -> bool:
    """Whether a process has ended, buried or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
