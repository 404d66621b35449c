"""Change log, audit entries, idempotency records, the job queue"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import APP, AUDITOR, MAINTENANCE, isolate
from handrail.core.types import TransactionId
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for role in (APP, AUDITOR, MAINTENANCE):
        op.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    op.create_table(
        "audit_entries",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("resource_ids", postgresql.JSONB(), nullable=False),
        sa.Column("participant_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("break_glass_reason", sa.Text(), nullable=True),
        sa.Column("part2", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_audit_entries"),
    )
    op.create_index("ix_audit_entries_at", "audit_entries", ["organization_id", "at"])
    op.create_index("ix_audit_entries_account_id", "audit_entries", ["organization_id", "account_id", "at"])
    op.create_index("ix_audit_entries_participant_ids", "audit_entries", ["participant_ids"], postgresql_using="gin")
    isolate(op, "audit_entries", app_may="SELECT, INSERT")
    op.execute(f"CREATE POLICY auditor ON audit_entries FOR INSERT TO {AUDITOR} WITH CHECK (true)")
    op.execute(f"GRANT INSERT ON audit_entries TO {AUDITOR}")

    op.execute("CREATE SEQUENCE instance_audit_sequence")
    op.create_table(
        "instance_audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), server_default=sa.text("nextval('instance_audit_sequence')"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("claimed_organization_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_instance_audit_entries"),
    )
    op.execute(f"GRANT INSERT ON instance_audit_entries TO {AUDITOR}")
    op.execute(f"GRANT SELECT ON instance_audit_entries TO {MAINTENANCE}")
    op.execute(f"GRANT USAGE ON SEQUENCE instance_audit_sequence TO {AUDITOR}")

    op.create_table(
        "changes",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("entity_version", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("state", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_changes"),
    )
    op.create_index("ix_changes_entity_id", "changes", ["organization_id", "entity_id", "id"])
    op.create_index("ix_changes_participant_id", "changes", ["organization_id", "participant_id", "id"])
    op.create_index("ix_changes_xid", "changes", ["organization_id", "xid"])
    isolate(op, "changes", app_may="SELECT, INSERT")

    op.create_table(
        "idempotency_records",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "account_id", "route", "key", name="pk_idempotency_records"),
    )
    op.create_index("ix_idempotency_records_created_at", "idempotency_records", ["organization_id", "created_at"])
    isolate(op, "idempotency_records")

    # pgqueuer states its own schema; its next version comes with its own migration here.
    for statement in QueryBuilderEnvironment().build_install_query().split("\n\nCREATE"):
        text = statement if statement.startswith("--") else f"CREATE{statement}"
        op.execute(text.removesuffix("\n"))
    for table in ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics"):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP}, {MAINTENANCE}")
    for sequence in ("pgqueuer_id_seq", "pgqueuer_log_id_seq", "pgqueuer_schedules_id_seq", "pgqueuer_statistics_id_seq"):
        op.execute(f"GRANT USAGE ON SEQUENCE {sequence} TO {APP}, {MAINTENANCE}")
