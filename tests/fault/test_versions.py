"""Two versions at once, as during a rollout: the one before on this schema, and this one on the schema before."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from tests.support.figures import Figures
from tests.support.live_server import free_port

from handrail.core import cluster, migrations
from handrail.core.cluster import Urls
from handrail.core.embedded_postgres import EmbeddedPostgres
from handrail.core.server_checks import ServerRefusedError, refuse_unfit_server

pytestmark = pytest.mark.timeout(1800)

REPOSITORY = Path(__file__).parents[2]
START_SECONDS = 300
STALL_SECONDS = 0.25
STEPS = 3  # of the schema that are gone back, at full count; one in the suite
PATIENT = {"HANDRAIL_STATEMENT_TIMEOUT_S": "20", "HANDRAIL_REQUEST_TIMEOUT_S": "30"}


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def version_before(folder: Path, steps: int) -> Path:
    """The tree as it was so many steps of the schema ago: before the newest migrations came, before those of then, …"""
    place = (migrations.FOLDER / "versions").relative_to(REPOSITORY)
    came = git("log", "--first-parent", "-m", "--diff-filter=A", "--format=%H", "--", f"{place}/*.py").split()
    commit = git("rev-parse", "--verify", "--quiet", f"{came[steps - 1]}^1") if len(came) >= steps else ""
    if not commit:
        pytest.skip(f"this clone has no history of {steps} steps of the schema ago")
    packed = folder / "tree.tar"
    subprocess.run(["git", "archive", "--output", packed, commit], cwd=REPOSITORY, check=True)
    subprocess.run(["tar", "-xf", packed, "-C", folder], check=True)
    return folder


SLICES = {"participants", "cohorts", "sessions", "attendance", "tasks"}
"""Of each of these something is read and something written."""


@dataclass
class Service:
    """A running service of some version."""

    url: str
    facts: dict[str, Any]
    seen: dict[str, set[int]] = field(default_factory=dict)
    """Status codes by operation."""
    answered: int = 0

    def slices(self, *, written: bool) -> set[str]:
        """The slices that something is asked of: whether it reads or writes."""
        reads = ("read_", "list_", "search_")
        return {where for where, operation, *_ in self.facts["asks"] if operation.startswith(reads) != written}

    def _note(self, operation: str, answer: httpx.Response) -> None:
        self.seen.setdefault(operation, set()).add(answer.status_code)
        self.answered += 1

    async def ask_everything(self) -> None:
        """Sign in, and ask all that the tree named; a change is made to what was just read."""
        async with httpx.AsyncClient(base_url=f"{self.url}/api/v1", timeout=60) as client:
            self._note("sign_in", await client.post("/auth/sign-in", json=self.facts["sign_in"]))
            client.cookies.clear()
            for _, operation, who, method, path, body in self.facts["asks"]:
                headers = {"Authorization": f"Bearer {self.facts['tokens'][who]}"}
                if method == "PATCH":
                    headers["If-Match"] = (await client.get(path, headers=headers)).headers["etag"]
                turned = None if body is None else json.loads(json.dumps(body).replace("TURN", str(self.answered)))
                self._note(operation, await client.request(method, path, json=turned, headers=headers))


@contextlib.contextmanager
def serving(tree: Path, urls: Urls) -> Iterator[Service]:
    """The service of a tree over a database that it migrates itself."""
    port = free_port()
    path = os.pathsep.join([str(tree / "backend"), str(tree)])
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("tree.py")), str(port)],
        cwd=tree,
        env={**os.environ, **urls.environment(), **PATIENT, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            told = ""
            while not told.startswith("{"):
                told = process.stdout.readline()
                assert told, f"the version before ended with {process.wait()}"
            yield Service(f"http://127.0.0.1:{port}", json.loads(told))
        finally:
            process.kill()


@pytest.fixture
def database(root: Path) -> Iterator[Urls]:
    """An empty database, with the four roles."""
    with EmbeddedPostgres(root, durable=False) as server:
        yield asyncio.run(cluster.prepare(server, cluster.role_passwords(root)))


async def _until_it_answers(url: str) -> None:
    async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(timeout=5) as client:
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await client.get(f"{url}/livez")).status_code == 200:
                    return
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("steps", range(1, STEPS + 1))
def test_a_version_before_works_on_through_the_migrations_and_this_one_waits_for_them(
    tmp_path: Path, database: Urls, figures: Figures, steps: int
) -> None:
    if steps > figures.count(STEPS, small=1):
        pytest.skip("versions of longer ago at full count: make fault")
    with serving(version_before(tmp_path, steps), database) as old:
        assert old.facts["schema"] in migrations.served_by(migrations.head()), "this version says that it serves it"
        asyncio.run(_roll_out(old, database))
    figures.tell(
        24,
        f"schema {old.facts['schema']} to {migrations.head()} under the version of then: {old.answered:,} answers to"
        f" {len(old.seen)} operations, each as before",
    )


async def _roll_out(old: Service, database: Urls) -> None:
    await _until_it_answers(old.url)
    await old.ask_everything()
    before = {name: set(codes) for name, codes in old.seen.items()}
    assert old.slices(written=True) & old.slices(written=False) >= SLICES, "of each slice a read and a write"
    assert all(codes <= {200, 201} for codes in before.values()), before

    with pytest.raises(
        ServerRefusedError, match=r"schema revision: \d+, this version needs \d+. Mend: handrail migrate"
    ):
        await refuse_unfit_server([database.app], expected_revision=migrations.head())

    migrating = asyncio.create_task(asyncio.to_thread(migrations.upgrade, database.owner))
    while not migrating.done():
        await old.ask_everything()
    await migrating
    for _ in range(3):
        await old.ask_everything()
    assert old.seen == before, "the version before answers as it did"
    await refuse_unfit_server([database.app], expected_revision=migrations.head())
    await refuse_unfit_server([database.app], expected_revision=old.facts["schema"])


# --- each migration on a database in use ----------------------------------------------------------------------------

FILL = (
    "INSERT INTO audit_entries (organization_id, id, format, at, request_id, roles, client, action, outcome, status,"
    " resource, resource_ids, participant_ids, part2) SELECT gen_random_uuid(), gen_random_uuid(), 1, now(), 'r', '{}',"
    " 'load', 'a', 'success', 200, 'r', '{}', ARRAY[gen_random_uuid()], false FROM generate_series(1, $1::int)",
    "INSERT INTO changes (organization_id, id, kind, entity_id, participant_id, state) SELECT gen_random_uuid(),"
    " gen_random_uuid(), 'k', gen_random_uuid(), gen_random_uuid(), '{}' FROM generate_series(1, $1::int)",
)


class Writer:
    """Takes, table after table, the lock that a write takes, and writes where a row needs no other; notes the waits."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.longest_s = 0.0
        self.begun = asyncio.Event()
        self.stop = asyncio.Event()

    async def run(self) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            while not self.stop.is_set():
                tables = await connection.fetch(
                    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
                )
                for (table,) in tables:
                    began = time.perf_counter()
                    async with connection.transaction():
                        await connection.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
                        for statement in FILL:
                            if f"INTO {table} " in statement:
                                await connection.execute(statement, 1)
                    self.longest_s = max(self.longest_s, time.perf_counter() - began)
                    self.begun.set()
        finally:
            await connection.close()


