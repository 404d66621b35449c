"""Programs of an organization and who works in them."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import ProgramId, ProgramStaffId, StaffId, new_id
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.core.vocabulary import AgeBand, LevelOfCare
from handrail.programs.vocabulary import Duty, LengthUnit


class Program(TenantScoped, Versioned, Base):
    """What a participant is offered each week, and for how long.

    An episode copies what it needs at admission: a later change of the program changes nobody's running care.
    """

    __tablename__ = "programs"
    __health__ = False
    __table_args__ = (
        UniqueConstraint("organization_id", "name", name="uq_programs_name"),
        CheckConstraint("days_per_week BETWEEN 1 AND 7", name="days_per_week"),
        CheckConstraint("minutes_per_day BETWEEN 30 AND 480", name="minutes_per_day"),
        CheckConstraint("countable_minutes_per_day BETWEEN 0 AND minutes_per_day", name="countable_minutes"),
        CheckConstraint("longest_day_minutes BETWEEN minutes_per_day AND 480", name="longest_day_minutes"),
        CheckConstraint("length_min >= 1 AND length_min <= length_usual AND length_usual <= length_max", name="length"),
    )

    id: Mapped[ProgramId] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    description: Mapped[str | None]
    template_key: Mapped[str | None]
    template_version: Mapped[str | None]
    level_of_care: Mapped[LevelOfCare]
    age_band: Mapped[AgeBand]
    part2: Mapped[bool]
    days_per_week: Mapped[int]
    minutes_per_day: Mapped[int]
    longest_day_minutes: Mapped[int | None]
    """In a week in which closures take days; null: no longer than ever."""
    countable_minutes_per_day: Mapped[int]
    """Written with the blocks, by the rule valid that day: what one full program day is worth."""
    blocks: Mapped[list[dict[str, Any]]]
    """`[{"kind": "therapy", "label": "CBT group", "minutes": 75, "countable": true, "service_kind": "group"}]`,
    with `equipment`, `leaders` and `second_leads` where they are not the usual"""
    tracks: Mapped[list[dict[str, Any]]]
    """`[{"track": "day", "weekdays": ["monday", …], "starts_at": "09:30:00"}]`"""
    length_unit: Mapped[LengthUnit]
    length_min: Mapped[int]
    length_usual: Mapped[int]
    length_max: Mapped[int]
    phases: Mapped[list[dict[str, Any]]]
    """Phases after the standard one: `[{"phase": "taper", "days_per_week": 2, "weeks": 2}]`"""
    required_services: Mapped[list[dict[str, Any]]]
    """`[{"service_kind": "individual", "times": 1, "per_days": 7, "within_days": null}]`"""
    measures: Mapped[list[dict[str, Any]]]
    """`[{"instrument": "phq-9", "at_admission": true, "every_days": 14, "at_discharge": true}]`"""
    curriculum: Mapped[list[dict[str, Any]]]
    """In order: `[{"modality": "cbt", "topics": ["…"]}]`"""
    active: Mapped[bool] = mapped_column(default=True)


class ProgramStaff(TenantScoped, Versioned, Base):
    """A staff member works in a program between two days (both included); access to its participants rests on it."""

    __tablename__ = "program_staff"
    __health__ = False
    __table_args__ = (
        same_tenant("program_id", "programs"),
        same_tenant("staff_id", "staff_members"),
        CheckConstraint("ends_on >= starts_on", name="dates"),
        ExcludeConstraint(
            ("organization_id", "="),
            ("program_id", "="),
            ("staff_id", "="),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="ex_program_staff_dates",
            using="gist",
        ),
        Index("ix_program_staff_staff", "organization_id", "staff_id", "starts_on"),
    )

    id: Mapped[ProgramStaffId] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[ProgramId]
    staff_id: Mapped[StaffId]
    duty: Mapped[Duty]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
