"""cohorts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from handrail.core.tenancy import isolate

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('cohorts',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('program_id', sa.Uuid(), nullable=False),
        sa.Column('location_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('kind', sa.Enum('open', 'closed', name='cohortkind', native_enum=False, length=40), nullable=False),
        sa.Column('track', sa.Enum('day', 'evening', 'weekend', name='track', native_enum=False, length=40), nullable=False),
        sa.Column('capacity', sa.Integer(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('status', sa.Enum('planned', 'running', 'ended', name='cohortstatus', native_enum=False, length=40), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("kind = 'open' OR ends_on IS NOT NULL", name=op.f('ck_cohorts_closed_has_end')),
        sa.CheckConstraint("kind IN ('open', 'closed')", name=op.f('ck_cohorts_kind')),
        sa.CheckConstraint("status <> 'ended' OR ends_on IS NOT NULL", name=op.f('ck_cohorts_ended_has_end')),
        sa.CheckConstraint("status IN ('planned', 'running', 'ended')", name=op.f('ck_cohorts_status')),
        sa.CheckConstraint("track IN ('day', 'evening', 'weekend')", name=op.f('ck_cohorts_track')),
        sa.CheckConstraint('capacity BETWEEN 1 AND 60', name=op.f('ck_cohorts_capacity')),
        sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_cohorts_dates')),
        sa.ForeignKeyConstraint(['organization_id', 'location_id'], ['locations.organization_id', 'locations.id'], name=op.f('fk_cohorts_location_id')),
        sa.ForeignKeyConstraint(['organization_id', 'program_id'], ['programs.organization_id', 'programs.id'], name=op.f('fk_cohorts_program_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_cohorts')),
        sa.UniqueConstraint('organization_id', 'location_id', 'name', 'starts_on', name='uq_cohorts_name')
    )
    op.create_index('ix_cohorts_program', 'cohorts', ['organization_id', 'program_id'], unique=False)
    op.create_table('cohort_memberships',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('cohort_id', sa.Uuid(), nullable=False),
        sa.Column('episode_id', sa.Uuid(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('is_primary', sa.Boolean(), nullable=False),
        sa.Column('late_reason', sa.Enum('return_from_leave', 'transfer', 'step_down', 'clinical_decision', name='latereason', native_enum=False, length=40), nullable=True),
        sa.Column('end_reason', sa.Enum('completed', 'moved', 'stepped_down', 'stepped_up', 'left', 'episode_ended', 'cohort_ended', 'schedule', 'group_fit', name='membershipend', native_enum=False, length=40), nullable=True),
        sa.Column('moved_from_id', sa.Uuid(), nullable=True),
        sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('void_reason', sa.Enum('entered_in_error', 'wrong_participant', 'wrong_cohort', 'duplicate', 'never_began', name='membershipvoidreason', native_enum=False, length=40), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        ExcludeConstraint((sa.column('organization_id'), '='), (sa.column('cohort_id'), '='), (sa.column('episode_id'), '='), (sa.text("daterange(starts_on, ends_on, '[]')"), '&&'), where=sa.text('voided_at IS NULL'), using='gist', name='ex_cohort_memberships_dates'),
        ExcludeConstraint((sa.column('organization_id'), '='), (sa.column('episode_id'), '='), (sa.text("daterange(starts_on, ends_on, '[]')"), '&&'), where=sa.text('is_primary AND voided_at IS NULL'), using='gist', name='ex_cohort_memberships_primary'),
        sa.CheckConstraint("end_reason IN ('completed', 'moved', 'stepped_down', 'stepped_up', 'left', 'episode_ended', 'cohort_ended', 'schedule', 'group_fit')", name=op.f('ck_cohort_memberships_end_reason')),
        sa.CheckConstraint("late_reason IN ('return_from_leave', 'transfer', 'step_down', 'clinical_decision')", name=op.f('ck_cohort_memberships_late_reason')),
        sa.CheckConstraint("void_reason IN ('entered_in_error', 'wrong_participant', 'wrong_cohort', 'duplicate', 'never_began')", name=op.f('ck_cohort_memberships_void_reason')),
        sa.CheckConstraint('(voided_at IS NULL) = (void_reason IS NULL)', name=op.f('ck_cohort_memberships_void_has_reason')),
        sa.CheckConstraint('end_reason IS NULL OR ends_on IS NOT NULL', name=op.f('ck_cohort_memberships_end_has_date')),
        sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_cohort_memberships_dates')),
        sa.ForeignKeyConstraint(['organization_id', 'cohort_id'], ['cohorts.organization_id', 'cohorts.id'], name=op.f('fk_cohort_memberships_cohort_id')),
        sa.ForeignKeyConstraint(['organization_id', 'episode_id'], ['episodes.organization_id', 'episodes.id'], name=op.f('fk_cohort_memberships_episode_id')),
        sa.ForeignKeyConstraint(['organization_id', 'moved_from_id'], ['cohort_memberships.organization_id', 'cohort_memberships.id'], name=op.f('fk_cohort_memberships_moved_from_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_cohort_memberships'))
    )
    op.create_index('ix_cohort_memberships_cohort', 'cohort_memberships', ['organization_id', 'cohort_id', 'starts_on'], unique=False)
    op.create_index('ix_cohort_memberships_episode', 'cohort_memberships', ['organization_id', 'episode_id', 'starts_on'], unique=False)
    op.create_table('waitlist_entries',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('cohort_id', sa.Uuid(), nullable=False),
        sa.Column('participant_id', sa.Uuid(), nullable=False),
        sa.Column('reason', sa.Enum('no_seat', 'next_start', 'schedule', 'authorization', 'assessment', 'medical_clearance', 'transport', 'language', 'group_fit', 'participant_choice', name='waitreason', native_enum=False, length=40), nullable=False),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.Column('requested_on', sa.Date(), nullable=False),
        sa.Column('status', sa.Enum('waiting', 'offered', 'placed', 'withdrawn', name='waitstatus', native_enum=False, length=40), nullable=False),
        sa.Column('withdraw_reason', sa.Enum('declined', 'care_elsewhere', 'not_eligible', 'no_contact', 'entered_in_error', name='withdrawreason', native_enum=False, length=40), nullable=True),
        sa.Column('membership_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("(status = 'placed') = (membership_id IS NOT NULL)", name=op.f('ck_waitlist_entries_placement_has_membership')),
        sa.CheckConstraint("(status = 'withdrawn') = (withdraw_reason IS NOT NULL)", name=op.f('ck_waitlist_entries_withdrawal_has_reason')),
        sa.CheckConstraint("reason IN ('no_seat', 'next_start', 'schedule', 'authorization', 'assessment', 'medical_clearance', 'transport', 'language', 'group_fit', 'participant_choice')", name=op.f('ck_waitlist_entries_reason')),
        sa.CheckConstraint("status IN ('waiting', 'offered', 'placed', 'withdrawn')", name=op.f('ck_waitlist_entries_status')),
        sa.CheckConstraint("withdraw_reason IN ('declined', 'care_elsewhere', 'not_eligible', 'no_contact', 'entered_in_error')", name=op.f('ck_waitlist_entries_withdraw_reason')),
        sa.CheckConstraint('place >= 1', name=op.f('ck_waitlist_entries_place')),
        sa.ForeignKeyConstraint(['organization_id', 'cohort_id'], ['cohorts.organization_id', 'cohorts.id'], name=op.f('fk_waitlist_entries_cohort_id')),
        sa.ForeignKeyConstraint(['organization_id', 'membership_id'], ['cohort_memberships.organization_id', 'cohort_memberships.id'], name=op.f('fk_waitlist_entries_membership_id')),
        sa.ForeignKeyConstraint(['organization_id', 'participant_id'], ['participants.organization_id', 'participants.id'], name=op.f('fk_waitlist_entries_participant_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_waitlist_entries'))
    )
    op.create_index('ix_waitlist_entries_cohort', 'waitlist_entries', ['organization_id', 'cohort_id', 'status', 'place'], unique=False)
    op.create_index('ix_waitlist_entries_participant', 'waitlist_entries', ['organization_id', 'participant_id'], unique=False)
    op.create_index('uq_waitlist_entries_open', 'waitlist_entries', ['organization_id', 'cohort_id', 'participant_id'], unique=True, postgresql_where=sa.text("status IN ('waiting', 'offered')"))
    isolate(op, "cohorts")
    isolate(op, "cohort_memberships")
    isolate(op, "waitlist_entries")
