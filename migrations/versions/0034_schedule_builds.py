"""weeks in the making: what was asked, how far it is, what is proposed"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "schedule_builds",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("kind", sa.Enum("build", "repair", name="buildkind", native_enum=False, length=40), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "proposed",
                "no_week",
                "failed",
                "cancelled",
                "applied",
                name="buildstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("seen", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("without", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("costs", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("clashes", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column(
            "failure",
            sa.Enum("broke_a_rule", "did_not_end", "not_a_week", name="failure", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(status = 'applied') = (applied_at IS NOT NULL)", name=op.f("ck_schedule_builds_applied_status")
        ),
        sa.CheckConstraint("(status = 'failed') = (failure IS NOT NULL)", name=op.f("ck_schedule_builds_failed")),
        sa.CheckConstraint(
            "failure IN ('broke_a_rule', 'did_not_end', 'not_a_week')", name=op.f("ck_schedule_builds_failure")
        ),
        sa.CheckConstraint("kind IN ('build', 'repair')", name=op.f("ck_schedule_builds_kind")),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'proposed', 'no_week', 'failed', 'cancelled', 'applied')",
            name=op.f("ck_schedule_builds_status"),
        ),
        sa.CheckConstraint("(applied_at IS NULL) = (applied_by IS NULL)", name=op.f("ck_schedule_builds_applied")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_schedule_builds_progress")),
        sa.ForeignKeyConstraint(
            ["organization_id", "applied_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_schedule_builds_applied_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "asked_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_schedule_builds_asked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "location_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_schedule_builds_location_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_schedule_builds")),
    )
    op.create_index("ix_schedule_builds_asked_by", "schedule_builds", ["organization_id", "asked_by"], unique=False)
    op.create_index(
        "ix_schedule_builds_week", "schedule_builds", ["organization_id", "location_id", "monday"], unique=False
    )
    op.create_index(
        "uq_schedule_builds_under_way",
        "schedule_builds",
        ["organization_id", "location_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    isolate(op, "schedule_builds")
