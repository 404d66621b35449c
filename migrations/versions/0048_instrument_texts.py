"""an organization's own words of an instrument, and which of them a measure is asked with"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('instrument_texts',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('instrument_key', sa.Text(), nullable=False),
    sa.Column('instrument_version', sa.Integer(), nullable=False),
    sa.Column('language', sa.Enum('en', 'es', name='language', native_enum=False, length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('instruction', sa.Text(), nullable=True),
    sa.Column('items', postgresql.JSONB(astext_type=Text()), nullable=False),
    sa.Column('licence', sa.Text(), nullable=False),
    sa.Column('entered_by', sa.Uuid(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_by', sa.Uuid(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("language IN ('en', 'es')", name=op.f('ck_instrument_texts_language')),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by IS NULL)', name=op.f('ck_instrument_texts_withdrawn')),
    sa.CheckConstraint('number >= 1', name=op.f('ck_instrument_texts_number')),
    sa.ForeignKeyConstraint(['organization_id', 'entered_by'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_instrument_texts_entered_by')),
    sa.ForeignKeyConstraint(['organization_id', 'withdrawn_by'], ['accounts.organization_id', 'accounts.id'], name=op.f('fk_instrument_texts_withdrawn_by')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_instrument_texts')),
    sa.UniqueConstraint('organization_id', 'instrument_key', 'instrument_version', 'language', 'number', name='uq_instrument_texts_number')
    )
    isolate(op, "instrument_texts")
    op.add_column("administrations", sa.Column("instrument_text_id", sa.Uuid(), nullable=True))
    op.execute(
        "ALTER TABLE administrations ADD CONSTRAINT fk_administrations_instrument_text_id"
        " FOREIGN KEY (organization_id, instrument_text_id) REFERENCES instrument_texts (organization_id, id) NOT VALID"
    )
