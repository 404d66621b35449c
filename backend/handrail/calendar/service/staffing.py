"""Who works in a session."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.calendar.errors import SupervisorNotAble
from handrail.calendar.rules.staffing import Place, check_may_lead, check_places
from handrail.calendar.schemas import StaffPlace
from handrail.calendar.vocabulary import SessionRole
from handrail.core.vocabulary import ServiceKind
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
