"""Statements about which measures programs ask for, and what says whether they are owed."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Row, and_, exists, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.models import Attendance
from handrail.attendance.vocabulary import CAME
from handrail.calendar.models import Session
from handrail.cohorts.models import CohortMembership
from handrail.core.access import Actor
from handrail.core.ids import CohortId, CourseId, EpisodeId, ParticipantId, ProgramId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.courses.models import Course
from handrail.episodes.models import Episode
from handrail.episodes.queries import status_on, today_there
from handrail.episodes.vocabulary import FOLLOW_UP_DAYS_AFTER_END
from handrail.measures.models import MeasureSchedule
from handrail.modalities.models import Modality, ModalityVersion
from handrail.participants.models import Participant
from handrail.participants.queries import of_person, visible_to

FOLLOWED_UP = timedelta(days=FOLLOW_UP_DAYS_AFTER_END)


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
) -> Rows[Row[Episode, MeasureSchedule | None, str, date]]:
    """Return one page of (episode, schedule of its program, status, today there) of people the actor may see.

    Those whose program asks for nothing only while a course of a therapy runs, which may ask.
    """
    today = today_there()
    runs = exists().where(
        Course.organization_id == Episode.organization_id, Course.episode_id == Episode.id, Course.ended_on.is_(None)
    )
    query = (
        select(Episode, MeasureSchedule, status_on(today).label("status"), today.label("today"))
        .outerjoin(
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
            or_(MeasureSchedule.id.is_not(None), runs),
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


async def running_courses(
    db: AsyncSession, episode_ids: Collection[EpisodeId]
) -> Sequence[tuple[Course, Modality, ModalityVersion | None]]:
    """Return the running courses of some episodes, each with its modality and the published version it follows."""
    query = (
        select(Course, Modality, ModalityVersion)
        .join(Modality, and_(Modality.organization_id == Course.organization_id, Modality.id == Course.modality_id))
        .outerjoin(
            ModalityVersion,
            and_(
                ModalityVersion.organization_id == Course.organization_id,
                ModalityVersion.modality_id == Course.modality_id,
                ModalityVersion.number == Course.protocol_version,
            ),
        )
        .where(Course.episode_id.in_(episode_ids), Course.ended_on.is_(None))
        .order_by(Course.id)
    )
    return [(course, modality, version) for course, modality, version in await db.execute(query)]


DAYS_OF_COURSES: Final = text("""
SELECT c.id AS course_id, s.local_date AS on
FROM courses c
JOIN attendance a ON a.organization_id = c.organization_id AND a.episode_id = c.episode_id
    AND a.outcome IN ('present', 'late', 'left_early')
JOIN sessions s ON s.organization_id = a.organization_id AND s.id = a.session_id AND s.status <> 'cancelled'
    AND s.local_date >= c.starts_on
JOIN deliveries d ON d.organization_id = s.organization_id AND d.session_id = s.id AND d.voided_at IS NULL
    AND d.modality_id = c.modality_id
LEFT JOIN delivery_exceptions x
    ON x.organization_id = d.organization_id AND x.delivery_id = d.id AND x.booking_id = a.booking_id
WHERE c.id = ANY(:ids) AND coalesce(x.took_part, true)
UNION
SELECT e.course_id, e.noted_on FROM course_entries e WHERE e.course_id = ANY(:ids) AND e.voided_at IS NULL
ORDER BY 2
""")
"""Days on which a therapy was received, or noted by whoever gives it alone."""


async def days_of_courses(db: AsyncSession, course_ids: Collection[CourseId]) -> dict[CourseId, list[date]]:
    """Return for each course the days of its sessions, earliest first."""
    found: dict[CourseId, list[date]] = {}
    for row in (await db.execute(DAYS_OF_COURSES, {"ids": list(course_ids)})).mappings():
        found.setdefault(row["course_id"], []).append(row["on"])
    return found


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
