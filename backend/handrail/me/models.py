"""Tables of what participants do by themselves."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import AccountId, BookingId, CheckInId, ParticipantId, SessionId, new_id
from handrail.core.tenancy import TenantScoped, same_tenant
from handrail.me.vocabulary import Asking


class CheckIn(TenantScoped, Base):
    """A participant said that they have come, once a place. It marks no attendance: that is for who leads the group."""

    __tablename__ = "check_ins"
    __health__ = True
    __table_args__ = (
        same_tenant("booking_id", "bookings"),
        same_tenant("session_id", "sessions"),
        same_tenant("participant_id", "participants"),
        same_tenant("checked_in_by", "accounts"),
        UniqueConstraint("organization_id", "booking_id", name="uq_check_ins_booking"),
        Index("ix_check_ins_session", "organization_id", "session_id"),
        Index("ix_check_ins_participant", "organization_id", "participant_id"),
    )

    id: Mapped[CheckInId] = mapped_column(primary_key=True, default=new_id)
    booking_id: Mapped[BookingId]
    session_id: Mapped[SessionId]
    participant_id: Mapped[ParticipantId]
    checked_in_at: Mapped[datetime]
    checked_in_by: Mapped[AccountId]


class RequestCount(TenantScoped, Base):
    """Requests of one account within a window, one row an account: counted for every process at once."""

    __tablename__ = "request_counts"
    __health__ = False
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        CheckConstraint("requests >= 1", name="requests"),
    )

    account_id: Mapped[AccountId] = mapped_column(primary_key=True)
    requests: Mapped[int]
    window_ends_at: Mapped[datetime]


class SafetyRequestCount(TenantScoped, Base):
    """Requests of one account that bear on safety, within a window; one row an account and what they are for."""

    __tablename__ = "safety_request_counts"
    __health__ = False
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        CheckConstraint("requests >= 1", name="requests"),
    )

    account_id: Mapped[AccountId] = mapped_column(primary_key=True)
    asking: Mapped[Asking] = mapped_column(primary_key=True)
    requests: Mapped[int]
    window_ends_at: Mapped[datetime]
