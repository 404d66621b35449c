"""The database and the four roles of an embedded server."""

import asyncio
import stat
from pathlib import Path

import asyncpg
import pytest

from handrail import boot
from handrail.core import cluster, migrations
from handrail.core.embedded_postgres import EmbeddedPostgres
from handrail.core.settings import Settings


async def test_four_roles_without_privileges_and_closed_databases(root: Path) -> None:
    with EmbeddedPostgres(root, durable=False) as server:
        passwords = cluster.role_passwords(root)
        urls, again = await asyncio.gather(cluster.prepare(server, passwords), cluster.prepare(server, passwords))
        assert urls == again
        connection = await asyncpg.connect(server.url(cluster.DATABASE))
        roles = await connection.fetch(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication AS may_more"
            " FROM pg_roles WHERE rolname LIKE 'handrail%' ORDER BY 1"
        )
        assert {row["rolname"]: row["may_more"] for row in roles} == dict.fromkeys(cluster.ROLES, False)
        assert await connection.fetchval(
            "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'handrail'"
        ) == ("handrail_owner")
        assert await connection.fetchval("SELECT 1 FROM pg_extension WHERE extname = 'btree_gist'") == 1
        await connection.execute("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
        await connection.close()
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(server.url(cluster.DATABASE, user="stranger", password="stranger"))
        app = await asyncpg.connect(urls.app)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app.execute("CREATE TABLE mine (id int)")
        await app.close()
    assert stat.S_IMODE((root / "role-passwords.json").stat().st_mode) == 0o600


async def test_a_lost_password_file_is_mended(root: Path) -> None:
    with EmbeddedPostgres(root, durable=False) as server:
        before = await cluster.prepare(server, cluster.role_passwords(root))
        (root / "role-passwords.json").unlink()
        after = await cluster.prepare(server, cluster.role_passwords(root))
        assert before != after
        await (await asyncpg.connect(after.app)).close()


def test_urls_are_not_shown(root: Path) -> None:
    # pragma: allowlist nextline secret
    urls = cluster.Urls(owner="postgresql://o:word@/x", app="a", auditor="b", maintenance="c")
    assert "word" not in repr(urls)


def test_the_default_database_is_made_migrated_and_found_again(root: Path) -> None:
    settings = Settings.model_validate({"data_dir": root})
    for _ in range(2):
        with boot.ready_database(settings) as ready:
            urls = boot.urls_of(ready)
            assert asyncio.run(boot._facts(urls.app)).revision == migrations.head()
    assert boot.migrate(settings) == migrations.head()


def test_an_outside_database_needs_all_its_roles() -> None:
    settings = Settings.model_validate({"database_url": "postgresql://app@127.0.0.1:9/handrail"})
    with (
        pytest.raises(boot.BootError, match="HANDRAIL_AUDITOR_DATABASE_URL and HANDRAIL_MAINTENANCE_DATABASE_URL"),
        boot.ready_database(settings),
    ):
        pass
    with pytest.raises(boot.BootError, match="set HANDRAIL_OWNER_DATABASE_URL"):
        boot.migrate(settings)
