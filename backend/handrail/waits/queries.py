"""SQL of waiting for a seat."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import Session
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.access import Actor
from handrail.core.ids import AccountId, EpisodeId, ProgramId, SeatWaitId, SessionId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.core.vocabulary import ServiceKind
from handrail.episodes.models import Episode
from handrail.participants.models import Participant
from handrail.participants.queries import visible_to
from handrail.waits.errors import SeatWaitNotFound
from handrail.waits.models import SeatWait
from handrail.waits.vocabulary import SeatWaitStatus


@dataclass(frozen=True)
class Awaited:
    """One who waits, and for what."""

    session_id: SessionId
    program_id: ProgramId | None
    starts_at: datetime
    local_date: date
    service_kind: ServiceKind
    episode_id: EpisodeId
    asked_by: AccountId


async def page_of_session(
    db: AsyncSession, actor: Actor, session_id: SessionId, status: SeatWaitStatus, page: PageParams
) -> Rows[SeatWait]:
    """Return entries of people the actor may see, first come first. Who is no longer in care then waits no more."""
    query = (
        select(SeatWait)
        .join(Participant, Participant.id == SeatWait.participant_id)
        .where(SeatWait.session_id == session_id, SeatWait.status == status, visible_to(actor, "booking:read"))
    )
    if status is SeatWaitStatus.WAITING:
        in_care = exists().where(
            Episode.organization_id == SeatWait.organization_id,
            Episode.id == SeatWait.episode_id,
            Session.organization_id == SeatWait.organization_id,
            Session.id == SeatWait.session_id,
            Episode.voided_at.is_(None),
            or_(Episode.ended_on.is_(None), Episode.ended_on >= Session.local_date),
        )
        query = query.where(in_care)
    return await paginate(db, query, order=(SeatWait.id,), page=page)


async def get_wait(db: AsyncSession, actor: Actor, wait_id: SeatWaitId) -> SeatWait:
    query = (
        select(SeatWait)
        .join(Participant, Participant.id == SeatWait.participant_id)
        .where(SeatWait.id == wait_id, visible_to(actor, "booking:write"))
    )
    found = await db.scalar(query)
    if found is None:
        raise SeatWaitNotFound()
    return found


async def waiting_of(db: AsyncSession, session_id: SessionId, episode_id: EpisodeId) -> SeatWait | None:
    query = select(SeatWait).where(
        SeatWait.session_id == session_id,
        SeatWait.episode_id == episode_id,
        SeatWait.status == SeatWaitStatus.WAITING,
    )
    return await db.scalar(query.with_for_update())


async def awaited(db: AsyncSession, *, at: datetime, session_ids: Collection[SessionId] | None = None) -> list[Awaited]:
    """Return who waits for scheduled sessions ahead, of some or of all, first come first."""
    query = (
        select(
            Session.id,
            Session.program_id,
            Session.starts_at,
            Session.local_date,
            Session.service_kind,
            SeatWait.episode_id,
            SeatWait.asked_by,
        )
        .join(SeatWait, SeatWait.session_id == Session.id)
        .where(
            SeatWait.status == SeatWaitStatus.WAITING,
            Session.status == SessionStatus.SCHEDULED,
            Session.starts_at > at,
        )
        .order_by(SeatWait.id)
    )
    if session_ids is not None:
        query = query.where(SeatWait.session_id.in_(session_ids))
    return [Awaited(*row) for row in await db.execute(query)]
