"""What happened to records of people that later slices act on, in the same transaction."""

from dataclasses import dataclass

from handrail.core.ids import ParticipantId


@dataclass(frozen=True)
class RecordMerged:
    """What hangs on the one record is from now on the other person's too."""

    participant_id: ParticipantId
    into_participant_id: ParticipantId
