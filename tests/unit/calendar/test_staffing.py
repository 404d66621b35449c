"""Who may work in a session, and how many seats are left."""

import pytest

from handrail.calendar.errors import (
    InternNeedsSupervisor,
    LeadMissing,
    StaffMayNotLead,
    StaffTwice,
    SupervisorOfOneself,
)
from handrail.calendar.rules.staffing import Place, check_may_lead, check_places, countable_by_default
from handrail.calendar.vocabulary import SessionRole
from handrail.core.ids import StaffId, new_id
from handrail.core.vocabulary import ServiceKind

LEADER, OTHER = StaffId(new_id()), StaffId(new_id())
LEADS = Place(LEADER, SessionRole.LEAD)


def test_session_needs_someone_who_leads() -> None:
    check_places([])
    check_places([LEADS, Place(OTHER, SessionRole.OBSERVER)])
    with pytest.raises(LeadMissing):
        check_places([Place(OTHER, SessionRole.CO_FACILITATOR)])


def test_nobody_has_two_places_in_one_session() -> None:
    with pytest.raises(StaffTwice):
        check_places([LEADS, Place(LEADER, SessionRole.OBSERVER)])


def test_intern_works_under_a_supervisor() -> None:
    check_places([LEADS, Place(OTHER, SessionRole.INTERN, supervisor_id=LEADER)])
    with pytest.raises(InternNeedsSupervisor):
        check_places([LEADS, Place(OTHER, SessionRole.INTERN)])
    with pytest.raises(SupervisorOfOneself):
        check_places([LEADS, Place(OTHER, SessionRole.INTERN, supervisor_id=OTHER)])


def test_credentials_decide_who_may_lead() -> None:
    check_may_lead(LEADER, ServiceKind.GROUP, {ServiceKind.GROUP})
    with pytest.raises(StaffMayNotLead):
        check_may_lead(LEADER, ServiceKind.MEDICATION_MANAGEMENT, {ServiceKind.GROUP})


def test_recreation_does_not_count_toward_the_week_by_itself() -> None:
    assert countable_by_default(ServiceKind.GROUP)
    assert not countable_by_default(ServiceKind.RECREATION)
    assert not countable_by_default(ServiceKind.ORIENTATION)
