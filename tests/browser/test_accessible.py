"""Every screen in light, dark and Spanish has no violation that axe finds, and fits a window 320 pixels wide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Page, expect
from tests.browser.conftest import AXE

if TYPE_CHECKING:
    from tests.browser.conftest import Screens

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "spanish": {"color_scheme": "light", "locale": "es-US"},
}
RUN = """async () => {
    const result = await axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        rules: {"target-size": {enabled: true}},
    });
    return result.violations.map((one) => [one.id, one.nodes.map((node) => node.target.join(" ")).slice(0, 5)]);
}"""


async def violations(page: Page) -> list[Any]:
    """What axe finds on the page as it stands."""
    # Past the page's own policy, which forbids scripts from elsewhere.
    await page.evaluate(AXE.read_text())
    found: list[Any] = await page.evaluate(RUN)
    return found


async def no_sideways_scroll(page: Page) -> None:
    widths = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1], f"{page.url}: {widths}"


async def settled(page: Page) -> None:
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS)
async def test_every_screen_passes_axe(screens: Screens, look: str) -> None:
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.open("/sign-in")
    await page.locator("form").wait_for()
    assert await violations(page) == []
    await page.locator("button[type=submit]").click()
    await page.get_by_role("alert").wait_for()
    assert await violations(page) == []

    await person.sign_in("/today")
    roster = page.get_by_role("radiogroup")
    await roster.first.wait_for()
    assert await violations(page) == [], "room mode"
    reveal = "Mostrar detalles" if look == "spanish" else "Show details"
    await page.get_by_role("button", name=reveal).click()
    for row, outcome in enumerate((0, 1, 2, 3)):
        await roster.nth(row).get_by_role("radio").nth(outcome).click()
    await page.locator("select").wait_for()
    assert await violations(page) == [], "roster with a question open"

    await page.keyboard.press("Shift+P")
    close, record = (
        ("Cerrar grupo", "Registrar lo impartido") if look == "spanish" else ("Close group", "Record delivery")
    )
    await page.get_by_role("button", name=close).click()
    await page.get_by_role("dialog").wait_for()
    assert await violations(page) == [], "closing"
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name=record).click()
    await page.locator("#delivery-modality").select_option(index=1)
    assert await violations(page) == [], "delivery"
    await page.keyboard.press("Escape")

    for path in ("/schedule", *(f"/schedule?view={view}" for view in ("staff", "week", "list")), "/participants"):
        await person.open(path)
        await page.get_by_role("heading", level=1).wait_for()
        await settled(page)
        await page.locator("main").get_by_role("link").or_(page.get_by_role("row")).first.wait_for()
        assert await violations(page) == [], path


@pytest.mark.parametrize("look", ["light", "spanish"])
async def test_every_screen_fits_a_narrow_window(screens: Screens, look: str) -> None:
    """320 CSS pixels are a window of 1280 at 400 % zoom (WCAG 2.2, 1.4.10)."""
    person = await screens.person(width=320, height=640, **LOOKS[look])
    page = person.page
    await person.open("/sign-in")
    await page.locator("form").wait_for()
    await no_sideways_scroll(page)
    await person.sign_in("/today")
    roster = page.get_by_role("radiogroup")
    await roster.first.wait_for()
    await no_sideways_scroll(page)
    await page.get_by_role("button", name="Mostrar detalles" if look == "spanish" else "Show details").click()
    await roster.nth(0).get_by_role("radio").nth(1).click()
    await no_sideways_scroll(page)
    assert await violations(page) == []
    for path in ("/schedule", "/participants"):
        await person.open(path)
        await page.get_by_role("heading", level=1).wait_for()
        await settled(page)
        await no_sideways_scroll(page)
        assert await violations(page) == [], path
    await page.get_by_role("button", name="Abrir la navegación" if look == "spanish" else "Open navigation").click()
    await page.get_by_role("navigation").get_by_role("link").first.click()
    await roster.first.wait_for()
    await no_sideways_scroll(page)
