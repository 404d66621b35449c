"""The systemd units are ones that systemd understands, and leave a service no more than it needs."""

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.deploy.container import DOCKER, REPOSITORY, Container, Stage, needs_namespaces

UNITS = sorted((DOCKER / "systemd").glob("*.service"))
GREATEST_EXPOSURE = 20  # tenths; systemd's own scale goes from 0 to 10

pytestmark = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_finds_no_fault(unit: Path, tmp_path: Path) -> None:
    """The program it starts is looked for too: the suite's environment stands where an installation has its own."""
    needs_namespaces()
    installed = Container(tmp_path)
    installed.place("/opt/handrail").mkdir()
    installed.place("/opt/handrail/.venv").symlink_to(REPOSITORY / ".venv")
    verified = installed.run(["systemd-analyze", "verify", "--man=no", str(unit)], Stage(""), building=True)
    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_is_hardened(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={GREATEST_EXPOSURE}", str(unit)]
    looked = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert looked.returncode == 0, looked.stdout[-300:] + looked.stderr


def test_secrets_reach_a_unit_as_credentials_only() -> None:
    for unit in UNITS:
        lines = unit.read_text().splitlines()
        assert not [line for line in lines if line.startswith("Environment=") and "DATABASE_URL" in line]
        assert [line for line in lines if line.startswith("LoadCredential=handrail_")]


def test_only_the_migration_holds_the_owner_s_password() -> None:
    holders = [unit.name for unit in UNITS if "handrail_owner_database_url" in unit.read_text()]
    assert holders == ["handrail-migrate.service"]


def test_the_api_renews_its_workers_one_after_the_other_when_told_to_reload() -> None:
    """By SIGHUP, as `test_rolling.py` shows that no request is refused by it."""
    lines = (DOCKER / "systemd" / "handrail-api.service").read_text().splitlines()
    assert "ExecReload=/bin/kill -HUP $MAINPID" in lines
