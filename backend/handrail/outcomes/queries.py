"""Statements about outcomes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, DateTime, Row, and_, cast, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.cohorts.models import CohortMembership
from handrail.core.access import Actor
from handrail.core.ids import CohortId, EpisodeId, ModalityId, ParticipantId, ProgramId
from handrail.core.pagination import ALL, PageParams, Rows, paginate
from handrail.episodes.models import Episode
from handrail.episodes.queries import today_there, zone_there
from handrail.measures.models import Administration
from handrail.measures.vocabulary import AdministrationStatus
from handrail.outcomes.models import TrackResponse
from handrail.participants.models import Participant
from handrail.participants.queries import of_person, visible_to
from handrail.tasks.models import Task
from handrail.tasks.vocabulary import TaskStatus


async def running_episodes(
    db: AsyncSession,
    actor: Actor,
    *,
    program_id: ProgramId | None = None,
    cohort_id: CohortId | None = None,
    participant_id: ParticipantId | None = None,
    episode_id: EpisodeId | None = None,
    page: PageParams = ALL,
) -> Rows[Row[Episode, Participant, date]]:
    """Return one page of (episode, person, today there) of running episodes of people the actor may see."""
    today = today_there()
    query: Any = (
        select(Episode, Participant, today.label("today"))
        .join(
            Participant,
            and_(Participant.organization_id == Episode.organization_id, Participant.id == Episode.participant_id),
        )
        .where(
            visible_to(actor, "measure:read"),
            Episode.voided_at.is_(None),
            Episode.admitted_on.is_not(None),
            Episode.ended_on.is_(None),
        )
    )
    if program_id is not None:
        query = query.where(Episode.program_id == program_id)
    if cohort_id is not None:
        query = query.where(Episode.id.in_(_in_cohort(cohort_id)))
    if participant_id is not None:
        query = query.where(of_person(Episode.participant_id, participant_id))
    if episode_id is not None:
        query = query.where(Episode.id == episode_id)
    return await paginate(db, query, order=(Episode.id,), page=page)


async def lock_episode(db: AsyncSession, episode_id: EpisodeId) -> None:
    """Let one at a time decide what is asked about an episode."""
    await db.execute(select(Episode.id).where(Episode.id == episode_id).with_for_update(key_share=True))


async def running_courses(
    db: AsyncSession, *, episode_id: EpisodeId | None, page: PageParams
) -> Rows[Row[Episode, date]]:
    """Return one page of (episode, today there) of running episodes, whoever may see them, or of one of them."""
    query: Any = select(Episode, today_there().label("today")).where(
        Episode.voided_at.is_(None), Episode.admitted_on.is_not(None), Episode.ended_on.is_(None)
    )
    if episode_id is not None:
        query = query.where(Episode.id == episode_id)
    return await paginate(db, query, order=(Episode.id,), page=page)


async def end_of_day(db: AsyncSession, episode_id: EpisodeId, day: date) -> datetime:
    """Return when a day ends where the episode takes place."""
    midnight = cast(day + timedelta(days=1), DateTime())
    query = select(func.timezone(zone_there(), midnight)).select_from(Episode).where(Episode.id == episode_id)
    ends: datetime | None = await db.scalar(query)
    assert ends is not None
    return ends


async def with_open_task(db: AsyncSession, title_code: str, episode_ids: Collection[EpisodeId]) -> set[EpisodeId]:
    """Return those of these episodes about which an open task of this title waits."""
    query = select(Task.episode_id).where(
        Task.episode_id.in_(episode_ids), Task.title_code == title_code, Task.status == TaskStatus.OPEN
    )
    return {one for one in await db.scalars(query) if one is not None}


async def lock_tasks_of_the_past(
    db: AsyncSession, title_codes: Collection[str], *, episode_id: EpisodeId | None
) -> list[Task]:
    """Return open tasks of these titles about episodes that do not run any more, locked."""
    over = select(Episode.id).where(or_(Episode.ended_on.is_not(None), Episode.voided_at.is_not(None)))
    query = select(Task).where(
        Task.title_code.in_(title_codes), Task.status == TaskStatus.OPEN, Task.episode_id.in_(over)
    )
    if episode_id is not None:
        query = query.where(Task.episode_id == episode_id)
    return list(await db.scalars(query.order_by(Task.id).with_for_update()))


def _in_cohort(cohort_id: CohortId) -> Any:
    return select(CohortMembership.episode_id).where(
        CohortMembership.cohort_id == cohort_id, CohortMembership.voided_at.is_(None)
    )


def _scored() -> tuple[ColumnElement[bool], ...]:
    return Administration.status == AdministrationStatus.COMPLETED, Administration.total.is_not(None)


async def totals_of(db: AsyncSession, episode_ids: Collection[EpisodeId]) -> Sequence[Administration]:
    """Return what was scored in these episodes, earliest first."""
    query = (
        select(Administration)
        .where(Administration.episode_id.in_(episode_ids), *_scored())
        .order_by(Administration.taken_on, Administration.started_at, Administration.id)
    )
    return list(await db.scalars(query))


async def responses_of(db: AsyncSession, episode_ids: Collection[EpisodeId]) -> Sequence[TrackResponse]:
    """Return what was done, the youngest first."""
    query = (
        select(TrackResponse)
        .where(TrackResponse.episode_id.in_(episode_ids))
        .order_by(TrackResponse.responded_at.desc(), TrackResponse.id.desc())
    )
    return list(await db.scalars(query))


EXPECTED: Final = """
WITH first AS (
    SELECT DISTINCT ON (a.episode_id) a.organization_id, a.episode_id, a.total, a.taken_on
    FROM administrations a
    JOIN episodes e ON e.organization_id = a.organization_id AND e.id = a.episode_id
        AND e.ended_on IS NOT NULL AND e.voided_at IS NULL
    WHERE a.instrument_key = :key AND a.instrument_version = :version AND a.status = 'completed'
        AND a.total IS NOT NULL
    ORDER BY a.episode_id, a.taken_on, a.started_at, a.id
),
later AS (
    SELECT DISTINCT ON (a.episode_id, (a.taken_on - f.taken_on) / 7)
        a.episode_id, (a.taken_on - f.taken_on) / 7 AS week, a.total
    FROM first f
    JOIN administrations a ON a.organization_id = f.organization_id AND a.episode_id = f.episode_id
        AND a.instrument_key = :key AND a.instrument_version = :version AND a.status = 'completed'
        AND a.total IS NOT NULL
    WHERE f.total >= :lowest AND f.total < :below
    ORDER BY a.episode_id, week, a.taken_on DESC, a.started_at DESC, a.id DESC
)
SELECT week, count(*) AS people,
    percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY total) AS quarters
