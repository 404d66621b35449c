"""Tables' base class, and what a database error means."""

import enum
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, cast

import asyncpg
from sqlalchemy import CheckConstraint, DateTime, Enum, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from handrail.core.errors import DomainError
from handrail.core.ids import ALL_IDS, OrganizationId

DIALECT = "postgresql+asyncpg://"
LONGEST_STATEMENT = 100_000
"""Longer ones are planned anew each time they run. asyncpg's own limit is 15 kB, and a roster is longer than that."""
NO_ANSWER = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What a statement sent by the driver raises where the database fails it, or dies meanwhile.

InternalClientError is what a connection whose other end has died under it says of itself.
"""
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
            length=40,
            values_callable=lambda kinds: [kind.value for kind in kinds],
        ),
    }

    def __init_subclass__(cls, **options: Any) -> None:
        if "__health__" not in cls.__dict__:
            raise TypeError(f"{cls.__name__} must say whether it holds health information: set __health__")
        super().__init_subclass__(**options)
        if isinstance(table := cls.__dict__.get("__table__"), Table):
            _check_enumerations(table)


def _check_enumerations(table: Table) -> None:
    # SQLAlchemy names an enumeration's own CHECK for its class: two columns of one class would clash.
    for column in table.columns:
        if isinstance(column.type, Enum):
            words = ", ".join(f"'{word}'" for word in column.type.enums)
            table.append_constraint(CheckConstraint(f"{column.name} IN ({words})", name=column.name))


def tenant_statement(organization_id: OrganizationId) -> str:
    """Return the statement that names the tenant of a transaction.

    SET takes no parameters; a parsed UUID cannot carry SQL. set_config would not reach the workers of a Citus cluster.
    """
    return f"SET LOCAL app.organization_id = '{organization_id}'"


@cache
def in_tenant(sql: str, organization: str, *, beside: str = "") -> str:
    """Return a reading statement that names the tenant of its own transaction, so that one message does for it all.

    `organization` is the parameter that holds the id, as `$4`; `beside` more columns, which may use `tenant.id`. What
    is read is joined to the row that names the tenant and takes a value from it, so that PostgreSQL cannot begin with
    it (OFFSET keeps the two apart). If it did, no tenant would be named yet and the policies raise.
    """
    return f"""SELECT here.* FROM (
        SELECT set_config('app.organization_id', {organization}::uuid::text, true)::uuid AS id OFFSET 0
    ) AS tenant
    CROSS JOIN LATERAL (SELECT inside.*, tenant.id AS tenant_id{beside} FROM ({sql}) AS inside OFFSET 0) AS here"""  # noqa: S608  statements of our own


def make_engine(url: str, *, pool_size: int, command_timeout_s: float) -> AsyncEngine:
    """Return an engine whose every wait is bounded: for a connection, a statement, a place in the pool."""
    return create_async_engine(
        DIALECT,
        async_creator=connecting(url, timeout=2, command_timeout=command_timeout_s),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=command_timeout_s,
        pool_pre_ping=False,
    )


def connecting(
    url: str, *, timeout: float = 60, command_timeout: float | None = None
) -> Callable[[], Awaitable[asyncpg.Connection]]:
    """Return what opens a connection of an engine.

    asyncpg reads the whole URL. SQLAlchemy would hand `sslmode` and `sslrootcert` on as arguments that nobody takes.
    """
    plain = url.replace("postgresql+asyncpg://", "postgresql://", 1)

    async def connect() -> asyncpg.Connection:
        connection: asyncpg.Connection = await asyncpg.connect(
            plain, timeout=timeout, command_timeout=command_timeout, max_cacheable_statement_size=LONGEST_STATEMENT
        )
        return connection

    return connect


async def send(db: AsyncSession, sql: str, *values: object) -> list[asyncpg.Record]:
    """Run a statement of our own writing in the session's transaction, straight through the driver.

    For the bulk statements of hot writes: SQLAlchemy's way to the same message costs several times its own. The
    session does not see what such a statement changes; flush before, and read again after.
    """
    driver = db.info.get("driver")
    if driver is None:
        borrowed = await (await db.connection()).get_raw_connection()
        driver = db.info["driver"] = cast(asyncpg.Connection, borrowed.driver_connection)
    assert driver.is_in_transaction(), "before a session's first statement the driver is in none"
    rows: list[asyncpg.Record] = await driver.fetch(sql, *values)
    return rows


def constraint_of(error: IntegrityError | asyncpg.IntegrityConstraintViolationError) -> str:
    """Return the name of the constraint that refused a statement, or an empty string."""
    cause = getattr(error.orig, "__cause__", None) if isinstance(error, IntegrityError) else error
    return str(getattr(cause, "constraint_name", None) or "")


@contextmanager
def refusing(constraints: Mapping[str, DomainError]) -> Iterator[None]:
    """Turn the refusal of a named constraint into the domain's words; flush inside the block."""
    try:
        yield
    except IntegrityError as error:
        refusal = constraints.get(constraint_of(error))
        if refusal is None:
            raise
        raise refusal from error
