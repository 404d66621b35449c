"""A week of two locations is planned together in the browser: asked for, looked at, applied, seen in both."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect
from tests.browser.pages import hold_more_roles

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic


async def _cohorts_at_two_locations(clinic: Clinic, group: Group) -> None:
    """A cohort without a week at each of two locations, rooms there, and a therapist who may lead at both."""
    from tests.factories.calendar import allow_to_lead
    from tests.factories.cohorts import make_cohort
    from tests.factories.organizations import make_location, make_room

    from handrail.core.vocabulary import ServiceKind, Track

    hill = (await make_location(clinic, name="Hill House")).id
    staff_id = group.therapist.staff_id
    assert staff_id is not None
    kinds = (ServiceKind.GROUP, ServiceKind.SKILLS, ServiceKind.PSYCHOEDUCATION)
    await allow_to_lead(clinic, staff_id, *kinds, by=group.therapist.account_id)
    for location_id, name, track in ((group.location_id, "Morning", Track.DAY), (hill, "Evening", Track.EVENING)):
        await make_cohort(clinic, program_id=group.program_id, location_id=location_id, name=name, track=track)
    await make_room(clinic, location_id=hill, name="Hill hall", capacity=14)


async def _work_out(clinic: Clinic, page: Page) -> None:
    """Do what the worker's job does for the week that was asked for."""
    from handrail.planning.jobs import build_week

    await page.wait_for_url("**build=*")
    build_id = UUID(parse_qs(urlsplit(page.url).query)["build"][0].strip('"'))
    await clinic.sql(
        """UPDATE schedule_builds SET asked = asked || '{"seconds": 1, "moves": 20}' WHERE id = $1""", build_id
    )

    def begin() -> AbstractAsyncContextManager[AsyncSession]:
        return clinic.core.sessions.begin(clinic.organization_id, request_id="job")

    await build_week(begin, {"build_id": build_id})


async def test_a_week_of_two_locations_is_planned_together_and_seen_in_both(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    await _cohorts_at_two_locations(clinic, group)
    await hold_more_roles(clinic, group)
    here = await clinic.sql_value("SELECT name FROM locations WHERE id = $1", group.location_id)
    hall = await clinic.sql_value("SELECT name FROM rooms WHERE id = $1", group.room_id)
    today = datetime.now(ZoneInfo(clinic.time_zone)).date()
    monday = today + timedelta(days=7 - today.weekday())
    person = await screens.person()
    page = person.page
    await person.sign_in_alone(f"/schedule/plan?from={monday}")
    await page.get_by_label("Location", exact=True).select_option(label=here)
    await page.get_by_role("group", name="Plan together with").get_by_label("Hill House").check()
    await page.get_by_role("button", name="Work it out").click()
    await _work_out(clinic, page)

    proposal = page.get_by_role("region", name="What would change")
    await expect(proposal).to_be_visible()
    await proposal.get_by_role("button", name="Location").click()
    for where, cohort in ((here, "Morning"), ("Hill House", "Evening")):
        part = proposal.get_by_role("region", name=where)
        await expect(part.get_by_role("listitem").first).to_contain_text(cohort)
        await expect(part.get_by_role("listitem").first).to_contain_text("New: needed this week")
    await page.get_by_role("button", name="Apply all of it").click()
    await expect(page.get_by_role("heading", name="The week is applied")).to_be_visible()

    await page.get_by_role("button", name="To the schedule", exact=True).click()
    for where, room in ((here, hall), ("Hill House", "Hill hall")):
        await page.get_by_label("Location", exact=True).select_option(label=where)
        rooms = page.get_by_role("region", name="Rooms").get_by_role("region")
        await expect(rooms).to_have_count(1)
        await expect(page.get_by_role("region", name=room)).to_contain_text("Process group")
