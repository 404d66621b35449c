"""The chain over audit entries: each entry as one exact text, each seal a hash of that text and of the seal before.

A text is built of fields that say their length, so that two different entries can never read alike. It is made here,
not by the database: jsonb orders keys as it likes, and a server that was tampered with should not vouch for itself.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol

CHAIN_FORMAT: Final = 1
"""Of the texts and of the hash. A change of either is a new number; what is sealed keeps the one it was sealed with."""

BEFORE_ALL: Final = bytes(32)
"""Stands for the hash before the first."""


class Row(Protocol):
    """Columns by name."""

    def __getitem__(self, column: str, /) -> Any: ...


def link(previous: bytes, sequence: int, text: str) -> bytes:
    """Return the hash that seals an entry's text at its place."""
    prefix = b"handrail audit chain 1\n" + previous + sequence.to_bytes(8, "big")
    return hashlib.sha256(prefix + text.encode()).digest()


def field(value: str | None) -> str:
    """Return a value with its length in characters; nothing at all differs from an empty text."""
    return "-" if value is None else f"{len(value)}:{value}"


def _many(values: Iterable[str]) -> str:
    return field("".join([field(value) for value in values]))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


_JSON: Final = json.JSONEncoder(sort_keys=True).encode  # `json.dumps` would make an encoder each time


def _mapping(text: str) -> str:
    pairs = sorted(json.loads(text).items())
    return _many([part for key, value in pairs for part in (key, _JSON(value))])


def entry_text(row: Row) -> str:
    """Return the text of a row of `audit_entries`, every column of it."""
    account_id, participants = row["account_id"], row["participant_ids"]
    return "".join(
        [
            "handrail audit entry 1\n",
            field(str(row["organization_id"])),
            field(str(row["id"])),
            field(str(row["xid"])),
            field(str(row["format"])),
            field(_instant(row["at"])),
            field(row["request_id"]),
            field(None if account_id is None else str(account_id)),
            _many(row["roles"]),
            field(row["client"]),
            field(row["action"]),
            field(row["outcome"]),
            field(str(row["status"])),
            field(row["resource"]),
            _mapping(row["resource_ids"]),
            _many([str(one) for one in participants]),
            field(row["break_glass_reason"]),
            field("yes" if row["part2"] else "no"),
            field(_instant(row["created_at"])),
        ]
    )


def instance_entry_text(row: Row) -> str:
    """Return the text of a row of `instance_audit_entries`, every column of it."""
    claimed = row["claimed_organization_id"]
    return "".join(
        [
            "handrail instance audit entry 1\n",
            field(str(row["id"])),
            field(str(row["xid"])),
            field(str(row["entry_sequence"])),
            field(_instant(row["at"])),
            field(row["request_id"]),
            field(row["action"]),
            field(str(row["status"])),
            field(row["resource"]),
            field(None if claimed is None else str(claimed)),
        ]
    )


@dataclass(frozen=True)
class Source:
    """Where entries come from: their table, what of them is read, and their text."""

    name: str
    table: str
    columns: str
    """As a select list over the alias `e`."""
    organization: str
    """Whose chain an entry is in, over the alias `e`."""
    text: Callable[[Row], str]


_NOBODY: Final = "'00000000-0000-0000-0000-000000000000'::uuid"

ORGANIZATIONS: Final = Source(
    name="organizations",
    table="audit_entries",
    columns="""e.organization_id, e.id, e.xid, e.format, e.at, e.request_id, e.account_id, e.roles, e.client, e.action,
        e.outcome, e.status, e.resource, e.resource_ids::text AS resource_ids,
        e.participant_ids::text[] AS participant_ids, e.break_glass_reason, e.part2, e.created_at""",
    organization="e.organization_id",
    text=entry_text,
)
INSTANCE_REFUSALS: Final = Source(
    name="instance",
    table="instance_audit_entries",
    columns=f"""{_NOBODY} AS organization_id, e.id, e.xid, e.sequence AS entry_sequence, e.at, e.request_id, e.action,
        e.status, e.resource, e.claimed_organization_id, '{{}}'::text[] AS participant_ids""",
    organization=_NOBODY,
    text=instance_entry_text,
)
SOURCES: Final = (ORGANIZATIONS, INSTANCE_REFUSALS)
