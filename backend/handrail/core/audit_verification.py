# ruff: noqa: S608  the pieces that are joined are constants of `core.audit_chain`
"""Reading the chains of audit entries again: is every entry there, as it was written, in its place?

The database alone shows an edited, a missing, a moved and a slipped-in entry and a chain that was cut. Whoever owns the
database can make a whole new chain that fits; that shows against the heads a sink outside was told.
Entries are read in pages, so that memory does not grow with their number.
"""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

import asyncpg

from handrail.core.audit import INSTANCE
from handrail.core.audit_chain import BEFORE_ALL, CHAIN_FORMAT, INSTANCE_REFUSALS, ORGANIZATIONS, Source, link
from handrail.core.audit_sealing import is_of_another_server
from handrail.core.ids import OrganizationId

PAGE: Final = 5_000


class Tampering(StrEnum):
    """What can be wrong with a chain."""

    EDITED = "edited entry"
    GAP = "missing entry"
    REORDERED = "entries changed places"
    CUT_TAIL = "end cut off"
    REWRITTEN = "rewritten chain"
    SLIPPED_IN = "entry slipped in"
    UNINDEXED = "entry hidden from who saw whose chart"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong."""

    kind: Tampering
    sequence: int | None
    """The first place in the chain where it shows; none for an entry that has no place."""

    def __str__(self) -> str:
        return str(self.kind) if self.sequence is None else f"{self.kind} at {self.sequence:,}"


@dataclass
class Verdict:
    """What reading one chain showed."""

    organization_id: OrganizationId
    sealed: int = 0
    unsealed: int = 0
    """Entries that wait for the sealer: nothing wrong with them, and nothing known."""
    misfits: int = 0
    """Places in the chain where something does not fit."""
    seconds: float = 0.0
    restored_elsewhere: bool = False
    findings: list[Finding] = field(default_factory=list)

    def found(self, kind: Tampering, sequence: int | None) -> None:
        """Note the first of each kind."""
        if all(known.kind is not kind for known in self.findings):
            self.findings.append(Finding(kind, sequence))

    @property
    def rate(self) -> int:
        """Entries read a second."""
        return round(self.sealed / self.seconds) if self.seconds else 0


_MARK = """
    SELECT xid, last_entry_id, system_identifier, (SELECT system_identifier FROM pg_control_system()) AS server,
        pg_snapshot_xmax(pg_current_snapshot()) AS next
    FROM audit_watermarks WHERE source = $1
"""
_HEAD = "SELECT sequence, hash FROM audit_heads WHERE organization_id = $1"
# Every organization that has, had or could have a chain: a deleted head must not hide its seals.
_CHAINS = """
    WITH RECURSIVE sealed AS (
        (SELECT organization_id FROM audit_seals ORDER BY organization_id LIMIT 1)
        UNION ALL
        SELECT (SELECT s.organization_id FROM audit_seals s WHERE s.organization_id > sealed.organization_id
                ORDER BY s.organization_id LIMIT 1)
        FROM sealed WHERE sealed.organization_id IS NOT NULL
    )
    SELECT known.organization_id, d.slug
    FROM (
        SELECT organization_id FROM organization_directory UNION SELECT organization_id FROM audit_heads
        UNION SELECT organization_id FROM sealed WHERE organization_id IS NOT NULL
    ) known
    LEFT JOIN organization_directory d ON d.organization_id = known.organization_id
    WHERE $1::text IS NULL OR d.slug = $1
    ORDER BY d.slug NULLS FIRST, 1
"""
_UNINDEXED = """
    SELECT EXISTS (
        SELECT FROM audit_seals s
        JOIN audit_entries e ON e.organization_id = s.organization_id AND e.id = s.entry_id
        CROSS JOIN unnest(e.participant_ids) AS person
        WHERE s.organization_id = $1 AND NOT EXISTS (
            SELECT FROM audit_entry_participants i
            WHERE i.organization_id = $1 AND i.participant_id = person AND i.at = e.at AND i.entry_id = e.id
        )
    )
