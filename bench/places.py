"""Two databases of invented people in one durable embedded PostgreSQL, kept in `.cache` between runs."""

import asyncio
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench import seed
from bench.seed import LARGE, SMALL, Size
from handrail.core import cluster, migrations
from handrail.core.cluster import Urls
from handrail.core.embedded_postgres import EmbeddedPostgres, Server

REPOSITORY = Path(__file__).parents[1]
CACHE = REPOSITORY / ".cache" / "bench"
SETTINGS = {
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    "maintenance_work_mem": "256MB",
    "log_min_messages": "fatal",
    "autovacuum": "off",
    "shared_preload_libraries": "pg_stat_statements",
}
MIGRATE = "import os; from handrail.core.migrations import upgrade; upgrade(os.environ['HANDRAIL_OWNER_DATABASE_URL'])"


@dataclass(frozen=True)
class Place:
    """One seeded database: the four roles' URLs, and the superuser's, whom row-level security does not hold."""

    size: Size
    urls: Urls
    superuser: str


@dataclass(frozen=True)
class Bench:
    """The running server."""

    server: Server
    passwords: dict[str, str]
    pid: int
    root: Path

    def place(self, size: Size) -> Place:
        return Place(size, cluster.urls(self.server, self.passwords, size.database), self.server.url(size.database))


def cache_folder() -> Path:
    """The folder of this schema and this seed: another revision gets another, and the older ones go."""
    made_of = hashlib.sha256(Path(seed.__file__).read_bytes()).hexdigest()[:8]
    return CACHE / f"{migrations.head()}-{made_of}"


@contextmanager
def running(*, fresh: bool = False) -> Iterator[Bench]:
    """Start the server over the cached databases, making what is missing."""
    folder = cache_folder()
    for old in CACHE.glob("*"):
        if old.is_dir() and (old != folder or fresh):
            shutil.rmtree(old)
    if not (folder / "ready").exists():
        with _server(folder, durable=False) as bench:
            for size in (SMALL, LARGE):
                asyncio.run(_make(bench, size))
        (folder / "ready").touch()
    with _server(folder, durable=True) as bench:
        yield bench


@contextmanager
def _server(folder: Path, *, durable: bool) -> Iterator[Bench]:
    root = folder / "postgresql"
    postgres = EmbeddedPostgres(root, durable=durable, settings=SETTINGS)
    server = postgres.start(attach=False)
    try:
        yield Bench(server, cluster.role_passwords(root), _postmaster(root), root)
    finally:
        postgres.stop()


def _postmaster(root: Path) -> int:
    return int(next(root.rglob("postmaster.pid")).read_text().split()[0])


async def _make(bench: Bench, size: Size) -> None:
    began = time.monotonic()
    await make_database(bench, size.database)
    print(f"Seeding {size.database}: {size.sessions:,} sessions, {size.sessions * seed.ROSTER:,} bookings", flush=True)
    connection = await asyncpg.connect(bench.server.url(size.database))
    try:
        await seed.fill(connection, size)
    finally:
        await connection.close()
    print(f"  {time.monotonic() - began:.0f} s", flush=True)


async def make_database(bench: Bench, name: str) -> Urls:
    """Make an empty database with the schema; one of that name is dropped."""
    connection = await asyncpg.connect(bench.server.url())
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        await connection.close()
    urls = await cluster.prepare(bench.server, bench.passwords, name)
    environment = {**os.environ, **urls.environment()}
    await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", MIGRATE], env=environment, cwd=REPOSITORY, check=True
    )
    return urls
