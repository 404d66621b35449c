"""What enters and leaves about records that may be of one person."""

from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from handrail.core.ids import AccountId, DistinctionId, ParticipantId
from handrail.core.schemas import Input, Line, Output, Prose, VersionedOutput
from handrail.participants.rules.likeness import Verdict
from handrail.participants.schemas import BirthDate, Email, GivenNames, Phone
from handrail.participants.vocabulary import DatePrecision, Likelihood, Likeness, ParticipantStatus


class DuplicateQuestion(Input):
    """What is known so far of a person being entered."""

    given_names: GivenNames = Field(default=[])
    family_name: Line | None = None
    chosen_name: Line | None = None
    birth_date: BirthDate | None = None
    birth_date_precision: DatePrecision = DatePrecision.DAY
    phones: Annotated[list[Phone], Field(max_length=5)] = Field(default=[])
    emails: Annotated[list[Email], Field(max_length=5)] = Field(default=[])
    identifiers: Annotated[list[Line], Field(max_length=5)] = Field(
        default=[], description="Numbers of other systems, such as a plan's member number."
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.family_name or self.birth_date or self.phones or self.emails or self.identifiers):
            raise ValueError("give a family name, a birth date, a phone, an e-mail address or an identifier")
        return self


class KnownRecord(VersionedOutput):
    """A record that may be meant."""

    id: ParticipantId
    mrn: str
    full_name: str
    chosen_name: str | None
    birth_date: date | None
    status: ParticipantStatus


class _Verdict(Output):
    likelihood: Likelihood
    score: float = Field(description="Sum of the weights of the answers, base 2; higher is more alike.")
    reasons: list[Likeness] = Field(description="What speaks for it and against it.")


class DuplicateSuggestion(_Verdict):
    record: KnownRecord

    @classmethod
    def of(cls, record: object, verdict: Verdict) -> Self:
        """Build the suggestion from a record and the verdict on it."""
        return cls(record=KnownRecord.model_validate(record), **_said(verdict))


class DuplicateSuggestions(Output):
    items: list[DuplicateSuggestion]


class DuplicatePair(_Verdict):
    """Two records that may be one person's."""

    first: KnownRecord
    second: KnownRecord

    @classmethod
    def of(cls, first: object, second: object, verdict: Verdict) -> Self:
        """Build the pair from its records and the verdict on them."""
        return cls(first=KnownRecord.model_validate(first), second=KnownRecord.model_validate(second), **_said(verdict))


def _said(verdict: Verdict) -> dict[str, Any]:
    return {"likelihood": verdict.likelihood, "score": verdict.score, "reasons": list(verdict.reasons)}


class NotSame(Input):
    """Two records that are two people's."""

    first_participant_id: ParticipantId
    second_participant_id: ParticipantId
    note: Prose | None = None


class DistinctionRead(VersionedOutput):
    id: DistinctionId
    first_participant_id: ParticipantId
    second_participant_id: ParticipantId
    note: str | None
    decided_by: AccountId
    decided_at: datetime
    withdrawn_by: AccountId | None
    withdrawn_at: datetime | None
