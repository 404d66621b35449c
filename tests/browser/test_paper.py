"""What is printed: white and black whatever the screen's colours are, and nothing on it that could be pressed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group


async def test_the_huddle_is_printed_without_its_buttons_and_white_from_a_dark_screen(
    screens: Screens, group: Group
) -> None:
    person = await screens.person()
    page = person.page
    await page.emulate_media(color_scheme="dark")
    await person.sign_in_alone("/huddle")
    title = page.get_by_role("heading", level=1)
    await expect(title).to_have_text(re.compile("^Huddle"))
    await expect(page.get_by_role("table")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    await page.emulate_media(media="print", color_scheme="dark")
    for pressed in ("button", "select", "nav"):
        await expect(page.locator(f"{pressed}:visible")).to_have_count(0)
    await expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    await expect(title).to_have_css("color", "rgb(21, 32, 29)")
    # What scrolls is no page of paper: its rows would be cut, and the head of the table not said again.
    await expect(page.locator("div:has(> table)")).to_have_css("overflow-x", "visible")
