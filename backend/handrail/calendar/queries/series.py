"""Rows of series, with their cohorts and default staff."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import SeriesNotFound
from handrail.calendar.models import Series, SeriesCohort, SeriesStaff, Session
from handrail.calendar.vocabulary import SeriesStatus
from handrail.cohorts.models import Cohort
from handrail.core.events import record_changes
from handrail.core.ids import CohortId, LocationId, ProgramId, SeriesId, SessionId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.organizations.models import Location


async def get_series(db: AsyncSession, series_id: SeriesId, *, lock: bool = False) -> Series:
    query = select(Series).where(Series.id == series_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    series = await db.scalar(query)
    if series is None:
        raise SeriesNotFound()
    return series


async def parts_of(db: AsyncSession, series: Series, *, lock: bool = False) -> list[Series]:
    """Return all parts of the series' lineage, first to last."""
    root = series.lineage_id or series.id
    query = select(Series).where(or_(Series.id == root, Series.lineage_id == root))
    query = query.order_by(Series.starts_on, Series.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(await db.scalars(query))


async def list_series(
    db: AsyncSession,
    *,
    program_id: ProgramId | None,
    location_id: LocationId | None,
    cohort_id: CohortId | None,
    status: SeriesStatus | None,
    lineage_id: SeriesId | None = None,
    page: PageParams,
) -> Rows[Series]:
    """Series in the order in which they were made."""
    query = select(Series)
    if lineage_id is not None:
        query = query.where(or_(Series.id == lineage_id, Series.lineage_id == lineage_id))
    if program_id is not None:
        query = query.where(Series.program_id == program_id)
    if location_id is not None:
        query = query.where(Series.location_id == location_id)
    if status is not None:
        query = query.where(Series.status == status)
    if cohort_id is not None:
        query = query.where(Series.id.in_(select(SeriesCohort.series_id).where(SeriesCohort.cohort_id == cohort_id)))
    return await paginate(db, query, order=(Series.id,), page=page)


async def cohorts_of(db: AsyncSession, series_ids: Iterable[SeriesId]) -> dict[SeriesId, list[CohortId]]:
    query = select(SeriesCohort.series_id, SeriesCohort.cohort_id).where(SeriesCohort.series_id.in_(list(series_ids)))
    found: dict[SeriesId, list[CohortId]] = {}
    for series_id, cohort_id in await db.execute(query.order_by(SeriesCohort.cohort_id)):
        found.setdefault(series_id, []).append(cohort_id)
    return found


async def staff_of(db: AsyncSession, series_ids: Iterable[SeriesId]) -> dict[SeriesId, list[SeriesStaff]]:
    query = select(SeriesStaff).where(SeriesStaff.series_id.in_(list(series_ids)))
    found: dict[SeriesId, list[SeriesStaff]] = {}
    for place in await db.scalars(query.order_by(SeriesStaff.staff_id)):
        found.setdefault(place.series_id, []).append(place)
    return found


async def cohorts(db: AsyncSession, cohort_ids: Iterable[CohortId]) -> list[Cohort]:
    return list(await db.scalars(select(Cohort).where(Cohort.id.in_(list(cohort_ids)))))


async def locations(db: AsyncSession, location_ids: Iterable[LocationId]) -> dict[LocationId, str]:
    """Return the time zones of locations."""
    query = select(Location.id, Location.time_zone).where(Location.id.in_(list(location_ids)))
    return {row.id: row.time_zone for row in await db.execute(query)}


async def due_series(db: AsyncSession, *, until: date) -> list[SeriesId]:
    """Return active series whose sessions do not reach `until` yet."""
    query = select(Series.id).where(
        Series.status == SeriesStatus.ACTIVE,
        or_(Series.materialized_until.is_(None), Series.materialized_until < until),
        or_(Series.ends_on.is_(None), Series.materialized_until.is_(None), Series.materialized_until < Series.ends_on),
    )
    return list(await db.scalars(query.order_by(Series.id)))


_COPIED = ("title", "short_name", "capacity", "telehealth_url", "room_id")


async def copy_to_sessions(
    db: AsyncSession, series: Series, sessions: Sequence[SessionId], *, given: Collection[str], at: datetime
) -> None:
    """Let sessions say what their series says now, in what was changed; the rest may be their own."""
    values = {name: getattr(series, name) for name in _COPIED if name in given}
    if not values or not sessions:
        return
    statement = (
        update(Session)
        .where(Session.id.in_(list(sessions)))
        .values(**values, version=Session.version + 1, updated_at=at)
        .returning(*Session.__table__.columns)
        .execution_options(synchronize_session=False)
    )
    rows = await db.execute(statement)
    await record_changes(db, "sessions.updated", [dict(row) for row in rows.mappings()])
