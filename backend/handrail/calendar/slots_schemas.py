"""What is sent and told of the search for a free time."""

from datetime import date, datetime, time
from typing import Annotated

from pydantic import Field, StringConstraints

from handrail.calendar.schemas import LocalTime, Minutes, Seats, ServiceDate
from handrail.calendar.vocabulary import (
    MAX_SLOTS,
    SlotReason,
)
from handrail.core.ids import (
    ContactId,
    EpisodeId,
    LocationId,
    RoomId,
    StaffId,
)
from handrail.core.schemas import Input, Output
from handrail.core.vocabulary import ServiceKind, Weekday
from handrail.organizations.vocabulary import RoomKind


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
    contact_ids: Annotated[list[ContactId], Field(max_length=10)] = Field(
        default_factory=list,
        description="Who of those near them comes along, all of them; none: to a family session somebody whose hours "
        "are on file.",
    )
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
