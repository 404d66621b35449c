"""Statements about which measures programs ask for, and what says whether they are owed."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.models import Attendance
from handrail.attendance.vocabulary import CAME
from handrail.calendar.models import Session
from handrail.cohorts.models import CohortMembership
from handrail.core.access import Actor
from handrail.core.ids import CohortId, EpisodeId, ParticipantId, ProgramId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.episodes.models import Episode
from handrail.episodes.queries import status_on, today_there
from handrail.measures.models import MeasureSchedule
from handrail.participants.models import Participant
from handrail.participants.queries import of_person, visible_to

FOLLOWED_UP = timedelta(days=230)
"""How long after its end an episode can owe anything: six months, and a while to catch up."""


async def schedule_of(db: AsyncSession, program_id: ProgramId, *, lock: bool = False) -> MeasureSchedule | None:
    query = select(MeasureSchedule).where(MeasureSchedule.program_id == program_id)
    if lock:
        query = query.with_for_update()
    schedule: MeasureSchedule | None = await db.scalar(query)
    return schedule


async def scheduled_episodes(
    db: AsyncSession,
    actor: Actor,
    permission: str,
    *,
    program_id: ProgramId | None = None,
    participant_id: ParticipantId | None = None,
    cohort_id: CohortId | None = None,
    page: PageParams,
) -> Rows[Row[Episode, MeasureSchedule, str, date]]:
    """Return one page of (episode, schedule of its program, status, today there) of people the actor may see."""
    today = today_there()
    query = (
        select(Episode, MeasureSchedule, status_on(today).label("status"), today.label("today"))
        .join(
            MeasureSchedule,
            and_(
                MeasureSchedule.organization_id == Episode.organization_id,
                MeasureSchedule.program_id == Episode.program_id,
            ),
        )
        .join(
            Participant,
            and_(Participant.organization_id == Episode.organization_id, Participant.id == Episode.participant_id),
        )
        .where(
            visible_to(actor, permission),
            Episode.voided_at.is_(None),
            Episode.admitted_on.is_not(None),
            or_(Episode.ended_on.is_(None), Episode.ended_on >= today - FOLLOWED_UP),
        )
    )
    if program_id is not None:
        query = query.where(Episode.program_id == program_id)
    if participant_id is not None:
        query = query.where(of_person(Episode.participant_id, participant_id))
    if cohort_id is not None:
        query = query.where(
            Episode.id.in_(select(CohortMembership.episode_id).where(CohortMembership.cohort_id == cohort_id))
        )
    return await paginate(db, query, order=(Episode.id,), page=page)


async def days_attended(db: AsyncSession, episode_ids: Collection[EpisodeId]) -> dict[EpisodeId, list[date]]:
    """Return for each episode the days on which a session was attended, earliest first."""
    query = (
        select(Attendance.episode_id, Session.local_date)
        .join(Session, and_(Session.organization_id == Attendance.organization_id, Session.id == Attendance.session_id))
        .where(Attendance.episode_id.in_(episode_ids), Attendance.outcome.in_(CAME))
        .distinct()
        .order_by(Session.local_date)
    )
    found: dict[EpisodeId, list[date]] = {}
    for episode_id, on in await db.execute(query):
        found.setdefault(episode_id, []).append(on)
    return found
