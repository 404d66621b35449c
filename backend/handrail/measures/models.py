from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    AdministrationId,
    AlertEventId,
    AlertId,
    AnswerCorrectionId,
    DiaryDayId,
    EpisodeId,
    InstrumentUseId,
    MeasureAnswerId,
    MeasureScheduleId,
    ParticipantId,
    ProgramId,
    RiskScreenId,
    SafetyPlanId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.measures.vocabulary import (
    AdministrationStatus,
    AlertAction,
    AlertEventKind,
    AlertSource,
    AlertStatus,
    AlertUrgency,
    Behaviour,
    FlagReason,
    GivingMode,
    Language,
    RiskLevel,
)


class InstrumentUse(TenantScoped, Versioned, Base):
    """An opt-in instrument that the organization uses, or used: who accepted its owner's terms, and when."""

    __tablename__ = "instrument_uses"
    __health__ = False
    __table_args__ = (
        same_tenant("decided_by", "accounts"),
        UniqueConstraint("organization_id", "instrument_key", name="uq_instrument_uses_key"),
    )

    id: Mapped[InstrumentUseId] = mapped_column(primary_key=True, default=new_id)
    instrument_key: Mapped[str]
    in_use: Mapped[bool]
    decided_by: Mapped[AccountId]
    decided_at: Mapped[datetime]


class MeasureSchedule(TenantScoped, Versioned, Base):
    """Which measures a program asks for, and when: `entries` are instrument keys, each with its moments."""

    __tablename__ = "measure_schedules"
    __health__ = False
    __table_args__ = (
        same_tenant("program_id", "programs"),
        UniqueConstraint("organization_id", "program_id", name="uq_measure_schedules_program"),
    )

    id: Mapped[MeasureScheduleId] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[ProgramId]
    entries: Mapped[list[dict[str, Any]]]


