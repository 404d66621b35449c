from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import AccountId, HandOffId, LocationId, ParticipantId, ProgramId, StaffId, new_id
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.handoffs.vocabulary import LONGEST_TEXT, Urgency


class HandOff(TenantScoped, Versioned, Base):
    """What the next shift must know, about one person or about the day. Its text is never changed."""

    __tablename__ = "handoffs"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("program_id", "programs"),
        same_tenant("location_id", "locations"),
        same_tenant("to_staff_id", "staff_members"),
        same_tenant("written_by", "accounts"),
        same_tenant("replaces_id", "handoffs"),
        UniqueConstraint("organization_id", "replaces_id", name="uq_handoffs_replaces_id"),
        CheckConstraint("num_nonnulls(program_id, to_staff_id) = 1", name="audience"),
        CheckConstraint("location_id IS NULL OR program_id IS NOT NULL", name="place"),
        CheckConstraint(f"char_length(text) BETWEEN 1 AND {LONGEST_TEXT}", name="text"),
        CheckConstraint("replaces_id <> id", name="replaces_another"),
        Index("ix_handoffs_active", "organization_id", "expires_at", postgresql_where=text("withdrawn_at IS NULL")),
        Index("ix_handoffs_participant_id", "organization_id", "participant_id", "id"),
    )

    id: Mapped[HandOffId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId | None]
    """None: it is about the day in general."""
    program_id: Mapped[ProgramId | None]
    location_id: Mapped[LocationId | None]
    to_staff_id: Mapped[StaffId | None]
    urgency: Mapped[Urgency]
    text: Mapped[str]
    written_by: Mapped[AccountId]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    replaces_id: Mapped[HandOffId | None]
    """The one that this one corrects; that one leaves the active list."""


class HandOffAcknowledgement(TenantScoped, Base):
    """Somebody has read a hand-off, and when. Never changed."""

    __tablename__ = "handoff_acknowledgements"
    __health__ = True
    __table_args__ = (
        same_tenant("handoff_id", "handoffs"),
        same_tenant("account_id", "accounts"),
        Index("ix_handoff_acknowledgements_account", "organization_id", "account_id"),
    )

    handoff_id: Mapped[HandOffId] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId] = mapped_column(primary_key=True)
    acknowledged_at: Mapped[datetime]
