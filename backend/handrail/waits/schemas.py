from datetime import datetime

from handrail.core.ids import EpisodeId, ParticipantId, SeatWaitId, SessionId
from handrail.core.schemas import Input, VersionedOutput
from handrail.waits.vocabulary import SeatWaitStatus


class SeatWaitCreate(Input):
    episode_id: EpisodeId


class SeatWaitRead(VersionedOutput):
    """Who waits for a seat in a session, in the order in which they asked."""

    id: SeatWaitId
    session_id: SessionId
    episode_id: EpisodeId
    participant_id: ParticipantId
    status: SeatWaitStatus
    created_at: datetime
