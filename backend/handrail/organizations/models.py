"""The organization itself, its places, its closures and its rules of the week."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import AccountId, ClosureId, LocationId, OrganizationId, RoomId, WeekRuleId, new_id
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.core.vocabulary import AgeBand, ClosureKind, LevelOfCare, Weekday
from handrail.organizations.vocabulary import Confidence, Phase, RoomKind


class Organization(TenantScoped, Versioned, Base):
    """Who runs the programs. Its key is the tenant itself."""

    __tablename__ = "organizations"
    __health__ = False
    __table_args__ = (CheckConstraint("state ~ '^[A-Z]{2}$'", name="state"),)

    name: Mapped[str]
    slug: Mapped[str]
    state: Mapped[str]
    time_zone: Mapped[str]


class DirectoryEntry(Base):
    """Finds the organization somebody names at sign-in. It belongs to no tenant, so it holds nothing but the key."""

    __tablename__ = "organization_directory"
    __health__ = False
    __table_args__ = (
        UniqueConstraint("organization_id", name="uq_organization_directory_organization_id"),
        CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'", name="slug"),
    )

    slug: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[OrganizationId]


class Location(TenantScoped, Versioned, Base):
    """A place people come to; its zone decides what "9 o'clock" means there."""

    __tablename__ = "locations"
    __health__ = False
    __table_args__ = (
        UniqueConstraint("organization_id", "name", name="uq_locations_name"),
        CheckConstraint("state ~ '^[A-Z]{2}$'", name="state"),
    )

    id: Mapped[LocationId] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    time_zone: Mapped[str]
    phone: Mapped[str | None]
    street: Mapped[str | None]
    city: Mapped[str | None]
    state: Mapped[str]
    postal_code: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class Room(TenantScoped, Versioned, Base):
    """Where sessions are held; a telehealth room is a video meeting that can be occupied like any other."""

    __tablename__ = "rooms"
    __health__ = False
    __table_args__ = (
        same_tenant("location_id", "locations"),
        UniqueConstraint("organization_id", "location_id", "name", name="uq_rooms_name"),
        CheckConstraint("capacity BETWEEN 1 AND 500", name="capacity"),
    )

    id: Mapped[RoomId] = mapped_column(primary_key=True, default=new_id)
    location_id: Mapped[LocationId]
    name: Mapped[str]
    kind: Mapped[RoomKind]
    capacity: Mapped[int]
    equipment: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(default=True)


class Closure(TenantScoped, Versioned, Base):
    """A span of instants in which a location, or every location, does not run as planned. Never a person's miss."""

    __tablename__ = "closures"
    __health__ = False
    __table_args__ = (
        same_tenant("location_id", "locations"),
        CheckConstraint("ends_at > starts_at", name="span"),
        Index("ix_closures_span", "organization_id", "starts_at", "ends_at"),
    )

    id: Mapped[ClosureId] = mapped_column(primary_key=True, default=new_id)
    location_id: Mapped[LocationId | None]
    kind: Mapped[ClosureKind]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    public_title: Mapped[str]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[AccountId | None]


class WeekRuleRow(TenantScoped, Versioned, Base):
    """A rule of the week as data: for whom, from when to when, the figures and the text they rest on."""

    __tablename__ = "week_rules"
    __health__ = False
    __table_args__ = (
        CheckConstraint("state IS NULL OR state ~ '^[A-Z]{2}$'", name="state"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="validity"),
        CheckConstraint("min_minutes_per_week BETWEEN 0 AND 10080", name="min_minutes_per_week"),
        CheckConstraint("max_minutes_per_week BETWEEN 0 AND 10080", name="max_minutes_per_week"),
        CheckConstraint("min_days_per_week BETWEEN 1 AND 7", name="min_days_per_week"),
        CheckConstraint("min_minutes_counted_day BETWEEN 0 AND 1440", name="min_minutes_counted_day"),
        CheckConstraint("group_cap BETWEEN 1 AND 100", name="group_cap"),
        # Two rules for the same people on one day would leave the answer to chance.
        ExcludeConstraint(
            ("organization_id", "="),
            ("level_of_care", "="),
            ("age_band", "="),
            ("phase", "="),
            (text("coalesce(state, '')"), "="),
            (text("coalesce(payer, '')"), "="),
            (text("daterange(valid_from, valid_to, '[]')"), "&&"),
            name="ex_week_rules_validity",
            using="gist",
        ),
    )

    id: Mapped[WeekRuleId] = mapped_column(primary_key=True, default=new_id)
    level_of_care: Mapped[LevelOfCare]
    age_band: Mapped[AgeBand]
    phase: Mapped[Phase]
    state: Mapped[str | None]
    payer: Mapped[str | None]
    min_minutes_per_week: Mapped[int | None]
    max_minutes_per_week: Mapped[int | None]
    min_days_per_week: Mapped[int | None]
    min_minutes_counted_day: Mapped[int | None]
    group_cap: Mapped[int | None]
    countable_kinds: Mapped[list[str]]
    week_starts_on: Mapped[Weekday | None]
    citation: Mapped[str]
    confidence: Mapped[Confidence]
    shipped_key: Mapped[str | None]
    shipped_version: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
