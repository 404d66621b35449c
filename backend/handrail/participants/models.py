"""Tables of the people who take part: who they are, and what must be known to call, meet or seat them."""

from datetime import date, datetime, time
from typing import Annotated

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    AvailabilityId,
    CareRelationshipId,
    ContactAttemptId,
    ContactId,
    ContactWayId,
    DistinctionId,
    FormerNameId,
    ParticipantId,
    ParticipantIdentifierId,
    ProgramId,
    SeparationId,
    StaffId,
    SuitableHoursId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.core.vocabulary import Weekday
from handrail.participants.vocabulary import (
    AdministrativeGender,
    AvailabilityKind,
    BirthSex,
    CareReason,
    ContactAttemptMeans,
    ContactAttemptOutcome,
    ContactAttemptReason,
    ContactWayKind,
    ContactWayUse,
    DatePrecision,
    Ethnicity,
    FormerNameKind,
    GenderIdentity,
    IdentifierKind,
    ParticipantStatus,
    Relationship,
    Sex,
)

IN_ORDER = "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on"


# `^@` reads a btree only in byte order, and a page of names should come in the same order everywhere.
Folded = Annotated[str, mapped_column(Text(collation="C"))]


class Participant(TenantScoped, Versioned, Base):
    """A person who takes part, or asked to. `folded_*` are made by `rules.folded_names` at every change of a name."""

    __tablename__ = "participants"
    __health__ = True
    __table_args__ = (
        same_tenant("merged_into_id", "participants"),
        UniqueConstraint("organization_id", "mrn", name="uq_participants_mrn"),
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        CheckConstraint("deceased OR (deceased_on IS NULL AND deceased_at IS NULL)", name="deceased_dates"),
        CheckConstraint("(birth_date IS NULL) = (birth_date_precision IS NULL)", name="birth_date_known"),
        CheckConstraint("(deceased_on IS NULL) = (deceased_on_precision IS NULL)", name="deceased_on_known"),
        Index("ix_participants_folded_name", "organization_id", "folded_name", "id"),
        Index("ix_participants_folded_given", "organization_id", "folded_given", "id"),
        Index("ix_participants_folded_chosen", "organization_id", "folded_chosen", "id"),
        Index("ix_participants_birth_date", "organization_id", "birth_date"),
        Index(
            "ix_participants_merged_into_id",
            "organization_id",
            "merged_into_id",
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
    )

    id: Mapped[ParticipantId] = mapped_column(primary_key=True, default=new_id)
    mrn: Mapped[str]
    status: Mapped[ParticipantStatus] = mapped_column(default=ParticipantStatus.ACTIVE)
    name_prefix: Mapped[str | None]
    given_names: Mapped[list[str]]
    family_name: Mapped[str]
    name_suffix: Mapped[str | None]
    chosen_name: Mapped[str | None]
    pronouns: Mapped[str | None]
    folded_name: Mapped[Folded]
    folded_given: Mapped[Folded]
    folded_chosen: Mapped[Folded | None]
    birth_date: Mapped[date | None]
    birth_date_precision: Mapped[DatePrecision | None]
    deceased: Mapped[bool] = mapped_column(default=False)
    deceased_on: Mapped[date | None]
    deceased_on_precision: Mapped[DatePrecision | None]
    deceased_at: Mapped[datetime | None]
    birth_sex: Mapped[BirthSex | None]
    administrative_gender: Mapped[AdministrativeGender | None]
    sex: Mapped[Sex | None]
    gender_identity: Mapped[GenderIdentity | None]
    race: Mapped[list[str]] = mapped_column(default=list)
    ethnicity: Mapped[Ethnicity | None]
    language: Mapped[str | None]
    interpreter_needed: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[ParticipantId | None]
    merged_at: Mapped[datetime | None]
    status_before_merge: Mapped[ParticipantStatus | None]

    @property
    def person_id(self) -> ParticipantId:
        """The record that stands for the person: what this one is merged into, else itself. Merges are one deep."""
        return self.merged_into_id or self.id


class MrnCounter(TenantScoped, Base):
    """Last medical record number given out in an organization."""

    __tablename__ = "participant_mrn_counters"
    __health__ = False

    last: Mapped[int]


class FormerName(TenantScoped, Base):
    """A name somebody had. It is not searched: a name left behind must not surface by itself."""

    __tablename__ = "participant_former_names"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        Index("ix_participant_former_names_participant_id", "organization_id", "participant_id"),
        CheckConstraint(IN_ORDER, name="in_order"),
    )

    id: Mapped[FormerNameId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    kind: Mapped[FormerNameKind]
    name_prefix: Mapped[str | None]
    given_names: Mapped[list[str]]
    family_name: Mapped[str | None]
    name_suffix: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class ParticipantIdentifier(TenantScoped, Versioned, Base):
    """A number another system knows the person by."""

    __tablename__ = "participant_identifiers"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        UniqueConstraint("organization_id", "system", "value", name="uq_participant_identifiers_system"),
        Index("ix_participant_identifiers_participant_id", "organization_id", "participant_id"),
        Index("ix_participant_identifiers_value", "organization_id", "value"),
        CheckConstraint(IN_ORDER, name="in_order"),
    )

    id: Mapped[ParticipantIdentifierId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    system: Mapped[str]
    value: Mapped[str]
    kind: Mapped[IdentifierKind]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class Contact(TenantScoped, Versioned, Base):
    """Somebody near the participant: family, guardian, person to call in an emergency."""

    __tablename__ = "participant_contacts"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        Index("ix_participant_contacts_participant_id", "organization_id", "participant_id"),
        CheckConstraint(IN_ORDER, name="in_order"),
    )

    id: Mapped[ContactId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    name: Mapped[str]
    relationship: Mapped[Relationship]
    is_guardian: Mapped[bool] = mapped_column(default=False)
    is_emergency_contact: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None]
    consented_topics: Mapped[list[str]] = mapped_column(default=list)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class ContactWay(TenantScoped, Versioned, Base):
    """A way to reach the participant, or with `contact_id` somebody near them.

    Nothing is safe until somebody asked: the flags begin false. `value_key` is the same for every spelling of one way
    (digits of a phone number, lower-case e-mail address, folded address).
    """

    __tablename__ = "participant_contact_ways"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("contact_id", "participant_contacts"),
        Index("ix_participant_contact_ways_participant_id", "organization_id", "participant_id", "contact_id"),
        Index("ix_participant_contact_ways_value_key", "organization_id", "value_key"),
        CheckConstraint("(kind = 'address') = (value IS NULL)", name="value"),
        CheckConstraint("kind = 'address' OR (lines = '[]' AND city IS NULL)", name="address"),
        CheckConstraint("kind = 'phone' OR NOT (safe_for_voicemail OR safe_for_text)", name="safe"),
        CheckConstraint(IN_ORDER, name="in_order"),
    )

    id: Mapped[ContactWayId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    contact_id: Mapped[ContactId | None]
    kind: Mapped[ContactWayKind]
    use: Mapped[ContactWayUse | None]
    value: Mapped[str | None]
    lines: Mapped[list[str]] = mapped_column(default=list)
    city: Mapped[str | None]
    state: Mapped[str | None]
    postal_code: Mapped[str | None]
    country: Mapped[str | None]
    value_key: Mapped[str]
    safe_for_voicemail: Mapped[bool] = mapped_column(default=False)
    safe_for_text: Mapped[bool] = mapped_column(default=False)
    program_may_be_named: Mapped[bool] = mapped_column(default=False)
    preferred: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class ContactAttempt(TenantScoped, Versioned, Base):
    """One try to reach somebody: why, how it went, what comes next. Voided, never deleted."""

    __tablename__ = "participant_contact_attempts"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("contact_way_id", "participant_contact_ways"),
        same_tenant("contact_id", "participant_contacts"),
        same_tenant("staff_id", "staff_members"),
        same_tenant("account_id", "accounts"),
        Index("ix_participant_contact_attempts_participant_id", "organization_id", "participant_id", "attempted_at"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="voided"),
    )

    id: Mapped[ContactAttemptId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    contact_id: Mapped[ContactId | None]
    contact_way_id: Mapped[ContactWayId | None]
    attempted_at: Mapped[datetime]
    means: Mapped[ContactAttemptMeans]
    reason: Mapped[ContactAttemptReason]
    outcome: Mapped[ContactAttemptOutcome]
    next_step: Mapped[str | None]
    next_step_due_on: Mapped[date | None]
    staff_id: Mapped[StaffId | None]
    account_id: Mapped[AccountId]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]


