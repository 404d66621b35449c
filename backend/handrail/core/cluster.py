"""The database and the four roles inside an embedded server.

The owner makes and changes tables; the app serves and sees one organization at a time; the auditor only appends audit
entries; maintenance crosses organizations for backfills, sealing and backup. None is superuser, none bypasses
row-level security.
"""

import contextlib
import json
import os
import re
import secrets
import sys
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import platformdirs

from handrail.core.archive import Archive
from handrail.core.embedded_postgres import EmbeddedPostgres, Server
from handrail.core.keyring import new_key
from handrail.core.postgres_folder import write_private
from handrail.core.settings import Settings
from handrail.core.tenancy import APP, AUDITOR, MAINTENANCE, OWNER

ROLES = (OWNER, APP, AUDITOR, MAINTENANCE)
DATABASE = "handrail"
EXTENSIONS = ("btree_gist",)
ONE_AT_A_TIME = 7_214_001  # advisory lock: two processes that attach at once make the roles one after the other
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


@dataclass(frozen=True)
class Urls:
    """Connection URLs of the four roles."""

    owner: str = field(repr=False)
    app: str = field(repr=False)
    auditor: str = field(repr=False)
    maintenance: str = field(repr=False)

    def environment(self) -> dict[str, str]:
        """The same as environment variables, for a child process."""
        return {
            "HANDRAIL_OWNER_DATABASE_URL": self.owner,
            "HANDRAIL_DATABASE_URL": self.app,
            "HANDRAIL_AUDITOR_DATABASE_URL": self.auditor,
            "HANDRAIL_MAINTENANCE_DATABASE_URL": self.maintenance,
        }


def default_data_dir() -> Path:
    """Where the embedded database lives unless told otherwise, by the platform's convention.

    A process of root keeps it in `/var/lib`: the server runs under another account, which cannot enter root's home.
    """
    if sys.platform == "linux" and os.geteuid() == 0 and "XDG_DATA_HOME" not in os.environ:
        return Path("/var/lib/handrail")
    return Path(platformdirs.user_data_dir("handrail", appauthor=False))


def embedded(settings: Settings, *, tcp_port: int | None = None) -> EmbeddedPostgres:
    """The embedded server these settings ask for."""
    archive = None
    if settings.backup_dir is not None:
        archive = Archive(settings.backup_dir.absolute(), settings.archive_timeout_s)
    return EmbeddedPostgres(root_of(settings), tcp_port=tcp_port, archive=archive)


def root_of(settings: Settings) -> Path:
    """The root folder of the embedded server these settings ask for."""
    return (settings.data_dir or default_data_dir()) / "postgresql"


def role_passwords(root: Path) -> dict[str, str]:
    """The roles' passwords, made at first use and kept in a file only its owner may read."""
    path = root / "role-passwords.json"
    try:
        known: dict[str, str] = json.loads(path.read_text())
    except FileNotFoundError:
        known = {}
    if missing := [role for role in ROLES if role not in known]:
        known |= {role: secrets.token_urlsafe(24) for role in missing}
        write_private(path, json.dumps(known))
    return known


def keyring(root: Path) -> str:
    """The keys of this data folder, made at first use and kept in a file only its owner may read."""
    path, scratch = root / "keyring", root / f"keyring.{os.getpid()}"
    if not path.exists():
        write_private(scratch, new_key("k1"))
        # Never over another's: what was sealed with a key that is gone is lost.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(scratch)
        scratch.unlink()
    return path.read_text()


async def prepare(server: Server, passwords: dict[str, str], database: str = DATABASE) -> Urls:
    """Make the roles and the database where they are missing; safe to repeat, also by several processes at once."""
    assert NAME.fullmatch(database)
    connection = await asyncpg.connect(server.url())
    try:
        await connection.execute(f"SELECT pg_advisory_lock({ONE_AT_A_TIME})")
        await _make_roles(connection, passwords)
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database):
            await connection.execute(f"CREATE DATABASE {database} OWNER {OWNER}")
        await connection.execute(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
        await connection.execute(f"GRANT CONNECT ON DATABASE {database} TO {', '.join(ROLES)}")
        await _make_extensions(server, database)
    finally:
        await connection.close()  # which gives the advisory lock back
    return urls(server, passwords, database)


def urls(server: Server, passwords: dict[str, str], database: str = DATABASE) -> Urls:
    """Each role's URL."""
    owner, app, auditor, maintenance = (
        server.url(database, user=role, password=passwords[role]) for role in (OWNER, APP, AUDITOR, MAINTENANCE)
    )
    return Urls(owner=owner, app=app, auditor=auditor, maintenance=maintenance)


async def _make_roles(connection: asyncpg.Connection, passwords: dict[str, str]) -> None:
    existing = {row["rolname"] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
    for role in ROLES:
        password = passwords[role]
        assert re.fullmatch(r"[A-Za-z0-9_-]+", password), "a password goes into the statement as a literal"
        verb = "ALTER" if role in existing else "CREATE"
        await connection.execute(
            f"{verb} ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION "
            f"PASSWORD '{password}'"
        )


async def _make_extensions(server: Server, database: str) -> None:
    connection = await asyncpg.connect(server.url(database))
    try:
        for extension in EXTENSIONS:
            await connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    finally:
        await connection.close()
