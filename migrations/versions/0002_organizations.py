"""organizations"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint

from handrail.core.tenancy import APP, MAINTENANCE, isolate

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('organizations',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('slug', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('time_zone', sa.Text(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("state ~ '^[A-Z]{2}$'", name=op.f('ck_organizations_state')),
        sa.PrimaryKeyConstraint('organization_id', name=op.f('pk_organizations'))
    )
    op.create_table('organization_directory',
        sa.Column('slug', sa.Text(), nullable=False),
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'", name=op.f('ck_organization_directory_slug')),
        sa.PrimaryKeyConstraint('slug', name=op.f('pk_organization_directory')),
        sa.UniqueConstraint('organization_id', name='uq_organization_directory_organization_id')
    )
    op.create_table('locations',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('time_zone', sa.Text(), nullable=False),
        sa.Column('phone', sa.Text(), nullable=True),
        sa.Column('street', sa.Text(), nullable=True),
        sa.Column('city', sa.Text(), nullable=True),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('postal_code', sa.Text(), nullable=True),
        sa.Column('active', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("state ~ '^[A-Z]{2}$'", name=op.f('ck_locations_state')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_locations')),
        sa.UniqueConstraint('organization_id', 'name', name='uq_locations_name')
    )
    op.create_table('rooms',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('location_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('kind', sa.Enum('group_room', 'office', 'telehealth', name='roomkind', native_enum=False, length=40), nullable=False),
        sa.Column('capacity', sa.Integer(), nullable=False),
        sa.Column('equipment', JSONB(), nullable=False),
        sa.Column('active', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("kind IN ('group_room', 'office', 'telehealth')", name=op.f('ck_rooms_kind')),
        sa.CheckConstraint('capacity BETWEEN 1 AND 500', name=op.f('ck_rooms_capacity')),
        sa.ForeignKeyConstraint(['organization_id', 'location_id'], ['locations.organization_id', 'locations.id'], name=op.f('fk_rooms_location_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_rooms')),
        sa.UniqueConstraint('organization_id', 'location_id', 'name', name='uq_rooms_name')
    )
    op.create_table('closures',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('location_id', sa.Uuid(), nullable=True),
        sa.Column('kind', sa.Enum('closed', 'delayed', 'early_end', 'by_video', name='closurekind', native_enum=False, length=40), nullable=False),
        sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('public_title', sa.Text(), nullable=False),
        sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('removed_by', sa.Uuid(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.CheckConstraint("kind IN ('closed', 'delayed', 'early_end', 'by_video')", name=op.f('ck_closures_kind')),
        sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_closures_span')),
        sa.ForeignKeyConstraint(['organization_id', 'location_id'], ['locations.organization_id', 'locations.id'], name=op.f('fk_closures_location_id')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_closures'))
    )
    op.create_index('ix_closures_span', 'closures', ['organization_id', 'starts_at', 'ends_at'], unique=False)
    op.create_table('week_rules',
        sa.Column('organization_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('level_of_care', sa.Enum('outpatient', 'intensive_outpatient', 'partial_hospitalization', name='levelofcare', native_enum=False, length=40), nullable=False),
        sa.Column('age_band', sa.Enum('adult', 'youth', name='ageband', native_enum=False, length=40), nullable=False),
        sa.Column('phase', sa.Enum('standard', 'taper', 'holiday', name='phase', native_enum=False, length=40), nullable=False),
        sa.Column('state', sa.Text(), nullable=True),
        sa.Column('payer', sa.Text(), nullable=True),
        sa.Column('min_minutes_per_week', sa.Integer(), nullable=True),
        sa.Column('max_minutes_per_week', sa.Integer(), nullable=True),
        sa.Column('min_days_per_week', sa.Integer(), nullable=True),
        sa.Column('min_minutes_counted_day', sa.Integer(), nullable=True),
        sa.Column('group_cap', sa.Integer(), nullable=True),
        sa.Column('countable_kinds', JSONB(), nullable=False),
        sa.Column('week_starts_on', sa.Enum('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', name='weekday', native_enum=False, length=40), nullable=True),
        sa.Column('citation', sa.Text(), nullable=False),
        sa.Column('confidence', sa.Enum('verified', 'probable', 'house', name='confidence', native_enum=False, length=40), nullable=False),
        sa.Column('shipped_key', sa.Text(), nullable=True),
        sa.Column('shipped_version', sa.Text(), nullable=True),
        sa.Column('valid_from', sa.Date(), nullable=True),
        sa.Column('valid_to', sa.Date(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        ExcludeConstraint((sa.column('organization_id'), '='), (sa.column('level_of_care'), '='), (sa.column('age_band'), '='), (sa.column('phase'), '='), (sa.text("coalesce(state, '')"), '='), (sa.text("coalesce(payer, '')"), '='), (sa.text("daterange(valid_from, valid_to, '[]')"), '&&'), using='gist', name='ex_week_rules_validity'),
        sa.CheckConstraint("age_band IN ('adult', 'youth')", name=op.f('ck_week_rules_age_band')),
        sa.CheckConstraint("confidence IN ('verified', 'probable', 'house')", name=op.f('ck_week_rules_confidence')),
        sa.CheckConstraint("level_of_care IN ('outpatient', 'intensive_outpatient', 'partial_hospitalization')", name=op.f('ck_week_rules_level_of_care')),
        sa.CheckConstraint("phase IN ('standard', 'taper', 'holiday')", name=op.f('ck_week_rules_phase')),
        sa.CheckConstraint("state IS NULL OR state ~ '^[A-Z]{2}$'", name=op.f('ck_week_rules_state')),
        sa.CheckConstraint("week_starts_on IN ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')", name=op.f('ck_week_rules_week_starts_on')),
        sa.CheckConstraint('group_cap BETWEEN 1 AND 100', name=op.f('ck_week_rules_group_cap')),
        sa.CheckConstraint('max_minutes_per_week BETWEEN 0 AND 10080', name=op.f('ck_week_rules_max_minutes_per_week')),
        sa.CheckConstraint('min_days_per_week BETWEEN 1 AND 7', name=op.f('ck_week_rules_min_days_per_week')),
        sa.CheckConstraint('min_minutes_counted_day BETWEEN 0 AND 1440', name=op.f('ck_week_rules_min_minutes_counted_day')),
        sa.CheckConstraint('min_minutes_per_week BETWEEN 0 AND 10080', name=op.f('ck_week_rules_min_minutes_per_week')),
        sa.CheckConstraint('valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from', name=op.f('ck_week_rules_validity')),
        sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_week_rules'))
    )
    isolate(op, "organizations")
    isolate(op, "locations")
    isolate(op, "rooms")
    isolate(op, "closures")
    isolate(op, "week_rules")
    op.execute(f"GRANT SELECT, INSERT ON organization_directory TO {APP}, {MAINTENANCE}")
