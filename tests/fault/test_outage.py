"""The database goes away, or freezes: the service says so quickly, and is back by itself."""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.support.live_server import LiveServer, run_live_server

from handrail.core import cluster, migrations
from handrail.core.embedded_postgres import EmbeddedPostgres
from handrail.core.ids import new_id

pytestmark = pytest.mark.fault

TOKEN = {"Authorization": f"Bearer {new_id()}.{'x' * 43}"}
"""Nobody's; the answer needs the database all the same."""


@pytest.fixture(scope="module")
def postgres() -> Iterator[EmbeddedPostgres]:
    with tempfile.TemporaryDirectory(prefix="handrail-outage-") as folder:
        database = EmbeddedPostgres(Path(folder), durable=False)
        yield database
        database.stop()


@pytest.fixture(scope="module")
def server(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    urls = asyncio.run(cluster.prepare(postgres.start(), cluster.role_passwords(postgres.folder.root)))
    migrations.upgrade(urls.owner)
    with run_live_server(urls, tmp_path_factory.mktemp("outage-log") / "log") as server:
        yield server


def processes_of(postmaster: int) -> list[int]:
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [postmaster, *(int(child) for child in children)]


def ask(server: LiveServer) -> httpx.Response:
    return httpx.get(f"{server.url}/api/v1/locations", headers=TOKEN, timeout=30)


def wait_until_back(server: LiveServer, *, at_most_s: float) -> None:
    deadline = time.monotonic() + at_most_s
    while (answer := ask(server)).status_code != 401:
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.1)


def test_a_frozen_database_is_answered_with_503_and_a_time_to_come_back(
    postgres: EmbeddedPostgres, server: LiveServer
) -> None:
    assert ask(server).status_code == 401
    assert postgres.pid is not None
    frozen = processes_of(postgres.pid)
    for process in frozen:
        os.kill(process, signal.SIGSTOP)
    try:
        answers = [ask(server) for _ in range(2)]
        ready = httpx.get(f"{server.url}/readyz", timeout=30)
        alive = httpx.get(f"{server.url}/livez", timeout=30)
    finally:
        for process in frozen:
            os.kill(process, signal.SIGCONT)
    assert {answer.status_code for answer in answers} == {503}
    assert all(answer.json()["code"] == "unavailable" and int(answer.headers["retry-after"]) > 0 for answer in answers)
    assert (ready.status_code, alive.status_code) == (503, 200)
    wait_until_back(server, at_most_s=30)


def test_a_database_that_went_away_is_answered_with_503_and_found_again(
    postgres: EmbeddedPostgres, server: LiveServer
) -> None:
    assert ask(server).status_code == 401
    postgres.stop()
    answers = [ask(server) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {503}
    assert all("retry-after" in answer.headers for answer in answers)
    postgres.start()
    wait_until_back(server, at_most_s=30)
