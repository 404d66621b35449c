"""One PostgreSQL for a whole test run, started when the first test asks for a database.

The process that runs pytest (under xdist: its controller) owns the server, so that the server ends with it, however it
ends. Workers ask it over a private socket. The schema is migrated once into a template; each worker works in a copy.
"""

import asyncio
import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import Any

import asyncpg

from handrail.core import cluster
from handrail.core.cluster import Urls
from handrail.core.embedded_postgres import EmbeddedPostgres, Server

PREFIX = "handrail-tests-"
TEMPLATE = "template_handrail"
REPOSITORY = Path(__file__).parents[2]
MIGRATE = "import os; from handrail.core.migrations import upgrade; upgrade(os.environ['HANDRAIL_OWNER_DATABASE_URL'])"


@dataclass(frozen=True)
class Address:
    """Where a worker finds the process that owns the server."""

    path: str
    key: str


@dataclass(frozen=True)
class TestServer:
    """The running server with its template, and the roles' passwords."""

    __test__ = False

    server: Server
    passwords: dict[str, str]

    def urls(self, database: str) -> Urls:
        """Each role's URL of a database."""
        return cluster.urls(self.server, self.passwords, database)

    async def make_copy(self, database: str) -> Urls:
        """Make a database with the whole schema and no rows. PostgreSQL copies the template's files, about 100 ms."""
        connection = await asyncpg.connect(self.server.url())
        try:
            await connection.execute(
                f"CREATE DATABASE {database} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY OWNER handrail_owner"
            )
            await connection.execute(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
            await connection.execute(f"GRANT CONNECT ON DATABASE {database} TO {', '.join(cluster.ROLES)}")
        finally:
            await connection.close()
        return self.urls(database)


class ServerOwner:
    """Lives in the process that runs pytest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._postgres: EmbeddedPostgres | None = None
        self._running: TestServer | None = None
        self._failure: Exception | None = None
        self._listener: Listener | None = None
        self._thread: threading.Thread | None = None

    def server(self) -> TestServer:
        """Start the server and make the template, once; a failure is told to everyone who asks."""
        with self._lock:
            if self._failure is not None:
                raise self._failure
            if self._running is None:
                try:
                    self._running = self._start()
                except Exception as error:
                    self._failure = error
                    raise
            return self._running

    def _start(self) -> TestServer:
        _sweep()
        root = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._postgres = EmbeddedPostgres(root, durable=False, settings={"max_connections": "300"})
        server = self._postgres.start()
        passwords = cluster.role_passwords(root)
        urls = asyncio.run(cluster.prepare(server, passwords, TEMPLATE))
        migrated = subprocess.run(
            [sys.executable, "-c", MIGRATE],
            env={**os.environ, **urls.environment()},
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
        if migrated.returncode != 0:
            raise RuntimeError(f"the migrations failed:\n{migrated.stderr[-3000:]}")
        return TestServer(server, passwords)

    def listen(self) -> Address:
        """Answer the workers of xdist, from a thread."""
        key = secrets.token_hex(16)
        self._listener = Listener(family="AF_UNIX", authkey=key.encode())
        self._thread = threading.Thread(target=self._answer, name="test-server", daemon=True)
        self._thread.start()
        assert isinstance(self._listener.address, str)
        return Address(self._listener.address, key)

    def _answer(self) -> None:
        assert self._listener is not None
        while True:
            try:
                connection = self._listener.accept()
            except OSError:
                return  # closed
            with connection:
                try:
                    connection.send(self.server())
                except Exception as error:
                    connection.send(RuntimeError(str(error)))

    def stop(self) -> None:
        """End the server and remove its folder."""
        if self._listener is not None:
            self._listener.close()
        if self._postgres is not None:
            self._postgres.stop()
            shutil.rmtree(self._postgres.folder.root, ignore_errors=True)


def ask(address: Address) -> TestServer:
    """In a worker: wait for the server."""
    with Client(address.path, family="AF_UNIX", authkey=address.key.encode()) as connection:
        answer: Any = connection.recv()
    if isinstance(answer, Exception):
        raise answer
    assert isinstance(answer, TestServer)
    return answer


def _sweep() -> None:
    """Remove the folders of runs that were killed: no process holds their lock."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            with (folder / "supervisor.lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        shutil.rmtree(folder, ignore_errors=True)
