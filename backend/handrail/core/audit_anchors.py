"""Holding the chains against what a sink outside the database was told: this finds a chain that was made anew."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg

from handrail.core.audit_verification import Finding, Tampering
from handrail.core.ids import OrganizationId

LINES_AT_ONCE: Final = 1_000
LONGEST_LINE: Final = 2_000


@dataclass
class SinkVerdict:
    """What the comparison showed."""

    lines: int = 0
    unreadable: int = 0
    """Lines that are no heads; a write that was cut short leaves one."""
    findings: dict[OrganizationId, Finding] = field(default_factory=dict)
    """The first thing wrong, by organization."""
    declared: dict[OrganizationId, int] = field(default_factory=dict)
    """Heads that fit no more, told before an operator said that the database was restored."""


@dataclass(frozen=True)
class _Head:
    line: int
    organization_id: OrganizationId
    sequence: int
    hash: bytes
    restored: bool


_DIFFERENT = """
    SELECT told.place, s.hash IS NULL AS missing,
        (SELECT coalesce(max(l.sequence), 0) FROM audit_seals l WHERE l.organization_id = told.organization_id) AS last
    FROM unnest($1::int[], $2::uuid[], $3::bigint[], $4::bytea[]) AS told(place, organization_id, sequence, hash)
    LEFT JOIN audit_seals s ON s.organization_id = told.organization_id AND s.sequence = told.sequence
    WHERE s.hash IS DISTINCT FROM told.hash
    ORDER BY told.place
"""


async def compare_with_sink(
    connection: asyncpg.Connection, path: Path, *, only: OrganizationId | None = None
) -> SinkVerdict:
    """Compare every head in the file with the seal at its place.

    The file is read up to the length it has now: heads told meanwhile may be newer than what is compared.
    """
    length = (await asyncio.to_thread(path.stat)).st_size
    verdict = SinkVerdict()
    restored: dict[OrganizationId, int] = {}
    for head in _heads(path, length, verdict):
        if head.restored:
            restored[head.organization_id] = head.line
    wanted = (head for head in _heads(path, length) if only is None or head.organization_id == only)
    while heads := tuple(islice(wanted, LINES_AT_ONCE)):
        await _compare(connection, heads, restored, verdict)
    return verdict


async def _compare(
    connection: asyncpg.Connection, heads: tuple[_Head, ...], restored: dict[OrganizationId, int], verdict: SinkVerdict
) -> None:
    rows = await connection.fetch(
        _DIFFERENT,
        list(range(len(heads))),
        [head.organization_id for head in heads],
        [head.sequence for head in heads],
        [head.hash for head in heads],
    )
    for row in rows:
        head = heads[row["place"]]
        owner = head.organization_id
        if head.line < restored.get(owner, 0):
            verdict.declared[owner] = verdict.declared.get(owner, 0) + 1
            continue
        cut = row["missing"] and head.sequence > row["last"]
        finding = Finding(Tampering.CUT_TAIL, row["last"] + 1) if cut else Finding(Tampering.REWRITTEN, head.sequence)
        known = verdict.findings.get(owner)
        if known is None or (finding.sequence or 0) < (known.sequence or 0):
            verdict.findings[owner] = finding


def _heads(path: Path, length: int, verdict: SinkVerdict | None = None) -> Iterator[_Head]:
    with path.open("rb") as file:
        line = 0
        while file.tell() < length and (raw := file.readline(LONGEST_LINE)):
            line += 1
            if not raw.strip():
                continue
            head = _head(line, raw)
            if verdict is not None:
                verdict.lines += 1
                verdict.unreadable += head is None
            if head is not None:
                yield head


def _head(line: int, raw: bytes) -> _Head | None:
    try:
        told = json.loads(raw)
        hash_ = bytes.fromhex(told["hash"])
        sequence = told["sequence"]
        if not isinstance(sequence, int) or not 0 < sequence < 2**63:
            return None
        return _Head(line, OrganizationId(UUID(told["organization_id"])), sequence, hash_, told["event"] == "restored")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
