"""participants"""

import sqlalchemy as sa
from alembic import op
from handrail.core.tenancy import isolate
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fhir_sources",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "resource_type",
            sa.Enum(
                "Patient", "Practitioner", "Organization", "Location", name="importedtype", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "resource_type IN ('Patient', 'Practitioner', 'Organization', 'Location')",
            name=op.f("ck_fhir_sources_resource_type"),
        ),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_fhir_sources_fingerprint_length")),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_fhir_sources")),
        sa.UniqueConstraint(
            "organization_id", "resource_type", "system", "value", name="uq_fhir_sources_resource_type"
        ),
    )
    op.create_index("ix_fhir_sources_target_id", "fhir_sources", ["organization_id", "target_id"], unique=False)
    op.create_table(
        "participant_mrn_counters",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_participant_mrn_counters")),
    )
    op.create_table(
        "participants",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mrn", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "inactive",
                "merged",
                "entered_in_error",
                name="participantstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name_prefix", sa.Text(), nullable=True),
        sa.Column("given_names", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("name_suffix", sa.Text(), nullable=True),
        sa.Column("chosen_name", sa.Text(), nullable=True),
        sa.Column("pronouns", sa.Text(), nullable=True),
        sa.Column("folded_name", sa.Text(collation="C"), nullable=False),
        sa.Column("folded_given", sa.Text(collation="C"), nullable=False),
        sa.Column("folded_chosen", sa.Text(collation="C"), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column(
            "birth_date_precision",
            sa.Enum("day", "month", "year", name="dateprecision", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("deceased", sa.Boolean(), nullable=False),
        sa.Column("deceased_on", sa.Date(), nullable=True),
        sa.Column(
            "deceased_on_precision",
            sa.Enum("day", "month", "year", name="dateprecision", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("deceased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "birth_sex",
            sa.Enum(
                "female", "male", "other", "asked_but_unknown", "unknown", name="birthsex", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column(
            "administrative_gender",
            sa.Enum("female", "male", "other", "unknown", name="administrativegender", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "sex",
            sa.Enum("female", "male", "asked_declined", "unknown", name="sex", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "gender_identity",
            sa.Enum(
                "female",
                "male",
                "transgender_female",
                "transgender_male",
                "non_conforming",
                "other",
                "asked_but_unknown",
                "unknown",
                name="genderidentity",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("race", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column(
            "ethnicity",
            sa.Enum("2135-2", "2186-5", "ASKU", "UNK", name="ethnicity", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("interpreter_needed", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_participants_merged")),
        sa.CheckConstraint(
            "administrative_gender IN ('female', 'male', 'other', 'unknown')",
            name=op.f("ck_participants_administrative_gender"),
        ),
        sa.CheckConstraint(
            "birth_date_precision IN ('day', 'month', 'year')", name=op.f("ck_participants_birth_date_precision")
        ),
        sa.CheckConstraint(
            "birth_sex IN ('female', 'male', 'other', 'asked_but_unknown', 'unknown')",
            name=op.f("ck_participants_birth_sex"),
        ),
        sa.CheckConstraint(
            "deceased_on_precision IN ('day', 'month', 'year')", name=op.f("ck_participants_deceased_on_precision")
        ),
        sa.CheckConstraint("ethnicity IN ('2135-2', '2186-5', 'ASKU', 'UNK')", name=op.f("ck_participants_ethnicity")),
        sa.CheckConstraint(
            "gender_identity IN ('female', 'male', 'transgender_female', 'transgender_male', 'non_conforming', 'other', 'asked_but_unknown', 'unknown')",
            name=op.f("ck_participants_gender_identity"),
        ),
        sa.CheckConstraint("sex IN ('female', 'male', 'asked_declined', 'unknown')", name=op.f("ck_participants_sex")),
        sa.CheckConstraint(
            "status IN ('active', 'inactive', 'merged', 'entered_in_error')", name=op.f("ck_participants_status")
        ),
        sa.CheckConstraint(
            "(birth_date IS NULL) = (birth_date_precision IS NULL)", name=op.f("ck_participants_birth_date_known")
        ),
        sa.CheckConstraint(
            "(deceased_on IS NULL) = (deceased_on_precision IS NULL)", name=op.f("ck_participants_deceased_on_known")
        ),
        sa.CheckConstraint(
            "deceased OR (deceased_on IS NULL AND deceased_at IS NULL)", name=op.f("ck_participants_deceased_dates")
        ),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_participants_merged_into_another")),
        sa.ForeignKeyConstraint(
            ["organization_id", "merged_into_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_participants_merged_into_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_participants")),
        sa.UniqueConstraint("organization_id", "mrn", name="uq_participants_mrn"),
    )
    op.create_index("ix_participants_birth_date", "participants", ["organization_id", "birth_date"], unique=False)
    op.create_index(
        "ix_participants_folded_chosen", "participants", ["organization_id", "folded_chosen", "id"], unique=False
    )
    op.create_index(
        "ix_participants_folded_given", "participants", ["organization_id", "folded_given", "id"], unique=False
    )
    op.create_index(
        "ix_participants_folded_name", "participants", ["organization_id", "folded_name", "id"], unique=False
    )
    op.create_index(
        "ix_participants_merged_into_id",
        "participants",
        ["organization_id", "merged_into_id"],
        unique=False,
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_table(
        "partner_organizations",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Enum("organization", "site", name="partnerkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded_name", sa.Text(collation="C"), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("part_of_id", sa.Uuid(), nullable=True),
        sa.Column("identifiers", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("lines", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('organization', 'site')", name=op.f("ck_partner_organizations_kind")),
        sa.ForeignKeyConstraint(
            ["organization_id", "part_of_id"],
            ["partner_organizations.organization_id", "partner_organizations.id"],
            name=op.f("fk_partner_organizations_part_of_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_partner_organizations")),
    )
    op.create_index(
        "ix_partner_organizations_folded_name",
        "partner_organizations",
        ["organization_id", "folded_name", "id"],
        unique=False,
    )
    op.create_index(
        "ix_partner_organizations_part_of_id", "partner_organizations", ["organization_id", "part_of_id"], unique=False
    )
    op.create_table(
        "care_relationships",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "admitted",
                "primary_clinician",
                "intake",
                "screening",
                "covering",
                "supervision",
                "consultation",
                "follow_up",
                name="carereason",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "reason IN ('admitted', 'primary_clinician', 'intake', 'screening', 'covering', 'supervision', 'consultation', 'follow_up')",
            name=op.f("ck_care_relationships_reason"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name=op.f("ck_care_relationships_in_order")
        ),
        sa.CheckConstraint("num_nonnulls(program_id, staff_id) = 1", name=op.f("ck_care_relationships_one_of_both")),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_care_relationships_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "program_id"],
            ["programs.organization_id", "programs.id"],
            name=op.f("fk_care_relationships_program_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "staff_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_care_relationships_staff_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_care_relationships")),
    )
    op.create_index(
        "ix_care_relationships_participant_id",
        "care_relationships",
        ["organization_id", "participant_id"],
        unique=False,
    )
    op.create_index(
        "ix_care_relationships_program_id",
        "care_relationships",
        ["organization_id", "program_id", "participant_id"],
        unique=False,
    )
    op.create_index(
        "ix_care_relationships_staff_id",
        "care_relationships",
        ["organization_id", "staff_id", "participant_id"],
        unique=False,
    )
    op.create_table(
        "participant_availability",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("work", "school", "child_care", "other", name="availabilitykind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "weekday",
            sa.Enum(
                "monday",
                "tuesday",
                "wednesday",
                "thursday",
                "friday",
                "saturday",
                "sunday",
                name="weekday",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("local_start", sa.Time(), nullable=False),
        sa.Column("local_end", sa.Time(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('work', 'school', 'child_care', 'other')", name=op.f("ck_participant_availability_kind")
        ),
        sa.CheckConstraint(
            "weekday IN ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')",
            name=op.f("ck_participant_availability_weekday"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_participant_availability_in_order"),
        ),
        sa.CheckConstraint("local_start <> local_end", name=op.f("ck_participant_availability_not_empty")),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_participant_availability_participant_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_participant_availability")),
    )
    op.create_index(
        "ix_participant_availability_participant_id",
        "participant_availability",
        ["organization_id", "participant_id"],
        unique=False,
    )
    op.create_table(
        "participant_contacts",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "relationship",
            sa.Enum(
                "parent",
                "spouse",
                "partner",
                "child",
                "sibling",
                "grandparent",
                "relative",
                "friend",
                "guardian",
                "foster_parent",
                "case_manager",
                "probation_officer",
                "sponsor",
                "other",
                name="relationship",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_guardian", sa.Boolean(), nullable=False),
        sa.Column("is_emergency_contact", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("consented_topics", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "relationship IN ('parent', 'spouse', 'partner', 'child', 'sibling', 'grandparent', 'relative', 'friend', 'guardian', 'foster_parent', 'case_manager', 'probation_officer', 'sponsor', 'other')",
            name=op.f("ck_participant_contacts_relationship"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_participant_contacts_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_participant_contacts_participant_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_participant_contacts")),
    )
    op.create_index(
        "ix_participant_contacts_participant_id",
        "participant_contacts",
        ["organization_id", "participant_id"],
        unique=False,
    )
    op.create_table(
        "participant_former_names",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("maiden", "old", "nickname", name="formernamekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("name_prefix", sa.Text(), nullable=True),
        sa.Column("given_names", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=True),
        sa.Column("name_suffix", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('maiden', 'old', 'nickname')", name=op.f("ck_participant_former_names_kind")),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_participant_former_names_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_participant_former_names_participant_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_participant_former_names")),
    )
    op.create_index(
        "ix_participant_former_names_participant_id",
        "participant_former_names",
        ["organization_id", "participant_id"],
        unique=False,
    )
    op.create_table(
        "participant_identifiers",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "medical_record",
                "member",
                "driver_license",
                "passport",
                "source_record",
                "other",
                name="identifierkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('medical_record', 'member', 'driver_license', 'passport', 'source_record', 'other')",
            name=op.f("ck_participant_identifiers_kind"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_participant_identifiers_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_participant_identifiers_participant_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_participant_identifiers")),
        sa.UniqueConstraint("organization_id", "system", "value", name="uq_participant_identifiers_system"),
    )
    op.create_index(
        "ix_participant_identifiers_participant_id",
        "participant_identifiers",
        ["organization_id", "participant_id"],
        unique=False,
    )
    op.create_table(
        "separations",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_participant_id", sa.Uuid(), nullable=True),
        sa.Column("first_staff_id", sa.Uuid(), nullable=True),
        sa.Column("second_participant_id", sa.Uuid(), nullable=True),
        sa.Column("second_staff_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name=op.f("ck_separations_voided")),
        sa.CheckConstraint(
            "coalesce(first_participant_id, first_staff_id) < coalesce(second_participant_id, second_staff_id)",
            name=op.f("ck_separations_one_order"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name=op.f("ck_separations_in_order")
        ),
        sa.CheckConstraint("num_nonnulls(first_participant_id, first_staff_id) = 1", name=op.f("ck_separations_first")),
        sa.CheckConstraint(
            "num_nonnulls(second_participant_id, second_staff_id) = 1", name=op.f("ck_separations_second")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "first_participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_separations_first_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "first_staff_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_separations_first_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "second_participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_separations_second_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "second_staff_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_separations_second_staff_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_separations")),
    )
    op.create_index(
        "ix_separations_first_participant_id", "separations", ["organization_id", "first_participant_id"], unique=False
    )
    op.create_index("ix_separations_first_staff_id", "separations", ["organization_id", "first_staff_id"], unique=False)
    op.create_index(
        "ix_separations_second_participant_id",
        "separations",
        ["organization_id", "second_participant_id"],
        unique=False,
    )
    op.create_index(
        "ix_separations_second_staff_id", "separations", ["organization_id", "second_staff_id"], unique=False
    )
    op.create_table(
        "participant_contact_ways",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("phone", "email", "address", name="contactwaykind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "use",
            sa.Enum(
                "home",
                "work",
                "mobile",
                "temporary",
                "billing",
                "other",
                name="contactwayuse",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("lines", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("value_key", sa.Text(), nullable=False),
        sa.Column("safe_for_voicemail", sa.Boolean(), nullable=False),
        sa.Column("safe_for_text", sa.Boolean(), nullable=False),
        sa.Column("program_may_be_named", sa.Boolean(), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(kind = 'address') = (value IS NULL)", name=op.f("ck_participant_contact_ways_value")),
        sa.CheckConstraint(
            "kind = 'address' OR (lines = '[]' AND city IS NULL)", name=op.f("ck_participant_contact_ways_address")
        ),
        sa.CheckConstraint(
            "kind = 'phone' OR NOT (safe_for_voicemail OR safe_for_text)", name=op.f("ck_participant_contact_ways_safe")
        ),
        sa.CheckConstraint("kind IN ('phone', 'email', 'address')", name=op.f("ck_participant_contact_ways_kind")),
        sa.CheckConstraint(
            "use IN ('home', 'work', 'mobile', 'temporary', 'billing', 'other')",
            name=op.f("ck_participant_contact_ways_use"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_participant_contact_ways_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "contact_id"],
            ["participant_contacts.organization_id", "participant_contacts.id"],
            name=op.f("fk_participant_contact_ways_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_participant_contact_ways_participant_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_participant_contact_ways")),
    )
    op.create_index(
        "ix_participant_contact_ways_participant_id",
        "participant_contact_ways",
        ["organization_id", "participant_id", "contact_id"],
        unique=False,
    )
    op.create_table(
        "participant_contact_attempts",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("contact_way_id", sa.Uuid(), nullable=True),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "means",
            sa.Enum(
                "phone",
                "text",
                "email",
                "letter",
                "visit",
                "video",
                name="contactattemptmeans",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "intake",
                "missed_session",
                "welfare_check",
                "reminder",
                "follow_up",
                "after_discharge",
                "billing",
                "other",
                name="contactattemptreason",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "reached",
                "left_message",
                "no_answer",
                "busy",
                "wrong_number",
                "sent",
                "refused",
                "reached_contact",
                name="contactattemptoutcome",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("next_step_due_on", sa.Date(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "means IN ('phone', 'text', 'email', 'letter', 'visit', 'video')",
            name=op.f("ck_participant_contact_attempts_means"),
        ),
        sa.CheckConstraint(
            "outcome IN ('reached', 'left_message', 'no_answer', 'busy', 'wrong_number', 'sent', 'refused', 'reached_contact')",
            name=op.f("ck_participant_contact_attempts_outcome"),
        ),
        sa.CheckConstraint(
            "reason IN ('intake', 'missed_session', 'welfare_check', 'reminder', 'follow_up', 'after_discharge', 'billing', 'other')",
            name=op.f("ck_participant_contact_attempts_reason"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)", name=op.f("ck_participant_contact_attempts_voided")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "account_id"],
            ["accounts.organization_id", "accounts.id"],
            name=op.f("fk_participant_contact_attempts_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "contact_id"],
            ["participant_contacts.organization_id", "participant_contacts.id"],
            name=op.f("fk_participant_contact_attempts_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "contact_way_id"],
            ["participant_contact_ways.organization_id", "participant_contact_ways.id"],
            name=op.f("fk_participant_contact_attempts_contact_way_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "participant_id"],
            ["participants.organization_id", "participants.id"],
            name=op.f("fk_participant_contact_attempts_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "staff_id"],
            ["staff_members.organization_id", "staff_members.id"],
            name=op.f("fk_participant_contact_attempts_staff_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_participant_contact_attempts")),
    )
    op.create_index(
        "ix_participant_contact_attempts_participant_id",
        "participant_contact_attempts",
        ["organization_id", "participant_id", "attempted_at"],
        unique=False,
    )
    isolate(op, "fhir_sources")
    isolate(op, "participant_mrn_counters")
    isolate(op, "participants")
    isolate(op, "partner_organizations")
    isolate(op, "care_relationships")
    isolate(op, "participant_availability")
    isolate(op, "participant_contacts")
    isolate(op, "participant_former_names")
    isolate(op, "participant_identifiers")
    isolate(op, "separations")
    isolate(op, "participant_contact_ways")
    isolate(op, "participant_contact_attempts")
