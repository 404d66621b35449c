"""programs"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint

from handrail.core.tenancy import isolate

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('programs',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('description', sa.Text(), nullable=True),
        sa.Column('template_key', sa.Text(), nullable=True),
        sa.Column('template_version', sa.Text(), nullable=True),
        sa.Column('level_of_care', sa.Enum('outpatient', 'intensive_outpatient', 'partial_hospitalization', name='levelofcare', native_enum=False, length=40), nullable=False),
        sa.Column('age_band', sa.Enum('adult', 'youth', name='ageband', native_enum=False, length=40), nullable=False),
        sa.Column('part2', sa.Boolean(), nullable=False),
        sa.Column('days_per_week', sa.Integer(), nullable=False),
        sa.Column('minutes_per_day', sa.Integer(), nullable=False),
        sa.Column('countable_minutes_per_day', sa.Integer(), nullable=False),
        sa.Column('blocks', JSONB(), nullable=False),
        sa.Column('tracks', JSONB(), nullable=False),
        sa.Column('length_unit', sa.Enum('weeks', 'days', name='lengthunit', native_enum=False, length=40), nullable=False),
        sa.Column('length_min', sa.Integer(), nullable=False),
        sa.Column('length_usual', sa.Integer(), nullable=False),
        sa.Column('length_max', sa.Integer(), nullable=False),
        sa.Column('phases', JSONB(), nullable=False),
        sa.Column('required_services', JSONB(), nullable=False),
        sa.Column('measures', JSONB(), nullable=False),
        sa.Column('curriculum', JSONB(), nullable=False),
        sa.Column('active', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("age_band IN ('adult', 'youth')", name=op.f('ck_programs_age_band')),
        sa.CheckConstraint("length_unit IN ('weeks', 'days')", name=op.f('ck_programs_length_unit')),
        sa.CheckConstraint("level_of_care IN ('outpatient', 'intensive_outpatient', 'partial_hospitalization')", name=op.f('ck_programs_level_of_care')),
        sa.CheckConstraint('countable_minutes_per_day BETWEEN 0 AND minutes_per_day', name=op.f('ck_programs_countable_minutes')),
        sa.CheckConstraint('days_per_week BETWEEN 1 AND 7', name=op.f('ck_programs_days_per_week')),
        sa.CheckConstraint('length_min >= 1 AND length_min <= length_usual AND length_usual <= length_max', name=op.f('ck_programs_length')),
        sa.CheckConstraint('minutes_per_day BETWEEN 30 AND 480', name=op.f('ck_programs_minutes_per_day')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_programs')),
        sa.UniqueConstraint('organization_id', 'name', name='uq_programs_name')
    )
    op.create_table('program_staff',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('program_id', sa.Uuid(), nullable=False),
        sa.Column('staff_id', sa.Uuid(), nullable=False),
        sa.Column('duty', sa.Enum('lead', 'clinician', 'support', name='duty', native_enum=False, length=40), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        ExcludeConstraint((sa.column('organization_id'), '='), (sa.column('program_id'), '='), (sa.column('staff_id'), '='), (sa.text("daterange(starts_on, ends_on, '[]')"), '&&'), using='gist', name='ex_program_staff_dates'),
        sa.CheckConstraint("duty IN ('lead', 'clinician', 'support')", name=op.f('ck_program_staff_duty')),
        sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_program_staff_dates')),
        sa.ForeignKeyConstraint(['organization_id', 'program_id'], ['programs.organization_id', 'programs.id'], name=op.f('fk_program_staff_program_id')),
        sa.ForeignKeyConstraint(['organization_id', 'staff_id'], ['staff_members.organization_id', 'staff_members.id'], name=op.f('fk_program_staff_staff_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_program_staff'))
    )
    op.create_index('ix_program_staff_staff', 'program_staff', ['organization_id', 'staff_id', 'starts_on'], unique=False)
    isolate(op, "programs")
    isolate(op, "program_staff")
