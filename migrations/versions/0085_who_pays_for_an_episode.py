"""who pays for an episode, from which day"""

import sqlalchemy as sa
from alembic import op

from handrail.core.tenancy import isolate

revision = "0085"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "episode_payers",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("payer", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("payer ~ '^[a-z0-9][a-z0-9_.-]{0,63}$'", name=op.f("ck_episode_payers_payer")),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)", name=op.f("ck_episode_payers_void_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "episode_id"],
            ["episodes.organization_id", "episodes.id"],
            name=op.f("fk_episode_payers_episode_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_episode_payers")),
    )
    op.create_index(
        "uq_episode_payers_starts_on",
        "episode_payers",
        ["organization_id", "episode_id", "starts_on"],
        unique=True,
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    isolate(op, "episode_payers")
