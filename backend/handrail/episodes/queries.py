"""SQL of episodes."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, Select, and_, case, cast, exists, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.ids import (
    EpisodeId,
    ExpectedPatternId,
    LeaveId,
    LocationId,
    ParticipantId,
    ProgramId,
    StaffId,
    new_id,
)
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.episodes.errors import EpisodeNotFound, LeaveNotFound, PatternNotFound
from handrail.episodes.models import Episode, EpisodeLeave, EpisodeService, ExpectedDay, ExpectedPattern
from handrail.episodes.rules import Days, ProgramDay, Stay
from handrail.episodes.vocabulary import EpisodeStatus
from handrail.organizations.models import Location, Organization
from handrail.participants.models import Participant
from handrail.participants.queries import ids_of_person, of_person, visible_to
from handrail.staff.models import StaffMember
from handrail.staff.vocabulary import StaffStatus


def zone_there() -> Any:
    """The time zone of where an episode takes place: of its location, else of the organization."""
    return (
        select(func.coalesce(Location.time_zone, Organization.time_zone))
        .select_from(Organization)
        .outerjoin(Location, Location.id == Episode.location_id)
        .correlate(Episode)
        .scalar_subquery()
    )


def today_there() -> ColumnElement[date]:
    """Today where an episode takes place."""
    return cast(func.timezone(zone_there(), func.now()), Date)


def status_on(on: Any) -> ColumnElement[Any]:
    """`rules.status_on` as an expression over `episodes`."""
    away = exists().where(
        EpisodeLeave.organization_id == Episode.organization_id,
        EpisodeLeave.episode_id == Episode.id,
        EpisodeLeave.voided_at.is_(None),
        EpisodeLeave.starts_on <= on,
        or_(EpisodeLeave.back_on.is_(None), EpisodeLeave.back_on > on),
    )
    return case(
        (Episode.ended_on <= on, EpisodeStatus.ENDED.value),
        (and_(Episode.admitted_on <= on, away), EpisodeStatus.ON_LEAVE.value),
        (Episode.admitted_on <= on, EpisodeStatus.ACTIVE.value),
        (Episode.screened_on <= on, EpisodeStatus.SCREENING.value),
        else_=EpisodeStatus.REFERRED.value,
    )


def _visible(actor: Actor, permission: str) -> Select[Episode]:
    return (
        select(Episode)
        .join(
            Participant,
            and_(Participant.organization_id == Episode.organization_id, Participant.id == Episode.participant_id),
        )
        .where(visible_to(actor, permission))
    )


async def visible_episode(
    db: AsyncSession, actor: Actor, episode_id: EpisodeId, permission: str, *, lock: bool = False
) -> Episode:
    """Return an episode of somebody the actor may open, or raise as if there were none. Voided ones are not there."""
    query = _visible(actor, permission).where(Episode.id == episode_id, Episode.voided_at.is_(None))
    if lock:
        query = query.with_for_update(of=Episode)
    episode = await db.scalar(query)
    if episode is None:
        raise EpisodeNotFound()
    return episode


async def list_visible(
    db: AsyncSession,
    actor: Actor,
    *,
    participant_id: ParticipantId | None,
    program_id: ProgramId | None,
    primary_clinician_id: StaffId | None,
    status: EpisodeStatus | None,
    page: PageParams,
) -> Rows[Row[Episode, str, date]]:
    """One page of (episode, status today, today there), the youngest referral first."""
    today = today_there()
    query = _visible(actor, "episode:read").where(Episode.voided_at.is_(None))
    if participant_id is not None:
        query = query.where(of_person(Episode.participant_id, participant_id))
    if program_id is not None:
        query = query.where(Episode.program_id == program_id)
    if primary_clinician_id is not None:
        query = query.where(Episode.primary_clinician_id == primary_clinician_id)
    if status is not None:
        query = query.where(status_on(today) == status.value)
    with_status = query.add_columns(status_on(today).label("status"), today.label("today"))
    return await paginate(db, with_status, order=(Episode.referred_on, Episode.id), page=page, descending=True)


async def status_today(db: AsyncSession, episode_id: EpisodeId) -> tuple[EpisodeStatus, date]:
    """Where an episode stands today, and what day that is there."""
    today = today_there()
    query = select(status_on(today), today).select_from(Episode).where(Episode.id == episode_id)
    status, on = (await db.execute(query)).one()
    return EpisodeStatus(status), on


async def zone_and_state(db: AsyncSession, location_id: LocationId | None) -> tuple[str, str]:
    """Time zone and state of a location, else of the organization."""
    query = (
        select(
            func.coalesce(Location.time_zone, Organization.time_zone), func.coalesce(Location.state, Organization.state)
        )
        .select_from(Organization)
        .outerjoin(Location, Location.id == location_id)
    )
    zone, state = (await db.execute(query)).one()
    return zone, state


async def is_active_staff(db: AsyncSession, staff_id: StaffId) -> bool:
    query = select(StaffMember.id).where(StaffMember.id == staff_id, StaffMember.status == StaffStatus.ACTIVE)
    return await db.scalar(query) is not None


async def birth_date_of(db: AsyncSession, participant_id: ParticipantId) -> date | None:
    return await db.scalar(select(Participant.birth_date).where(Participant.id == participant_id))


async def leads_another(db: AsyncSession, episode: Episode, staff_id: StaffId) -> bool:
    """Whether the clinician is primary in another open episode of the same participant."""
    query = select(Episode.id).where(
        of_person(Episode.participant_id, episode.participant_id),
        Episode.id != episode.id,
        Episode.primary_clinician_id == staff_id,
        Episode.ended_on.is_(None),
        Episode.voided_at.is_(None),
    )
    return await db.scalar(query.limit(1)) is not None


async def elsewhere(db: AsyncSession, episode: Episode) -> list[Episode]:
    """Return the episodes that hang on other records of the same person, after a merge."""
    query = select(Episode).where(
        Episode.participant_id.in_(ids_of_person(episode.participant_id)),
        Episode.participant_id != episode.participant_id,
        Episode.voided_at.is_(None),
    )
    return list(await db.scalars(query))


async def leaves_of(db: AsyncSession, episode_ids: Collection[EpisodeId]) -> Sequence[EpisodeLeave]:
    """Leaves in force, by their first day."""
    query = select(EpisodeLeave).where(EpisodeLeave.episode_id.in_(episode_ids), EpisodeLeave.voided_at.is_(None))
    return (await db.scalars(query.order_by(EpisodeLeave.starts_on))).all()


async def get_leave(db: AsyncSession, episode_id: EpisodeId, leave_id: LeaveId) -> EpisodeLeave:
    query = select(EpisodeLeave).where(
        EpisodeLeave.id == leave_id, EpisodeLeave.episode_id == episode_id, EpisodeLeave.voided_at.is_(None)
    )
    leave = await db.scalar(query)
    if leave is None:
        raise LeaveNotFound()
    return leave


async def patterns_of(db: AsyncSession, episode_ids: Collection[EpisodeId]) -> Sequence[ExpectedPattern]:
    query = select(ExpectedPattern).where(
        ExpectedPattern.episode_id.in_(episode_ids), ExpectedPattern.voided_at.is_(None)
    )
    return (await db.scalars(query.order_by(ExpectedPattern.starts_on))).all()


async def get_pattern(db: AsyncSession, episode_id: EpisodeId, pattern_id: ExpectedPatternId) -> ExpectedPattern:
    query = select(ExpectedPattern).where(
        ExpectedPattern.id == pattern_id,
        ExpectedPattern.episode_id == episode_id,
        ExpectedPattern.voided_at.is_(None),
    )
    pattern = await db.scalar(query)
    if pattern is None:
        raise PatternNotFound()
    return pattern


async def page_of_leaves(db: AsyncSession, episode_id: EpisodeId, page: PageParams) -> Rows[EpisodeLeave]:
    query = select(EpisodeLeave).where(EpisodeLeave.episode_id == episode_id, EpisodeLeave.voided_at.is_(None))
    return await paginate(db, query, order=(EpisodeLeave.starts_on, EpisodeLeave.id), page=page)


async def page_of_patterns(db: AsyncSession, episode_id: EpisodeId, page: PageParams) -> Rows[ExpectedPattern]:
    query = select(ExpectedPattern).where(ExpectedPattern.episode_id == episode_id, ExpectedPattern.voided_at.is_(None))
    return await paginate(db, query, order=(ExpectedPattern.starts_on, ExpectedPattern.id), page=page)


async def page_of_services(db: AsyncSession, episode_id: EpisodeId, page: PageParams) -> Rows[EpisodeService]:
    query = select(EpisodeService).where(EpisodeService.episode_id == episode_id)
    return await paginate(db, query, order=(EpisodeService.id,), page=page)


async def page_of_expected_days(
    db: AsyncSession, episode_id: EpisodeId, first: date, last: date, page: PageParams
) -> Rows[ExpectedDay]:
    query = select(ExpectedDay).where(
        ExpectedDay.episode_id == episode_id, ExpectedDay.local_date >= first, ExpectedDay.local_date <= last
    )
    return await paginate(db, query, order=(ExpectedDay.local_date, ExpectedDay.id), page=page)


async def stays(db: AsyncSession, episode_ids: Collection[EpisodeId]) -> dict[EpisodeId, Stay]:
    """Dates of several episodes, for `rules.bookable` and `rules.status_on`. Voided and foreign ones are missing."""
    query = select(Episode).where(Episode.id.in_(episode_ids), Episode.voided_at.is_(None))
    away: dict[EpisodeId, list[Days]] = {}
    for leave in await leaves_of(db, episode_ids):
        away.setdefault(leave.episode_id, []).append(Days(leave.starts_on, leave.back_on))
    return {
        row.id: Stay(row.referred_on, row.screened_on, row.admitted_on, row.ended_on, tuple(away.get(row.id, ())))
        for row in await db.scalars(query)
    }


async def admitted_between(
    db: AsyncSession, first: date, last: date, *, location_id: LocationId | None
) -> Sequence[Episode]:
    """Episodes with expected days between two dates, at one location, or without one everywhere; locked in id order."""
    query = select(Episode).where(
        Episode.voided_at.is_(None),
        Episode.admitted_on <= last,
        func.least(Episode.planned_end_on, Episode.ended_on) >= first,
    )
    if location_id is not None:
        query = query.where(Episode.location_id == location_id)
    return (await db.scalars(query.order_by(Episode.id).with_for_update(of=Episode))).all()


async def replace_expected_days(
    db: AsyncSession, days: Mapping[EpisodeId, Iterable[ProgramDay]], first: date | None, last: date | None
) -> None:
    """Store the program days of some episodes between two dates (both included, None: open) in place of those there."""
    in_span = and_(
        ExpectedDay.local_date >= first if first else text("true"),
        ExpectedDay.local_date <= last if last else text("true"),
    )
    await db.execute(
        ExpectedDay.__table__.delete().where(ExpectedDay.episode_id.in_(list(days)), in_span)  # type: ignore[attr-defined]
    )
    rows = [
        {
            "id": str(new_id()),
            "episode_id": str(episode_id),
            "local_date": day.on.isoformat(),
            "state": day.state.value,
            "phase": day.phase.value,
            "planned_minutes": day.planned_minutes,
            "minutes": day.minutes,
            "weekly_target_minutes": day.weekly_target_minutes,
        }
        for episode_id, of_episode in days.items()
        for day in of_episode
    ]
    if rows:
        await db.execute(_INSERT_DAYS, {"rows": json.dumps(rows)})


_INSERT_DAYS = text(
    "INSERT INTO expected_days (organization_id, id, episode_id, local_date, state, phase, planned_minutes, minutes,"
    " weekly_target_minutes)"
    " SELECT current_setting('app.organization_id')::uuid, d.* FROM jsonb_to_recordset(CAST(:rows AS jsonb))"
    " AS d(id uuid, episode_id uuid, local_date date, state text, phase text, planned_minutes int, minutes int,"
    " weekly_target_minutes int)"
)


@dataclass(frozen=True)
class DayCounts:
    """Day number of total, and what the week asks for."""

    number: int
    total: int
    week_starts_on: date
    target_minutes: int
    expected_minutes: int
    expected_days: int


EPISODE_DAY_COUNTS = """
SELECT e.id AS episode_id, w.week_start,
    count(*) FILTER (WHERE d.state = 'expected' AND d.local_date <= :on) AS number,
    count(*) FILTER (WHERE d.state = 'expected') AS total,
    least(max(d.weekly_target_minutes) FILTER (WHERE d.in_week), sum(d.minutes) FILTER (WHERE d.in_week)) AS target,
    sum(d.minutes) FILTER (WHERE d.in_week) AS expected_minutes,
    count(*) FILTER (WHERE d.in_week) AS expected_days
