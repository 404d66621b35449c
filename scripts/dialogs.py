"""`make dialogs`: whatever opens on a screen of the demo clinic, looked at by axe in every look, with its picture.

Walks the screens of `screens.py` and presses what stands there, and what stands in what opened, once for each kind
of button. What opens is looked at in light, in dark and 320 pixels wide, in English and in Spanish; the pictures are in
`screenshots/dialogs/`. The demo clinic is changed by that: `--fresh` begins with a new one. Names of screens and of
languages (en, es) take those only. The exit status is 1 if axe found anything, or if anything had to be scrolled
sideways.
"""

import asyncio
import os
import re
import sys
from dataclasses import dataclass, field
from datetime import date, datetime, time
from time import monotonic
from typing import Final, Literal
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Error, Locator, Page, Request, ViewportSize, async_playwright
from scripts.screens import SCREENS, Screen, filled
from scripts.screenshots import (
    AXE,
    FAULTS,
    LAUNCH,
    PICTURES,
    day_with_sessions,
    demo_clinic,
    sign_in,
)

from handrail.demo import cast

FOLDER = PICTURES / "dialogs"
WIDE = ViewportSize(width=1440, height=900)
NARROW = ViewportSize(width=320, height=640)
LOOKS: Final[tuple[tuple[str, ViewportSize, Literal["light", "dark"]], ...]] = (
    ("light", WIDE, "light"),
    ("dark", WIDE, "dark"),
    ("narrow", NARROW, "light"),
)
OPENS_MS = 10_000
QUIET_MS = 700
"""A press that has asked the server for nothing this long opens nothing."""
DEPTH = 2
"""Buttons pressed one after the other: a session beside the schedule, and its dialogs."""
LEAVES = re.compile(
    r"sign out|cerrar sesi|print|imprimir|undo|deshacer|download|descargar|close$|cerrar$|merge|combinar|unir", re.I
)
"""What opens nothing, and would end the visit, ask the system or take somebody away who is needed further on."""
LANGUAGES: Final = ("en", "es")

