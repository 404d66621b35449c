"""Who did or saw what: one entry a request, durable before the answer leaves.

A change writes its entry in its own transaction. A read or a refusal has no transaction that commits: its entry goes to
a flusher that writes what has queued since the last write as one batch, without a timer, and the answer waits for it.
"""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import asyncpg
from fastapi import Request
from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text, Uuid

from handrail.core.clock import now
from handrail.core.db import Base
from handrail.core.errors import Unavailable
from handrail.core.ids import AccountId, AuditEntryId, OrganizationId, ParticipantId, new_id
from handrail.core.tenancy import TenantScoped
from handrail.core.types import TransactionId

FORMAT = 1

INSTANCE = OrganizationId(UUID(int=0))
"""Stands for no organization: names the chain of `instance_audit_entries`."""


class AuditEntry(TenantScoped, Base):
    """One act or look, or the refusal of one. Never changed, never deleted."""

    __tablename__ = "audit_entries"
    __health__ = True
    __table_args__ = (
        Index("ix_audit_entries_at", "organization_id", "at"),
        Index("ix_audit_entries_account_id", "organization_id", "account_id", "at"),
        # Across organizations, for the sealer alone: entries in the order in which their transactions began.
        Index("ix_audit_entries_xid", "xid", "id"),
    )

    id: Mapped[AuditEntryId] = mapped_column(primary_key=True, default=new_id)
    xid: Mapped[int] = mapped_column(TransactionId, server_default=text("pg_current_xact_id()"))
    format: Mapped[int]
    at: Mapped[datetime]
    request_id: Mapped[str]
    account_id: Mapped[AccountId | None]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    client: Mapped[str]
    action: Mapped[str]
    outcome: Mapped[str]
    status: Mapped[int]
    resource: Mapped[str]
    resource_ids: Mapped[dict[str, Any]]
    participant_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    break_glass_reason: Mapped[str | None]
    part2: Mapped[bool]


class AuditEntryParticipant(TenantScoped, Base):
    """Whom a sealed entry is about, one row a person: who saw this chart is one walk along the key.

    A GIN index over `participant_ids` cannot answer that: its operators are not leakproof, so that row-level security
    keeps the planner from using it. The sealer writes these rows, so that no reader waits for them.
    """

    __tablename__ = "audit_entry_participants"
    __health__ = True

    participant_id: Mapped[ParticipantId] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    entry_id: Mapped[AuditEntryId] = mapped_column(primary_key=True)


class InstanceAuditEntry(Base):
    """A refusal that belongs to no organization: nobody we know asked."""

    __tablename__ = "instance_audit_entries"
    __health__ = False
    __table_args__ = (Index("ix_instance_audit_entries_xid", "xid", "id"),)

    id: Mapped[AuditEntryId] = mapped_column(primary_key=True, default=new_id)
    xid: Mapped[int] = mapped_column(TransactionId, server_default=text("pg_current_xact_id()"))
    sequence: Mapped[int] = mapped_column(BigInteger, server_default=text("nextval('instance_audit_sequence')"))
    at: Mapped[datetime]
    request_id: Mapped[str]
    action: Mapped[str]
    status: Mapped[int]
    resource: Mapped[str]
    claimed_organization_id: Mapped[UUID | None]


class AuditSeal(TenantScoped, Base):
    """Place of an entry in its organization's chain: `hash` covers the entry's text, its number and the hash before.

    Numbers have no gap: they are given when a transaction can no longer end otherwise, not when it writes. There is no
    foreign key, so that an entry removed by force leaves its seal behind as the witness.
    """

    __tablename__ = "audit_seals"
    __health__ = False
    __table_args__ = (
        UniqueConstraint("organization_id", "entry_id", name="uq_audit_seals_entry_id"),
        CheckConstraint("sequence >= 1", name="sequence"),
        CheckConstraint("octet_length(hash) = 32", name="hash"),
    )

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    entry_id: Mapped[AuditEntryId]
    format: Mapped[int]
    hash: Mapped[bytes]


class AuditHead(TenantScoped, Base):
    """Where an organization's chain ends, and how much of it a sink outside the database has been told."""

    __tablename__ = "audit_heads"
    __health__ = False

    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]
    sealed_at: Mapped[datetime]
    anchored_sequence: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    anchored_at: Mapped[datetime | None]


class AuditWatermark(Base):
    """How far sealing has come: everything up to this transaction and entry is sealed."""

    __tablename__ = "audit_watermarks"
    __health__ = False

    source: Mapped[str] = mapped_column(primary_key=True)
    xid: Mapped[int] = mapped_column(TransactionId)
    last_entry_id: Mapped[AuditEntryId]
    system_identifier: Mapped[int | None] = mapped_column(BigInteger)
    """Which server counted these transactions; another one counts its own."""
    looked_at: Mapped[datetime | None]
    behind_since: Mapped[datetime | None]
    """When the oldest entry that waits for its seal was written."""
    sink_failing_since: Mapped[datetime | None]


