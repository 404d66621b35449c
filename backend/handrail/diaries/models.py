from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    AlertId,
    ChainAnalysisId,
    DiaryDayId,
    DiaryEntryId,
    DiarySettingId,
    EpisodeId,
    ParticipantId,
    TreatmentTargetId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.diaries.vocabulary import ChainStatus, CloseReason, TargetTier


class DiarySetting(TenantScoped, Base):
    """Which fields a person keeps from a day on, and from which urge on somebody is alarmed. Never changed."""

    __tablename__ = "diary_settings"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("set_by", "accounts"),
        UniqueConstraint("organization_id", "participant_id", "number", name="uq_diary_settings_number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("card_version >= 1", name="card_version"),
    )

    id: Mapped[DiarySettingId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    number: Mapped[int]
    card_key: Mapped[str]
    card_version: Mapped[int]
    fields: Mapped[list[str]]
    thresholds: Mapped[dict[str, Any]]
    """By field: `{"urge-self-harm": 3}`. What is left out has the card's own."""
    starts_on: Mapped[date]
    set_by: Mapped[AccountId]
    set_at: Mapped[datetime]


class DiaryDay(TenantScoped, Base):
    """One day of a person's diary: by which version of which card it is kept. Its entries hang on it."""

    __tablename__ = "diary_days"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("episode_id", "episodes"),
        UniqueConstraint("organization_id", "participant_id", "day", name="uq_diary_days_day"),
        CheckConstraint("card_version >= 1", name="card_version"),
        Index("ix_diary_days_episode", "organization_id", "episode_id"),
    )

    id: Mapped[DiaryDayId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    episode_id: Mapped[EpisodeId | None]
    day: Mapped[date]
    card_key: Mapped[str]
    card_version: Mapped[int]


class DiaryEntry(TenantScoped, Base):
    """What was said for one field of a day. A correction is the next row; the one before keeps when it was replaced."""

    __tablename__ = "diary_entries"
    __health__ = True
    __table_args__ = (
        same_tenant("diary_day_id", "diary_days"),
        same_tenant("entered_by", "accounts"),
        CheckConstraint("number BETWEEN 0 AND 24", name="number"),
        CheckConstraint("number IS NULL OR skills IS NULL", name="one_of_both"),
        CheckConstraint("replaced_at >= entered_at", name="replaced_last"),
        Index("ix_diary_entries_day", "organization_id", "diary_day_id"),
        Index(
            "uq_diary_entries_field",
            "organization_id",
            "diary_day_id",
            "field",
            unique=True,
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[DiaryEntryId] = mapped_column(primary_key=True, default=new_id)
    diary_day_id: Mapped[DiaryDayId]
    field: Mapped[str]
    number: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    skills: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    """Keys of the modality's skills. Neither a number nor skills: the entry was taken back."""
    read_out: Mapped[bool]
    """A colleague entered what the participant said."""
    entered_by: Mapped[AccountId]
    entered_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


class ChainAnalysis(TenantScoped, Versioned, Base):
    """How one behaviour came about, link by link, and what would have broken the chain."""

    __tablename__ = "chain_analyses"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("episode_id", "episodes"),
        same_tenant("diary_day_id", "diary_days"),
        same_tenant("alert_id", "alerts"),
        same_tenant("written_by", "accounts"),
        same_tenant("done_by", "accounts"),
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL AND done_by IS NOT NULL)", name="done_by_somebody"),
        Index("ix_chain_analyses_participant", "organization_id", "participant_id", "happened_on", "id"),
        Index("ix_chain_analyses_episode", "organization_id", "episode_id"),
        Index("ix_chain_analyses_diary_day", "organization_id", "diary_day_id"),
        Index("ix_chain_analyses_alert", "organization_id", "alert_id"),
    )

    id: Mapped[ChainAnalysisId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    episode_id: Mapped[EpisodeId | None]
    diary_day_id: Mapped[DiaryDayId | None]
    alert_id: Mapped[AlertId | None]
    happened_on: Mapped[date]
    behavior: Mapped[str]
    vulnerabilities: Mapped[str | None]
    prompting_event: Mapped[str | None]
    links: Mapped[list[dict[str, Any]]]
    """In their order: `[{"kind": "thought", "text": "…", "instead": "…"}]`; `instead` is what would have broken it."""
    consequences: Mapped[str | None]
    prevention: Mapped[str | None]
    repair: Mapped[str | None]
    status: Mapped[ChainStatus] = mapped_column(default=ChainStatus.DRAFT)
    written_by: Mapped[AccountId]
    done_at: Mapped[datetime | None]
    done_by: Mapped[AccountId | None]


class TreatmentTarget(TenantScoped, Versioned, Base):
    """Something that treatment works on, by its place in the hierarchy. Screens keep `words` folded."""

    __tablename__ = "treatment_targets"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("episode_id", "episodes"),
        same_tenant("opened_by", "accounts"),
        same_tenant("closed_by", "accounts"),
        CheckConstraint("position BETWEEN 1 AND 1000", name="position"),
        CheckConstraint("closed_on >= opened_on", name="closed_last"),
        CheckConstraint(
            "(closed_on IS NULL) = (close_reason IS NULL) AND (closed_on IS NULL) = (closed_by IS NULL)",
            name="closed_with_reason",
        ),
        Index("ix_treatment_targets_participant", "organization_id", "participant_id", "tier", "position"),
        Index("ix_treatment_targets_episode", "organization_id", "episode_id"),
    )

    id: Mapped[TreatmentTargetId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    episode_id: Mapped[EpisodeId | None]
    tier: Mapped[TargetTier]
    position: Mapped[int]
    words: Mapped[str]
    opened_on: Mapped[date]
    opened_by: Mapped[AccountId]
    closed_on: Mapped[date | None]
    closed_by: Mapped[AccountId | None]
    close_reason: Mapped[CloseReason | None]
    close_note: Mapped[str | None]
