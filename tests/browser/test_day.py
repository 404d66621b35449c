"""A therapist's day: sign in, take a group's attendance, close it, say what it delivered; and what goes wrong."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from playwright.async_api import Page, expect

from handrail.core.clock import now

if TYPE_CHECKING:
    from playwright.async_api import Route
    from tests.browser.conftest import Person, Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic
    from tests.support.figures import Figures

OUTCOMES = """
    SELECT p.given_names ->> 0, a.outcome, a.absence_reason FROM attendance a
    JOIN bookings b ON b.organization_id = a.organization_id AND b.id = a.booking_id
    JOIN participants p ON p.organization_id = b.organization_id AND p.id = b.participant_id
    WHERE a.organization_id = $1
"""


async def stored(clinic: Clinic) -> dict[str, tuple[str | None, str | None]]:
    """What the database says of each person, by first name."""
    return {row[0]: (row[1], row[2]) for row in await clinic.sql(OUTCOMES, clinic.organization_id)}


def choice(page: Page, name: str, word: str):  # noqa: ANN201 - a locator
    return page.get_by_role("radiogroup", name=f"Attendance of {name}").get_by_role("radio", name=word)


async def all_saved(page: Page) -> None:
    await expect(page.get_by_text("All changes saved")).to_be_visible()


async def leave_room_mode(page: Page) -> None:
    """Leaving asks once more."""
    await page.get_by_role("button", name="Leave room mode").click()
    await page.get_by_role("button", name="Show everything").click()


NO_STREAM = "delete window.EventSource"


async def open_group(screens: Screens, *, before: str = "") -> Person:
    """Sign in and see the group; `before` is run in the page before anything else."""
    person = await screens.person()
    if before:
        await person.page.add_init_script(before)
    await person.sign_in()
    await expect(person.page.get_by_role("heading", name="DBT skills")).to_be_visible()
    return person


async def test_a_group_is_marked_closed_and_recorded(screens: Screens, clinic: Clinic, group: Group) -> None:
    person = await open_group(screens)
    page = person.page

    # Room mode is on by itself while one's own group runs.
    await expect(page.get_by_role("heading", name="Room mode")).to_be_visible()
    await expect(page.get_by_role("navigation")).to_have_count(0)
    await expect(page.get_by_text("Whitlock")).to_have_count(0)
    await leave_room_mode(page)
    await expect(page.get_by_label("Roster").get_by_text("Avery Whitlock", exact=True)).to_be_visible()

    # One exception by click, the rest by one key.
    await choice(page, "Chidi Whitlock", "Excused").click()
    await page.get_by_label("Reason").select_option("illness")
    await all_saved(page)
    await page.keyboard.press("Shift+P")
    await expect(page.get_by_text("6 of 6 marked").first).to_be_visible()
    await all_saved(page)
    rows = await stored(clinic)
    assert rows.pop("Chidi") == ("excused", "illness")
    assert set(rows.values()) == {("present", None)}
    assert len(rows) == 5

    # Undo takes the last step back; the exception stays.
    await page.get_by_role("button", name="Undo the last change").click()
    await expect(page.get_by_text("1 of 6 marked").first).to_be_visible()
    await all_saved(page)
    await page.get_by_role("button", name="Mark rest present").click()
    await expect(page.get_by_text("6 of 6 marked").first).to_be_visible()
    await choice(page, "Devon Whitlock", "Late").click()
    await page.get_by_role("button", name="15 min").click()
    await expect(page.get_by_text("Came ")).to_be_visible()
    await all_saved(page)

    # Closing makes the minutes final.
    await page.get_by_role("button", name="Close group").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Close group").click()
    await expect(page.get_by_text("The minutes are final.")).to_be_visible()
    await expect(choice(page, "Avery Whitlock", "Present")).to_be_disabled()
    status = await clinic.sql_value("SELECT status FROM sessions WHERE id = $1", group.id)
    assert status == "closed"

    # What it delivered: once for the group, with one difference.
    await page.get_by_role("button", name="Record delivery").click()
    editor = page.get_by_role("dialog", name="What was delivered")
    modality = editor.get_by_label("Modality", exact=True)
    dbt = await modality.locator("option", has_text="Dialectical").first.get_attribute("value")
    await modality.select_option(dbt)
    await editor.get_by_label("Module").select_option(index=2)
    await editor.get_by_role("group", name="Skills taught").get_by_role("checkbox").first.check()
    await editor.get_by_label("Homework set").fill("Diary card every evening")
    await editor.get_by_label("Add a person").select_option(label="Elena Whitlock")
    await editor.get_by_role("group", name="Elena Whitlock").get_by_label("Minutes").fill("30")
    await editor.get_by_role("button", name="Save delivery").click()
    await expect(page.get_by_text("Diary card every evening")).to_be_visible()
    delivery = (await clinic.sql("SELECT minutes, homework FROM deliveries WHERE session_id = $1", group.id))[0]
    assert dict(delivery) == {"minutes": 90, "homework": "Diary card every evening"}

    # Changing it keeps what was said before.
    await page.get_by_role("button", name="Edit delivery").click()
    await expect(editor.get_by_role("group", name="Elena Whitlock").get_by_label("Minutes")).to_have_value("30")
    await editor.get_by_label("Homework set").fill("Diary card")
    await editor.get_by_role("button", name="Save delivery").click()
    await expect(page.get_by_text("Diary card", exact=True)).to_be_visible()


async def test_a_group_is_marked_by_keys_alone(screens: Screens, clinic: Clinic) -> None:
    person = await open_group(screens)
    page = person.page
    await page.reload()
    await expect(choice(page, "Avery", "Present")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    await page.keyboard.press("Enter")
    for _ in range(25):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.getAttribute('role')") == "radio":
            break
    await expect(choice(page, "Avery", "Present")).to_be_focused()
    await page.keyboard.press("1")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("4")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("3 of 6 marked").first).to_be_visible()
    await all_saved(page)
    rows = await stored(clinic)
    assert {name: rows[name][0] for name in ("Avery", "Blanca", "Chidi")} == {
        "Avery": "present",
        "Blanca": "absent",
        "Chidi": "excused",
    }


async def test_two_people_who_mark_at_once_see_each_other(screens: Screens, group: Group) -> None:
    # Without the stream: with it the page mostly knows of the other's mark before one's own is made.
    person = await open_group(screens, before=NO_STREAM)
    page = person.page
    await leave_room_mode(page)
    answer = await group.therapist.post(
        f"{group.url}/attendance", json={"marks": [group.mark(0, "late", arrived_at=group.at(10))]}
    )
    assert answer.status_code == 200, answer.text
    await choice(page, "Avery Whitlock", "Present").click()
    await expect(page.get_by_text("Avery Whitlock was marked Late by somebody else.")).to_be_visible()
    await page.get_by_role("button", name="Keep theirs").click()
    await expect(choice(page, "Avery Whitlock", "Late")).to_be_checked()


async def test_a_mark_of_one_screen_is_on_the_other_within_a_second(
    screens: Screens, group: Group, figures: Figures
) -> None:
    """By the stream alone: who only asks anew sees it half a minute later."""
    one, other = await open_group(screens), await open_group(screens)
    for person in (one, other):
        await leave_room_mode(person.page)
    took = []
    for name in ("Avery", "Blanca", "Chidi", "Devon", "Elena"):
        there = choice(other.page, f"{name} Whitlock", "Present")
        await expect(there).not_to_be_checked()
        began = time.monotonic()
        await choice(one.page, f"{name} Whitlock", "Present").click()
        await there.and_(other.page.locator("[aria-checked=true]")).wait_for(state="attached")
        took.append(time.monotonic() - began)
    middle = sorted(took)[2]
    figures.tell(0, f"a mark was on another screen {middle * 1000:.0f} ms after the click", in_time=middle < 1)
    assert min(took) < 10, "not by the stream"


async def test_a_session_that_ended_is_renewed_over_the_live_page(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    person = await open_group(screens)
    page = person.page

    # At the moment of the mark: sooner, and whatever the page asks by itself may open the dialog before the click.
    async def end_the_session_first(route: Route) -> None:
        await clinic.sql(
            "UPDATE login_sessions SET revoked_at = $1 WHERE organization_id = $2",
            now(),
            clinic.organization_id,
        )
        await route.continue_()

    await page.route("**/attendance", end_the_session_first, times=1)
    await choice(page, "Avery", "Present").click()
    dialog = page.get_by_role("dialog", name="Sign in again")
    await dialog.locator("input[type=password]").fill(person.password)
    await dialog.get_by_role("button", name="Sign in", exact=True).click()
    await expect(dialog).to_have_count(0)
    await all_saved(page)
    assert (await stored(clinic))["Avery"] == ("present", None)


async def test_signing_out_ends_it_everywhere_it_should(screens: Screens) -> None:
    first, second = await open_group(screens), await open_group(screens)
    await leave_room_mode(first.page)
    await leave_room_mode(second.page)
    await first.page.get_by_role("button", name="Account and settings").click()
    await first.page.get_by_role("button", name="Sign out on every device").click()
    await first.page.get_by_role("dialog").get_by_role("button", name="Sign out on every device").click()
    await expect(first.page.get_by_text("You are signed out.")).to_be_visible()
    await second.open("/participants")
    await expect(second.page.get_by_role("heading", name="Sign in")).to_be_visible()
    kept = await first.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Whitlock" not in kept
    assert "csrf" not in kept