"""


async def chains(connection: asyncpg.Connection, slug: str | None = None) -> list[tuple[OrganizationId, str]]:
    """Return the chains there are, with what to call them."""
    rows = await connection.fetch(_CHAINS, slug)
    found = [(OrganizationId(row["organization_id"]), row["slug"] or _name_of(row["organization_id"])) for row in rows]
    if slug is None and INSTANCE not in {one for one, _ in found}:
        found.insert(0, (INSTANCE, _name_of(INSTANCE)))
    return found


def _name_of(organization_id: UUID) -> str:
    return "(instance)" if organization_id == INSTANCE else str(organization_id)


async def verify_chain(connection: asyncpg.Connection, organization_id: OrganizationId, *, page: int = PAGE) -> Verdict:
    """Read one chain from its beginning and say what does not fit, all as of one moment."""
    source = INSTANCE_REFUSALS if organization_id == INSTANCE else ORGANIZATIONS
    verdict = Verdict(organization_id)
    began = time.monotonic()
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        head = await connection.fetchrow(_HEAD, organization_id)
        last, last_hash = await _walk(connection, source, verdict, page)
        if head is None and last:
            verdict.found(Tampering.REWRITTEN, last)
        elif head is not None and head["sequence"] > last:
            verdict.found(Tampering.CUT_TAIL, last + 1)
        elif head is not None and (head["sequence"], head["hash"]) != (last, last_hash):
            verdict.found(Tampering.REWRITTEN, min(head["sequence"], last))
        verdict.seconds = time.monotonic() - began
        await _look_beside(connection, source, verdict)
    return verdict


async def _pages(
    connection: asyncpg.Connection, source: Source, organization_id: OrganizationId, page: int
) -> AsyncIterator[list[asyncpg.Record]]:
    belongs = "e.organization_id = s.organization_id AND " if source is ORGANIZATIONS else ""
    statement = f"""
        SELECT s.sequence AS place, s.hash AS sealed_hash, s.format AS sealed_format, e.id IS NOT NULL AS is_there,
            {source.columns}
        FROM audit_seals s LEFT JOIN {source.table} e ON {belongs}e.id = s.entry_id
        WHERE s.organization_id = $1 AND s.sequence > $2 ORDER BY s.sequence LIMIT $3
    """
    after = 0
    while rows := await connection.fetch(statement, organization_id, after, page):
        yield rows
        after = rows[-1]["place"]


async def _walk(
    connection: asyncpg.Connection, source: Source, verdict: Verdict, page: int
) -> tuple[int, bytes | None]:
    """Follow the chain to its last seal; return that one's number and hash."""
    last, previous = 0, BEFORE_ALL
    gone_since: int | None = None
    misfit: tuple[int, bytes, bytes] | None = None
    async for rows in _pages(connection, source, verdict.organization_id, page):
        for row in rows:
            place, hash_ = row["place"], row["sealed_hash"]
            if place != last + 1:
                verdict.found(Tampering.GAP, last + 1)
                verdict.misfits += place - last - 1
            if not row["is_there"]:
                gone_since = gone_since or place
                verdict.misfits += 1
            else:
                if gone_since is not None:
                    verdict.found(Tampering.GAP, gone_since)
                    gone_since = None
                if place == last + 1 and not _fits(source, row, previous):
                    misfit = misfit or (place, previous, hash_)
                    verdict.misfits += 1
            last, previous = place, hash_
            verdict.sealed += 1
    if gone_since is not None:
        verdict.found(Tampering.CUT_TAIL, gone_since)
    if misfit is not None:
        verdict.found(await _kind_of(connection, source, verdict.organization_id, misfit, page), misfit[0])
    return last, previous if last else None


def _fits(source: Source, row: asyncpg.Record, previous: bytes) -> bool:
    rightful = link(previous, row["place"], source.text(row))
    return bool(row["sealed_format"] == CHAIN_FORMAT and row["sealed_hash"] == rightful)


async def _kind_of(
    connection: asyncpg.Connection,
    source: Source,
    organization_id: OrganizationId,
    misfit: tuple[int, bytes, bytes],
    page: int,
) -> Tampering:
    """Tell an edit from a move: something moved still fits where it came from."""
    place, previous, hash_ = misfit
    async for rows in _pages(connection, source, organization_id, page):
        for row in rows:
            if row["place"] != place and row["is_there"]:
                rightful = link(previous, place, source.text(row))
                if rightful in (hash_, row["sealed_hash"]):
                    return Tampering.REORDERED
    return Tampering.EDITED


async def _look_beside(connection: asyncpg.Connection, source: Source, verdict: Verdict) -> None:
    """Count what is not sealed yet, and find what never would be or cannot be found by person."""
    mark = await connection.fetchrow(_MARK, source.name)
    assert mark is not None
    belongs = "e.organization_id = $1" if source is ORGANIZATIONS else "$1::uuid IS NOT NULL"
    row = await connection.fetchrow(
        f"""
        SELECT count(*) AS unsealed, count(*) FILTER (WHERE (e.xid, e.id) <= ($2, $3) OR e.xid >= $4) AS odd
        FROM {source.table} e
        WHERE {belongs} AND NOT EXISTS (SELECT FROM audit_seals s WHERE s.organization_id = $1 AND s.entry_id = e.id)
        """,
        verdict.organization_id,
        mark["xid"],
        mark["last_entry_id"],
        mark["next"],
    )
    assert row is not None
    verdict.unsealed = row["unsealed"]
    verdict.restored_elsewhere = is_of_another_server(mark)
    if row["odd"] and not verdict.restored_elsewhere:
        verdict.found(Tampering.SLIPPED_IN, None)
    if source is ORGANIZATIONS and await connection.fetchval(_UNINDEXED, verdict.organization_id):
        verdict.found(Tampering.UNINDEXED, None)
