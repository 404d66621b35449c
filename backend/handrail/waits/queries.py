"""SQL of waiting for a seat."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import Session
from handrail.calendar.vocabulary import SessionStatus
from handrail.core.access import Actor
from handrail.core.ids import AccountId, EpisodeId, ProgramId, SeatWaitId, SessionId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.participants.models import Participant
from handrail.participants.queries import visible_to
from handrail.waits.errors import SeatWaitNotFound
from handrail.waits.models import SeatWait
from handrail.waits.vocabulary import SeatWaitStatus


@dataclass(frozen=True)
class Awaited:
    """A session somebody waits for."""

    session_id: SessionId
    program_id: ProgramId | None
    starts_at: datetime
    waiting: int
    asked_by: AccountId
    """Who put the first of them on the list."""


async def page_of_session(
    db: AsyncSession, actor: Actor, session_id: SessionId, status: SeatWaitStatus, page: PageParams
) -> Rows[SeatWait]:
    """Return entries of people the actor may see, first come first."""
    query = (
        select(SeatWait)
        .join(Participant, Participant.id == SeatWait.participant_id)
        .where(SeatWait.session_id == session_id, SeatWait.status == status, visible_to(actor, "booking:read"))
    )
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
    """Return the scheduled sessions ahead that somebody waits for, of some sessions or of all."""
    query = (
        select(
            Session.id,
            Session.program_id,
            Session.starts_at,
            func.count().label("waiting"),
            func.array_agg(SeatWait.asked_by).label("asked"),
        )
        .join(SeatWait, SeatWait.session_id == Session.id)
        .where(
            SeatWait.status == SeatWaitStatus.WAITING,
            Session.status == SessionStatus.SCHEDULED,
            Session.starts_at > at,
        )
        .group_by(Session.organization_id, Session.id)
        .order_by(Session.id)
    )
    if session_ids is not None:
        query = query.where(SeatWait.session_id.in_(session_ids))
    return [
        Awaited(row.id, row.program_id, row.starts_at, row.waiting, row.asked[0]) for row in await db.execute(query)
    ]
