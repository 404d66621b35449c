"""weeks that are planned for several locations at once"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Empty: the one of `location_id`, as all weeks were before.
    op.add_column(
        "schedule_builds",
        sa.Column("location_ids", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
    )
