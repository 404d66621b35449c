"""Tables of outcomes."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import (
    AccountId,
    AdministrationId,
    EpisodeId,
    ParticipantId,
    TrackResponseId,
    new_id,
)
from handrail.core.tenancy import TenantScoped, same_tenant
from handrail.outcomes.vocabulary import OffTrack, ResponseKind


class TrackResponse(TenantScoped, Base):
    """What was done about a course that is not on track, and when it is looked at again. Never changed."""

    __tablename__ = "track_responses"
    __health__ = True
    __table_args__ = (
        same_tenant("participant_id", "participants"),
        same_tenant("episode_id", "episodes"),
        same_tenant("administration_id", "administrations"),
        same_tenant("responded_by", "accounts"),
        Index("ix_track_responses_episode", "organization_id", "episode_id", "instrument_key"),
        Index("ix_track_responses_participant", "organization_id", "participant_id"),
        Index("ix_track_responses_administration", "organization_id", "administration_id"),
    )

    id: Mapped[TrackResponseId] = mapped_column(primary_key=True, default=new_id)
    participant_id: Mapped[ParticipantId]
    episode_id: Mapped[EpisodeId]
    instrument_key: Mapped[str]
    administration_id: Mapped[AdministrationId]
    """The giving that said so."""
    off_track: Mapped[OffTrack]
    kind: Mapped[ResponseKind]
    note: Mapped[str]
    review_on: Mapped[date]
    responded_by: Mapped[AccountId]
    responded_at: Mapped[datetime]
