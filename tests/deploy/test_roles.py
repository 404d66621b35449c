"""docker/postgres/roles.sql makes a server that the server checks accept, with the secrets that prepare.sh makes."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from alembic import command
from tests.deploy.container import COMPOSE, DOCKER, needs_openssl
from tests.support.cluster import PREFIX

from handrail.core import migrations
from handrail.core.cluster import ROLES
from handrail.core.embedded_postgres import EmbeddedPostgres, Server
from handrail.core.postgres_install import programs_for
from handrail.core.server_checks import refuse_unfit_server

PSQL = programs_for(None, Path()) / "psql"
FIRST = "0001"
SHORT = {role: role.removeprefix("handrail_") for role in ROLES}


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What prepare.sh makes."""
    needs_openssl()
    folder = tmp_path_factory.mktemp("installation") / "secrets"
    subprocess.run([DOCKER / "prepare.sh", folder], check=True, capture_output=True, timeout=60)
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of its own: the suite's has these roles already."""
    root = Path(tempfile.mkdtemp(prefix=PREFIX))  # where the account of a server of root's can go
    with EmbeddedPostgres(root, durable=False) as server:
        yield server
    shutil.rmtree(root, ignore_errors=True)


def run_roles(server: Server, secrets: Path) -> subprocess.CompletedProcess[str]:
    """As the image of PostgreSQL runs a file of docker-entrypoint-initdb.d, and as an operator does by hand."""
    return subprocess.run(
        [
            PSQL,
            "-v",
            "ON_ERROR_STOP=1",
            "--no-password",
            "--no-psqlrc",
            "-d",
            server.url(),
            "-f",
            DOCKER / "postgres/roles.sql",
        ],
        env={**os.environ, "HANDRAIL_SECRETS": str(secrets)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def url(server: Server, secrets: Path, role: str) -> str:
    return server.url("handrail", user=role, password=(secrets / f"{SHORT[role]}_password").read_text())


def test_the_roles_it_makes_pass_the_server_checks_and_migrate(server: Server, secrets: Path) -> None:
    for _ in range(2):  # safe to repeat
        made = run_roles(server, secrets)
        assert made.returncode == 0, made.stderr
    owner, *serving = [url(server, secrets, role) for role in ROLES]
    config = migrations._config()
    config.attributes["url"] = owner
    command.upgrade(config, FIRST)  # makes tables, policies and grants; the suite runs the rest
    asyncio.run(migrations._tell_roles_version(owner))
    asyncio.run(refuse_unfit_server(serving, expected_revision=FIRST))


def test_nobody_else_may_enter_the_database(server: Server, secrets: Path) -> None:
    assert run_roles(server, secrets).returncode == 0

    async def enter() -> None:
        superuser = await asyncpg.connect(server.url())
        try:
            await superuser.execute("DROP ROLE IF EXISTS somebody")
            await superuser.execute("CREATE ROLE somebody LOGIN PASSWORD 'somebody'")
        finally:
            await superuser.close()
        await asyncpg.connect(server.url("handrail", user="somebody", password="somebody"))

    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="CONNECT"):
        asyncio.run(enter())


def test_a_missing_password_file_makes_no_role_without_password(server: Server, tmp_path: Path) -> None:
    refused = run_roles(server, tmp_path)
    assert refused.returncode == 3
    assert "a password file is missing" in refused.stderr


def test_prepare_changes_nothing_that_is_there(secrets: Path) -> None:
    before = {path.name: path.read_bytes() for path in secrets.iterdir()}
    again = subprocess.run([DOCKER / "prepare.sh", secrets], capture_output=True, text=True, timeout=60, check=False)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert {path.name: path.read_bytes() for path in secrets.iterdir()} == before
    assert secrets.stat().st_mode & 0o077 == 0


def test_prepare_makes_every_secret_that_compose_mounts(secrets: Path) -> None:
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} == {
        path.name for path in secrets.iterdir()
    }


def test_the_urls_lead_to_the_compose_service_over_verified_tls(secrets: Path) -> None:
    found = [path.read_text() for path in secrets.glob("handrail_*_url")]
    assert len(found) == len(ROLES)
    for text in found:
        parts = urlsplit(text)
        assert parts.hostname in COMPOSE["services"]
        assert parts.query == "sslmode=verify-full&sslrootcert=/run/secrets/database_authority"
        role = parts.username or ""
        assert parts.password == (secrets / f"{SHORT[role]}_password").read_text()
