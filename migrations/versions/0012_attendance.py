"""attendance: what became of each booking, stays in the room, corrections that never overwrite"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from handrail.core.tenancy import isolate

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("present", "late", "left_early", "excused", "absent", name="outcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "absence_reason",
            sa.Enum(
                "no_contact",
                "illness",
                "medical_appointment",
                "hospital",
                "family",
                "child_care",
                "work_or_school",
                "transport",
                "legal",
                "holiday",
                "weather",
                "technical",
                "declined",
                "other",
                name="absencereason",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("mode", sa.Enum("in_person", "video", name="mode", native_enum=False, length=40), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("call_back_number", sa.Text(), nullable=True),
        sa.Column("consent_confirmed", sa.Boolean(), nullable=False),
        sa.Column(
            "evidence",
            sa.Enum("staff", "tablet", "paper", name="evidence", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("countable_minutes", sa.Integer(), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(arrived_at IS NOT NULL) = coalesce(outcome IN ('present', 'late', 'left_early'), false)",
            name=op.f("ck_attendance_came"),
        ),
        sa.CheckConstraint(
            "absence_reason IN ('no_contact', 'illness', 'medical_appointment', 'hospital', 'family', 'child_care', 'work_or_school', 'transport', 'legal', 'holiday', 'weather', 'technical', 'declined', 'other')",
            name=op.f("ck_attendance_absence_reason"),
        ),
        sa.CheckConstraint(
            "absence_reason IS NULL OR coalesce(outcome IN ('excused', 'absent'), false)",
            name=op.f("ck_attendance_reason_of_absence"),
        ),
        sa.CheckConstraint("evidence IN ('staff', 'tablet', 'paper')", name=op.f("ck_attendance_evidence")),
        sa.CheckConstraint("mode IN ('in_person', 'video')", name=op.f("ck_attendance_mode")),
        sa.CheckConstraint(
            "outcome IN ('present', 'late', 'left_early', 'excused', 'absent')", name=op.f("ck_attendance_outcome")
        ),
        sa.CheckConstraint("countable_minutes BETWEEN 0 AND minutes", name=op.f("ck_attendance_countable_minutes")),
        sa.CheckConstraint("left_at >= arrived_at", name=op.f("ck_attendance_times")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 480", name=op.f("ck_attendance_minutes")),
        sa.ForeignKeyConstraint(
            ["organization_id", "booking_id"],
            ["bookings.organization_id", "bookings.id"],
            name=op.f("fk_attendance_booking_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "episode_id"],
            ["episodes.organization_id", "episodes.id"],
            name=op.f("fk_attendance_episode_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "marked_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_attendance_marked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_attendance_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "session_id"],
            ["sessions.organization_id", "sessions.id"],
            name=op.f("fk_attendance_session_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("organization_id", "booking_id", name="uq_attendance_booking"),
    )
    op.create_index("ix_attendance_episode", "attendance", ["organization_id", "episode_id"], unique=False)
    op.create_index("ix_attendance_participant", "attendance", ["organization_id", "participant_id"], unique=False)
    op.create_index(
        "ix_attendance_session",
        "attendance",
        ["organization_id", "session_id", "booking_id"],
        unique=False,
        postgresql_where=sa.text("outcome IS NOT NULL"),
    )
    op.create_table(
        "attendance_corrections",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attendance_id", sa.Uuid(), nullable=False),
        sa.Column("replaced_version", sa.Integer(), nullable=False),
        sa.Column("replaced", postgresql.JSONB(), nullable=False),
        sa.Column("after_lock", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "attendance_id"],
            ["attendance.organization_id", "attendance.id"],
            name=op.f("fk_attendance_corrections_attendance_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "corrected_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_attendance_corrections_corrected_by"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_attendance_corrections")),
        sa.UniqueConstraint(
            "organization_id", "attendance_id", "replaced_version", name="uq_attendance_corrections_version"
        ),
    )
    op.create_table(
        "presence_intervals",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attendance_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "individual_session",
                "psychiatric_visit",
                "nursing",
                "laboratory",
                "family_meeting",
                "case_management",
                "safety",
                "personal",
                "other",
                name="pulloutreason",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("organization_id"), "="),
            (sa.column("attendance_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            using="gist",
            name="ex_presence_intervals_stay",
        ),
        sa.CheckConstraint(
            "reason IN ('individual_session', 'psychiatric_visit', 'nursing', 'laboratory', 'family_meeting', 'case_management', 'safety', 'personal', 'other')",
            name=op.f("ck_presence_intervals_reason"),
        ),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_presence_intervals_times")),
        sa.CheckConstraint("reason IS NULL OR ends_at IS NOT NULL", name=op.f("ck_presence_intervals_reason_of_end")),
        sa.ForeignKeyConstraint(
            ["organization_id", "attendance_id"],
            ["attendance.organization_id", "attendance.id"],
            name=op.f("fk_presence_intervals_attendance_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_presence_intervals")),
    )
    op.create_index(
        "ix_presence_intervals_attendance",
        "presence_intervals",
        ["organization_id", "attendance_id", "starts_at"],
        unique=False,
    )
    isolate(op, "attendance")
    isolate(op, "attendance_corrections", app_may="SELECT, INSERT")
    isolate(op, "presence_intervals")
