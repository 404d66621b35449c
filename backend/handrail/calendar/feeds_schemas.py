"""What is sent and told of feeds for other calendars."""

from datetime import datetime

from pydantic import Field

from handrail.calendar.vocabulary import FeedKind
from handrail.core.ids import (
    AccountId,
    CalendarFeedId,
    CohortId,
    ParticipantId,
    RoomId,
    StaffId,
)
from handrail.core.schemas import Input, VersionedOutput


class FeedCreate(Input):
    """A calendar for other programs; names the one whose calendar it is."""

    kind: FeedKind
    staff_id: StaffId | None = None
    room_id: RoomId | None = None
    cohort_id: CohortId | None = None
    participant_id: ParticipantId | None = None
    details: bool = Field(
        default=False,
        description="Show titles and places, of one's own calendar or as who may read all titles. Otherwise only when.",
    )


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
