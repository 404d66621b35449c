"""`handrail export`: hand out records."""

import asyncio

import typer

from handrail.boot import BootError, ready_database
from handrail.command import DataDir, patient, settings_of
from handrail.core.settings import Settings
from handrail.export.command import Output, Participant, run_export
from handrail.export.errors import RecordMerged
from handrail.fhir.command import Organization
from handrail.main import make_core, open_core

exporting = typer.Typer(no_args_is_help=True, help="Hand out records.")


@exporting.command("participant")
def export_participant(
    organization: Organization, participant: Participant, output: Output, data_dir: DataDir = None
) -> None:
    """Write the whole record of one person: every row, its history, and who looked at it, as JSON in a zip."""

    async def work(settings: Settings) -> None:
        async with open_core(make_core(patient(settings))) as core:
            await run_export(core, organization=organization, participant=participant, output=output.absolute())

    with ready_database(settings_of(data_dir)) as settings:
        try:
            asyncio.run(work(settings))
        except RecordMerged as merged:
            raise BootError(f"{merged.title}: --participant {merged.facts['into_participant_id']}.") from merged
        except OSError as error:
            raise BootError(f"Cannot write {output}: {error.strerror}. Choose another --output.") from error