class Administration(TenantScoped, Versioned, Base):
    """One giving of one version of an instrument to one participant.

    What it came to is stored when it is handed in, by the version it was answered under. A total is exact to the
    hundredth, which only prorated and given scores need; the answers are kept, so that it can be worked out again.
    """

    __tablename__ = "administrations"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("episode_id", "episodes"),
        same_tenant("given_by", "accounts"),
        CheckConstraint("instrument_version >= 1", name="instrument_version"),
        CheckConstraint("completed_at >= started_at", name="times"),
        CheckConstraint(
            "(status IN ('completed', 'cannot_be_scored')) <= (completed_at IS NOT NULL)", name="handed_in"
        ),
        CheckConstraint("(status = 'withdrawn') = (withdraw_reason IS NOT NULL)", name="withdrawn"),
        CheckConstraint("(status = 'cannot_be_scored') <= (total IS NULL AND reason IS NOT NULL)", name="no_score"),
        Index(
            "uq_administrations_in_progress",
            "organization_id",
            "episode_id",
            "instrument_key",
            unique=True,
            postgresql_where=text("status = 'in_progress'"),
        ),
        Index("ix_administrations_participant", "organization_id", "participant_id", "instrument_key"),
        Index("ix_administrations_episode", "organization_id", "episode_id"),
    )

    id: Mapped[AdministrationId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    episode_id: Mapped[EpisodeId]
    instrument_key: Mapped[str]
    instrument_version: Mapped[int]
    mode: Mapped[GivingMode]
    language: Mapped[Language]
    status: Mapped[AdministrationStatus]
    given_by: Mapped[AccountId]
    started_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    """When the last answer was stored."""
    completed_at: Mapped[datetime | None]
    taken_on: Mapped[date]
    """The day it speaks of, where the participant attends."""
    total: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    prorated: Mapped[bool] = mapped_column(default=False)
    band: Mapped[str | None]
    subscales: Mapped[dict[str, Any]]
    flags: Mapped[list[str]]
    flags_unknown: Mapped[list[str]]
    positive: Mapped[list[str]]
    reason: Mapped[str | None]
    """Why there is no score."""
    withdraw_reason: Mapped[str | None]


class MeasureAnswer(TenantScoped, Base):
    """The answer to one question of one administration, as it stands. `value` NULL: the question does not apply."""

    __tablename__ = "measure_answers"
    __health__ = True
    __table_args__ = (
        same_tenant("administration_id", "administrations"),
        UniqueConstraint("organization_id", "administration_id", "item", name="uq_measure_answers_item"),
    )

    id: Mapped[MeasureAnswerId] = mapped_column(primary_key=True, default=new_id)
    administration_id: Mapped[AdministrationId]
    item: Mapped[str]
    value: Mapped[int | None]
    answered_at: Mapped[datetime]


class AnswerCorrection(TenantScoped, Base):
    """How an answer was changed after the measure was handed in. Never changed."""

    __tablename__ = "answer_corrections"
    __health__ = True
    __table_args__ = (
        same_tenant("administration_id", "administrations"),
        same_tenant("corrected_by", "accounts"),
        Index("ix_answer_corrections_administration", "organization_id", "administration_id", "corrected_at"),
    )

    id: Mapped[AnswerCorrectionId] = mapped_column(primary_key=True, default=new_id)
    administration_id: Mapped[AdministrationId]
    item: Mapped[str]
    was_answered: Mapped[bool]
    replaced: Mapped[int | None]
    replaced_total: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    value: Mapped[int | None]
    reason: Mapped[str]
    corrected_by: Mapped[AccountId]
    corrected_at: Mapped[datetime]


class RiskScreen(TenantScoped, Base):
    """The answers to six questions about suicide, asked from the clinic's own form, and what they come to."""

    __tablename__ = "risk_screens"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("episode_id", "episodes"),
        same_tenant("screened_by", "accounts"),
        CheckConstraint(
            "(method IS NOT NULL) = thoughts AND (intent IS NOT NULL) = thoughts AND (plan IS NOT NULL) = thoughts",
            name="order",
        ),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
        Index("ix_risk_screens_participant", "organization_id", "participant_id", "screened_at"),
        Index("ix_risk_screens_episode", "organization_id", "episode_id"),
    )

    id: Mapped[RiskScreenId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    episode_id: Mapped[EpisodeId]
    since_last_contact: Mapped[bool]
    wish: Mapped[bool]
    thoughts: Mapped[bool]
    method: Mapped[bool | None]
    intent: Mapped[bool | None]
    plan: Mapped[bool | None]
    behaviour: Mapped[Behaviour]
    level: Mapped[RiskLevel]
    screened_by: Mapped[AccountId]
    screened_at: Mapped[datetime]
    # Entered by mistake, or about another: it stays readable and silences no later one. Its alert stays for a person.
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]


