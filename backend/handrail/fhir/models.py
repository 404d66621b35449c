"""What an import leaves behind besides people: where each row came from, and the directory of partners."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import FhirSourceId, PartnerOrganizationId, new_id
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.fhir.vocabulary import ImportedType, PartnerKind


class FhirSource(TenantScoped, Base):
    """Which record a resource of another system became, and what it said last (as a hash of what we take from it)."""

    __tablename__ = "fhir_sources"
    __health__ = True
    __table_args__ = (
        UniqueConstraint("organization_id", "resource_type", "system", "value", name="uq_fhir_sources_resource_type"),
        Index("ix_fhir_sources_target_id", "organization_id", "target_id"),
        CheckConstraint("length(fingerprint) = 64", name="fingerprint_length"),
    )

    id: Mapped[FhirSourceId] = mapped_column(primary_key=True, default=new_id)
    resource_type: Mapped[ImportedType]
    system: Mapped[str]
    value: Mapped[str]
    target_id: Mapped[UUID]
    fingerprint: Mapped[str]
    imported_at: Mapped[datetime]


class PartnerOrganization(TenantScoped, Versioned, Base):
    """Somebody we work with: a referring practice or hospital, or one of its sites."""

    __tablename__ = "partner_organizations"
    __health__ = False
    __table_args__ = (
        same_tenant("part_of_id", "partner_organizations"),
        Index("ix_partner_organizations_folded_name", "organization_id", "folded_name", "id"),
        Index("ix_partner_organizations_part_of_id", "organization_id", "part_of_id"),
    )

    id: Mapped[PartnerOrganizationId] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[PartnerKind]
    name: Mapped[str]
    folded_name: Mapped[Annotated[str, mapped_column(Text(collation="C"))]]
    active: Mapped[bool] = mapped_column(default=True)
    part_of_id: Mapped[PartnerOrganizationId | None]
    identifiers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    phone: Mapped[str | None]
    email: Mapped[str | None]
    lines: Mapped[list[str]] = mapped_column(default=list)
    city: Mapped[str | None]
    state: Mapped[str | None]
    postal_code: Mapped[str | None]
    country: Mapped[str | None]
