"""`handrail organization`: open one, or let the last person in again who could let others in."""

import asyncio
import re
from typing import Annotated

import typer

from handrail.boot import BootError, ready_database
from handrail.command import DataDir, patient, settings_of
from handrail.core.settings import Settings
from handrail.identity.services.enrolments import Issued
from handrail.identity.services.organizations import OpenedOrganization, create_organization, let_in_again
from handrail.main import make_core, open_core

organization = typer.Typer(no_args_is_help=True, help="Organizations that this installation serves.")


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


@organization.command("let-in")
def let_in(
    slug: Annotated[str, typer.Option(help="The organization's short name.")],
    email: Annotated[str, typer.Option(help="The e-mail address of somebody's account.")],
    without_app: Annotated[
        bool, typer.Option("--without-app", help="Take the authenticator app away: phone and recovery codes are lost.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Print a new one-time link for somebody whom no administrator can help: the only one lost password or phone."""

    async def work(settings: Settings) -> Issued:
        async with open_core(make_core(patient(settings))) as core:
            return await let_in_again(core.sessions, slug=slug, email=email, without_app=without_app)

    with ready_database(settings_of(data_dir)) as settings:
        issued = asyncio.run(work(settings))
        web = settings.web_origins[0] if settings.web_origins else settings.public_url
    typer.echo("A new password is set here, once, within 24 hours:")
    typer.echo(issued.link(web))
