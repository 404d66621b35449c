"""Base backups of the embedded server, taken while it serves: each verified file by file before it counts."""

import asyncio
import json
import shutil
import subprocess
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg

from handrail.core.archive import Archive, sync_folder
from handrail.core.clock import now
from handrail.core.embedded_postgres import Server
from handrail.core.postgres_folder import write_private
from handrail.core.postgres_install import PostgresError, tool, tool_environment

ARCHIVE_SECONDS = 60.0
POLL_SECONDS = 0.1
SPARE = 1.1
"""A copy needs about the size of the database; so much more for what is written meanwhile."""


@dataclass(frozen=True)
class Backup:
    """What `backup.json` says about one base backup; no health information."""

    name: str
    started_at: datetime
    finished_at: datetime
    seconds: float
    size_bytes: int
    timeline: int
    first_segment: str
    """The oldest file of the log a restore from this backup reads."""
    start_lsn: str
    end_lsn: str
    archived_to: str | None
    """The log was in the archive up to this file when the backup was done; None where the server archives nothing."""
    schema_revision: str | None

    def to_json(self) -> str:
        """As it is stored."""
        return json.dumps(asdict(self), default=datetime.isoformat, indent=2)

    @classmethod
    def from_json(cls, text: str) -> "Backup":
        """As it was stored."""
        facts = json.loads(text)
        for name in ("started_at", "finished_at"):
            facts[name] = datetime.fromisoformat(facts[name])
        return cls(**facts)


def backups(archive: Archive) -> list[Backup]:
    """The whole backups of a folder, oldest first."""
    found = []
    for path in archive.base.glob("*/backup.json"):
        try:
            found.append(Backup.from_json(path.read_text()))
        except (ValueError, TypeError, KeyError) as error:
            raise PostgresError(f"{path} cannot be read: move {path.parent} away and try again.") from error
    return sorted(found, key=lambda one: one.finished_at)


def take(server: Server, archive: Archive, database: str) -> Backup:
    """Copy the running server's files, verify the copy, and let it count only then."""
    with archive.alone(wait=True):
        for left_over in archive.base.glob(".*.incomplete"):
            shutil.rmtree(left_over)
        began, clock = now(), time.monotonic()
        archives = asyncio.run(_check(server, archive))
        name = began.strftime("%Y%m%dT%H%M%SZ")
        if (archive.base / name).exists():
            raise PostgresError("A backup of this very second is there already: try again.")
        scratch = archive.base / f".{name}.incomplete"
        scratch.mkdir(mode=0o700)
        try:
            _copy(server, scratch / "data", name)
            verify(scratch / "data")
            manifest = json.loads((scratch / "data" / "backup_manifest").read_text())
            log = manifest["WAL-Ranges"][-1]
            first_segment, revision, archived_to = asyncio.run(_finish(server, database, log, archives=archives))
            backup = Backup(
                name=name,
                started_at=began,
                finished_at=now(),
                seconds=round(time.monotonic() - clock, 2),
                size_bytes=sum(file["Size"] for file in manifest["Files"]),
                timeline=log["Timeline"],
                first_segment=first_segment,
                start_lsn=log["Start-LSN"],
                end_lsn=log["End-LSN"],
                archived_to=archived_to,
                schema_revision=revision,
            )
            write_private(scratch / "backup.json", backup.to_json())
            sync_folder(scratch)
            scratch.rename(archive.base / name)
            sync_folder(archive.base)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        archive.compress()
    return backup


def verify(data: Path) -> None:
    """Compare every file with the hash the server noted, and read the log the copy needs."""
    _run([tool("pg_verifybackup"), "--exit-on-error", "--quiet", data], {}, "The backup is damaged")


def prune(archive: Archive, keep: int) -> tuple[int, int]:
    """Remove all but the newest backups, then the log that none of those needs; return how many of each went."""
    with archive.alone(wait=True):
        known = backups(archive)
        surplus, kept = known[:-keep], known[-keep:]
        for backup in surplus:
            doomed = archive.base / f".{backup.name}.incomplete"
            (archive.base / backup.name).rename(doomed)  # half removed, it must not pass for a backup
            shutil.rmtree(doomed)
        files = archive.prune(min((one.first_segment for one in kept), key=lambda name: name[8:])) if kept else 0
        return len(surplus), files


async def _check(server: Server, archive: Archive) -> bool:
    """Whether the server archives into this folder; refuses a disk that cannot hold the copy."""
    connection = await asyncpg.connect(server.url())
    try:
        archives: bool = await connection.fetchval(
            "SELECT current_setting('archive_mode') = 'on'"
            " AND current_setting('basic_archive.archive_directory', true) IS NOT DISTINCT FROM $1",
            str(archive.wal),
        )
        size: int = await connection.fetchval("SELECT sum(pg_database_size(oid))::bigint FROM pg_database")
    finally:
        await connection.close()
    free = shutil.disk_usage(archive.base).free
    if free < size * SPARE:
        raise PostgresError(
            f"The disk that holds {archive.folder} has {free / 1e9:.1f} GB left and a backup needs "
            f"{size / 1e9:.1f} GB: free some space, keep fewer backups with --keep, or choose another folder."
        )
    return archives


def _copy(server: Server, target: Path, label: str) -> None:
    _run(
        [
            tool("pg_basebackup"),
            *("--host", server.host, "--port", str(server.port), "--username", server.user, "--no-password"),
            *("--pgdata", target, "--label", f"handrail {label}", "--checkpoint", "fast"),
            *("--wal-method", "stream", "--manifest-checksums", "SHA256"),
        ],
        {"PGPASSWORD": server.password},
        "The backup could not be taken",
    )


async def _finish(
    server: Server, database: str, log: dict[str, Any], *, archives: bool
) -> tuple[str, str | None, str | None]:
    connection = await asyncpg.connect(server.url(database))
    try:
        first = await connection.fetchval("SELECT pg_walfile_name($1::text::pg_lsn)", log["Start-LSN"])
        versioned = await connection.fetchval("SELECT to_regclass('public.alembic_version') IS NOT NULL")
        revision = await connection.fetchval("SELECT version_num FROM public.alembic_version") if versioned else None
        archived_to = await _archive_all(connection) if archives else None
    finally:
        await connection.close()
    return first, revision, archived_to


async def _archive_all(connection: asyncpg.Connection) -> str:
    """Have the log archived up to this moment."""
    last: str = await connection.fetchval("SELECT pg_walfile_name(pg_switch_wal() - 1)")
    deadline = time.monotonic() + ARCHIVE_SECONDS
    while True:
        row = await connection.fetchrow("SELECT last_archived_wal, last_failed_wal FROM pg_stat_archiver")
        assert row is not None
        if row["last_archived_wal"] is not None and row["last_archived_wal"][:24] >= last:
            return last
        if time.monotonic() > deadline:
            raise PostgresError(
                f"The log could not be archived up to {last} within {ARCHIVE_SECONDS:.0f} s: see postgres.log in the "
                "data folder, and whether the disk of the backup folder is full."
            )
        await asyncio.sleep(POLL_SECONDS)


def _run(command: list[str | Path], environment: dict[str, str], failure: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own program and paths
        command,
        check=False,
        capture_output=True,
        cwd="/",
        env={**tool_environment(), **environment},
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        reason = said[0].split("error:", 1)[-1].strip() if said else f"status {done.returncode}"
        raise PostgresError(f"{failure}: {reason}.")
