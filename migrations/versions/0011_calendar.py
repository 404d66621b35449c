"""calendar: series, their occurrences as sessions, who works in them and who is booked"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from handrail.core.tenancy import isolate

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "program_days",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "normal",
                "delayed",
                "early_end",
                "by_video",
                "closed",
                name="programdaystatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "decided_status",
            sa.Enum(
                "normal",
                "delayed",
                "early_end",
                "by_video",
                "closed",
                name="programdaystatus",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_time", sa.Time(), nullable=True),
        sa.Column("closure_id", sa.Uuid(), nullable=True),
        sa.Column("blocks", postgresql.JSONB(), nullable=False),
        sa.Column("countable_minutes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(decided_time IS NOT NULL) = (decided_status IS NOT NULL AND decided_status IN ('delayed', 'early_end'))",
            name=op.f("ck_program_days_decided"),
        ),
        sa.CheckConstraint(
            "decided_status IN ('normal', 'delayed', 'early_end', 'by_video', 'closed')",
            name=op.f("ck_program_days_decided_status"),
        ),
        sa.CheckConstraint(
            "status IN ('normal', 'delayed', 'early_end', 'by_video', 'closed')", name=op.f("ck_program_days_status")
        ),
        sa.CheckConstraint("countable_minutes BETWEEN 0 AND 960", name=op.f("ck_program_days_countable_minutes")),
        sa.ForeignKeyConstraint(
            ["organization_id", "closure_id"],
            ["closures.organization_id", "closures.id"],
            name=op.f("fk_program_days_closure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "cohort_id"],
            ["cohorts.organization_id", "cohorts.id"],
            name=op.f("fk_program_days_cohort_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_program_days")),
        sa.UniqueConstraint("organization_id", "cohort_id", "local_date", name=op.f("uq_program_days_cohort_id")),
    )
    op.create_index("ix_program_days_date", "program_days", ["organization_id", "local_date"], unique=False)
    op.create_table(
        "series",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=True),
        sa.Column(
            "service_kind",
            sa.Enum(
                "group",
                "individual",
                "family",
                "psychiatric_evaluation",
                "medication_management",
                "psychoeducation",
                "skills",
                "recreation",
                "orientation",
                "intake",
                "screening",
                name="servicekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("countable", sa.Boolean(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("telehealth", sa.Boolean(), nullable=False),
        sa.Column("telehealth_url", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("meetings", postgresql.JSONB(), nullable=False),
        sa.Column("interval_weeks", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("occurrence_count", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column(
            "status", sa.Enum("active", "ended", name="seriesstatus", native_enum=False, length=40), nullable=False
        ),
        sa.Column("materialized_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "service_kind IN ('group', 'individual', 'family', 'psychiatric_evaluation', 'medication_management', 'psychoeducation', 'skills', 'recreation', 'orientation', 'intake', 'screening')",
            name=op.f("ck_series_service_kind"),
        ),
        sa.CheckConstraint("status IN ('active', 'ended')", name=op.f("ck_series_status")),
        sa.CheckConstraint("capacity BETWEEN 1 AND 500", name=op.f("ck_series_capacity")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_series_dates")),
        sa.CheckConstraint("interval_weeks BETWEEN 1 AND 8", name=op.f("ck_series_interval_weeks")),
        sa.CheckConstraint("occurrence_count BETWEEN 1 AND 500", name=op.f("ck_series_occurrence_count")),
        sa.ForeignKeyConstraint(
            ["organization_id", "location_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_series_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "program_id"],
            ["programs.organization_id", "programs.id"],
            name=op.f("fk_series_program_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "room_id"], ["rooms.organization_id", "rooms.id"], name=op.f("fk_series_room_id")
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_series")),
    )
    op.create_index("ix_series_location", "series", ["organization_id", "location_id"], unique=False)
    op.create_index("ix_series_program", "series", ["organization_id", "program_id"], unique=False)
    op.create_index("ix_series_room", "series", ["organization_id", "room_id"], unique=False)
    op.create_table(
        "series_cohorts",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "cohort_id"],
            ["cohorts.organization_id", "cohorts.id"],
            name=op.f("fk_series_cohorts_cohort_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "series_id"],
            ["series.organization_id", "series.id"],
            name=op.f("fk_series_cohorts_series_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "series_id", "cohort_id", name=op.f("pk_series_cohorts")),
    )
    op.create_index("ix_series_cohorts_cohort", "series_cohorts", ["organization_id", "cohort_id"], unique=False)
    op.create_table(
        "series_staff",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "co_facilitator",
                "intern",
                "observer",
                "interpreter",
                name="sessionrole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "role IN ('lead', 'co_facilitator', 'intern', 'observer', 'interpreter')", name=op.f("ck_series_staff_role")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "series_id"],
            ["series.organization_id", "series.id"],
            name=op.f("fk_series_staff_series_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "staff_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_series_staff_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "supervisor_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_series_staff_supervisor_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "series_id", "staff_id", name=op.f("pk_series_staff")),
    )
    op.create_index("ix_series_staff_staff", "series_staff", ["organization_id", "staff_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("original_local_date", sa.Date(), nullable=True),
        sa.Column("original_local_start", sa.Time(), nullable=True),
        sa.Column("program_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=True),
        sa.Column(
            "service_kind",
            sa.Enum(
                "group",
                "individual",
                "family",
                "psychiatric_evaluation",
                "medication_management",
                "psychoeducation",
                "skills",
                "recreation",
                "orientation",
                "intake",
                "screening",
                name="servicekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("countable", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("local_start", sa.Time(), nullable=False),
        sa.Column("local_end", sa.Time(), nullable=False),
        sa.Column("planned_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("telehealth", sa.Boolean(), nullable=False),
        sa.Column("planned_telehealth", sa.Boolean(), nullable=False),
        sa.Column("telehealth_url", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("staffed", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("scheduled", "closed", "cancelled", name="sessionstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "cancel_reason",
            sa.Enum(
                "closure",
                "staff_absent",
                "room_unavailable",
                "low_attendance",
                "scheduling",
                "series_ended",
                "entered_in_error",
                "other",
                name="sessioncancelreason",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("closure_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("organization_id"), "="),
            (sa.column("room_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            where=sa.text("room_id IS NOT NULL AND status <> 'cancelled'"),
            deferrable=True,
            initially="IMMEDIATE",
            using="gist",
            name="ex_sessions_room",
        ),
        sa.CheckConstraint("(status = 'cancelled') = (cancel_reason IS NOT NULL)", name=op.f("ck_sessions_cancelled")),
        sa.CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_sessions_closed")),
        sa.CheckConstraint(
            "cancel_reason IN ('closure', 'staff_absent', 'room_unavailable', 'low_attendance', 'scheduling', 'series_ended', 'entered_in_error', 'other')",
            name=op.f("ck_sessions_cancel_reason"),
        ),
        sa.CheckConstraint(
            "ends_at > starts_at AND ends_at <= starts_at + interval '8 hours'", name=op.f("ck_sessions_times")
        ),
        sa.CheckConstraint(
            "service_kind IN ('group', 'individual', 'family', 'psychiatric_evaluation', 'medication_management', 'psychoeducation', 'skills', 'recreation', 'orientation', 'intake', 'screening')",
            name=op.f("ck_sessions_service_kind"),
        ),
        sa.CheckConstraint("status IN ('scheduled', 'closed', 'cancelled')", name=op.f("ck_sessions_status")),
        sa.CheckConstraint("booked >= 0", name=op.f("ck_sessions_booked")),
        sa.CheckConstraint("capacity BETWEEN 1 AND 500", name=op.f("ck_sessions_capacity")),
        sa.CheckConstraint(
            "num_nulls(series_id, original_local_date, original_local_start) IN (0, 3)",
            name=op.f("ck_sessions_occurrence"),
        ),
        sa.CheckConstraint("planned_ends_at > planned_starts_at", name=op.f("ck_sessions_planned_times")),
        sa.CheckConstraint("staffed >= 0", name=op.f("ck_sessions_staffed")),
        sa.ForeignKeyConstraint(
            ["organization_id", "closed_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_sessions_closed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "closure_id"],
            ["closures.organization_id", "closures.id"],
            name=op.f("fk_sessions_closure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "location_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_sessions_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "program_id"],
            ["programs.organization_id", "programs.id"],
            name=op.f("fk_sessions_program_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "room_id"], ["rooms.organization_id", "rooms.id"], name=op.f("fk_sessions_room_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "series_id"],
            ["series.organization_id", "series.id"],
            name=op.f("fk_sessions_series_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_sessions")),
        sa.UniqueConstraint(
            "organization_id",
            "series_id",
            "original_local_date",
            "original_local_start",
            name=op.f("uq_sessions_series_id"),
        ),
    )
    op.create_index("ix_sessions_closure", "sessions", ["organization_id", "closure_id"], unique=False)
    op.create_index("ix_sessions_date", "sessions", ["organization_id", "local_date", "location_id"], unique=False)
    op.create_index("ix_sessions_program", "sessions", ["organization_id", "program_id", "local_date"], unique=False)
    op.create_index("ix_sessions_room", "sessions", ["organization_id", "room_id", "local_date"], unique=False)
    op.create_table(
        "bookings",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("membership", "individual", "make_up", name="bookingsource", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("make_up_for_booking_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status", sa.Enum("booked", "cancelled", name="bookingstatus", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "cancel_reason",
            sa.Enum(
                "participant_declined",
                "scheduling",
                "session_cancelled",
                "membership_ended",
                "not_expected",
                "leave",
                "episode_ended",
                "overlap",
                "no_seat",
                "not_available",
                "entered_in_error",
                name="bookingcancelreason",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("organization_id"), "="),
            (sa.column("participant_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            where=sa.text("status = 'booked'"),
            deferrable=True,
            initially="IMMEDIATE",
            using="gist",
            name="ex_bookings_participant",
        ),
        sa.CheckConstraint(
            "(source = 'make_up') = (make_up_for_booking_id IS NOT NULL)", name=op.f("ck_bookings_make_up")
        ),
        sa.CheckConstraint("(status = 'cancelled') = (cancel_reason IS NOT NULL)", name=op.f("ck_bookings_cancelled")),
        sa.CheckConstraint(
            "cancel_reason IN ('participant_declined', 'scheduling', 'session_cancelled', 'membership_ended', 'not_expected', 'leave', 'episode_ended', 'overlap', 'no_seat', 'not_available', 'entered_in_error')",
            name=op.f("ck_bookings_cancel_reason"),
        ),
        sa.CheckConstraint("source IN ('membership', 'individual', 'make_up')", name=op.f("ck_bookings_source")),
        sa.CheckConstraint("status IN ('booked', 'cancelled')", name=op.f("ck_bookings_status")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_bookings_times")),
        sa.ForeignKeyConstraint(
            ["organization_id", "episode_id"],
            ["episodes.organization_id", "episodes.id"],
            name=op.f("fk_bookings_episode_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "make_up_for_booking_id"],
            ["bookings.organization_id", "bookings.id"],
            name=op.f("fk_bookings_make_up_for_booking_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "membership_id"],
            ["cohort_memberships.organization_id", "cohort_memberships.id"],
            name=op.f("fk_bookings_membership_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_bookings_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "session_id"],
            ["sessions.organization_id", "sessions.id"],
            name=op.f("fk_bookings_session_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("organization_id", "session_id", "episode_id", name=op.f("uq_bookings_session_id")),
    )
    op.create_index("ix_bookings_episode", "bookings", ["organization_id", "episode_id", "local_date"], unique=False)
    op.create_index("ix_bookings_make_up_for", "bookings", ["organization_id", "make_up_for_booking_id"], unique=False)
    op.create_index(
        "ix_bookings_membership", "bookings", ["organization_id", "membership_id", "local_date"], unique=False
    )
    op.create_index(
        "ix_bookings_participant", "bookings", ["organization_id", "participant_id", "local_date"], unique=False
    )
    op.create_table(
        "session_cohorts",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "cohort_id"],
            ["cohorts.organization_id", "cohorts.id"],
            name=op.f("fk_session_cohorts_cohort_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "session_id"],
            ["sessions.organization_id", "sessions.id"],
            name=op.f("fk_session_cohorts_session_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "session_id", "cohort_id", name=op.f("pk_session_cohorts")),
    )
    op.create_index("ix_session_cohorts_cohort", "session_cohorts", ["organization_id", "cohort_id"], unique=False)
    op.create_table(
        "session_staff",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "co_facilitator",
                "intern",
                "observer",
                "interpreter",
                name="sessionrole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum("assigned", "released", "removed", name="staffplacestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("organization_id"), "="),
            (sa.column("staff_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            where=sa.text("status = 'assigned'"),
            deferrable=True,
            initially="IMMEDIATE",
            using="gist",
            name="ex_session_staff_staff",
        ),
        sa.CheckConstraint(
            "role IN ('lead', 'co_facilitator', 'intern', 'observer', 'interpreter')",
            name=op.f("ck_session_staff_role"),
        ),
        sa.CheckConstraint("status IN ('assigned', 'released', 'removed')", name=op.f("ck_session_staff_status")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_session_staff_times")),
        sa.ForeignKeyConstraint(
            ["organization_id", "session_id"],
            ["sessions.organization_id", "sessions.id"],
            name=op.f("fk_session_staff_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "staff_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_session_staff_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "supervisor_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_session_staff_supervisor_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_session_staff")),
        sa.UniqueConstraint("organization_id", "session_id", "staff_id", name=op.f("uq_session_staff_session_id")),
    )
    op.create_index(
        "ix_session_staff_staff", "session_staff", ["organization_id", "staff_id", "starts_at"], unique=False
    )
    isolate(op, "program_days")
    isolate(op, "series")
    isolate(op, "series_cohorts")
    isolate(op, "series_staff")
    isolate(op, "sessions")
    isolate(op, "bookings")
    isolate(op, "session_cohorts")
    isolate(op, "session_staff")
