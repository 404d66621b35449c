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
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Page, async_playwright

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
Step = Callable[[Page], Awaitable[None]]


async def search(page: Page) -> None:
    await page.get_by_role("textbox").first.fill("mar")


async def leave_room(page: Page) -> None:
    """Show the page although a group of one's own runs."""
    await page.locator("[data-room]").first.wait_for()
    await page.keyboard.press("r")
    await page.get_by_role("dialog").get_by_role("button").last.click()
    await page.locator("[data-room]").first.wait_for(state="detached")


async def open_first(page: Page) -> None:
    """Follow the first row of a list."""
    rows = ", ".join(f"main a[href*='/{of}/']:not([href$='/new'])" for of in ("cohorts", "programs", "therapies"))
    await page.locator(rows).first.click()
    await page.wait_for_url(re.compile(r"/[0-9a-f-]{36}$"))


async def write_down(page: Page) -> None:
    """A person who is new, and much like somebody who is known."""
    for field, text in (("givenNames", "Orla"), ("familyName", "Brennan"), ("birthDate", "1981-09-13")):
        await page.locator(f"#new-{field}").fill(text)
    await page.locator("main section li").first.wait_for()


async def ask_once(page: Page) -> None:
    """The question before a second record of one person is opened."""
    await write_down(page)
    await page.locator("main form [type=submit]").click()
    await page.get_by_role("dialog").wait_for()


async def start_episode(page: Page) -> None:
    """The referral of somebody whose record is open and who is in no program yet."""
    await page.get_by_role("textbox").first.fill("Brenan")
    await page.locator("main a[href*='/participants/']").filter(has_text="Brenan").first.click()
    await page.get_by_role("button", name=re.compile("^(Start an episode|Iniciar un episodio)")).click()
    await page.locator("#referral-program").wait_for()


async def admit_first(page: Page) -> None:
    """The admission of somebody who was referred."""
    await page.get_by_role("textbox").first.fill("Vance")
    await page.locator("main a[href*='/participants/']").filter(has_text="Vance").first.click()
    await page.get_by_role("button", name=re.compile("^(Admit|Admitir)$")).click()
    await page.locator("#admission-clinician").wait_for()


async def compare_first(page: Page) -> None:
    """The first pair of records, side by side."""
    await page.get_by_role("link", name=re.compile("^(Compare|Comparar)")).first.click()
    await page.get_by_role("dialog").get_by_role("radio").first.wait_for()


async def open_session(page: Page) -> None:
    """A session beside the schedule."""
    await page.locator("main a[href*='session=']").first.click()
    await page.get_by_role("dialog").wait_for()


async def move_session(page: Page) -> None:
    """The question where a session shall go."""
    await open_session(page)
    await page.get_by_role("dialog").get_by_role("button", name=re.compile("^Move|^Mover")).first.click()
    await page.wait_for_timeout(600)


async def add_session(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("Add session|Añadir|Agregar")).first.click()
    await page.get_by_role("dialog").wait_for()


async def find_time(page: Page) -> None:
    """Times that fit, asked for at the first location."""
    await add_session(page)
    await page.locator("#session-location_id").select_option(index=1)
    await page.get_by_role("button", name=re.compile("^(Find a time…|Buscar un horario…)$")).click()


def first_with(tab: str, name: str) -> Step:
    """The first person of the list whose chart offers something at a tab, and that opened."""

    async def opened(page: Page) -> None:
        people = page.locator("main a[href*='/participants/']")
        for address in [await one.get_attribute("href") for one in await people.all()]:
            await page.goto(re.sub(r"/participants.*", f"{address}?tab={tab}", page.url))
            await filled(page)
            offer = page.get_by_role("button", name=re.compile(f"^({name})"))
            if await offer.count():
                await offer.first.click()
                await page.get_by_role("dialog").wait_for()
                return

    return opened


def of_session(part: str) -> Step:
    """A page of its own for the session that Today shows."""

    async def opened(page: Page) -> None:
        sheet = page.locator("main a[href*='/sessions/']").first
        address = await sheet.get_attribute("href")
        found = re.search(r"/sessions/([0-9a-f-]{36})", address or "")
        assert found, "Today shows no session"
        await page.goto(re.sub(r"/today.*", part.format(session=found[1]), page.url))
        await page.locator("h1").first.wait_for()

    return opened


async def edit_first(page: Page) -> None:
    """Open the first program's plan for changes."""
    await open_first(page)
    await (
        page.get_by_role("button", name=re.compile("Edit plan|Editar"))
        .or_(page.get_by_role("link", name=re.compile("Edit plan|Editar")))
        .first.click()
    )
    await page.locator("main form").wait_for()


def in_chart(tab: str) -> Step:
    """The chart of the first person of the list, at a tab."""

    async def opened(page: Page) -> None:
        address = await page.locator("main a[href*='/participants/']").first.get_attribute("href")
        await page.goto(re.sub(r"/participants.*", f"{address}?tab={tab}", page.url))
        await page.locator("main h1").wait_for()

    return opened


