"""What enters and leaves the calendar's API."""

from datetime import date, datetime, time
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from handrail.calendar.vocabulary import (
    CHOSEN_REASONS,
    CHOSEN_SESSION_REASONS,
    MAX_COHORTS,
    MAX_HOLD_MINUTES,
    MAX_STAFF,
    MAXIMUM_MINUTES,
    MINIMUM_MINUTES,
    BookingCancelReason,
    BookingSource,
    BookingStatus,
    SessionCancelReason,
    SessionRole,
    SessionStatus,
    StaffPlaceStatus,
)
from handrail.core.ids import (
    AccountId,
    BookingId,
    ClosureId,
    CohortId,
    EpisodeId,
    LocationId,
    MembershipId,
    ParticipantId,
    ProgramId,
    RoomId,
    SeriesId,
    SessionId,
    SessionStaffId,
    StaffId,
)
from handrail.core.schemas import Input, Line, Output, VersionedOutput
from handrail.core.vocabulary import ServiceKind


def _to_the_minute(value: time) -> time:
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError("a local time has hours and minutes and no zone")
    return value


LocalTime = Annotated[time, AfterValidator(_to_the_minute)]
Minutes = Annotated[int, Field(ge=MINIMUM_MINUTES, le=MAXIMUM_MINUTES)]
Seats = Annotated[int, Field(ge=1, le=500)]
ShortName = Annotated[str, StringConstraints(min_length=1, max_length=24)]
Link = Annotated[str, StringConstraints(min_length=12, max_length=500, pattern=r"^https://[^\s]+$")]
ServiceDate = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class StaffPlace(Input):
    """A staff member's part in a session."""

    staff_id: StaffId
    role: SessionRole
    supervisor_id: StaffId | None = None


StaffPlaces = Annotated[list[StaffPlace], Field(max_length=MAX_STAFF)]
Cohorts = Annotated[list[CohortId], Field(max_length=MAX_COHORTS)]


class StaffPlaceRead(Output):
    staff_id: StaffId
    role: SessionRole
    supervisor_id: StaffId | None


class SessionMove(Input):
    """Another time, and if sent another room and other staff; who is not replaced and bookings move along."""

    local_date: ServiceDate
    local_start: LocalTime
    minutes: Minutes
    room_id: RoomId | None = None
    staff: Annotated[StaffPlaces, Field(min_length=1)] | None = Field(
        default=None, description="Everybody who works there then; not sent, those who do now."
    )


class BookingCreate(Input):
    """A place for one participant."""

    episode_id: EpisodeId
    make_up_for_booking_id: BookingId | None = Field(default=None, description="The missed place this one mends.")
    hold_minutes: Annotated[int, Field(ge=5, le=MAX_HOLD_MINUTES)] | None = Field(
        default=None, description="Only hold the place: it is lost unless it is confirmed in time."
    )
    override_reason: Line | None = Field(
        default=None, description="Give a place beyond the seats and the group's cap; never beyond the room."
    )


class SessionCreate(Input):
    """A single session: individual, family, psychiatric evaluation, an extra group."""

    title: Line
    short_name: ShortName | None = None
    service_kind: ServiceKind
    countable: bool | None = None
    program_id: ProgramId | None = None
    location_id: LocationId
    room_id: RoomId | None = None
    telehealth: bool = False
    telehealth_url: Link | None = None
    local_date: ServiceDate
    local_start: LocalTime
    minutes: Minutes
    capacity: Seats | None = None
    cohort_ids: Cohorts = Field(default_factory=list)
    staff: StaffPlaces = Field(default_factory=list)
    bookings: Annotated[list[BookingCreate], Field(max_length=60)] = Field(default_factory=list)


class SessionUpdate(Input):
    """Changes of one session; what is not sent stays, null clears."""

    title: Line | None = None
    short_name: ShortName | None = None
    countable: bool | None = None
    capacity: Seats | None = None
    room_id: RoomId | None = None
    telehealth: bool | None = None
    telehealth_url: Link | None = None

    @model_validator(mode="after")
    def _keeps_what_it_must_have(self) -> Self:
        for name in ("title", "countable", "telehealth"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be cleared")
        return self


def _chosen_reason(reason: BookingCancelReason) -> BookingCancelReason:
    if reason not in CHOSEN_REASONS:
        raise ValueError("this reason follows from something else and is not given by hand")
    return reason


def _chosen_session_reason(reason: SessionCancelReason) -> SessionCancelReason:
    if reason not in CHOSEN_SESSION_REASONS:
        raise ValueError("this reason is given by closing the program or ending the series")
    return reason


ChosenReason = Annotated[SessionCancelReason, AfterValidator(_chosen_session_reason)]


class SessionCancel(Input):
    reason: ChosenReason


class SessionStaffing(Input):
    """Everybody who works in the session; who is not named is taken off."""

    staff: Annotated[StaffPlaces, Field(min_length=1)]


class SessionStaffRead(Output):
    id: SessionStaffId
    staff_id: StaffId
    role: SessionRole
    supervisor_id: StaffId | None
    starts_at: datetime
    ends_at: datetime
    status: StaffPlaceStatus


class SessionSummary(VersionedOutput):
    """A session without the names of anybody who takes part."""

    id: SessionId
    series_id: SeriesId | None
    program_id: ProgramId | None
    location_id: LocationId
    room_id: RoomId | None
    title: str
    short_name: str | None
    service_kind: ServiceKind
    countable: bool
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    local_date: date
    local_start: time
    local_end: time
    telehealth: bool
    capacity: int | None
    booked: int
    status: SessionStatus
    cancel_reason: SessionCancelReason | None
    closure_id: ClosureId | None
    cohort_ids: list[CohortId]
    staff: list[StaffPlaceRead]


class SessionRead(SessionSummary):
    """A session with what its page shows."""

    original_local_date: date | None
    original_local_start: time | None
    planned_starts_at: datetime
    planned_ends_at: datetime
    telehealth_url: str | None
    staffed: int
    closed_at: datetime | None
    closed_by: AccountId | None
    locked_at: datetime | None


class BookingRead(VersionedOutput):
    id: BookingId
    session_id: SessionId
    episode_id: EpisodeId
    participant_id: ParticipantId
    source: BookingSource
    membership_id: MembershipId | None
    make_up_for_booking_id: BookingId | None
    status: BookingStatus
    cancel_reason: BookingCancelReason | None
    starts_at: datetime
    ends_at: datetime
    local_date: date
    held_until: datetime | None
    override_reason: str | None
    overridden_by: AccountId | None


class BookingCancel(Input):
    reason: Annotated[BookingCancelReason, AfterValidator(_chosen_reason)]


class ParticipantSession(Output):
    """One line of a participant's own schedule."""

    booking_id: BookingId
    session_id: SessionId
    title: str
    service_kind: ServiceKind
    countable: bool
    starts_at: datetime
    ends_at: datetime
    local_date: date
    local_start: time
    local_end: time
    location_id: LocationId
    room_id: RoomId | None
    telehealth: bool
    telehealth_url: str | None
    session_status: SessionStatus
    source: BookingSource
    booking_status: BookingStatus
    cancel_reason: BookingCancelReason | None
