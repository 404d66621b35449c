"""What happens to a group that later slices have a word in, in the same transaction."""

from dataclasses import dataclass, field
from datetime import date

from handrail.core.ids import ParticipantId, SessionId


@dataclass(frozen=True)
class GroupClosing:
    """A group is about to be closed. Who knows an open alert about somebody who was there puts them into `alarmed`."""

    session_id: SessionId
    local_date: date
    time_zone: str
    """In which that date is."""
    participant_ids: frozenset[ParticipantId]
    """Who came."""
    alarmed: set[ParticipantId] = field(default_factory=set)
