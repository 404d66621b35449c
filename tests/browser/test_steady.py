"""Nothing moves under somebody's hand: layout shift on every page stays within its budget, counted by the browser.

Each page is opened with slow answers, so that what is shown while they are awaited gives way to what they bring.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Page, Route, expect
from tests.browser.conftest import leave_room
from tests.browser.pages import PAGES, fill_clinic
from tests.browser.test_accessible import settled
from tests.browser.test_day import leave_room_mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic

AT_MOST = 0.05
ANSWERS_AFTER_S = 0.4
"""Longer than what waits before it shows that something is awaited."""
MORE = ("/today", "/schedule?view=staff", "/schedule?view=week", "/schedule?view=list", "/huddle", "/participants")
EVERY = (*MORE, *PAGES)
WINDOWS = 4
OBSERVE = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            const at = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
            const of = entry.sources.map(({ node, previousRect, currentRect }) =>
                `${node?.className ?? node?.nodeName}: ${at(previousRect)} to ${at(currentRect)}`);
            window.shifts.push([entry.value, ...of]);
        }
    }).observe({ type: "layout-shift", buffered: true });
"""
TOLD = (
    "async () => { await new Promise((shown) => requestAnimationFrame(() => setTimeout(shown))); return window.shifts }"
)


@pytest.mark.parametrize("width", [1440, 390])
async def test_nothing_moves_while_a_page_fills(screens: Screens, clinic: Clinic, group: Group, width: int) -> None:
    ids = await fill_clinic(clinic, group)
    person = await screens.person(width=width, height=844)
    await person.sign_in()
    await leave_room_mode(person.page)
    context = person.page.context
    await context.route("**/api/v1/**", later)
    await context.add_init_script(OBSERVE)
    moved: dict[str, Any] = {}

    async def watch(page: Page, paths: Sequence[str]) -> None:
        if page is not person.page:
            await page.goto(f"{person.site}/participants")
            await leave_room(page)
        for path in paths:
            await page.goto(person.site + path.format(**ids))
            await page.locator("main h1").first.wait_for()
            await page.wait_for_load_state("networkidle")
            await settled(page)
            await expect(page.get_by_role("alert")).to_have_count(0)
            shifts = await page.evaluate(TOLD)
            if sum(shift[0] for shift in shifts) > AT_MOST:
                moved[path] = shifts

    # Most of the time is waited, which pages do beside one another. Today is the first's, who has left room mode.
    pages = [person.page, *[await context.new_page() for _ in range(WINDOWS - 1)]]
    await asyncio.gather(*(watch(page, EVERY[first::WINDOWS]) for first, page in enumerate(pages)))
    assert not moved, json.dumps(moved, indent=1)


async def later(route: Route) -> None:
    """Answer slowly."""
    await asyncio.sleep(ANSWERS_AFTER_S)
    await route.continue_()


@pytest.mark.parametrize("width", [1440, 390])
async def test_nothing_moves_when_a_page_opens_in_the_middle_of_a_group(screens: Screens, width: int) -> None:
    """Whether a group sits before the screen is known only by an answer: what is seen before it must not give way."""
    person = await screens.person(width=width, height=844)
    await person.sign_in()
    context = person.page.context
    await context.route("**/api/v1/**", later)
    await context.add_init_script(OBSERVE)
    # As somebody who comes anew: the tab does not remember that it is in room mode.
    await context.add_init_script("sessionStorage.clear()")
    for path in ("/today", "/participants"):
        await person.page.goto(person.site + path)
        await person.page.locator("[data-room] main h1").first.wait_for()
        await person.page.wait_for_load_state("networkidle")
        shifts = await person.page.evaluate(TOLD)
        assert sum(shift[0] for shift in shifts) <= AT_MOST, json.dumps(shifts, indent=1)
