"""risk screens: the rule about taking back is checked after it was set"""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In a transaction of its own: a table in use stays in use while its rows are read.
    op.execute("ALTER TABLE risk_screens VALIDATE CONSTRAINT ck_risk_screens_void_has_reason")
