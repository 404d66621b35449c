"""authenticator apps and their recovery codes"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('recovery_codes',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('secret_hash', sa.LargeBinary(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('octet_length(secret_hash) = 32', name=op.f('ck_recovery_codes_secret_hash')),
    sa.ForeignKeyConstraint(['organization_id', 'account_id'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_recovery_codes_account_id')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_recovery_codes')),
    sa.UniqueConstraint('organization_id', 'account_id', 'secret_hash', name='uq_recovery_codes_secret')
    )
    op.create_table('second_factors',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('sealed_secret', sa.LargeBinary(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('last_step >= 0', name=op.f('ck_second_factors_last_step')),
    sa.ForeignKeyConstraint(['organization_id', 'account_id'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_second_factors_account_id')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_second_factors')),
    sa.UniqueConstraint('organization_id', 'account_id', name='uq_second_factors_account')
    )
    isolate(op, "recovery_codes")
    isolate(op, "second_factors")
