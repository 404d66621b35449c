"""Tables' base class and the SQLAlchemy unit of work."""

import enum
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, Enum, MetaData, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from handrail.core.ids import ALL_IDS, OrganizationId

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_1_name)s",
    "uq": "uq_%(table_name)s_%(column_1_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_1_name)s",
}


class Base(DeclarativeBase):
    """A table. Every model says in `__health__` whether its rows say something about a person's health or care."""

    __health__: ClassVar[bool]
    __unlogged__: ClassVar[frozenset[str]] = frozenset()
    """Columns kept out of the change log: secrets and their hashes."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        **dict.fromkeys(ALL_IDS, Uuid()),
        str: Text(),
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB(),
        list[dict[str, Any]]: JSONB(),
        list[str]: JSONB(),
        list[int]: JSONB(),
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=lambda kinds: [kind.value for kind in kinds],
        ),
    }

    def __init_subclass__(cls, **options: Any) -> None:
        if "__health__" not in cls.__dict__:
            raise TypeError(f"{cls.__name__} must say whether it holds health information: set __health__")
        super().__init_subclass__(**options)


def tenant_statement(organization_id: OrganizationId) -> str:
    """Return the statement that names the tenant of a transaction.

    SET takes no parameters; a parsed UUID cannot carry SQL. set_config would not reach the workers of a Citus cluster.
    """
    return f"SET LOCAL app.organization_id = '{organization_id}'"


def make_engine(url: str, *, pool_size: int, command_timeout_s: float) -> AsyncEngine:
    """Return an engine whose every wait is bounded: for a connection, a statement, a place in the pool."""
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=2,
        pool_pre_ping=False,
        connect_args={"timeout": 2, "command_timeout": command_timeout_s},
    )


class Sessions:
    """Opens transactions of one tenant."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._make = async_sessionmaker(engine, expire_on_commit=False)

    @asynccontextmanager
    async def begin(self, organization_id: OrganizationId, **info: Any) -> AsyncIterator[AsyncSession]:
        """Open one tenant's transaction: commit at the end, roll back on any exception."""
        async with self._make(info={"organization_id": organization_id, **info}) as session, session.begin():
            await session.execute(text(tenant_statement(organization_id)))
            yield session
