"""The command `handrail`. Where each of its commands is stands here; only the one that was asked for is loaded."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from handrail.command import loading, run_command

WHERE = {
    "demo": "handrail.demo.__main__:demo",
    "serve": "handrail.serving:serve",
    "worker": "handrail.serving:worker",
    "migrate": "handrail.commands.migrate:migrate",
    "organization": "handrail.commands.organization:organization",
    "keyring": "handrail.commands.keyring:keyring",
    "import": "handrail.commands.importing:importing",
    "export": "handrail.commands.exporting:exporting",
    "audit": "handrail.auditing:audit",
    "backup": "handrail.backups:backup",
    "restore": "handrail.backups:restore",
    "downtime-roster": "handrail.commands.downtime:downtime_roster",
    "schedule": "handrail.builder.command:schedule",
    "measures": "handrail.commands.measuring:measuring",
    "openapi": "handrail.commands.openapi:openapi",
}
"""A function, or a group of commands, by the word that calls it."""


def handrail() -> None:
    """The system an intensive outpatient program runs on."""


class _Commands(TyperGroup):
    """Scoring a file or building a week need not wait for all routes and tables, which take seconds to load."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(WHERE)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in WHERE:
            return None
        module, _, attribute = WHERE[cmd_name].partition(":")
        with loading():
            found = getattr(import_module(module), attribute)
        around = typer.Typer(add_completion=False)
        around.callback()(handrail)
        if isinstance(found, typer.Typer):
            around.add_typer(found, name=cmd_name)
        else:
            around.command(cmd_name)(found)
        return get_group(around).commands[cmd_name]


cli = typer.Typer(
    name="handrail", cls=_Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
cli.callback()(handrail)


def main() -> None:
    """Run a command."""
    run_command(cli)
