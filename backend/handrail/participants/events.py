"""What happened to records of people that later slices act on, in the same transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handrail.core.ids import AccountId, ContactAttemptId, ParticipantId, SeparationId
from handrail.participants.vocabulary import ContactAttemptOutcome, ContactAttemptReason


@dataclass(frozen=True)
class RecordMerged:
    """What hangs on the one record is from now on the other person's too."""

    participant_id: ParticipantId
    into_participant_id: ParticipantId


@dataclass(frozen=True)
class ContactTried:
    """Somebody tried to reach a person, or somebody near them."""

    contact_attempt_id: ContactAttemptId
    participant_id: ParticipantId
    reason: ContactAttemptReason
    outcome: ContactAttemptOutcome
    account_id: AccountId
    attempted_at: datetime
    at: datetime
    """When it was written down."""


@dataclass(frozen=True)
class ContactTryVoided:
    """A try was noted in error."""

    contact_attempt_id: ContactAttemptId
    participant_id: ParticipantId
    reason: ContactAttemptReason


@dataclass(frozen=True)
class PeopleSeparated:
    """Two people, participants or staff, must not meet from now on."""

    separation_id: SeparationId
    one: UUID
    other: UUID
    starts_on: date
    ends_on: date | None
    account_id: AccountId
    """Who wrote it down, and may know it."""
