"""protocols say when a target is worked through, which measures a course asks for, what dose is expected; deliveries
record what their modality records"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0057"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Null: the rule that every protocol was held to before it said so itself. A constant default is written into the
    # catalogue of the database, not into the rows.
    jsonb = postgresql.JSONB(astext_type=Text())
    op.add_column("modalities", sa.Column("completion", jsonb, nullable=True))
    for name in ("measures", "expected"):
        column = sa.Column(name, jsonb, server_default=sa.text("'[]'::jsonb"), nullable=False)
        op.add_column("modalities", column)
    op.add_column("modalities", sa.Column("open_because", sa.Text(), nullable=True))
    records = sa.Column("records", jsonb, server_default=sa.text("'{}'::jsonb"), nullable=False)
    op.add_column("deliveries", records)
    op.add_column("delivery_exceptions", sa.Column("records", jsonb, nullable=True))
