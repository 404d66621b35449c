"""weeks in the making: an applied one can be taken back"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("before", "after"):
        op.add_column("schedule_builds", sa.Column(name, postgresql.JSONB(astext_type=Text()), nullable=True))
    op.add_column("schedule_builds", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("schedule_builds", sa.Column("undone_by", sa.Uuid(), nullable=True))
    op.execute(
        "ALTER TABLE schedule_builds ADD CONSTRAINT fk_schedule_builds_undone_by"
        " FOREIGN KEY (organization_id, undone_by) REFERENCES accounts (organization_id, id) NOT VALID"
    )
    # What runs meanwhile does not know these columns and leaves both empty.
    op.execute(
        "ALTER TABLE schedule_builds ADD CONSTRAINT ck_schedule_builds_undone"
        " CHECK ((undone_at IS NULL) = (undone_by IS NULL)) NOT VALID"
    )
