"""tasks"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from handrail.core.tenancy import isolate

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "safety_follow_up",
                "contact",
                "attendance_review",
                "intake_step",
                "plan_review",
                "documentation",
                "medication",
                "authorization",
                "discharge",
                "scheduling",
                "staffing",
                "other",
                name="taskkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title_code", sa.Text(), nullable=False),
        sa.Column("params", postgresql.JSONB(), nullable=False),
        sa.Column(
            "priority",
            sa.Enum("routine", "soon", "urgent", name="taskpriority", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("open", "done", "cancelled", name="taskstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("episode_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("backup_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_note", sa.Text(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(status = 'cancelled') = (cancel_reason IS NOT NULL)", name=op.f("ck_tasks_cancelled")),
        sa.CheckConstraint(
            "(status = 'done') = (done_at IS NOT NULL AND done_by IS NOT NULL)", name=op.f("ck_tasks_done")
        ),
        sa.CheckConstraint(
            "kind IN ('safety_follow_up', 'contact', 'attendance_review', 'intake_step', 'plan_review', 'documentation', 'medication', 'authorization', 'discharge', 'scheduling', 'staffing', 'other')",
            name=op.f("ck_tasks_kind"),
        ),
        sa.CheckConstraint("priority IN ('routine', 'soon', 'urgent')", name=op.f("ck_tasks_priority")),
        sa.CheckConstraint("status IN ('open', 'done', 'cancelled')", name=op.f("ck_tasks_status")),
        sa.CheckConstraint("backup_id <> owner_id", name=op.f("ck_tasks_two_people")),
        sa.ForeignKeyConstraint(
            ["organization_id", "backup_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_tasks_backup_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "created_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_tasks_created_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "done_by"], ["accounts.organization_id", "accounts.id"], name=op.f("fk_tasks_done_by")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "episode_id"],
            ["episodes.organization_id", "episodes.id"],
            name=op.f("fk_tasks_episode_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "owner_id"], ["accounts.organization_id", "accounts.id"], name=op.f("fk_tasks_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_tasks_participant_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_tasks")),
    )
    op.create_index(
        "ix_tasks_backup",
        "tasks",
        ["organization_id", "backup_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index("ix_tasks_due", "tasks", ["organization_id", "due_at", "id"], unique=False)
    op.create_index("ix_tasks_episode", "tasks", ["organization_id", "episode_id"], unique=False)
    op.create_index(
        "ix_tasks_owner",
        "tasks",
        ["organization_id", "owner_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index("ix_tasks_participant", "tasks", ["organization_id", "participant_id", "due_at"], unique=False)
    op.create_index("ix_tasks_session", "tasks", ["organization_id", "session_id"], unique=False)
    op.create_table(
        "task_handoffs",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "shift_ends",
                "away",
                "better_placed",
                "workload",
                "left",
                "reassigned",
                name="handoffreason",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "reason IN ('shift_ends', 'away', 'better_placed', 'workload', 'left', 'reassigned')",
            name=op.f("ck_task_handoffs_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "by_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_task_handoffs_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "from_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_task_handoffs_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"], ["tasks.organization_id", "tasks.id"], name=op.f("fk_task_handoffs_task_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "to_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_task_handoffs_to_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_task_handoffs")),
    )
    op.create_index("ix_task_handoffs_task", "task_handoffs", ["organization_id", "task_id", "handed_at"], unique=False)
    op.create_table(
        "on_call_shifts",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("backup_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("organization_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            where=sa.text("removed_at IS NULL"),
            using="gist",
            name="ex_on_call_shifts_times",
        ),
        sa.CheckConstraint(
            "ends_at > starts_at AND ends_at <= starts_at + interval '7 days'", name=op.f("ck_on_call_shifts_times")
        ),
        sa.CheckConstraint("backup_id <> account_id", name=op.f("ck_on_call_shifts_two_people")),
        sa.ForeignKeyConstraint(
            ["organization_id", "account_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_on_call_shifts_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "backup_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_on_call_shifts_backup_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_on_call_shifts")),
    )
    op.create_index(
        "ix_on_call_shifts_account", "on_call_shifts", ["organization_id", "account_id", "starts_at"], unique=False
    )
    op.create_index("ix_on_call_shifts_times", "on_call_shifts", ["organization_id", "starts_at", "id"], unique=False)
    isolate(op, "tasks")
    isolate(op, "task_handoffs")
    isolate(op, "on_call_shifts")
