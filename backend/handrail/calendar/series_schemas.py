"""What is sent and told of series and their edits."""

from datetime import date, datetime, time
from typing import Annotated, Self

from pydantic import Field, model_validator

from handrail.calendar.schemas import (
    ChosenReason,
    Cohorts,
    Link,
    LocalTime,
    Minutes,
    Seats,
    ServiceDate,
    ShortName,
    StaffPlaceRead,
    StaffPlaces,
)
from handrail.calendar.vocabulary import (
    MAX_MEETINGS,
    ClashKind,
    EditScope,
    Kept,
    Own,
    SeriesStatus,
)
from handrail.core.ids import (
    AccountId,
    CohortId,
    LocationId,
    ProgramId,
    RoomId,
    SeriesEditId,
    SeriesId,
    SessionId,
    StaffId,
)
from handrail.core.schemas import Input, Line, Output, VersionedOutput
from handrail.core.vocabulary import ServiceKind, Weekday


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


class SeriesEditCreate(Input):
    """One edit: move, change, reassign, or cancel; in scope `this` of one session, else of those still ahead."""

    scope: EditScope
    session_id: SessionId | None = Field(default=None, description="The occurrence it begins with; `all` needs none.")
    move: SeriesMove | None = None
    values: SeriesValues | None = None
    staff: Annotated[StaffPlaces, Field(min_length=1)] | None = Field(
        default=None, description="Everybody who works there then; who is not named is taken off."
    )
    cancel: ChosenReason | None = None

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
