"""The command `handrail` finds each of its commands, and loads no other with it."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from handrail.cli import WHERE, cli


@pytest.mark.parametrize("name", WHERE)
def test_every_command_is_where_it_is_said_to_be(name: str) -> None:
    told = CliRunner().invoke(cli, [name, "--help"])
    assert told.exit_code == 0, told.output
    assert f"handrail {name}" in told.output or f" {name} " in told.output


def test_help_names_every_command() -> None:
    told = CliRunner().invoke(cli, ["--help"])
    assert told.exit_code == 0
    assert [name for name in WHERE if f" {name} " not in told.output] == []


def test_a_word_that_is_no_command_is_refused() -> None:
    assert CliRunner().invoke(cli, ["serv"]).exit_code == 2


@pytest.mark.parametrize(
    "module", ["handrail.commands.measuring", "handrail.builder.command", "handrail.serving", "handrail.auditing"]
)
def test_scoring_building_watching_and_verifying_load_no_routes(module: str) -> None:
    asked = f"import sys, handrail.cli, {module}; print('handrail.slices' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
