"""What enters and leaves about whom to reach, how, and when."""

from datetime import date, datetime, time
from typing import Annotated, Self

from pydantic import Field, model_validator

from handrail.core.ids import (
    AvailabilityId,
    ContactAttemptId,
    ContactId,
    ContactWayId,
    ParticipantId,
    StaffId,
    SuitableHoursId,
)
from handrail.core.schemas import Day, Input, Instant, Line, Prose, VersionedOutput
from handrail.core.vocabulary import Weekday
from handrail.participants.schemas import Email, LanguageTag, Phone, ShortLine
from handrail.participants.vocabulary import (
    AvailabilityKind,
    ConsentedTopic,
    ContactAttemptMeans,
    ContactAttemptOutcome,
    ContactAttemptReason,
    ContactWayKind,
    ContactWayUse,
    Relationship,
)


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


class SuitableHoursWrite(Input):
    """Weekly hours that suit: the person's own wish, or with `contact_id` when somebody near them can come."""

    contact_id: ContactId | None = None
    weekday: Weekday
    local_start: time
    local_end: time
    starts_on: Day
    ends_on: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.local_start.tzinfo or self.local_end.tzinfo:
            raise ValueError("local times carry no zone")
        if self.local_end <= self.local_start:
            raise ValueError("the hours end before they begin")
        return self


class SuitableHoursRead(VersionedOutput):
    id: SuitableHoursId
    participant_id: ParticipantId
    contact_id: ContactId | None
    weekday: Weekday
    local_start: time
    local_end: time
    starts_on: date
    ends_on: date | None


class AvailabilityRead(VersionedOutput):
    id: AvailabilityId
    participant_id: ParticipantId
    kind: AvailabilityKind
    weekday: Weekday
    local_start: time
    local_end: time
    starts_on: date
    ends_on: date | None
