"""Somebody asks for help: whether they are known already, their record, the way into care."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import Page, Request, expect
from tests.browser.test_accessible import hold_more_roles

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic


async def write_down(page: Page, given_name: str) -> None:
    await page.get_by_label("Given names").first.fill(given_name)
    await page.get_by_label("Family name").first.fill("Whitlock")
    await page.get_by_label("Birth date").fill("1990-04-12")


async def test_somebody_who_resembles_a_known_person_is_opened_after_a_question_and_listed_with_them(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    await hold_more_roles(clinic, group)
    person = await screens.person()
    addresses: list[str] = []

    def note(request: Request) -> None:
        addresses.append(request.url)

    person.page.on("request", note)
    await person.sign_in_alone("/participants")
    page = person.page
    await page.get_by_role("link", name="New participant").click()
    await write_down(page, "Blanca")
    known = page.get_by_role("region", name="1 person may be the same")
    await expect(known.get_by_text("same name and same birth date")).to_be_visible()
    await expect(known.get_by_role("link", name="Open the chart of Blanca Whitlock")).to_be_visible()
    await page.get_by_label("Phone").fill("303 555 0142")
    await page.get_by_label("Texts may be sent").check()
    await expect(page.get_by_text(re.compile(r"^Saved \d"))).to_be_visible()

    await page.get_by_role("button", name="Open the record").click()
    question = page.get_by_role("dialog", name="Is it somebody you know already?")
    await expect(question).to_contain_text("is likely the same person: same name and same birth date.")
    await question.get_by_role("button", name="It is somebody else: open a record").click()
    await expect(page.get_by_role("heading", level=1, name="Blanca Whitlock")).to_be_visible()
    await page.wait_for_url(re.compile(r"/participants/[0-9a-f-]{36}$"))
    await page.get_by_role("link", name="Contacts").click()
    await expect(page.get_by_text("303 555 0142")).to_be_visible()
    # Nothing of the form is kept once it was sent, nor in the browser before.
    drafts = "SELECT count(*) FROM drafts WHERE organization_id = $1"
    assert await clinic.sql_value(drafts, clinic.organization_id) == 0
    kept = await page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
    assert "Blanca" not in kept
    assert not any(re.search("blanca|whitlock|1990-04|0142", address, re.IGNORECASE) for address in addresses)

    await page.get_by_role("link", name="Participants").first.click()
    await page.get_by_role("link", name="Possible duplicates").click()
    pair = page.get_by_role("listitem", name="Blanca Whitlock and Blanca Whitlock")
    await expect(pair).to_contain_text("Likely the same")
    await expect(pair).to_contain_text("same name and same birth date")
    await pair.get_by_role("link", name="Compare").click()
    await expect(page.get_by_role("dialog", name="Merge two records").get_by_role("radio")).to_have_count(2)
    await page.get_by_role("button", name="Merge the records").click()
    await expect(page.get_by_text("No two records look alike")).to_be_visible()
    merged = "SELECT count(*) FROM participants WHERE organization_id = $1 AND status = 'merged'"
    assert await clinic.sql_value(merged, clinic.organization_id) == 1


async def test_somebody_new_is_referred_and_admitted(screens: Screens, clinic: Clinic, group: Group) -> None:
    await hold_more_roles(clinic, group)
    person = await screens.person()
    await person.sign_in_alone("/participants/new")
    page = person.page
    await page.get_by_label("Given names").first.fill("Odalys")
    await page.get_by_label("Family name").first.fill("Verano")
    await page.get_by_role("button", name="Open the record").click()
    await page.get_by_role("button", name="Start an episode of care").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Program").select_option(index=1)
    await form.get_by_label("Who or what brought them").select_option("hospital")
    await form.get_by_role("button", name="Start an episode of care").click()
    await expect(page.get_by_text("not admitted yet")).to_be_visible()
    await page.get_by_role("button", name="Note the screening").click()
    await form.get_by_role("button", name="Note the screening").click()
    await expect(page.get_by_text("In screening for")).to_be_visible()
    await page.get_by_role("button", name="Admit", exact=True).click()
    await form.get_by_label("Primary clinician").select_option(index=1)
    await form.get_by_role("button", name="Admit").click()
    await expect(page.locator("main").get_by_text("Admitted", exact=True)).to_be_visible()
    await page.get_by_role("link", name="Find a cohort").click()
    await page.wait_for_url(re.compile(r"/cohorts\?program="))
