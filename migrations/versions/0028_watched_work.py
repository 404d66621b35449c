"""Since when a work of the worker fails"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import APP, MAINTENANCE

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watched_work",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_watched_work"),
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON watched_work TO {APP}")
    op.execute(f"GRANT SELECT, UPDATE ON watched_work TO {MAINTENANCE}")
