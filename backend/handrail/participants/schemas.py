"""What enters and leaves about people. Names, birth dates and numbers travel in bodies only, never in an address."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from handrail.core.ids import FormerNameId, ParticipantId, ParticipantIdentifierId
from handrail.core.schemas import Day, Input, Instant, Line, Output, Prose, VersionedOutput
from handrail.participants.vocabulary import (
    AdministrativeGender,
    BirthSex,
    DatePrecision,
    Ethnicity,
    FormerNameKind,
    GenderIdentity,
    IdentifierKind,
    ParticipantStatus,
    Race,
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
BirthDate = Annotated[date, Field(ge=date(1880, 1, 1), le=date(2200, 12, 31))]


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
    birth_date: Day | None = None
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


class VoidReason(Input):
    reason: Prose
