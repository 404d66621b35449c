"""What is sent and told of closures that hit sessions."""

from datetime import date, time
from typing import Annotated

from pydantic import Field

from handrail.calendar.schemas import Minutes, SessionMove
from handrail.calendar.vocabulary import (
    ClosureOutcome,
    LaterClash,
    StaysBecause,
)
from handrail.core.ids import (
    RoomId,
    SessionId,
    StaffId,
)
from handrail.core.schemas import Input, Output
from handrail.core.vocabulary import ServiceKind
from handrail.organizations.schemas import ClosureCreate


class ClosureMove(SessionMove):
    """A session that is moved out of a closure's way."""

    session_id: SessionId
    version: Annotated[int, Field(ge=1)] = Field(description="The version of the session that was seen.")


class ClosureApply(Input):
    """A closure, and the sessions that are moved before it holds."""

    closure: ClosureCreate
    moves: Annotated[list[ClosureMove], Field(max_length=100)] = Field(default_factory=list)


class ClosureBack(Input):
    """A session that goes back to where it was before a closure."""

    session_id: SessionId
    version: Annotated[int, Field(ge=1)] = Field(description="The version of the session that was seen.")


class ClosureRemoval(Input):
    """A closure goes; these sessions go back, the others that were moved stay where they are."""

    move_back: Annotated[list[ClosureBack], Field(max_length=100)] = Field(default_factory=list)


class ClosureMovedRead(Output):
    """A session that was moved out of a closure's way, and whether it could go back."""

    session_id: SessionId
    version: int
    title: str
    service_kind: ServiceKind
    local_date: date
    local_start: time
    local_end: time
    from_local_date: date
    from_local_start: time
    from_local_end: time
    stays_because: StaysBecause | None = Field(description="Null: it can be moved back.")
    other_title: str | None = Field(description="Of the session that is in the way, as the reader may call it.")
    other_service_kind: ServiceKind | None
    other_local_start: time | None
    other_local_end: time | None


class ClosureMoved(Output):
    """What was moved out of a closure's way, by the time it was moved from."""

    sessions: list[ClosureMovedRead]


class ClosureTimesSearch(Input):
    """A session that would be in a closure's way, and the closure somebody thinks of."""

    closure: ClosureCreate
    session_id: SessionId


class ClosureTime(Output):
    """A time the session may be moved to, as it is sent back: its own length, its own room where that is free."""

    local_date: date
    local_start: time
    local_end: time
    minutes: Minutes
    room_id: RoomId | None


class ClosureTimes(Output):
    """Free times beside a closure, by time; none where nothing suits everybody."""

    from_date: date
    to_date: date
    times: list[ClosureTime]


class ClosureClash(Output):
    """What is in the way of a later beginning: of a session only when it is and what the reader may call it."""

    kind: LaterClash
    title: str | None
    service_kind: ServiceKind | None
    local_start: time | None
    local_end: time | None


class ClosureLater(Output):
    """The session as long as planned, begun when the delay is over; sent back as a move if it is chosen."""

    time: ClosureTime
    clash: ClosureClash | None = Field(description="Null: place and people are free then.")


class ClosureHit(Output):
    """What a closure would make of one session."""

    session_id: SessionId
    version: int
    title: str
    service_kind: ServiceKind
    outcome: ClosureOutcome
    local_date: date
    local_start: time
    local_end: time
    to_local_start: str = Field(description="HH:MM; of a cancelled session as it was.")
    to_local_end: str
    room_id: RoomId | None
    staff_ids: list[StaffId]
    booked: int
    later: ClosureLater | None = Field(description="Of a session that a delay hits.")


class ClosurePreview(Output):
    """What a closure would do. Nothing was changed."""

    hits: list[ClosureHit]
    cancelled: int
    shortened: int
    by_video: int
    participants: int = Field(description="Different people who are booked in the sessions it changes.")
    staff: int
