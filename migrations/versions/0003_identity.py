"""identity"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint

from handrail.core.tenancy import isolate

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('accounts',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('email', sa.Text(), nullable=False),
        sa.Column('email_folded', sa.Text(), nullable=False),
        sa.Column('display_name', sa.Text(), nullable=False),
        sa.Column('password_hash', sa.Text(), nullable=True),
        sa.Column('password_set_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('status', sa.Enum('invited', 'active', 'disabled', name='accountstatus', native_enum=False, length=40), nullable=False),
        sa.Column('subject_kind', sa.Enum('staff', 'participant', 'client', name='subjectkind', native_enum=False, length=40), nullable=False),
        sa.Column('subject_id', sa.Uuid(), nullable=True),
        sa.Column('licensed_until', sa.Date(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("status IN ('invited', 'active', 'disabled')", name=op.f('ck_accounts_status')),
        sa.CheckConstraint("subject_kind <> 'client' OR password_hash IS NULL", name=op.f('ck_accounts_client_has_no_password')),
        sa.CheckConstraint("subject_kind <> 'client' OR subject_id IS NULL", name=op.f('ck_accounts_client_has_no_subject')),
        sa.CheckConstraint("subject_kind IN ('staff', 'participant', 'client')", name=op.f('ck_accounts_subject_kind')),
        sa.CheckConstraint('char_length(email) BETWEEN 3 AND 254', name=op.f('ck_accounts_email_length')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_accounts')),
        sa.UniqueConstraint('organization_id', 'email_folded', name='uq_accounts_email'),
        sa.UniqueConstraint('organization_id', 'subject_kind', 'subject_id', name='uq_accounts_subject')
    )
    op.create_table('sign_in_counters',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.Enum('account_at_address', 'account', 'address', name='counterkind', native_enum=False, length=40), nullable=False),
        sa.Column('key_hash', sa.LargeBinary(), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('window_ends_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("kind IN ('account_at_address', 'account', 'address')", name=op.f('ck_sign_in_counters_kind')),
        sa.CheckConstraint('attempts >= 1', name=op.f('ck_sign_in_counters_attempts')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_sign_in_counters')),
        sa.UniqueConstraint('organization_id', 'kind', 'key_hash', name='uq_sign_in_counters_key')
    )
    op.create_index('ix_sign_in_counters_window', 'sign_in_counters', ['organization_id', 'window_ends_at'], unique=False)
    op.create_table('account_roles',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('role', sa.Enum('administrator', 'program_director', 'therapist', 'supervisor', 'intern', 'psychiatric_provider', 'nurse', 'peer_specialist', 'technician', 'intake_coordinator', 'front_desk', 'utilization_reviewer', 'biller', 'auditor', 'participant', name='role', native_enum=False, length=40), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        ExcludeConstraint((sa.column('organization_id'), '='), (sa.column('account_id'), '='), (sa.column('role'), '='), (sa.text("daterange(starts_on, ends_on, '[]')"), '&&'), using='gist', name='ex_account_roles_overlap'),
        sa.CheckConstraint("role IN ('administrator', 'program_director', 'therapist', 'supervisor', 'intern', 'psychiatric_provider', 'nurse', 'peer_specialist', 'technician', 'intake_coordinator', 'front_desk', 'utilization_reviewer', 'biller', 'auditor', 'participant')", name=op.f('ck_account_roles_role')),
        sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_account_roles_period')),
        sa.ForeignKeyConstraint(['organization_id', 'account_id'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_account_roles_account_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_account_roles'))
    )
    op.create_index('ix_account_roles_account', 'account_roles', ['organization_id', 'account_id'], unique=False)
    op.create_table('api_tokens',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('label', sa.Text(), nullable=False),
        sa.Column('secret_hash', sa.LargeBinary(), nullable=False),
        sa.Column('roles', JSONB(), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint('octet_length(secret_hash) = 32', name=op.f('ck_api_tokens_secret_hash')),
        sa.ForeignKeyConstraint(['organization_id', 'account_id'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_api_tokens_account_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_api_tokens')),
        sa.UniqueConstraint('organization_id', 'secret_hash', name='uq_api_tokens_secret')
    )
    op.create_index('ix_api_tokens_account', 'api_tokens', ['organization_id', 'account_id'], unique=False)
    op.create_table('enrolments',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('purpose', sa.Enum('invitation', 'reset', name='enrolmentpurpose', native_enum=False, length=40), nullable=False),
        sa.Column('secret_hash', sa.LargeBinary(), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("purpose IN ('invitation', 'reset')", name=op.f('ck_enrolments_purpose')),
        sa.CheckConstraint('octet_length(secret_hash) = 32', name=op.f('ck_enrolments_secret_hash')),
        sa.ForeignKeyConstraint(['organization_id', 'account_id'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_enrolments_account_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_enrolments')),
        sa.UniqueConstraint('organization_id', 'secret_hash', name='uq_enrolments_secret')
    )
    op.create_index('ix_enrolments_account', 'enrolments', ['organization_id', 'account_id'], unique=False)
    op.create_table('login_sessions',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=False),
        sa.Column('secret_hash', sa.LargeBinary(), nullable=False),
        sa.Column('device', sa.Text(), nullable=False),
        sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('idle_minutes', sa.Integer(), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint('idle_minutes BETWEEN 1 AND 60', name=op.f('ck_login_sessions_idle_minutes')),
        sa.CheckConstraint('octet_length(secret_hash) = 32', name=op.f('ck_login_sessions_secret_hash')),
        sa.ForeignKeyConstraint(['organization_id', 'account_id'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_login_sessions_account_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_login_sessions')),
        sa.UniqueConstraint('organization_id', 'secret_hash', name='uq_login_sessions_secret')
    )
    op.create_index('ix_login_sessions_account', 'login_sessions', ['organization_id', 'account_id'], unique=False)
    isolate(op, "accounts")
    isolate(op, "sign_in_counters")
    isolate(op, "account_roles")
    isolate(op, "api_tokens")
    isolate(op, "enrolments")
    isolate(op, "login_sessions")
