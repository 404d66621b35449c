"""The database goes away, or freezes: the service says so quickly, and is back by itself."""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from tests.support.clinic import Clinic
from tests.support.figures import Figures
from tests.support.live_server import LiveServer, run_live_server
from tests.support.streams import following

from handrail.core import cluster, migrations
from handrail.core.embedded_postgres import EmbeddedPostgres
from handrail.core.events import record_changes
from handrail.core.ids import new_id
from handrail.core.problems import is_outage
from handrail.core.settings import Settings
from handrail.main import create_app

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


def slowest_s(answers: list[httpx.Response]) -> float:
    return max(answer.elapsed.total_seconds() for answer in answers)


def wait_until_back(server: LiveServer, *, at_most_s: float) -> float:
    """Ask until the database is asked again; return how long that took."""
    began = time.monotonic()
    while (answer := ask(server)).status_code != 401:
        assert time.monotonic() < began + at_most_s, answer.text
        time.sleep(0.1)
    return time.monotonic() - began


def test_a_frozen_database_is_answered_with_503_and_a_time_to_come_back(
    postgres: EmbeddedPostgres, server: LiveServer, figures: Figures
) -> None:
    assert ask(server).status_code == 401
    assert postgres.pid is not None
    frozen = processes_of(postgres.pid)
    for process in frozen:
        os.kill(process, signal.SIGSTOP)
    try:
        answers = [ask(server) for _ in range(figures.count(10, small=2))]
        ready = httpx.get(f"{server.url}/readyz", timeout=30)
        alive = httpx.get(f"{server.url}/livez", timeout=30)
    finally:
        for process in frozen:
            os.kill(process, signal.SIGCONT)
    assert {answer.status_code for answer in answers} == {503}
    assert all(answer.json()["code"] == "unavailable" and int(answer.headers["retry-after"]) > 0 for answer in answers)
    assert (ready.status_code, alive.status_code) == (503, 200)
    back = wait_until_back(server, at_most_s=30)
    slowest = slowest_s(answers)
    figures.tell(
        6,
        f"database frozen: {len(answers)} × 503 with Retry-After, the slowest after {slowest:.2f} s (mark: < 3 s);"
        f" back {back:.2f} s after the thaw",
        in_time=slowest < 3,
    )


def test_a_database_that_went_away_is_answered_with_503_and_found_again(
    postgres: EmbeddedPostgres, server: LiveServer, figures: Figures
) -> None:
    gone_s = figures.count(30, small=1)
    assert ask(server).status_code == 401
    postgres.stop()
    until, answers = time.monotonic() + gone_s, []
    while time.monotonic() < until or len(answers) < 5:
        answers.append(ask(server))
        time.sleep(0.1)
    assert {answer.status_code for answer in answers} == {503}
    assert all("retry-after" in answer.headers for answer in answers)
    began = time.monotonic()
    postgres.start()
    started = time.monotonic() - began
    back = wait_until_back(server, at_most_s=30)
    slowest = slowest_s(answers)
    figures.tell(
        5,
        f"database gone {gone_s} s: {len(answers)} × 503 with Retry-After, the slowest after {slowest:.2f} s"
        f" (mark: < 1 s); back {back:.2f} s after it answered again (mark: < 5 s), which itself took {started:.2f} s",
        in_time=slowest < 1 and back < 5,
    )


async def test_a_stream_outlives_a_crash_of_the_database_and_misses_nothing(
    postgres: EmbeddedPostgres, server: LiveServer, figures: Figures
) -> None:
    """After a crash PostgreSQL gives numbers of transactions again: what was told before is no measure any more."""
    urls = cluster.urls(postgres.start(), cluster.role_passwords(postgres.folder.root))
    app = create_app(Settings.model_validate({"database_url": urls.app, "auditor_database_url": urls.auditor}))
    crashes, slowest = figures.count(20, small=1), 0.0
    async with app.router.lifespan_context(app), asyncpg.create_pool(urls.maintenance, min_size=0) as maintenance:
        clinic = Clinic(app, maintenance)
        await clinic.open()
        person = await clinic.client()
        async with following(server.url, {"Authorization": f"Bearer {person.token}"}) as reader:
            for _ in range(crashes):
                before = await change(clinic)
                await reader.until(before)
                told = len(reader.messages)
                crash(postgres)
                missed = await change(clinic)
                slowest = max(slowest, await reader.until(count=told + 1))
                assert reader.messages[told]["everything"] or missed in reader.sessions
                after = await change(clinic)
                await reader.until(after)
        await clinic.close()
    figures.tell(
        5,
        f"{crashes} crashes of the database under a stream: nothing missed, told after {slowest:.2f} s at the longest",
    )


def crash(postgres: EmbeddedPostgres) -> None:
    """Kill one of the server's processes, upon which it ends all others and recovers."""
    assert postgres.pid is not None
    names = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in processes_of(postgres.pid)[1:]}
    os.kill(next(pid for pid, name in names.items() if b"walwriter" in name), signal.SIGKILL)


async def change(clinic: Clinic) -> str:
    """Change a session, as soon as the database lets one; return its id."""
    session_id = str(new_id())
    async with asyncio.timeout(60):
        while True:
            try:
                async with clinic.db() as db:
                    await record_changes(db, "sessions.updated", [{"id": session_id}])
            except Exception as error:
                if not is_outage(error):
                    raise
                await asyncio.sleep(0.1)
            else:
                return session_id
