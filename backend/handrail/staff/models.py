"""Tables of the staff file."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    LocationId,
    PreferredHoursId,
    ServiceGrantId,
    StaffCredentialId,
    StaffHoursId,
    StaffId,
    StaffIdentifierId,
    SupervisionId,
    TimeOffId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.core.vocabulary import ServiceKind, Weekday
from handrail.staff.vocabulary import CredentialKind, StaffStatus

_PERIOD = "daterange(starts_on, ends_on, '[]')"


class StaffMember(TenantScoped, Versioned, Base):
    """A person who works here. The account is how they sign in; some never do."""

    __tablename__ = "staff_members"
    __health__ = False
    __table_args__ = (
        same_tenant("account_id", "accounts"),
        UniqueConstraint("organization_id", "account_id", name="uq_staff_members_account"),
        Index("ix_staff_members_names", "organization_id", "family_name", "given_name", "id"),
        CheckConstraint("ended_on >= started_on", name="employment"),
        CheckConstraint("longest_day_minutes BETWEEN 30 AND 1440", name="longest_day"),
        CheckConstraint("longest_week_minutes BETWEEN 30 AND 10080", name="longest_week"),
        CheckConstraint("num_nonnulls(lunch_minutes, lunch_from, lunch_to) IN (0, 3)", name="lunch_whole"),
        CheckConstraint("lunch_minutes BETWEEN 15 AND 180 AND lunch_from < lunch_to", name="lunch"),
    )

    id: Mapped[StaffId] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[AccountId | None]
    given_name: Mapped[str]
    family_name: Mapped[str]
    display_name: Mapped[str]
    pronouns: Mapped[str | None]
    title: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    languages: Mapped[list[str]]
    status: Mapped[StaffStatus] = mapped_column(default=StaffStatus.ACTIVE)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    longest_day_minutes: Mapped[int | None]
    """Of sessions; None: no longer than the working hours."""
    longest_week_minutes: Mapped[int | None]
    lunch_minutes: Mapped[int | None]
    """A break in one piece between the two local times, on days worked across them; None: nobody looks after it."""
    lunch_from: Mapped[time | None]
    lunch_to: Mapped[time | None]


class StaffIdentifier(TenantScoped, Base):
    """A number another system knows the person by: NPI, the id of an import."""

    __tablename__ = "staff_identifiers"
    __health__ = False
    __table_args__ = (
        same_tenant("staff_id", "staff_members"),
        UniqueConstraint("organization_id", "system", "value", name="uq_staff_identifiers_value"),
        Index("ix_staff_identifiers_staff", "organization_id", "staff_id"),
    )

    id: Mapped[StaffIdentifierId] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[StaffId]
    system: Mapped[str]
    value: Mapped[str]


class StaffCredential(TenantScoped, Versioned, Base):
    """A licence or certificate; `expires_on` is its last valid day."""

    __tablename__ = "staff_credentials"
    __health__ = False
    __table_args__ = (
        same_tenant("staff_id", "staff_members"),
        Index(
            "uq_staff_credentials_number",
            "organization_id",
            "staff_id",
            "kind",
            text("coalesce(state, '')"),
            "number",
            unique=True,
            postgresql_where=text("revoked_on IS NULL"),
        ),
        Index("ix_staff_credentials_expiry", "organization_id", "expires_on", "id"),
        CheckConstraint("expires_on >= issued_on", name="validity"),
        CheckConstraint("state ~ '^[A-Z]{2}$'", name="state"),
        CheckConstraint("(revoked_on IS NULL) = (revoke_reason IS NULL)", name="revocation"),
    )

    id: Mapped[StaffCredentialId] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[StaffId]
    kind: Mapped[CredentialKind]
    number: Mapped[str]
    state: Mapped[str | None]
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[AccountId | None]
    revoked_on: Mapped[date | None]
    revoke_reason: Mapped[str | None]


class ServiceGrant(TenantScoped, Versioned, Base):
    """The clinic's word that a person may lead a kind of service beyond what the credentials say."""

    __tablename__ = "staff_service_grants"
    __health__ = False
    __table_args__ = (
        same_tenant("staff_id", "staff_members"),
        same_tenant("granted_by", "accounts"),
        ExcludeConstraint(
            ("organization_id", "="),
            ("staff_id", "="),
            ("service_kind", "="),
            (text(_PERIOD), "&&"),
            name="ex_staff_service_grants_overlap",
            using="gist",
        ),
        CheckConstraint("ends_on >= starts_on", name="period"),
    )

    id: Mapped[ServiceGrantId] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[StaffId]
    service_kind: Mapped[ServiceKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str]
    granted_by: Mapped[AccountId]


class Supervision(TenantScoped, Versioned, Base):
    """Who supervises whom, from one day to another, both included."""

    __tablename__ = "staff_supervisions"
    __health__ = False
    __table_args__ = (
        same_tenant("supervisee_id", "staff_members"),
        same_tenant("supervisor_id", "staff_members"),
        ExcludeConstraint(
            ("organization_id", "="),
            ("supervisee_id", "="),
            ("supervisor_id", "="),
            (text(_PERIOD), "&&"),
            name="ex_staff_supervisions_overlap",
            using="gist",
        ),
        Index("ix_staff_supervisions_supervisor", "organization_id", "supervisor_id"),
        CheckConstraint("supervisee_id <> supervisor_id", name="two_people"),
        CheckConstraint("ends_on >= starts_on", name="period"),
    )

    id: Mapped[SupervisionId] = mapped_column(primary_key=True, default=new_id)
    supervisee_id: Mapped[StaffId]
    supervisor_id: Mapped[StaffId]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class StaffHours(TenantScoped, Base):
    """Hours of a weekday in which somebody works, in local time; an end that is not after the start is a day later.

    Somebody without any works whenever the program is open.
    """

    __tablename__ = "staff_hours"
    __health__ = False
    __table_args__ = (
        same_tenant("staff_id", "staff_members"),
        same_tenant("location_id", "locations"),
        CheckConstraint("local_start <> local_end", name="not_empty"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        Index("ix_staff_hours_staff", "organization_id", "staff_id"),
        Index("ix_staff_hours_location", "organization_id", "location_id"),
    )

    id: Mapped[StaffHoursId] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[StaffId]
    weekday: Mapped[Weekday]
    local_start: Mapped[time]
    local_end: Mapped[time]
    location_id: Mapped[LocationId | None]
    """Where; None: at any location."""
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class PreferredHours(TenantScoped, Base):
    """Hours of a weekday in which somebody would rather hold sessions, in local time. A wish: nothing is refused."""

    __tablename__ = "staff_preferred_hours"
    __health__ = False
    __table_args__ = (
        same_tenant("staff_id", "staff_members"),
        CheckConstraint("local_start < local_end", name="in_order"),
        Index("ix_staff_preferred_hours_staff", "organization_id", "staff_id"),
    )

    id: Mapped[PreferredHoursId] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[StaffId]
    weekday: Mapped[Weekday]
    local_start: Mapped[time]
    local_end: Mapped[time]


class TimeOff(TenantScoped, Versioned, Base):
    """A span in which somebody does not work. Why is not written down."""

    __tablename__ = "staff_time_off"
    __health__ = False
    __table_args__ = (
        same_tenant("staff_id", "staff_members"),
        CheckConstraint("ends_at > starts_at", name="span"),
        Index("ix_staff_time_off_staff", "organization_id", "staff_id", "starts_at"),
    )

    id: Mapped[TimeOffId] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[StaffId]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
