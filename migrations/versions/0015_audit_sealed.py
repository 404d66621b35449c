"""Audit entries are sealed: chains, heads, who saw whose chart"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import APP, MAINTENANCE, isolate
from handrail.core.types import TransactionId

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NONE = "00000000-0000-0000-0000-000000000000"


def upgrade() -> None:
    # Rows that are there get a constant, so that none is rewritten: transaction 0 is before all others.
    op.execute("ALTER TABLE instance_audit_entries ADD COLUMN IF NOT EXISTS xid xid8 DEFAULT '0' NOT NULL")
    with op.get_context().autocommit_block():
        for table in ("audit_entries", "instance_audit_entries"):
            op.drop_index(f"ix_{table}_xid", postgresql_concurrently=True, if_exists=True)
            op.create_index(
                f"ix_{table}_xid", table, ["xid", "id"], postgresql_concurrently=True, if_not_exists=True
            )
        # Nothing could use it: its operators are not leakproof, so row-level security stands before them.
        op.drop_index("ix_audit_entries_participant_ids", postgresql_concurrently=True, if_exists=True)
    # Waits for whoever still writes such a row: all of them are there before anything is sealed.
    op.execute("ALTER TABLE instance_audit_entries ALTER COLUMN xid SET DEFAULT pg_current_xact_id()")

    op.create_table(
        "audit_entry_participants",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint(
            "organization_id", "participant_id", "at", "entry_id", name="pk_audit_entry_participants"
        ),
    )
    isolate(op, "audit_entry_participants", app_may="SELECT")

    op.create_table(
        "audit_seals",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_audit_seals_sequence")),
        sa.CheckConstraint("octet_length(hash) = 32", name=op.f("ck_audit_seals_hash")),
        sa.PrimaryKeyConstraint("organization_id", "sequence", name="pk_audit_seals"),
        sa.UniqueConstraint("organization_id", "entry_id", name="uq_audit_seals_entry_id"),
    )
    isolate(op, "audit_seals", app_may="SELECT")
    op.create_table(
        "audit_heads",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("anchored_sequence", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("anchored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name="pk_audit_heads"),
    )
    isolate(op, "audit_heads", app_may="SELECT")
    op.create_table(
        "audit_watermarks",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("xid", TransactionId(), nullable=False),
        sa.Column("last_entry_id", sa.Uuid(), nullable=False),
        sa.Column("system_identifier", sa.BigInteger(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("behind_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sink_failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("source", name="pk_audit_watermarks"),
    )
    op.execute(
        "INSERT INTO audit_watermarks (source, xid, last_entry_id)"
        f" VALUES ('organizations', '0', '{NONE}'), ('instance', '0', '{NONE}')"
    )
    op.execute(f"GRANT SELECT ON audit_watermarks TO {APP}")
    op.execute(f"GRANT SELECT, UPDATE ON audit_watermarks TO {MAINTENANCE}")

    # What is sealed is appended to, by anybody.
    op.execute(
        f"REVOKE UPDATE, DELETE ON audit_entries, audit_entry_participants, audit_seals FROM {MAINTENANCE}"
    )
    op.execute(f"REVOKE DELETE ON audit_heads FROM {MAINTENANCE}")
