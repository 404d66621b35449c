"""The API is killed while people write, alone and together with the database: nothing is lost, nothing is there twice.

Clients do what ours do: a request that broke or was answered 503 is sent again with the same `Idempotency-Key`.
"""

import asyncio
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from tests.fault.conftest import Keeper, kill_outright, wait_until
from tests.support.clinic import Clinic
from tests.support.figures import Figures
from tests.support.load import request_bytes, send_until_answered

from handrail.core import cluster, migrations
from handrail.core.clock import now
from handrail.core.cluster import Urls
from handrail.core.embedded_postgres import EmbeddedPostgres
from handrail.core.settings import Settings
from handrail.core.vocabulary import Role
from handrail.main import create_app
from handrail.tasks.vocabulary import TaskKind

WRITERS = 6
PATIENT = {"HANDRAIL_STATEMENT_TIMEOUT_S": "20", "HANDRAIL_REQUEST_TIMEOUT_S": "30"}


@dataclass
class Api:
    """The process that keeps the API, and the address it is at."""

    process: subprocess.Popen[str]
    url: str

    def answering(self) -> list[int]:
        """Processes that answer right now."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill_answering(self) -> None:
        """End the process that answers, as kill -9 does."""
        assert wait_until(lambda: bool(self.answering()))
        for pid in self.answering():
            kill_outright(pid)


@contextmanager
def kept_api(urls: Urls, log: Path) -> Iterator[Api]:
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("api_keeper.py"))],
            env={
                **os.environ,
                **urls.environment(),
                **PATIENT,
                "PYTHONPATH": str(Path(__file__).parents[2] / "backend"),
            },
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            yield Api(process, f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.kill()


@dataclass
class Writers:
    """People who write without pause, each write with a name of its own."""

    url: str
    token: str
    acknowledged: Counter[str] = field(default_factory=Counter)
    sent_again: int = 0
    wrote: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    async def write(self, writer: int) -> None:
        number = 0
        while not self.ended:
            number += 1
            name = f"w{writer}-{number}"
            body = {
                "kind": next(iter(TaskKind)),
                "title_code": name,
                "due_at": (now() + timedelta(days=1)).isoformat(),
            }
            headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": name}
            answer = await send_until_answered(self.url, request_bytes("POST", "/api/v1/tasks", headers, body))
            assert answer.status == 201, answer.body
            assert answer.json["title_code"] == name
            self.acknowledged[name] += 1
            self.wrote.set()
            self.sent_again += answer.tries - 1

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Write while the block runs; what was begun is finished at its end."""
        async with asyncio.TaskGroup() as group:
            for writer in range(WRITERS):
                group.create_task(self.write(writer))
            try:
                yield
            finally:
                self.ended = True

    async def some_more(self) -> None:
        """Wait until this round has written something, then some more milliseconds: into the middle of a write."""
        self.wrote.clear()
        async with asyncio.timeout(300):
            await self.wrote.wait()
        await asyncio.sleep(random.uniform(0, 0.05))


async def stored(url: str, clinic: Clinic) -> Counter[str]:
    """Every write that is in the database, by its name."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "SELECT title_code FROM tasks WHERE organization_id = $1 AND title_code ~ '^w[0-9]'", clinic.organization_id
        )
    finally:
        await connection.close()
    return Counter(row["title_code"] for row in rows)


@pytest.mark.timeout(3600)
async def test_the_api_killed_in_the_middle_of_writes(
    clinic: Clinic, urls: Urls, figures: Figures, tmp_path: Path
) -> None:
    kills = figures.count(200, small=8)
    person = await clinic.client(Role.PROGRAM_DIRECTOR)
    with kept_api(urls, tmp_path / "api.log") as api:
        writers = Writers(api.url, person.token)
        async with writers.writing():
            for _ in range(kills):
                await writers.some_more()
                await asyncio.to_thread(api.kill_answering)
    assert writers.sent_again > 0, "no kill met a write, so it proves nothing"
    assert await stored(urls.maintenance, clinic) == writers.acknowledged
    figures.tell(
        4,
        f"API killed {kills} times in the middle of writes: {writers.acknowledged.total():,} acknowledged,"
        f" {writers.sent_again:,} sent again, none lost, none doubled",
    )


@asynccontextmanager
async def clinic_in(urls: Urls) -> AsyncIterator[Clinic]:
    """A clinic of another database than the suite's."""
    app = create_app(Settings.model_validate({"database_url": urls.app, "auditor_database_url": urls.auditor}))
    async with app.router.lifespan_context(app), asyncpg.create_pool(urls.maintenance, min_size=0) as maintenance:
        clinic = Clinic(app, maintenance)
        await clinic.open()
        yield clinic
        await clinic.close()


@pytest.mark.timeout(3600)
async def test_api_and_database_killed_under_load(root: Path, figures: Figures, tmp_path: Path) -> None:
    """The process that keeps the database is killed too: nothing of ours is left to clean up."""
    rounds = figures.count(100, small=3)
    with EmbeddedPostgres(root) as server:
        urls = await cluster.prepare(server, cluster.role_passwords(root))
        await asyncio.to_thread(migrations.upgrade, urls.owner)
        async with clinic_in(urls) as clinic:
            person = await clinic.client(Role.PROGRAM_DIRECTOR)
    keeper = await asyncio.to_thread(Keeper.start, root)
    try:
        with kept_api(urls, tmp_path / "api.log") as api:
            writers = Writers(api.url, person.token)
            async with writers.writing():
                for number in range(rounds):
                    await writers.some_more()
                    kill_outright(keeper.postmaster)
                    keeper.kill()
                    if number % 2:
                        await asyncio.sleep(random.uniform(0, 0.1))
                    await asyncio.to_thread(api.kill_answering)
                    keeper = await asyncio.to_thread(Keeper.start, root)
        assert writers.sent_again > 0, "no kill met a write, so it proves nothing"
        assert await stored(urls.maintenance, clinic) == writers.acknowledged
    finally:
        keeper.stop()
    figures.tell(
        0,
        f"API and database both killed {rounds} times under load: {writers.acknowledged.total():,} acknowledged,"
        f" {writers.sent_again:,} sent again, none lost, none doubled",
    )
