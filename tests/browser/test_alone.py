"""Pages that stand alone pass axe too: an invitation, a measure being given, a record that is not one's own to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect
from tests.browser.test_accessible import LOOKS, passes, settled

if TYPE_CHECKING:
    from playwright.async_api import Page
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic


async def invite(clinic: Clinic) -> str:
    """Where the link for a new colleague leads."""
    from handrail.core.vocabulary import Role

    administrator = await clinic.client(Role.ADMINISTRATOR)
    new = {"email": "noa@example.org", "display_name": "Noa Levi", "roles": ["therapist"]}
    answer = await administrator.post("/api/v1/accounts", json=new)
    assert answer.status_code == 201, answer.text
    return f"/enrol#{answer.json()['enrolment']['token']}"


async def of_another_program(clinic: Clinic) -> str:
    """Somebody whom the group's therapist has nothing to do with."""
    from tests.factories.episodes import make_episode

    return f"/participants/{(await make_episode(clinic)).participant_id}"


async def arrived(page: Page) -> None:
    await page.locator("main h1").wait_for()
    await settled(page)


@pytest.mark.parametrize("look", LOOKS)
async def test_what_a_link_of_invitation_leads_to_passes_axe(screens: Screens, clinic: Clinic, look: str) -> None:
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.open("/enrol")
    await arrived(page)
    await passes(page, look, "a link that is not valid")
    await page.goto("about:blank")
    await person.open(await invite(clinic))
    password = page.locator("input[type=password]")
    await password.wait_for()
    await passes(page, look, "invitation")
    await password.fill("short")
    await page.keyboard.press("Enter")
    await page.get_by_role("alert").wait_for()
    await passes(page, look, "a password that is too short")
    await password.fill("tidal lantern beneath orchard")
    await page.keyboard.press("Enter")
    await expect(password).to_have_count(0)
    await arrived(page)
    await passes(page, look, "enrolled")


@pytest.mark.parametrize("look", LOOKS)
async def test_giving_a_measure_passes_axe(screens: Screens, group: Group, look: str) -> None:
    from tests.factories.measures import begin, say

    given = await begin(group.therapist, group.episodes[0], language="es" if "spanish" in look else "en")
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.sign_in(f"/measures/{given['id']}")
    await arrived(page)
    await passes(page, look, "a question")
    for item in range(1, 9):
        await say(group.therapist, given, str(item), 1)
    await page.reload()
    await arrived(page)
    await page.keyboard.press("1")
    await page.get_by_role("alert").wait_for()
    await passes(page, look, "a question about safety, answered")
    await page.locator("main button").last.click()
    await page.get_by_text("10 de 10" if "spanish" in look else "10 of 10").wait_for()
    await page.keyboard.press("1")
    await page.locator("main ol").wait_for()
    await passes(page, look, "all answers")
    await page.locator("main button").last.click()
    await expect(page.locator("main ol")).to_have_count(0)
    await arrived(page)
    await passes(page, look, "what it came to")


@pytest.mark.parametrize("look", LOOKS)
async def test_a_record_that_is_restricted_passes_axe(screens: Screens, clinic: Clinic, look: str) -> None:
    chart = await of_another_program(clinic)
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.sign_in_alone(chart)
    await arrived(page)
    await passes(page, look, "restricted")
    await page.locator("main").get_by_role("button").click()
    asked = page.get_by_role("dialog")
    await asked.locator("[type=submit]").click()
    await asked.get_by_role("alert").wait_for()
    await passes(page, look, "the reason for opening it")
    await asked.locator("select").select_option(index=1)
    await asked.locator("textarea").fill("Came to the desk in distress; the clinician is away.")
    await asked.locator("[type=submit]").click()
    await expect(asked).to_have_count(0)
    await arrived(page)
    await passes(page, look, "opened with a reason")
