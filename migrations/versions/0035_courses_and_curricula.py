"""courses of therapy, homework, curricula"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('courses',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('modality_id', sa.Uuid(), nullable=False),
    sa.Column('led_by', sa.Uuid(), nullable=True),
    sa.Column('objective', sa.Text(), nullable=True),
    sa.Column('planned_sessions', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('stop_reason', sa.Enum('completed', 'no_benefit', 'too_distressing', 'declined', 'other_therapy', 'left_program', 'other', name='stopreason', native_enum=False, length=40), nullable=True),
    sa.Column('stop_note', sa.Text(), nullable=True),
    sa.Column('started_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("stop_reason IN ('completed', 'no_benefit', 'too_distressing', 'declined', 'other_therapy', 'left_program', 'other')", name=op.f('ck_courses_stop_reason')),
    sa.CheckConstraint('(ended_on IS NULL) = (stop_reason IS NULL)', name=op.f('ck_courses_end_has_reason')),
    sa.CheckConstraint('ended_on >= starts_on', name=op.f('ck_courses_ended_last')),
    sa.CheckConstraint('planned_sessions BETWEEN 1 AND 200', name=op.f('ck_courses_planned_sessions')),
    sa.ForeignKeyConstraint(['organization_id', 'episode_id'], ['episodes.organization_id', 'episodes.id'], name=op.f('fk_courses_episode_id')),
    sa.ForeignKeyConstraint(['organization_id', 'led_by'], ['staff_members.organization_id', 'staff_members.id'], name=op.f('fk_courses_led_by')),
    sa.ForeignKeyConstraint(['organization_id', 'modality_id'], ['modalities.organization_id', 'modalities.id'], name=op.f('fk_courses_modality_id')),
    sa.ForeignKeyConstraint(['organization_id', 'participant_id'], ['participants.organization_id', 'participants.id'], name=op.f('fk_courses_participant_id')),
    sa.ForeignKeyConstraint(['organization_id', 'started_by'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_courses_started_by')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_courses'))
    )
    op.create_index('ix_courses_episode', 'courses', ['organization_id', 'episode_id'], unique=False)
    op.create_index('ix_courses_participant', 'courses', ['organization_id', 'participant_id'], unique=False)
    op.create_index('uq_courses_running', 'courses', ['organization_id', 'episode_id', 'modality_id'], unique=True, postgresql_where=sa.text('ended_on IS NULL'))
    op.create_table('course_targets',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('memory', 'stuck_point', 'exposure', 'behavior', 'trigger', 'warning_sign', name='targetkind', native_enum=False, length=40), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('details', postgresql.JSONB(astext_type=Text()), nullable=False),
    sa.Column('status', sa.Enum('open', 'complete', 'set_aside', name='targetstatus', native_enum=False, length=40), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('settled_despite', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("(status = 'open') = (settled_on IS NULL)", name=op.f('ck_course_targets_settled')),
    sa.CheckConstraint("kind IN ('memory', 'stuck_point', 'exposure', 'behavior', 'trigger', 'warning_sign')", name=op.f('ck_course_targets_kind')),
    sa.CheckConstraint("status IN ('open', 'complete', 'set_aside')", name=op.f('ck_course_targets_status')),
    sa.CheckConstraint('number BETWEEN 1 AND 60', name=op.f('ck_course_targets_number')),
    sa.ForeignKeyConstraint(['organization_id', 'course_id'], ['courses.organization_id', 'courses.id'], name=op.f('fk_course_targets_course_id')),
    sa.ForeignKeyConstraint(['organization_id', 'participant_id'], ['participants.organization_id', 'participants.id'], name=op.f('fk_course_targets_participant_id')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_course_targets'))
    )
    op.create_index('ix_course_targets_participant', 'course_targets', ['organization_id', 'participant_id'], unique=False)
    op.create_index('uq_course_targets_number', 'course_targets', ['organization_id', 'course_id', 'number'], unique=True)
    op.create_table('course_entries',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('target_id', sa.Uuid(), nullable=True),
    sa.Column('session_id', sa.Uuid(), nullable=True),
    sa.Column('noted_on', sa.Date(), nullable=False),
    sa.Column('phase', sa.Text(), nullable=True),
    sa.Column('values', postgresql.JSONB(astext_type=Text()), nullable=False),
    sa.Column('noted_by', sa.Uuid(), nullable=False),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('(voided_at IS NULL) = (void_reason IS NULL)', name=op.f('ck_course_entries_void_has_reason')),
    sa.ForeignKeyConstraint(['organization_id', 'course_id'], ['courses.organization_id', 'courses.id'], name=op.f('fk_course_entries_course_id')),
    sa.ForeignKeyConstraint(['organization_id', 'noted_by'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_course_entries_noted_by')),
    sa.ForeignKeyConstraint(['organization_id', 'participant_id'], ['participants.organization_id', 'participants.id'], name=op.f('fk_course_entries_participant_id')),
    sa.ForeignKeyConstraint(['organization_id', 'session_id'], ['sessions.organization_id', 'sessions.id'], name=op.f('fk_course_entries_session_id')),
    sa.ForeignKeyConstraint(['organization_id', 'target_id'], ['course_targets.organization_id', 'course_targets.id'], name=op.f('fk_course_entries_target_id')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_course_entries'))
    )
    op.create_index('ix_course_entries_course', 'course_entries', ['organization_id', 'course_id', 'noted_on', 'id'], unique=False)
    op.create_index('ix_course_entries_participant', 'course_entries', ['organization_id', 'participant_id'], unique=False)
    op.create_index('ix_course_entries_session', 'course_entries', ['organization_id', 'session_id'], unique=False)
    op.create_index('ix_course_entries_target', 'course_entries', ['organization_id', 'target_id'], unique=False)
    op.create_table('homework',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('episode_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.Uuid(), nullable=True),
    sa.Column('delivery_id', sa.Uuid(), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('assigned_on', sa.Date(), nullable=False),
    sa.Column('assigned_by', sa.Uuid(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('done', sa.Enum('done', 'partly', 'not_done', 'not_set', name='homeworkdone', native_enum=False, length=40), nullable=True),
    sa.Column('reported_on', sa.Date(), nullable=True),
    sa.Column('reviewed_on', sa.Date(), nullable=True),
    sa.Column('reviewed_by', sa.Uuid(), nullable=True),
    sa.Column('review_note', sa.Text(), nullable=True),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("done IN ('done', 'partly', 'not_done', 'not_set')", name=op.f('ck_homework_done')),
    sa.CheckConstraint('(done IS NULL) = (reported_on IS NULL)', name=op.f('ck_homework_report_has_day')),
    sa.CheckConstraint('(reviewed_on IS NULL) = (reviewed_by IS NULL)', name=op.f('ck_homework_review_has_reviewer')),
    sa.CheckConstraint('(text IS NULL) <> (delivery_id IS NULL)', name=op.f('ck_homework_of_its_own_or_of_a_delivery')),
    sa.CheckConstraint('(voided_at IS NULL) = (void_reason IS NULL)', name=op.f('ck_homework_void_has_reason')),
    sa.CheckConstraint('due_on >= assigned_on', name=op.f('ck_homework_due_after_assignment')),
    sa.CheckConstraint('reviewed_on IS NULL OR reported_on IS NOT NULL', name=op.f('ck_homework_reviewed_after_report')),
    sa.ForeignKeyConstraint(['organization_id', 'assigned_by'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_homework_assigned_by')),
    sa.ForeignKeyConstraint(['organization_id', 'course_id'], ['courses.organization_id', 'courses.id'], name=op.f('fk_homework_course_id')),
    sa.ForeignKeyConstraint(['organization_id', 'delivery_id'], ['deliveries.organization_id', 'deliveries.id'], name=op.f('fk_homework_delivery_id')),
    sa.ForeignKeyConstraint(['organization_id', 'episode_id'], ['episodes.organization_id', 'episodes.id'], name=op.f('fk_homework_episode_id')),
    sa.ForeignKeyConstraint(['organization_id', 'participant_id'], ['participants.organization_id', 'participants.id'], name=op.f('fk_homework_participant_id')),
    sa.ForeignKeyConstraint(['organization_id', 'reviewed_by'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_homework_reviewed_by')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_homework'))
    )
    op.create_index('ix_homework_course', 'homework', ['organization_id', 'course_id'], unique=False)
    op.create_index('ix_homework_episode', 'homework', ['organization_id', 'episode_id'], unique=False)
    op.create_index('ix_homework_participant', 'homework', ['organization_id', 'participant_id', 'assigned_on'], unique=False)
    op.create_index('uq_homework_delivery', 'homework', ['organization_id', 'delivery_id', 'episode_id'], unique=True, postgresql_where=sa.text('delivery_id IS NOT NULL AND voided_at IS NULL'))
    isolate(op, "courses")
    isolate(op, "course_targets")
    isolate(op, "course_entries")
    isolate(op, "homework")
    op.create_table('curricula',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('modality_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('template_key', sa.Text(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('topics', postgresql.JSONB(astext_type=Text()), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['organization_id', 'modality_id'], ['modalities.organization_id', 'modalities.id'], name=op.f('fk_curricula_modality_id')),
    sa.ForeignKeyConstraint(['organization_id', 'program_id'], ['programs.organization_id', 'programs.id'], name=op.f('fk_curricula_program_id')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_curricula')),
    sa.UniqueConstraint('organization_id', 'program_id', 'name', name='uq_curricula_name')
    )
    op.create_table('curriculum_runs',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('curriculum_id', sa.Uuid(), nullable=False),
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('first_topic', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('ended_on >= starts_on', name=op.f('ck_curriculum_runs_ended_last')),
    sa.CheckConstraint('first_topic BETWEEN 0 AND 59', name=op.f('ck_curriculum_runs_first_topic')),
    sa.ForeignKeyConstraint(['organization_id', 'cohort_id'], ['cohorts.organization_id', 'cohorts.id'], name=op.f('fk_curriculum_runs_cohort_id')),
    sa.ForeignKeyConstraint(['organization_id', 'curriculum_id'], ['curricula.organization_id', 'curricula.id'], name=op.f('fk_curriculum_runs_curriculum_id')),
    sa.ForeignKeyConstraint(['organization_id', 'series_id'], ['series.organization_id', 'series.id'], name=op.f('fk_curriculum_runs_series_id')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_curriculum_runs'))
    )
    op.create_index('ix_curriculum_runs_curriculum', 'curriculum_runs', ['organization_id', 'curriculum_id'], unique=False)
    op.create_index('ix_curriculum_runs_series', 'curriculum_runs', ['organization_id', 'series_id'], unique=False)
    op.create_index('uq_curriculum_runs_running', 'curriculum_runs', ['organization_id', 'cohort_id', 'series_id'], unique=True, postgresql_where=sa.text('ended_on IS NULL'))
    op.create_table('curriculum_pins',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('topic', sa.Text(), nullable=False),
    sa.Column('pinned_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['organization_id', 'pinned_by'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_curriculum_pins_pinned_by')),
    sa.ForeignKeyConstraint(['organization_id', 'run_id'], ['curriculum_runs.organization_id', 'curriculum_runs.id'], name=op.f('fk_curriculum_pins_run_id')),
    sa.ForeignKeyConstraint(['organization_id', 'session_id'], ['sessions.organization_id', 'sessions.id'], name=op.f('fk_curriculum_pins_session_id')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_curriculum_pins')),
    sa.UniqueConstraint('organization_id', 'run_id', 'session_id', name='uq_curriculum_pins_session')
    )
    op.create_index('ix_curriculum_pins_session', 'curriculum_pins', ['organization_id', 'session_id'], unique=False)
    isolate(op, "curricula")
    isolate(op, "curriculum_runs")
    isolate(op, "curriculum_pins")
