"""Bringing a database to the schema this version expects, and asking which one it has."""

import asyncio
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from handrail.core.tenancy import APP, AUDITOR, MAINTENANCE

FOLDER = Path(__file__).parents[3] / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def head() -> str:
    """The newest schema revision this version knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None
    return revision


def upgrade(owner_url: str) -> None:
    """Apply every missing migration, as the owner of the schema. Not within an event loop: Alembic runs its own."""
    config = _config()
    config.attributes["url"] = owner_url
    command.upgrade(config, "head")
    asyncio.run(_let_roles_read_version(owner_url))


async def _let_roles_read_version(owner_url: str) -> None:
    # Every process compares the schema with its own before it serves; the table is Alembic's, so no migration makes it.
    connection = await asyncpg.connect(owner_url.replace("postgresql+asyncpg://", "postgresql://", 1))
    try:
        await connection.execute(f"GRANT SELECT ON alembic_version TO {APP}, {AUDITOR}, {MAINTENANCE}")
    finally:
        await connection.close()
