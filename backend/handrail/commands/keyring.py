"""`handrail keyring`: the keys that seal stored files."""

import typer

from handrail.core.clock import now
from handrail.core.keyring import new_key

keyring = typer.Typer(no_args_is_help=True, help="Keys that seal stored files.")


@keyring.command("new")
def new_keyring() -> None:
    """Print a fresh key for HANDRAIL_KEYRING: alone, or to put in front of the keys that are there."""
    typer.echo(new_key(f"k{now():%Y%m%d%H%M%S}"))