@dataclass
class Look:
    """What a request turns out to be about; filled while it is served."""

    request_id: str
    action: str = ""
    resource: str = ""
    resource_ids: dict[str, str] = field(default_factory=dict)
    claimed_organization_id: OrganizationId | None = None
    organization_id: OrganizationId | None = None
    account_id: AccountId | None = None
    roles: tuple[str, ...] = ()
    client: str = "anonymous"
    wanted: bool = False
    """A success leaves an entry: it was a write, or a read of health data."""
    participant_ids: set[UUID] = field(default_factory=set)
    part2: bool = False
    break_glass_reason: str | None = None
    broken_glass: dict[UUID, str] = field(default_factory=dict)
    """Records that are open to the account by breaking the glass, each with the reason."""

    def entry(self, *, status: int) -> dict[str, Any]:
        """Return the row to store for an answer of this status."""
        outcome = (
            "not_modified" if status == 304 else "success" if status < 400 else "refused" if status < 500 else "failed"
        )
        return {
            "organization_id": str(self.organization_id),
            "id": str(new_id()),
            "format": FORMAT,
            "at": now().isoformat(),
            "request_id": self.request_id,
            "account_id": str(self.account_id) if self.account_id else None,
            "roles": list(self.roles),
            "client": self.client,
            "action": self.action,
            "outcome": outcome,
            "status": status,
            "resource": self.resource,
            "resource_ids": self.resource_ids,
            "participant_ids": sorted(str(participant) for participant in self.participant_ids),
            "break_glass_reason": self.break_glass_reason or self._reason_it_was_open(),
            "part2": self.part2,
        }

    def _reason_it_was_open(self) -> str | None:
        reasons = {self.broken_glass[one] for one in self.participant_ids & self.broken_glass.keys()}
        return ", ".join(sorted(reasons)) or None


def look(request: Request) -> Look:
    """Return the request's audit record in the making."""
    found = request.state.look
    assert isinstance(found, Look)
    return found


def concerning(request: Request, *participant_ids: UUID, part2: bool = False) -> None:
    """Say whom this request was about; call it before the answer is made."""
    record = look(request)
    record.participant_ids.update(participant_ids)
    record.part2 = record.part2 or part2


_COLUMNS = """organization_id uuid, id uuid, format int, at timestamptz, request_id text, account_id uuid, roles text[],
    client text, action text, outcome text, status int, resource text, resource_ids jsonb, participant_ids uuid[],
    break_glass_reason text, part2 boolean"""
_NAMES = ", ".join(part.split()[0] for part in _COLUMNS.split(","))

INSERT_ENTRIES = (
    f"INSERT INTO audit_entries ({_NAMES}) SELECT {_NAMES} FROM jsonb_to_recordset($1::jsonb) AS e({_COLUMNS})"  # noqa: S608  names of our own tables
)
INSERT_ENTRY = INSERT_ENTRIES.replace("$1::jsonb", "CAST(:entries AS jsonb)")

_INSTANCE = (
    "id uuid, at timestamptz, request_id text, action text, status int, resource text, claimed_organization_id uuid"
)
_INSTANCE_NAMES = ", ".join(part.split()[0] for part in _INSTANCE.split(","))
INSERT_INSTANCE_ENTRIES = (
    f"INSERT INTO instance_audit_entries ({_INSTANCE_NAMES}) "  # noqa: S608  names of our own tables
    f"SELECT {_INSTANCE_NAMES} FROM jsonb_to_recordset($1::jsonb) AS e({_INSTANCE})"
)


class Flusher:
    """Writes entries of reads and refusals in batches; `write` returns when its entry is on disk."""

    LIMIT = 500
    INSTANCE_ENTRIES_A_SECOND = 20

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._queue: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._instance_second = 0
        self._instance_count = 0
        self.instance_entries_dropped = 0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="audit flusher")
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def write(self, record: Look, *, status: int) -> None:
        """Store the entry, or raise `Unavailable`: what cannot be audited is not answered."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append((record.entry(status=status), written))
        self._wake.set()
        await written

    async def write_refusal(self, record: Look, *, status: int) -> None:
        """Store a refusal with the organization of who asked, or with the instance when nobody known did."""
        if record.organization_id is None:
            await self.write_unknown(record, status=status)
        else:
            await self.write(record, status=status)

    async def write_unknown(self, record: Look, *, status: int) -> None:
        """Store a refusal of somebody unknown, at most so many a second: a flood must not fill the disk."""
        moment = now()
        if int(moment.timestamp()) != self._instance_second:
            self._instance_second, self._instance_count = int(moment.timestamp()), 0
        self._instance_count += 1
        if self._instance_count > self.INSTANCE_ENTRIES_A_SECOND:
            self.instance_entries_dropped += 1
            return
        entry = {
            "id": str(new_id()),
            "at": moment.isoformat(),
            "request_id": record.request_id,
            "action": record.action,
            "status": status,
            "resource": record.resource,
            "claimed_organization_id": str(record.claimed_organization_id) if record.claimed_organization_id else None,
        }
        await self._pool.execute(INSERT_INSTANCE_ENTRIES, json.dumps([entry]))

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                batch, self._queue = self._queue[: self.LIMIT], self._queue[self.LIMIT :]
                await self._store(batch)

    async def _store(self, batch: Iterable[tuple[dict[str, Any], asyncio.Future[None]]]) -> None:
        waiting = [future for _, future in batch]
        try:
            await self._pool.execute(INSERT_ENTRIES, json.dumps([entry for entry, _ in batch]))
        except BaseException as error:
            # Whatever it was: whoever waits is told, and the next batch is stored. A flusher that ended audits nothing.
            task = asyncio.current_task()
            if isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling():
                raise
            for future in waiting:
                if not future.done():
                    refusal = Unavailable()
                    refusal.__cause__ = error
                    future.set_exception(refusal)
        else:
            for future in waiting:
                if not future.done():
                    future.set_result(None)
