"""Hand-offs between shifts"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handoffs",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("program_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("to_staff_id", sa.Uuid(), nullable=True),
        sa.Column(
            "urgency", sa.Enum("routine", "urgent", name="urgency", native_enum=False, length=40), nullable=False
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("urgency IN ('routine', 'urgent')", name=op.f("ck_handoffs_urgency")),
        sa.CheckConstraint("char_length(text) BETWEEN 1 AND 1000", name=op.f("ck_handoffs_text")),
        sa.CheckConstraint("location_id IS NULL OR program_id IS NOT NULL", name=op.f("ck_handoffs_place")),
        sa.CheckConstraint("num_nonnulls(program_id, to_staff_id) = 1", name=op.f("ck_handoffs_audience")),
        sa.CheckConstraint("replaces_id <> id", name=op.f("ck_handoffs_replaces_another")),
        sa.ForeignKeyConstraint(
            ["organization_id", "location_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_handoffs_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_handoffs_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "program_id"],
            ["programs.organization_id", "programs.id"],
            name=op.f("fk_handoffs_program_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "replaces_id"],
            ["handoffs.organization_id", "handoffs.id"],
            name=op.f("fk_handoffs_replaces_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "to_staff_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_handoffs_to_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "written_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_handoffs_written_by"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_handoffs")),
        sa.UniqueConstraint("organization_id", "replaces_id", name="uq_handoffs_replaces_id"),
    )
    op.create_index(
        "ix_handoffs_active",
        "handoffs",
        ["organization_id", "expires_at"],
        unique=False,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index("ix_handoffs_participant_id", "handoffs", ["organization_id", "participant_id", "id"], unique=False)
    op.create_table(
        "handoff_acknowledgements",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "account_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_handoff_acknowledgements_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "handoff_id"],
            ["handoffs.organization_id", "handoffs.id"],
            name=op.f("fk_handoff_acknowledgements_handoff_id"),
        ),
        sa.PrimaryKeyConstraint(
            "organization_id", "handoff_id", "account_id", name=op.f("pk_handoff_acknowledgements")
        ),
    )
    op.create_index(
        "ix_handoff_acknowledgements_account",
        "handoff_acknowledgements",
        ["organization_id", "account_id"],
        unique=False,
    )
    isolate(op, "handoffs")
    isolate(op, "handoff_acknowledgements")