async def longest_stall(url: str, meanwhile: Awaitable[object]) -> float:
    """The longest a write waited while something else went on, in seconds.

    That begins once the writer writes: a short migration would else be over before the first write.
    """
    writer = Writer(url)
    async with asyncio.TaskGroup() as group:
        group.create_task(writer.run())
        await writer.begun.wait()
        await meanwhile
        writer.stop.set()
    return writer.longest_s


async def test_writes_go_on_while_each_migration_runs(root: Path, figures: Figures) -> None:
    rows = 500 * figures.rounds
    config = migrations._config()
    script = ScriptDirectory.from_config(config)
    stalls: dict[str, float] = {}
    with EmbeddedPostgres(root, durable=False) as server:
        urls = await cluster.prepare(server, cluster.role_passwords(root))
        config.attributes["url"] = urls.owner.replace("postgresql://", "postgresql+asyncpg://", 1)
        superuser = server.url(cluster.DATABASE)
        first, *others = [one.revision for one in reversed(list(script.walk_revisions()))]
        await asyncio.to_thread(command.upgrade, config, first)
        connection = await asyncpg.connect(superuser)
        for statement in FILL:
            await connection.execute(statement, rows)
        await connection.close()
        quiet = await longest_stall(superuser, asyncio.sleep(3))
        for revision in others:
            stalls[revision] = await longest_stall(superuser, asyncio.to_thread(command.upgrade, config, revision))
    worst = max(stalls, key=lambda revision: stalls[revision])
    figures.tell(
        24,
        f"{len(stalls)} migrations under writes and {rows:,} rows: none failed, longest stall"
        f" {stalls[worst] * 1000:.0f} ms (migration {worst}; mark: < 250 ms), without any {quiet * 1000:.0f} ms",
        in_time=stalls[worst] < STALL_SECONDS,
    )
