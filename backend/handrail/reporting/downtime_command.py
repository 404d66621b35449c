"""`handrail downtime-roster`. `cli` mounts it: it alone knows how the database is made ready."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from handrail.core.kind_words import Language
from handrail.core.state import Core
from handrail.identity.services.sign_in import organization_of
from handrail.reporting.downtime_service import UnfitFolder, write_all

OrganizationName = Annotated[str, typer.Argument(help="Short name of the organization.")]
On = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="The first day to look at [default: today in the clinic]."),
]
In = Annotated[Language, typer.Option("--language", help="Language of the pages: en or es.")]
Out = Annotated[Path, typer.Option("--out", help="A folder that only its owner and group may open.")]


class RosterRefused(Exception):
    """What the operator can mend, in a line."""


async def run_downtime(core: Core, *, organization: str, on: date | None, out: Path, language: Language) -> None:
    """Write the rosters now and say where."""
    organization_id = await organization_of(core.sessions, organization)
    if organization_id is None:
        raise RosterRefused(f"There is no organization {organization}.")
    try:
        async with core.sessions.begin(organization_id, request_id="command downtime-roster") as db:
            written = await write_all(db, out, on=on, again=True, language=language)
    except UnfitFolder as error:
        raise RosterRefused(f"{out}: {error}.") from error
    for file in written:
        typer.echo(str(file))
    if not written:
        typer.echo("No session is planned on this day or in the week after it.")
