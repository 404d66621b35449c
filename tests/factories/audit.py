"""Audit entries in a database of their own, and an intruder with the server's highest rights."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import asyncpg

from handrail.core.audit import INSERT_ENTRIES, INSERT_INSTANCE_ENTRIES, Look
from handrail.core.audit_chain import BEFORE_ALL, CHAIN_FORMAT, ORGANIZATIONS, link
from handrail.core.audit_sealing import seal_all
from handrail.core.audit_verification import Verdict, verify_chain
from handrail.core.clock import now
from handrail.core.ids import AccountId, OrganizationId, new_id


def entry(organization_id: OrganizationId, *, people: Iterable[UUID] = (), **values: Any) -> dict[str, Any]:
    """A row as a request leaves it."""
    record = Look(
        request_id=str(new_id()),
        action="read_roster",
        resource="/sessions/{session_id}/roster",
        resource_ids={"session_id": str(new_id())},
        organization_id=organization_id,
        account_id=AccountId(new_id()),
        roles=("nurse", "therapist"),
        client=f"session:{new_id()}",
        participant_ids=set(people),
    )
    return record.entry(status=200) | values


async def settle(connection: asyncpg.Connection) -> None:
    """Wait until every transaction of the server that began before now has ended."""
    begun = await connection.fetchval("SELECT pg_current_xact_id()")
    async with asyncio.timeout(100):
        while await connection.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot())") <= begun:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


class Vault:
    """Connections of the roles that write, seal and verify, and of a superuser who tampers."""

    def __init__(
        self, auditor: asyncpg.Connection, maintenance: asyncpg.Connection, superuser: asyncpg.Connection
    ) -> None:
        self.auditor, self.maintenance, self.superuser = auditor, maintenance, superuser

    async def write(self, organization_id: OrganizationId, count: int = 1, **values: Any) -> list[UUID]:
        """Store entries, each in a transaction of its own, as the flusher does."""
        written = []
        for _ in range(count):
            row = entry(organization_id, people=[new_id(), new_id()], **values)
            await self.auditor.execute(INSERT_ENTRIES, json.dumps([row]))
            written.append(UUID(row["id"]))
        return written

    async def write_together(self, organization_id: OrganizationId, count: int) -> None:
        """Store entries in one transaction."""
        rows = [entry(organization_id, people=[new_id()]) for _ in range(count)]
        await self.auditor.execute(INSERT_ENTRIES, json.dumps(rows))

    async def write_refusal_of_nobody(self) -> None:
        """Store a refusal that belongs to no organization."""
        row = {
            "id": str(new_id()),
            "at": now().isoformat(),
            "request_id": "r",
            "action": "list_rooms",
            "status": 401,
            "resource": "/rooms",
            "claimed_organization_id": None,
        }
        await self.auditor.execute(INSERT_INSTANCE_ENTRIES, json.dumps([row]))

    async def settle(self) -> None:
        """Wait until every transaction that began before now has ended, those of the server's other databases too.

        The horizon of sealing is the server's, and tests beside this one keep transactions open.
        """
        await settle(self.maintenance)

    async def seal(self) -> int:
        """Seal everything that was written before now."""
        await self.settle()
        return await seal_all(self.maintenance)

    async def sequences(self, organization_id: OrganizationId) -> list[int]:
        """Places of the sealed entries, in the order in which the entries were made."""
        rows = await self.maintenance.fetch(
            "SELECT sequence FROM audit_seals WHERE organization_id = $1 ORDER BY entry_id", organization_id
        )
        return [row["sequence"] for row in rows]

    async def head(self, organization_id: OrganizationId) -> asyncpg.Record:
        """The end of a chain as stored."""
        row = await self.maintenance.fetchrow("SELECT * FROM audit_heads WHERE organization_id = $1", organization_id)
        assert row is not None
        return row

    async def verdict(self, organization_id: OrganizationId, *, page: int = 3) -> Verdict:
        """Verify, in pages so small that each chain has several."""
        return await verify_chain(self.maintenance, organization_id, page=page)

    async def findings(self, organization_id: OrganizationId) -> list[str]:
        """What is wrong, in words."""
        return [str(finding) for finding in (await self.verdict(organization_id)).findings]

    async def forge(self, organization_id: OrganizationId) -> None:
        """Make the whole chain anew over the entries as they are now, as somebody who knows how it is made can."""
        rows = await self.superuser.fetch(
            f"SELECT s.sequence AS place, {ORGANIZATIONS.columns} FROM audit_seals s"
            " JOIN audit_entries e ON e.organization_id = s.organization_id AND e.id = s.entry_id"
            " WHERE s.organization_id = $1 ORDER BY s.sequence",
            organization_id,
        )
        await self.superuser.execute("DELETE FROM audit_seals WHERE organization_id = $1", organization_id)
        last = BEFORE_ALL
        for place, row in enumerate(rows, start=1):
            last = link(last, place, ORGANIZATIONS.text(row))
            await self.superuser.execute(
                "INSERT INTO audit_seals (organization_id, sequence, entry_id, format, hash)"
                " VALUES ($1, $2, $3, $4, $5)",
                organization_id,
                place,
                row["id"],
                CHAIN_FORMAT,
                last,
            )
        await self.superuser.execute(
            "UPDATE audit_heads SET sequence = $2, hash = $3 WHERE organization_id = $1",
            organization_id,
            len(rows),
            last,
        )
