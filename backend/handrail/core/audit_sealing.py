"""The sealer: gives every audit entry its number and its place in the organization's chain, once nothing can undo it.

Numbers taken when a row is written would leave gaps, for transactions roll back, and would be seen out of order, for
they end out of order. So an entry keeps the number of its transaction, and is sealed when every transaction up to that
number has ended (`pg_snapshot_xmin`): what is there then is there for good, and nothing can come in before it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
import structlog

from handrail.core.audit_chain import BEFORE_ALL, CHAIN_FORMAT, ORGANIZATIONS, SOURCES, Source, link
from handrail.core.clock import now

BATCH: Final = 2_000
ONE_SEALER: Final = 7_214_002  # advisory lock, held to the end of each batch's transaction
NO_BOUND: Final = 2**64 - 1
FIRST: Final = UUID(int=0)
"""Before every entry of a transaction."""
LOOK_EVERY: Final = timedelta(seconds=30)

log = structlog.get_logger("handrail.audit")

# Statistics of a table that grows are old: a batch looks its own entries' seals up and never reads all of them.
_LOOK_UP = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
_LOCK = "SELECT pg_try_advisory_xact_lock($1)"
_MARK = """
    SELECT xid, last_entry_id, system_identifier, looked_at,
        (SELECT system_identifier FROM pg_control_system()) AS server,
        pg_snapshot_xmin(pg_current_snapshot()) AS horizon, pg_snapshot_xmax(pg_current_snapshot()) AS next
    FROM audit_watermarks WHERE source = $1 FOR UPDATE
"""
_MOVE_MARK = """
    UPDATE audit_watermarks SET xid = $2, last_entry_id = $3, system_identifier = $4 WHERE source = $1
"""
_NOTE_LOOK = "UPDATE audit_watermarks SET looked_at = now(), behind_since = $2 WHERE source = $1"
_HEADS = "SELECT organization_id, sequence, hash FROM audit_heads WHERE organization_id = ANY ($1::uuid[])"
_STORE_SEALS = """
    INSERT INTO audit_seals (organization_id, sequence, entry_id, format, hash)
    SELECT organization_id, sequence, entry_id, $4, hash
    FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $5::bytea[]) AS s(organization_id, sequence, entry_id, hash)
"""
_STORE_HEADS = """
    INSERT INTO audit_heads (organization_id, sequence, hash, sealed_at)
    SELECT organization_id, sequence, hash, now()
    FROM unnest($1::uuid[], $2::bigint[], $3::bytea[]) AS h(organization_id, sequence, hash)
    ON CONFLICT (organization_id)
    DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, sealed_at = excluded.sealed_at
"""
_STORE_PEOPLE = """
    INSERT INTO audit_entry_participants (organization_id, participant_id, at, entry_id)
    SELECT DISTINCT organization_id, participant_id, at, entry_id
    FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[])
        AS p(organization_id, participant_id, at, entry_id)
    ORDER BY 1, 2, 3, 4
