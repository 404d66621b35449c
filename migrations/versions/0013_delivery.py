"""delivery"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from handrail.core.tenancy import isolate

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("modality_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.Text(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("skills", postgresql.JSONB(), nullable=False),
        sa.Column("homework", sa.Text(), nullable=True),
        sa.Column("fidelity", postgresql.JSONB(), nullable=False),
        sa.Column("objective_code", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name=op.f("ck_deliveries_void_has_reason")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name=op.f("ck_deliveries_minutes")),
        sa.CheckConstraint("position BETWEEN 1 AND 4", name=op.f("ck_deliveries_position")),
        sa.ForeignKeyConstraint(
            ["organization_id", "modality_id"],
            ["modalities.organization_id", "modalities.id"],
            name=op.f("fk_deliveries_modality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "recorded_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_deliveries_recorded_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "session_id"],
            ["sessions.organization_id", "sessions.id"],
            name=op.f("fk_deliveries_session_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_deliveries")),
    )
    op.create_index("ix_deliveries_modality", "deliveries", ["organization_id", "modality_id"], unique=False)
    op.create_index(
        "uq_deliveries_position",
        "deliveries",
        ["organization_id", "session_id", "position"],
        unique=True,
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.create_table(
        "delivery_exceptions",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("took_part", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("module", sa.Text(), nullable=True),
        sa.Column("skills", postgresql.JSONB(none_as_null=True, astext_type=Text()), nullable=True),
        sa.Column("homework", sa.Text(), nullable=True),
        sa.Column(
            "homework_done",
            sa.Enum("done", "partly", "not_done", "not_set", name="homeworkdone", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("note_code", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "homework_done IN ('done', 'partly', 'not_done', 'not_set')",
            name=op.f("ck_delivery_exceptions_homework_done"),
        ),
        sa.CheckConstraint("minutes BETWEEN 0 AND 480", name=op.f("ck_delivery_exceptions_minutes")),
        sa.CheckConstraint("took_part OR minutes IS NULL", name=op.f("ck_delivery_exceptions_absent_has_no_minutes")),
        sa.ForeignKeyConstraint(
            ["organization_id", "booking_id"],
            ["bookings.organization_id", "bookings.id"],
            name=op.f("fk_delivery_exceptions_booking_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "delivery_id"],
            ["deliveries.organization_id", "deliveries.id"],
            name=op.f("fk_delivery_exceptions_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_delivery_exceptions_participant_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_delivery_exceptions")),
        sa.UniqueConstraint(
            "organization_id", "delivery_id", "booking_id", name=op.f("uq_delivery_exceptions_delivery_id")
        ),
    )
    op.create_index(
        "ix_delivery_exceptions_booking", "delivery_exceptions", ["organization_id", "booking_id"], unique=False
    )
    op.create_index(
        "ix_delivery_exceptions_participant", "delivery_exceptions", ["organization_id", "participant_id"], unique=False
    )
    isolate(op, "deliveries")
    isolate(op, "delivery_exceptions")
