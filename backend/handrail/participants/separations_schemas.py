"""What enters and leaves about people who must not be in one room."""

from datetime import date, datetime
from typing import Self

from pydantic import model_validator

from handrail.core.ids import ParticipantId, SeparationId, StaffId
from handrail.core.schemas import Day, Input, Prose, VersionedOutput


class Person(Input):
    """A participant or a staff member."""

    participant_id: ParticipantId | None = None
    staff_id: StaffId | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.participant_id is None) == (self.staff_id is None):
            raise ValueError("give a participant or a staff member")
        return self


class SeparationCreate(Input):
    """Two people who must not be in one room."""

    first: Person
    second: Person
    reason: Prose
    starts_on: Day
    ends_on: Day | None = None


class SeparationUpdate(Input):
    """A separation's people stay; its reason and end may change."""

    reason: Prose
    ends_on: Day | None = None


class SeparationRead(VersionedOutput):
    id: SeparationId
    first_participant_id: ParticipantId | None
    first_staff_id: StaffId | None
    second_participant_id: ParticipantId | None
    second_staff_id: StaffId | None
    reason: str
    starts_on: date
    ends_on: date | None
    voided_at: datetime | None
    void_reason: str | None
