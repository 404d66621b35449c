"""Rows of one organization: no key can reach, and no query can see, another organization's row."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ForeignKeyConstraint, func
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from handrail.core.ids import OrganizationId

OWNER, APP, AUDITOR, MAINTENANCE = "handrail_owner", "handrail_app", "handrail_auditor", "handrail_maintenance"

# Tables that belong to no organization, each with the reason; the catalog test allows no other.
WITHOUT_TENANT = {
    "alembic_version": "the schema's own version",
    "organization_directory": "finds the organization a person names at sign-in",
    "instance_audit_entries": "refusals before any organization is known",
    "audit_watermarks": "how far sealing has come; counts transactions, which belong to the server",
    "watched_work": "whether what the worker does by itself succeeds",
    "pgqueuer": "queue of the jobs; payloads are ids only",
    "pgqueuer_log": "queue of the jobs",
    "pgqueuer_statistics": "queue of the jobs",
    "pgqueuer_schedules": "queue of the jobs",
}


class TenantScoped:
    """Mixin of every tenant table; the table adds its typed `id` as second part of the primary key."""

    organization_id: Mapped[OrganizationId] = mapped_column(primary_key=True, sort_order=-20)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=90)


class Versioned:
    """Mixin of every mutable table: the flush bumps `version` and refuses to overwrite a newer one."""

    version: Mapped[int] = mapped_column(sort_order=91, default=1)
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now(), sort_order=92)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


def same_tenant(column: str, table: str, *, target: str = "id") -> ForeignKeyConstraint:
    """Foreign key to `table` that cannot cross organizations (a single-column key can)."""
    return ForeignKeyConstraint(["organization_id", column], [f"{table}.organization_id", f"{table}.{target}"])


class _Operations(Protocol):
    def execute(self, sqltext: str) -> None: ...


CURRENT_TENANT = "organization_id = (SELECT current_setting('app.organization_id')::uuid)"
"""Policy of every tenant table. It raises when no tenant was set: a NULL form would give silently empty rosters.

SELECT has it read once a statement. Without, every inner look-up reads and parses it anew, which doubled what the
database spent on a roster or a week.
"""


def isolate(op: _Operations, table: str, *, app_may: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Guard a tenant table, in the migration that creates it: forced row-level security, policies, grants."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant ON {table} TO {APP} USING ({CURRENT_TENANT}) WITH CHECK ({CURRENT_TENANT})")
    op.execute(f"CREATE POLICY maintenance ON {table} TO {MAINTENANCE} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT {app_may} ON {table} TO {APP}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {MAINTENANCE}")
