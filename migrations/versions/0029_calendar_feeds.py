"""calendar: feeds that other programs read by a secret address"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_SUBJECTS = {
    "staff_id": ("staff_members", "ix_calendar_feeds_staff"),
    "room_id": ("rooms", "ix_calendar_feeds_room"),
    "cohort_id": ("cohorts", "ix_calendar_feeds_cohort"),
    "participant_id": ("participants", "ix_calendar_feeds_participant"),
    "made_by": ("accounts", "ix_calendar_feeds_made_by"),
}
_KINDS = ("clinician", "room", "cohort", "participant")


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*_KINDS, name="feedkind", native_enum=False, length=40), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.Boolean(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(f"kind IN {_KINDS}", name=op.f("ck_calendar_feeds_kind")),
        sa.CheckConstraint("octet_length(secret_hash) = 32", name=op.f("ck_calendar_feeds_secret_hash")),
        sa.CheckConstraint(
            "num_nonnulls(staff_id, room_id, cohort_id, participant_id) = 1", name=op.f("ck_calendar_feeds_subject")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["organization_id", column],
                [f"{table}.organization_id", f"{table}.id"],
                name=op.f(f"fk_calendar_feeds_{column}"),
            )
            for column, (table, _) in _SUBJECTS.items()
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("organization_id", "secret_hash", name="uq_calendar_feeds_secret"),
    )
    for column, (_, index) in _SUBJECTS.items():
        op.create_index(index, "calendar_feeds", ["organization_id", column], unique=False)
    isolate(op, "calendar_feeds")
