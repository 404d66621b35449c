"""Places and rules for tests: committed through the clinic's own transaction."""

from typing import Any

from sqlalchemy import func, select
from tests.support.clinic import Clinic

from handrail.core.ids import LocationId
from handrail.organizations.models import Location, Room, WeekRuleRow
from handrail.organizations.vocabulary import RoomKind
from handrail.organizations.week_rules import add_shipped_rules


async def ship_rules(clinic: Clinic) -> None:
    """Give the clinic the shipped rules of the week, unless it has rules."""
    async with clinic.db() as db:
        if not await db.scalar(select(func.count()).select_from(WeekRuleRow)):
            add_shipped_rules(db)


async def make_location(
    clinic: Clinic, *, name: str = "Main Street", time_zone: str | None = None, state: str = "NY", **values: Any
) -> Location:
    """A location in the clinic's zone."""
    async with clinic.db() as db:
        location = Location(name=name, time_zone=time_zone or clinic.time_zone, state=state, **values)
        db.add(location)
    return location


async def make_room(
    clinic: Clinic,
    *,
    location_id: LocationId,
    name: str = "Group room 1",
    kind: RoomKind = RoomKind.GROUP_ROOM,
    capacity: int = 14,
    **values: Any,
) -> Room:
    """A room of a location."""
    async with clinic.db() as db:
        room = Room(location_id=location_id, name=name, kind=kind, capacity=capacity, **{"equipment": [], **values})
        db.add(room)
    return room