"""


class RestoredElsewhere(Exception):
    """The database came from another server, whose transactions were counted differently: `handrail audit resume`."""


def _unsealed(source: Source) -> str:
    # The position alone would do on a server that always counted on; after a restore, numbers repeat.
    return f"""
    FROM {source.table} e
    WHERE (e.xid, e.id) > ($1, $2) AND e.xid < $3 AND NOT EXISTS (
        SELECT FROM audit_seals s WHERE s.organization_id = {source.organization} AND s.entry_id = e.id
    )
    ORDER BY e.xid, e.id LIMIT $4
    """


async def seal(connection: asyncpg.Connection, source: Source, *, batch: int = BATCH) -> int | None:
    """Seal the next entries in one transaction and return how many, or None when another sealer is at work."""
    async with connection.transaction():
        if not await connection.fetchval(_LOCK, ONE_SEALER):
            return None
        await connection.execute(_LOOK_UP)
        mark = await connection.fetchrow(_MARK, source.name)
        assert mark is not None
        if is_of_another_server(mark):
            raise RestoredElsewhere
        start = (mark["xid"], mark["last_entry_id"])
        rows = await _seal_after(connection, source, start, below=mark["horizon"], batch=batch)
        if rows:
            reached = (mark["horizon"], FIRST) if len(rows) < batch else (rows[-1]["xid"], rows[-1]["id"])
            await connection.execute(_MOVE_MARK, source.name, *reached, mark["server"])
        await _note_look(connection, source, mark)
        return len(rows)


async def seal_all(connection: asyncpg.Connection, *, batch: int = BATCH) -> int:
    """Seal everything that can be sealed now."""
    total = 0
    for source in SOURCES:
        while sealed := await seal(connection, source, batch=batch):
            total += sealed
            if sealed < batch:
                break
    return total


async def resume(connection: asyncpg.Connection, *, batch: int = BATCH) -> int:
    """Seal whatever a restored database left unsealed, then count this server's transactions; return how many.

    Entries whose transactions are still open now have numbers of this server, at or above the new watermark.
    """
    total = 0
    for source in SOURCES:
        mark = await connection.fetchrow(_MARK, source.name)
        assert mark is not None
        position = (0, FIRST)
        while True:
            async with connection.transaction():
                await connection.execute("SELECT pg_advisory_xact_lock($1)", ONE_SEALER)
                await connection.execute(_LOOK_UP)
                rows = await _seal_after(connection, source, position, below=NO_BOUND, batch=batch)
                total += len(rows)
                if len(rows) < batch:
                    await connection.execute(_MOVE_MARK, source.name, mark["horizon"], FIRST, mark["server"])
                    break
                position = (rows[-1]["xid"], rows[-1]["id"])
    return total


def is_of_another_server(mark: asyncpg.Record) -> bool:
    """Say whether a watermark counts transactions of another server than this one."""
    known: int | None = mark["system_identifier"]
    return (known is not None and known != mark["server"]) or bool(mark["xid"] > mark["next"])


async def _seal_after(
    connection: asyncpg.Connection, source: Source, start: tuple[int, UUID], *, below: int, batch: int
) -> Sequence[asyncpg.Record]:
    statement = f"SELECT {source.columns} {_unsealed(source)}"
    rows: list[asyncpg.Record] = await connection.fetch(statement, *start, below, batch)
    if not rows:
        return rows
    organizations = list({row["organization_id"] for row in rows})
    heads = {
        row["organization_id"]: (row["sequence"], row["hash"]) for row in await connection.fetch(_HEADS, organizations)
    }
    sequences, hashes = [], []
    for row in rows:
        sequence, previous = heads.get(row["organization_id"], (0, BEFORE_ALL))
        sealed = (sequence + 1, link(previous, sequence + 1, source.text(row)))
        heads[row["organization_id"]] = sealed
        sequences.append(sealed[0])
        hashes.append(sealed[1])
    owners, entries = [row["organization_id"] for row in rows], [row["id"] for row in rows]
    await connection.execute(_STORE_SEALS, owners, sequences, entries, CHAIN_FORMAT, hashes)
    await connection.execute(
        _STORE_HEADS, organizations, [heads[one][0] for one in organizations], [heads[one][1] for one in organizations]
    )
    people = [(row, person) for row in rows for person in row["participant_ids"]]
    if people:
        await connection.execute(
            _STORE_PEOPLE,
            [row["organization_id"] for row, _ in people],
            [person for _, person in people],
            [row["at"] for row, _ in people],
            [row["id"] for row, _ in people],
        )
    return rows


async def _note_look(connection: asyncpg.Connection, source: Source, mark: asyncpg.Record) -> None:
    """Write down, now and then, that sealing goes on, and since when the oldest entry waits."""
    if mark["looked_at"] is not None and now() - mark["looked_at"] < LOOK_EVERY:
        return
    position = await connection.fetchrow(_MARK, source.name)
    assert position is not None
    start = (position["xid"], position["last_entry_id"])
    waiting: datetime | None = await connection.fetchval(
        f"SELECT {'e.created_at' if source is ORGANIZATIONS else 'e.at'} {_unsealed(source)}", *start, NO_BOUND, 1
    )
    await connection.execute(_NOTE_LOOK, source.name, waiting)
    if waiting is not None and now() - waiting > timedelta(minutes=1):
        # What holds it back is a transaction that stays open; pg_stat_activity and pg_prepared_xacts name it.
        log.warning("audit sealing lags", source=source.name, seconds=int((now() - waiting).total_seconds()))
