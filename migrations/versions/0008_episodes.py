"""episodes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from handrail.core.tenancy import isolate

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "episodes",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column(
            "level_of_care",
            sa.Enum(
                "outpatient",
                "intensive_outpatient",
                "partial_hospitalization",
                name="levelofcare",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "track", sa.Enum("day", "evening", "weekend", name="track", native_enum=False, length=40), nullable=True
        ),
        sa.Column(
            "week_starts_on",
            sa.Enum(
                "monday",
                "tuesday",
                "wednesday",
                "thursday",
                "friday",
                "saturday",
                "sunday",
                name="weekday",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("part2_since", sa.Date(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "self",
                "family",
                "provider",
                "hospital",
                "step_down",
                "step_up",
                "program_transfer",
                "school",
                "court",
                "other",
                name="admissionsource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "prior_level",
            sa.Enum(
                "none",
                "outpatient",
                "intensive_outpatient",
                "partial_hospitalization",
                "residential",
                "withdrawal_management",
                "inpatient",
                name="priorlevel",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=True),
        sa.Column("admitted_on", sa.Date(), nullable=True),
        sa.Column("planned_end_on", sa.Date(), nullable=True),
        sa.Column("planned_end_reason", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "completed",
                "stepped_down",
                "stepped_up",
                "transferred",
                "left_against_advice",
                "lost_contact",
                "hospital",
                "jail",
                "moved",
                "died",
                "administrative",
                "not_admitted",
                name="endreason",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reopen_reason", sa.Text(), nullable=True),
        sa.Column("primary_clinician_id", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("organization_id"), "="),
            (sa.column("participant_id"), "="),
            (sa.column("program_id"), "="),
            (sa.text("daterange(referred_on, ended_on)"), "&&"),
            where=sa.text("voided_at IS NULL"),
            using="gist",
            name="ex_episodes_program",
        ),
        postgresql.ExcludeConstraint(
            (sa.column("organization_id"), "="),
            (sa.column("participant_id"), "="),
            (sa.text("daterange(admitted_on, ended_on)"), "&&"),
            where=sa.text("is_primary AND admitted_on IS NOT NULL AND voided_at IS NULL"),
            using="gist",
            name="ex_episodes_primary",
        ),
        sa.CheckConstraint(
            "end_reason IN ('completed', 'stepped_down', 'stepped_up', 'transferred', 'left_against_advice', 'lost_contact', 'hospital', 'jail', 'moved', 'died', 'administrative', 'not_admitted')",
            name=op.f("ck_episodes_end_reason"),
        ),
        sa.CheckConstraint(
            "level_of_care IN ('outpatient', 'intensive_outpatient', 'partial_hospitalization')",
            name=op.f("ck_episodes_level_of_care"),
        ),
        sa.CheckConstraint(
            "prior_level IN ('none', 'outpatient', 'intensive_outpatient', 'partial_hospitalization', 'residential', 'withdrawal_management', 'inpatient')",
            name=op.f("ck_episodes_prior_level"),
        ),
        sa.CheckConstraint(
            "source IN ('self', 'family', 'provider', 'hospital', 'step_down', 'step_up', 'program_transfer', 'school', 'court', 'other')",
            name=op.f("ck_episodes_source"),
        ),
        sa.CheckConstraint("track IN ('day', 'evening', 'weekend')", name=op.f("ck_episodes_track")),
        sa.CheckConstraint(
            "week_starts_on IN ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')",
            name=op.f("ck_episodes_week_starts_on"),
        ),
        sa.CheckConstraint(
            "(admitted_on IS NULL) = (planned_end_on IS NULL)", name=op.f("ck_episodes_admission_is_planned")
        ),
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name=op.f("ck_episodes_end_has_reason")),
        sa.CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name=op.f("ck_episodes_void_has_reason")),
        sa.CheckConstraint(
            "admitted_on >= coalesce(screened_on, referred_on)", name=op.f("ck_episodes_admitted_after_referral")
        ),
        sa.CheckConstraint(
            "ended_on >= coalesce(admitted_on, screened_on, referred_on)", name=op.f("ck_episodes_ended_last")
        ),
        sa.CheckConstraint(
            "planned_end_on BETWEEN admitted_on AND admitted_on + 400", name=op.f("ck_episodes_planned_end")
        ),
        sa.CheckConstraint("screened_on >= referred_on", name=op.f("ck_episodes_screened_after_referral")),
        sa.ForeignKeyConstraint(
            ["organization_id", "location_id"],
            ["locations.organization_id", "locations.id"],
            name=op.f("fk_episodes_location_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_episodes_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "primary_clinician_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_episodes_primary_clinician_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "program_id"],
            ["programs.organization_id", "programs.id"],
            name=op.f("fk_episodes_program_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_episodes")),
    )
    op.create_index("ix_episodes_clinician", "episodes", ["organization_id", "primary_clinician_id"], unique=False)
    op.create_index("ix_episodes_participant", "episodes", ["organization_id", "participant_id"], unique=False)
    op.create_index("ix_episodes_program", "episodes", ["organization_id", "program_id", "ended_on"], unique=False)
    op.create_table(
        "episode_leaves",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hospital",
                "holiday",
                "illness",
                "family",
                "legal",
                "other",
                name="leavekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("organization_id"), "="),
            (sa.column("episode_id"), "="),
            (sa.text("daterange(starts_on, back_on)"), "&&"),
            where=sa.text("voided_at IS NULL"),
            using="gist",
            name="ex_episode_leaves_days",
        ),
        sa.CheckConstraint(
            "kind IN ('hospital', 'holiday', 'illness', 'family', 'legal', 'other')",
            name=op.f("ck_episode_leaves_kind"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)", name=op.f("ck_episode_leaves_void_has_reason")
        ),
        sa.CheckConstraint("back_on > starts_on", name=op.f("ck_episode_leaves_dates")),
        sa.ForeignKeyConstraint(
            ["organization_id", "episode_id"],
            ["episodes.organization_id", "episodes.id"],
            name=op.f("fk_episode_leaves_episode_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_episode_leaves")),
    )
    op.create_index(
        "ix_episode_leaves_episode", "episode_leaves", ["organization_id", "episode_id", "starts_on"], unique=False
    )
    op.create_table(
        "expected_patterns",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column(
            "phase", sa.Enum("standard", "taper", "holiday", name="phase", native_enum=False, length=40), nullable=False
        ),
        sa.Column("days", postgresql.JSONB(), nullable=False),
        sa.Column("weekly_target_minutes", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("phase IN ('standard', 'taper', 'holiday')", name=op.f("ck_expected_patterns_phase")),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)", name=op.f("ck_expected_patterns_void_has_reason")
        ),
        sa.CheckConstraint("weekly_target_minutes BETWEEN 0 AND 2400", name=op.f("ck_expected_patterns_target")),
        sa.ForeignKeyConstraint(
            ["organization_id", "episode_id"],
            ["episodes.organization_id", "episodes.id"],
            name=op.f("fk_expected_patterns_episode_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_expected_patterns")),
    )
    op.create_index(
        "uq_expected_patterns_starts_on",
        "expected_patterns",
        ["organization_id", "episode_id", "starts_on"],
        unique=True,
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.create_table(
        "expected_days",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("expected", "on_leave", "closed", name="daystate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "phase", sa.Enum("standard", "taper", "holiday", name="phase", native_enum=False, length=40), nullable=False
        ),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("weekly_target_minutes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("phase IN ('standard', 'taper', 'holiday')", name=op.f("ck_expected_days_phase")),
        sa.CheckConstraint("state = 'expected' OR minutes = 0", name=op.f("ck_expected_days_excluded_is_empty")),
        sa.CheckConstraint("state IN ('expected', 'on_leave', 'closed')", name=op.f("ck_expected_days_state")),
        sa.CheckConstraint(
            "minutes BETWEEN 0 AND planned_minutes AND planned_minutes <= 1440", name=op.f("ck_expected_days_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "episode_id"],
            ["episodes.organization_id", "episodes.id"],
            name=op.f("fk_expected_days_episode_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_expected_days")),
        sa.UniqueConstraint("organization_id", "episode_id", "local_date", name=op.f("uq_expected_days_episode_id")),
    )
    op.create_index("ix_expected_days_date", "expected_days", ["organization_id", "local_date"], unique=False)
    op.create_table(
        "episode_services",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
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
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("per_days", sa.Integer(), nullable=True),
        sa.Column("within_days", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "service_kind IN ('group', 'individual', 'family', 'psychiatric_evaluation', 'medication_management', 'psychoeducation', 'skills', 'recreation', 'orientation', 'intake', 'screening')",
            name=op.f("ck_episode_services_service_kind"),
        ),
        sa.CheckConstraint("num_nonnulls(per_days, within_days) = 1", name=op.f("ck_episode_services_one_frequency")),
        sa.CheckConstraint("times BETWEEN 1 AND 40", name=op.f("ck_episode_services_times")),
        sa.ForeignKeyConstraint(
            ["organization_id", "episode_id"],
            ["episodes.organization_id", "episodes.id"],
            name=op.f("fk_episode_services_episode_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_episode_services")),
    )
    op.create_index("ix_episode_services_episode", "episode_services", ["organization_id", "episode_id"], unique=False)
    isolate(op, "episodes")
    isolate(op, "episode_leaves")
    isolate(op, "expected_patterns")
    isolate(op, "expected_days")
    isolate(op, "episode_services")
