"""Alembic's environment: runs as the owner of the schema, with bounded waits for locks."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from handrail.core.db import DIALECT, connecting
from handrail.schema import metadata

# pgqueuer owns these tables; its DDL is in the first migration, its models are nowhere.
FOREIGN = {"pgqueuer", "pgqueuer_log", "pgqueuer_statistics", "pgqueuer_schedules"}


def ours(thing: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    table = getattr(thing, "table", None)
    return name not in FOREIGN and getattr(table, "name", None) not in FOREIGN


def run(connection: Connection) -> None:
    # Less than the server's deadlock_timeout: who gives way to the other is the migration, which is tried again.
    connection.execute(text("SET lock_timeout = '300ms'"))
    connection.commit()  # else every migration would stand in the transaction that this statement began
    context.configure(
        connection=connection,
        target_metadata=metadata(),
        include_object=ours,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()


async def online() -> None:
    url = context.config.attributes.get("url") or os.environ["HANDRAIL_OWNER_DATABASE_URL"]
    engine = create_async_engine(DIALECT, async_creator=connecting(url))
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


def offline() -> None:
    context.configure(dialect_name="postgresql", target_metadata=metadata(), literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    offline()
elif connection := context.config.attributes.get("connection"):
    run(connection)
else:
    asyncio.run(online())
