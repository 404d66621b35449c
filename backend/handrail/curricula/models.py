from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    CohortId,
    CurriculumId,
    CurriculumPinId,
    CurriculumRunId,
    ModalityId,
    ProgramId,
    SeriesId,
    SessionId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant


class Curriculum(TenantScoped, Versioned, Base):
    """Topics of one modality in the order in which a program's groups are taught them, again and again."""

    __tablename__ = "curricula"
    __health__ = False
    __table_args__ = (
        same_tenant("program_id", "programs"),
        same_tenant("modality_id", "modalities"),
        UniqueConstraint("organization_id", "program_id", "name", name="uq_curricula_name"),
    )

    id: Mapped[CurriculumId] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[ProgramId]
    modality_id: Mapped[ModalityId]
    name: Mapped[str]
    template_key: Mapped[str | None]
    """The shipped curriculum it was made from."""
    active: Mapped[bool] = mapped_column(default=True)
    topics: Mapped[list[dict[str, Any]]]
    """`[{"key": "checking-facts", "name": "…", "module": "emotion-regulation", "skills": […], "homework": "…"}]`"""


class CurriculumRun(TenantScoped, Versioned, Base):
    """A cohort is taught a curriculum in the sessions of a series, from a first day to a last.

    `series_id` is the root of the series' lineage: a series that was split is still the same one.
    """

    __tablename__ = "curriculum_runs"
    __health__ = False
    __table_args__ = (
        same_tenant("curriculum_id", "curricula"),
        same_tenant("cohort_id", "cohorts"),
        same_tenant("series_id", "series"),
        CheckConstraint("first_topic BETWEEN 0 AND 59", name="first_topic"),
        CheckConstraint("ended_on >= starts_on", name="ended_last"),
        Index(
            "uq_curriculum_runs_running",
            "organization_id",
            "cohort_id",
            "series_id",
            unique=True,
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index("ix_curriculum_runs_series", "organization_id", "series_id"),
        Index("ix_curriculum_runs_curriculum", "organization_id", "curriculum_id"),
    )

    id: Mapped[CurriculumRunId] = mapped_column(primary_key=True, default=new_id)
    curriculum_id: Mapped[CurriculumId]
    cohort_id: Mapped[CohortId]
    series_id: Mapped[SeriesId]
    starts_on: Mapped[date]
    ended_on: Mapped[date | None]
    first_topic: Mapped[int]


class CurriculumPin(TenantScoped, Versioned, Base):
    """A session has this topic, whatever its turn would be."""

    __tablename__ = "curriculum_pins"
    __health__ = False
    __table_args__ = (
        same_tenant("run_id", "curriculum_runs"),
        same_tenant("session_id", "sessions"),
        same_tenant("pinned_by", "accounts"),
        UniqueConstraint("organization_id", "run_id", "session_id", name="uq_curriculum_pins_session"),
        Index("ix_curriculum_pins_session", "organization_id", "session_id"),
    )

    id: Mapped[CurriculumPinId] = mapped_column(primary_key=True, default=new_id)
    run_id: Mapped[CurriculumRunId]
    session_id: Mapped[SessionId]
    topic: Mapped[str]
    pinned_by: Mapped[AccountId]
