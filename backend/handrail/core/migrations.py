"""Bringing a database to the schema this version expects, and asking which one it has."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

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
    """Apply every missing migration, as the owner of the schema."""
    config = _config()
    config.attributes["url"] = owner_url.replace("postgresql://", "postgresql+asyncpg://", 1)
    command.upgrade(config, "head")


async def upgrade_from_loop(owner_url: str) -> None:
    """`upgrade` for callers within an event loop: Alembic's environment runs a loop of its own."""
    await asyncio.to_thread(upgrade, owner_url)
