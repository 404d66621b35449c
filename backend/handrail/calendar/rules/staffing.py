"""Who may work in a session, and how many seats a room has left."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handrail.calendar.errors import (
    InternNeedsSupervisor,
    LeadMissing,
    StaffMayNotLead,
    StaffTwice,
    SupervisorOfOneself,
)
from handrail.calendar.vocabulary import COUNTABLE_KINDS, SessionRole
from handrail.core.ids import StaffId
from handrail.core.vocabulary import ServiceKind


@dataclass(frozen=True)
class Place:
    """A staff member's part in a session."""

    staff_id: StaffId
    role: SessionRole
    supervisor_id: StaffId | None = None


def check_places(places: Sequence[Place]) -> None:
    """Raise when the list cannot staff a session: nobody leads, a person twice, an intern without a supervisor."""
    if len({place.staff_id for place in places}) < len(places):
        raise StaffTwice(pointer="/staff")
    if places and not any(place.role is SessionRole.LEAD for place in places):
        raise LeadMissing(pointer="/staff")
    for index, place in enumerate(places):
        if place.supervisor_id == place.staff_id:
            raise SupervisorOfOneself(pointer=f"/staff/{index}/supervisor_id")
        if place.role is SessionRole.INTERN and place.supervisor_id is None:
            raise InternNeedsSupervisor(pointer=f"/staff/{index}/supervisor_id")


def check_may_lead(staff_id: StaffId, kind: ServiceKind, may_lead: Collection[ServiceKind]) -> None:
    """Raise unless this person's credentials let them lead the kind of service."""
    if kind not in may_lead:
        raise StaffMayNotLead(staff_id=str(staff_id), service_kind=kind.value)


def countable_by_default(kind: ServiceKind) -> bool:
    """Say whether minutes of the kind count toward the week when nobody said otherwise (42 CFR 410.44(a))."""
    return kind in COUNTABLE_KINDS
