"""`handrail backup` and `handrail restore`: the embedded database to a folder, and back to any second since.

`cli` mounts them. Another server is backed up by its own tools: `docs/backup.md` says how.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from handrail.boot import BootError
from handrail.command import DataDir, settings_of
from handrail.core import backup as base_backups
from handrail.core import cluster, migrations
from handrail.core.archive import Archive
from handrail.core.restore import restore as restore_backup

BackupDir = Annotated[
    Path | None, typer.Option("--to", help="The backup folder [default: HANDRAIL_BACKUP_DIR].", show_default=False)
]


def backup(
    to: BackupDir = None,
    keep: Annotated[int, typer.Option(help="How many backups to keep, this one included.", min=1, max=1000)] = 7,
    data_dir: DataDir = None,
) -> None:
    """Copy the embedded database while it serves, verify the copy, and remove what is older than the kept ones."""
    settings = settings_of(data_dir)
    if settings.database_url is not None:
        raise BootError("HANDRAIL_DATABASE_URL is set: back that server up with its own tools, see docs/backup.md.")
    folder = to or settings.backup_dir
    if folder is None:
        raise BootError("Say where the backup goes: --to FOLDER or HANDRAIL_BACKUP_DIR.")
    settings = settings.model_copy(update={"backup_dir": folder.absolute()})
    root = cluster.root_of(settings)
    if not (root / "data" / "PG_VERSION").exists():
        raise BootError(f"There is no database in {root.parent}: name its folder with --data-dir.")
    archive = Archive(folder.absolute(), settings.archive_timeout_s)
    postgres = cluster.embedded(settings)
    server = postgres.start()
    try:
        if postgres.attached:
            archive.prepare(postgres.folder)
        taken = base_backups.take(server, archive, cluster.DATABASE)
    finally:
        postgres.stop()
    removed, files = base_backups.prune(archive, keep)
    typer.echo(
        f"Backup {taken.name} in {archive.folder}: {taken.size_bytes / 1e6:,.1f} MB in {taken.seconds:.1f} s, "
        f"verified; log {taken.start_lsn} to {taken.end_lsn} on timeline {taken.timeline}."
    )
    if removed or files:
        typer.echo(f"Removed {removed} older backups and {files} files of the log that none of the kept ones needs.")
    if taken.archived_to is None:
        typer.secho(
            "The running server does not archive its log here, so this backup restores to its own moment only. "
            f"Start Handrail with HANDRAIL_BACKUP_DIR={archive.folder} to restore to any second.",
            err=True,
        )
    else:
        typer.echo(f"The log is archived up to {taken.archived_to}.")


def restore(
    source: Annotated[Path, typer.Option("--from", help="The backup folder.", exists=True, file_okay=False)],
    data_dir: Annotated[Path, typer.Option("--data-dir", help="Where the restored database goes: new or empty.")],
    at: Annotated[
        str | None,
        typer.Option(
            help="The moment, with its zone, as 2026-11-26T10:15:03Z: what was committed up to it, itself included, "
            "is restored [default: everything that was archived].",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Make a new data folder from a backup, as the database was at a moment."""
    moment = None if at is None else _moment(at)
    if not (source / "base").is_dir():
        raise BootError(f"{source} is no backup folder: it has no folder `base`.")
    target = data_dir.absolute()
    restored = restore_backup(Archive(source.absolute()), target, moment, migrations.known())
    typer.echo(f"Restored from backup {restored.backup.name} and {restored.log_files} archived files of the log.")
    if restored.last_commit is not None:
        typer.echo(f"The newest change in it is of {restored.last_commit.isoformat()}.")
    revision = restored.schema_revision
    if revision != migrations.head():
        typer.echo(f"Its schema is {revision or 'none yet'}; the next start brings it to {migrations.head()}.")
    typer.echo("Every page passed its checksum. Passwords of the database are new; people's own are as they were.")
    typer.echo(
        "Files of records open only with the keyring they were sealed with: put it in place first (docs/backup.md)."
    )
    typer.echo(f"Next: look at it with `handrail serve --data-dir {target}`; give it a backup folder of its own")
    typer.echo("(HANDRAIL_BACKUP_DIR), take a backup, and keep the old data folder until you are sure.")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BootError("--at is a date and time with its zone, as 2026-11-26T10:15:03Z.") from None
    if moment.tzinfo is None:
        raise BootError("--at needs its zone: add Z for UTC, or an offset as -05:00.")
    return moment
