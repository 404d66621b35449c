"""SQL of organizations. Row-level security keeps every statement inside one organization."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.ids import ClosureId, LocationId, RoomId, WeekRuleId
from handrail.core.pagination import PageParams, Rows, paginate
from handrail.core.vocabulary import AgeBand, LevelOfCare
from handrail.organizations.errors import ClosureNotFound, LocationNotFound, RoomNotFound, WeekRuleNotFound
from handrail.organizations.models import Closure, Location, Organization, Room, WeekRuleRow
from handrail.organizations.vocabulary import Phase, RoomKind


async def get_organization(db: AsyncSession) -> Organization:
    """Return the tenant's own row."""
    return (await db.scalars(select(Organization))).one()


async def get_location(db: AsyncSession, location_id: LocationId) -> Location:
    location = await db.scalar(select(Location).where(Location.id == location_id))
    if location is None:
        raise LocationNotFound()
    return location


async def list_locations(db: AsyncSession, *, active: bool | None, page: PageParams) -> Rows[Location]:
    query = select(Location)
    if active is not None:
        query = query.where(Location.active == active)
    return await paginate(db, query, order=(Location.name, Location.id), page=page)


async def get_room(db: AsyncSession, room_id: RoomId) -> Room:
    room = await db.scalar(select(Room).where(Room.id == room_id))
    if room is None:
        raise RoomNotFound()
    return room


async def list_rooms(
    db: AsyncSession, *, location_id: LocationId | None, kind: RoomKind | None, active: bool | None, page: PageParams
) -> Rows[Room]:
    query = select(Room)
    if location_id is not None:
        query = query.where(Room.location_id == location_id)
    if kind is not None:
        query = query.where(Room.kind == kind)
    if active is not None:
        query = query.where(Room.active == active)
    return await paginate(db, query, order=(Room.name, Room.id), page=page)


async def get_closure(db: AsyncSession, closure_id: ClosureId) -> Closure:
    closure = await db.scalar(select(Closure).where(Closure.id == closure_id))
    if closure is None:
        raise ClosureNotFound()
    return closure


async def list_closures(
    db: AsyncSession,
    *,
    location_id: LocationId | None,
    from_instant: datetime | None,
    to_instant: datetime | None,
    removed: bool,
    page: PageParams,
) -> Rows[Closure]:
    """Closures that touch `[from_instant, to_instant)`; those of every location belong to each location."""
    query = select(Closure)
    if not removed:
        query = query.where(Closure.removed_at.is_(None))
    if location_id is not None:
        query = query.where(or_(Closure.location_id == location_id, Closure.location_id.is_(None)))
    if from_instant is not None:
        query = query.where(Closure.ends_at > from_instant)
    if to_instant is not None:
        query = query.where(Closure.starts_at < to_instant)
    return await paginate(db, query, order=(Closure.starts_at, Closure.id), page=page)


async def closures_between(
    db: AsyncSession, *, location_id: LocationId | None, from_instant: datetime, to_instant: datetime
) -> list[Closure]:
    """Every closure in force that touches `[from_instant, to_instant)`."""
    query = select(Closure).where(
        Closure.removed_at.is_(None), Closure.ends_at > from_instant, Closure.starts_at < to_instant
    )
    if location_id is not None:
        query = query.where(or_(Closure.location_id == location_id, Closure.location_id.is_(None)))
    return list(await db.scalars(query.order_by(Closure.starts_at, Closure.id).limit(2000)))


async def get_week_rule(db: AsyncSession, rule_id: WeekRuleId) -> WeekRuleRow:
    rule = await db.scalar(select(WeekRuleRow).where(WeekRuleRow.id == rule_id))
    if rule is None:
        raise WeekRuleNotFound()
    return rule


async def list_week_rules(
    db: AsyncSession,
    *,
    level_of_care: LevelOfCare | None,
    age_band: AgeBand | None,
    phase: Phase | None,
    valid_on: date | None,
    page: PageParams,
) -> Rows[WeekRuleRow]:
    query = select(WeekRuleRow)
    if level_of_care is not None:
        query = query.where(WeekRuleRow.level_of_care == level_of_care)
    if age_band is not None:
        query = query.where(WeekRuleRow.age_band == age_band)
    if phase is not None:
        query = query.where(WeekRuleRow.phase == phase)
    if valid_on is not None:
        query = query.where(
            or_(WeekRuleRow.valid_from.is_(None), WeekRuleRow.valid_from <= valid_on),
            or_(WeekRuleRow.valid_to.is_(None), WeekRuleRow.valid_to >= valid_on),
        )
    return await paginate(db, query, order=(WeekRuleRow.id,), page=page)


async def rules_for(db: AsyncSession, *, level_of_care: LevelOfCare, age_band: AgeBand) -> list[WeekRuleRow]:
    """Every rule that may speak about such a program, whatever its phase, state, payer or dates."""
    query = select(WeekRuleRow).where(WeekRuleRow.level_of_care == level_of_care, WeekRuleRow.age_band == age_band)
    return list(await db.scalars(query.limit(1000)))
