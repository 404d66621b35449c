"""risk screens, alerts and what happened to them, safety plans"""

import sqlalchemy as sa
from alembic import op

from handrail.core.tenancy import isolate

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "risk_screens",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("since_last_contact", sa.Boolean(), nullable=False),
        sa.Column("wish", sa.Boolean(), nullable=False),
        sa.Column("thoughts", sa.Boolean(), nullable=False),
        sa.Column("method", sa.Boolean(), nullable=True),
        sa.Column("intent", sa.Boolean(), nullable=True),
        sa.Column("plan", sa.Boolean(), nullable=True),
        sa.Column(
            "behaviour",
            sa.Enum("no", "before", "within_3_months", "unknown_time", name="behaviour", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum("none", "low", "moderate", "high", name="risklevel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("screened_by", sa.Uuid(), nullable=False),
        sa.Column("screened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "behaviour IN ('no', 'before', 'within_3_months', 'unknown_time')", name=op.f("ck_risk_screens_behaviour")
        ),
        sa.CheckConstraint("level IN ('none', 'low', 'moderate', 'high')", name=op.f("ck_risk_screens_level")),
        sa.CheckConstraint(
            "(method IS NOT NULL) = thoughts AND (intent IS NOT NULL) = thoughts AND (plan IS NOT NULL) = thoughts",
            name=op.f("ck_risk_screens_order"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "episode_id"],
            ["episodes.organization_id", "episodes.id"],
            name=op.f("fk_risk_screens_episode_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_risk_screens_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "screened_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_risk_screens_screened_by"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_risk_screens")),
    )
    op.create_index("ix_risk_screens_episode", "risk_screens", ["organization_id", "episode_id"], unique=False)
    op.create_index(
        "ix_risk_screens_participant",
        "risk_screens",
        ["organization_id", "participant_id", "screened_at"],
        unique=False,
    )
    op.create_table(
        "alerts",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=True),
        sa.Column(
            "source",
            sa.Enum("answer", "unanswered", "screen", "flag", name="alertsource", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("rule_key", sa.Text(), nullable=False),
        sa.Column("administration_id", sa.Uuid(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("risk_screen_id", sa.Uuid(), nullable=True),
        sa.Column(
            "flag_reason",
            sa.Enum(
                "said_something",
                "hurt_themselves",
                "intoxicated",
                "threat_to_others",
                "medical",
                "other",
                name="flagreason",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Enum("urgent", "soon", name="alerturgency", native_enum=False, length=40), nullable=False),
        sa.Column(
            "status", sa.Enum("open", "closed", name="alertstatus", native_enum=False, length=40), nullable=False
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("backup_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_to", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column(
            "action",
            sa.Enum(
                "asked_no_risk",
                "safety_plan",
                "support_person",
                "prescriber",
                "higher_care",
                "emergency_services",
                "other",
                name="alertaction",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("action_note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(source = 'flag') = (flag_reason IS NOT NULL)", name=op.f("ck_alerts_from_flag")),
        sa.CheckConstraint("(source = 'screen') = (risk_screen_id IS NOT NULL)", name=op.f("ck_alerts_from_screen")),
        sa.CheckConstraint(
            "(source IN ('answer', 'unanswered')) = (administration_id IS NOT NULL AND item IS NOT NULL)",
            name=op.f("ck_alerts_from_answer"),
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL AND closed_by IS NOT NULL AND action IS NOT NULL AND action_note IS NOT NULL)",
            name=op.f("ck_alerts_closed_by_an_action"),
        ),
        sa.CheckConstraint(
            "action IN ('asked_no_risk', 'safety_plan', 'support_person', 'prescriber', 'higher_care', 'emergency_services', 'other')",
            name=op.f("ck_alerts_action"),
        ),
        sa.CheckConstraint(
            "flag_reason IN ('said_something', 'hurt_themselves', 'intoxicated', 'threat_to_others', 'medical', 'other')",
            name=op.f("ck_alerts_flag_reason"),
        ),
        sa.CheckConstraint("source IN ('answer', 'unanswered', 'screen', 'flag')", name=op.f("ck_alerts_source")),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_alerts_status")),
        sa.CheckConstraint("urgency IN ('urgent', 'soon')", name=op.f("ck_alerts_urgency")),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name=op.f("ck_alerts_acknowledged")
        ),
        sa.CheckConstraint("backup_id <> owner_id", name=op.f("ck_alerts_two_people")),
        sa.ForeignKeyConstraint(
            ["organization_id", "acknowledged_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_alerts_acknowledged_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "administration_id"],
            ["administrations.organization_id", "administrations.id"],
            name=op.f("fk_alerts_administration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "backup_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_alerts_backup_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "closed_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_alerts_closed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "episode_id"],
            ["episodes.organization_id", "episodes.id"],
            name=op.f("fk_alerts_episode_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "escalated_to"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_alerts_escalated_to"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "opened_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_alerts_opened_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "owner_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_alerts_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_alerts_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "risk_screen_id"],
            ["risk_screens.organization_id", "risk_screens.id"],
            name=op.f("fk_alerts_risk_screen_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("organization_id", "administration_id", "rule_key", name="uq_alerts_administration"),
        sa.UniqueConstraint("organization_id", "risk_screen_id", "rule_key", name="uq_alerts_screen"),
    )
    op.create_index("ix_alerts_episode", "alerts", ["organization_id", "episode_id"], unique=False)
    op.create_index(
        "ix_alerts_open",
        "alerts",
        ["organization_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index("ix_alerts_opened", "alerts", ["organization_id", "opened_at", "id"], unique=False)
    op.create_index("ix_alerts_participant", "alerts", ["organization_id", "participant_id", "opened_at"], unique=False)
    op.create_table(
        "alert_events",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opened",
                "seen",
                "acknowledged",
                "handed_over",
                "escalated",
                "group_closed",
                "closed",
                name="alerteventkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("to_account_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opened', 'seen', 'acknowledged', 'handed_over', 'escalated', 'group_closed', 'closed')",
            name=op.f("ck_alert_events_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "account_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_alert_events_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "alert_id"],
            ["alerts.organization_id", "alerts.id"],
            name=op.f("fk_alert_events_alert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "to_account_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_alert_events_to_account_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_alert_events")),
    )
    op.create_index("ix_alert_events_alert", "alert_events", ["organization_id", "alert_id", "at"], unique=False)
    op.create_index(
        "uq_alert_events_seen",
        "alert_events",
        ["organization_id", "alert_id", "account_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'seen'"),
    )
    op.create_table(
        "safety_plans",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.Enum("en", "es", name="language", native_enum=False, length=40), nullable=False),
        sa.Column("warning_signs", sa.Text(), nullable=True),
        sa.Column("own_ways", sa.Text(), nullable=True),
        sa.Column("places_and_people", sa.Text(), nullable=True),
        sa.Column("people_to_ask", sa.Text(), nullable=True),
        sa.Column("professionals", sa.Text(), nullable=True),
        sa.Column("safer_place", sa.Text(), nullable=True),
        sa.Column("made_together", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("language IN ('en', 'es')", name=op.f("ck_safety_plans_language")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_safety_plans_number")),
        sa.ForeignKeyConstraint(
            ["organization_id", "alert_id"],
            ["alerts.organization_id", "alerts.id"],
            name=op.f("fk_safety_plans_alert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_safety_plans_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "written_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_safety_plans_written_by"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_safety_plans")),
        sa.UniqueConstraint("organization_id", "participant_id", "number", name="uq_safety_plans_number"),
    )
    op.create_index("ix_safety_plans_alert", "safety_plans", ["organization_id", "alert_id"], unique=False)
    isolate(op, "risk_screens")
    isolate(op, "alerts")
    isolate(op, "alert_events")
    isolate(op, "safety_plans")
