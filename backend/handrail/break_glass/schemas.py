"""What enters and leaves about restricted records. Names and numbers travel in bodies only."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from handrail.break_glass.vocabulary import BreakGlassFinding, BreakGlassReason
from handrail.core.ids import AccountId, BreakGlassId, ParticipantId, StaffId
from handrail.core.schemas import Input, Line, Output, Prose, VersionedOutput
from handrail.participants.schemas import BirthDate, GivenNames, Mrn


class RestrictedSearchQuery(Input):
    """Exactly one person: the whole record number, or the full name with the birth date. Nothing partial finds."""

    mrn: Mrn | None = None
    given_names: GivenNames = Field(default=[], description="All of them, or the chosen name.")
    family_name: Line | None = None
    birth_date: BirthDate | None = None

    @model_validator(mode="after")
    def _exactly(self) -> Self:
        name = (bool(self.given_names), self.family_name is not None, self.birth_date is not None)
        if (self.mrn is not None) == any(name) or any(name) != all(name):
            raise ValueError("give mrn, or given_names, family_name and birth_date")
        return self


class RestrictedKind(StrEnum):
    RESTRICTED_RECORD = "restricted_record"


class RestrictedRecord(Output):
    """There is a record that is not yours to see. It says nothing else."""

    id: ParticipantId
    kind: RestrictedKind


class RestrictedRecords(Output):
    items: list[RestrictedRecord]


class GlassBreaking(Input):
    reason: BreakGlassReason
    explanation: Prose = Field(description="What happened, in a sentence a reviewer can judge.")


class BreakGlassReview(Input):
    finding: BreakGlassFinding
    note: Prose | None = None
    end_now: bool = Field(default=False, description="Close the record at once, if it is still open.")


class OpenedPerson(Output):
    chosen_name: str
    full_name: str
    family_name: str


class BreakGlassRead(VersionedOutput):
    """One use. `expires_at` closes the record by itself; `ended_at` says that it was closed before."""

    id: BreakGlassId
    participant_id: ParticipantId
    participant: OpenedPerson
    account_id: AccountId
    account_name: str
    staff_id: StaffId
    reason: BreakGlassReason
    explanation: str
    opened_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    ended_by: AccountId | None
    ended_by_name: str | None
    reviewed_at: datetime | None
    reviewed_by: AccountId | None
    reviewed_by_name: str | None
    finding: BreakGlassFinding | None
    note: str | None

    @classmethod
    def of(cls, use: object, names: Mapping[str, object]) -> Self:
        """Return a use and what everybody in it is called."""
        stored = {name: getattr(use, name) for name in cls.model_fields if name not in names}
        return cls.model_validate({**stored, **names})


class GlassBroken(Output):
    """The record is open, until when, and that it will be reviewed."""

    id: BreakGlassId
    participant_id: ParticipantId
    expires_at: datetime


class Uses(StrEnum):
    """Which uses a list shows."""

    ALL = "all"
    TO_REVIEW = "to_review"
    OPEN = "open"
