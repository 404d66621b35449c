"""published versions of a modality's protocol, and which one a course follows"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('modality_versions',
    sa.Column('organization_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('modality_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('protocol', postgresql.JSONB(astext_type=Text()), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('number >= 1', name=op.f('ck_modality_versions_number')),
    sa.ForeignKeyConstraint(['organization_id', 'modality_id'], ['modalities.organization_id', 'modalities.id'], name=op.f('fk_modality_versions_modality_id')),
    sa.ForeignKeyConstraint(['organization_id', 'published_by'], ['staff_members.organization_id', 'staff_members.id'], name=op.f('fk_modality_versions_published_by')),
    sa.PrimaryKeyConstraint('organization_id', 'id', name=op.f('pk_modality_versions')),
    sa.UniqueConstraint('organization_id', 'modality_id', 'number', name='uq_modality_versions_number')
    )
    isolate(op, "modality_versions")
    # A constant default is written into the catalogue of the database, not into the rows.
    kinds = sa.Column("homework_kinds", postgresql.JSONB(astext_type=Text()), server_default=sa.text("'[]'::jsonb"), nullable=False)
    op.add_column("modalities", kinds)
    for table in ("modalities", "courses"):
        op.add_column(table, sa.Column("protocol_version", sa.Integer(), server_default=sa.text("1"), nullable=False))
        rule = f"ck_{table}_protocol_version"
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {rule} CHECK (protocol_version >= 1) NOT VALID")