# What is alike on a screen has the same classes, the same place and begins with the same word.
KIND = """(button) => {
    const place = [];
    for (let at = button; at && at !== document.body && place.length < 6; at = at.parentElement)
        place.push(at.tagName + "." + [...at.classList].filter((one) => !one.startsWith("m_")).join("."));
    const said = (button.getAttribute("aria-label") ?? button.textContent ?? "").trim();
    return `${said.split(/[\\s:]/)[0]}|${place.join("<")}`;
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Walk:
    """One way through the clinic: what was pressed already, and what was found."""

    browser: Browser
    web: str
    locale: str
    pressed: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    opened: int = 0

    async def screens(self, screens: list[Screen]) -> None:
        for login in dict.fromkeys(screen.login for screen in screens):
            context = await self.browser.new_context(
                viewport=WIDE, color_scheme="light", locale=self.locale, reduced_motion="reduce"
            )
            page = await context.new_page()
            page.set_default_timeout(20_000)
            requests = Requests(page)
            page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
            await sign_in(page, self.web, login)
            today = datetime.now(ZoneInfo(cast.TIME_ZONE)).date()
            days = [await day_with_sessions(page, today, step) for step in (-1, 1)]
            for screen in (screen for screen in screens if screen.login == login):
                pressed, opened = len(self.pressed), self.opened
                await Visit(self, page, requests, screen, days[screen.ahead]).buttons([])
                print(
                    f"{screen.name}: {len(self.pressed) - pressed} pressed, {self.opened - opened} opened", flush=True
                )
            await context.close()


class Requests:
    """What a page waits for, and when it last asked for something or got it."""

    def __init__(self, page: Page) -> None:
        self._open: set[Request] = set()
        self.last = monotonic()
        page.on("request", self._asked)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def _asked(self, request: Request) -> None:
        if request.resource_type != "eventsource":  # stays open
            self._open.add(request)
            self.last = monotonic()

    def _ended(self, request: Request) -> None:
        self._open.discard(request)
        self.last = monotonic()

    def quiet_since(self, moment: float) -> bool:
        """Whether nothing is awaited, and nothing was for a while after that moment."""
        return not self._open and (monotonic() - max(self.last, moment)) * 1000 > QUIET_MS


@dataclass
class Visit:
    """One screen, come to again for each button."""

    walk: Walk
    page: Page
    requests: Requests
    screen: Screen
    day: date

    async def buttons(self, way: list[int]) -> None:
        """Press each kind of button that stands there after these were pressed."""
        if not await self._come(way):
            return
        untouched = True
        for index, kind, name in await self._offered():
            mark = f"{len(way)}|{kind}"
            if mark in self.walk.pressed or LEAVES.search(name):
                continue
            self.walk.pressed.add(mark)
            there = untouched or await self._come(way)
            untouched = False
            if not (there and await self._press(index)):
                continue
            if await self._look([*way, index], name) and len(way) + 1 < DEPTH:
                await self.buttons([*way, index])

    async def _come(self, way: list[int]) -> bool:
        page = self.page
        await page.evaluate("sessionStorage.clear()")
        await page.clock.set_fixed_time(datetime.combine(self.day, time(10, 20), ZoneInfo(cast.TIME_ZONE)))
        await page.goto(self.walk.web + self.screen.path.format(day=self.day))
        await page.locator("main h1").first.wait_for()
        await filled(page)
        if self.screen.step is not None:
            try:
                await self.screen.step(page)
            except Error:
                print(f"{self.screen.name}: not reached, the clinic is no longer what it was", flush=True)
                return False
        await self._settled()
        for index in way:
            if not await self._press(index):
                return False
        return True

    async def _top(self) -> Locator:
        """What lies uppermost: the last dialog, or the page."""
        dialogs = self.page.get_by_role("dialog")
        count = await dialogs.count()
        return dialogs.nth(count - 1) if count else self.page.locator("main")

    async def _offered(self) -> list[tuple[int, str, str]]:
        buttons = (await self._top()).get_by_role("button", disabled=False)
        offered = []
        for index, button in enumerate(await buttons.all()):
            if await button.is_visible():
                name = (await button.get_attribute("aria-label")) or (await button.inner_text())
                offered.append((index, await button.evaluate(KIND), " ".join(name.split())))
        return offered

    async def _press(self, index: int) -> bool:
        """Press it; whether something opened over what was there."""
        dialogs = self.page.get_by_role("dialog")
        before, address = await dialogs.count(), self.page.url
        try:
            await (await self._top()).get_by_role("button", disabled=False).nth(index).click(timeout=5000)
        except Error:
            return False
        if not await self._opened(dialogs.nth(before)):
            return False
        await self._settled()
        return self.page.url.split("?")[0] == address.split("?")[0]

    async def _settled(self) -> None:
        """Wait for what a press or a link asks for too: a page that was loaded once counts as loaded ever after."""
        come = monotonic()
        while not self.requests.quiet_since(come) and (monotonic() - come) * 1000 < OPENS_MS:
            await self.page.wait_for_timeout(50)
        await filled(self.page)

    async def _opened(self, dialog: Locator) -> bool:
        pressed = monotonic()
        while not await dialog.is_visible():
            if self.requests.quiet_since(pressed) or (monotonic() - pressed) * 1000 > OPENS_MS:
                return False
            await self.page.wait_for_timeout(50)
        return True

    async def _look(self, way: list[int], name: str) -> bool:
        page, walk = self.page, self.walk
        walk.opened += 1
        title = f"{self.screen.name}-{'-'.join(map(str, way))}-{walk.locale[:2]}"
        print(f"{title}: {name}", flush=True)
        for look, size, scheme in LOOKS:
            await page.set_viewport_size(size)
            await page.emulate_media(color_scheme=scheme)
            await page.wait_for_timeout(300)
            await page.screenshot(path=FOLDER / f"{title}-{look}.png")
            await page.evaluate(AXE.read_text())
            found = await page.evaluate(FAULTS)
            if look == "narrow" and await page.evaluate(SIDEWAYS) > 0:
                found.append("has to be scrolled sideways")
            for fault in found:
                walk.faults.append(f"{title}-{look} ({name}): {fault}")
                print(f"FAULT {walk.faults[-1]}", flush=True)
        await page.set_viewport_size(WIDE)
        await page.emulate_media(color_scheme="light")
        return await page.get_by_role("dialog").count() > 0


async def main(wanted: list[str]) -> None:
    screens = [screen for screen in SCREENS if screen.name in wanted] or list(SCREENS)
    FOLDER.mkdir(parents=True, exist_ok=True)
    languages = [one for one in LANGUAGES if one in wanted] or LANGUAGES
    async with demo_clinic(*(word for word in wanted if word == "--fresh")) as web, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=LAUNCH)
        walks = [Walk(browser, web, f"{language}-US") for language in languages]
        for walk in walks:
            await walk.screens(screens)
        await browser.close()
    faults = [fault for walk in walks for fault in walk.faults]
    print(f"{[walk.opened for walk in walks]} opened ({', '.join(languages)}), {len(faults)} faults", *faults, sep="\n")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
