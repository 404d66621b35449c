"""instruments in use, schedules of measures, what was given and its answers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from handrail.core.tenancy import isolate

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "instrument_uses",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instrument_key", sa.Text(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "decided_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_instrument_uses_decided_by"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_instrument_uses")),
        sa.UniqueConstraint("organization_id", "instrument_key", name="uq_instrument_uses_key"),
    )
    op.create_table(
        "measure_schedules",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("entries", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "program_id"],
            ["programs.organization_id", "programs.id"],
            name=op.f("fk_measure_schedules_program_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_measure_schedules")),
        sa.UniqueConstraint("organization_id", "program_id", name="uq_measure_schedules_program"),
    )
    op.create_table(
        "administrations",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_key", sa.Text(), nullable=False),
        sa.Column("instrument_version", sa.Integer(), nullable=False),
        sa.Column(
            "mode", sa.Enum("self", "read_out", "score_only", name="givingmode", native_enum=False, length=40), nullable=False
        ),
        sa.Column("language", sa.Enum("en", "es", name="language", native_enum=False, length=40), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "in_progress",
                "completed",
                "cannot_be_scored",
                "withdrawn",
                name="administrationstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("total", sa.Numeric(precision=7, scale=2), nullable=True),
        sa.Column("prorated", sa.Boolean(), nullable=False),
        sa.Column("band", sa.Text(), nullable=True),
        sa.Column("subscales", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("flags", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("flags_unknown", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("positive", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(status = 'cannot_be_scored') <= (total IS NULL AND reason IS NOT NULL)",
            name=op.f("ck_administrations_no_score"),
        ),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdraw_reason IS NOT NULL)", name=op.f("ck_administrations_withdrawn")
        ),
        sa.CheckConstraint(
            "(status IN ('completed', 'cannot_be_scored')) <= (completed_at IS NOT NULL)",
            name=op.f("ck_administrations_handed_in"),
        ),
        sa.CheckConstraint("language IN ('en', 'es')", name=op.f("ck_administrations_language")),
        sa.CheckConstraint("mode IN ('self', 'read_out', 'score_only')", name=op.f("ck_administrations_mode")),
        sa.CheckConstraint(
            "status IN ('in_progress', 'completed', 'cannot_be_scored', 'withdrawn')",
            name=op.f("ck_administrations_status"),
        ),
        sa.CheckConstraint("completed_at >= started_at", name=op.f("ck_administrations_times")),
        sa.CheckConstraint("instrument_version >= 1", name=op.f("ck_administrations_instrument_version")),
        sa.ForeignKeyConstraint(
            ["organization_id", "episode_id"],
            ["episodes.organization_id", "episodes.id"],
            name=op.f("fk_administrations_episode_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "given_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_administrations_given_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_administrations_participant_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_administrations")),
    )
    op.create_index("ix_administrations_episode", "administrations", ["organization_id", "episode_id"], unique=False)
    op.create_index(
        "ix_administrations_participant",
        "administrations",
        ["organization_id", "participant_id", "instrument_key"],
        unique=False,
    )
    op.create_index(
        "uq_administrations_in_progress",
        "administrations",
        ["organization_id", "episode_id", "instrument_key"],
        unique=True,
        postgresql_where=sa.text("status = 'in_progress'"),
    )
    op.create_table(
        "measure_answers",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("administration_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "administration_id"],
            ["administrations.organization_id", "administrations.id"],
            name=op.f("fk_measure_answers_administration_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_measure_answers")),
        sa.UniqueConstraint("organization_id", "administration_id", "item", name="uq_measure_answers_item"),
    )
    op.create_table(
        "answer_corrections",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("administration_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("was_answered", sa.Boolean(), nullable=False),
        sa.Column("replaced", sa.Integer(), nullable=True),
        sa.Column("replaced_total", sa.Numeric(precision=7, scale=2), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "administration_id"],
            ["administrations.organization_id", "administrations.id"],
            name=op.f("fk_answer_corrections_administration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "corrected_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_answer_corrections_corrected_by"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_answer_corrections")),
    )
    op.create_index(
        "ix_answer_corrections_administration",
        "answer_corrections",
        ["organization_id", "administration_id", "corrected_at"],
        unique=False,
    )
    isolate(op, "instrument_uses")
    isolate(op, "measure_schedules")
    isolate(op, "administrations")
    isolate(op, "measure_answers")
    isolate(op, "answer_corrections")
