"""modalities"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from handrail.core.tenancy import isolate

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "modalities",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "source", sa.Enum("shipped", "own", name="modalitysource", native_enum=False, length=40), nullable=False
        ),
        sa.Column("catalogue_version", sa.Text(), nullable=True),
        sa.Column("adapted", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column(
            "family",
            sa.Enum(
                "cognitive_behavioral",
                "trauma",
                "motivational",
                "mindfulness",
                "addiction",
                "education",
                "process",
                "family",
                "psychiatric",
                "recreation",
                name="modalityfamily",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("countable", sa.Boolean(), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column("max_age", sa.Integer(), nullable=True),
        sa.Column("planned_sessions", sa.Integer(), nullable=True),
        sa.Column("snomed_code", sa.Text(), nullable=True),
        sa.Column("phases", postgresql.JSONB(), nullable=False),
        sa.Column("modules", postgresql.JSONB(), nullable=False),
        sa.Column("records", postgresql.JSONB(), nullable=False),
        sa.Column("fidelity_items", postgresql.JSONB(), nullable=False),
        sa.Column("sources", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(source = 'shipped') = (catalogue_version IS NOT NULL)", name=op.f("ck_modalities_catalogue_version")
        ),
        sa.CheckConstraint(
            "family IN ('cognitive_behavioral', 'trauma', 'motivational', 'mindfulness', 'addiction', 'education', 'process', 'family', 'psychiatric', 'recreation')",
            name=op.f("ck_modalities_family"),
        ),
        sa.CheckConstraint("source IN ('shipped', 'own')", name=op.f("ck_modalities_source")),
        sa.CheckConstraint("max_age BETWEEN coalesce(min_age, 0) AND 120", name=op.f("ck_modalities_max_age")),
        sa.CheckConstraint("min_age BETWEEN 0 AND 120", name=op.f("ck_modalities_min_age")),
        sa.CheckConstraint("planned_sessions BETWEEN 1 AND 200", name=op.f("ck_modalities_planned_sessions")),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_modalities")),
        sa.UniqueConstraint("organization_id", "key", name="uq_modalities_key"),
    )
    isolate(op, "modalities")
