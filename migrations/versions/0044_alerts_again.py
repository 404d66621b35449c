"""measures, diaries: an alert of one source and rule at a time, so that what is worse alarms again after one is closed"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Outside a transaction: a table in use stays in use while its rows are read. Each of these may be said twice.
    with op.get_context().autocommit_block():
        for name, source in (
            ("uq_alerts_administration_open", "administration_id"),
            ("uq_alerts_diary_day_open", "diary_day_id"),
        ):
            # One that was begun and given up is there, unfit for use.
            op.drop_index(name, "alerts", postgresql_concurrently=True, if_exists=True)
            op.create_index(
                name,
                "alerts",
                ["organization_id", source, "rule_key"],
                unique=True,
                postgresql_where=sa.text("status = 'open'"),
                postgresql_concurrently=True,
                if_not_exists=True,
            )
        # Reading what one measure or one day opened still needs a way to it.
        op.create_index(
            "ix_alerts_administration",
            "alerts",
            ["organization_id", "administration_id"],
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.create_index(
            "ix_alerts_diary_day",
            "alerts",
            ["organization_id", "diary_day_id"],
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.drop_index("uq_alerts_diary_day", "alerts", postgresql_concurrently=True, if_exists=True)
        # The version before says "on conflict" of any key, so that it lives with the narrower one.
        op.execute(
            "-- squawk-ignore ban-drop-constraint\nALTER TABLE alerts DROP CONSTRAINT IF EXISTS uq_alerts_administration"
        )
