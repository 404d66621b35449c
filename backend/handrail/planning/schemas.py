"""What enters and leaves the API of planning."""

from datetime import date, datetime, time
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from handrail.builder.clashes import ClashRule
from handrail.calendar.schemas import LocalTime
from handrail.core.ids import (
    AccountId,
    CohortId,
    EpisodeId,
    LocationId,
    ParticipantId,
    ProgramId,
    RoomId,
    ScheduleBuildId,
    SessionId,
    StaffId,
)
from handrail.core.schemas import Day, Input, Line, Output, VersionedOutput
from handrail.core.vocabulary import ServiceKind
from handrail.planning.vocabulary import (
    LONGEST_SECONDS,
    MOST_LOCATIONS,
    MOST_LOSSES,
    MOST_MOVES,
    BuildKind,
    BuildStatus,
    Failure,
    LossKind,
    WhatChanges,
    Why,
)


class Loss(Input):
    """What a week loses: a clinician or a room for days, both included, or the hours before an opening."""

    kind: LossKind
    staff_id: StaffId | None = None
    room_id: RoomId | None = None
    location_id: LocationId | None = Field(
        default=None, description="Of the late opening: where; need not be said where one location is planned."
    )
    from_date: Day
    to_date: Day
    opens_at: LocalTime | None = Field(default=None, description="Local time at which the location opens.")
    public_title: Line | None = Field(default=None, description="Of the late opening: what participants may read.")

    @model_validator(mode="after")
    def _names_what_is_lost(self) -> Self:
        if (self.kind is LossKind.CLINICIAN) != (self.staff_id is not None):
            raise ValueError("a clinician who is away is named, and nobody else")
        if (self.kind is LossKind.ROOM) != (self.room_id is not None):
            raise ValueError("a room that is lost is named, and no other")
        late = self.kind is LossKind.LATE_OPENING
        if self.location_id is not None and not late:
            raise ValueError("only a late opening is at a location")
        if late != (self.opens_at is not None) or late != (self.public_title is not None):
            raise ValueError("a late opening has the time and a title to read, and nothing else has")
        return self


class ScheduleBuildCreate(Input):
    """A week of one or several locations to build, or one that runs to repair."""

    kind: BuildKind
    location_id: LocationId | None = Field(default=None, description="The one location; or one of several.")
    location_ids: Annotated[list[LocationId], Field(max_length=MOST_LOCATIONS)] = Field(
        default_factory=list,
        description="Planned together, in one time zone: who works at several is one person, with time for the way.",
    )
    monday: Day = Field(description="The first day of the week.")
    program_ids: Annotated[list[ProgramId], Field(max_length=20)] = Field(
        default_factory=list, description="Whose sessions may change; none named: all programs'."
    )
    losses: Annotated[list[Loss], Field(max_length=MOST_LOSSES)] = Field(default_factory=list)
    shift_minutes: Annotated[int, Field(ge=0, le=120, multiple_of=15)] = Field(
        default=0, description="How far a cohort's groups may begin from their time."
    )
    other_days: bool = Field(default=False, description="Cohorts may meet on other days of their program.")
    by_video: bool = Field(default=False, description="Sessions for one may be held by video.")
    leave_out: bool = Field(default=False, description="Offer a week without what finds no place.")
    change_weight: Annotated[int, Field(ge=0, le=20)] = Field(
        default=5, description="What a change of a session costs; a session off a program day costs 2."
    )
    preference_weight: Annotated[int, Field(ge=0, le=20)] = Field(
        default=1, description="What a session outside the hours that its clinician or its participant prefers costs."
    )
    seconds: Annotated[int, Field(ge=1, le=LONGEST_SECONDS)] = 10
    moves: Annotated[int, Field(ge=1, le=MOST_MOVES)] = 4000
    seed: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        default=1, description="The same week, seed and moves give the same proposal."
    )

    @property
    def locations(self) -> list[LocationId]:
        """Return where, in the order in which locations are read and locked."""
        return sorted({*self.location_ids, *([self.location_id] if self.location_id is not None else [])})

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if not self.locations:
            raise ValueError("name one location in location_id, or several in location_ids")
        several = len(self.locations) > 1
        late = [one for one in self.losses if one.kind is LossKind.LATE_OPENING]
        if any(one.location_id not in self.locations if several or one.location_id else False for one in late):
            raise ValueError("a late opening is at one of the locations; say at which")
        return self

    @model_validator(mode="after")
    def _repairs_what_is_lost(self) -> Self:
        if self.kind is BuildKind.REPAIR and not self.losses:
            raise ValueError("say what is lost")
        return self


class LossRead(Output):
    kind: LossKind
    staff_id: StaffId | None
    room_id: RoomId | None
    location_id: LocationId | None
    from_date: date
    to_date: date
    opens_at: time | None