class Availability(TenantScoped, Versioned, Base):
    """Hours of a weekday in which the person cannot come, in local time; an end before the start is on the next day."""

    __tablename__ = "participant_availability"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        Index("ix_participant_availability_participant_id", "organization_id", "participant_id"),
        CheckConstraint("local_start <> local_end", name="not_empty"),
        CheckConstraint(IN_ORDER, name="in_order"),
    )

    id: Mapped[AvailabilityId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    kind: Mapped[AvailabilityKind]
    weekday: Mapped[Weekday]
    local_start: Mapped[time]
    local_end: Mapped[time]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class SuitableHours(TenantScoped, Versioned, Base):
    """Hours of a weekday that suit, in local time.

    The person's own are a wish: they would rather come then. Those of somebody near them are when that one can come to
    a family session; with any on file for somebody, family sessions are held within them.
    """

    __tablename__ = "participant_suitable_hours"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("contact_id", "participant_contacts"),
        Index("ix_participant_suitable_hours_participant_id", "organization_id", "participant_id"),
        Index("ix_participant_suitable_hours_contact_id", "organization_id", "contact_id"),
        CheckConstraint("local_start < local_end", name="hours"),
        CheckConstraint(IN_ORDER, name="in_order"),
    )

    id: Mapped[SuitableHoursId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    contact_id: Mapped[ContactId | None]
    weekday: Mapped[Weekday]
    local_start: Mapped[time]
    local_end: Mapped[time]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Separation(TenantScoped, Versioned, Base):
    """Two people who must not be in one room. Why is for few eyes; that they are apart, for whoever books."""

    __tablename__ = "separations"
    __health__ = True
    __table_args__ = (
        same_tenant("first_participant_id", "participants"),
        same_tenant("first_staff_id", "staff_members"),
        same_tenant("second_participant_id", "participants"),
        same_tenant("second_staff_id", "staff_members"),
        CheckConstraint("num_nonnulls(first_participant_id, first_staff_id) = 1", name="first"),
        CheckConstraint("num_nonnulls(second_participant_id, second_staff_id) = 1", name="second"),
        CheckConstraint(
            "coalesce(first_participant_id, first_staff_id) < coalesce(second_participant_id, second_staff_id)",
            name="one_order",
        ),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="voided"),
        CheckConstraint(IN_ORDER, name="in_order"),
        *(
            Index(f"ix_separations_{column}", "organization_id", column)
            for column in ("first_participant_id", "first_staff_id", "second_participant_id", "second_staff_id")
        ),
    )

    id: Mapped[SeparationId] = mapped_column(primary_key=True, default=new_id)
    first_participant_id: Mapped[ParticipantId | None]
    first_staff_id: Mapped[StaffId | None]
    second_participant_id: Mapped[ParticipantId | None]
    second_staff_id: Mapped[StaffId | None]
    reason: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]


