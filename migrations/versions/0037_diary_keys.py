"""diaries: an alert of a day and rule once, and constraints that are checked after they were set"""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Outside a transaction: a table in use stays in use while its rows are read. Each of these may be said twice.
    with op.get_context().autocommit_block():
        for name in ("ck_alerts_source", "ck_alerts_from_diary", "fk_alerts_diary_day_id"):
            op.execute(f"-- squawk-ignore prefer-robust-stmts\nALTER TABLE alerts VALIDATE CONSTRAINT {name}")
        # One that was begun and given up is there, unfit for use.
        op.drop_index("uq_alerts_diary_day", "alerts", postgresql_concurrently=True, if_exists=True)
        op.create_index(
            "uq_alerts_diary_day",
            "alerts",
            ["organization_id", "diary_day_id", "rule_key"],
            unique=True,
            postgresql_concurrently=True,
            if_not_exists=True,
        )
