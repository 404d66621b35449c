"""Who asks their system for less motion sees none: nothing glides, fades, turns or pulses (WCAG 2.2, 2.3.3)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from playwright.async_api import Page, expect
from tests.browser.pages import hold_more_roles
from tests.browser.test_accessible import settled
from tests.browser.test_day import leave_room_mode

if TYPE_CHECKING:
    from playwright.async_api import Route
    from tests.browser.conftest import Person, Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic

PAGES = (
    "/schedule",
    "/schedule?view=week",
    "/schedule?view=list",
    "/huddle",
    "/participants",
    "/participants/{participant}",
    "/participants/{participant}?tab=hours",
    "/cohorts/{cohort}",
    "/programs/{program}",
    "/outcomes?program={program}",
    "/account",
    "/clinic",
)
# A hundredth of a second is too short to be seen. What goes on for ever is seen however short it is: it flickers.
MOVING = """() => {
    const AT_MOST_S = 0.01;
    const long = (times) => times.split(", ").some((time) => parseFloat(time) > AT_MOST_S);
    const found = document.getAnimations()
        .filter((one) => one.playState === "running" && one.effect.getComputedTiming().endTime > 1000 * AT_MOST_S)
        .map((one) => `runs: ${one.animationName ?? one.transitionProperty}`);
    for (const element of document.querySelectorAll("*")) {
        for (const part of ["", "::before", "::after"]) {
            const style = getComputedStyle(element, part);
            const what = `${element.tagName}.${element.getAttribute("class") ?? ""}${part}`;
            if (long(style.transitionDuration)) found.push(`glides: ${what}`);
            if (style.scrollBehavior === "smooth") found.push(`scrolls: ${what}`);
            if (style.animationName === "none") continue;
            const ever = style.animationIterationCount.includes("infinite");
            if (ever || long(style.animationDuration)) found.push(`is animated: ${what}`);
        }
    }
    return [...new Set(found)];
}"""


class Held:
    """Answers of the service that wait until they are let go."""

    def __init__(self) -> None:
        self._free = asyncio.Event()

    async def wait(self, route: Route) -> None:
        await self._free.wait()
        await route.continue_()

    def let_go(self) -> None:
        self._free.set()


async def stands_still(page: Page, what: str) -> None:
    assert await page.evaluate(MOVING) == [], what


async def hold_answers(page: Page, *but: str) -> Held:
    """Hold all but who is signed in, without which nothing is shown, and some more."""
    held = Held()
    await page.route("**/api/v1/**", held.wait)
    for known in ("**/auth/me", *but):
        await page.route(known, lambda route: route.continue_())
    return held


async def open_slowly(person: Person, path: str, *but: str) -> Held:
    """Open a page whose answers are awaited, long enough to show that they are."""
    held = await hold_answers(person.page, *but)
    await person.open(path)
    await person.page.locator("[aria-busy=true]:not([data-early])").first.wait_for()
    return held


async def test_nothing_moves_on_today_for_who_asks_for_less_motion(screens: Screens, group: Group) -> None:
    person = await screens.person()
    page = person.page
    await person.sign_in()
    held = await open_slowly(person, "/today")
    await stands_still(page, "today, awaited")
    held.let_go()
    await page.get_by_role("radiogroup").first.wait_for()
    await leave_room_mode(page)
    await page.get_by_role("button", name="Close group").click()
    await stands_still(page, "a dialog that opens")
    closing = page.get_by_role("dialog")
    await closing.get_by_role("button", name="Close group").wait_for()
    await stands_still(page, "a dialog")
    await page.keyboard.press("Escape")
    await stands_still(page, "a dialog that closes")
    await expect(closing).to_have_count(0)
    await page.get_by_role("button", name="Account and settings").click()
    await page.get_by_role("button", name="Sign out", exact=True).wait_for()
    await stands_still(page, "a menu")
    held = Held()
    await page.route("**/auth/sign-out", held.wait)
    await page.get_by_role("button", name="Sign out", exact=True).click()
    await page.locator("button[data-loading]").wait_for()
    await stands_still(page, "a button that waits")
    held.let_go()
    await expect(page.get_by_text("You are signed out.")).to_be_visible()
    await stands_still(page, "sign-in")


async def test_nothing_moves_on_any_page_for_who_asks_for_less_motion(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    from tests.factories.attendance import make_cohort

    cohort = await make_cohort(clinic, program_id=group.program_id, location_id=group.location_id)
    await hold_more_roles(clinic, group)
    person = await screens.person()
    page = person.page
    await person.sign_in_alone("/participants")
    ids = {"participant": group.episodes[0].participant_id, "cohort": cohort, "program": group.program_id}
    for path in PAGES:
        await person.open(path.format(**ids))
        await page.locator("main h1").first.wait_for()
        await settled(page)
        await stands_still(page, path)
    await person.open(f"/schedule?session={group.id}")
    await page.get_by_role("dialog", name="DBT skills").get_by_role("button", name="Move").wait_for()
    await stands_still(page, "a session beside the schedule")
    await page.get_by_role("button", name="Add session").click()
    await page.get_by_role("dialog", name="Add a session").get_by_label("Room").wait_for()
    await stands_still(page, "a drawer")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Add a session")).to_have_count(0)
    await page.keyboard.press("Control+k")
    await page.locator("[role=dialog] input").press_sequentially("whi")
    await page.locator("[role=option]").first.wait_for()
    await stands_still(page, "palette")
    await page.set_viewport_size({"width": 390, "height": 844})
    await person.open("/participants")
    await page.get_by_role("button", name="Open navigation").click()
    await page.get_by_role("dialog").get_by_role("link").first.wait_for()
    await stands_still(page, "the navigation of a narrow window")


async def test_what_moves_for_others_would_be_found(screens: Screens) -> None:
    person = await screens.person(reduced_motion="no-preference")
    page = person.page
    await person.sign_in_alone("/participants")
    # Whether a group runs has to be known: until then nothing of the page shows.
    held = await open_slowly(person, "/huddle", "**/api/v1/today**")
    moving = await page.evaluate(MOVING)
    assert {found.split(":")[0] for found in moving} == {"runs", "glides", "is animated"}
    held.let_go()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
