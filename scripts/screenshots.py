"""`make screenshots`: every screen of the demo clinic, light, dark, Spanish and narrow, as pictures in `screenshots/`.

Runs the demo and a browser beside it. The browser's clock stands at 10:20 of the clinic's last day with sessions, so
that a group is running whenever the pictures are made. Names of looks or screens take those only. What axe finds on a
screen is told beside its picture, so that dialogs too are asked in every look.
"""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Page, async_playwright
from scripts.screens import SCREENS, Screen, filled

from handrail.demo import cast

REPOSITORY = Path(__file__).parents[1]
PICTURES = REPOSITORY / "screenshots"
AXE = REPOSITORY / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FAULTS = """async () => {
    const found = await axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        rules: {"target-size": {enabled: true}},
    });
    return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""
LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@dataclass(frozen=True)
class Look:
    """How it is looked at."""

    name: str
    scheme: str = "light"
    locale: str = "en-US"
    width: int = 1440
    height: int = 900


LOOKS = (
    Look("light"),
    Look("dark", scheme="dark"),
    Look("spanish", locale="es-US"),
    Look("narrow", width=320, height=640),
)


async def main(wanted: list[str]) -> None:
    looks = [look for look in LOOKS if look.name in wanted] or LOOKS
    named = [screen for screen in SCREENS if screen.name in wanted] or SCREENS
    PICTURES.mkdir(exist_ok=True)
    async with demo_clinic() as web, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=LAUNCH)
        for look in looks:
            for login in dict.fromkeys(screen.login for screen in named):
                await _take(browser, web, login, look, [screen for screen in named if screen.login == login])
        await browser.close()
    print(f"{len(named) * len(looks)} pictures are in {PICTURES.relative_to(REPOSITORY)}/")


@asynccontextmanager
async def demo_clinic(*options: str) -> AsyncIterator[str]:
    """Run the demo and give the address of its web app."""
    demo = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "handrail.demo", *options, stdout=asyncio.subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield await _web_address(demo)
    finally:
        if demo.returncode is None:
            demo.send_signal(signal.SIGINT)
            await demo.wait()


async def _web_address(demo: asyncio.subprocess.Process) -> str:
    assert demo.stdout is not None
    said = ""
    while line := (await demo.stdout.readline()).decode():
        said += line
        found = re.search(r"Web app\s+(http\S+)", said)
        if found and line.startswith("Ctrl-C"):
            return found[1]
    raise SystemExit(f"The demo did not start:\n{said}")


async def sign_in(page: Page, web: str, login: str) -> None:
    """Sign in as one of the demo's people and arrive on Today."""
    await page.goto(web)
    await page.locator("form input").first.fill(cast.SLUG)
    await page.locator("input[type=email]").fill(cast.address(login))
    await page.locator("input[type=password]").fill(cast.PASSWORD)
    await page.locator("form [type=submit]").click()
    await page.wait_for_url("**/today**")


async def _take(browser: Browser, web: str, login: str, look: Look, screens: Sequence[Screen]) -> None:
    context = await browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme="dark" if look.scheme == "dark" else "light",
        locale=look.locale,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    page.set_default_timeout(120_000)  # milliseconds; a busy machine takes its time
    await sign_in(page, web, login)
    zone = ZoneInfo(cast.TIME_ZONE)
    today = datetime.now(zone).date()
    days = [await day_with_sessions(page, today, step) for step in (-1, 1)]
    for screen in screens:
        day = days[screen.ahead]
        await page.clock.set_fixed_time(datetime.combine(day, time(10, 20), zone))
        # Room mode outlives loading again, and would cover the screens after it.
        await page.evaluate("sessionStorage.clear()")
        await page.goto(web + screen.path.format(day=day))
        await page.locator("main h1").wait_for()
        await filled(page)
        if screen.step is not None:
            await screen.step(page)
            await filled(page)
        await page.wait_for_timeout(300)  # what fades in has done so
        await page.screenshot(path=PICTURES / f"{screen.name}-{look.name}.png")
        await page.evaluate(AXE.read_text())  # past the page's own policy, which forbids scripts from elsewhere
        for fault in await page.evaluate(FAULTS):
            print(f"{screen.name}-{look.name}: {fault}")
    await context.close()


async def day_with_sessions(page: Page, today: date, step: int) -> date:
    """The nearest Monday or Tuesday before (-1) or after today on which the demo has sessions."""
    day = today
    while abs(day - today) < timedelta(days=28):
        day += timedelta(days=step)
        if day.weekday() < 2 and await _sits(page, day):
            return day
    raise SystemExit("The demo clinic has no sessions within four weeks.")


async def _sits(page: Page, day: date) -> bool:
    # Before the first group: one that runs now would cover the day.
    await page.clock.set_fixed_time(datetime.combine(day, time(5), ZoneInfo(cast.TIME_ZONE)))
    await page.goto(re.sub(r"/today.*", f"/today?date={day}", page.url))
    await page.wait_for_load_state("networkidle")
    return await page.locator("main ol a").count() > 0


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
