"""The parts of a lineage as an edit leaves them: each goes on, ends, or is split in two."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.models import Series, SeriesCohort, SeriesStaff
from handrail.calendar.queries import series as rows
from handrail.calendar.rules.recurrence import WeeklyPattern
from handrail.calendar.rules.series import (
    Branch,
)
from handrail.calendar.rules.staffing import Place
from handrail.calendar.vocabulary import (
    SeriesStatus,
)
from handrail.core.ids import SeriesId


async def write_parts(
    db: AsyncSession,
    parts: Mapping[SeriesId, Series],
    branches: Sequence[Branch],
    *,
    values: Mapping[str, Any],
    places: Sequence[Place] | None,
    at: datetime,
) -> dict[SeriesId, Series]:
    """Write what becomes of each part; return the new parts by the part they were split from.

    `values` and `places` are what the edit sets of the part that goes on; `places` None: its staff stay.
    """
    made: dict[SeriesId, Series] = {}
    for branch in branches:
        part = parts[branch.series_id]
        if branch.head is not None:
            if branch.tail is not None:
                made[part.id] = await _split_off(db, part, branch)
            _set_rule(part, branch.head)
        elif branch.tail is not None:
            _set_rule(part, branch.tail)
        if branch.tail is None or branch.head is not None:
            part.status = SeriesStatus.ENDED
        goes_on = made.get(part.id, part)
        if branch.tail is not None:
            goes_on.materialized_until = _week_before(part.materialized_until)
            for name, value in values.items():
                setattr(goes_on, name, value)
            if places is not None:
                await set_staff(db, goes_on.id, places)
        part.updated_at = at
    await db.flush()
    return made


def _week_before(until: date | None) -> date | None:
    # A meeting may have come into the last week from beyond the horizon: the week is looked at again.
    return None if until is None else until - timedelta(days=until.weekday() + 1)


def _set_rule(series: Series, pattern: WeeklyPattern) -> None:
    series.meetings = [
        {"weekday": one.weekday.value, "local_start": f"{one.local_start:%H:%M}", "minutes": one.minutes}
        for one in sorted(pattern.meetings)
    ]
    series.starts_on, series.ends_on, series.occurrence_count = pattern.starts_on, pattern.ends_on, pattern.count
    series.excluded = [
        {"local_date": one.local_date.isoformat(), "local_start": f"{one.local_start:%H:%M}"}
        for one in sorted(pattern.excluded)
    ]


async def _split_off(db: AsyncSession, part: Series, branch: Branch) -> Series:
    """Make the part that goes on from the branch, with the cohorts and staff of the one before."""
    assert branch.tail is not None
    tail = Series(
        title=part.title,
        short_name=part.short_name,
        service_kind=part.service_kind,
        countable=part.countable,
        program_id=part.program_id,
        location_id=part.location_id,
        room_id=part.room_id,
        telehealth=part.telehealth,
        telehealth_url=part.telehealth_url,
        time_zone=part.time_zone,
        interval_weeks=part.interval_weeks,
        capacity=part.capacity,
        lineage_id=part.lineage_id or part.id,
        predecessor_id=part.id,
    )
    _set_rule(tail, branch.tail)
    db.add(tail)
    await db.flush()
    cohorts = (await rows.cohorts_of(db, [part.id])).get(part.id, [])
    db.add_all(SeriesCohort(series_id=tail.id, cohort_id=one) for one in cohorts)
    staff = (await rows.staff_of(db, [part.id])).get(part.id, [])
    db.add_all(
        SeriesStaff(series_id=tail.id, staff_id=one.staff_id, role=one.role, supervisor_id=one.supervisor_id)
        for one in staff
    )
    await db.flush()
    return tail


async def set_staff(db: AsyncSession, series_id: SeriesId, places: Sequence[Place]) -> None:
    """Replace who leads and takes part in a series as staff."""
    for one in (await rows.staff_of(db, [series_id])).get(series_id, []):
        await db.delete(one)
    await db.flush()
    db.add_all(SeriesStaff(series_id=series_id, **asdict(place)) for place in places)
    await db.flush()
