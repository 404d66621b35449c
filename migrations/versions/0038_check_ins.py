"""check-ins of participants, and how often an account asks"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('request_counts',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('requests', sa.Integer(), nullable=False),
    sa.Column('window_ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('requests >= 1', name=op.f('ck_request_counts_requests')),
    sa.ForeignKeyConstraint(['organization_id', 'account_id'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_request_counts_account_id')),
    sa.PrimaryKeyConstraint('organization_id', 'account_id', name=op.f('pk_request_counts'))
    )
    op.create_table('check_ins',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('checked_in_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_in_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['organization_id', 'booking_id'], ['bookings.organization_id', 'bookings.id'], name=op.f('fk_check_ins_booking_id')),
    sa.ForeignKeyConstraint(['organization_id', 'checked_in_by'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_check_ins_checked_in_by')),
    sa.ForeignKeyConstraint(['organization_id', 'participant_id'], ['participants.organization_id', 'participants.id'], name=op.f('fk_check_ins_participant_id')),
    sa.ForeignKeyConstraint(['organization_id', 'session_id'], ['sessions.organization_id', 'sessions.id'], name=op.f('fk_check_ins_session_id')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_check_ins')),
    sa.UniqueConstraint('organization_id', 'booking_id', name='uq_check_ins_booking')
    )
    op.create_index('ix_check_ins_participant', 'check_ins', ['organization_id', 'participant_id'], unique=False)
    op.create_index('ix_check_ins_session', 'check_ins', ['organization_id', 'session_id'], unique=False)
    isolate(op, "request_counts")
    isolate(op, "check_ins")