class Alert(TenantScoped, Versioned, Base):
    """Something about a participant's safety that stays open until somebody with the right documents what was done.

    One source has one open alert of a rule: that is a key of the table, so that replays, two tabs and whatever else
    comes at the same time cannot open two. After it is closed, what is worse than before opens another.
    """

    __tablename__ = "alerts"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("episode_id", "episodes"),
        same_tenant("administration_id", "administrations"),
        same_tenant("risk_screen_id", "risk_screens"),
        # By the table's name alone: diaries stand above measures, and an alert knows no more of them than its day.
        same_tenant("diary_day_id", "diary_days"),
        same_tenant("owner_id", "accounts"),
        same_tenant("backup_id", "accounts"),
        same_tenant("opened_by", "accounts"),
        same_tenant("acknowledged_by", "accounts"),
        same_tenant("escalated_to", "accounts"),
        same_tenant("closed_by", "accounts"),
        Index(
            "uq_alerts_administration_open",
            "organization_id",
            "administration_id",
            "rule_key",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        UniqueConstraint("organization_id", "risk_screen_id", "rule_key", name="uq_alerts_screen"),
        CheckConstraint(
            "(source IN ('answer', 'unanswered')) = (administration_id IS NOT NULL AND item IS NOT NULL)",
            name="from_answer",
        ),
        CheckConstraint("(source = 'screen') = (risk_screen_id IS NOT NULL)", name="from_screen"),
        CheckConstraint("(source = 'flag') = (flag_reason IS NOT NULL)", name="from_flag"),
        CheckConstraint(
            "(source = 'diary') = (diary_day_id IS NOT NULL AND about_on IS NOT NULL AND label IS NOT NULL)",
            name="from_diary",
        ),
        CheckConstraint("backup_id <> owner_id", name="two_people"),
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged"),
        CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL AND closed_by IS NOT NULL AND action IS NOT NULL"
            " AND action_note IS NOT NULL)",
            name="closed_by_an_action",
        ),
        Index(
            "uq_alerts_diary_day_open",
            "organization_id",
            "diary_day_id",
            "rule_key",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_alerts_administration", "organization_id", "administration_id"),
        Index("ix_alerts_diary_day", "organization_id", "diary_day_id"),
        Index(
            "uq_alerts_not_stored",
            "organization_id",
            "participant_id",
            unique=True,
            postgresql_where=text("source = 'not_stored' AND status = 'open'"),
        ),
        Index("ix_alerts_open", "organization_id", "due_at", postgresql_where=text("status = 'open'")),
        Index("ix_alerts_opened", "organization_id", "opened_at", "id"),
        Index("ix_alerts_participant", "organization_id", "participant_id", "opened_at"),
        Index("ix_alerts_episode", "organization_id", "episode_id"),
    )

    id: Mapped[AlertId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    episode_id: Mapped[EpisodeId | None]
    source: Mapped[AlertSource]
    rule_key: Mapped[str]
    administration_id: Mapped[AdministrationId | None]
    item: Mapped[str | None]
    risk_screen_id: Mapped[RiskScreenId | None]
    diary_day_id: Mapped[DiaryDayId | None]
    about_on: Mapped[date | None]
    """The day of the diary."""
    label: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """What a rule that is not one of measures is about, by language, as it was when the alert opened."""
    flag_reason: Mapped[FlagReason | None]
    note: Mapped[str | None]
    urgency: Mapped[AlertUrgency]
    status: Mapped[AlertStatus] = mapped_column(default=AlertStatus.OPEN)
    owner_id: Mapped[AccountId]
    backup_id: Mapped[AccountId | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[AccountId]
    due_at: Mapped[datetime]
    """When the next step is due: to acknowledge it, and then to document what was done."""
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[AccountId | None]
    escalated_at: Mapped[datetime | None]
    escalated_to: Mapped[AccountId | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[AccountId | None]
    action: Mapped[AlertAction | None]
    action_note: Mapped[str | None]


class AlertEvent(TenantScoped, Base):
    """What happened to an alert: who opened, saw, took, handed over and closed it. Never changed."""

    __tablename__ = "alert_events"
    __health__ = True
    __table_args__ = (
        same_tenant("alert_id", "alerts"),
        same_tenant("account_id", "accounts"),
        same_tenant("to_account_id", "accounts"),
        Index("ix_alert_events_alert", "organization_id", "alert_id", "at"),
        Index(
            "uq_alert_events_seen",
            "organization_id",
            "alert_id",
            "account_id",
            unique=True,
            postgresql_where=text("kind = 'seen'"),
        ),
    )

    id: Mapped[AlertEventId] = mapped_column(primary_key=True, default=new_id)
    alert_id: Mapped[AlertId]
    kind: Mapped[AlertEventKind]
    at: Mapped[datetime]
    account_id: Mapped[AccountId | None]
    """Who did it; nobody, where the clock did."""
    to_account_id: Mapped[AccountId | None]
    note: Mapped[str | None]


class SafetyPlan(TenantScoped, Base):
    """One version of a participant's safety plan: six steps in their own words. A change is the next version."""

    __tablename__ = "safety_plans"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("alert_id", "alerts"),
        same_tenant("written_by", "accounts"),
        UniqueConstraint("organization_id", "participant_id", "number", name="uq_safety_plans_number"),
        CheckConstraint("number >= 1", name="number"),
        Index("ix_safety_plans_alert", "organization_id", "alert_id"),
    )

    id: Mapped[SafetyPlanId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    alert_id: Mapped[AlertId | None]
    number: Mapped[int]
    language: Mapped[Language]
    warning_signs: Mapped[str | None]
    own_ways: Mapped[str | None]
    places_and_people: Mapped[str | None]
    people_to_ask: Mapped[str | None]
    professionals: Mapped[str | None]
    safer_place: Mapped[str | None]
    made_together: Mapped[bool]
    """The participant was there and these are their words."""
    written_by: Mapped[AccountId]
    written_at: Mapped[datetime]
