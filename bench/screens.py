"""What somebody at the web app waits for: first picture, shifts of layout, answers to clicks and keys.

Measured where the browser measures them, by its own events, over the demo clinic and the built web app. A slow phone is
a processor four times slower behind 1.6 Mbit/s with 150 ms there and back, as Lighthouse has it. Acts are
measured at a desk and on a processor four times slower, and are late where either is.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from scripts.screenshots import LAUNCH, day_with_sessions, demo_clinic, sign_in

from bench.lighthouse import print_lighthouse
from bench.places import REPOSITORY
from handrail.demo import cast

DEMO = REPOSITORY / ".cache" / "demo"
SLOWER = 4
SHIFT_AT_MOST = 0.05
QUIET_MS = 1_200
OBSERVE = """
    window.seen = {lcp: 0, shift: 0, events: []};
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.seen.lcp = entry.startTime;
    }).observe({type: "largest-contentful-paint", buffered: true});
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.seen.shift += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.seen.events.push(entry.duration);
    }).observe({type: "event", durationThreshold: 16, buffered: true});
"""


@dataclass(frozen=True)
class Device:
    """What somebody looks through."""

    name: str
    width: int
    height: int
    slow: bool
    paint_ms: int
    """The largest element is there after at most so long."""


DEVICES = (Device("desktop", 1440, 900, False, 1_500), Device("slow phone", 390, 844, True, 2_500))
PAGES = (
    ("sign-in", "/sign-in"),
    ("Today", "/today?date={day}"),
    ("Schedule, rooms", "/schedule?from={day}"),
    ("Schedule, week", "/schedule?from={day}&view=week"),
    ("Participants", "/participants"),
    ("Cohorts", "/cohorts"),
    ("Programs", "/programs"),
)


async def _mark_everybody(page: Page, turn: int) -> None:
    """Each person of the roster, by click; in another turn otherwise than before."""
    groups = page.get_by_role("radiogroup")
    await groups.first.wait_for()
    for row in range(min(8, await groups.count())):
        await groups.nth(row).get_by_role("radio").nth((row + turn) % 2).click()
        await page.wait_for_timeout(60)


async def _filter_people(page: Page, _turn: int) -> None:
    """Letter by letter, and back."""
    field = page.locator("main input").first
    await field.press_sequentially("mar", delay=120)
    for _ in range(3):
        await field.press("Backspace")
        await page.wait_for_timeout(120)


async def _switch_views(page: Page, _turn: int) -> None:
    """From the rooms to the whole week and back, twice."""
    for name in ("Week", "Rooms", "Week", "Rooms"):
        await page.locator("main").get_by_text(name, exact=True).first.click()
        await page.wait_for_timeout(400)


async def _find_by_palette(page: Page, _turn: int) -> None:
    await page.keyboard.press("Control+k")
    await page.locator("[role=dialog] input").press_sequentially("mar", delay=120)
    await page.wait_for_timeout(500)


ACTS: tuple[tuple[str, str, Callable[[Page, int], Awaitable[None]], int], ...] = (
    ("attendance of eight", "/today?date={day}", _mark_everybody, 100),
    ("filter people", "/participants", _filter_people, 100),
    ("views of the week", "/schedule?from={day}", _switch_views, 200),
    ("Ctrl+K and three letters", "/participants", _find_by_palette, 200),
)


def print_screens() -> None:
    """Print what each page and act costs, beside its budget."""
    chromium = subprocess.run(
        [sys.executable, "scripts/chromium.py"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.strip()
    asyncio.run(_print_screens(chromium))


async def _print_screens(chromium: str) -> None:
    async with demo_clinic("--data-dir", str(DEMO)) as web, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=LAUNCH)
        print(f"\n{'screens':26}{'on':12}{'largest paint ms':>18}{'layout shift':>14}")
        for device in DEVICES:
            await _print_pages(browser, web, device)
        print(f"\n{'acts':26}{'slowest answer ms':>18}{'budget':>8}{'processor 4 x slower':>22}")
        await _print_acts(browser, web)
        await browser.close()
        await print_lighthouse(playwright, web, chromium)


async def _print_pages(browser: Browser, web: str, device: Device) -> None:
    async with _signed_in(browser, web, device) as (page, day):
        for name, path in PAGES:
            await _open(page, web, path, day)
            await page.locator("h1").first.wait_for()
            await page.wait_for_load_state("networkidle")
            await page.wait_for_timeout(QUIET_MS)
            seen = await page.evaluate("window.seen")
            paint, shift = seen["lcp"], seen["shift"]
            over = [
                word for word, late in (("LATE", paint > device.paint_ms), ("MOVES", shift > SHIFT_AT_MOST)) if late
            ]
            print(f"{name:26}{device.name:12}{paint:18,.0f}{shift:14.3f}  {' '.join(over)}".rstrip())


async def _print_acts(browser: Browser, web: str) -> None:
    desktop = DEVICES[0]
    async with _signed_in(browser, web, desktop) as (page, day):
        session = await page.context.new_cdp_session(page)
        for name, path, act, budget in ACTS:
            await _open(page, web, path, day)
            await page.locator("main h1").wait_for()
            await page.wait_for_load_state("networkidle")
            slowest = []
            for turn, rate in enumerate((1, SLOWER)):
                await session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
                await page.evaluate("window.seen.events.length = 0")
                await act(page, turn)
                await page.wait_for_timeout(QUIET_MS)
                slowest.append(max(await page.evaluate("window.seen.events"), default=0))
            await session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            late = "LATE" if max(slowest) > budget else ""
            print(f"{name:26}{slowest[0]:18,.0f}{budget:8}{slowest[1]:22,.0f}  {late}".rstrip())


async def _open(page: Page, web: str, path: str, day: date) -> None:
    """Open a page: Today in the middle of a group, the others before it, as room mode covers them while it runs."""
    await page.evaluate("sessionStorage.clear()")
    at = time(10, 20) if path.startswith("/today") else time(7)
    await page.clock.set_fixed_time(datetime.combine(day, at, ZoneInfo(cast.TIME_ZONE)))
    await page.goto(web + path.format(day=day))


@asynccontextmanager
async def _signed_in(browser: Browser, web: str, device: Device) -> AsyncIterator[tuple[Page, date]]:
    """Give a page of a therapist, and a day with a group of theirs."""
    context: BrowserContext = await browser.new_context(
        viewport={"width": device.width, "height": device.height}, locale="en-US"
    )
    page = await context.new_page()
    await sign_in(page, web, "therapist")
    day = await day_with_sessions(page, datetime.now(ZoneInfo(cast.TIME_ZONE)).date(), 1)
    await page.add_init_script(OBSERVE)
    session = await context.new_cdp_session(page)
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    if device.slow:
        await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        await session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000},
        )
    yield page, day
    await context.close()
