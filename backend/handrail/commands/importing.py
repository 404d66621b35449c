"""`handrail import`: records from other systems."""

import asyncio

import typer
from rich.console import Console

from handrail.boot import BootError, ready_database
from handrail.command import DataDir, patient, settings_of
from handrail.core.settings import Settings
from handrail.fhir.command import ImportRefused, MrnSystem, Organization, Paths, ReportFile, run_import
from handrail.main import make_core, open_core

importing = typer.Typer(no_args_is_help=True, help="Bring in records from other systems.")


@importing.command("fhir")
def import_fhir(
    paths: Paths,
    organization: Organization,
    mrn_system: MrnSystem = None,
    report: ReportFile = None,
    data_dir: DataDir = None,
) -> None:
    """Bring in people and places from FHIR R4 files. Running it again changes nothing that has not changed there."""

    async def work(settings: Settings) -> None:
        async with open_core(make_core(patient(settings))) as core:
            try:
                await run_import(
                    core,
                    organization=organization,
                    paths=paths,
                    mrn_system=mrn_system,
                    report_file=report,
                    console=Console(),
                )
            except ImportRefused as refused:
                raise BootError(str(refused)) from refused

    with ready_database(settings_of(data_dir)) as settings:
        asyncio.run(work(settings))
