from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from handrail.core.db import Base
from handrail.core.ids import AccountId, EpisodeId, ParticipantId, SeatWaitId, SessionId, new_id
from handrail.core.tenancy import TenantScoped, Versioned, same_tenant
from handrail.waits.vocabulary import SeatWaitStatus


class SeatWait(TenantScoped, Versioned, Base):
    """Somebody wants a seat in a session that has none."""

    __tablename__ = "seat_waits"
    __health__ = True
    __table_args__ = (
        same_tenant("session_id", "sessions"),
        same_tenant("episode_id", "episodes"),
        same_tenant("participant_id", "participants"),
        same_tenant("asked_by", "accounts"),
        Index(
            "uq_seat_waits_waiting",
            "organization_id",
            "session_id",
            "episode_id",
            unique=True,
            postgresql_where=text("status = 'waiting'"),
        ),
        Index("ix_seat_waits_session", "organization_id", "session_id", "id"),
        Index("ix_seat_waits_episode", "organization_id", "episode_id"),
        Index("ix_seat_waits_participant", "organization_id", "participant_id"),
    )

    id: Mapped[SeatWaitId] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[SessionId]
    episode_id: Mapped[EpisodeId]
    participant_id: Mapped[ParticipantId]
    status: Mapped[SeatWaitStatus] = mapped_column(default=SeatWaitStatus.WAITING)
    asked_by: Mapped[AccountId]
