from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import ModalityId, new_id
from handrail.core.tenancy import TenantScoped, Versioned
from handrail.modalities.vocabulary import ModalityFamily, ModalitySource


class Modality(TenantScoped, Versioned, Base):
    """A way of treating people that an organization offers: shipped with the product, adapted, or its own."""

    __tablename__ = "modalities"
    __health__ = False
    __table_args__ = (
        UniqueConstraint("organization_id", "key", name="uq_modalities_key"),
        CheckConstraint("min_age BETWEEN 0 AND 120", name="min_age"),
        CheckConstraint("max_age BETWEEN coalesce(min_age, 0) AND 120", name="max_age"),
        CheckConstraint("planned_sessions BETWEEN 1 AND 200", name="planned_sessions"),
        CheckConstraint("(source = 'shipped') = (catalogue_version IS NOT NULL)", name="catalogue_version"),
    )

    id: Mapped[ModalityId] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str]
    source: Mapped[ModalitySource]
    catalogue_version: Mapped[str | None]
    """Version of the shipped catalogue this row came from."""
    adapted: Mapped[bool] = mapped_column(default=False)
    """The organization changed a shipped row: a newer catalogue leaves it alone."""
    active: Mapped[bool] = mapped_column(default=True)
    name: Mapped[str]
    short_name: Mapped[str]
    family: Mapped[ModalityFamily]
    description: Mapped[str | None]
    countable: Mapped[bool]
    """Whether its minutes usually count toward the week; the session decides."""
    min_age: Mapped[int | None]
    max_age: Mapped[int | None]
    planned_sessions: Mapped[int | None]
    snomed_code: Mapped[str | None]
    """Only codes that were verified; none is better than a wrong one."""
    phases: Mapped[list[dict[str, Any]]]
    """In order: `[{"key": "preparation", "name": "Preparation"}]`"""
    modules: Mapped[list[dict[str, Any]]]
    """In order: `[{"key": "mindfulness", "name": "Mindfulness", "skills": [{"key": "observe", "name": "Observe"}]}]`"""
    records: Mapped[list[dict[str, Any]]]
    """What to note in a session: `[{"key": "sud", "name": "…", "kind": "scale", "least": 0, "most": 10}]`"""
    fidelity_items: Mapped[list[dict[str, Any]]]
    """What shows that it was delivered as meant: `[{"key": "agenda", "name": "Agenda set together"}]`"""
    sources: Mapped[list[str]]
