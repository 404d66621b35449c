"""The backup folder: base backups, and every file of the write-ahead log since the oldest of them.

Layout: `base/<moment>/` (one whole backup each), `wal/` (the log, archived by the server, compressed by us),
`belongs-to` (which data folder writes here) and `lock`.

The server archives through its own module `basic_archive`: it writes beside, waits for the disk, then renames, and
refuses to replace a file by other content. A file it could not archive stays with the server until it can.
"""

import contextlib
import errno
import gzip
import hashlib
import logging
import os
import re
import secrets
import shutil
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from handrail.core.postgres_folder import PostgresFolder, write_private
from handrail.core.postgres_install import PostgresError, first_closed_folder

if sys.platform != "win32":
    import fcntl

logger = logging.getLogger(__name__)

SEGMENT = re.compile(r"[0-9A-F]{24}")
KEPT_FILE = re.compile(r"([0-9A-F]{24})(\.[0-9A-F]{8}\.backup)?(\.partial)?(\.gz)?")
"""Files of the log that go with their segment; a `.history` of a timeline is small and stays for good."""
CHUNK_BYTES = 1_000_000
HOLE_BYTES = 64 * 1024


@dataclass(frozen=True)
class Archive:
    """The backup folder of one data folder."""

    folder: Path
    timeout_s: int = 60
    """A file of the log is closed and archived after so many seconds, full or not: what may be lost with the disk."""

    @property
    def wal(self) -> Path:
        """Where the log is archived."""
        return self.folder / "wal"

    @property
    def base(self) -> Path:
        """Where the base backups are."""
        return self.folder / "base"

    def settings(self) -> Mapping[str, str]:
        """What the server is told."""
        return {
            "archive_mode": "on",
            "archive_library": "basic_archive",
            "basic_archive.archive_directory": str(self.wal),
            "archive_timeout": f"{self.timeout_s}s",
        }

    def prepare(self, postgres: PostgresFolder) -> None:
        """Make the folder ready for the server of a data folder; refused when another one archives into it."""
        try:
            self._prepare(postgres)
        except OSError as error:
            raise PostgresError(
                f"Cannot use the backup folder {self.folder}: {error.strerror}. Choose another HANDRAIL_BACKUP_DIR."
            ) from error

    def _prepare(self, postgres: PostgresFolder) -> None:
        account = postgres.account
        self.folder.mkdir(parents=True, exist_ok=True)
        self.claim(postgres.root)
        if self.folder.stat().st_uid == os.geteuid():
            self.folder.chmod(0o700 if account is None else 0o711)
        for folder in (self.wal, self.base):
            folder.mkdir(mode=0o700, exist_ok=True)
        if account is not None and (closed := first_closed_folder(self.folder, account)) is not None:
            raise PostgresError(
                f"PostgreSQL runs as {account.name}, which cannot enter {closed}: "
                "choose a backup folder outside of it, for example /var/backups/handrail."
            )
        postgres.hand_over(self.wal)

    def remove_left_over(self) -> None:
        """Remove what a server left half archived when it was killed; not while one runs."""
        for left_over in self.wal.glob("archtemp.*"):
            left_over.unlink(missing_ok=True)

    def claim(self, root: Path) -> None:
        """Note that this data folder archives here; two histories in one archive could not be told apart."""
        own, claim = root / "archive-id", self.folder / "belongs-to"
        if not own.exists():
            write_private(own, secrets.token_hex(16))
        if not claim.exists():
            if any(path.name != "lost+found" for path in self.folder.iterdir()):  # which a disk of its own has
                raise PostgresError(f"{self.folder} is not empty and is no backup folder: choose an empty or new one.")
            write_private(claim, own.read_text())
        if claim.read_text() != own.read_text():
            raise PostgresError(
                f"The backup folder {self.folder} belongs to another database: give {root.parent} one of its own "
                "with HANDRAIL_BACKUP_DIR or --to."
            )

    @contextlib.contextmanager
    def alone(self, *, wait: bool) -> Iterator[bool]:
        """Keep other processes from changing the folder meanwhile. Without waiting, tells whether it could be had."""
        try:
            descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            if error.errno not in {errno.EROFS, errno.EACCES, errno.EPERM}:
                raise
            yield True  # a copy that cannot be written: nobody changes it, and nor can we
            return
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
        finally:
            os.close(descriptor)

    def tend(self) -> None:
        """Compress what was archived since the last time; the server's supervisor calls this every few seconds.

        A file that was closed by the clock is mostly zeros: compressed it is as small as what happened in it.
        """
        try:
            with self.alone(wait=False) as ours:
                if ours:
                    self.compress()
        except (OSError, PostgresError) as error:
            logger.error("the archived log could not be compressed: %s", error)

    def compress(self) -> None:
        """Replace each archived segment by its compressed form, once that was read back and found equal."""
        for path in sorted(self.wal.iterdir()):
            if SEGMENT.fullmatch(path.name):
                self._compress(path)

    def _compress(self, path: Path) -> None:
        packed = path.with_name(f"{path.name}.gz")
        digest = _digest(path)
        if packed.exists():
            # Archived twice, as after a crash between archiving and noting it: the same bytes, or something is wrong.
            if _digest(packed) != digest:
                raise PostgresError(f"{path} differs from {packed.name}: two databases have archived into this folder.")
        else:
            scratch = path.with_name(f".{path.name}.gz")
            with path.open("rb") as source, scratch.open("wb") as file:
                scratch.chmod(0o600)
                with gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0, compresslevel=6) as target:
                    shutil.copyfileobj(source, target, CHUNK_BYTES)
                file.flush()
                os.fsync(file.fileno())
            if _digest(scratch, packed=True) != digest:
                raise PostgresError(f"{path} could not be compressed without a difference: check the disk.")
            scratch.rename(packed)
            sync_folder(self.wal)
        path.unlink()

    def prune(self, first_needed: str) -> int:
        """Remove the log before a segment, which the oldest kept backup begins with; return how many files went."""
        removed = 0
        for path in self.wal.iterdir():
            found = KEPT_FILE.fullmatch(path.name)
            if found is not None and found[1][8:] < first_needed[8:]:  # the first eight digits name the timeline
                path.unlink()
                removed += 1
        return removed

    def fetch(self, first_needed: str, destination: Path) -> list[Path]:
        """Unpack the log from a segment on into a folder, with the histories of timelines."""
        fetched = []
        for path in sorted(self.wal.iterdir()):
            name = path.name.removesuffix(".gz")
            if not name.endswith(".history") and not (SEGMENT.fullmatch(name) and name[8:] >= first_needed[8:]):
                continue
            target = destination / name
            if not target.exists():
                _unpack(path, target)
                fetched.append(target)
        return fetched


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _opened(path: Path, *, packed: bool) -> Iterator[Iterator[bytes]]:
    with gzip.open(path, "rb") if packed else path.open("rb") as file:
        yield iter(lambda: file.read(CHUNK_BYTES), b"")


def _digest(path: Path, *, packed: bool | None = None) -> str:
    found = hashlib.sha256()
    with _opened(path, packed=path.suffix == ".gz" if packed is None else packed) as chunks:
        for chunk in chunks:
            found.update(chunk)
    return found.hexdigest()


def _unpack(path: Path, target: Path) -> None:
    """Write the plain file, leaving holes where it is zero: the rest of a segment that was closed by the clock."""
    try:
        with _opened(path, packed=path.suffix == ".gz") as chunks, target.open("wb") as file:
            target.chmod(0o600)
            for chunk in chunks:
                for begin in range(0, len(chunk), HOLE_BYTES):
                    part = chunk[begin : begin + HOLE_BYTES]
                    if part.count(0) == len(part):
                        file.seek(len(part), os.SEEK_CUR)
                    else:
                        file.write(part)
            file.truncate()
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise PostgresError(f"{path} is damaged ({error}): restore to a moment before it with --at.") from error
