"""staff"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint

from handrail.core.tenancy import isolate

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('staff_members',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account_id', sa.Uuid(), nullable=True),
        sa.Column('given_name', sa.Text(), nullable=False),
        sa.Column('family_name', sa.Text(), nullable=False),
        sa.Column('display_name', sa.Text(), nullable=False),
        sa.Column('pronouns', sa.Text(), nullable=True),
        sa.Column('title', sa.Text(), nullable=True),
        sa.Column('email', sa.Text(), nullable=True),
        sa.Column('phone', sa.Text(), nullable=True),
        sa.Column('languages', JSONB(), nullable=False),
        sa.Column('status', sa.Enum('active', 'on_leave', 'left', name='staffstatus', native_enum=False, length=40), nullable=False),
        sa.Column('started_on', sa.Date(), nullable=True),
        sa.Column('ended_on', sa.Date(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("status IN ('active', 'on_leave', 'left')", name=op.f('ck_staff_members_status')),
        sa.CheckConstraint('ended_on >= started_on', name=op.f('ck_staff_members_employment')),
        sa.ForeignKeyConstraint(['organization_id', 'account_id'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_staff_members_account_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_staff_members')),
        sa.UniqueConstraint('organization_id', 'account_id', name='uq_staff_members_account')
    )
    op.create_index('ix_staff_members_names', 'staff_members', ['organization_id', 'family_name', 'given_name', 'id'], unique=False)
    op.create_table('staff_credentials',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.Enum('md', 'do', 'pmhnp', 'np', 'pa', 'psychologist', 'lcsw', 'lmsw', 'lpc', 'lpc_associate', 'lmft', 'lmft_associate', 'rn', 'cadc', 'otr', 'ctrs', 'peer_specialist', name='credentialkind', native_enum=False, length=40), nullable=False),
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=True),
        sa.Column('issued_on', sa.Date(), nullable=False),
        sa.Column('expires_on', sa.Date(), nullable=True),
        sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('verified_by', sa.Uuid(), nullable=True),
        sa.Column('revoked_on', sa.Date(), nullable=True),
        sa.Column('revoke_reason', sa.Text(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("kind IN ('md', 'do', 'pmhnp', 'np', 'pa', 'psychologist', 'lcsw', 'lmsw', 'lpc', 'lpc_associate', 'lmft', 'lmft_associate', 'rn', 'cadc', 'otr', 'ctrs', 'peer_specialist')", name=op.f('ck_staff_credentials_kind')),
        sa.CheckConstraint("state ~ '^[A-Z]{2}$'", name=op.f('ck_staff_credentials_state')),
        sa.CheckConstraint('(revoked_on IS NULL) = (revoke_reason IS NULL)', name=op.f('ck_staff_credentials_revocation')),
        sa.CheckConstraint('expires_on >= issued_on', name=op.f('ck_staff_credentials_validity')),
        sa.ForeignKeyConstraint(['organization_id', 'staff_id'], ['staff_members.organization_id', 'staff_members.id'], name=op.f('fk_staff_credentials_staff_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_staff_credentials'))
    )
    op.create_index('ix_staff_credentials_expiry', 'staff_credentials', ['organization_id', 'expires_on', 'id'], unique=False)
    op.create_index('uq_staff_credentials_number', 'staff_credentials', ['organization_id', 'staff_id', 'kind', sa.literal_column("coalesce(state, '')"), 'number'], unique=True, postgresql_where=sa.text('revoked_on IS NULL'))
    op.create_table('staff_identifiers',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('system', sa.Text(), nullable=False),
        sa.Column('value', sa.Text(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['organization_id', 'staff_id'], ['staff_members.organization_id', 'staff_members.id'], name=op.f('fk_staff_identifiers_staff_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_staff_identifiers')),
        sa.UniqueConstraint('organization_id', 'system', 'value', name='uq_staff_identifiers_value')
    )
    op.create_index('ix_staff_identifiers_staff', 'staff_identifiers', ['organization_id', 'staff_id'], unique=False)
    op.create_table('staff_service_grants',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('service_kind', sa.Enum('group', 'individual', 'family', 'psychiatric_evaluation', 'medication_management', 'psychoeducation', 'skills', 'recreation', 'orientation', 'intake', 'screening', name='servicekind', native_enum=False, length=40), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('granted_by', sa.Uuid(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        ExcludeConstraint((sa.column('organization_id'), '='), (sa.column('staff_id'), '='), (sa.column('service_kind'), '='), (sa.text("daterange(starts_on, ends_on, '[]')"), '&&'), using='gist', name='ex_staff_service_grants_overlap'),
        sa.CheckConstraint("service_kind IN ('group', 'individual', 'family', 'psychiatric_evaluation', 'medication_management', 'psychoeducation', 'skills', 'recreation', 'orientation', 'intake', 'screening')", name=op.f('ck_staff_service_grants_service_kind')),
        sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_staff_service_grants_period')),
        sa.ForeignKeyConstraint(['organization_id', 'granted_by'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_staff_service_grants_granted_by')),
        sa.ForeignKeyConstraint(['organization_id', 'staff_id'], ['staff_members.organization_id', 'staff_members.id'], name=op.f('fk_staff_service_grants_staff_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_staff_service_grants'))
    )
    op.create_table('staff_supervisions',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('supervisee_id', sa.Uuid(), nullable=False),
        sa.Column('supervisor_id', sa.Uuid(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        ExcludeConstraint((sa.column('organization_id'), '='), (sa.column('supervisee_id'), '='), (sa.column('supervisor_id'), '='), (sa.text("daterange(starts_on, ends_on, '[]')"), '&&'), using='gist', name='ex_staff_supervisions_overlap'),
        sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_staff_supervisions_period')),
        sa.CheckConstraint('supervisee_id <> supervisor_id', name=op.f('ck_staff_supervisions_two_people')),
        sa.ForeignKeyConstraint(['organization_id', 'supervisee_id'], ['staff_members.organization_id', 'staff_members.id'], name=op.f('fk_staff_supervisions_supervisee_id')),
        sa.ForeignKeyConstraint(['organization_id', 'supervisor_id'], ['staff_members.organization_id', 'staff_members.id'], name=op.f('fk_staff_supervisions_supervisor_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_staff_supervisions'))
    )
    op.create_index('ix_staff_supervisions_supervisor', 'staff_supervisions', ['organization_id', 'supervisor_id'], unique=False)
    isolate(op, "staff_members")
    isolate(op, "staff_credentials")
    isolate(op, "staff_identifiers")
    isolate(op, "staff_service_grants")
    isolate(op, "staff_supervisions")
