"""The four import contracts of pyproject.toml hold, and each one bites: a violation planted in a copy is found."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

SLICE_ORDER = "A slice calls only slices before it, and core"
LAYERS = "Inside a slice: routes, use cases, SQL, tables"
PURE_RULES = "Rules are pure"
NO_SQL_IN_ROUTERS = "Routers hold no SQL"

VIOLATIONS = {
    "an earlier slice calls a later one": (SLICE_ORDER, "organizations/service.py", "import handrail.identity.models"),
    "core knows a slice": (SLICE_ORDER, "core/clock.py", "import handrail.organizations.models"),
    "a query calls a use case": (LAYERS, "organizations/queries.py", "import handrail.organizations.service"),
    "a use case calls a route": (LAYERS, "programs/service.py", "import handrail.programs.router"),
    "a rule asks the database": (PURE_RULES, "identity/rules.py", "import sqlalchemy"),
    "a rule asks what time it is": (PURE_RULES, "staff/rules.py", "import handrail.core.clock"),
    "a route holds SQL": (NO_SQL_IN_ROUTERS, "identity/routers/accounts.py", "import sqlalchemy"),
    "a route without a folder holds SQL": (NO_SQL_IN_ROUTERS, "programs/router.py", "import sqlalchemy"),
}


def check_imports(repository: Path) -> dict[str, bool]:
    """Run import-linter over a repository: contract → kept."""
    program = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run(
        [program, "--no-cache"],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(repository / "backend"), "COLUMNS": "400", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = dict(re.findall(r"^(.+) (KEPT|BROKEN)$", answer.stdout, flags=re.MULTILINE))
    assert found, f"import-linter said nothing:\n{answer.stdout}\n{answer.stderr}"
    return {contract: verdict == "KEPT" for contract, verdict in found.items()}


def test_the_four_contracts_hold() -> None:
    kept = check_imports(REPOSITORY)
    assert kept == dict.fromkeys((SLICE_ORDER, LAYERS, PURE_RULES, NO_SQL_IN_ROUTERS), True), (
        "Run `make lint` and read which import breaks a contract. Move what both sides need down, or announce an event."
    )


def test_every_slice_stands_in_both_lists() -> None:
    """A slice that the configuration does not name would be held to nothing."""
    configuration = (REPOSITORY / "pyproject.toml").read_text()
    package = REPOSITORY / "backend" / "handrail"
    slices = {folder.name for folder in package.iterdir() if (folder / "models.py").exists()} | {"reporting", "fhir"}
    for name in sorted(slices):
        assert configuration.count(f'"handrail.{name}"') == 2, (
            f"add handrail.{name} to both lists of [tool.importlinter]"
        )


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_planted_violation_is_found(name: str, tmp_path: Path) -> None:
    contract, file, statement = VIOLATIONS[name]
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    shutil.copytree(
        REPOSITORY / "backend", tmp_path / "backend", ignore=shutil.ignore_patterns("__pycache__", "data", "static")
    )
    victim = tmp_path / "backend" / "handrail" / file
    victim.write_text(f"{victim.read_text()}\n{statement}\n")
    kept = check_imports(tmp_path)
    assert not kept[contract], f"{statement} in {file} was not found"
