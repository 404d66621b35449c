from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    BookingId,
    DeliveryExceptionId,
    DeliveryId,
    EpisodeId,
    ModalityId,
    ParticipantId,
    SessionId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.delivery.vocabulary import HomeworkDone


class Delivery(TenantScoped, Versioned, Base):
    """A modality that a session delivered to everybody who was there, but for the exceptions.

    `position` 1 is the main entry; a session with mindfulness practice before DBT skills has two.
    """

    __tablename__ = "deliveries"
    __health__ = True
    __table_args__ = (
        same_tenant("session_id", "sessions"),
        same_tenant("modality_id", "modalities"),
        same_tenant("recorded_by", "accounts"),
        CheckConstraint("position BETWEEN 1 AND 4", name="position"),
        CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
        Index(
            "uq_deliveries_position",
            "organization_id",
            "session_id",
            "position",
            unique=True,
            postgresql_where=text("voided_at IS NULL"),
        ),
        Index("ix_deliveries_modality", "organization_id", "modality_id"),
    )

    id: Mapped[DeliveryId] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[SessionId]
    position: Mapped[int]
    modality_id: Mapped[ModalityId]
    module: Mapped[str | None]
    phase: Mapped[str | None]
    minutes: Mapped[int]
    skills: Mapped[list[str]]
    homework: Mapped[str | None]
    fidelity: Mapped[list[str]]
    objective_code: Mapped[str | None]
    records: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'::jsonb"))
    """What the modality records, of everybody: `{"practice-minutes": 20}`"""
    recorded_by: Mapped[AccountId]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]


class DeliveryException(TenantScoped, Base):
    """How a delivery differed for one participant. What is null was as for everybody."""

    __tablename__ = "delivery_exceptions"
    __health__ = True
    __table_args__ = (
        same_tenant("delivery_id", "deliveries"),
        same_tenant("booking_id", "bookings"),
        same_tenant("participant_id", "participants"),
        UniqueConstraint("organization_id", "delivery_id", "booking_id"),
        CheckConstraint("minutes BETWEEN 0 AND 480", name="minutes"),
        CheckConstraint("took_part OR minutes IS NULL", name="absent_has_no_minutes"),
        Index("ix_delivery_exceptions_booking", "organization_id", "booking_id"),
        Index("ix_delivery_exceptions_participant", "organization_id", "participant_id"),
    )

    id: Mapped[DeliveryExceptionId] = mapped_column(primary_key=True, default=new_id)
    delivery_id: Mapped[DeliveryId]
    booking_id: Mapped[BookingId]
    participant_id: Mapped[ParticipantId]
    episode_id: Mapped[EpisodeId]
    took_part: Mapped[bool] = mapped_column(default=True)
    minutes: Mapped[int | None]
    module: Mapped[str | None]
    skills: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    homework: Mapped[str | None]
    homework_done: Mapped[HomeworkDone | None]
    note_code: Mapped[str | None]
    records: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """By key, in place of what is said of everybody, or beside it: `{"craving": 7}`"""
