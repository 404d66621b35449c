"""sessions that were moved out of a closure's way: where they were, so that they can go back"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('closure_moves',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('closure_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('from_starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('from_ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('from_room_id', sa.Uuid(), nullable=True),
    sa.Column('to_starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('from_ends_at > from_starts_at', name=op.f('ck_closure_moves_span')),
    sa.ForeignKeyConstraint(['organization_id', 'closure_id'], ['closures.organization_id', 'closures.id'], name=op.f('fk_closure_moves_closure_id')),
    sa.ForeignKeyConstraint(['organization_id', 'from_room_id'], ['rooms.organization_id', 'rooms.id'], name=op.f('fk_closure_moves_from_room_id')),
    sa.ForeignKeyConstraint(['organization_id', 'session_id'], ['sessions.organization_id', 'sessions.id'], name=op.f('fk_closure_moves_session_id')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_closure_moves')),
    sa.UniqueConstraint('organization_id', 'closure_id', 'session_id', name='uq_closure_moves_session')
    )
    op.create_index('ix_closure_moves_session', 'closure_moves', ['organization_id', 'session_id'], unique=False)
    isolate(op, "closure_moves")
