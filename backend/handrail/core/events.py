"""What changed, twice over: the change log (history, one row a change) and domain events (effects in later slices)."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, event, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from handrail.core.db import Base, send
from handrail.core.ids import AccountId, ChangeId, OrganizationId, ParticipantId, new_id
from handrail.core.tenancy import TenantScoped
from handrail.core.types import TransactionId


class Change(TenantScoped, Base):
    """One change of one row: its state afterwards, by whom, in which request."""

    __tablename__ = "changes"
    __health__ = True
    __table_args__ = (
        Index("ix_changes_entity_id", "organization_id", "entity_id", "id"),
        Index("ix_changes_participant_id", "organization_id", "participant_id", "id"),
        Index("ix_changes_xid", "organization_id", "xid"),
    )

    id: Mapped[ChangeId] = mapped_column(primary_key=True, default=new_id)
    xid: Mapped[int] = mapped_column(TransactionId, server_default=text("pg_current_xact_id()"))
    kind: Mapped[str]
    entity_id: Mapped[UUID | None]
    entity_version: Mapped[int | None]
    participant_id: Mapped[ParticipantId | None]
    account_id: Mapped[AccountId | None]
    request_id: Mapped[str | None]
    state: Mapped[dict[str, Any]]


ERA = """left(md5(concat_ws('/', extract(epoch FROM pg_postmaster_start_time()),
    (SELECT extract(epoch FROM stats_reset) FROM pg_stat_checkpointer),
    (SELECT string_agg(version_num, '/') FROM alembic_version))), 12)"""
SNAPSHOT = "pg_current_snapshot()::text"
POSITION = f"SELECT {ERA} AS era, {SNAPSHOT} AS snapshot"
"""Where the log stands for a statement: the transactions it sees, in an era.

An era is one unbroken run of the server with one schema: a migration changes rows past the log. When the server
crashes, numbers of transactions that left nothing behind are given again, so that a snapshot from before would seem to
have seen what is written after. Statistics begin anew then.
"""

_COLUMNS = (
    "organization_id uuid, id uuid, kind text, entity_id uuid, entity_version int, participant_id uuid,"
    " account_id uuid, request_id text, state jsonb"
)
_NAMES = ", ".join(part.split()[0] for part in _COLUMNS.split(","))
_INSERT_SENT = f"INSERT INTO changes ({_NAMES}) SELECT {_NAMES} FROM jsonb_to_recordset($1::jsonb) AS c({_COLUMNS})"  # noqa: S608  names of our own tables
_INSERT = text(_INSERT_SENT.replace("$1::jsonb", "CAST(:rows AS jsonb)"))


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | StrEnum):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _change(info: Mapping[str, Any], kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "organization_id": info["organization_id"],
        "id": new_id(),
        "kind": kind,
        "entity_id": row.get("id"),
        "entity_version": row.get("version"),
        "participant_id": row.get("participant_id") or (row.get("id") if kind.startswith("participants.") else None),
        "account_id": info.get("account_id"),
        "request_id": info.get("request_id"),
        "state": dict(row),
    }


async def record_changes(db: AsyncSession, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Log the changes of a bulk statement, one per row of its `RETURNING`; `kind` as `attendance.updated`."""
    changes = [_change(db.info, kind, row) for row in rows]
    if changes:
        db.info["logged"] = True
        await send(db, _INSERT_SENT, json.dumps(changes, default=_plain))


class TenantSession(Session):
    """The session behind every unit of work: names the tenant of new rows and logs what a flush changed."""


@event.listens_for(TenantSession, "before_flush")
def _name_tenant(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    for row in session.new:
        if isinstance(row, TenantScoped) and row.organization_id is None:
            row.organization_id = OrganizationId(session.info["organization_id"])


@event.listens_for(TenantSession, "after_flush")
def _log_changes(session: Session, _flush: UOWTransaction) -> None:
    changes = []
    touched = [(row, "created") for row in session.new]
    touched += [(row, "updated") for row in session.dirty if session.is_modified(row)]
    touched += [(row, "deleted") for row in session.deleted]
    for row, verb in touched:
        if isinstance(row, TenantScoped) and not isinstance(row, Change):
            mapper = inspect(type(row))
            hidden = type(row).__unlogged__  # type: ignore[attr-defined]
            state = {
                column.key: row.__dict__[column.key]
                for column in mapper.column_attrs
                if column.key not in hidden and column.key in row.__dict__
            }
            changes.append(_change(session.info, f"{mapper.local_table.name}.{verb}", state))
    if changes:
        session.info["logged"] = True
        session.connection().execute(_INSERT, {"rows": json.dumps(changes, default=_plain)})


Handler = Callable[[AsyncSession, Any], Awaitable[None]]


async def announce(db: AsyncSession, happened: object) -> None:
    """Let later slices act on what happened, in the same transaction. `main` registers the handlers, in order."""
    handlers: Mapping[type, tuple[Handler, ...]] = db.info.get("handlers", {})
    for handler in handlers.get(type(happened), ()):
        await handler(db, happened)
