"""What enters and leaves the staff file's part of the API."""

from datetime import date, datetime, time
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from handrail.core.ids import (
    AccountId,
    LocationId,
    ServiceGrantId,
    StaffCredentialId,
    StaffId,
    SupervisionId,
    TimeOffId,
)
from handrail.core.schemas import Day, Input, Instant, Line, Output, VersionedOutput
from handrail.core.vocabulary import Role, ServiceKind, Weekday
from handrail.identity.schemas import Email, EnrolmentIssued
from handrail.identity.vocabulary import LicenceStanding
from handrail.staff.vocabulary import CredentialKind, StaffStatus

State = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ().x/-]{4,30}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
"""BCP 47: `en`, `es-MX`."""
LicenceNumber = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9 ./#-]+$")]
Languages = Annotated[list[Language], Field(max_length=20)]


class StaffCreate(Input):
    """A person who works here. `display_name` is made of the names if absent."""

    given_name: Line
    family_name: Line
    display_name: Line | None = None
    pronouns: Line | None = None
    title: Line | None = None
    email: Email | None = None
    phone: Phone | None = None
    languages: Languages = Field(default_factory=lambda: ["en"])
    started_on: Day | None = None


class StaffUpdate(Input):
    """Absent fields stay as they are; null empties what may be empty."""

    may_be_emptied: ClassVar[frozenset[str]] = frozenset({"pronouns", "title", "email", "phone", "started_on"})

    given_name: Line | None = None
    family_name: Line | None = None
    display_name: Line | None = None
    pronouns: Line | None = None
    title: Line | None = None
    email: Email | None = None
    phone: Phone | None = None
    languages: Languages | None = None
    started_on: Day | None = None

    @model_validator(mode="after")
    def _no_null(self) -> Self:
        for name in sorted(self.model_fields_set - self.may_be_emptied):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null")
        return self

    def given(self) -> dict[str, Any]:
        """Return what the request named."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class StaffStatusChange(Input):
    """`left` needs no day: today if absent. The account of who left is disabled."""

    status: StaffStatus
    on: Day | None = None


class StaffSummary(VersionedOutput):
    """One person of a list."""

    id: StaffId
    display_name: str
    given_name: str
    family_name: str
    pronouns: str | None
    title: str | None
    languages: list[str]
    status: StaffStatus
    licence: LicenceStanding | None = Field(
        description="Whether the licence that their roles ask for is in force today; null without an account."
    )


class StaffRead(StaffSummary):
    """A person, and what they may lead today by credentials and grants."""

    email: str | None
    phone: str | None
    started_on: date | None
    ended_on: date | None
    account_id: AccountId | None
    may_lead: list[ServiceKind]
    licensed_until: date | None = Field(
        description="Last day of an unbroken licence; 9999-12-31 if it does not expire."
    )


class StaffInvite(Input):
    """Roles the account begins with, from today on."""

    roles: list[Role] = Field(min_length=1, max_length=8)


class StaffInvitation(StaffCreate):
    """A new person together with an account."""

    email: Email
    roles: list[Role] = Field(min_length=1, max_length=8)


class StaffInvited(Output):
    """The one-time link is shown here once."""

    staff: StaffRead
    enrolment: EnrolmentIssued


class CredentialCreate(Input):
    """A licence or certificate; `expires_on` is its last valid day."""

    kind: CredentialKind
    number: LicenceNumber
    state: State | None = None
    issued_on: Day
    expires_on: Day | None = None


class CredentialUpdate(Input):
    """A renewal or a correction; what was verified has to be verified again."""

    number: LicenceNumber | None = None
    issued_on: Day | None = None
    expires_on: Day | None = None


class CredentialRevoke(Input):
    """From which day it counts no more (today if absent), and why."""

    revoked_on: Day | None = None
    reason: Line


class CredentialRead(VersionedOutput):
    id: StaffCredentialId
    staff_id: StaffId
    kind: CredentialKind
    number: str
    state: str | None
    issued_on: date
    expires_on: date | None
    verified_at: datetime | None
    revoked_on: date | None
    revoke_reason: str | None


class ServiceGrantCreate(Input):
    """From `starts_on` (today if absent) to `ends_on`, both included."""

    service_kind: ServiceKind
    starts_on: Day | None = None
    ends_on: Day | None = None
    reason: Line


class PeriodEnd(Input):
    """The last day; today if absent."""

    ends_on: Day | None = None


class ServiceGrantRead(VersionedOutput):
    id: ServiceGrantId
    staff_id: StaffId
    service_kind: ServiceKind
    starts_on: date
    ends_on: date | None
    reason: str
    granted_by: AccountId


class SupervisionCreate(Input):
    """From `starts_on` (today if absent) to `ends_on`, both included."""

    supervisor_id: StaffId
    starts_on: Day | None = None
    ends_on: Day | None = None


class SupervisionRead(VersionedOutput):
    id: SupervisionId
    supervisee_id: StaffId
    supervisor_id: StaffId
    starts_on: date
    ends_on: date | None


def _to_the_minute(value: time) -> time:
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError("a local time has hours and minutes and no zone")
    return value


class HoursInput(Input):
    """Hours of one weekday."""

    weekday: Weekday
    local_start: Annotated[time, AfterValidator(_to_the_minute)]
    local_end: Annotated[time, AfterValidator(_to_the_minute)] = Field(description="Not after the start: a day later.")
    location_id: LocationId | None = Field(default=None, description="Null: at any location.")
    starts_on: Day = date(2000, 1, 1)
    ends_on: Day | None = None

    @model_validator(mode="after")
    def _some_time(self) -> Self:
        if self.local_start == self.local_end:
            raise ValueError("hours that end when they begin are none")
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("the hours end before they begin to hold")
        return self


class PreferredHoursInput(Input):
    """Hours of one weekday in which somebody would rather hold sessions."""

    weekday: Weekday
    local_start: Annotated[time, AfterValidator(_to_the_minute)]
    local_end: Annotated[time, AfterValidator(_to_the_minute)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.local_end <= self.local_start:
            raise ValueError("the hours end before they begin")
        return self


class LunchInput(Input):
    """A break in one piece between two local times, on every day worked across them."""

    minutes: Annotated[int, Field(ge=15, le=180)]
    local_from: Annotated[time, AfterValidator(_to_the_minute)]
    local_to: Annotated[time, AfterValidator(_to_the_minute)]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        between = (self.local_to.hour - self.local_from.hour) * 60 + self.local_to.minute - self.local_from.minute
        if between < self.minutes:
            raise ValueError("the break does not fit between the two times")
        return self


class StaffHoursChange(Input):
    """All hours somebody works; what is not named any more goes. Of the others, what is absent stays as it is."""

    hours: Annotated[list[HoursInput], Field(max_length=60)]
    preferred: Annotated[list[PreferredHoursInput], Field(max_length=60)] | None = Field(
        default=None, description="When they would rather hold sessions; a wish that planning weighs."
    )
    longest_day_minutes: Annotated[int, Field(ge=30, le=1440)] | None = Field(
        default=None, description="Of sessions that planning gives them; null: no longer than the working hours."
    )
    longest_week_minutes: Annotated[int, Field(ge=30, le=10_080)] | None = None
    lunch: LunchInput | None = Field(default=None, description="A break that planning leaves; null: none.")


class HoursRead(Output):
    weekday: Weekday
    local_start: time
    local_end: time
    location_id: LocationId | None
    starts_on: date
    ends_on: date | None


class PreferredHoursRead(Output):
    weekday: Weekday
    local_start: time
    local_end: time


class LunchRead(Output):
    minutes: int
    local_from: time
    local_to: time


class TimeOffCreate(Input):
    """A span in which somebody does not work."""

    starts_at: Instant
    ends_at: Instant


class TimeOffRead(VersionedOutput):
    id: TimeOffId
    staff_id: StaffId
    starts_at: datetime
    ends_at: datetime


class StaffHoursRead(VersionedOutput):
    """When somebody works; `version` is that of their file."""

    staff_id: StaffId
    hours: list[HoursRead]
    preferred: list[PreferredHoursRead]
    longest_day_minutes: int | None
    longest_week_minutes: int | None
    lunch: LunchRead | None
    time_off: list[TimeOffRead] = Field(description="What is not over yet, by its start; at most 200.")
