"""staff: when people work, and when they do not"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def upgrade() -> None:
    op.create_table(
        "staff_hours",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Enum(*_WEEKDAYS, name="weekday", native_enum=False, length=40), nullable=False),
        sa.Column("local_start", sa.Time(), nullable=False),
        sa.Column("local_end", sa.Time(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(f"weekday IN {_WEEKDAYS}", name=op.f("ck_staff_hours_weekday")),
        sa.CheckConstraint("local_start <> local_end", name=op.f("ck_staff_hours_not_empty")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_staff_hours_period")),
        sa.ForeignKeyConstraint(
            ["organization_id", "staff_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_staff_hours_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "location_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_staff_hours_location_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_staff_hours")),
    )
    op.create_index("ix_staff_hours_staff", "staff_hours", ["organization_id", "staff_id"], unique=False)
    op.create_index("ix_staff_hours_location", "staff_hours", ["organization_id", "location_id"], unique=False)
    op.create_table(
        "staff_time_off",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_staff_time_off_span")),
        sa.ForeignKeyConstraint(
            ["organization_id", "staff_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_staff_time_off_staff_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_staff_time_off")),
    )
    op.create_index(
        "ix_staff_time_off_staff", "staff_time_off", ["organization_id", "staff_id", "starts_at"], unique=False
    )
    isolate(op, "staff_hours")
    isolate(op, "staff_time_off")