def chart_of(family_name: str, tab: str) -> Step:
    """The chart of somebody of the cast, at a tab."""

    async def opened(page: Page) -> None:
        await page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first.fill(family_name)
        person = page.locator("main a[href*='/participants/']").filter(has_text=family_name)
        address = await person.first.get_attribute("href")
        await page.goto(re.sub(r"/participants.*", f"{address}?tab={tab}", page.url))
        await page.locator("main h1").wait_for()

    return opened


async def open_alert(page: Page) -> None:
    """The first open alert of Today."""
    await page.locator("main section[data-open] button").first.click()
    await page.get_by_role("dialog").wait_for()


async def take_part(page: Page) -> None:
    """The participants' own page, last of who looks: they are signed out for it."""
    await page.context.clear_cookies()
    await page.goto(re.sub(r"/today.*|/participants.*", "/me/", page.url))
    await page.locator("input[type=email]").fill(cast.address("participant"))
    await page.locator("form input").first.fill(cast.SLUG)
    await page.locator("input[type=password]").fill(cast.PASSWORD)
    await page.locator("form button[type=submit]").click()
    await page.locator("main h1").wait_for()


async def signed_out(page: Page) -> None:
    """Where one signs in, after everything else of who looks."""
    await page.context.clear_cookies()
    await page.reload()
    await page.locator("main h1").wait_for()


LINK = """async () => {
    const { apiBaseUrl } = await (await fetch("/config.json")).json();
    const call = async (path, more) =>
        (await fetch(`${apiBaseUrl}/api/v1${path}`, { credentials: "include", ...more })).json();
    const { account, csrf_token } = await call("/auth/me");
    const headers = { "X-CSRF-Token": csrf_token };
    return (await call(`/accounts/${account.id}/enrolments`, { method: "POST", headers })).token;
}"""


async def follow_link(page: Page) -> None:
    """A one-time link, made by who looks for themselves and not used."""
    token = await page.evaluate(LINK)
    await page.goto(re.sub(r"/clinic.*", f"/enrol#{token}", page.url))
    await page.locator("input[type=password]").wait_for()


async def give_measure(page: Page) -> None:
    """The first question of a PHQ-9, or where one that was begun is gone on with."""
    await chart_of("Ramos", "measures")(page)
    await filled(page)
    begun = page.get_by_role("link", name=re.compile("PHQ-9")).and_(page.locator("a[href*='/measures/']"))
    if await begun.count():
        await begun.first.click()
    else:
        await page.get_by_role("button", name=re.compile("^(Give a measure|Hacer una medición)$")).first.click()
        form = page.get_by_role("dialog")
        await form.locator("option[value='phq-9']").wait_for(state="attached")
        await form.locator("select").first.select_option("phq-9")
        await form.locator("[type=submit]").click()
    await page.wait_for_url("**/measures/*")
    await page.locator("main h1").wait_for()


def and_press(step: Step | None, name: str) -> Step:
    """A form that a button of the page opens; its name in either language."""

    async def opened(page: Page) -> None:
        if step is not None:
            await step(page)
        await page.get_by_role("button", name=re.compile(f"^({name})$")).first.click()
        await page.get_by_role("dialog").last.wait_for()  # a session may lie beside the page

    return opened


async def palette(page: Page) -> None:
    """Three letters in the search from anywhere."""
    await page.keyboard.press("Control+k")
    await page.locator("[role=dialog] input").press_sequentially("mar", delay=60)
    await page.wait_for_timeout(600)


async def open_own_file(page: Page) -> None:
    """The file of somebody on the staff whose licence ends soon."""
    await page.locator("main a[href*='/clinic/staff/']").first.click()
    await page.wait_for_url("**/clinic/staff/**")


@dataclass(frozen=True)
class Screen:
    """A picture: who looks, at what."""

    name: str
    login: str
    path: str
    step: Step | None = None
    ahead: bool = False
    """On the next day with sessions instead of the last one: its groups are not closed yet."""


@dataclass(frozen=True)
class Look:
    """How it is looked at."""

    name: str
    scheme: str = "light"
    locale: str = "en-US"
    width: int = 1440
    height: int = 900


