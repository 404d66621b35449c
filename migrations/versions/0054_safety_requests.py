"""me: what bears on safety is counted apart, so that nothing else keeps it from coming through"""

import sqlalchemy as sa
from alembic import op

from handrail.core.tenancy import isolate

revision = "0054"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "safety_request_counts",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "asking", sa.Enum("answer", "report", name="asking", native_enum=False, length=40), nullable=False
        ),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("window_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("asking IN ('answer', 'report')", name=op.f("ck_safety_request_counts_asking")),
        sa.CheckConstraint("requests >= 1", name=op.f("ck_safety_request_counts_requests")),
        sa.ForeignKeyConstraint(
            ["organization_id", "account_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_safety_request_counts_account_id"),
        ),
        sa.PrimaryKeyConstraint(
            "organization_id", "account_id", "asking", name=op.f("pk_safety_request_counts")
        ),
    )
    isolate(op, "safety_request_counts")
