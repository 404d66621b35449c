from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import ModalityId, ModalityVersionId, StaffId, new_id
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
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
        CheckConstraint("protocol_version >= 1", name="protocol_version"),
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
    """What to note in a session:
    `[{"key": "craving", "name": "…", "kind": "scale", "least": 0, "most": 10, "scope": "each"}]`
    """
    homework_kinds: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    """What is given to practice: `[{"key": "thought-record", "name": "Thought record"}]`"""
    fidelity_items: Mapped[list[dict[str, Any]]]
    """What shows that it was delivered as meant: `[{"key": "agenda", "name": "Agenda set together"}]`"""
    completion: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    """When a target is worked through:
    `[{"record": "sud", "least": 0, "most": 0, "anew_after": [], "counts_in": [], "widened": null}]`

    Null in what was written before the rule was data: `rules.filled` says what it is held to.
    """
    measures: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    """What a running course asks for: `[{"instrument_key": "pcl-5", "moment": "every_session"}]`"""
    expected: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    """Published doses: `[{"name": "Usual course", "least": 12, "most": 16, "unit": "sessions", "source": "…"}]`"""
    open_because: Mapped[str | None]
    """Why it has no expected dose."""
    sources: Mapped[list[str]]
    protocol_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    """How often its protocol (`rules.PROTOCOL`) was published. Running courses stay with the one they follow."""


class ModalityVersion(TenantScoped, Base):
    """The protocol of a modality as it was published: what the courses that follow it are held to. Never changed.

    A modality whose protocol was never changed has none: it is its own first version.
    """

    __tablename__ = "modality_versions"
    __health__ = False
    __table_args__ = (
        same_tenant("modality_id", "modalities"),
        same_tenant("published_by", "staff_members"),
        UniqueConstraint("organization_id", "modality_id", "number", name="uq_modality_versions_number"),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[ModalityVersionId] = mapped_column(primary_key=True, default=new_id)
    modality_id: Mapped[ModalityId]
    number: Mapped[int]
    note: Mapped[str | None]
    """What was changed, and why."""
    protocol: Mapped[dict[str, Any]]
    """The columns of `rules.PROTOCOL` by name."""
    published_at: Mapped[datetime]
    published_by: Mapped[StaffId | None]
    """Null for what came with the product, or was published by nobody of the staff."""
