"""The command `handrail`."""

import asyncio
import json
import re
import socket
import sys
from typing import Annotated

import asyncpg
import typer
import uvicorn
from rich.console import Console

from handrail import boot
from handrail.boot import BootError, ready_database
from handrail.command import DataDir, run_command, settings_of
from handrail.core import logging
from handrail.core.http_server import server_config
from handrail.core.ids import OrganizationId
from handrail.core.jobs import make_worker
from handrail.core.settings import Settings
from handrail.demo.__main__ import demo
from handrail.fhir.command import ImportRefused, MrnSystem, Organization, Paths, ReportFile, run_import
from handrail.identity.services.organizations import OpenedOrganization, create_organization
from handrail.main import create_app, make_core, open_core
from handrail.slices import JOBS, PERIODIC
from handrail.supervisor import Child, supervising

cli = typer.Typer(
    name="handrail",
    help="The system an intensive outpatient program runs on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

organization = typer.Typer(no_args_is_help=True, help="Organizations that this installation serves.")
importing = typer.Typer(no_args_is_help=True, help="Bring in records from other systems.")
cli.add_typer(organization, name="organization")
cli.add_typer(importing, name="import")


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Processes that answer requests.", min=1, max=64)] = 1,
    data_dir: DataDir = None,
    fd: Annotated[int | None, typer.Option(hidden=True, help="An open listening socket.")] = None,
) -> None:
    """Serve the API."""
    with ready_database(settings_of(data_dir)) as settings:
        logging.configure(settings.log_level)
        if workers > 1:
            _serve_with_workers(settings, host, port, workers)
            return
        server = uvicorn.Server(server_config(create_app(settings), settings, host=host, port=port))
        server.run(sockets=None if fd is None else [socket.socket(fileno=fd)])
        if not server.started:
            raise BootError(f"The service did not start on {host}:{port}: is the port taken? Choose another --port.")


def _serve_with_workers(settings: Settings, host: str, port: int, workers: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener, supervising() as supervisor:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise BootError(f"Cannot listen on {host}:{port}: {error.strerror}. Choose another --port.") from error
        listener.listen(2048)
        command = [sys.executable, "-m", "handrail", "serve", "--host", host, "--port", str(port)]
        for number in range(workers):
            supervisor.start(
                Child(
                    name=f"api {number + 1}",
                    command=[*command, "--fd", str(listener.fileno())],
                    environment=boot.urls_of(settings).environment(),
                    inherited=(listener.fileno(),),
                )
            )
        supervisor.wait()


@cli.command()
def migrate(data_dir: DataDir = None) -> None:
    """Bring the database to the schema of this version."""
    typer.echo(f"The schema is at revision {boot.migrate(settings_of(data_dir))}.")


@cli.command()
def worker(data_dir: DataDir = None) -> None:
    """Do background work: reminders, sealing, clean-up."""
    with ready_database(settings_of(data_dir)) as settings:
        logging.configure(settings.log_level)
        asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    async with open_core(make_core(settings)) as core:
        connection = await asyncpg.connect(boot.urls_of(settings).maintenance)
        try:

            async def organizations() -> list[OrganizationId]:
                async with core.hot_pool.acquire() as asking:
                    rows = await asking.fetch("SELECT organization_id FROM organization_directory ORDER BY 1")
                return [OrganizationId(row["organization_id"]) for row in rows]

            await make_worker(connection, core.sessions, organizations, JOBS, PERIODIC).run()
        finally:
            await connection.close()


cli.command()(demo)


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
        async with open_core(make_core(settings)) as core:
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
        async with open_core(make_core(settings)) as core:
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


@cli.command()
def openapi() -> None:
    """Print the API's description."""
    typer.echo(json.dumps(create_app(Settings()).openapi(), indent=2, ensure_ascii=False))


def main() -> None:
    """Run a command."""
    run_command(cli)
