"""SQL of curricula."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.attendance.models import Attendance
from handrail.attendance.vocabulary import CAME
from handrail.calendar.models import Series, SeriesCohort, Session, SessionCohort
from handrail.calendar.vocabulary import SessionStatus
from handrail.cohorts.models import CohortMembership
from handrail.core.access import Actor
from handrail.core.ids import (
    CohortId,
    CurriculumId,
    CurriculumRunId,
    EpisodeId,
    ModalityId,
    ParticipantId,
    ProgramId,
    SeriesId,
    SessionId,
)
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.curricula.errors import CurriculumNotFound, CurriculumRunNotFound
from handrail.curricula.models import Curriculum, CurriculumPin, CurriculumRun
from handrail.curricula.rules import Meeting
from handrail.curricula.vocabulary import MOST_SESSIONS
from handrail.episodes.models import Episode
from handrail.modalities.models import Modality
from handrail.participants.models import Participant
from handrail.participants.queries import clinic_today, visible_to


async def get_curriculum(db: AsyncSession, curriculum_id: CurriculumId, *, lock: bool = False) -> Curriculum:
    query = select(Curriculum).where(Curriculum.id == curriculum_id)
    row = await db.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise CurriculumNotFound()
    return row


async def list_curricula(db: AsyncSession, *, program_id: ProgramId | None, page: PageParams) -> Rows[Curriculum]:
    """Curricula by name, those in use first."""
    query = select(Curriculum)
    if program_id is not None:
        query = query.where(Curriculum.program_id == program_id)
    return await paginate(db, query, order=(Curriculum.name, Curriculum.id), page=page)


async def modality_names(db: AsyncSession, modality_ids: Collection[ModalityId]) -> dict[ModalityId, str]:
    rows = await db.execute(select(Modality.id, Modality.name).where(Modality.id.in_(modality_ids)))
    return {row[0]: row[1] for row in rows}


async def has_begun(db: AsyncSession, curriculum_id: CurriculumId) -> bool:
    """Whether a group was or is taught by it."""
    query = select(CurriculumRun.id).where(
        CurriculumRun.curriculum_id == curriculum_id,
        CurriculumRun.starts_on <= select(clinic_today()).scalar_subquery(),
    )
    return await db.scalar(query.limit(1)) is not None


async def get_run(db: AsyncSession, run_id: CurriculumRunId, *, lock: bool = False) -> CurriculumRun:
    query = select(CurriculumRun).where(CurriculumRun.id == run_id)
    row = await db.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise CurriculumRunNotFound()
    return row


async def runs_of_cohort(
    db: AsyncSession, cohort_id: CohortId, *, since: date
) -> Sequence[tuple[CurriculumRun, Curriculum]]:
    """Return what a cohort is taught now or was until `since`, the youngest first; forty at most."""
    query = (
        select(CurriculumRun, Curriculum)
        .join(
            Curriculum,
            and_(
                Curriculum.organization_id == CurriculumRun.organization_id,
                Curriculum.id == CurriculumRun.curriculum_id,
            ),
        )
        .where(
            CurriculumRun.cohort_id == cohort_id,
            or_(CurriculumRun.ended_on.is_(None), CurriculumRun.ended_on >= since),
        )
        .order_by(CurriculumRun.starts_on.desc(), CurriculumRun.id)
        .limit(40)
    )
    return [(run, curriculum) for run, curriculum in await db.execute(query)]


async def runs_of_session(db: AsyncSession, session_id: SessionId) -> Sequence[tuple[CurriculumRun, Curriculum]]:
    """Return the runs a session may belong to: of its series and its cohorts, on its day."""
    query = (
        select(CurriculumRun, Curriculum)
        .join(
            Curriculum,
            and_(
                Curriculum.organization_id == CurriculumRun.organization_id,
                Curriculum.id == CurriculumRun.curriculum_id,
            ),
        )
        .join(
            SessionCohort,
            and_(
                SessionCohort.organization_id == CurriculumRun.organization_id,
                SessionCohort.cohort_id == CurriculumRun.cohort_id,
            ),
        )
        .join(
            Session,
            and_(Session.organization_id == SessionCohort.organization_id, Session.id == SessionCohort.session_id),
        )
        .join(Series, and_(Series.organization_id == Session.organization_id, Series.id == Session.series_id))
        .where(
            Session.id == session_id,
            func.coalesce(Series.lineage_id, Series.id) == CurriculumRun.series_id,
            CurriculumRun.starts_on <= Session.local_date,
            or_(CurriculumRun.ended_on.is_(None), CurriculumRun.ended_on >= Session.local_date),
        )
        .order_by(CurriculumRun.id)
    )
    return [(run, curriculum) for run, curriculum in await db.execute(query)]


async def lineage_of(db: AsyncSession, series_id: SeriesId, cohort_id: CohortId) -> SeriesId | None:
    """Return the root of a series' lineage, or None where the cohort does not attend it."""
    query = (
        select(func.coalesce(Series.lineage_id, Series.id))
        .join(
            SeriesCohort,
            and_(SeriesCohort.organization_id == Series.organization_id, SeriesCohort.series_id == Series.id),
        )
        .where(Series.id == series_id, SeriesCohort.cohort_id == cohort_id)
    )
    found: SeriesId | None = await db.scalar(query)
    return found


