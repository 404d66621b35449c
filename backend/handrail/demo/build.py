"""`python -m handrail.demo.build` fills the database that HANDRAIL_DATABASE_URL names with the demo clinic."""

import asyncio
import os

import asyncpg

from handrail.core import logging
from handrail.core.settings import Settings
from handrail.demo.clinic import build_clinic
from handrail.main import create_app


async def _build(settings: Settings) -> None:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        await build_clinic(app)


async def _wait_for_disk(owner_url: str, *, wait: bool) -> None:
    # A build that breaks off is thrown away, so it need not wait for the disk at each of its thousands of steps.
    connection = await asyncpg.connect(owner_url)
    try:
        name = await connection.fetchval("SELECT quote_ident(current_database())")
        change = "RESET synchronous_commit" if wait else "SET synchronous_commit = off"
        await connection.execute(f"ALTER DATABASE {name} {change}")
    finally:
        await connection.close()


def main() -> None:
    """Build."""
    logging.configure("WARNING")
    owner_url = os.environ["HANDRAIL_OWNER_DATABASE_URL"]
    asyncio.run(_wait_for_disk(owner_url, wait=False))
    try:
        asyncio.run(_build(Settings()))
    finally:
        asyncio.run(_wait_for_disk(owner_url, wait=True))


if __name__ == "__main__":
    main()
