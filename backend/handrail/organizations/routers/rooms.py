from typing import Annotated

from fastapi import Depends

from handrail.core.access import Actor, allow
from handrail.core.concurrency import IfMatch
from handrail.core.ids import LocationId, RoomId
from handrail.core.pagination import Page, PageParams
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.organizations import service
from handrail.organizations.errors import LocationInactive, LocationNotFound, RoomNameTaken, RoomNotFound
from handrail.organizations.schemas import RoomCreate, RoomRead, RoomUpdate
from handrail.organizations.vocabulary import RoomKind

router = api_router("rooms")


@router.get("", summary="List rooms", responses=problems(LocationNotFound))
async def list_rooms(
    actor: Annotated[Actor, Depends(allow("room:read"))],
    db: Db,
    page: PageParams,
    *,
    location_id: LocationId | None = None,
    kind: RoomKind | None = None,
    active: bool | None = None,
) -> Page[RoomRead]:
    """Rooms by name."""
    rows = await service.list_rooms(db, location_id=location_id, kind=kind, active=active, page=page)
    return Page.of(rows, RoomRead)


@router.post(
    "", status_code=201, summary="Add a room", responses=problems(LocationNotFound, LocationInactive, RoomNameTaken)
)
async def create_room(actor: Annotated[Actor, Depends(allow("room:write"))], values: RoomCreate, db: Db) -> RoomRead:
    """A group room, an office, or a telehealth room."""
    room = await service.create_room(db, values)
    return RoomRead.model_validate(room)


@router.get("/{room_id}", summary="Read a room", responses=problems(RoomNotFound))
async def read_room(actor: Annotated[Actor, Depends(allow("room:read"))], room_id: RoomId, db: Db) -> RoomRead:
    """One room."""
    room = await service.get_room(db, room_id)
    return RoomRead.model_validate(room)


@router.patch("/{room_id}", summary="Change a room", responses=problems(RoomNotFound, RoomNameTaken))
async def update_room(
    actor: Annotated[Actor, Depends(allow("room:write"))],
    room_id: RoomId,
    change: RoomUpdate,
    db: Db,
    if_match: IfMatch,
) -> RoomRead:
    """Change what is named; `active: false` takes the room out of use."""
    room = await service.update_room(db, room_id, change, if_match=if_match)
    return RoomRead.model_validate(room)
