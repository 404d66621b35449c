"""Use cases of the organization, its places and its closures."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.clock import now
from handrail.core.concurrency import expect_version
from handrail.core.db import refusing
from handrail.core.events import announce
from handrail.core.ids import AccountId, ClosureId, LocationId, OrganizationId, RoomId
from handrail.core.pagination import PageParams, Rows
from handrail.organizations import queries
from handrail.organizations.errors import (
    ClosureRemovedAlready,
    LocationInactive,
    LocationNameTaken,
    RoomNameTaken,
    SlugTaken,
)
from handrail.organizations.events import ClosureAdded, ClosureRemoved, OrganizationCreated
from handrail.organizations.models import Closure, DirectoryEntry, Location, Organization, Room
from handrail.organizations.rules import check_closure, check_time_zone
from handrail.organizations.schemas import (
    ClosureCreate,
    ClosureUpdate,
    LocationCreate,
    LocationUpdate,
    OrganizationUpdate,
    RoomCreate,
    RoomUpdate,
)
from handrail.organizations.vocabulary import RoomKind
from handrail.organizations.week_rules import add_shipped_rules


async def create_organization(
    db: AsyncSession, organization_id: OrganizationId, *, name: str, slug: str, state: str, time_zone: str
) -> Organization:
    """Open an organization with the shipped rules of the week. `db` has already named `organization_id` as its tenant.

    Raises `SlugTaken`, `TimeZoneUnknown`.
    """
    check_time_zone(time_zone)
    with refusing({"pk_organization_directory": SlugTaken()}):
        db.add(DirectoryEntry(slug=slug, organization_id=organization_id))
        await db.flush()
    organization = Organization(organization_id=organization_id, name=name, slug=slug, state=state, time_zone=time_zone)
    db.add(organization)
    add_shipped_rules(db)
    await db.flush()
    await announce(db, OrganizationCreated())
    return organization


async def read_organization(db: AsyncSession) -> Organization:
    """Return the actor's organization."""
    return await queries.get_organization(db)


async def update_organization(db: AsyncSession, change: OrganizationUpdate, *, if_match: int) -> Organization:
    organization = await queries.get_organization(db)
    expect_version(organization, if_match)
    if change.time_zone is not None:
        check_time_zone(change.time_zone)
    for name, value in change.given().items():
        setattr(organization, name, value)
    await db.flush()
    return organization


async def list_locations(db: AsyncSession, *, active: bool | None, page: PageParams) -> Rows[Location]:
    return await queries.list_locations(db, active=active, page=page)


async def get_location(db: AsyncSession, location_id: LocationId) -> Location:
    """Return a location or raise `LocationNotFound`."""
    return await queries.get_location(db, location_id)


async def get_usable_location(db: AsyncSession, location_id: LocationId) -> Location:
    """Return a location where something new may be planned."""
    location = await queries.get_location(db, location_id)
    if not location.active:
        raise LocationInactive()
    return location


async def create_location(db: AsyncSession, values: LocationCreate) -> Location:
    check_time_zone(values.time_zone)
    location = Location(**values.model_dump())
    with refusing({"uq_locations_name": LocationNameTaken()}):
        db.add(location)
        await db.flush()
    return location


async def update_location(
    db: AsyncSession, location_id: LocationId, change: LocationUpdate, *, if_match: int
) -> Location:
    """Change a location. Sessions that stand keep their instants; series go on in the new zone."""
    location = await queries.get_location(db, location_id)
    expect_version(location, if_match)
    if change.time_zone is not None:
        check_time_zone(change.time_zone)
    with refusing({"uq_locations_name": LocationNameTaken()}):
        for name, value in change.given().items():
            setattr(location, name, value)
        await db.flush()
    return location


async def list_rooms(
    db: AsyncSession, *, location_id: LocationId | None, kind: RoomKind | None, active: bool | None, page: PageParams
) -> Rows[Room]:
    if location_id is not None:
        await queries.get_location(db, location_id)
    return await queries.list_rooms(db, location_id=location_id, kind=kind, active=active, page=page)


