"""`handrail export participant`. `cli` mounts it: it alone knows how the database is made ready."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from handrail.core.ids import ParticipantId
from handrail.core.state import Core
from handrail.export.service import export_participant

Organization = Annotated[str, typer.Option("--organization", help="Short name of the organization.")]
Participant = Annotated[UUID, typer.Option("--participant", help="Id of the person; a record number is none.")]
Output = Annotated[
    Path, typer.Option("--output", help="The file to write when it ends in .zip, else the folder to put it in.")
]


async def run_export(core: Core, *, organization: str, participant: UUID, output: Path) -> None:
    """Write the record and say what is in it."""
    exported = await export_participant(core, organization, ParticipantId(participant), output)
    filled = sum(1 for part in exported.parts if part.rows)
    typer.echo(f"{exported.file}: {exported.rows:,} rows in {filled} files, with manifest.json and a hash of each.")
    typer.echo("It holds health information and is not encrypted: hand it over safely, then delete it.")
