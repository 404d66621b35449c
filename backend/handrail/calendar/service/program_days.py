"""Days of the program: made from the template, changed by closures and by the director."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import EndBeforeStart, RangeTooLong
from handrail.calendar.models import ProgramDay
from handrail.calendar.program_days_schemas import ProgramDayUpdate
from handrail.calendar.queries import program_days as rows
from handrail.calendar.queries import sessions
from handrail.calendar.queries.locks import lock_time_of
from handrail.calendar.queries.series import cohorts, locations
from handrail.calendar.rules.closures import ClosureSpan, decided_span
from handrail.calendar.rules.program_days import DayShape, PlannedBlock, lay_blocks, what_remains
from handrail.calendar.service.settling import settle
from handrail.calendar.vocabulary import HORIZON_WEEKS, MAX_RANGE_DAYS, ProgramDayStatus
from handrail.cohorts.errors import CohortNotFound
from handrail.cohorts.models import Cohort
from handrail.core.clock import now, today_in
from handrail.core.concurrency import expect_version
from handrail.core.ids import CohortId, LocationId, ProgramDayId
from handrail.core.pagination import PageParams, Rows
from handrail.core.vocabulary import Weekday
from handrail.organizations import service as organizations
from handrail.programs import service as programs


async def make_days(
    db: AsyncSession, cohort_id: CohortId, *, first: date, last: date, at: datetime
) -> Sequence[ProgramDay]:
    """Make a cohort's program days between two dates from its program; a day that exists stays as it is."""
    if last < first:
        raise EndBeforeStart(pointer="/ends_on")
    if (last - first).days > MAX_RANGE_DAYS:
        raise RangeTooLong(pointer="/ends_on", days=MAX_RANGE_DAYS)
    await lock_time_of(db, cohorts=[cohort_id])
    cohort = await _cohort(db, cohort_id)
    program = await programs.get_program(db, cohort.program_id)
    location = await organizations.get_location(db, cohort.location_id)
    track = next((one for one in program.tracks if one["track"] == cohort.track.value), None)
    from_date, to_date = max(first, cohort.starts_on), min(last, cohort.ends_on or last)
    if track is not None and from_date <= to_date:
        blocks = lay_blocks(
            time.fromisoformat(track["starts_at"]),
            [PlannedBlock(one["kind"], one["label"], one["minutes"], one["countable"]) for one in program.blocks],
        )
        weekdays = {Weekday(name).number for name in track["weekdays"]}
        existing = {day.local_date for day in await rows.days_between(db, first=first, last=last, cohorts=[cohort_id])}
        wanted = [
            from_date + timedelta(days=offset)
            for offset in range((to_date - from_date).days + 1)
            if (from_date + timedelta(days=offset)).weekday() in weekdays
            and from_date + timedelta(days=offset) not in existing
        ]
        closures = await _closures(db, location.id, location.time_zone, from_date, to_date)
        for day in wanted:
            shape = what_remains(day, blocks, closures, location.time_zone)
            db.add(ProgramDay(cohort_id=cohort_id, local_date=day, **_columns(shape)))
        await db.flush()
    return await rows.days_between(db, first=first, last=last, cohorts=[cohort_id])


async def _cohort(db: AsyncSession, cohort_id: CohortId) -> Cohort:
    found = await cohorts(db, [cohort_id])
    if not found:
        raise CohortNotFound()
    return found[0]


async def _closures(
    db: AsyncSession, location_id: LocationId, time_zone: str, first: date, last: date
) -> list[ClosureSpan]:
    whole = [decided_span(day, ProgramDayStatus.CLOSED, None, time_zone) for day in (first, last)]
    begin, end = whole[0], whole[1]
    assert begin is not None
    assert end is not None
    found = await organizations.closures_between(
        db, location_id=location_id, from_instant=begin.starts_at, to_instant=end.ends_at
    )
    return [ClosureSpan(one.kind, one.starts_at, one.ends_at, one.id) for one in found]


