"""Cohorts, memberships as date ranges, and the waitlist."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.cohorts.vocabulary import (
    CohortKind,
    CohortStatus,
    LateReason,
    MembershipEnd,
    MembershipVoidReason,
    WaitReason,
    WaitStatus,
    WithdrawReason,
)
from handrail.core.db import Base
from handrail.core.ids import (
    CohortId,
    EpisodeId,
    LocationId,
    MembershipId,
    ParticipantId,
    ProgramId,
    WaitlistEntryId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.core.vocabulary import Track


class Cohort(TenantScoped, Versioned, Base):
    """People who go through a program together."""

    __tablename__ = "cohorts"
    __health__ = False
    __table_args__ = (
        same_tenant("program_id", "programs"),
        same_tenant("location_id", "locations"),
        UniqueConstraint("organization_id", "location_id", "name", "starts_on", name="uq_cohorts_name"),
        CheckConstraint("capacity BETWEEN 1 AND 60", name="capacity"),
        CheckConstraint("ends_on >= starts_on", name="dates"),
        CheckConstraint("kind = 'open' OR ends_on IS NOT NULL", name="closed_has_end"),
        CheckConstraint("status <> 'ended' OR ends_on IS NOT NULL", name="ended_has_end"),
        Index("ix_cohorts_program", "organization_id", "program_id"),
    )

    id: Mapped[CohortId] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[ProgramId]
    location_id: Mapped[LocationId]
    name: Mapped[str]
    kind: Mapped[CohortKind]
    track: Mapped[Track]
    capacity: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    status: Mapped[CohortStatus] = mapped_column(default=CohortStatus.PLANNED)


class CohortMembership(TenantScoped, Versioned, Base):
    """An episode belongs to a cohort from `starts_on` to `ends_on`, both included."""

    __tablename__ = "cohort_memberships"
    __health__ = True
    __table_args__ = (
        same_tenant("cohort_id", "cohorts"),
        same_tenant("episode_id", "episodes"),
        same_tenant("moved_from_id", "cohort_memberships"),
        CheckConstraint("ends_on >= starts_on", name="dates"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
        CheckConstraint("end_reason IS NULL OR ends_on IS NOT NULL", name="end_has_date"),
        ExcludeConstraint(
            ("organization_id", "="),
            ("cohort_id", "="),
            ("episode_id", "="),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="ex_cohort_memberships_dates",
            using="gist",
            where=text("voided_at IS NULL"),
        ),
        ExcludeConstraint(
            ("organization_id", "="),
            ("episode_id", "="),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="ex_cohort_memberships_primary",
            using="gist",
            where=text("is_primary AND voided_at IS NULL"),
        ),
        Index("ix_cohort_memberships_episode", "organization_id", "episode_id", "starts_on"),
        Index("ix_cohort_memberships_cohort", "organization_id", "cohort_id", "starts_on"),
    )

    id: Mapped[MembershipId] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[CohortId]
    episode_id: Mapped[EpisodeId]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    is_primary: Mapped[bool]
    late_reason: Mapped[LateReason | None]
    end_reason: Mapped[MembershipEnd | None]
    moved_from_id: Mapped[MembershipId | None]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[MembershipVoidReason | None]


class WaitlistEntry(TenantScoped, Versioned, Base):
    """Somebody waits for a seat in a cohort, and why. A referral may wait before its episode is admitted."""

    __tablename__ = "waitlist_entries"
    __health__ = True
    __table_args__ = (
        same_tenant("cohort_id", "cohorts"),
        same_tenant("participant_id", "participants"),
        same_tenant("membership_id", "cohort_memberships"),
        CheckConstraint("place >= 1", name="place"),
        CheckConstraint("(status = 'withdrawn') = (withdraw_reason IS NOT NULL)", name="withdrawal_has_reason"),
        CheckConstraint("(status = 'placed') = (membership_id IS NOT NULL)", name="placement_has_membership"),
        Index(
            "uq_waitlist_entries_open",
            "organization_id",
            "cohort_id",
            "participant_id",
            unique=True,
            postgresql_where=text("status IN ('waiting', 'offered')"),
        ),
        Index("ix_waitlist_entries_cohort", "organization_id", "cohort_id", "status", "place"),
        Index("ix_waitlist_entries_participant", "organization_id", "participant_id"),
    )

    id: Mapped[WaitlistEntryId] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[CohortId]
    participant_id: Mapped[ParticipantId]
    reason: Mapped[WaitReason]
    place: Mapped[int]
    """Order in the queue. Gaps are allowed: only the order means something."""
    requested_on: Mapped[date]
    status: Mapped[WaitStatus] = mapped_column(default=WaitStatus.WAITING)
    withdraw_reason: Mapped[WithdrawReason | None]
    membership_id: Mapped[MembershipId | None]
