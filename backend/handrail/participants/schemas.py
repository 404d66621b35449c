"""What enters and leaves about people. Names, birth dates and numbers travel in bodies only, never in an address."""

from datetime import date, datetime, time
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from handrail.core.ids import (
    AccountId,
    AvailabilityId,
    ContactAttemptId,
    ContactId,
    ContactWayId,
    DistinctionId,
    FormerNameId,
    ParticipantId,
    ParticipantIdentifierId,
    SeparationId,
    StaffId,
)
from handrail.core.schemas import Input, Line, Output, Prose, VersionedOutput
from handrail.core.vocabulary import Weekday
from handrail.participants.rules.likeness import Verdict
from handrail.participants.vocabulary import (
    AdministrativeGender,
    AvailabilityKind,
    BirthSex,
    ConsentedTopic,
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
    Likelihood,
    Likeness,
    ParticipantStatus,
    Race,
    Relationship,
    Sex,
)

LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$", max_length=35)]
"""BCP 47, such as `es` or `zh-Hant-TW`."""

Mrn = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9./-]{0,31}$")]
"""Medical record number of this organization."""

SystemUri = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9+.:/_~#?=&%@-]{1,199}$")]
"""Who gave a number out: a URI."""

Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9(][0-9 ().\-/]{3,24}(x[0-9]{1,6})?$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}$")]
GivenNames = Annotated[list[Line], Field(max_length=6)]
ShortLine = Annotated[Line, StringConstraints(max_length=40)]
BirthDate = Annotated[date, Field(ge=date(1880, 1, 1))]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
Instant = Annotated[AwareDatetime, Field(ge=datetime.fromisoformat("1900-01-01T00:00:00+00:00"))]


class ParticipantCreate(Input):
    """A new person. Without `mrn` the organization's next number is given."""

    mrn: Mrn | None = None
    name_prefix: ShortLine | None = None
    given_names: GivenNames = Field(default=[], examples=[["Ramón", "Luis"]])
    family_name: Line = Field(examples=["Sarabia"])
    name_suffix: ShortLine | None = None
    chosen_name: Line | None = Field(default=None, examples=["Lucho"])
    pronouns: ShortLine | None = Field(default=None, examples=["he/him"])
    birth_date: BirthDate | None = None
    birth_date_precision: DatePrecision = DatePrecision.DAY
    birth_sex: BirthSex | None = None
    administrative_gender: AdministrativeGender | None = None
    sex: Sex | None = None
    gender_identity: GenderIdentity | None = None
    race: Annotated[list[Race], Field(max_length=8)] = Field(default=[])
    ethnicity: Ethnicity | None = None
    language: LanguageTag | None = None
    interpreter_needed: bool = False


