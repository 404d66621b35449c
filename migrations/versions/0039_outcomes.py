"""what is done about a course that is not on track"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('track_responses',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('instrument_key', sa.Text(), nullable=False),
    sa.Column('administration_id', sa.Uuid(), nullable=False),
    sa.Column('off_track', sa.Enum('worse', 'no_gain', name='offtrack', native_enum=False, length=40), nullable=False),
    sa.Column('kind', sa.Enum('talked', 'goal_or_bond', 'plan_changed', 'therapy_changed', 'prescriber', 'more_care', 'supervision', 'no_change', name='responsekind', native_enum=False, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=False),
    sa.Column('responded_by', sa.Uuid(), nullable=False),
    sa.Column('responded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("kind IN ('talked', 'goal_or_bond', 'plan_changed', 'therapy_changed', 'prescriber', 'more_care', 'supervision', 'no_change')", name=op.f('ck_track_responses_kind')),
    sa.CheckConstraint("off_track IN ('worse', 'no_gain')", name=op.f('ck_track_responses_off_track')),
    sa.ForeignKeyConstraint(['organization_id', 'administration_id'], ['administrations.organization_id', 'administrations.id'], name=op.f('fk_track_responses_administration_id')),
    sa.ForeignKeyConstraint(['organization_id', 'episode_id'], ['episodes.organization_id', 'episodes.id'], name=op.f('fk_track_responses_episode_id')),
    sa.ForeignKeyConstraint(['organization_id', 'participant_id'], ['participants.organization_id', 'participants.id'], name=op.f('fk_track_responses_participant_id')),
    sa.ForeignKeyConstraint(['organization_id', 'responded_by'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_track_responses_responded_by')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_track_responses'))
    )
    op.create_index('ix_track_responses_administration', 'track_responses', ['organization_id', 'administration_id'], unique=False)
    op.create_index('ix_track_responses_episode', 'track_responses', ['organization_id', 'episode_id', 'instrument_key'], unique=False)
    op.create_index('ix_track_responses_participant', 'track_responses', ['organization_id', 'participant_id'], unique=False)
    isolate(op, "track_responses")
