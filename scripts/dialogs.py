"""`make dialogs`: whatever opens on a screen of the demo clinic, looked at by axe in every look, with its picture.

Walks the screens of `screens.py` and presses what stands there, and what stands in what opened, once for each kind
of button. What opens is looked at in light, in dark and 320 pixels wide, in English and in Spanish; the pictures are in
`screenshots/dialogs/`. Names of screens and of languages (en, es) take those only; `--fresh` begins with a new demo
clinic and `--data-dir=…` has it elsewhere. What a press would write is refused before it reaches the server: what is
offered stays the same from the first screen to the last.

Nothing is passed over in silence: a screen that is not reached, a button that cannot be pressed and a dialog that does
not open again are failures, and so is a screen where something opens in one language only. The exit status is 1 if
there are any, if axe found anything, or if anything had to be scrolled sideways.
"""

import asyncio
import json
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from time import monotonic
from typing import Final, Literal
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Error, Locator, Page, Request, Route, ViewportSize, async_playwright
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
PRESSED_MS = 10_000
QUIET_MS = 700
"""A press that has asked the server for nothing this long opens nothing."""
DEPTH = 2
"""Buttons pressed one after the other: a session beside the schedule, and its dialogs."""
LEAVES = re.compile(
    r"sign out|cerrar sesi|print|imprimir|undo|deshacer|download|descargar|close$|cerrar$|merge|combinar|unir", re.I
)
"""What opens nothing, and would end the visit, ask the system or take somebody away who is needed further on."""
LANGUAGES: Final = ("en", "es")
ASKS = re.compile(
    r"/(preview|search|restricted-search|find-slots|free-times|duplicates|inspect|start|see|attendance|clear"
    r"|schedule-builds)$"
)
"""Requests that ask, although their method writes; and marks: a refused one stays on the device, and on every page."""
REFUSED = json.dumps({"type": "about:blank", "title": "Not on a walk", "status": 422, "code": "walked"})

