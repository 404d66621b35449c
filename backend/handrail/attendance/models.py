"""Tables of attendance. What a row adds up to is computed by `rules`, never in the database."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.attendance.vocabulary import AbsenceReason, Evidence, Mode, Outcome, PolicyAct, PullOutReason
from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    AttendanceId,
    AttendancePolicyId,
    BookingId,
    ConsequenceId,
    CorrectionId,
    EpisodeId,
    ParticipantId,
    PresenceIntervalId,
    ProgramId,
    SessionId,
    TaskId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant


class Attendance(TenantScoped, Versioned, Base):
    """What became of one booking. `outcome` NULL: a mark was taken back, so that nobody is marked.

    `arrived_at`, `left_at`, `minutes` and `countable_minutes` follow from the presence intervals and are written with
    them, for readers of a whole week. They are provisional until the session is closed.
    """

    __tablename__ = "attendance"
    __health__ = True
    __table_args__ = (
        same_tenant("session_id", "sessions"),
        same_tenant("booking_id", "bookings"),
        same_tenant("participant_id", "participants"),
        same_tenant("episode_id", "episodes"),
        same_tenant("marked_by", "accounts"),
        UniqueConstraint("organization_id", "booking_id", name="uq_attendance_booking"),
        CheckConstraint("minutes BETWEEN 0 AND 480", name="minutes"),
        CheckConstraint("countable_minutes BETWEEN 0 AND minutes", name="countable_minutes"),
        CheckConstraint("left_at >= arrived_at", name="times"),
        CheckConstraint(
            "(arrived_at IS NOT NULL) = coalesce(outcome IN ('present', 'late', 'left_early'), false)", name="came"
        ),
        CheckConstraint(
            "absence_reason IS NULL OR coalesce(outcome IN ('excused', 'absent'), false)", name="reason_of_absence"
        ),
        # Cards of a week count marks by it, without visiting the rows.
        Index(
            "ix_attendance_session",
            "organization_id",
            "session_id",
            "booking_id",
            postgresql_where=text("outcome IS NOT NULL"),
        ),
        Index("ix_attendance_episode", "organization_id", "episode_id"),
        Index("ix_attendance_participant", "organization_id", "participant_id"),
    )

    id: Mapped[AttendanceId] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[SessionId]
    booking_id: Mapped[BookingId]
    participant_id: Mapped[ParticipantId]
    episode_id: Mapped[EpisodeId]
    outcome: Mapped[Outcome | None]
    absence_reason: Mapped[AbsenceReason | None]
    mode: Mapped[Mode]
    place: Mapped[str | None]
    call_back_number: Mapped[str | None]
    consent_confirmed: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[Evidence]
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    minutes: Mapped[int]
    countable_minutes: Mapped[int]
    marked_by: Mapped[AccountId]
    marked_at: Mapped[datetime]


class PresenceInterval(TenantScoped, Base):
    """One stay in the room, `[starts_at, ends_at)`; open while the person is there. `reason`: why a stay was cut."""

    __tablename__ = "presence_intervals"
    __health__ = True
    __table_args__ = (
        same_tenant("attendance_id", "attendance"),
        CheckConstraint("ends_at >= starts_at", name="times"),
        CheckConstraint("reason IS NULL OR ends_at IS NOT NULL", name="reason_of_end"),
        ExcludeConstraint(
            ("organization_id", "="),
            ("attendance_id", "="),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="ex_presence_intervals_stay",
            using="gist",
        ),
        Index("ix_presence_intervals_attendance", "organization_id", "attendance_id", "starts_at"),
    )

    id: Mapped[PresenceIntervalId] = mapped_column(primary_key=True, default=new_id)
    attendance_id: Mapped[AttendanceId]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    reason: Mapped[PullOutReason | None]


class AttendanceCorrection(TenantScoped, Base):
    """A version of attendance that a correction replaced: what it said, who changed it, and why. Never changed."""

    __tablename__ = "attendance_corrections"
    __health__ = True
    __table_args__ = (
        same_tenant("attendance_id", "attendance"),
        same_tenant("corrected_by", "accounts"),
        UniqueConstraint(
            "organization_id", "attendance_id", "replaced_version", name="uq_attendance_corrections_version"
        ),
    )

    id: Mapped[CorrectionId] = mapped_column(primary_key=True, default=new_id)
    attendance_id: Mapped[AttendanceId]
    replaced_version: Mapped[int]
    replaced: Mapped[dict[str, Any]]
    """Outcome, reason, mode and stays as they were."""
    after_lock: Mapped[bool]
    reason: Mapped[str]
    corrected_by: Mapped[AccountId]
    corrected_at: Mapped[datetime]


class AttendancePolicy(TenantScoped, Versioned, Base):
    """What a program does about absences: its ladder, and how soon somebody who is missed is called."""

    __tablename__ = "attendance_policies"
    __health__ = False
    __table_args__ = (
        same_tenant("program_id", "programs"),
        UniqueConstraint("organization_id", "program_id", name="uq_attendance_policies_program"),
        CheckConstraint("outreach_minutes BETWEEN 15 AND 480", name="outreach_minutes"),
        CheckConstraint("attempts BETWEEN 1 AND 10", name="attempts"),
    )

    id: Mapped[AttendancePolicyId] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[ProgramId]
    steps: Mapped[list[dict[str, Any]]]
    """As sent: `[{"key": "contract", "act": "contract", "counting": ["unexcused"], "times": 2, …}]`"""
    outreach: Mapped[bool]
    outreach_minutes: Mapped[int]
    attempts: Mapped[int]
    applies_from: Mapped[date]


class AttendanceConsequence(TenantScoped, Versioned, Base):
    """A step of the ladder an episode reached. It stays when a correction takes its reason away, and says so."""

    __tablename__ = "attendance_consequences"
    __health__ = True
    __table_args__ = (
        same_tenant("episode_id", "episodes"),
        same_tenant("participant_id", "participants"),
        same_tenant("task_id", "tasks"),
        UniqueConstraint(
            "organization_id", "episode_id", "step_key", "reached_on", name="uq_attendance_consequences_reached"
        ),
        Index("ix_attendance_consequences_participant", "organization_id", "participant_id"),
        Index("ix_attendance_consequences_task", "organization_id", "task_id"),
    )

    id: Mapped[ConsequenceId] = mapped_column(primary_key=True, default=new_id)
    episode_id: Mapped[EpisodeId]
    participant_id: Mapped[ParticipantId]
    step_key: Mapped[str]
    act: Mapped[PolicyAct]
    reached_on: Mapped[date]
    days: Mapped[list[str]]
    """ISO dates that led to it."""
    holds: Mapped[bool]
    task_id: Mapped[TaskId | None]