class SeatRead(Output):
    """When, where and with whom a session is held."""

    local_date: date
    local_start: time
    minutes: int
    staff_id: StaffId | None
    room_id: RoomId | None
    telehealth: bool
    second_id: StaffId | None = Field(description="Who co-leads it, where that is planned.")

    @model_validator(mode="before")
    @classmethod
    def _nobody_beside(cls, seat: Any) -> Any:
        """What was worked out before co-leaders were planned says nothing of them."""
        return {"second_id": None} | seat if isinstance(seat, dict) else seat


class BuildChangeRead(Output):
    """A session that would be held otherwise, newly, or not at all."""

    what: WhatChanges
    why: list[Why]
    kind: ServiceKind
    location_id: LocationId
    session_id: SessionId | None
    title: str | None = Field(description="Null where the session does not exist yet and has no title of its own.")
    cohort_ids: list[CohortId]
    participant_ids: list[ParticipantId] = Field(description="Those who are booked, or would be.")
    before: SeatRead | None
    after: SeatRead | None


class MissingRead(Output):
    """A need that found no place, or a group that nobody co-leads though it should be."""

    kind: ServiceKind
    location_id: LocationId
    participant_id: ParticipantId | None
    cohort_id: CohortId | None
    second_kind: ServiceKind | None = Field(
        description="Of a group that is led by one alone: what a second leader must be allowed to lead."
    )
    no_chair: bool = Field(description="Its room has no chair for a second leader.")
    seat: SeatRead | None = Field(description="When such a group is held, and who leads it.")


class BuildClashRead(Output):
    """Rules that cannot all be kept: counted, or the fewest for which no place was found."""

    rule: ClashRule
    proven: bool
    kinds: list[ServiceKind]
    participant_id: ParticipantId | None
    session_id: SessionId | None
    cohort_ids: list[CohortId]
    location_ids: list[LocationId] = Field(description="Where, if it is somewhere.")
    count: int | None
    at: str | None
    need: float | None
    have: float | None


class CostsRead(Output):
    """Points by what a week should rather not have."""

    consecutive: int
    clinicians: int
    tele: int
    off_day: int
    changed: int
    preferences: int


class ToldRead(Output):
    """Somebody who takes part, by the name they are called."""

    participant_id: ParticipantId
    name: str


class ScheduleBuildSummary(VersionedOutput):
    """A week in the making."""

    id: ScheduleBuildId
    kind: BuildKind
    status: BuildStatus
    location_id: LocationId = Field(description="The first of its locations.")
    location_ids: list[LocationId] = Field(description="All of them, in order.")
    monday: date
    progress: int = Field(description="Per cent of the moves or the time it may take.")
    cost: int | None = Field(description="Of the best week so far.")
    failure: Failure | None
    asked_by: AccountId
    asked_by_name: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None = Field(description="When an applied week was taken back.")
    kept: bool = Field(description="Whether it keeps what it took the place of, and could be taken back.")


class ScheduleBuildRead(ScheduleBuildSummary):
    """What it proposes, beside how things stand; or why there is no such week."""

    program_ids: list[ProgramId]
    losses: list[LossRead]
    state: str | None = Field(description="Names the calendar it was made against.")
    as_of: datetime | None
    changes: list[BuildChangeRead]
    without: list[MissingRead]
    cost_before: CostsRead | None
    cost_after: CostsRead | None
    bound: int | None = Field(description="No week of these rules costs less; null where it was not asked for.")
    clashes: list[BuildClashRead]
    people: list[ToldRead] = Field(description="Everybody who takes part in what changes.")
    staff_ids: list[StaffId] = Field(description="Everybody who works in what changes, now or then.")


class UnplacedRead(Output):
    """What somebody's program owes them in a week and no session holds yet."""

    participant_id: ParticipantId
    name: str
    program_id: ProgramId
    service_kind: ServiceKind
    minutes: int = Field(description="As their last session of the kind; else as it usually is.")
    times: int
    staff_id: StaffId | None = Field(description="Their primary clinician; null for psychiatric sessions.")


class MakeUpOwedRead(Output):
    """Somebody whose week lacks hours that a group ahead in it could mend."""

    participant_id: ParticipantId
    name: str
    episode_id: EpisodeId
    starts_on: date = Field(description="First day of the payer's week.")
    short_by_minutes: int
    groups: int = Field(description="Groups ahead in the week that they could still join.")


class UnplacedWeekRead(Output):
    monday: date
    total: int = Field(description="Sessions without a time, those included that are not listed.")
    items: list[UnplacedRead] = Field(description="By name, a hundred at most.")
    make_ups_total: int = Field(description="People who could make hours up, those included that are not listed.")
    make_ups: list[MakeUpOwedRead] = Field(description="By name, a hundred at most.")