FROM later GROUP BY week HAVING count(*) >= :least AND week BETWEEN 0 AND 26 ORDER BY week
"""
"""Quarters of the last total of each week since the first, of ended episodes that began in a range."""


async def expected(
    db: AsyncSession, key: str, version: int, *, lowest: int, below: int, least: int
) -> Sequence[dict[str, Any]]:
    """Return weeks of who began from `lowest` on, below `below`; a week of fewer people than `least` is not there."""
    values = {"key": key, "version": version, "lowest": lowest, "below": below, "least": least}
    return [dict(row) for row in (await db.execute(text(EXPECTED), values)).mappings()]


GROUP: Final = """
WITH member AS (
    SELECT e.organization_id, e.id FROM episodes e
    WHERE e.voided_at IS NULL AND e.admitted_on BETWEEN :first AND :last
        AND (CAST(:program_id AS uuid) IS NULL OR e.program_id = :program_id)
        AND (CAST(:cohort_id AS uuid) IS NULL OR EXISTS (
            SELECT FROM cohort_memberships c WHERE c.organization_id = e.organization_id AND c.episode_id = e.id
                AND c.cohort_id = :cohort_id AND c.voided_at IS NULL
        ))
),
entry AS (
    SELECT a.episode_id, d.modality_id, coalesce(x.minutes, d.minutes) AS minutes, a.minutes AS presence,
        sum(coalesce(x.minutes, d.minutes)) OVER (PARTITION BY a.booking_id) AS total
    FROM member m
    JOIN attendance a ON a.organization_id = m.organization_id AND a.episode_id = m.id
        AND a.outcome IN ('present', 'late', 'left_early')
    JOIN sessions s ON s.organization_id = a.organization_id AND s.id = a.session_id AND s.status <> 'cancelled'
    JOIN deliveries d ON d.organization_id = a.organization_id AND d.session_id = a.session_id AND d.voided_at IS NULL
    LEFT JOIN delivery_exceptions x
        ON x.organization_id = d.organization_id AND x.delivery_id = d.id AND x.booking_id = a.booking_id
    WHERE CAST(:modality_id AS uuid) IS NOT NULL AND coalesce(x.took_part, true)
),
dose AS (
    SELECT episode_id, sum(CASE WHEN total > 0 THEN minutes * least(presence, total) / total ELSE 0 END)::int AS minutes
    FROM entry WHERE modality_id = :modality_id GROUP BY episode_id
)
SELECT m.id AS episode_id, coalesce(d.minutes, 0) AS minutes,
    coalesce(array_agg(a.total ORDER BY a.taken_on, a.started_at, a.id) FILTER (WHERE a.id IS NOT NULL), '{}') AS totals
FROM member m
LEFT JOIN administrations a ON a.organization_id = m.organization_id AND a.episode_id = m.id AND a.instrument_key = :key
    AND a.instrument_version = :version AND a.status = 'completed' AND a.total IS NOT NULL
LEFT JOIN dose d ON d.episode_id = m.id
WHERE CAST(:modality_id AS uuid) IS NULL OR d.minutes > 0
GROUP BY m.id, d.minutes
"""
"""Totals of one instrument of everybody admitted in a span, also of who never gave it, and what they received of a
modality, if one is named.

Shares of a session as `delivery.rules.doses` gives them.
"""


async def group(
    db: AsyncSession,
    key: str,
    version: int,
    *,
    program_id: ProgramId | None,
    cohort_id: CohortId | None,
    modality_id: ModalityId | None,
    first: date,
    last: date,
) -> Sequence[Any]:
    """Rows of (episode_id, minutes, totals)."""
    values = {
        "key": key,
        "version": version,
        "program_id": program_id,
        "cohort_id": cohort_id,
        "modality_id": modality_id,
        "first": first,
        "last": last,
    }
    return (await db.execute(text(GROUP), values)).all()
