"""When people work, when they do not, and on which days they may lead a kind of service."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.ids import StaffId, TimeOffId
from handrail.core.vocabulary import ServiceKind
from handrail.organizations import service as organizations
from handrail.staff import queries
from handrail.staff.errors import TimeOffReversed
from handrail.staff.models import PreferredHours, StaffHours, StaffMember, TimeOff
from handrail.staff.rules import Granted, may_lead
from handrail.staff.schemas import StaffHoursChange, TimeOffCreate
from handrail.staff.services.people import held

_MOST_SHOWN = 200


@dataclass(frozen=True)
class Lunch:
    """A break in one piece between two local times."""

    minutes: int
    local_from: time
    local_to: time


@dataclass(frozen=True)
class Working:
    """When somebody works."""

    staff_id: StaffId
    version: int
    hours: list[StaffHours]
    preferred: list[PreferredHours]
    longest_day_minutes: int | None
    longest_week_minutes: int | None
    lunch: Lunch | None
    time_off: list[TimeOff]


async def read_hours(db: AsyncSession, staff_id: StaffId) -> Working:
    """Return somebody's hours and the time off that is not over yet."""
    staff = await queries.get_staff(db, staff_id)
    off = await queries.time_off_of(db, [staff_id], after=now())
    return Working(
        staff_id=staff_id,
        version=staff.version,
        hours=await queries.hours_of(db, [staff_id]),
        preferred=await queries.preferred_hours_of(db, [staff_id]),
        longest_day_minutes=staff.longest_day_minutes,
        longest_week_minutes=staff.longest_week_minutes,
        lunch=lunch_of(staff),
        time_off=off[:_MOST_SHOWN],
    )


def lunch_of(staff: StaffMember) -> Lunch | None:
    """Return the break that is left to somebody, if any is written down."""
    if staff.lunch_minutes is None or staff.lunch_from is None or staff.lunch_to is None:
        return None
    return Lunch(staff.lunch_minutes, staff.lunch_from, staff.lunch_to)


async def set_hours(db: AsyncSession, staff_id: StaffId, change: StaffHoursChange, *, if_match: int) -> Working:
    """Write down all hours somebody works, and what planning may give them; sessions that stand keep them."""
    staff = await queries.get_staff(db, staff_id, lock=True)
    expect_version(staff, if_match)
    for location_id in sorted({one.location_id for one in change.hours if one.location_id is not None}):
        await organizations.get_location(db, location_id)
    for one in await queries.hours_of(db, [staff_id]):
        await db.delete(one)
    await db.flush()
    db.add_all(StaffHours(staff_id=staff_id, **one.model_dump()) for one in change.hours)
    await _set_wishes(db, staff, change)
    staff.updated_at = now()
    await db.flush()
    return await read_hours(db, staff_id)


async def _set_wishes(db: AsyncSession, staff: StaffMember, change: StaffHoursChange) -> None:
    given = change.model_fields_set
    if "preferred" in given:
        for one in await queries.preferred_hours_of(db, [staff.id]):
            await db.delete(one)
        db.add_all(PreferredHours(staff_id=staff.id, **one.model_dump()) for one in change.preferred or [])
    for name in given & {"longest_day_minutes", "longest_week_minutes"}:
        setattr(staff, name, getattr(change, name))
    if "lunch" in given:
        lunch = change.lunch
        staff.lunch_minutes = None if lunch is None else lunch.minutes
        staff.lunch_from = None if lunch is None else lunch.local_from
        staff.lunch_to = None if lunch is None else lunch.local_to


async def add_time_off(db: AsyncSession, staff_id: StaffId, new: TimeOffCreate) -> TimeOff:
    await queries.get_staff(db, staff_id)
    if new.ends_at <= new.starts_at:
        raise TimeOffReversed(pointer="/ends_at")
    off = TimeOff(staff_id=staff_id, **new.model_dump())
    db.add(off)
    await db.flush()
    return off


async def find_time_off(db: AsyncSession, staff_id: StaffId, time_off_id: TimeOffId) -> TimeOff | None:
    """Return time off that holds, None where it was taken back."""
    return await queries.find_time_off(db, staff_id, time_off_id)


async def remove_time_off(db: AsyncSession, staff_id: StaffId, time_off_id: TimeOffId, *, if_match: int) -> None:
    """Take time off back; the row stays."""
    off = await queries.get_time_off(db, staff_id, time_off_id)
    expect_version(off, if_match)
    off.removed_at = now()
    await db.flush()


async def leading_days(
    db: AsyncSession, staff: Collection[StaffId], kind: ServiceKind, first: date, last: date
) -> dict[StaffId, list[date]]:
    """Return for each person the days between two on which they may lead a kind of service.

    What is valid changes on few days: it is asked once for each stretch between them.
    """
    credentials, grants, supervisions = await queries.files_of(db, staff)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    found: dict[StaffId, list[date]] = {}
    for staff_id in staff:
        papers = [held(row) for row in credentials if row.staff_id == staff_id]
        granted = [Granted(row.service_kind, row.starts_on, row.ends_on) for row in grants if row.staff_id == staff_id]
        watched = [(row.starts_on, row.ends_on) for row in supervisions if row.supervisee_id == staff_id]
        day_after = timedelta(days=1)
        turns = {first}
        for begins, ends in [
            *((one.issued_on, one.last_day) for one in papers),
            *((one.starts_on, one.ends_on) for one in granted),
            *watched,
        ]:
            turns |= {begins} | ({ends + day_after} if ends is not None and ends < last else set())
        able, may = [], False
        for day in days:
            if day in turns:
                supervised = any(begins <= day and (ends is None or day <= ends) for begins, ends in watched)
                may = kind in may_lead(papers, granted, on=day, supervised=supervised)
            if may:
                able.append(day)
        found[staff_id] = able
    return found


async def hours_and_time_off(
    db: AsyncSession, staff: Collection[StaffId], *, first: datetime, last: datetime
) -> tuple[list[StaffHours], list[TimeOff]]:
    """Return hours and time off of several people between two instants, a statement each."""
    return await queries.hours_of(db, staff), await queries.time_off_of(db, staff, after=first, before=last)


async def preferred_hours(db: AsyncSession, staff: Collection[StaffId]) -> dict[StaffId, list[PreferredHours]]:
    """Return when each of several people would rather hold sessions."""
    found: dict[StaffId, list[PreferredHours]] = {}
    for row in await queries.preferred_hours_of(db, staff):
        found.setdefault(row.staff_id, []).append(row)
    return found