class ParticipantUpdate(Input):
    """What changes; a field that is not sent stays. `null` clears where a person may have none."""

    mrn: Mrn | None = None
    status: ParticipantStatus | None = Field(
        default=None, description="`active`, `inactive` or `entered_in_error`; merging has its own action."
    )
    name_prefix: ShortLine | None = None
    given_names: GivenNames | None = None
    family_name: Line | None = None
    name_suffix: ShortLine | None = None
    chosen_name: Line | None = None
    pronouns: ShortLine | None = None
    birth_date: BirthDate | None = None
    birth_date_precision: DatePrecision | None = None
    deceased: bool | None = None
    deceased_on: Day | None = None
    deceased_on_precision: DatePrecision | None = None
    deceased_at: Instant | None = None
    birth_sex: BirthSex | None = None
    administrative_gender: AdministrativeGender | None = None
    sex: Sex | None = None
    gender_identity: GenderIdentity | None = None
    race: Annotated[list[Race], Field(max_length=8)] | None = None
    ethnicity: Ethnicity | None = None
    language: LanguageTag | None = None
    interpreter_needed: bool | None = None

    @model_validator(mode="after")
    def _required_stay(self) -> Self:
        for name in ("mrn", "status", "given_names", "family_name", "deceased", "race", "interpreter_needed"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null")
        if self.status is ParticipantStatus.MERGED:
            raise ValueError("merge a record by its own action")
        return self


class ParticipantRead(VersionedOutput):
    """One person."""

    id: ParticipantId
    mrn: str
    status: ParticipantStatus
    name_prefix: str | None
    given_names: list[str]
    family_name: str
    name_suffix: str | None
    chosen_name: str | None
    pronouns: str | None
    birth_date: date | None
    birth_date_precision: DatePrecision | None
    deceased: bool
    deceased_on: date | None
    deceased_on_precision: DatePrecision | None
    deceased_at: datetime | None
    birth_sex: BirthSex | None
    administrative_gender: AdministrativeGender | None
    sex: Sex | None
    gender_identity: GenderIdentity | None
    race: list[Race]
    ethnicity: Ethnicity | None
    language: str | None
    interpreter_needed: bool
    merged_into_id: ParticipantId | None
    created_at: datetime


class ParticipantSearch(Input):
    """Exactly one way to look: the beginning of a name, a record number, or a birth date."""

    name_prefix: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = Field(
        default=None, description="Family, given or chosen name, or two of them; accents and case do not matter."
    )
    mrn: Mrn | None = None
    birth_date: date | None = None
    include_not_in_use: bool = Field(default=False, description="Also records merged or entered in error.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(value is not None for value in (self.name_prefix, self.mrn, self.birth_date)) != 1:
            raise ValueError("give exactly one of name_prefix, mrn, birth_date")
        return self


class Merge(Input):
    """Which record stays."""

    into_participant_id: ParticipantId


class FormerNameCreate(Input):
    kind: FormerNameKind
    name_prefix: ShortLine | None = None
    given_names: GivenNames = Field(default=[])
    family_name: Line | None = None
    name_suffix: ShortLine | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None

    @model_validator(mode="after")
    def _some_name(self) -> Self:
        if not self.given_names and self.family_name is None:
            raise ValueError("give a given or a family name")
        return self


class FormerNameRead(Output):
    id: FormerNameId
    kind: FormerNameKind
    name_prefix: str | None
    given_names: list[str]
    family_name: str | None
    name_suffix: str | None
    starts_on: date | None
    ends_on: date | None


class IdentifierCreate(Input):
    """A number of another system. Social security numbers are refused."""

    system: SystemUri = Field(examples=["https://payer.example/member"])
    value: Line
    kind: IdentifierKind = IdentifierKind.OTHER
    starts_on: Day | None = None
    ends_on: Day | None = None


class IdentifierUpdate(Input):
    kind: IdentifierKind
    starts_on: Day | None = None
    ends_on: Day | None = None


class IdentifierRead(VersionedOutput):
    id: ParticipantIdentifierId
    participant_id: ParticipantId
    system: str
    value: str
    kind: IdentifierKind
    starts_on: date | None
    ends_on: date | None


class PostalAddress(Input):
    lines: Annotated[list[Line], Field(max_length=5)] = Field(default=[])
    city: Line | None = None
    state: Line | None = None
    postal_code: ShortLine | None = None
    country: ShortLine | None = None


class _WayFlags(Input):
    use: ContactWayUse | None = None
    safe_for_voicemail: bool = Field(default=False, description="A message may be left on this phone.")
    safe_for_text: bool = Field(default=False, description="Texts may be sent to this phone.")
    program_may_be_named: bool = Field(default=False, description="The program's name may be said or shown here.")
    preferred: bool = False
    starts_on: Day | None = None
    ends_on: Day | None = None


class ContactWayUpdate(_WayFlags):
    """A way keeps its number or address; another number is another way."""


class ContactWayCreate(_WayFlags):
    """A phone number, an e-mail address, or a postal address: of the participant, or with `contact_id` of a contact."""

    kind: ContactWayKind
    contact_id: ContactId | None = None
    phone: Phone | None = None
    email: Email | None = None
    address: PostalAddress | None = None

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        given = {"phone": self.phone, "email": self.email, "address": self.address}
        if {kind for kind, value in given.items() if value is not None} != {self.kind.value}:
            raise ValueError("give the one value that kind names")
        if self.kind is not ContactWayKind.PHONE and (self.safe_for_voicemail or self.safe_for_text):
            raise ValueError("voicemail and texts reach phones only")
        return self


class ContactWayRead(VersionedOutput):
    id: ContactWayId
    participant_id: ParticipantId
    contact_id: ContactId | None
    kind: ContactWayKind
    use: ContactWayUse | None
    value: str | None = Field(description="The phone number or e-mail address; null for a postal address.")
    lines: list[str]
    city: str | None
    state: str | None
    postal_code: str | None
    country: str | None
    safe_for_voicemail: bool
    safe_for_text: bool
    program_may_be_named: bool
    preferred: bool
    starts_on: date | None
    ends_on: date | None


class ContactWrite(Input):
    """Somebody near the participant, and what may be talked about with them."""

    name: Line
    relationship: Relationship
    is_guardian: bool = False
    is_emergency_contact: bool = False
    language: LanguageTag | None = None
    consented_topics: Annotated[list[ConsentedTopic], Field(max_length=len(ConsentedTopic))] = Field(default=[])
    starts_on: Day | None = None
    ends_on: Day | None = None


class ContactRead(VersionedOutput):
    id: ContactId
    participant_id: ParticipantId
    name: str
    relationship: Relationship
    is_guardian: bool
    is_emergency_contact: bool
    language: str | None
    consented_topics: list[ConsentedTopic]
    starts_on: date | None
    ends_on: date | None


class ContactAttemptCreate(Input):
    """One try to reach the participant or a contact."""

    attempted_at: Instant
    means: ContactAttemptMeans
    reason: ContactAttemptReason
    outcome: ContactAttemptOutcome
    contact_id: ContactId | None = None
    contact_way_id: ContactWayId | None = None
    next_step: Prose | None = None
    next_step_due_on: Day | None = None


class ContactAttemptRead(VersionedOutput):
    id: ContactAttemptId
    participant_id: ParticipantId
    attempted_at: datetime
    means: ContactAttemptMeans
    reason: ContactAttemptReason
    outcome: ContactAttemptOutcome
    contact_id: ContactId | None
    contact_way_id: ContactWayId | None
    next_step: str | None
    next_step_due_on: date | None
    staff_id: StaffId | None
    voided_at: datetime | None
    void_reason: str | None


class VoidReason(Input):
    reason: Prose


class AvailabilityWrite(Input):
    """Weekly hours in which the person cannot come. `local_end` before `local_start` means the next day."""

    kind: AvailabilityKind
    weekday: Weekday
    local_start: time
    local_end: time
    starts_on: Day
    ends_on: Day | None = None

    @model_validator(mode="after")
    def _some_hours(self) -> Self:
        if self.local_start == self.local_end:
            raise ValueError("the window is empty")
        if self.local_start.tzinfo or self.local_end.tzinfo:
            raise ValueError("local times carry no zone")
        return self


class AvailabilityRead(VersionedOutput):
    id: AvailabilityId
    participant_id: ParticipantId
    kind: AvailabilityKind
    weekday: Weekday
    local_start: time
    local_end: time
    starts_on: date
    ends_on: date | None


class Person(Input):
    """A participant or a staff member."""

    participant_id: ParticipantId | None = None
    staff_id: StaffId | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.participant_id is None) == (self.staff_id is None):
            raise ValueError("give a participant or a staff member")
        return self


class SeparationCreate(Input):
    """Two people who must not be in one room."""

    first: Person
    second: Person
    reason: Prose
    starts_on: Day
    ends_on: Day | None = None


class SeparationUpdate(Input):
    """A separation's people stay; its reason and end may change."""

    reason: Prose
    ends_on: Day | None = None


class SeparationRead(VersionedOutput):
    id: SeparationId
    first_participant_id: ParticipantId | None
    first_staff_id: StaffId | None
    second_participant_id: ParticipantId | None
    second_staff_id: StaffId | None
    reason: str
    starts_on: date
    ends_on: date | None
    voided_at: datetime | None
    void_reason: str | None


class DuplicateQuestion(Input):
    """What is known so far of a person being entered."""

    given_names: GivenNames = Field(default=[])
    family_name: Line | None = None
    chosen_name: Line | None = None
    birth_date: BirthDate | None = None
    birth_date_precision: DatePrecision = DatePrecision.DAY
    phones: Annotated[list[Phone], Field(max_length=5)] = Field(default=[])
    emails: Annotated[list[Email], Field(max_length=5)] = Field(default=[])
    identifiers: Annotated[list[Line], Field(max_length=5)] = Field(
        default=[], description="Numbers of other systems, such as a plan's member number."
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.family_name or self.birth_date or self.phones or self.emails or self.identifiers):
            raise ValueError("give a family name, a birth date, a phone, an e-mail address or an identifier")
        return self


class KnownRecord(VersionedOutput):
    """A record that may be meant."""

    id: ParticipantId
    mrn: str
    full_name: str
    chosen_name: str | None
    birth_date: date | None
    status: ParticipantStatus


class _Verdict(Output):
    likelihood: Likelihood
    score: float = Field(description="Sum of the weights of the answers, base 2; higher is more alike.")
    reasons: list[Likeness] = Field(description="What speaks for it and against it.")


class DuplicateSuggestion(_Verdict):
    record: KnownRecord

    @classmethod
    def of(cls, record: object, verdict: Verdict) -> Self:
        """Build the suggestion from a record and the verdict on it."""
        return cls(record=KnownRecord.model_validate(record), **_said(verdict))


class DuplicateSuggestions(Output):
    items: list[DuplicateSuggestion]


class DuplicatePair(_Verdict):
    """Two records that may be one person's."""

    first: KnownRecord
    second: KnownRecord

    @classmethod
    def of(cls, first: object, second: object, verdict: Verdict) -> Self:
        """Build the pair from its records and the verdict on them."""
        return cls(first=KnownRecord.model_validate(first), second=KnownRecord.model_validate(second), **_said(verdict))


def _said(verdict: Verdict) -> dict[str, Any]:
    return {"likelihood": verdict.likelihood, "score": verdict.score, "reasons": list(verdict.reasons)}


class NotSame(Input):
    """Two records that are two people's."""

    first_participant_id: ParticipantId
    second_participant_id: ParticipantId
    note: Prose | None = None


class DistinctionRead(VersionedOutput):
    id: DistinctionId
    first_participant_id: ParticipantId
    second_participant_id: ParticipantId
    note: str | None
    decided_by: AccountId
    decided_at: datetime
    withdrawn_by: AccountId | None
    withdrawn_at: datetime | None
