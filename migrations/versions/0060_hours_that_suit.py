"""hours that suit: of staff and participants as a wish, of relatives for family sessions; the longest day, week, lunch"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate

revision = "0060"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('staff_preferred_hours',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('weekday', sa.Enum('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', name='weekday', native_enum=False, length=40), nullable=False),
    sa.Column('local_start', sa.Time(), nullable=False),
    sa.Column('local_end', sa.Time(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("weekday IN ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')", name=op.f('ck_staff_preferred_hours_weekday')),
    sa.CheckConstraint('local_start < local_end', name=op.f('ck_staff_preferred_hours_in_order')),
    sa.ForeignKeyConstraint(['organization_id', 'staff_id'], ['staff_members.organization_id', 'staff_members.id'], name=op.f('fk_staff_preferred_hours_staff_id')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_staff_preferred_hours'))
    )
    op.create_index('ix_staff_preferred_hours_staff', 'staff_preferred_hours', ['organization_id', 'staff_id'], unique=False)
    isolate(op, "staff_preferred_hours")
    op.create_table('participant_suitable_hours',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('weekday', sa.Enum('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', name='weekday', native_enum=False, length=40), nullable=False),
    sa.Column('local_start', sa.Time(), nullable=False),
    sa.Column('local_end', sa.Time(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("weekday IN ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')", name=op.f('ck_participant_suitable_hours_weekday')),
    sa.CheckConstraint('ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on', name=op.f('ck_participant_suitable_hours_in_order')),
    sa.CheckConstraint('local_start < local_end', name=op.f('ck_participant_suitable_hours_hours')),
    sa.ForeignKeyConstraint(['organization_id', 'contact_id'], ['participant_contacts.organization_id', 'participant_contacts.id'], name=op.f('fk_participant_suitable_hours_contact_id')),
    sa.ForeignKeyConstraint(['organization_id', 'participant_id'], ['participants.organization_id', 'participants.id'], name=op.f('fk_participant_suitable_hours_participant_id')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_participant_suitable_hours'))
    )
    op.create_index('ix_participant_suitable_hours_contact_id', 'participant_suitable_hours', ['organization_id', 'contact_id'], unique=False)
    op.create_index('ix_participant_suitable_hours_participant_id', 'participant_suitable_hours', ['organization_id', 'participant_id'], unique=False)
    isolate(op, "participant_suitable_hours")
    for name in ("longest_day_minutes", "longest_week_minutes", "lunch_minutes"):
        op.add_column("staff_members", sa.Column(name, sa.Integer(), nullable=True))
    for name in ("lunch_from", "lunch_to"):
        op.add_column("staff_members", sa.Column(name, sa.Time(), nullable=True))
    # Every row there is holds to them: nothing is written yet.
    for name, rule in (
        ("longest_day", "longest_day_minutes BETWEEN 30 AND 1440"),
        ("longest_week", "longest_week_minutes BETWEEN 30 AND 10080"),
        ("lunch_whole", "num_nonnulls(lunch_minutes, lunch_from, lunch_to) IN (0, 3)"),
        ("lunch", "lunch_minutes BETWEEN 15 AND 180 AND lunch_from < lunch_to"),
    ):
        op.execute(f"ALTER TABLE staff_members ADD CONSTRAINT ck_staff_members_{name} CHECK ({rule}) NOT VALID")
