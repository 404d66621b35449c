"""The week and the list of participants, against the real service."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import Request, expect
from tests.browser.pages import NOTE, hold_more_roles, leave_a_note
from tests.browser.test_day import leave_room_mode

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic


async def test_the_week_leads_to_a_roster(screens: Screens, group: Group) -> None:
    person = await screens.person()
    await person.sign_in_alone("/schedule")
    page = person.page
    await page.get_by_role("link", name="DBT skills").click()
    await page.get_by_role("link", name="Open roster").click()
    await expect(page.get_by_role("radiogroup", name="Attendance of Avery")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("dialog", name="DBT skills")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="List").click()
    await expect(page.get_by_role("link", name="DBT skills")).to_be_visible()
    assert "view=list" in page.url
    await page.get_by_role("button", name="Next week").click()
    await expect(page.get_by_text("No sessions this week")).to_be_visible()
    await page.get_by_role("button", name="This week").click()
    await expect(page.get_by_role("link", name="DBT skills")).to_be_visible()


async def test_a_chart_is_covered_while_ones_own_group_runs(screens: Screens, group: Group) -> None:
    person = await screens.person()
    page = person.page
    seen: list[str] = []
    await page.expose_function("seen", lambda text: seen.append(text))  # noqa: PLW0108 - it must take attributes
    # Every text that ever stands on the page, for however short a time.
    await page.add_init_script(
        "new MutationObserver(() => document.body && window.seen(document.body.innerText))"
        ".observe(document, { subtree: true, childList: true, characterData: true })"
    )
    await person.sign_in(f"/participants/{group.episodes[0].participant_id}")
    await expect(page.get_by_text("This page is hidden in room mode")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("This page is hidden in room mode")).to_be_visible()
    assert seen
    assert not any("Avery" in text or "Whitlock" in text for text in seen)
    await leave_room_mode(page)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Avery")
    assert any("Avery" in text for text in seen)


async def test_the_week_keeps_its_filter_in_the_address(screens: Screens, clinic: Clinic, group: Group) -> None:
    from tests.factories.attendance import make_cohort

    await make_cohort(clinic, program_id=group.program_id, location_id=group.location_id, name="Evening CBT")
    person = await screens.person()
    await person.sign_in_alone("/schedule")
    page = person.page
    await page.get_by_label("Cohort").select_option(label="Evening CBT")
    await expect(page.get_by_text("No sessions match the filters")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("No sessions match the filters")).to_be_visible()
    await page.get_by_role("button", name="Clear filters").click()
    await expect(page.get_by_role("link", name="DBT skills")).to_be_visible()


async def test_people_are_found_without_their_names_in_any_address(screens: Screens, group: Group) -> None:
    person = await screens.person()
    addresses: list[str] = []

    def note(request: Request) -> None:
        addresses.append(request.url)

    person.page.on("request", note)
    await person.sign_in_alone("/participants")
    page = person.page
    await expect(page.get_by_role("row", name="Avery Whitlock")).to_be_visible()
    await page.get_by_label("Name, MRN or birth date").fill("bla")
    await expect(page.get_by_role("row", name="Avery Whitlock")).to_have_count(0)
    await expect(page.get_by_role("row", name="Blanca Whitlock")).to_be_visible()
    await page.get_by_label("Name, MRN or birth date").fill("nobody at all")
    await expect(page.get_by_text("No one matches")).to_be_visible()
    assert not any("bla" in address.rsplit("/", 1)[-1].lower() or "nobody" in address for address in addresses)


async def test_people_are_filtered_by_status(screens: Screens, group: Group) -> None:
    person = await screens.person()
    await person.sign_in_alone("/participants")
    page = person.page
    await page.get_by_label("Status").select_option("inactive")
    await expect(page.get_by_text("No one matches")).to_be_visible()
    assert page.url.endswith("?status=inactive")
    await page.get_by_role("button", name="Clear filters").click()
    await expect(page.get_by_role("row", name="Avery Whitlock")).to_be_visible()


async def test_what_is_typed_is_there_again_after_the_page_was_loaded_anew(screens: Screens, group: Group) -> None:
    person = await screens.person()
    await person.sign_in("/today")
    page = person.page
    await leave_room_mode(page)
    await page.get_by_role("button", name="Record delivery").click()
    homework = page.get_by_label("Homework set")
    await homework.fill("Opposite action, once a day")
    await expect(page.get_by_text(re.compile(r"^Saved \d"))).to_be_visible()
    await homework.press_sequentially(", and write it down")
    await page.reload()
    await page.get_by_role("button", name="Record delivery").click()
    await expect(page.get_by_text("What you typed on")).to_be_visible()
    await expect(page.get_by_label("Homework set")).to_have_value("Opposite action, once a day, and write it down")
    kept = await page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
    assert "Opposite" not in kept
    await page.get_by_role("button", name="Start over").click()
    await expect(page.get_by_label("Homework set")).to_have_value("")


async def test_what_the_last_shift_says_is_read_at_the_huddle_and_answered(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    await leave_a_note(clinic, group)
    person = await screens.person()
    await person.sign_in_alone("/huddle")
    page = person.page
    notes = page.get_by_role("region", name="Hand-offs")
    await expect(notes.get_by_text("Read first")).to_be_visible()
    assert NOTE not in await page.locator("body").inner_text()
    await notes.get_by_role("button", name=re.compile("^Open the hand-off about Avery")).click()
    await expect(notes.get_by_text(NOTE)).to_be_visible()
    await notes.get_by_role("button", name="I have read it").click()
    await expect(notes.get_by_text("Read first")).to_have_count(0)

    await notes.get_by_role("button", name="Write a hand-off").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("For", exact=True).select_option(index=1)
    await form.get_by_label("About").select_option(label="Avery Whitlock")
    await form.get_by_label("What they must know").fill("Sat there, and stayed to the end.")
    await form.get_by_role("button", name="Write").click()
    await expect(notes.get_by_role("listitem")).to_have_count(2)
    assert (
        await clinic.sql_value(
            "SELECT count(*) FROM handoff_acknowledgements WHERE organization_id = $1", clinic.organization_id
        )
        == 1
    )


async def test_a_cohort_is_planned_started_and_ended(screens: Screens, clinic: Clinic, group: Group) -> None:
    await hold_more_roles(clinic, group)
    person = await screens.person()
    await person.sign_in_alone("/cohorts")
    page = person.page
    await page.get_by_role("button", name="New cohort").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Program").select_option(index=1)
    await form.get_by_label("Location").select_option(index=1)
    await form.get_by_label("Name").fill("Spring mornings")
    await form.get_by_label("Track").select_option("day")
    await form.get_by_label("Seats").fill("10")
    await form.get_by_role("button", name="New cohort").click()
    await expect(page.get_by_role("heading", level=1, name="Spring mornings")).to_be_visible()
    await page.get_by_role("button", name="Start cohort").click()
    await page.get_by_role("dialog").get_by_role("button", name="Start cohort").click()
    await expect(page.get_by_text("Running", exact=True)).to_be_visible()
    await page.get_by_role("button", name="End cohort").click()
    await expect(page.get_by_text("No membership reaches beyond")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="End cohort").click()
    await expect(page.get_by_text("Ended", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="End cohort")).to_have_count(0)
