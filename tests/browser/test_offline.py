"""Attendance without a network, and what others mark while one looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Page, expect
from tests.browser.test_day import all_saved, choice, leave_room_mode, open_group, stored

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic

DEVICE = """async () => {
    const db = await new Promise((resolve) => {
        const request = indexedDB.open("handrail-outbox");
        request.onsuccess = () => resolve(request.result);
    });
    const marks = await new Promise((resolve) => {
        const request = db.transaction("marks").objectStore("marks").getAll();
        request.onsuccess = () => resolve(request.result);
    });
    db.close();
    return JSON.stringify(marks);
}"""
SLOW_CLOCKS_STOP = """
    const begin = window.setInterval;
    window.setInterval = (act, pause, ...rest) => (pause >= 10_000 ? 0 : begin(act, pause, ...rest));
"""
VERSIONS = "SELECT version FROM attendance WHERE organization_id = $1"


async def kept(page: Page, count: int) -> None:
    words = "1 mark is" if count == 1 else f"{count} marks are"
    await expect(page.get_by_text(f"{words} kept on this device until the connection is back.")).to_be_visible()


async def cut_off(page: Page) -> None:
    """Take the network away once what keeps marks has arrived."""
    await page.wait_for_load_state("networkidle")
    await page.context.set_offline(True)


async def test_a_network_lost_amid_a_roster_loses_no_mark(screens: Screens, clinic: Clinic, group: Group) -> None:
    person = await open_group(screens)
    page = person.page
    await choice(page, "Avery", "Present").click()
    await all_saved(page)
    await choice(page, "Blanca", "Absent").click()
    await all_saved(page)
    await cut_off(page)

    await choice(page, "Chidi", "Present").click()
    await kept(page, 1)
    await choice(page, "Devon", "Excused").click()
    await choice(page, "Devon", "Late").click()
    await kept(page, 2)
    await page.keyboard.press("Shift+P")
    await kept(page, 4)
    await expect(page.get_by_text("6 of 6 marked").first).to_be_visible()
    # Only ids and status are on the device.
    on_device = await page.evaluate(DEVICE)
    assert "late" in on_device
    assert not any(word in on_device for word in ("Chidi", "Whitlock", "reason", "DBT"))
    assert len(await stored(clinic)) == 2

    await page.context.set_offline(False)
    await all_saved(page)
    await expect(page.get_by_text("kept on this device until the connection is back.", exact=False)).to_have_count(0)
    outcomes = {name: outcome for name, (outcome, _) in (await stored(clinic)).items()}
    assert outcomes == {
        "Avery": "present",
        "Blanca": "absent",
        "Chidi": "present",
        "Devon": "late",
        "Elena": "present",
        "Farid": "present",
    }
    versions = [row[0] for row in await clinic.sql(VERSIONS, clinic.organization_id)]
    assert versions == [1] * 6, "each mark arrived once"
    assert await page.evaluate(DEVICE) == "[]"


async def test_marks_on_the_device_outlive_the_page(screens: Screens, clinic: Clinic) -> None:
    person = await open_group(screens)
    page = person.page
    await cut_off(page)
    await choice(page, "Avery", "Present").click()
    await kept(page, 1)
    await page.close()
    again = await page.context.new_page()
    await page.context.set_offline(False)
    await again.goto(f"{person.site}/participants")
    await expect(again.get_by_test_id("announcer")).to_contain_text("1 mark from this device is saved")
    assert (await stored(clinic))["Avery"] == ("present", None)


async def test_a_mark_made_elsewhere_meanwhile_is_theirs_and_mine(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    first, second = await open_group(screens), await open_group(screens)
    page = first.page
    await cut_off(page)
    await choice(page, "Avery", "Present").click()
    await choice(page, "Blanca", "Present").click()
    await kept(page, 2)
    for name in ("Avery", "Blanca"):
        await choice(second.page, name, "Absent").click()
        await all_saved(second.page)
    await page.context.set_offline(False)

    await expect(page.get_by_text("2 marks could not be saved as they were made.")).to_be_visible()
    await expect(page.get_by_text("Avery was marked Absent by somebody else. You chose Present.")).to_be_visible()
    assert (await stored(clinic))["Avery"] == ("absent", None)
    await page.get_by_role("button", name="Look at them").click()
    dialog = page.get_by_role("dialog", name="Marks kept on this device")
    await dialog.get_by_role("button", name="Use mine for Avery").click()
    await dialog.get_by_role("button", name="Keep theirs for Blanca").click()
    await expect(dialog.get_by_text("Everything is settled.")).to_be_visible()
    await all_saved(page)
    rows = await stored(clinic)
    assert rows["Avery"][0] == "present"
    assert rows["Blanca"][0] == "absent"


async def test_signing_out_warns_of_marks_and_wipes_them(screens: Screens, clinic: Clinic) -> None:
    person = await open_group(screens)
    page = person.page
    await page.wait_for_load_state("networkidle")
    # The network is there and the marks do not get through.
    await page.route("**/attendance", lambda route: route.abort())
    await choice(page, "Avery", "Present").click()
    await choice(page, "Blanca", "Present").click()
    await expect(page.get_by_text("2 marks ").first).to_be_visible()
    # Nor can anything be fetched that was not there already.
    await page.context.set_offline(True)
    await leave_room_mode(page)
    await page.get_by_role("button", name="Account and settings").click()
    await expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Sign out", exact=True).click()
    dialog = page.get_by_role("dialog", name="Sign out and lose marks?")
    await expect(dialog.get_by_text("2 marks have not reached Handrail.")).to_be_visible()
    await dialog.get_by_role("button", name="Sign out and delete").click()
    await expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert await page.evaluate(DEVICE) == "[]"
    assert await stored(clinic) == {}


async def test_room_mode_outlives_loading_again_and_the_wall_shows_names_alone(screens: Screens, group: Group) -> None:
    person = await open_group(screens)
    page = person.page
    await page.reload()
    await expect(choice(page, "Avery", "Present")).to_be_visible()
    await choice(page, "Avery", "Present").click()
    await all_saved(page)
    await person.open("/participants")
    await expect(page.get_by_text("This page is hidden in room mode")).to_be_visible()
    await expect(page.get_by_text("Whitlock")).to_have_count(0)

    await person.open(f"/wall/{group.id}")
    people = page.get_by_role("listitem")
    await expect(people).to_have_count(6)
    await expect(people.filter(has_text="Avery")).to_contain_text("Here")
    await expect(page.get_by_role("heading")).to_contain_text("minutes left")
    assert "Whitlock" not in await page.locator("body").inner_text()


async def test_anothers_mark_appears_by_the_stream(screens: Screens) -> None:
    first = await open_group(screens)
    # No clock runs in the second window that could ask by itself: what it learns, it was told.
    second = await open_group(screens, before=SLOW_CLOCKS_STOP)
    await choice(first.page, "Avery", "Late").click()
    await all_saved(first.page)
    await expect(choice(second.page, "Avery", "Late")).to_be_checked()
    await expect(second.page.get_by_text("1 of 6 marked").first).to_be_visible()
