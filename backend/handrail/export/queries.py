"""Which rows belong to a person's record: found by walking the schema, so that a new table is never forgotten."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import ForeignKeyConstraint, MetaData, Table

from handrail.core.db import Base
from handrail.core.ids import OrganizationId, ParticipantId
from handrail.export.vocabulary import LEFT_OUT, MENTIONS, PERSON, REFERENCES, SHARED

Connection = asyncpg.Connection | PoolConnectionProxy
ACCOUNTS = "accounts"
ROWS_AT_ONCE = 200
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Edge:
    """A column of a table that names a row of another one."""

    table: str
    column: str
    target: str


@dataclass(frozen=True)
class Plan:
    """The tables of a record, in an order in which what is pointed to comes first."""

    hanging: tuple[str, ...]
    """Tables whose rows hang on the person, near or far."""
    edges: tuple[Edge, ...]
    """By which they hang."""
    references: tuple[str, ...]
    pointers: tuple[Edge, ...]
    """What in the record points to a reference."""


@dataclass
class Record:
    """The ids of a person's rows."""

    people: list[UUID]
    rows: dict[str, list[UUID]] = field(default_factory=dict)


def _edges(table: Table) -> Iterable[Edge]:
    for constraint in table.constraints:
        if isinstance(constraint, ForeignKeyConstraint):
            for element in constraint.elements:
                if element.parent.name != "organization_id":
                    yield Edge(table.name, element.parent.name, element.column.table.name)


def _owns(edge: Edge) -> bool:
    # What a group received is not what its rows' other owners are; and what the person's account wrote or marked is
    # about whoever it names, while what has that account as its `account_id` is the account's own.
    return edge.target not in SHARED and (edge.target != ACCOUNTS or edge.column == "account_id")


def plan(metadata: MetaData) -> Plan:
    """Follow the foreign keys from the person outwards, then from what was found to what it refers to."""
    tables = [table for table in metadata.sorted_tables if table.name not in LEFT_OUT]
    hanging, edges = [], []
    for table in tables:
        if table.name in REFERENCES or table.name in MENTIONS:
            continue
        found = [edge for edge in _edges(table) if edge.target in hanging and _owns(edge)]
        if found or table.name in {PERSON, ACCOUNTS, *SHARED}:
            hanging.append(table.name)
            edges += found
    carriers = {*hanging, *REFERENCES}
    pointers = [
        edge for table in tables if table.name in carriers for edge in _edges(table) if edge.target in REFERENCES
    ]
    references = [table.name for table in reversed(tables) if table.name in REFERENCES]
    return Plan(tuple(hanging), tuple(edges), tuple(references), tuple(pointers))


def secret_columns(table: str) -> list[str]:
    """Columns that no log and no export carries."""
    for mapper in Base.registry.mappers:
        if mapper.local_table.description == table:
            return sorted(mapper.class_.__unlogged__)
    return []


async def organization_of(connection: Connection, slug: str) -> OrganizationId | None:
    """The organization people name by this word."""
    found: OrganizationId | None = await connection.fetchval(
        "SELECT organization_id FROM organization_directory WHERE slug = $1", slug
    )
    return found


async def survivor_of(connection: Connection, participant_id: ParticipantId) -> tuple[bool, UUID | None]:
    """Whether there is such a person, and into whom their record was merged."""
    row = await connection.fetchrow("SELECT merged_into_id FROM participants WHERE id = $1", participant_id)
    return (False, None) if row is None else (True, row["merged_into_id"])


async def revision_of(connection: Connection) -> str:
    """The schema the record is of."""
    revision: str = await connection.fetchval("SELECT version_num FROM public.alembic_version")
    return revision


async def everybody_else(connection: Connection, people: list[UUID]) -> frozenset[str]:
    """The ids of all other participants of the organization."""
    rows = await connection.fetch("SELECT id FROM participants WHERE id <> ALL($1::uuid[])", people)
    return frozenset(str(row["id"]) for row in rows)


