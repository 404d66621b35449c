"""What a button of a page opens has no violation that axe finds, in light, in dark, and in Spanish at 320 pixels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect
from tests.browser.dialogs import OPENED
from tests.browser.pages import fill_clinic
from tests.browser.test_accessible import LOOKS, passes, settled

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic


@pytest.mark.parametrize("look", LOOKS)
async def test_what_buttons_open_passes_axe(screens: Screens, clinic: Clinic, group: Group, look: str) -> None:
    ids = await fill_clinic(clinic, group)
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.sign_in_alone("/account")
    for opened in OPENED:
        address = person.site + opened.page.format(**ids)
        if page.url != address:
            await page.goto(address)
            await page.locator("main h1").first.wait_for()
            await settled(page)
        name = opened.spanish if "spanish" in look else opened.english
        button = page.locator("main").get_by_role("button", name=re.compile(f"^{name}")).first
        await button.click()
        await page.get_by_role("dialog").get_by_role("button").nth(1).wait_for()
        await settled(page)
        await passes(page, look, name)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
