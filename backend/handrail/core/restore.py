"""A new data folder from a backup: the newest one before the moment asked for, and the log from there up to it.

The moment is inclusive: whatever was committed at it or before is there, whatever came later is not. Passwords are not
in a backup; the restored server gets new ones.
"""

import asyncio
import re
import shlex
import shutil
import subprocess
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from handrail.core import cluster
from handrail.core.archive import Archive
from handrail.core.backup import Backup, backups, verify
from handrail.core.embedded_postgres import EmbeddedPostgres
from handrail.core.postgres_folder import PostgresFolder
from handrail.core.postgres_install import PostgresError, tool, tool_environment

LAST_COMMIT = re.compile(r"last completed transaction was at log time (\S+ \S+)")


@dataclass(frozen=True)
class Restored:
    """What came of it."""

    backup: Backup
    last_commit: datetime | None
    """When the newest change that is there was committed, if the log held one."""
    log_files: int
    schema_revision: str | None


def choose(known: list[Backup], at: datetime | None) -> Backup:
    """The newest backup that was whole at the moment asked for."""
    if not known:
        raise PostgresError("There is no whole backup in that folder: choose another --from.")
    fitting = [one for one in known if at is None or one.finished_at <= at]
    if not fitting:
        raise PostgresError(f"The oldest backup is of {_stated(known[0].finished_at)}: choose that or a later --at.")
    return fitting[-1]


def restore(archive: Archive, data_dir: Path, at: datetime | None, known_revisions: Collection[str]) -> Restored:
    """Make `data_dir`, which must be new or empty, the database as it was. On a failure nothing stays behind."""
    backup = choose(backups(archive), at)
    if backup.schema_revision is not None and backup.schema_revision not in known_revisions:
        raise PostgresError(
            f"The backup has schema {backup.schema_revision}, which this version does not know: "
            "restore with the newer Handrail that made it."
        )
    if data_dir.exists() and any(data_dir.iterdir()):
        raise PostgresError(f"{data_dir} is not empty: restore into a new --data-dir.")
    folder = PostgresFolder(data_dir / "postgresql")
    try:
        verify(archive.base / backup.name / "data")
        folder.prepare()
        return _restore(archive, folder, backup, at)
    except OSError as error:
        _remove(folder.root)
        raise PostgresError(f"Cannot restore into {data_dir}: {error.strerror}. Choose another --data-dir.") from error
    except BaseException:
        _remove(folder.root)
        raise


def _remove(root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)


def _restore(archive: Archive, folder: PostgresFolder, backup: Backup, at: datetime | None) -> Restored:
    log = folder.root / "archived-log"
    _copy(archive.base / backup.name / "data", folder)
    log.mkdir(mode=0o700)
    with archive.alone(wait=True):  # a segment is not compressed away while it is read
        fetched = archive.fetch(backup.first_segment, log)
    for path in (log, *fetched):
        folder.hand_over(path)
    last_commit = _recover(folder, log, at)
    shutil.rmtree(log)
    _check_pages(folder.data)
    EmbeddedPostgres(folder.root).set_password()
    with EmbeddedPostgres(folder.root) as server:
        urls = asyncio.run(cluster.prepare(server, cluster.role_passwords(folder.root)))
        revision = asyncio.run(_revision(urls.app))
    return Restored(backup, last_commit, len(fetched), revision)


def _copy(source: Path, folder: PostgresFolder) -> None:
    shutil.copytree(source, folder.data)
    (folder.data / "recovery.signal").touch(mode=0o600)
    for path in (folder.data, *folder.data.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        folder.hand_over(path)


def _recover(folder: PostgresFolder, log: Path, at: datetime | None) -> datetime | None:
    """Let the server read the log up to the moment, begin a timeline of its own, and end."""
    settings = {
        "hot_standby": "off",
        "restore_command": f'cp {shlex.quote(str(log)).replace("%", "%%")}/%f "%p"',
        "recovery_target_action": "promote",
    }
    if at is not None:
        settings["recovery_target_time"] = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00")
    # The wrapper reads a password file; nobody can sign in before `set_password` has made a real one.
    (folder.root / "superuser-password").touch(mode=0o600)
    postgres = EmbeddedPostgres(folder.root, settings=settings)
    try:
        postgres.start(attach=False)
    except PostgresError as error:
        if "recovery ended before configured recovery target" not in str(error):
            raise
        ended = _last_commit(folder)
        until = "no later change" if ended is None else f"no change after {_stated(ended)}"
        raise PostgresError(
            f"The archive holds {until}, so --at cannot be told from its end: leave --at out to restore to the end."
        ) from error
    finally:
        postgres.stop()
    return _last_commit(folder)


def _last_commit(folder: PostgresFolder) -> datetime | None:
    found = LAST_COMMIT.findall(folder.log_since(0))
    return datetime.fromisoformat(found[-1]) if found else None


def _check_pages(data: Path) -> None:
    """Check every page of the stopped cluster against its checksum."""
    done = subprocess.run(  # noqa: S603 - our own program and paths
        [tool("pg_checksums"), "--check", "-D", data], check=False, capture_output=True, cwd="/", env=tool_environment()
    )
    if done.returncode != 0:
        raise PostgresError(
            f"Pages of the restored database are damaged: restore from another backup. {_first_line(done.stderr)}"
        )


def _first_line(said: bytes) -> str:
    return next(iter(said.decode(errors="replace").splitlines()), "")


async def _revision(url: str) -> str | None:
    connection = await asyncpg.connect(url)
    try:
        if await connection.fetchval("SELECT to_regclass('public.alembic_version') IS NULL"):
            return None
        revision: str | None = await connection.fetchval("SELECT version_num FROM public.alembic_version")
        return revision
    finally:
        await connection.close()


def _stated(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
