"""Uses of the glass, and the look-ups that came before."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from handrail.break_glass.vocabulary import BreakGlassFinding, BreakGlassReason
from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    BreakGlassId,
    CareRelationshipId,
    ParticipantId,
    RestrictedSearchId,
    StaffId,
    TaskId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant


class RestrictedSearch(TenantScoped, Base):
    """Somebody looked for a person they may not see. Not for whom: only the number of them is of use."""

    __tablename__ = "restricted_searches"
    __health__ = False
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        Index("ix_restricted_searches_account_id", "organization_id", "account_id", "searched_at"),
    )

    id: Mapped[RestrictedSearchId] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[AccountId]
    searched_at: Mapped[datetime]


class BreakGlass(TenantScoped, Versioned, Base):
    """Somebody opened the record of a person they are no party to: why, until when, and what the reviewer found."""

    __tablename__ = "break_glass_uses"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("account_id", "accounts"),
        same_tenant("staff_id", "staff_members"),
        same_tenant("care_relationship_id", "care_relationships"),
        same_tenant("task_id", "tasks"),
        same_tenant("ended_by", "accounts"),
        same_tenant("reviewed_by", "accounts"),
        CheckConstraint("expires_at > opened_at", name="expires"),
        CheckConstraint("reviewed_by IS NULL OR reviewed_by <> account_id", name="reviewed_by_another"),
        CheckConstraint(
            "num_nonnulls(reviewed_at, reviewed_by, finding) IN (0, 3) AND (note IS NULL OR finding IS NOT NULL)",
            name="reviewed",
        ),
        Index("ix_break_glass_uses_account_id", "organization_id", "account_id", "opened_at"),
        Index("ix_break_glass_uses_participant_id", "organization_id", "participant_id"),
        Index("ix_break_glass_uses_opened_at", "organization_id", "opened_at", "id"),
    )

    id: Mapped[BreakGlassId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    account_id: Mapped[AccountId]
    staff_id: Mapped[StaffId]
    care_relationship_id: Mapped[CareRelationshipId]
    task_id: Mapped[TaskId | None]
    reason: Mapped[BreakGlassReason]
    explanation: Mapped[str]
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[AccountId | None]
    """None with an `ended_at`: it ended because of what happened to the record."""
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[AccountId | None]
    finding: Mapped[BreakGlassFinding | None]
    note: Mapped[str | None]