def _columns(shape: DayShape) -> dict[str, Any]:
    return {
        "status": shape.status,
        "closure_id": shape.closure_id,
        "blocks": [
            {
                "kind": block.kind,
                "title": block.title,
                "local_start": f"{block.local_start:%H:%M}",
                "minutes": block.minutes,
                "countable_minutes": block.countable_minutes,
                "planned_start": f"{block.planned_start:%H:%M}",
                "planned_minutes": block.planned_minutes,
                "countable": block.countable,
            }
            for block in shape.blocks
        ],
        "countable_minutes": sum(block.countable_minutes for block in shape.blocks),
    }


async def list_days(
    db: AsyncSession, *, first: date, last: date, cohort_id: CohortId | None, page: PageParams
) -> Rows[ProgramDay]:
    """Return program days by date."""
    if last < first:
        raise EndBeforeStart(pointer="/query/to_date")
    if (last - first).days > MAX_RANGE_DAYS:
        raise RangeTooLong(pointer="/query/to_date", days=MAX_RANGE_DAYS)
    return await rows.page_of_days(db, first=first, last=last, cohort_id=cohort_id, page=page)


async def decide_day(db: AsyncSession, day_id: ProgramDayId, change: ProgramDayUpdate, *, if_match: int) -> ProgramDay:
    """Let a cohort's day begin late, end early, go by video or not take place, and its sessions with it."""
    at = now()
    day = await rows.get_day(db, day_id)
    expect_version(day, if_match)
    day.decided_status, day.decided_time = change.status, change.time
    await db.flush()
    await _shape_again(db, [day])
    ids = await sessions.of_cohort_on(db, day.cohort_id, day.local_date)
    await settle(db, ids, at=at)
    return day


async def _shape_again(db: AsyncSession, days: Sequence[ProgramDay]) -> None:
    if not days:
        return
    of_day = {cohort.id: cohort for cohort in await cohorts(db, {day.cohort_id for day in days})}
    zones = await locations(db, {cohort.location_id for cohort in of_day.values()})
    first, last = min(day.local_date for day in days), max(day.local_date for day in days)
    closures = {location_id: await _closures(db, location_id, zone, first, last) for location_id, zone in zones.items()}
    for day in days:
        location_id = of_day[day.cohort_id].location_id
        zone, spans = zones[location_id], closures[location_id]
        if day.decided_status is not None:
            decision = decided_span(day.local_date, day.decided_status, day.decided_time, zone)
            spans = [*spans, decision] if decision is not None else spans
        blocks = [
            PlannedBlock(
                one["kind"],
                one["title"],
                one["planned_minutes"],
                one["countable"],
                time.fromisoformat(one["planned_start"]),
            )
            for one in day.blocks
        ]
        for name, value in _columns(what_remains(day.local_date, lay_blocks(None, blocks), spans, zone)).items():
            setattr(day, name, value)
    await db.flush()


async def follow_closure(
    db: AsyncSession, starts_at: datetime, ends_at: datetime, location_id: LocationId | None
) -> None:
    """Shape the days anew that a closure between these instants meets, or met."""
    day = timedelta(days=1)
    found = await rows.days_between(db, first=starts_at.date() - day, last=ends_at.date() + day)
    if location_id is not None:
        here = {
            cohort.id
            for cohort in await cohorts(db, {one.cohort_id for one in found})
            if cohort.location_id == location_id
        }
        found = [one for one in found if one.cohort_id in here]
    await _shape_again(db, found)


async def extend_days(db: AsyncSession, cohort_id: CohortId) -> None:
    """Make the days of a cohort that have come within the horizon."""
    at = now()
    cohort = await _cohort(db, cohort_id)
    location = await organizations.get_location(db, cohort.location_id)
    today = today_in(location.time_zone, at=at)
    await make_days(db, cohort_id, first=today, last=today + timedelta(weeks=HORIZON_WEEKS), at=at)
