"""people: what a record was before its merge, pairs that were told apart, restricted records"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_STATUS = "status_before_merge IN ('active', 'inactive', 'merged', 'entered_in_error')"
_RELATIONSHIP = {
    "ck_care_relationships_reason": "reason IN ('admitted', 'primary_clinician', 'intake', 'screening', 'covering',"
    " 'supervision', 'consultation', 'follow_up', 'break_glass')",
    "ck_care_relationships_expires": "(reason = 'break_glass') = (expires_at IS NOT NULL)",
}


def upgrade() -> None:
    op.create_table(
        "participant_distinctions",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_participant_id", sa.Uuid(), nullable=False),
        sa.Column("second_participant_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "first_participant_id < second_participant_id", name=op.f("ck_participant_distinctions_one_order")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_participant_distinctions_withdrawn")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "first_participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_participant_distinctions_first_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "second_participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_participant_distinctions_second_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "decided_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_participant_distinctions_decided_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "withdrawn_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_participant_distinctions_withdrawn_by"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_participant_distinctions")),
    )
    op.create_index(
        "uq_participant_distinctions_pair",
        "participant_distinctions",
        ["organization_id", "first_participant_id", "second_participant_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index(
        "ix_participant_distinctions_second", "participant_distinctions", ["organization_id", "second_participant_id"]
    )
    isolate(op, "participant_distinctions")
    op.create_table(
        "restricted_searches",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("searched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "account_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_restricted_searches_account_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_restricted_searches")),
    )
    op.create_index(
        "ix_restricted_searches_account_id",
        "restricted_searches",
        ["organization_id", "account_id", "searched_at"],
        unique=False,
    )
    op.create_table(
        "break_glass_uses",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("care_relationship_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "emergency",
                "safety_concern",
                "covering_colleague",
                "walked_in",
                "call_from_person",
                "other",
                name="breakglassreason",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column(
            "finding",
            sa.Enum(
                "appropriate", "not_appropriate", "follow_up", name="breakglassfinding", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "finding IN ('appropriate', 'not_appropriate', 'follow_up')", name=op.f("ck_break_glass_uses_finding")
        ),
        sa.CheckConstraint(
            "reason IN ('emergency', 'safety_concern', 'covering_colleague', 'walked_in', 'call_from_person', 'other')",
            name=op.f("ck_break_glass_uses_reason"),
        ),
        sa.CheckConstraint("expires_at > opened_at", name=op.f("ck_break_glass_uses_expires")),
        sa.CheckConstraint(
            "num_nonnulls(reviewed_at, reviewed_by, finding) IN (0, 3) AND (note IS NULL OR finding IS NOT NULL)",
            name=op.f("ck_break_glass_uses_reviewed"),
        ),
        sa.CheckConstraint(
            "reviewed_by IS NULL OR reviewed_by <> account_id", name=op.f("ck_break_glass_uses_reviewed_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "account_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_break_glass_uses_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "care_relationship_id"],
            ["care_relationships.organization_id", "care_relationships.id"],
            name=op.f("fk_break_glass_uses_care_relationship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "ended_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_break_glass_uses_ended_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_break_glass_uses_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "reviewed_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_break_glass_uses_reviewed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "staff_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_break_glass_uses_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["tasks.organization_id", "tasks.id"],
            name=op.f("fk_break_glass_uses_task_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_break_glass_uses")),
    )
    op.create_index(
        "ix_break_glass_uses_account_id",
        "break_glass_uses",
        ["organization_id", "account_id", "opened_at"],
        unique=False,
    )
    op.create_index(
        "ix_break_glass_uses_opened_at", "break_glass_uses", ["organization_id", "opened_at", "id"], unique=False
    )
    op.create_index(
        "ix_break_glass_uses_participant_id", "break_glass_uses", ["organization_id", "participant_id"], unique=False
    )
    isolate(op, "restricted_searches")
    isolate(op, "break_glass_uses")
    op.add_column("participants", sa.Column("status_before_merge", sa.String(length=40), nullable=True))
    op.execute(
        f"ALTER TABLE participants ADD CONSTRAINT ck_participants_status_before_merge CHECK ({_STATUS}) NOT VALID"
    )
    op.add_column("care_relationships", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    # What runs meanwhile writes words of the narrower rule, which the wider one has too.
    op.execute(
        "-- squawk-ignore ban-drop-constraint\nALTER TABLE care_relationships DROP CONSTRAINT ck_care_relationships_reason"
    )
    for name, rule in _RELATIONSHIP.items():
        op.execute(f"ALTER TABLE care_relationships ADD CONSTRAINT {name} CHECK ({rule}) NOT VALID")
    op.add_column("accounts", sa.Column("glass_open_until", sa.DateTime(timezone=True), nullable=True))
