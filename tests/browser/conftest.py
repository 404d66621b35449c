"""The built web app on one port, the service on another, and a browser that uses both as a person would."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from tests.support.live_server import free_port, run_live_server

if TYPE_CHECKING:  # tests are collected without the whole service
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic

    from handrail.core.cluster import Urls

REPOSITORY = Path(__file__).parents[2]
DIST = REPOSITORY / "frontend" / "dist"
AXE = REPOSITORY / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
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
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def site(urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the web app, served as static files apart from the service it speaks to."""
    if not (DIST / "index.html").exists():
        pytest.fail("The web app is not built: `make test` builds it, or `npm run build` in frontend.")
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    # Patient, as the suite's own service is: a busy machine is not what these tests are about.
    environment = {
        "HANDRAIL_WEB_ORIGINS": f'["{address}"]',
        "HANDRAIL_STATEMENT_TIMEOUT_S": "20",
        "HANDRAIL_REQUEST_TIMEOUT_S": "30",
    }
    with (
        run_live_server(urls, folder / "service.log", environment) as service,
        (folder / "web.log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "handrail.demo.web", str(DIST), str(port), service.url],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        ) as web,
    ):
        try:
            _wait_for(address)
            yield address
        finally:
            web.terminate()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 30
    with httpx.Client(base_url=address, timeout=2, verify=False) as client:
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if client.get("/config.json").is_success:
                    return
            time.sleep(0.05)
    raise TimeoutError("the web app was not served")


@pytest.fixture(scope="session")
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """One browser for the run; each page has a context, and so a profile, of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=LAUNCH)
        yield browser
        await browser.close()


async def leave_room(page: Page) -> None:
    """Leave room mode, which comes on by itself while the group runs: for this page, until it is closed."""
    await page.locator("[data-room]").first.wait_for()
    await page.keyboard.press("r")
    await page.get_by_role("dialog").get_by_role("button").last.click()
    await expect(page.locator("[data-room]")).to_have_count(0)
    await expect(page.get_by_role("dialog")).to_have_count(0)


@dataclass
class Person:
    """Somebody at a screen of the web app."""

    page: Page
    site: str
    slug: str
    email: str
    password: str
    noise: list[str] = field(default_factory=list)
    """What the browser complained about; no journey may leave anything here."""

    async def open(self, path: str) -> None:
        await self.page.goto(self.site + path)

    async def sign_in(self, path: str = "/today") -> None:
        """Sign in at an address that needs it, and arrive there."""
        await self.open(path)
        page = self.page
        form = page.locator("form")
        await form.get_by_role("textbox").nth(0).fill(self.slug)
        await form.get_by_role("textbox").nth(1).fill(self.email)
        await form.locator("input[type=password]").fill(self.password)
        await form.locator("button[type=submit]").click()
        await page.wait_for_url(lambda url: "/sign-in" not in url)
        await page.locator("main").wait_for()

    async def sign_in_alone(self, path: str) -> None:
        """Sign in with nobody before the screen: room mode, on by itself while the group runs, is left."""
        await self.sign_in(path)
        await leave_room(self.page)


@pytest.fixture
async def group(clinic: Clinic) -> Group:
    """Six people in a group that began an hour ago and runs for half an hour more, led by who signs in."""
    from tests.factories.attendance import make_group
    from tests.factories.modalities import ship_modalities
    from tests.factories.organizations import ship_rules

    await ship_rules(clinic)
    await ship_modalities(clinic)
    return await make_group(clinic, people=6)


class Screens:
    """Opens pages for the therapist of the group."""

    def __init__(self, browser: Browser, site: str, slug: str, email: str, password: str) -> None:
        self._browser, self._site = browser, site
        self._who = (slug, email, password)
        self._contexts: list[BrowserContext] = []
        self.people: list[Person] = []

    async def person(self, *, width: int = 1440, height: int = 900, **context: Any) -> Person:
        """Somebody at a window of this size; further values as in Playwright's `new_context`."""
        opened = await self._browser.new_context(
            viewport={"width": width, "height": height}, **{"locale": "en-US", "reduced_motion": "reduce", **context}
        )
        self._contexts.append(opened)
        opened.set_default_timeout(PATIENCE_MS)
        person = Person(await opened.new_page(), self._site, *self._who)
        person.page.on("pageerror", lambda error: person.noise.append(str(error)))
        self.people.append(person)
        return person

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()


@pytest.fixture
async def screens(browser: Browser, site: str, clinic: Clinic, group: Group) -> AsyncIterator[Screens]:
    """Pages for the group's therapist, who gets a password. A page that threw an error fails its test."""
    from tests.factories.identity import PASSWORD, PASSWORD_HASH

    account_id = group.therapist.account_id
    email = await clinic.sql_value(
        "UPDATE accounts SET password_hash = $1 WHERE organization_id = $2 AND id = $3 RETURNING email",
        PASSWORD_HASH,
        clinic.organization_id,
        account_id,
    )
    opened = Screens(browser, site, clinic.slug, email, PASSWORD)
    yield opened
    await opened.close()
    assert [line for person in opened.people for line in person.noise] == []