FROM episodes e
CROSS JOIN LATERAL (
    SELECT CAST(:on AS date) - (extract(isodow FROM CAST(:on AS date))::int + 7
        - array_position(ARRAY['monday','tuesday','wednesday','thursday','friday','saturday','sunday'],
            e.week_starts_on::text)) % 7 AS week_start
) w
LEFT JOIN LATERAL (
    SELECT x.state, x.local_date, x.minutes, x.weekly_target_minutes,
        x.state = 'expected' AND x.local_date >= w.week_start AND x.local_date < w.week_start + 7 AS in_week
    FROM expected_days x WHERE x.organization_id = e.organization_id AND x.episode_id = e.id
) d ON true
WHERE e.id = ANY(:episode_ids)
GROUP BY e.id, w.week_start
"""
"""Counts of several episodes on a date, as `rules.day_count` and `rules.weekly_target` define them."""


async def day_counts(db: AsyncSession, episode_ids: Collection[EpisodeId], on: date) -> dict[EpisodeId, DayCounts]:
    """Return the counts of each episode."""
    found = await db.execute(text(EPISODE_DAY_COUNTS), {"on": on, "episode_ids": list(episode_ids)})
    return {
        row.episode_id: DayCounts(
            row.number, row.total, row.week_start, row.target or 0, row.expected_minutes or 0, row.expected_days
        )
        for row in found
    }
