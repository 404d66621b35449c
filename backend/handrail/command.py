"""What every command shares: its settings, how it ends, and how it tells what an operator can mend."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError

from handrail.boot import BootError
from handrail.core.errors import DomainError
from handrail.core.keyring import KeyringError
from handrail.core.postgres_install import PostgresError
from handrail.core.server_checks import ServerRefusedError
from handrail.core.settings import Settings

SECRETS_DIR = "HANDRAIL_SECRETS_DIR"
COMMAND_STATEMENT_S = 60.0

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Where the embedded database lives [default: the platform's place for data]."),
]


@contextmanager
def loading() -> Iterator[None]:
    """Import much within: a fifth sooner while nobody looks for garbage; what was loaded is not searched later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def settings_of(data_dir: Path | None) -> Settings:
    """Settings from the environment and the folder of secrets, with the option that overrides one of them."""
    try:
        settings = Settings(_secrets_dir=secrets_folder())
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise BootError(f"HANDRAIL_{str(first['loc'][0]).upper()}: {first['msg']}.") from None
    except OSError as error:
        raise BootError(f"A secret cannot be read: {error.strerror}. Give its file to this account.") from None
    return settings if data_dir is None else settings.model_copy(update={"data_dir": data_dir})


def patient(settings: Settings) -> Settings:
    """Give statements a command's time: nobody waits at a screen, and a busy server must not cut an import off."""
    return settings.model_copy(update={"statement_timeout_s": max(settings.statement_timeout_s, COMMAND_STATEMENT_S)})


def secrets_folder() -> Path | None:
    """Where settings stand in files named for them, as `handrail_database_url`: an environment is read too easily.

    Docker mounts such a folder at /run/secrets; systemd names its own in CREDENTIALS_DIRECTORY.
    """
    named = next(filter(None, map(os.environ.get, (SECRETS_DIR, "CREDENTIALS_DIRECTORY"))), None)
    if named is None:
        return None
    if not Path(named).is_dir():
        raise BootError(f"There is no folder {named}: make it, or name another in {SECRETS_DIR}.")
    return Path(named)


def _exit_on_termination(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(143)  # unwinds the stack, so that the database is stopped


def run_command(command: Callable[[], object]) -> None:
    """Run it; what an operator can mend is told in a line, without a traceback."""
    signal.signal(signal.SIGTERM, _exit_on_termination)
    try:
        command()
    except (PostgresError, BootError, ServerRefusedError, KeyringError, DomainError) as error:
        told = f"{error.title}." if isinstance(error, DomainError) else str(error)
        typer.secho(told, err=True, fg=None if "NO_COLOR" in os.environ else typer.colors.RED)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        # Nothing is left to unwind: a signal that comes while the interpreter ends has no traceback to leave.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
