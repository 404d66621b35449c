"""series that were split know their parts, occurrences know what is their own, edits of a series can be taken back"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_EMPTY = sa.text("'[]'::jsonb")


def upgrade() -> None:
    op.add_column("series", sa.Column("lineage_id", sa.Uuid(), nullable=True))
    op.add_column("series", sa.Column("predecessor_id", sa.Uuid(), nullable=True))
    op.add_column("series", sa.Column("excluded", postgresql.JSONB(), server_default=_EMPTY, nullable=False))
    for column in ("lineage_id", "predecessor_id"):
        op.execute(
            f"ALTER TABLE series ADD CONSTRAINT fk_series_{column} FOREIGN KEY (organization_id, {column})"
            " REFERENCES series (organization_id, id) NOT VALID"
        )
    op.add_column("sessions", sa.Column("own", postgresql.JSONB(), server_default=_EMPTY, nullable=False))
    op.create_table(
        "series_edits",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lineage_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum("this", "this_and_following", "all", name="editscope", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("edited_by", sa.Uuid(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("skipped", postgresql.JSONB(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("scope IN ('this', 'this_and_following', 'all')", name=op.f("ck_series_edits_scope")),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_series_edits_undone")),
        sa.ForeignKeyConstraint(
            ["organization_id", "edited_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_series_edits_edited_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "lineage_id"],
            ["series.organization_id", "series.id"],
            name=op.f("fk_series_edits_lineage_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "series_id"],
            ["series.organization_id", "series.id"],
            name=op.f("fk_series_edits_series_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "undone_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_series_edits_undone_by"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_series_edits")),
    )
    op.create_index("ix_series_edits_lineage", "series_edits", ["organization_id", "lineage_id", "id"], unique=False)
    op.create_index("ix_series_edits_series", "series_edits", ["organization_id", "series_id"], unique=False)
    isolate(op, "series_edits")
