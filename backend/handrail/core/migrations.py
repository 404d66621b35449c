"""Bringing a database to the schema this version expects, and asking which one it has."""

import asyncio
import re
import time
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from handrail.core.tenancy import APP, AUDITOR, MAINTENANCE

ATTEMPTS = 6
LOCKED_OUT = frozenset({"40P01", "55P03"})
"""deadlock_detected, lock_not_available"""
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


def known() -> frozenset[str]:
    """Every schema revision this version knows."""
    return frozenset(one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions())


def upgrade(owner_url: str) -> None:
    """Apply every missing migration, as the owner of the schema. Not within an event loop: Alembic runs its own."""
    config = _config()
    config.attributes["url"] = owner_url
    for attempt in range(1, ATTEMPTS + 1):
        try:
            command.upgrade(config, "head")
            break
        except DBAPIError as error:
            # People work meanwhile: what met their locks was rolled back whole, and goes on from there in a moment.
            if getattr(error.orig, "sqlstate", None) not in LOCKED_OUT or attempt == ATTEMPTS:
                raise
            time.sleep(attempt)
    asyncio.run(_tell_roles_version(owner_url))


def served_by(revision: str) -> list[str]:
    """The older revisions whose code still runs on the schema of a revision, newest first.

    That is every one before it, back to the newest migration that says `oldest_code = "…"`: one that took away what
    code older than that revision uses.
    """
    script = ScriptDirectory.from_config(_config())
    found: list[str] = []
    oldest: str | None = None
    for one in script.walk_revisions("base", revision):
        if one.revision != revision:
            found.append(one.revision)
        oldest = oldest or getattr(one.module, "oldest_code", None)
        if one.revision == oldest:
            break
    return found


async def _tell_roles_version(owner_url: str) -> None:
    # Every process compares the schema with its own before it serves; the table is Alembic's, so no migration makes it.
    served = " ".join(served_by(head()))
    assert re.fullmatch(r"[\w ]*", served), "the note goes into the statement as a literal"
    connection = await asyncpg.connect(owner_url.replace("postgresql+asyncpg://", "postgresql://", 1))
    try:
        await connection.execute(f"GRANT SELECT ON alembic_version TO {APP}, {AUDITOR}, {MAINTENANCE}")
        await connection.execute(f"COMMENT ON TABLE alembic_version IS '{served}'")
    finally:
        await connection.close()
