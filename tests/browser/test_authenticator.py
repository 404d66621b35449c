"""An authenticator app, from the picture of its key to signing in with its codes, against the real service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.async_api import Page, expect
from tests.browser.test_accessible import LOOKS, passes

from handrail.core.clock import now

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group

CODES = ".mantine-Modal-body ol li"


async def fill_in(page: Page, **typed: str) -> None:
    """Fill fields by how their ids end, and send the form."""
    for field, text in typed.items():
        await page.locator(f"[role=dialog] [id$={field}]").fill(text)
    await page.locator("[role=dialog] [type=submit]").click()


async def go_in(page: Page, person_password: str) -> None:
    await page.locator("input[type=password]").fill(person_password)
    await page.locator("button[type=submit]").click()


@pytest.mark.parametrize("look", LOOKS)
async def test_an_app_is_turned_on_signs_in_and_is_turned_off(screens: Screens, group: Group, look: str) -> None:
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.sign_in_alone("/account")
    panel = page.locator("section[aria-labelledby=authenticator]")
    await panel.get_by_role("button").click()
    await page.get_by_role("dialog").locator("form").wait_for()
    await passes(page, look, "the password")
    await fill_in(page, present_password=person.password)
    key = await page.locator("[role=dialog] code").inner_text()
    await expect(page.locator("[role=dialog] form p").first).to_be_focused()
    await passes(page, look, "the picture of the key")
    app = pyotp.TOTP(key.replace(" ", ""))
    await fill_in(page, code=app.at(now(), counter_offset=-1))
    await expect(page.locator(CODES)).to_have_count(10)
    await expect(page.locator("[role=dialog] p").first).to_be_focused()
    recovery = await page.locator(CODES).all_inner_texts()
    await passes(page, look, "the recovery codes")
    await page.get_by_role("dialog").get_by_role("button").last.click()
    await expect(panel.get_by_role("button")).to_have_count(2)
    await passes(page, look, "turned on")

    # Another browser, as this one is signed in: a code is asked for, and a recovery code stands in once.
    other = await screens.person(**LOOKS[look])
    fresh = other.page
    await other.open("/account")
    form = fresh.locator("form")
    await form.get_by_role("textbox").nth(0).fill(other.slug)
    await form.get_by_role("textbox").nth(1).fill(other.email)
    await go_in(fresh, other.password)
    code = fresh.locator("[name=code]")
    await expect(code).to_be_focused()
    await passes(fresh, look, "a code is asked for")
    await code.fill(app.at(now(), counter_offset=20))
    await code.press("Enter")
    await fresh.get_by_role("alert").wait_for()
    await passes(fresh, look, "a wrong code")
    await code.fill(recovery[0].lower())
    await code.press("Enter")
    await fresh.wait_for_url("**/account")

    await panel.get_by_role("button").last.click()
    await page.get_by_role("dialog").locator("form").wait_for()
    await passes(page, look, "turning off")
    await fill_in(page, present_password=person.password, code=app.at(now(), counter_offset=1))
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(panel.get_by_role("button")).to_have_count(1)
    await expect(panel.get_by_role("button")).to_be_focused()