# What is alike on a screen has the same classes, the same place and begins with the same word.
BUTTONS = """(buttons) => buttons.map((button, index) => {
    const place = [];
    for (let at = button; at && at !== document.body && place.length < 6; at = at.parentElement)
        place.push(at.tagName + "." + [...at.classList].filter((one) => !one.startsWith("m_")).join("."));
    const name = (button.getAttribute("aria-label") ?? button.innerText ?? "").trim().replace(/\\s+/g, " ");
    const kind = `${name.split(/[ :]/)[0]}|${place.join("<")}`;
    return { index, kind, name, seen: button.checkVisibility({ visibilityProperty: true }) };
})"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Walk:
    """One way through the clinic: what was pressed already, and what was found."""

    browser: Browser
    web: str
    locale: str
    pressed: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    """How much opened on each screen."""
    opening: set[str] = field(default_factory=set)
    """What opened something when it was pressed."""
    repeated: set[str] = field(default_factory=set)
    """Screens with a button like one that opened something elsewhere: it is not pressed again."""
    looks: int = 0

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
            await context.route("**/api/v1/**", requests.refuse_writing)
            for screen in (screen for screen in screens if screen.login == login):
                pressed = len(self.pressed)
                await Visit(self, page, requests, screen, days[screen.ahead]).everything()
                told = f"{len(self.pressed) - pressed} pressed, {self.opened[screen.name]} opened"
                print(f"{screen.name}-{self.locale[:2]}: {told}", flush=True)
            await context.close()

    def fail(self, what: str) -> None:
        self.failures.append(f"{self.locale[:2]} {what}")
        print(f"FAILURE {self.failures[-1]}", flush=True)


class Requests:
    """What a page waits for, and when it last asked for something or got it."""

    def __init__(self, page: Page) -> None:
        self._open: set[Request] = set()
        self.last = monotonic()
        self.may_write = True
        """What leads to a screen may write; what is pressed there may not."""
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

    async def refuse_writing(self, route: Route) -> None:
        request = route.request
        reads = request.method in {"GET", "HEAD", "OPTIONS"} or ASKS.search(request.url.split("?")[0])
        if self.may_write or reads:
            await route.continue_()
            return
        origin = await request.header_value("origin") or "*"
        headers = {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}
        await route.fulfill(status=422, content_type="application/problem+json", headers=headers, body=REFUSED)

    def quiet_since(self, moment: float) -> bool:
        """Whether nothing is awaited, and nothing was for a while after that moment."""
        return not self._open and (monotonic() - max(self.last, moment)) * 1000 > QUIET_MS


@dataclass(frozen=True)
class Button:
    """One of what lies uppermost: where it stands among the others, what it is like, and what it says."""

    index: int
    kind: str
    name: str


class NotThereError(Exception):
    """What was pressed before cannot be pressed again."""


@dataclass
class Visit:
    """One screen, come to again for each button."""

    walk: Walk
    page: Page
    requests: Requests
    screen: Screen
    day: date

    async def everything(self) -> None:
        """Look at what the screen opens by itself, then at what its buttons open."""
        if not await self._come([]):
            return
        if await self.page.get_by_role("dialog").count():
            await self._look([], "itself")
        await self.buttons([])

    async def buttons(self, way: list[Button]) -> None:
        """Press each kind of button that stands there after these were pressed."""
        if not await self._come(way):
            return
        untouched = True
        for button in await self._offered():
            mark = f"{len(way)}|{button.kind}"
            if mark in self.walk.opening:
                self.walk.repeated.add(self.screen.name)
            if mark in self.walk.pressed or LEAVES.search(button.name):
                continue
            self.walk.pressed.add(mark)
            there = untouched or await self._come(way)
            untouched = False
            if not there:
                continue
            before = (self.page.url, await self._offered())
            if not await self._opens(way, button):
                untouched = before == (self.page.url, await self._offered())
                continue
            self.walk.opening.add(mark)
            further = [*way, button]
            if await self._look(further, button.name) and len(further) < DEPTH:
                await self.buttons(further)

    async def _opens(self, way: list[Button], button: Button) -> bool:
        """Press it, and once more from the beginning before it counts as a failure that it cannot be pressed."""
        try:
            return await self._press(button)
        except (Error, NotThereError):
            if not await self._come(way):
                return False
        try:
            return await self._press(button)
        except (Error, NotThereError) as error:
            self._fail("cannot be pressed", [*way, button], error)
            return False

    async def _come(self, way: list[Button]) -> bool:
        """Come to the screen as if for the first time and press these; a second time before it counts as a failure."""
        for last in (False, True):
            try:
                await self._arrive()
                for button in way:
                    if not await self._press(button):
                        raise NotThereError(f"{button.name} opens nothing again")
            except (Error, AssertionError, NotThereError) as error:
                if last:
                    self._fail("not reached", way, error)
            else:
                return True
        return False

    async def _arrive(self) -> None:
        page = self.page
        self.requests.may_write = True
        # What was pressed before may have chosen a language or an appearance.
        await page.evaluate("sessionStorage.clear(); localStorage.clear()")
        await page.clock.set_fixed_time(datetime.combine(self.day, time(10, 20), ZoneInfo(cast.TIME_ZONE)))
        await page.goto(self.walk.web + self.screen.path.format(day=self.day))
        await page.locator("main h1").first.wait_for()
        await filled(page)
        if self.screen.step is not None:
            await self.screen.step(page)
        await self._settled()
        self.requests.may_write = False

    def _fail(self, what: str, way: list[Button], error: Exception) -> None:
        because = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        self.walk.fail(f"{self.screen.name}: {' > '.join([*(one.name for one in way), what])}: {because}")

    async def _top(self) -> Locator:
        """What lies uppermost: the last dialog, or the page."""
        dialogs = self.page.get_by_role("dialog")
        count = await dialogs.count()
        return dialogs.nth(count - 1) if count else self.page.locator("main")

    async def _offered(self) -> list[Button]:
        buttons = await (await self._top()).get_by_role("button", disabled=False).evaluate_all(BUTTONS)
        return [Button(one["index"], one["kind"], one["name"]) for one in buttons if one["seen"]]

    async def _press(self, button: Button) -> bool:
        """Press it; whether something opened over what was there."""
        dialogs = self.page.get_by_role("dialog")
        before, address = await dialogs.count(), self.page.url
        await (await self._again(button)).click(timeout=PRESSED_MS)
        if not await self._opened(dialogs.nth(before)):
            return False
        await self._settled()
        return self.page.url.split("?")[0] == address.split("?")[0]

    async def _again(self, button: Button) -> Locator:
        """The button where it was, or the first of its kind where rows have come or gone since."""
        offered = [one for one in await self._offered() if one.kind == button.kind]
        found = next((one for one in offered if one.index == button.index), next(iter(offered), None))
        if found is not None:
            return (await self._top()).get_by_role("button", disabled=False).nth(found.index)
        raise NotThereError("it stands there no longer")

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

    async def _look(self, way: list[Button], name: str) -> bool:
        """Ask axe in every look and take pictures; whether it is still open."""
        self.walk.opened[self.screen.name] += 1
        title = "-".join([self.screen.name, *(str(one.index) for one in way), self.walk.locale[:2]])
        print(f"{title}: {name}", flush=True)
        try:
            for look, size, scheme in LOOKS:
                await self.page.set_viewport_size(size)
                await self.page.emulate_media(color_scheme=scheme)
                await self._ask_axe(f"{title}-{look}", name, narrow=size is NARROW)
        except Error as error:
            self._fail("not looked at", way, error)
        await self.page.set_viewport_size(WIDE)
        await self.page.emulate_media(color_scheme="light")
        return await self.page.get_by_role("dialog").count() > 0

    async def _ask_axe(self, title: str, name: str, *, narrow: bool) -> None:
        page, walk = self.page, self.walk
        await page.wait_for_timeout(300)
        await page.screenshot(path=FOLDER / f"{title}.png")
        await page.evaluate(AXE.read_text())
        found = await page.evaluate(FAULTS)
        if await page.get_by_role("dialog").count() == 0:
            found.append("closed by itself")
        if narrow and await page.evaluate(SIDEWAYS) > 0:
            found.append("has to be scrolled sideways")
        walk.looks += 1
        for fault in found:
            walk.faults.append(f"{title} ({name}): {fault}")
            print(f"FAULT {walk.faults[-1]}", flush=True)


def only_in_one(walks: list[Walk]) -> list[str]:
    """Screens where something opened in one language and nothing in another."""
    names = dict.fromkeys(name for walk in walks for name in walk.opened)
    return [
        f"{walk.locale[:2]} {name}: nothing opens, as it does in another language"
        for name in names
        for walk in walks
        if not walk.opened[name] and name not in walk.repeated
    ]


async def main(wanted: list[str]) -> None:
    options = [word for word in wanted if word.startswith("--")]
    languages = [one for one in LANGUAGES if one in wanted] or list(LANGUAGES)
    names = {word for word in wanted if word not in LANGUAGES and word not in options}
    if unknown := names - {screen.name for screen in SCREENS}:
        raise SystemExit(f"No such screens: {', '.join(sorted(unknown))}")
    screens = [screen for screen in SCREENS if screen.name in names] or list(SCREENS)
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with demo_clinic(*options) as web, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=LAUNCH)
        walks = [Walk(browser, web, f"{language}-US") for language in languages]
        # Both wait for the server most of the time.
        await asyncio.gather(*(walk.screens(screens) for walk in walks))
        await browser.close()
    faults = [fault for walk in walks for fault in walk.faults]
    failures = [failure for walk in walks for failure in walk.failures] + only_in_one(walks)
    opened = ", ".join(f"{walk.opened.total()} {walk.locale[:2]}" for walk in walks)
    print(
        f"{len(screens)} screens, opened: {opened}; {sum(walk.looks for walk in walks)} looks,"
        f" {len(faults)} faults, {len(failures)} failures",
        *faults,
        *failures,
        sep="\n",
    )
    sys.exit(1 if faults or failures else 0)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
