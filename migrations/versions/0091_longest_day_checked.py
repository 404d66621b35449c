"""programs: the rule about the longest day is checked after it was set"""

from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In a transaction of its own: a table in use stays in use while its rows are read.
    op.execute("ALTER TABLE programs VALIDATE CONSTRAINT ck_programs_longest_day_minutes")
