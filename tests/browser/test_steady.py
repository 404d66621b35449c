"""Nothing moves under somebody's hand: layout shift on the main pages stays within its budget, counted by the browser.

Each page is opened with slow answers, so that what is shown while they are awaited gives way to what they bring.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Route, expect
from tests.browser.test_accessible import hold_more_roles, settled
from tests.browser.test_day import leave_room_mode

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic

AT_MOST = 0.05
ANSWERS_AFTER_S = 0.4
"""Longer than what waits before it shows that something is awaited."""
PAGES = (
    "/today",
    "/schedule",
    "/schedule?view=week",
    "/schedule?view=list",
    "/huddle",
    "/participants",
    "/participants/new",
    "/participants/duplicates",
    "/cohorts",
    "/programs",
    "/clinic",
)
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
    from tests.factories.attendance import make_cohort

    await make_cohort(clinic, program_id=group.program_id, location_id=group.location_id)
    await hold_more_roles(clinic, group)
    person = await screens.person(width=width, height=844)
    page = person.page
    await person.sign_in()
    await leave_room_mode(page)

    async def later(route: Route) -> None:
        await asyncio.sleep(ANSWERS_AFTER_S)
        await route.continue_()

    await page.route("**/api/v1/**", later)
    await page.add_init_script(OBSERVE)
    moved = {}
    for path in (*PAGES, f"/participants/{group.episodes[0].participant_id}"):
        await person.open(path)
        await page.locator("main h1").first.wait_for()
        await page.wait_for_load_state("networkidle")
        await settled(page)
        await expect(page.get_by_role("alert")).to_have_count(0)
        shifts = await page.evaluate(TOLD)
        if sum(shift[0] for shift in shifts) > AT_MOST:
            moved[path] = shifts
    assert not moved, json.dumps(moved, indent=1)
