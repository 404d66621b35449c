"""Who works in a session."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import StaffNotAvailable, SupervisorNotAble
from handrail.calendar.queries.bookings import live_participants
from handrail.calendar.rules.staffing import Place, check_may_lead, check_places
from handrail.calendar.schemas import StaffPlace
from handrail.calendar.vocabulary import SessionRole
from handrail.core.ids import SessionId, StaffId
from handrail.core.vocabulary import ServiceKind
from handrail.participants import service as participants
from handrail.staff.services import people


async def able_places(db: AsyncSession, staff: Sequence[StaffPlace], kind: ServiceKind, *, on: date) -> list[Place]:
    """Return the places if these people may hold them on that day.

    Who leads has credentials for the kind of service; so has the supervisor of an intern.
    """
    places = [Place(one.staff_id, one.role, one.supervisor_id) for one in staff]
    check_places(places)
    for place in places:
        await people.get_working_staff(db, place.staff_id)
        if place.role is SessionRole.LEAD:
            check_may_lead(place.staff_id, kind, await people.services_led_by(db, place.staff_id, on=on))
        if place.supervisor_id is not None:
            await people.get_working_staff(db, place.supervisor_id)
            if kind not in await people.services_led_by(db, place.supervisor_id, on=on):
                raise SupervisorNotAble(staff_id=str(place.supervisor_id), service_kind=kind.value)
    return places


async def refuse_separated(
    db: AsyncSession, staff: Collection[StaffId], session_ids: Collection[SessionId], *, on: date | None = None
) -> None:
    """Raise if one of the staff must be kept apart from somebody booked; who, and why, is not said."""
    pairs = await participants.separated_from(db, staff, on=on)
    if pairs:
        booked = await live_participants(db, session_ids)
        if any(not pair.isdisjoint(booked) for pair in pairs):
            raise StaffNotAvailable()
