"""What the hot reads answer with. PostgreSQL builds the JSON; tests hold it against these models."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from handrail.attendance.schemas import AttendanceRead
from handrail.calendar.vocabulary import SessionRole, SessionStatus
from handrail.core.ids import (
    BookingId,
    CohortId,
    EpisodeId,
    LocationId,
    ParticipantId,
    RoomId,
    SessionId,
    StaffId,
)
from handrail.core.schemas import Output
from handrail.core.vocabulary import ServiceKind
from handrail.delivery.schemas import DeliveryRead

LocalClock = Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d$")]


class CardCohort(Output):
    id: CohortId
    name: str


class CardStaff(Output):
    staff_id: StaffId
    display_name: str
    role: SessionRole


class SessionCard(Output):
    """A session on a day or a week, without the names of anybody who takes part."""

    id: SessionId
    title: str = Field(description="Neutral, the kind of service, for readers without clinical sight of the session.")
    short_name: str | None
    service_kind: ServiceKind
    status: SessionStatus
    starts_at: datetime
    ends_at: datetime
    local_date: date
    local_start: LocalClock
    local_end: LocalClock
    location_id: LocationId
    room_id: RoomId | None
    room_name: str | None
    telehealth: bool
    cohorts: list[CardCohort]
    staff: list[CardStaff]
    booked: int
    marked: int
    capacity: int | None
    mine: bool
    version: int


class DayCard(SessionCard):
    """A session of the reader's day, and whose it is."""

    whose: list[str] = Field(
        description="What the person or family is called for whom a session of the reader's own is held; else empty."
    )


class DueItem(Output):
    """Something that waits for the reader; clients word the code."""

    code: Literal["session_not_closed", "delivery_missing", "tasks_due", "tasks_overdue", "handoffs_to_read"]
    count: int


class Today(Output):
    """One service day: the reader's own sessions first."""

    date: date
    time_zone: str
    sessions: list[DayCard]
    due: list[DueItem]


class Week(Output):
    """Seven days from `starts_on`, in order of time."""

    starts_on: date
    time_zone: str
    sessions: list[SessionCard]


class SessionNames(Output):
    session_id: SessionId
    names: list[str] = Field(description="How they are called, with the initial of the family name.")


class WeekNames(Output):
    """Whose the sessions of seven days are that are held for one person or a family."""

    sessions: list[SessionNames] = Field(description="Without those whose people the reader may not see.")


class WeekHours(Output):
    """Countable minutes of the payer's week around the session."""

    countable_minutes: int
    provisional_minutes: int
    target_minutes: int
    short_by_minutes: int = Field(description="What the week will lack even if everything still open is attended.")


class Flag(Output):
    """A fact worth a look, as a code with parameters."""

    code: Literal[
        "first_session",
        "second_session",
        "short_this_week",
        "days_short_this_week",
        "on_leave",
        "make_up",
        "last_days",
    ]
    params: dict[str, Any]


class RosterRow(Output):
    """One person on a roster."""

    booking_id: BookingId
    participant_id: ParticipantId
    episode_id: EpisodeId
    chosen_name: str
    full_name: str
    family_name: str
    pronouns: str | None
    day_number: int | None
    day_total: int | None
    week: WeekHours | None = Field(description="Null for readers without clinical sight.")
    flags: list[Flag]
    attendance: AttendanceRead | None
    checked_in_at: datetime | None = Field(description="When they said themselves that they have come.")


class Roster(Output):
    """A session, who is expected, and how it stands."""

    session: SessionCard
    rows: list[RosterRow]
    delivery: DeliveryRead | None = Field(description="The main entry of what was delivered.")


class WallPerson(Output):
    name: str = Field(description="How they are called; who shares a name has an initial behind it.")
    here: bool = Field(description="In the room at this moment, as far as it is marked.")


class Wall(Output):
    """A session as those in the room may see it: no ids, no outcomes, no title."""

    starts_at: datetime
    ends_at: datetime
    people: list[WallPerson]
