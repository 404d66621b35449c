"""What enters and leaves about hand-offs. Lists say of whom and from whom; the text is opened one by one."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from handrail.core.ids import AccountId, HandOffId, LocationId, ParticipantId, ProgramId, StaffId
from handrail.core.schemas import Input, Instant, Output, no_control_characters
from handrail.handoffs.vocabulary import LONGEST_TEXT, HandOffState, Urgency

HandOffText = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_TEXT), AfterValidator(no_control_characters)
]


class HandOffCreate(Input):
    """A note for the team of a program, at one of its locations or wherever it meets, or for one colleague."""

    text: HandOffText
    urgency: Urgency = Urgency.ROUTINE
    participant_id: ParticipantId | None = Field(default=None, description="Whom it is about; none: the day.")
    program_id: ProgramId | None = None
    location_id: LocationId | None = None
    to_staff_id: StaffId | None = None
    expires_at: Instant | None = Field(
        default=None, description="By default the end of the next clinic day; seven days at most."
    )
    replaces_id: HandOffId | None = Field(default=None, description="One of your own that this one corrects.")


class HandOffPerson(Output):
    id: ParticipantId
    chosen_name: str
    full_name: str
    family_name: str


class AcknowledgementRead(Output):
    account_id: AccountId
    name: str
    acknowledged_at: datetime


class HandOffSummary(Output):
    """A hand-off without its text."""

    id: HandOffId
    urgency: Urgency
    state: HandOffState
    participant: HandOffPerson | None
    program_id: ProgramId | None
    program_name: str | None
    location_id: LocationId | None
    location_name: str | None
    to_staff_id: StaffId | None
    to_name: str | None
    written_by: AccountId
    written_by_name: str
    created_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    replaces_id: HandOffId | None
    mine: bool = Field(description="The reader wrote it.")
    for_me: bool = Field(description="The reader is whom it is for, alone or as part of the team.")
    acknowledged: bool = Field(description="The reader has acknowledged it.")
    acknowledgements: list[AcknowledgementRead]


class HandOffDetail(HandOffSummary):
    """A hand-off with its text."""

    text: str


class HandOffList(Output):
    items: list[HandOffSummary]
    more: bool = Field(description="There are more than one list shows.")
