"""measures: one such alert of a person at a time, and the constraint that is checked after it was set"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Outside a transaction: a table in use stays in use while its rows are read. Each of these may be said twice.
    with op.get_context().autocommit_block():
        op.execute("-- squawk-ignore prefer-robust-stmts\nALTER TABLE alerts VALIDATE CONSTRAINT ck_alerts_source")
        # One that was begun and given up is there, unfit for use.
        op.drop_index("uq_alerts_not_stored", "alerts", postgresql_concurrently=True, if_exists=True)
        op.create_index(
            "uq_alerts_not_stored",
            "alerts",
            ["organization_id", "participant_id"],
            unique=True,
            postgresql_where=sa.text("source = 'not_stored' AND status = 'open'"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
