"""What is done is said: the one live region tells who listens what an act came to, and what a screen consists of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Page, expect
from tests.browser.pages import fill_clinic

from handrail.core.clock import now

if TYPE_CHECKING:
    from playwright.async_api import Route
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic


async def says(page: Page, words: str) -> None:
    """The region that is read out has these words; nothing else of the page has to be looked for."""
    await expect(page.locator("[aria-live=polite]").filter(has_text=re.compile(words))).to_have_count(1)


async def test_marks_undo_and_saving_are_said(screens: Screens, group: Group) -> None:
    person = await screens.person()
    page = person.page
    await person.sign_in_alone("/today")
    roster = page.get_by_role("radiogroup")
    await roster.first.wait_for()
    await roster.first.get_by_role("radio", name="Late").click()
    await says(page, ": Late")
    await page.keyboard.press("Shift+P")
    await says(page, "present")
    await page.get_by_role("button", name=re.compile("^Undo")).first.click()
    await says(page, "^Undone")
    await page.get_by_role("button", name="Record delivery").click()
    await page.locator("#delivery-modality").select_option(index=1)
    await page.get_by_role("button", name="Save delivery").click()
    await says(page, "^Delivery saved")


async def test_a_conflict_is_said_and_takes_focus(screens: Screens, group: Group) -> None:
    person = await screens.person()
    page = person.page
    await person.sign_in_alone("/today")
    await page.get_by_role("button", name="Record delivery").click()
    await page.locator("#delivery-modality").select_option(index=1)

    async def stale(route: Route) -> None:
        problem = {"type": "/problems/x", "title": "x", "status": 412, "code": "stale-version", "time": str(now())}
        headers = {"Content-Type": "application/problem+json", "Access-Control-Allow-Credentials": "true"}
        origin = route.request.headers["origin"]
        await route.fulfill(status=412, json=problem, headers={**headers, "Access-Control-Allow-Origin": origin})

    await page.route("**/delivery", stale)
    await page.get_by_role("button", name="Save delivery").click()
    alert = page.get_by_role("dialog").get_by_role("alert")
    await expect(alert).to_contain_text("Somebody else changed this entry")
    await expect(alert).to_be_focused()


OUTLINES = {
    "/today": ("heading", "My day", "DBT skills", "What was delivered", "Roster", "To do"),
    "/schedule": ("heading", "Cohort", "View", "Closures", "Rooms"),
    "/participants": ("Participants", "Name, MRN or birth date", "Status", "Participants"),
    "/participants/{participant}": (
        *("Avery Whitlock", "PHQ-9", "Courses of therapy", "Hours by week"),
        *("Hand-offs", "Next sessions", "Due", "Timeline"),
    ),
    "/cohorts": ("Cohorts", "Program", "Status", "list"),
}
"""What the main screens consist of, by name or by role, in the order in which it is read. More may stand between."""


@pytest.mark.parametrize("path", OUTLINES)
async def test_the_main_screens_are_read_in_their_order(
    screens: Screens, clinic: Clinic, group: Group, path: str
) -> None:
    ids = await fill_clinic(clinic, group)
    person = await screens.person()
    await person.sign_in_alone(path.format(**ids))
    await expect(person.page.locator("[aria-busy=true]")).to_have_count(0)
    heard = await person.page.locator("main").aria_snapshot()
    # The parts of the page itself: what stands in them changes with the day.
    parts = re.findall(r"^  - (\w+)(?: \"([^\"]*)\")?", heard, re.MULTILINE)
    told = iter([name if name in OUTLINES[path] else role for role, name in parts])
    missing = [part for part in OUTLINES[path] if part not in told]
    assert missing == [], heard