class Distinction(TenantScoped, Versioned, Base):
    """Somebody looked and said: these two records are two people. They are not offered as duplicates again."""

    __tablename__ = "participant_distinctions"
    __health__ = True
    __table_args__ = (
        same_tenant("first_participant_id", "participants"),
        same_tenant("second_participant_id", "participants"),
        same_tenant("decided_by", "accounts"),
        same_tenant("withdrawn_by", "accounts"),
        CheckConstraint("first_participant_id < second_participant_id", name="one_order"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn"),
        Index(
            "uq_participant_distinctions_pair",
            "organization_id",
            "first_participant_id",
            "second_participant_id",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_participant_distinctions_second", "organization_id", "second_participant_id"),
    )

    id: Mapped[DistinctionId] = mapped_column(primary_key=True, default=new_id)
    first_participant_id: Mapped[ParticipantId]
    second_participant_id: Mapped[ParticipantId]
    note: Mapped[str | None]
    decided_by: Mapped[AccountId]
    decided_at: Mapped[datetime]
    withdrawn_by: Mapped[AccountId | None]
    withdrawn_at: Mapped[datetime | None]


class CareRelationship(TenantScoped, Versioned, Base):
    """Why a program's team, or one staff member, may open this record, and from when to when."""

    __tablename__ = "care_relationships"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("program_id", "programs"),
        same_tenant("staff_id", "staff_members"),
        CheckConstraint("num_nonnulls(program_id, staff_id) = 1", name="one_of_both"),
        CheckConstraint(IN_ORDER, name="in_order"),
        CheckConstraint("(reason = 'break_glass') = (expires_at IS NOT NULL)", name="expires"),
        Index("ix_care_relationships_participant_id", "organization_id", "participant_id"),
        Index("ix_care_relationships_program_id", "organization_id", "program_id", "participant_id"),
        Index("ix_care_relationships_staff_id", "organization_id", "staff_id", "participant_id"),
    )

    id: Mapped[CareRelationshipId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    program_id: Mapped[ProgramId | None]
    staff_id: Mapped[StaffId | None]
    reason: Mapped[CareReason]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    # A glass that was broken closes at an instant; every other reason runs out with a day.
    expires_at: Mapped[datetime | None]
