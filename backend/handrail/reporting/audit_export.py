"""The list of who looked at somebody's records, for the person themselves: words instead of codes."""

import csv
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from io import StringIO
from typing import Any, Final
from zoneinfo import ZoneInfo

import asyncpg

from handrail.core.audit import Look
from handrail.core.db import tenant_statement
from handrail.core.ids import OrganizationId, ParticipantId, new_id
from handrail.core.state import Core
from handrail.participants.errors import ParticipantNotFound
from handrail.reporting.audit_queries import CHART_ENTRIES
from handrail.reporting.audit_words import Wording

PAGE: Final = 500

Entry = Mapping[str, Any]
_Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy


async def account_for(
    core: Core,
    organization_id: OrganizationId,
    participant_id: ParticipantId,
    *,
    write: Callable[[str], object],
    as_line: Callable[[Entry, ZoneInfo], str],
) -> int:
    """Write every entry the person may be told of, the newest first, and return how many.

    That the list was made is itself entered, before the first line leaves.
    """
    count, cursor = 0, None
    async with core.hot_pool.acquire() as connection, connection.transaction():
        await connection.execute(tenant_statement(organization_id))
        zone = ZoneInfo(await connection.fetchval("SELECT time_zone FROM organizations"))
        while True:
            page = await _page(connection, participant_id, cursor)
            if cursor is None:
                await _enter(core, organization_id, participant_id)
            for entry in page["items"]:
                write(as_line(entry, zone))
            count += len(page["items"])
            cursor = page["next_cursor"]
            if cursor is None:
                return count


async def _page(connection: _Connection, participant_id: ParticipantId, cursor: str | None) -> Any:
    values = (participant_id, participant_id, None, None, None, None, cursor, PAGE)
    body = await connection.fetchval(CHART_ENTRIES, *values)
    if body is None:
        raise ParticipantNotFound
    return json.loads(body)


async def _enter(core: Core, organization_id: OrganizationId, participant_id: ParticipantId) -> None:
    record = Look(
        request_id=f"command {new_id()}",
        action="export_chart_audit_entries",
        resource="/participants/{participant_id}/audit-entries",
        resource_ids={"participant_id": str(participant_id)},
        organization_id=organization_id,
        client="command",
        participant_ids={participant_id},
    )
    await core.flusher.write(record, status=200)


def csv_line(*values: str) -> str:
    """Return one line of CSV (RFC 4180) that no spreadsheet takes for a formula."""
    line = StringIO(newline="")
    csv.writer(line).writerow([_no_formula(value) for value in values])
    return line.getvalue()


def _no_formula(value: str) -> str:
    # Spreadsheets run what begins with these; an apostrophe says that it is text (OWASP, CSV injection).
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else value


def in_words(entry: Entry, zone: ZoneInfo, words: Wording) -> str:
    """Return an entry as a line of CSV in everyday words."""
    at = datetime.fromisoformat(entry["at"]).astimezone(zone)
    return csv_line(
        f"{at:%Y-%m-%d %H:%M:%S %Z}",
        entry["display_name"] or words.system,
        ", ".join(words.role(role) for role in entry["roles"]),
        words.action(entry["action"]),
        words.results[entry["outcome"]],
        words.yes if entry["part2"] else words.no,
    )


def as_json(entry: Entry, _zone: ZoneInfo) -> str:
    """Return an entry as a line of JSON."""
    told = {key: value for key, value in entry.items() if key != "break_glass_reason"}
    return json.dumps(told, ensure_ascii=False) + "\n"
