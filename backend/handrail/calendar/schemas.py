"""What enters and leaves the calendar's API."""

from datetime import date, datetime, time
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from handrail.calendar.vocabulary import (
    CHOSEN_REASONS,
    CHOSEN_SESSION_REASONS,
    MAX_COHORTS,
    MAX_HOLD_MINUTES,
    MAX_MEETINGS,
    MAX_SLOTS,
    MAX_STAFF,
    MAXIMUM_MINUTES,
    MINIMUM_MINUTES,
    BookingCancelReason,
    BookingSource,
    BookingStatus,
    ClashKind,
    ClosureOutcome,
    EditScope,
    FeedKind,
    Kept,
    Own,
    ProgramDayStatus,
    SeriesStatus,
    SessionCancelReason,
    SessionRole,
    SessionStatus,
    SlotReason,
    StaffPlaceStatus,
)
from handrail.core.ids import (
    AccountId,
    BookingId,
    CalendarFeedId,
    ClosureId,
    CohortId,
    EpisodeId,
    LocationId,
    MembershipId,
    ParticipantId,
    ProgramDayId,
    ProgramId,
    RoomId,
    SeriesEditId,
    SeriesId,
    SessionId,
    SessionStaffId,
    StaffId,
)
from handrail.core.schemas import Input, Line, Output, VersionedOutput
from handrail.core.vocabulary import ServiceKind, Weekday
from handrail.organizations.schemas import ClosureCreate
from handrail.organizations.vocabulary import RoomKind
from handrail.programs.vocabulary import BlockKind


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


class MeetingInput(Input):
    """One meeting of the week, on the clock of the location."""

    weekday: Weekday
    local_start: LocalTime = Field(description="Local time, hours and minutes.", examples=["09:30"])
    minutes: Minutes


class SeriesCreate(Input):
    """A group that meets every week."""

    title: Line
    short_name: ShortName | None = None
    service_kind: ServiceKind
    countable: bool | None = Field(default=None, description="Counts toward the week; by default as the kind says.")
    program_id: ProgramId
    location_id: LocationId
    room_id: RoomId | None = None
    telehealth: bool = False
    telehealth_url: Link | None = None
    meetings: Annotated[list[MeetingInput], Field(min_length=1, max_length=MAX_MEETINGS)]
    interval_weeks: Annotated[int, Field(ge=1, le=8)] = 1
    starts_on: ServiceDate
    ends_on: ServiceDate | None = None
    occurrence_count: Annotated[int, Field(ge=1, le=500)] | None = None
    capacity: Seats | None = None
    cohort_ids: Cohorts = Field(default_factory=list)
    staff: StaffPlaces = Field(default_factory=list)


class SeriesUpdate(Input):
    """Changes from `from_date` on; what is not sent stays. Sessions that took place keep what they had."""

    from_date: ServiceDate
    title: Line | None = None
    short_name: ShortName | None = None
    capacity: Seats | None = None
    room_id: RoomId | None = None
    telehealth_url: Link | None = None
    staff: StaffPlaces | None = None


class SeriesEnd(Input):
    """End a series; sessions after `last_date` are cancelled."""

    last_date: ServiceDate


class StaffPlaceRead(Output):
    staff_id: StaffId
    role: SessionRole
    supervisor_id: StaffId | None


class MeetingRead(Output):
    weekday: Weekday
    local_start: str
    minutes: int


class SeriesRead(VersionedOutput):
    id: SeriesId
    title: str
    short_name: str | None
    service_kind: ServiceKind
    countable: bool
    program_id: ProgramId
    location_id: LocationId
    room_id: RoomId | None
    telehealth: bool
    telehealth_url: str | None
    time_zone: str
    meetings: list[MeetingRead]
    interval_weeks: int
    starts_on: date
    ends_on: date | None
    occurrence_count: int | None
    capacity: int | None
    status: SeriesStatus
    materialized_until: date | None = Field(description="Sessions exist up to this date.")
    cohort_ids: list[CohortId]
    staff: list[StaffPlaceRead]
    lineage_id: SeriesId | None = Field(description="The first part, where the series was split.")
    predecessor_id: SeriesId | None = Field(description="The part this one was split from.")


class SeriesMove(Input):
    """Where one occurrence goes; the others of its meeting go along by the same step within their weeks."""

    local_date: ServiceDate
    local_start: LocalTime
    minutes: Minutes