async def collect(connection: Connection, found: Plan, participant_id: ParticipantId) -> Record:
    """Find the ids of every row of the record."""
    people: list[UUID] = [
        row["id"]
        for row in await connection.fetch(
            "WITH RECURSIVE one (id) AS (SELECT $1::uuid UNION"
            " SELECT t.id FROM participants AS t JOIN one ON t.merged_into_id = one.id) SELECT id FROM one",
            participant_id,
        )
    ]
    record = Record(people, {PERSON: people})
    for table in found.hanging:
        if table == PERSON:
            continue
        if table == ACCOUNTS:
            statement, arguments = "t.subject_kind = 'participant' AND t.subject_id = ANY($1::uuid[])", [people]
        elif table in SHARED:
            booked = "SELECT session_id FROM bookings WHERE participant_id = ANY($1::uuid[])"
            statement, arguments = f"t.{SHARED[table]} IN ({booked})", [people]
        else:
            edges = [edge for edge in found.edges if edge.table == table]
            statement = " OR ".join(f"t.{edge.column} = ANY(${n}::uuid[])" for n, edge in enumerate(edges, start=1))
            arguments = [record.rows[edge.target] for edge in edges]
        rows = await connection.fetch(f"SELECT t.id FROM {table} AS t WHERE {statement} ORDER BY 1", *arguments)  # noqa: S608  names of our own tables
        record.rows[table] = [row["id"] for row in rows]
    for table in found.references:
        wanted: set[UUID] = set()
        for edge in found.pointers:
            if edge.target == table and edge.table in record.rows:
                rows = await connection.fetch(
                    f"SELECT DISTINCT {edge.column} AS id FROM {edge.table}"  # noqa: S608  names of our own tables
                    f" WHERE id = ANY($1::uuid[]) AND {edge.column} IS NOT NULL",
                    record.rows[edge.table],
                )
                wanted.update(row["id"] for row in rows)
        record.rows[table] = sorted(wanted)
    return record


async def rows_of(connection: Connection, table: str, ids: list[UUID]) -> AsyncIterator[str]:
    """The rows with these ids as JSON, a few at a time."""
    kept = REFERENCES.get(table)
    query = f"SELECT (to_jsonb(t) - $2::text[])::text FROM {table} AS t WHERE t.id = ANY($1::uuid[]) ORDER BY t.id"  # noqa: S608  names of our own tables
    if kept is not None:
        names = ", ".join(f"'{name}', t.{name}" for name in sorted(kept))
        query = query.replace("to_jsonb(t)", f"jsonb_build_object({names})")
    async for row in connection.cursor(
        query, ids, secret_columns(table), prefetch=ROWS_AT_ONCE, timeout=PATIENCE_SECONDS
    ):
        yield row[0]


async def documents_of(connection: Connection, ids: list[UUID]) -> AsyncIterator[tuple[UUID, str, bytes]]:
    """Id, media type and sealed bytes of stored files, one at a time."""
    for file_id in ids:
        row = await connection.fetchrow("SELECT media_type, content FROM files WHERE id = $1", file_id)
        assert row is not None, "read in one snapshot"
        yield file_id, row["media_type"], row["content"]


async def mentions_of(connection: Connection, table: str, record: Record, rows: list[UUID]) -> AsyncIterator[str]:
    """The rows of a table that names people without a foreign key."""
    condition = MENTIONS[table].format(people="$1::uuid[]", rows="$2::uuid[]")
    query = (
        f"SELECT to_jsonb(t)::text FROM {table} AS t"  # noqa: S608  names of our own tables
        f" WHERE ({condition}) AND $2::uuid[] IS NOT NULL ORDER BY t.id"
    )
    async for row in connection.cursor(query, record.people, rows, prefetch=ROWS_AT_ONCE, timeout=PATIENCE_SECONDS):
        yield row[0]