async def meetings_of(db: AsyncSession, run: CurriculumRun) -> list[Meeting[SessionId]]:
    """Return the sessions of a run that take place, in the order of their beginning."""
    query = (
        select(Session.id, Session.local_date, Session.starts_at <= func.now())
        .join(Series, and_(Series.organization_id == Session.organization_id, Series.id == Session.series_id))
        .join(
            SessionCohort,
            and_(SessionCohort.organization_id == Session.organization_id, SessionCohort.session_id == Session.id),
        )
        .where(
            func.coalesce(Series.lineage_id, Series.id) == run.series_id,
            SessionCohort.cohort_id == run.cohort_id,
            Session.local_date >= run.starts_on,
            Session.status != SessionStatus.CANCELLED,
        )
        .order_by(Session.starts_at, Session.id)
        .limit(MOST_SESSIONS)
    )
    if run.ended_on is not None:
        query = query.where(Session.local_date <= run.ended_on)
    return [Meeting(row[0], row[1], row[2]) for row in await db.execute(query)]


async def pins_of(db: AsyncSession, run_id: CurriculumRunId) -> Mapping[SessionId, CurriculumPin]:
    rows = await db.scalars(select(CurriculumPin).where(CurriculumPin.run_id == run_id))
    return {row.session_id: row for row in rows}


async def members(
    db: AsyncSession, actor: Actor, cohort_id: CohortId, *, on: date
) -> Sequence[tuple[EpisodeId, ParticipantId]]:
    """Return who belongs to a cohort on a day, of the people the actor may see."""
    query = (
        select(Episode.id, Episode.participant_id)
        .join(
            CohortMembership,
            and_(
                CohortMembership.organization_id == Episode.organization_id,
                CohortMembership.episode_id == Episode.id,
            ),
        )
        .join(
            Participant,
            and_(Participant.organization_id == Episode.organization_id, Participant.id == Episode.participant_id),
        )
        .where(
            CohortMembership.cohort_id == cohort_id,
            CohortMembership.voided_at.is_(None),
            CohortMembership.starts_on <= on,
            or_(CohortMembership.ends_on.is_(None), CohortMembership.ends_on >= on),
            visible_to(actor, "curriculum:follow"),
        )
        .order_by(CohortMembership.starts_on, Episode.id)
    )
    return [(row[0], row[1]) for row in await db.execute(query)]


async def attended(
    db: AsyncSession, episode_ids: Collection[EpisodeId], session_ids: Collection[SessionId]
) -> dict[EpisodeId, frozenset[SessionId]]:
    """Return which of some sessions each episode attended."""
    query = select(Attendance.episode_id, func.array_agg(Attendance.session_id)).where(
        Attendance.episode_id.in_(episode_ids),
        Attendance.session_id.in_(session_ids),
        Attendance.outcome.in_(CAME),
    )
    rows = await db.execute(query.group_by(Attendance.episode_id))
    return {row[0]: frozenset(row[1]) for row in rows}


async def local_today(db: AsyncSession) -> date:
    return (await db.scalars(select(clinic_today()))).one()


async def session_locked(db: AsyncSession, session_id: SessionId) -> bool:
    return await db.scalar(select(Session.locked_at).where(Session.id == session_id)) is not None
