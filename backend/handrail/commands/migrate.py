"""`handrail migrate`."""

import typer

from handrail import boot
from handrail.command import DataDir, settings_of


def migrate(data_dir: DataDir = None) -> None:
    """Bring the database to the schema of this version."""
    typer.echo(f"The schema is at revision {boot.migrate(settings_of(data_dir))}.")