async def get_room(db: AsyncSession, room_id: RoomId) -> Room:
    """Return a room or raise `RoomNotFound`."""
    return await queries.get_room(db, room_id)


async def create_room(db: AsyncSession, values: RoomCreate) -> Room:
    await get_usable_location(db, values.location_id)
    room = Room(**values.model_dump())
    with refusing({"uq_rooms_name": RoomNameTaken()}):
        db.add(room)
        await db.flush()
    return room


async def update_room(db: AsyncSession, room_id: RoomId, change: RoomUpdate, *, if_match: int) -> Room:
    room = await queries.get_room(db, room_id)
    expect_version(room, if_match)
    with refusing({"uq_rooms_name": RoomNameTaken()}):
        for name, value in change.given().items():
            setattr(room, name, value)
        await db.flush()
    return room


async def list_closures(
    db: AsyncSession,
    *,
    location_id: LocationId | None,
    from_instant: datetime | None,
    to_instant: datetime | None,
    removed: bool,
    page: PageParams,
) -> Rows[Closure]:
    if location_id is not None:
        await queries.get_location(db, location_id)
    return await queries.list_closures(
        db, location_id=location_id, from_instant=from_instant, to_instant=to_instant, removed=removed, page=page
    )


async def closures_between(
    db: AsyncSession, *, location_id: LocationId | None, from_instant: datetime, to_instant: datetime
) -> list[Closure]:
    """Return every closure in force that touches `[from_instant, to_instant)`; location None asks for all of them."""
    return await queries.closures_between(db, location_id=location_id, from_instant=from_instant, to_instant=to_instant)


async def get_closure(db: AsyncSession, closure_id: ClosureId) -> Closure:
    return await queries.get_closure(db, closure_id)


async def create_closure(db: AsyncSession, values: ClosureCreate) -> Closure:
    """Add a closure and let later slices act on the sessions it meets."""
    check_closure(values.starts_at, values.ends_at)
    if values.location_id is not None:
        await get_usable_location(db, values.location_id)
    closure = Closure(**values.model_dump())
    db.add(closure)
    await db.flush()
    await announce(db, _added(closure))
    return closure


async def update_closure(db: AsyncSession, closure_id: ClosureId, change: ClosureUpdate, *, if_match: int) -> Closure:
    """Change a closure: for the sessions it is as if it was removed and added anew, unless only the title changed."""
    closure = await queries.get_closure(db, closure_id)
    expect_version(closure, if_match)
    if closure.removed_at is not None:
        raise ClosureRemovedAlready()
    check_closure(change.starts_at or closure.starts_at, change.ends_at or closure.ends_at)
    before = _removed(closure)
    for name, value in change.given().items():
        setattr(closure, name, value)
    await db.flush()
    if _removed(closure) != before:
        await announce(db, before)
        await announce(db, _added(closure))
    return closure


async def remove_closure(db: AsyncSession, closure_id: ClosureId, *, account_id: AccountId, if_match: int) -> None:
    """Take a closure back; it stays on record with who removed it."""
    closure = await queries.get_closure(db, closure_id)
    expect_version(closure, if_match)
    if closure.removed_at is not None:
        raise ClosureRemovedAlready()
    closure.removed_at, closure.removed_by = now(), account_id
    await db.flush()
    await announce(db, _removed(closure))


def _added(closure: Closure) -> ClosureAdded:
    return ClosureAdded(
        closure_id=closure.id,
        location_id=closure.location_id,
        kind=closure.kind,
        starts_at=closure.starts_at,
        ends_at=closure.ends_at,
        public_title=closure.public_title,
    )


def _removed(closure: Closure) -> ClosureRemoved:
    return ClosureRemoved(
        closure_id=closure.id,
        location_id=closure.location_id,
        kind=closure.kind,
        starts_at=closure.starts_at,
        ends_at=closure.ends_at,
    )
