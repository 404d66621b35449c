"""Finding a free time."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from handrail.calendar.errors import EndBeforeStart, RangeTooLong
from handrail.calendar.service import slots as service
from handrail.calendar.slots_schemas import SlotRead, SlotSearch, SlotsFound
from handrail.core.access import Actor, allow
from handrail.core.audit import concerning
from handrail.core.problems import problems
from handrail.core.routing import api_router
from handrail.core.units import Db
from handrail.episodes.errors import EpisodeNotFound
from handrail.organizations.errors import LocationInactive, LocationNotFound
from handrail.participants.errors import ContactNotFound
from handrail.staff.errors import StaffLeft, StaffNotFound

router = api_router("sessions", tag="find a time")


@router.post(
    "/find-slots",
    summary="Find free times for a session",
    responses=problems(
        LocationNotFound,
        LocationInactive,
        StaffNotFound,
        StaffLeft,
        EpisodeNotFound,
        ContactNotFound,
        EndBeforeStart,
        RangeTooLong,
    ),
)
async def find_slots(
    request: Request, actor: Annotated[Actor, Depends(allow("booking:write"))], wanted: SlotSearch, db: Db
) -> SlotsFound:
    """The best times at which staff, participants and a room are free, each with the reason for its place."""
    found, time_zone, participants = await service.search(db, actor, wanted)
    concerning(request, *participants)
    zone = ZoneInfo(time_zone)
    return SlotsFound(
        time_zone=time_zone,
        slots=[
            SlotRead(
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                local_date=one.starts_at.astimezone(zone).date(),
                local_start=one.starts_at.astimezone(zone).time(),
                staff_ids=list(one.staff_ids),
                room_id=one.room_id,
                reasons=list(one.reasons),
            )
            for one in found
        ],
    )
