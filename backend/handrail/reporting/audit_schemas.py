"""Entries of the audit log, for who may ask who saw what."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from handrail.core.ids import AccountId, AuditEntryId, ParticipantId
from handrail.core.schemas import Output

Outcome = Literal["success", "not_modified", "refused", "failed"]


class AuditEntryLine(Output):
    """One look or act, or the refusal of one."""

    id: AuditEntryId
    at: datetime
    account_id: AccountId | None = Field(description="Null for work of the system itself, as an import.")
    display_name: str | None = Field(description="Who it was, by the name the account has now.")
    roles: list[str] = Field(description="Roles the person held at that moment.")
    client: str = Field(description="How they came in: `session`, `token`, or `command` for the system's own work.")
    action: str = Field(description="The operation's code; clients word it.")
    resource: str = Field(description="The route's template, without ids.")
    outcome: Outcome
    status: int
    part2: bool = Field(description="The records are under 42 CFR Part 2.")


class ChartAuditEntry(AuditEntryLine):
    """A look at one person's chart, or a change of it."""

    break_glass_reason: str | None = Field(description="Null also for the participant: the words may name others.")


class AccountAuditEntry(AuditEntryLine):
    """What an account saw or did."""

    break_glass_reason: str | None
    people: int = Field(description="How many participants it was about.")
    participant_ids: list[ParticipantId] = Field(description="Who they are; empty where there are more than twelve.")


class ChartAuditPage(Output):
    """One page of entries, the newest first."""

    items: list[ChartAuditEntry]
    next_cursor: AuditEntryId | None


class AccountAuditPage(Output):
    """One page of entries, the newest first."""

    items: list[AccountAuditEntry]
    next_cursor: AuditEntryId | None