class SeriesValues(Input):
    """What else the sessions take; what is not sent stays, null clears."""

    title: Line | None = None
    short_name: ShortName | None = None
    capacity: Seats | None = None
    room_id: RoomId | None = None
    telehealth: bool | None = None
    telehealth_url: Link | None = None

    @model_validator(mode="after")
    def _keeps_what_it_must_have(self) -> Self:
        for name in ("title", "telehealth"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be cleared")
        return self


def _chosen_session_reason(reason: SessionCancelReason) -> SessionCancelReason:
    if reason not in CHOSEN_SESSION_REASONS:
        raise ValueError("this reason is given by closing the program or ending the series")
    return reason


class SeriesEditCreate(Input):
    """One edit: move, change, reassign, or cancel; in scope `this` of one session, else of those still ahead."""

    scope: EditScope
    session_id: SessionId | None = Field(default=None, description="The occurrence it begins with; `all` needs none.")
    move: SeriesMove | None = None
    values: SeriesValues | None = None
    staff: Annotated[StaffPlaces, Field(min_length=1)] | None = Field(
        default=None, description="Everybody who works there then; who is not named is taken off."
    )
    cancel: Annotated[SessionCancelReason, AfterValidator(_chosen_session_reason)] | None = None

    @model_validator(mode="after")
    def _cancel_alone(self) -> Self:
        if self.cancel is not None and (self.move or self.values or self.staff):
            raise ValueError("what is cancelled is not changed otherwise")
        return self


class SeriesEditRead(VersionedOutput):
    id: SeriesEditId
    lineage_id: SeriesId
    series_id: SeriesId
    scope: EditScope
    edited_by: AccountId
    created_at: datetime
    from_date: date
    changed: int
    skipped: dict[Kept, int] = Field(description="Sessions that were passed by, counted by reason.")
    undone_at: datetime | None
    undone_by: AccountId | None


class SkippedRead(Output):
    """A session the edit passes by."""

    session_id: SessionId
    kept: Kept


class SeriesEdited(Output):
    """What an edit did."""

    edit: SeriesEditRead
    series: list[SeriesRead] = Field(description="Every part it touched or made, as they are now.")
    session_ids: list[SessionId] = Field(description="Sessions that changed.")
    skipped: list[SkippedRead]


class ForeseenChange(Output):
    """What becomes of one session."""

    session_id: SessionId
    local_date: date
    local_start: time
    to_local_date: date
    to_local_start: time
    to_minutes: int
    cancelled: bool
    sets: list[Own]


class ClashRead(Output):
    """Something that stands in the way at one of the wanted times."""

    kind: ClashKind
    starts_at: datetime
    what: RoomId | StaffId | None = Field(description="The room or staff member; of participants nobody is named.")
    session_id: SessionId | None = Field(description="Which session has it, where the reader may know.")


class SeriesEditPreview(Output):
    """What an edit would do, whom it passes by, what stands in its way. Nothing was changed."""

    changes: list[ForeseenChange]
    skipped: list[SkippedRead]
    clashes: list[ClashRead] = Field(description="At most 50.")
    splits: bool = Field(description="The series would go on as a new part.")


class SessionMove(Input):
    """Another time, and if sent another room and other staff; who is not replaced and bookings move along."""

    local_date: ServiceDate
    local_start: LocalTime
    minutes: Minutes
    room_id: RoomId | None = None
    staff: Annotated[StaffPlaces, Field(min_length=1)] | None = Field(
        default=None, description="Everybody who works there then; not sent, those who do now."
    )


class ClosureMove(SessionMove):
    """A session that is moved out of a closure's way."""

    session_id: SessionId
    version: Annotated[int, Field(ge=1)] = Field(description="The version of the session that was seen.")


class ClosureApply(Input):
    """A closure, and the sessions that are moved before it holds."""

    closure: ClosureCreate
    moves: Annotated[list[ClosureMove], Field(max_length=100)] = Field(default_factory=list)


class ClosureHit(Output):
    """What a closure would make of one session."""

    session_id: SessionId
    version: int
    title: str
    outcome: ClosureOutcome
    local_date: date
    local_start: time
    local_end: time
    to_local_start: str = Field(description="HH:MM; of a cancelled session as it was.")
    to_local_end: str
    room_id: RoomId | None
    staff_ids: list[StaffId]
    booked: int


class ClosurePreview(Output):
    """What a closure would do. Nothing was changed."""

    hits: list[ClosureHit]
    cancelled: int
    shortened: int
    by_video: int
    participants: int = Field(description="Different people who are booked in the sessions it changes.")
    staff: int


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


class SessionCancel(Input):
    reason: Annotated[SessionCancelReason, AfterValidator(_chosen_session_reason)]


class SessionStaffing(Input):
    """Everybody who works in the session; who is not named is taken off."""

    staff: Annotated[StaffPlaces, Field(min_length=1)]


class SlotSearch(Input):
    """A session that is to be placed: who has to be there, how long, between which dates and hours."""

    location_id: LocationId
    service_kind: ServiceKind
    minutes: Minutes
    from_date: ServiceDate
    to_date: ServiceDate
    earliest: LocalTime = time(8)
    latest: LocalTime = time(18)
    weekdays: Annotated[list[Weekday], Field(max_length=7)] | None = None
    staff_ids: Annotated[list[StaffId], Field(max_length=10)] = Field(
        default_factory=list, description="All of them, the first leads; none: whoever may lead."
    )
    episode_ids: Annotated[list[EpisodeId], Field(max_length=20)] = Field(default_factory=list)
    language: Annotated[str, StringConstraints(min_length=2, max_length=20)] | None = Field(
        default=None, description="Staff speak it."
    )
    room_kind: RoomKind | None = None
    seats: Seats | None = Field(default=None, description="Participants the room must have chairs for.")
    telehealth: bool = Field(default=False, description="By video: no room and no way is needed.")
    limit: Annotated[int, Field(ge=1, le=MAX_SLOTS)] = 20


class SlotRead(Output):
    """A time that fits everybody."""

    starts_at: datetime
    ends_at: datetime
    local_date: date
    local_start: time
    staff_ids: list[StaffId]
    room_id: RoomId | None
    reasons: list[SlotReason]


class SlotsFound(Output):
    """Free times, the best first."""

    time_zone: str
    slots: list[SlotRead]


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


class ProgramDaysCreate(Input):
    """Make the program days of a cohort between two dates from its program's template."""

    cohort_id: CohortId
    starts_on: ServiceDate
    ends_on: ServiceDate


class ProgramDayUpdate(Input):
    """What the director decides about a day; `status` null takes the decision back."""

    status: ProgramDayStatus | None
    time: LocalTime | None = Field(default=None, description="When a delayed day opens or an early one ends.")

    @model_validator(mode="after")
    def _time_where_it_is_needed(self) -> Self:
        needed = self.status in {ProgramDayStatus.DELAYED, ProgramDayStatus.EARLY_END}
        if needed != (self.time is not None):
            raise ValueError("a delayed day and an early end need a time, no other status has one")
        return self


class BlockRead(Output):
    kind: BlockKind
    title: str
    local_start: str
    minutes: int
    countable_minutes: int


class ProgramDayRead(VersionedOutput):
    id: ProgramDayId
    cohort_id: CohortId
    local_date: date
    status: ProgramDayStatus
    decided_status: ProgramDayStatus | None
    decided_time: time | None
    closure_id: ClosureId | None
    blocks: list[BlockRead]
    countable_minutes: int


class ProgramDays(Output):
    """Program days by date."""

    items: list[ProgramDayRead]


class FeedCreate(Input):
    """A calendar for other programs; names the one whose calendar it is."""

    kind: FeedKind
    staff_id: StaffId | None = None
    room_id: RoomId | None = None
    cohort_id: CohortId | None = None
    participant_id: ParticipantId | None = None
    details: bool = Field(default=False, description="Show titles and places; otherwise an event says only when.")


class FeedRead(VersionedOutput):
    id: CalendarFeedId
    kind: FeedKind
    staff_id: StaffId | None
    room_id: RoomId | None
    cohort_id: CohortId | None
    participant_id: ParticipantId | None
    details: bool
    made_by: AccountId
    created_at: datetime
    revoked_at: datetime | None


class FeedIssued(FeedRead):
    """A new feed. Its address is shown only here."""

    path: str = Field(description="Below the service's address; whoever has it reads the calendar.")
