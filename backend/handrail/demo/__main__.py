"""`python -m handrail.demo` is `handrail demo` without waiting for all other commands to load."""

from typing import Annotated

import typer

from handrail.command import DataDir, run_command, settings_of
from handrail.demo.processes import run_demo

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@cli.command()
def demo(
    data_dir: DataDir = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the demo clinic and build it anew.")] = False,
    dev: Annotated[bool, typer.Option("--dev", help="Serve the web app from its sources and reload it.")] = False,
) -> None:
    """Run a believable clinic on this machine: database, API, web app and worker, until Ctrl-C."""
    run_demo(settings_of(data_dir), fresh=fresh, reloading=dev)


if __name__ == "__main__":
    run_command(cli)