MEND = "What would mend it|Qué lo remediaría"
SERIES = "Change the series…|Cambiar la serie…"
CLOSURE = "Close, delay or end early…|Cerrar, retrasar o terminar antes…"
OPEN = "Open with a reason|Abrir con un motivo"
NOBODY = "/participants/00000000-0000-7000-8000-000000000000"
"""A record that is not there looks like one that is not the reader's to see."""
SCREENS = (
    Screen("today-room-mode", "therapist", "/today?date={day}", ahead=True),
    Screen("today", "therapist", "/today?date={day}"),
    Screen("today-director", "director", "/today?date={day}"),
    Screen("wall", "therapist", "/today?date={day}", of_session("/wall/{session}"), ahead=True),
    Screen("sheet", "therapist", "/today?date={day}", of_session("/sessions/{session}/sheet")),
    Screen("slips", "therapist", "/today?date={day}", of_session("/sessions/{session}/sheet?form=slips")),
    Screen("huddle", "director", "/huddle?date={day}"),
    Screen("huddle-therapist", "therapist", "/huddle?date={day}", leave_room, ahead=True),
    Screen("downtime", "frontdesk", "/downtime"),
    Screen("session", "director", "/schedule?from={day}", open_session, ahead=True),
    Screen("session-move", "director", "/schedule?from={day}", move_session, ahead=True),
    Screen("session-add", "director", "/schedule?from={day}", add_session, ahead=True),
    Screen("session-find", "director", "/schedule?from={day}", find_time, ahead=True),
    Screen("series", "director", "/schedule?from={day}", and_press(open_session, SERIES), ahead=True),
    Screen("closure", "director", "/schedule?from={day}", and_press(None, CLOSURE)),
    Screen("schedule-rooms", "director", "/schedule?from={day}"),
    Screen("schedule-clinicians", "director", "/schedule?from={day}&view=staff"),
    Screen("schedule-week", "director", "/schedule?from={day}&view=week"),
    Screen("schedule-list", "director", "/schedule?from={day}&view=list"),
    Screen("participants", "intake", "/participants"),
    Screen("participants-search", "intake", "/participants", search),
    Screen("participant-new", "intake", "/participants/new"),
    Screen("participant-new-known", "intake", "/participants/new", write_down),
    Screen("participant-new-asks", "intake", "/participants/new", ask_once),
    Screen("duplicates", "intake", "/participants/duplicates"),
    Screen("duplicates-compare", "intake", "/participants/duplicates", compare_first),
    Screen("chart-referral", "intake", "/participants", start_episode),
    Screen("chart-admission", "intake", "/participants", admit_first),
    Screen("palette", "director", "/participants", palette),
    *(
        Screen(f"chart-{tab}", "therapist", "/participants", in_chart(tab))
        for tab in ("overview", "hours", "therapies", "contacts", "record")
    ),
    Screen("chart-try", "therapist", "/participants", and_press(in_chart("contacts"), "Note a try|Anotar un intento")),
    Screen("chart-number", "intake", "/participants", and_press(in_chart("record"), "Add a number|Añadir un número")),
    Screen("chart-mend", "director", "/participants", first_with("hours", MEND), ahead=True),
    Screen("chart-course", "director", "/participants", first_with("therapies", "Open Eye|Abrir Eye")),
    Screen("chart-task", "therapist", "/participants", and_press(in_chart("overview"), "Add a task|Añadir una tarea")),
    Screen("chart-diary", "therapist", "/participants", chart_of("Cole", "diary")),
    Screen("chart-measures", "therapist", "/participants", chart_of("Ramos", "measures")),
    Screen("chart-plan", "therapist", "/participants", chart_of("Brooks", "measures")),
    Screen("measure", "therapist", "/participants", give_measure),
    Screen("restricted", "therapist", NOBODY),
    Screen("restricted-open", "therapist", NOBODY, and_press(None, OPEN)),
    Screen("alert", "director", "/today?date={day}", open_alert),
    Screen("plan", "director", "/schedule/plan"),
    Screen("participant", "frontdesk", "/today?date={day}", take_part),
    Screen("sign-in", "frontdesk", "/sign-in", signed_out),
    Screen("account", "therapist", "/account"),
    Screen("clinic-rooms", "admin", "/clinic"),
    Screen("enrol", "admin", "/clinic", follow_link),
    Screen("clinic-staff", "director", "/clinic?tab=staff"),
    Screen("staff-file", "director", "/clinic?tab=staff", open_own_file),
    Screen("audit", "auditor", "/audit"),
    Screen("audit-restricted", "director", "/audit?tab=restricted"),
    Screen("cohorts", "director", "/cohorts"),
    Screen("cohort", "director", "/cohorts?status=running", open_first),
    Screen("programs", "director", "/programs"),
    Screen("program", "director", "/programs", open_first),
    Screen("program-policy", "director", "/programs", and_press(open_first, "Edit|Editar")),
    Screen("program-edit", "director", "/programs", edit_first),
    Screen("program-new", "director", "/programs/new"),
    Screen("outcomes", "director", "/outcomes"),
    Screen("fidelity", "director", "/fidelity"),
    Screen("therapies", "director", "/therapies"),
    Screen("therapy", "director", "/therapies", open_first),
    Screen("therapy-new", "director", "/therapies/new"),
)
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


async def filled(page: Page) -> None:
    """Wait until every part of the page has what it asked for."""
    await page.wait_for_load_state("networkidle")
    await page.locator("[aria-busy=true]").first.wait_for(state="detached")


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
