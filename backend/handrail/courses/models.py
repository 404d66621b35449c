from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    CourseEntryId,
    CourseId,
    CourseTargetId,
    DeliveryId,
    EpisodeId,
    HomeworkId,
    ModalityId,
    ParticipantId,
    SessionId,
    StaffId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.courses.vocabulary import StopReason, TargetKind, TargetStatus
from handrail.delivery.vocabulary import HomeworkDone


class Course(TenantScoped, Versioned, Base):
    """One therapy, given to one participant within an episode, from a first day to a last."""

    __tablename__ = "courses"
    __health__ = True
    __table_args__ = (
        same_tenant("episode_id", "episodes"),
        same_tenant("participant_id", "participants"),
        same_tenant("modality_id", "modalities"),
        same_tenant("led_by", "staff_members"),
        same_tenant("started_by", "accounts"),
        CheckConstraint("ended_on >= starts_on", name="ended_last"),
        CheckConstraint("(ended_on IS NULL) = (stop_reason IS NULL)", name="end_has_reason"),
        CheckConstraint("planned_sessions BETWEEN 1 AND 200", name="planned_sessions"),
        CheckConstraint("protocol_version >= 1", name="protocol_version"),
        Index(
            "uq_courses_running",
            "organization_id",
            "episode_id",
            "modality_id",
            unique=True,
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index("ix_courses_participant", "organization_id", "participant_id"),
        Index("ix_courses_episode", "organization_id", "episode_id"),
    )

    id: Mapped[CourseId] = mapped_column(primary_key=True, default=new_id)
    episode_id: Mapped[EpisodeId]
    participant_id: Mapped[ParticipantId]
    modality_id: Mapped[ModalityId]
    led_by: Mapped[StaffId | None]
    objective: Mapped[str | None]
    planned_sessions: Mapped[int | None]
    protocol_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    """The published version of the modality that it follows, whatever is published meanwhile."""
    starts_on: Mapped[date]
    ended_on: Mapped[date | None]
    stop_reason: Mapped[StopReason | None]
    stop_note: Mapped[str | None]
    started_by: Mapped[AccountId]


class CourseTarget(TenantScoped, Versioned, Base):
    """Something a course works on: a memory with its cognitions, a stuck point, a step of an exposure hierarchy.

    Screens keep `label` and `details` folded until somebody asks for them.
    """

    __tablename__ = "course_targets"
    __health__ = True
    __table_args__ = (
        same_tenant("course_id", "courses"),
        same_tenant("participant_id", "participants"),
        CheckConstraint("number BETWEEN 1 AND 60", name="number"),
        CheckConstraint("(status = 'open') = (settled_on IS NULL)", name="settled"),
        Index("ix_course_targets_participant", "organization_id", "participant_id"),
        Index("uq_course_targets_number", "organization_id", "course_id", "number", unique=True),
    )

    id: Mapped[CourseTargetId] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[CourseId]
    participant_id: Mapped[ParticipantId]
    number: Mapped[int]
    kind: Mapped[TargetKind]
    label: Mapped[str]
    details: Mapped[dict[str, Any]]
    """`{"negative_cognition": "…", "positive_cognition": "…"}`"""
    status: Mapped[TargetStatus] = mapped_column(default=TargetStatus.OPEN)
    settled_on: Mapped[date | None]
    settled_despite: Mapped[str | None]
    """Why it counts as worked through although its ratings do not say so."""


class CourseEntry(TenantScoped, Base):
    """What was noted of a course on a day: the phase, and what the modality records. Voided, never changed."""

    __tablename__ = "course_entries"
    __health__ = True
    __table_args__ = (
        same_tenant("course_id", "courses"),
        same_tenant("participant_id", "participants"),
        same_tenant("target_id", "course_targets"),
        same_tenant("session_id", "sessions"),
        same_tenant("noted_by", "accounts"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
        Index("ix_course_entries_course", "organization_id", "course_id", "noted_on", "id"),
        Index("ix_course_entries_participant", "organization_id", "participant_id"),
        Index("ix_course_entries_target", "organization_id", "target_id"),
        Index("ix_course_entries_session", "organization_id", "session_id"),
    )

    id: Mapped[CourseEntryId] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[CourseId]
    participant_id: Mapped[ParticipantId]
    target_id: Mapped[CourseTargetId | None]
    session_id: Mapped[SessionId | None]
    noted_on: Mapped[date]
    phase: Mapped[str | None]
    values: Mapped[dict[str, Any]]
    """By key of the modality's records: `{"sud": 3, "voc": 5, "body-scan-clear": true}`"""
    noted_by: Mapped[AccountId]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]


class Homework(TenantScoped, Versioned, Base):
    """Homework of one participant: their own, or what a delivery gave to the group once something is said about it."""

    __tablename__ = "homework"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("episode_id", "episodes"),
        same_tenant("course_id", "courses"),
        same_tenant("delivery_id", "deliveries"),
        same_tenant("assigned_by", "accounts"),
        same_tenant("reviewed_by", "accounts"),
        CheckConstraint("(text IS NULL) <> (delivery_id IS NULL)", name="of_its_own_or_of_a_delivery"),
        CheckConstraint("(done IS NULL) = (reported_on IS NULL)", name="report_has_day"),
        CheckConstraint("(reviewed_on IS NULL) = (reviewed_by IS NULL)", name="review_has_reviewer"),
        CheckConstraint("reviewed_on IS NULL OR reported_on IS NOT NULL", name="reviewed_after_report"),
        CheckConstraint("due_on >= assigned_on", name="due_after_assignment"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
        Index(
            "uq_homework_delivery",
            "organization_id",
            "delivery_id",
            "episode_id",
            unique=True,
            postgresql_where=text("delivery_id IS NOT NULL AND voided_at IS NULL"),
        ),
        Index("ix_homework_participant", "organization_id", "participant_id", "assigned_on"),
        Index("ix_homework_episode", "organization_id", "episode_id"),
        Index("ix_homework_course", "organization_id", "course_id"),
    )

    id: Mapped[HomeworkId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    episode_id: Mapped[EpisodeId]
    course_id: Mapped[CourseId | None]
    delivery_id: Mapped[DeliveryId | None]
    text: Mapped[str | None]
    assigned_on: Mapped[date]
    assigned_by: Mapped[AccountId]
    due_on: Mapped[date | None]
    done: Mapped[HomeworkDone | None]
    reported_on: Mapped[date | None]
    reviewed_on: Mapped[date | None]
    reviewed_by: Mapped[AccountId | None]
    review_note: Mapped[str | None]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]
