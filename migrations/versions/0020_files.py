"""Files of participants"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "referral",
                "outside_record",
                "release",
                "advance_directive",
                "identity_document",
                "identity_photo",
                "insurance_card",
                "correspondence",
                "work",
                name="filekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "media_type",
            sa.Enum(
                "application/pdf",
                "image/jpeg",
                "image/png",
                "image/tiff",
                name="mediatype",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('referral', 'outside_record', 'release', 'advance_directive', 'identity_document', 'identity_photo', 'insurance_card', 'correspondence', 'work')",
            name=op.f("ck_files_kind"),
        ),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/jpeg', 'image/png', 'image/tiff')",
            name=op.f("ck_files_media_type"),
        ),
        sa.CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name=op.f("ck_files_voided")),
        sa.CheckConstraint(
            "octet_length(content) BETWEEN size_bytes + 1 AND size_bytes + 128", name=op.f("ck_files_content")
        ),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_files_sha256")),
        sa.CheckConstraint("size_bytes BETWEEN 1 AND 25000000", name=op.f("ck_files_size_bytes")),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_files_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "uploaded_by"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_files_uploaded_by"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_files")),
    )
    op.create_index("ix_files_participant_id", "files", ["organization_id", "participant_id", "id"], unique=False)
    isolate(op, "files")
