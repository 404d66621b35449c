"""The folder of an embedded PostgreSQL: who holds it, where its socket is, what a killed predecessor left in it.

Layout: `data` (the cluster), `run` (the socket), `superuser-password`, `running.json` (where a second Handrail finds
the running server), `supervisor.lock` and `postgres.log`.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from handrail.core.postgres_install import Account, PostgresError, account_for, first_closed_folder

if sys.platform != "win32":
    import fcntl

MAJOR_VERSION = 18
LOG_LIMIT_BYTES = 10_000_000
LONGEST_SOCKET = 99  # the kernel's limit is 103 on macOS, 107 on Linux
PREFIX = "handrail-"


class PostgresFolder:
    """Paths below one root, and what may be done with them while holding its lock."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.abspath(root))  # noqa: PTH100 - resolve() would follow a link out of a short path
        self.data = self.root / "data"
        self.log = self.root / "postgres.log"
        self.account: Account | None = None
        self._lock: int | None = None

    def prepare(self) -> None:
        """Make the root folder, closed to others but for the passage of the server's account."""
        self.account = account_for(self.data)
        self.root.mkdir(parents=True, exist_ok=True)
        if self.account is None:
            if self.root.stat().st_uid == os.geteuid():
                self.root.chmod(0o700)
            return
        self.root.chmod(0o711)
        if (closed := first_closed_folder(self.root, self.account)) is not None:
            raise PostgresError(
                f"PostgreSQL runs as {self.account.name}, which cannot enter {closed}: "
                "choose --data-dir outside of it, for example /var/lib/handrail."
            )

    def hand_over(self, path: Path) -> None:
        """Give a path to the server's account."""
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)

    # --- the lock: one supervisor per folder ------------------------------------------------------------------------

    def take_lock(self) -> bool:
        """Become the supervisor of this folder. False if another process is.

        The lock goes with the open file, so with the process, however that ends. The server never inherits it.
        """
        descriptor = os.open(self.root / "supervisor.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._lock = descriptor
        return True

    @property
    def held(self) -> bool:
        """Whether this process is the folder's supervisor."""
        return self._lock is not None

    def release_lock(self) -> None:
        """Let the next process have the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    # --- the cluster ------------------------------------------------------------------------------------------------

    def has_cluster(self) -> bool:
        """Whether `data` holds a cluster of our version; anything else in it is refused."""
        try:
            found = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            if self.data.exists() and any(self.data.iterdir()):
                raise PostgresError(
                    f"{self.data} is not empty and holds no PostgreSQL cluster: move its files away, "
                    "or choose another --data-dir."
                ) from None
            return False
        if found != str(MAJOR_VERSION):
            raise PostgresError(
                f"The data folder {self.data} was made by PostgreSQL {found} and this is {MAJOR_VERSION}: "
                "dump it with the Handrail that made it and restore the dump into a new --data-dir."
            )
        return True

    def postmaster(self) -> tuple[int, str]:
        """Process id and status from `postmaster.pid`, the file by which PostgreSQL's own tools find a server."""
        lines = (self.data / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else "starting"

    def is_our_postmaster(self, pid: int) -> bool:
        """Whether a process is the server over this folder, rather than another that was given the same number."""
        if sys.platform == "linux":
            try:
                return Path(f"/proc/{pid}/cwd").readlink() == self.data.resolve()
            except OSError:
                return False
        listing = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)  # noqa: S603, S607
        return os.fsencode(self.data) in listing.stdout

    def adopt_stale_pid(self) -> None:
        """Let the server start although the number in its stale lock now belongs to an unrelated process.

        It refuses while the named process lives. Naming ourselves, its parent, lets it pass that check and still make
        the next one, whether the memory of the earlier server is in use by anyone; removing the file would skip both.
        """
        path = self.data / "postmaster.pid"
        lines = path.read_text().splitlines(keepends=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW), "w") as file:
            file.write("".join([f"{os.getpid()}\n", *lines[1:]]))

    # --- the socket -------------------------------------------------------------------------------------------------

    def make_socket_folder(self, socket: str) -> Path:
        """A folder for the socket that only the server's account may enter, with a path the kernel can take.

        A long data path gets a folder of its own, freshly made, in the runtime or temporary folder.
        """
        self._remove_left_over()
        room = LONGEST_SOCKET - len(f"/{socket}.lock")
        folder = self.root / "run"
        if len(os.fsencode(folder)) > room:
            folder = self._temporary(room - len(f"/{PREFIX}12345678"))
        elif folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise PostgresError(f"{folder} is not a folder: remove it.")
        folder.mkdir(mode=0o700, exist_ok=True)
        self.hand_over(folder)
        folder.chmod(0o700)
        self.clear_socket(folder, socket)
        return folder

    @staticmethod
    def clear_socket(folder: Path, socket: str) -> None:
        """Remove what a killed server left: we hold the folder's lock and no server runs.

        PostgreSQL does so too, but for a lock file that was made and not yet written: over that one no server starts.
        """
        for name in (socket, f"{socket}.lock"):
            (folder / name).unlink(missing_ok=True)

    def _temporary(self, room: int) -> Path:
        for place in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108 - mkdtemp is private
            if not place or len(os.fsencode(place)) > room or not os.access(place, os.W_OK | os.X_OK):
                continue
            if self.account is not None and first_closed_folder(Path(place), self.account) is not None:
                continue
            return Path(tempfile.mkdtemp(dir=place, prefix=PREFIX))
        raise PostgresError(f"The path {self.root} is too long for a socket: choose a shorter --data-dir.")

    def _remove_left_over(self) -> None:
        """Remove the temporary socket folder of a predecessor that was killed."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            folder = Path(json.loads((self.root / "running.json").read_text())["host"])
            owner = os.geteuid() if self.account is None else self.account.uid
            if folder.name.startswith(PREFIX) and not folder.is_symlink() and folder.stat().st_uid == owner:
                shutil.rmtree(folder)

    # --- what a second Handrail reads -------------------------------------------------------------------------------

    def password(self) -> str:
        """The superuser's password."""
        path = self.root / "superuser-password"
        try:
            return path.read_text().strip()
        except FileNotFoundError:
            raise PostgresError(f"{path} is missing: put it back from the backup of this folder.") from None

    def publish(self, host: Path, port: int) -> None:
        """Say where the server will be."""
        write_private(self.root / "running.json", json.dumps({"host": str(host), "port": port}))

    def published(self) -> tuple[Path, int] | None:
        """Where another process runs the server over this folder, once that server takes connections."""
        try:
            running = json.loads((self.root / "running.json").read_text())
            pid, status = self.postmaster()
            return (Path(running["host"]), int(running["port"])) if status == "ready" and alive(pid) else None
        except (FileNotFoundError, ValueError, KeyError):
            return None

    def withdraw(self, host: Path) -> None:
        """Take back what `publish` said, with the temporary socket folder if there is one."""
        (self.root / "running.json").unlink(missing_ok=True)
        if host.name.startswith(PREFIX):
            shutil.rmtree(host, ignore_errors=True)

    # --- the log ----------------------------------------------------------------------------------------------------

    def limit_log(self) -> int:
        """Keep at most two logs of LOG_LIMIT_BYTES; return where the current one ends."""
        try:
            size = self.log.stat().st_size
        except FileNotFoundError:
            return 0
        if size <= LOG_LIMIT_BYTES:
            return size
        shutil.copy2(self.log, self.log.with_suffix(".log.1"))
        os.truncate(self.log, 0)  # the server appends, so it goes on at the new end
        return 0

    def log_since(self, offset: int) -> str:
        """The end of what the server said after `limit_log` returned `offset`."""
        with self.log.open("rb") as log:
            log.seek(max(offset, log.seek(0, os.SEEK_END) - 100_000))
            return log.read(100_000).decode(errors="replace")


def alive(pid: int) -> bool:
    """Whether a process of this number exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner may read, whole or not at all."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)
