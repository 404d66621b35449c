from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import (
    EpisodeId,
    EpisodePayerId,
    EpisodeServiceId,
    ExpectedDayId,
    ExpectedPatternId,
    LeaveId,
    LocationId,
    ParticipantId,
    ProgramId,
    StaffId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.core.vocabulary import LevelOfCare, ServiceKind, Track, Weekday
from handrail.episodes.vocabulary import AdmissionSource, DayState, EndReason, LeaveKind, PriorLevel
from handrail.organizations.vocabulary import Phase


def _no_overlap(name: str, *same: str, first: str, after: str, where: str) -> ExcludeConstraint:
    """Refuse two rows with equal columns `same` whose days `[first, after)` overlap."""
    days: Any = text(f"daterange({first}, {after})")
    columns: list[tuple[Any, str]] = [("organization_id", "="), *((column, "=") for column in same), (days, "&&")]
    return ExcludeConstraint(*columns, name=name, using="gist", where=text(where))


class Episode(TenantScoped, Versioned, Base):
    """What a participant does in one program, from referral to end.

    The dates say where it stands (`rules.status_on`). `ended_on` is the last day of care: sessions may still be
    attended on it, and another episode may already begin.
    """

    __tablename__ = "episodes"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("program_id", "programs"),
        same_tenant("location_id", "locations"),
        same_tenant("primary_clinician_id", "staff_members"),
        CheckConstraint("screened_on >= referred_on", name="screened_after_referral"),
        CheckConstraint("admitted_on >= coalesce(screened_on, referred_on)", name="admitted_after_referral"),
        CheckConstraint("planned_end_on BETWEEN admitted_on AND admitted_on + 400", name="planned_end"),
        CheckConstraint("(admitted_on IS NULL) = (planned_end_on IS NULL)", name="admission_is_planned"),
        CheckConstraint("ended_on >= coalesce(admitted_on, screened_on, referred_on)", name="ended_last"),
        CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name="end_has_reason"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
        _no_overlap(
            "ex_episodes_program",
            "participant_id",
            "program_id",
            first="referred_on",
            after="ended_on",
            where="voided_at IS NULL",
        ),
        _no_overlap(
            "ex_episodes_primary",
            "participant_id",
            first="admitted_on",
            after="ended_on",
            where="is_primary AND admitted_on IS NOT NULL AND voided_at IS NULL",
        ),
        Index("ix_episodes_participant", "organization_id", "participant_id"),
        Index("ix_episodes_program", "organization_id", "program_id", "ended_on"),
        Index("ix_episodes_clinician", "organization_id", "primary_clinician_id"),
    )

    id: Mapped[EpisodeId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    program_id: Mapped[ProgramId]
    location_id: Mapped[LocationId | None]
    """Where the participant attends: whose closures count and whose clock says what day it is."""
    level_of_care: Mapped[LevelOfCare]
    track: Mapped[Track | None]
    week_starts_on: Mapped[Weekday] = mapped_column(default=Weekday.MONDAY)
    """Where the payer's week begins (week rules, at admission)."""
    part2_since: Mapped[date | None]
    """First day on which the program was a 42 CFR Part 2 program during this episode; see `rules.security_labels`."""
    is_primary: Mapped[bool] = mapped_column(default=True)
    source: Mapped[AdmissionSource]
    prior_level: Mapped[PriorLevel]
    referred_on: Mapped[date]
    screened_on: Mapped[date | None]
    admitted_on: Mapped[date | None]
    planned_end_on: Mapped[date | None]
    planned_end_reason: Mapped[str | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[EndReason | None]
    reopen_reason: Mapped[str | None]
    primary_clinician_id: Mapped[StaffId | None]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]


class EpisodeLeave(TenantScoped, Versioned, Base):
    """Leave of absence: away from `starts_on` until the day before `back_on`, or until further notice."""

    __tablename__ = "episode_leaves"
    __health__ = True
    __table_args__ = (
        same_tenant("episode_id", "episodes"),
        CheckConstraint("back_on > starts_on", name="dates"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
        _no_overlap(
            "ex_episode_leaves_days", "episode_id", first="starts_on", after="back_on", where="voided_at IS NULL"
        ),
        Index("ix_episode_leaves_episode", "organization_id", "episode_id", "starts_on"),
    )

    id: Mapped[LeaveId] = mapped_column(primary_key=True, default=new_id)
    episode_id: Mapped[EpisodeId]
    kind: Mapped[LeaveKind]
    starts_on: Mapped[date]
    back_on: Mapped[date | None]
    note: Mapped[str | None]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]


class EpisodePayer(TenantScoped, Versioned, Base):
    """Who pays from `starts_on` until the next row starts: its rules of the week hold besides the state's.

    `payer` is the code by which the rules of the week name it; null: nobody but the participant.
    """

    __tablename__ = "episode_payers"
    __health__ = True
    __table_args__ = (
        same_tenant("episode_id", "episodes"),
        CheckConstraint("payer ~ '^[a-z0-9][a-z0-9_.-]{0,63}$'", name="payer"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
        Index(
            "uq_episode_payers_starts_on",
            "organization_id",
            "episode_id",
            "starts_on",
            unique=True,
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[EpisodePayerId] = mapped_column(primary_key=True, default=new_id)
    episode_id: Mapped[EpisodeId]
    payer: Mapped[str | None]
    starts_on: Mapped[date]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]


class ExpectedPattern(TenantScoped, Versioned, Base):
    """Weekdays and blocks on which a participant is expected, from `starts_on` until the next pattern starts."""

    __tablename__ = "expected_patterns"
    __health__ = True
    __table_args__ = (
        same_tenant("episode_id", "episodes"),
        CheckConstraint("weekly_target_minutes BETWEEN 0 AND 2400", name="target"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
        Index(
            "uq_expected_patterns_starts_on",
            "organization_id",
            "episode_id",
            "starts_on",
            unique=True,
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[ExpectedPatternId] = mapped_column(primary_key=True, default=new_id)
    episode_id: Mapped[EpisodeId]
    starts_on: Mapped[date]
    phase: Mapped[Phase]
    days: Mapped[list[dict[str, Any]]]
    """`[{"weekday": "monday", "blocks": [{"starts_at": "09:30", "minutes": 90, "countable_minutes": 90}]}]`"""
    weekly_target_minutes: Mapped[int]
    """Countable minutes a full week has to reach; partial weeks ask for no more than their expected minutes."""
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]


class ExpectedDay(TenantScoped, Base):
    """One program day of one episode, worked out from pattern, leaves and closures by `service.rewrite_expected_days`.

    Every reader counts these rows and works nothing out again:
    day number on D      count(*) FILTER (WHERE state = 'expected' AND local_date <= D)
    days in total        count(*) FILTER (WHERE state = 'expected')
    target of a week     least(max(weekly_target_minutes), sum(minutes)) over the week's expected rows
    """

    __tablename__ = "expected_days"
    __health__ = True
    __table_args__ = (
        same_tenant("episode_id", "episodes"),
        UniqueConstraint("organization_id", "episode_id", "local_date"),
        CheckConstraint("minutes BETWEEN 0 AND planned_minutes AND planned_minutes <= 1440", name="minutes"),
        CheckConstraint("state = 'expected' OR minutes = 0", name="excluded_is_empty"),
        Index("ix_expected_days_date", "organization_id", "local_date"),
    )

    id: Mapped[ExpectedDayId] = mapped_column(primary_key=True, default=new_id)
    episode_id: Mapped[EpisodeId]
    local_date: Mapped[date]
    state: Mapped[DayState]
    phase: Mapped[Phase]
    planned_minutes: Mapped[int]
    """Countable minutes of the pattern."""
    minutes: Mapped[int]
    """Countable minutes that remain after leaves and closures."""
    weekly_target_minutes: Mapped[int]


class EpisodeService(TenantScoped, Base):
    """A service the program owes this participant, copied from the program at admission."""

    __tablename__ = "episode_services"
    __health__ = True
    __table_args__ = (
        same_tenant("episode_id", "episodes"),
        CheckConstraint("times BETWEEN 1 AND 40", name="times"),
        CheckConstraint("num_nonnulls(per_days, within_days) = 1", name="one_frequency"),
        Index("ix_episode_services_episode", "organization_id", "episode_id"),
    )

    id: Mapped[EpisodeServiceId] = mapped_column(primary_key=True, default=new_id)
    episode_id: Mapped[EpisodeId]
    service_kind: Mapped[ServiceKind]
    times: Mapped[int]
    per_days: Mapped[int | None]
    """`times` in each span of so many days."""
    within_days: Mapped[int | None]
    """`times` within so many days of admission."""
