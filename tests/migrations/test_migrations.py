"""The migrations make what the models say, and each of them may run on a database in use."""

import asyncio
import io
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from handrail.core import migrations
from handrail.core.cluster import Urls
from handrail.core.server_checks import facts_of
from handrail.core.tenancy import WITHOUT_TENANT
from handrail.schema import metadata

# The rules that do not apply here, each with the reason.
EXCLUDED_RULES = {
    "require-timeout-settings": "migrations/env.py sets lock_timeout for all of them",
    "prefer-identity": "keys are UUIDv7 from the application; pgqueuer's own are its own",
    "prefer-bigint-over-int": "integers here are minutes, counts and versions",
    "prefer-text-field": "words of a closed vocabulary are VARCHAR(40) by SQLAlchemy's Enum",
}
FOREIGN = {table for table in WITHOUT_TENANT if table.startswith("pgqueuer")}


def revisions() -> list[tuple[str, str]]:
    """(before, revision) of every migration, oldest first."""
    script = ScriptDirectory.from_config(migrations._config())
    return [(str(one.down_revision or "base"), one.revision) for one in reversed(list(script.walk_revisions()))]


def ours(thing: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    table = getattr(thing, "table", None)
    return name not in FOREIGN and getattr(table, "name", None) not in FOREIGN


def test_there_is_one_line_of_migrations() -> None:
    assert len(ScriptDirectory.from_config(migrations._config()).get_heads()) == 1


async def test_a_migrated_schema_says_whose_code_it_still_serves(urls: Urls) -> None:
    connection = await asyncpg.connect(urls.app)
    try:
        facts = await facts_of(connection)
    finally:
        await connection.close()
    before = [revision for _, revision in revisions()][:-1]
    assert facts.revision == migrations.head()
    assert facts.serves == set(migrations.served_by(migrations.head()))
    assert facts.fits(before[-1]), "the release before runs while this one is rolled out"
    assert not facts.fits("9999")


def test_a_migration_that_takes_away_ends_the_service_of_older_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").touch()
    for number in range(1, 6):
        before = f'"{number - 1:04}"' if number > 1 else "None"
        oldest = 'oldest_code = "0003"\n' if number == 4 else ""
        (folder / "versions" / f"{number:04}.py").write_text(
            f'revision = "{number:04}"\ndown_revision = {before}\n{oldest}def upgrade() -> None: ...\n'
        )
    monkeypatch.setattr(migrations, "FOLDER", folder)
    assert migrations.served_by("0003") == ["0002", "0001"]
    assert migrations.served_by("0004") == ["0003"]
    assert migrations.served_by("0005") == ["0004", "0003"]


@pytest.mark.filterwarnings(
    "ignore:Did not recognize type 'xid8'"
)  # PostgreSQL's transaction ids; SQLAlchemy has no name
async def test_the_database_is_what_the_models_say(urls: Urls) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        return list(compare_metadata(context, metadata()))

    engine = create_async_engine(urls.owner.replace("postgresql://", "postgresql+asyncpg://", 1))
    try:
        async with engine.connect() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await engine.dispose()


@pytest.mark.parametrize(("before", "revision"), revisions(), ids=[revision for _, revision in revisions()])
async def test_squawk_finds_nothing_that_would_stop_a_database_in_use(
    before: str, revision: str, tmp_path: Path
) -> None:
    sql = await asyncio.to_thread(_render, f"{before}:{revision}")
    file = tmp_path / f"{revision}.sql"
    file.write_text(sql)
    excluded = ",".join(EXCLUDED_RULES)
    found = await asyncio.to_thread(
        subprocess.run,
        [
            str(Path(sys.executable).with_name("squawk")),
            "--pg-version=18.0",
            f"--exclude={excluded}",
            str(file),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr


def _render(span: str) -> str:
    config = migrations._config()
    written = io.StringIO()
    config.output_buffer = written
    with redirect_stdout(written):
        command.upgrade(config, span, sql=True)
    return written.getvalue()
