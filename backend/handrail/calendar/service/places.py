"""Where a session is held."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import RoomElsewhere, RoomNotInUse
from handrail.core.ids import LocationId, RoomId
from handrail.organizations import service as organizations


async def check_room(db: AsyncSession, room_id: RoomId | None, location_id: LocationId) -> None:
    """Raise unless the room, if one is named, is in use at this location."""
    if room_id is None:
        return
    room = await organizations.get_room(db, room_id)
    if room.location_id != location_id:
        raise RoomElsewhere(pointer="/room_id")
    if not room.active:
        raise RoomNotInUse(pointer="/room_id")
