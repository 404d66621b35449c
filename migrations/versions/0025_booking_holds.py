"""bookings: a seat can be held for a while, and given beyond the seats with a reason"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bookings", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("bookings", sa.Column("override_reason", sa.Text(), nullable=True))
    op.add_column("bookings", sa.Column("overridden_by", sa.Uuid(), nullable=True))
    op.execute(
        "ALTER TABLE bookings ADD CONSTRAINT fk_bookings_overridden_by FOREIGN KEY (organization_id, overridden_by)"
        " REFERENCES accounts (organization_id, id) NOT VALID"
    )
    op.execute(
        "ALTER TABLE bookings ADD CONSTRAINT ck_bookings_override"
        " CHECK ((override_reason IS NULL) = (overridden_by IS NULL)) NOT VALID"
    )
