"""The command `handrail`."""

import asyncio
import json
import re
from typing import Annotated

import typer
from rich.console import Console

from handrail import boot
from handrail.auditing import audit
from handrail.backups import backup, restore
from handrail.boot import BootError, ready_database
from handrail.builder.command import schedule
from handrail.command import DataDir, patient, run_command, settings_of
from handrail.core.clock import now
from handrail.core.keyring import new_key
from handrail.core.settings import Settings
from handrail.demo.__main__ import demo
from handrail.export.command import Output, Participant, run_export
from handrail.export.errors import RecordMerged
from handrail.fhir.command import ImportRefused, MrnSystem, Organization, Paths, ReportFile, run_import
from handrail.identity.services.organizations import OpenedOrganization, create_organization
from handrail.main import create_app, make_core, open_core
from handrail.measures.command import SOME_NOT_SCORED, AnswersFile, InstrumentKey, print_instruments, score_file
from handrail.measures.errors import FileRefused
from handrail.reporting.downtime_command import In, On, OrganizationName, Out, RosterRefused, run_downtime
from handrail.serving import serve, worker

cli = typer.Typer(
    name="handrail",
    help="The system an intensive outpatient program runs on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

organization = typer.Typer(no_args_is_help=True, help="Organizations that this installation serves.")
keyring = typer.Typer(no_args_is_help=True, help="Keys that seal stored files.")
importing = typer.Typer(no_args_is_help=True, help="Bring in records from other systems.")
cli.add_typer(keyring, name="keyring")
cli.add_typer(organization, name="organization")
cli.add_typer(importing, name="import")
cli.add_typer(audit, name="audit")
exporting = typer.Typer(no_args_is_help=True, help="Hand out records.")
cli.add_typer(exporting, name="export")
measuring = typer.Typer(no_args_is_help=True, help="Instruments, and scoring answers from other systems.")
cli.add_typer(measuring, name="measures")
cli.add_typer(schedule, name="schedule")


@cli.command()
def migrate(data_dir: DataDir = None) -> None:
    """Bring the database to the schema of this version."""
    typer.echo(f"The schema is at revision {boot.migrate(settings_of(data_dir))}.")


cli.command()(serve)
cli.command()(worker)
cli.command()(demo)
cli.command()(backup)
cli.command()(restore)


@organization.command("create")
def create(
    name: Annotated[str, typer.Option(help="Full name, as people know it.")],
    slug: Annotated[str, typer.Option(help="Short name people type when they sign in: a-z, 0-9 and hyphens.")],
    state: Annotated[str, typer.Option(help="Two letters of the state whose rules apply, as NY.")],
    time_zone: Annotated[str, typer.Option(help="Its zone, as America/New_York.")],
    administrator_email: Annotated[str, typer.Option(help="Address of the first person who lets others in.")],
    administrator_name: Annotated[str, typer.Option(help="That person's name.")],
    data_dir: DataDir = None,
) -> None:
    """Open an organization and print the one-time link of its first administrator."""
    if re.fullmatch(r"[a-z0-9][a-z0-9-]{1,62}", slug) is None:
        raise BootError("The slug has 2 to 63 letters a-z, digits and hyphens: choose another --slug.")
    if re.fullmatch(r"[A-Z]{2}", state) is None:
        raise BootError("The state is two capital letters, as NY: choose another --state.")

    async def work(settings: Settings) -> OpenedOrganization:
        async with open_core(make_core(patient(settings))) as core:
            return await create_organization(
                core.sessions,
                name=name,
                slug=slug,
                state=state,
                time_zone=time_zone,
                administrator_email=administrator_email,
                administrator_name=administrator_name,
            )

    with ready_database(settings_of(data_dir)) as settings:
        opened = asyncio.run(work(settings))
        web = settings.web_origins[0] if settings.web_origins else settings.public_url
    typer.echo(f"{name} is open. {administrator_name} sets a password here, once, within 7 days:")
    typer.echo(opened.issued.link(web))


@keyring.command("new")
def new_keyring() -> None:
    """Print a fresh key for HANDRAIL_KEYRING: alone, or to put in front of the keys that are there."""
    typer.echo(new_key(f"k{now():%Y%m%d%H%M%S}"))


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


@cli.command("downtime-roster")
def downtime_roster(
    organization: OrganizationName, out: Out, on: On = None, language: In = "en", data_dir: DataDir = None
) -> None:
    """Write the coming clinic day's rosters on paper, one page to print a location."""

    async def work(settings: Settings) -> None:
        async with open_core(make_core(settings)) as core:
            try:
                await run_downtime(
                    core, organization=organization, on=on.date() if on else None, out=out, language=language
                )
            except RosterRefused as refused:
                raise BootError(str(refused)) from refused

    with ready_database(settings_of(data_dir)) as settings:
        asyncio.run(work(settings))


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


@measuring.command("list")
def list_instruments() -> None:
    """Name the instruments, what of each is here, and the header of its files."""
    print_instruments()


@measuring.command("score")
def score_answers(instrument: InstrumentKey, file: AnswersFile) -> None:
    """Score a file, one JSON line a row. Exit status 0: all scored; 3: some rows say why not; 1: refused."""
    try:
        whole = score_file(instrument, file)
    except FileRefused as refused:
        raise BootError(str(refused)) from None
    if not whole:
        raise typer.Exit(SOME_NOT_SCORED)


@cli.command()
def openapi() -> None:
    """Print the API's description."""
    typer.echo(json.dumps(create_app(Settings()).openapi(), indent=2, ensure_ascii=False))


def main() -> None:
    """Run a command."""
    run_command(cli)
