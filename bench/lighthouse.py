"""Lighthouse over the pages of the demo clinic, in the browser of somebody who is signed in.

Lighthouse opens a tab of its own in a browser that runs already, and shares its cookies: what is behind the sign-in is
measured as it is used. It is fetched by npm; where the package registry cannot be reached, it says so and is left out.

What a phone waits for is a model's figure, made of bytes, journeys and the time that scripts take. What it says of an
empty page of the same libraries stands beside it, as no page of ours can be below.
"""

import asyncio
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from playwright.async_api import Playwright
from scripts.screenshots import LAUNCH, day_with_sessions, sign_in

from bench.deployed import FLOOR_PATH, deployed, missing
from bench.places import REPOSITORY
from handrail.demo import cast
from handrail.demo.processes import free_port

LIGHTHOUSE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices")
DEBUGGING_PORT = 9600
FLOOR = "floor"
PAGES = (
    ("sign-in", "/sign-in"),
    ("Today", "/today?date={day}"),
    ("Schedule", "/schedule?from={day}"),
    ("Participants", "/participants"),
    ("a chart", "{chart}"),
)
FORMS = {"desktop": ["--preset=desktop"], "phone": []}
ROUNDS = {"desktop": 1, "phone": 3}
"""A phone's figures are four times what this machine took, and what else it did: the run in the middle is told."""
Told = dict[str, Any]


async def print_lighthouse(playwright: Playwright, web: str, chromium: str) -> None:
    """Print the scores of each page at a desk and on a slow phone, and what the phone waits for."""
    if lacking := missing():
        print(f"\nWithout {lacking}: by the demo's own server, HTTP/1.1 and gzip, and without the floor.")
        await _print_all(playwright, web, chromium, PAGES)
        return
    async with httpx.AsyncClient() as client:
        api = (await client.get(f"{web}/config.json")).json()["apiBaseUrl"]
    with tempfile.TemporaryDirectory() as folder, deployed(Path(folder), web, api) as address:
        await _print_all(playwright, address, chromium, ((FLOOR, FLOOR_PATH), *PAGES))


async def _print_all(playwright: Playwright, web: str, chromium: str, pages: Sequence[tuple[str, str]]) -> None:
    print(f"\n{'Lighthouse':16}{'on':10}{'performance':>12}{'accessible':>12}{'practices':>11}", end="")
    print(f"{'first paint s':>15}{'largest s':>11}{'blocked ms':>12}{'shift':>8}{'kB':>6}{'x floor':>9}")
    async with _signed_in(playwright, web, chromium) as (port, places, forget):
        for form, preset in FORMS.items():
            runs: dict[str, list[Told]] = {name: [] for name, _ in pages}
            for _ in range(ROUNDS[form]):
                for name, path in pages:
                    await forget()
                    told = await _ask(web + path.format(**places), port, preset)
                    if isinstance(told, str):
                        print(f"Lighthouse did not run: {told}")
                        return
                    runs[name].append(told)
            middle = {name: sorted(told, key=_largest)[len(told) // 2] for name, told in runs.items()}
            for name, told in middle.items():
                beside = f"{_largest(told) / _largest(middle[FLOOR]):9.2f}" if FLOOR in middle else ""
                print(f"{name:16}{form:10}{_line(told)}{beside}")


def _largest(told: Told) -> float:
    """When the largest element is painted, milliseconds."""
    return float(told["audits"]["largest-contentful-paint"]["numericValue"])


SignedIn = tuple[int, dict[str, str], Callable[[], Awaitable[None]]]
"""The browser's debugging port, what stands in the addresses, and what makes it forget the files it has fetched."""


@asynccontextmanager
async def _signed_in(playwright: Playwright, web: str, chromium: str) -> AsyncIterator[SignedIn]:
    """Run a browser in which a therapist is signed in."""
    day = await _day(playwright, web, chromium)
    port = free_port(DEBUGGING_PORT)
    with tempfile.TemporaryDirectory() as profile:
        context = await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium,
            args=[*LAUNCH, f"--remote-debugging-port={port}", "--ignore-certificate-errors"],
            locale="en-US",
        )
        page = await context.new_page()
        await sign_in(page, web, "therapist")
        await page.goto(f"{web}/participants")
        chart = await page.locator("main a[href*='/participants/']").first.get_attribute("href")
        assert chart is not None
        session = await context.new_cdp_session(page)

        async def forget() -> None:
            await session.send("Network.clearBrowserCache")

        yield port, {"day": day, "chart": chart}, forget
        await context.close()


async def _day(playwright: Playwright, web: str, chromium: str) -> str:
    """A day with sessions. Looked for by a clock that is set, which would stand still for Lighthouse too."""
    browser = await playwright.chromium.launch(executable_path=chromium, args=LAUNCH)
    page = await browser.new_page(ignore_https_errors=True)
    await sign_in(page, web, "therapist")
    day = await day_with_sessions(page, datetime.now(ZoneInfo(cast.TIME_ZONE)).date(), 1)
    await browser.close()
    return str(day)


async def _ask(address: str, port: int, preset: list[str]) -> Told | str:
    """What Lighthouse tells of a page, or why it does not."""
    npm = shutil.which("npm", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert npm is not None, "the environment brings Node: make check"
    process = await asyncio.create_subprocess_exec(
        npm,
        *("exec", "--yes", "--cache", str(REPOSITORY / ".cache" / "npm"), f"--package={LIGHTHOUSE}", "--"),
        *("lighthouse", address, f"--port={port}", "--disable-storage-reset", "--quiet", "--output=json"),
        *(f"--only-categories={','.join(CATEGORIES)}", *preset),
        env={**os.environ, "PATH": f"{Path(npm).parent}{os.pathsep}{os.environ['PATH']}"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, problems = (stream.decode() for stream in await process.communicate())
    if process.returncode != 0 or not out.startswith("{"):
        said = [line for line in problems.splitlines() if "error" in line.lower()]
        return said[0] if said else f"exit status {process.returncode}"
    told: Told = json.loads(out)
    # Who was sent to sign in would have measured that page again.
    asked, shown = (re.sub(r"\?.*", "", told[key]) for key in ("requestedUrl", "finalDisplayedUrl"))
    return told if asked == shown else f"{asked} led to {shown}"


def _line(told: Told) -> str:
    scores = [told["categories"][one]["score"] * 100 for one in CATEGORIES]
    first, largest, blocked, shift, size = (
        told["audits"][name]["numericValue"]
        for name in (
            "first-contentful-paint",
            "largest-contentful-paint",
            "total-blocking-time",
            "cumulative-layout-shift",
            "total-byte-weight",
        )
    )
    return (
        f"{scores[0]:12.0f}{scores[1]:12.0f}{scores[2]:11.0f}"
        f"{first / 1000:15.1f}{largest / 1000:11.1f}{blocked:12.0f}{shift:8.3f}{size / 1000:6.0f}"
    )
