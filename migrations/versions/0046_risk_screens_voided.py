"""a risk screen entered by mistake is taken back, with its reason"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("risk_screens", sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("risk_screens", sa.Column("void_reason", sa.Text(), nullable=True))
    # Every row there is holds to it: none is voided yet.
    op.execute(
        "ALTER TABLE risk_screens ADD CONSTRAINT ck_risk_screens_void_has_reason"
        " CHECK ((voided_at IS NULL) = (void_reason IS NULL)) NOT VALID"
    )
