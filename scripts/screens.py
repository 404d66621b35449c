"""The screens of the demo clinic: who looks at what, and what is pressed before the picture is taken.

`make screenshots` takes pictures of them, `make dialogs` presses what stands on them.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page

from handrail.demo import cast

Step = Callable[[Page], Awaitable[None]]

# In either language.
EMDR = "Eye movement|Desensibilización y reprocesamiento"
OPEN_EMDR = "Open Eye|Abrir Desensibilización"


async def filled(page: Page) -> None:
    """Wait until every part of the page has what it asked for."""
    await page.wait_for_load_state("networkidle")
    await page.locator("[aria-busy=true]").first.wait_for(state="detached")


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
    listed = await page.locator("h1").inner_text()
    await page.locator(rows).first.click()
    await page.wait_for_url(re.compile(r"/[0-9a-f-]{36}$"))
    # The address is the new page's before its code is there.
    await page.wait_for_function("listed => document.querySelector('h1')?.textContent !== listed", arg=listed)


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
        raise AssertionError(f"nobody's chart offers {name}")

    return opened


def open_therapy(name: str) -> Step:
    """One therapy of the list."""

    async def opened(page: Page) -> None:
        await page.locator("main a[href*='/therapies/']").filter(has_text=re.compile(name)).first.click()
        await page.wait_for_url(re.compile(r"/[0-9a-f-]{36}$"))
        await filled(page)

    return opened


async def adapt_therapy(page: Page) -> None:
    """The form that adapts a therapy, at the rule by which its targets are worked through."""
    await open_therapy(EMDR)(page)
    await page.get_by_role("button", name=re.compile("^(Adapt|Adaptar)$")).click()
    await page.locator("#therapy-completion").scroll_into_view_if_needed()


def record_group(modality: str) -> Step:
    """What a group is recorded by, as if a modality had been delivered to it, with what each said open."""

    async def opened(page: Page) -> None:
        await page.get_by_role("button", name=RECORD).first.click()
        editor = page.get_by_role("dialog")
        choice = editor.locator("#delivery-modality")
        value = await choice.locator("option", has_text=re.compile(modality)).first.get_attribute("value")
        await choice.select_option(value)
        for each in await editor.locator("details > summary").all():
            await each.click()
        await editor.locator("#delivery-records, details").first.scroll_into_view_if_needed()

    return opened


async def settle_first(page: Page) -> None:
    """What a memory still needs before it counts as worked through."""
    await first_with("therapies", OPEN_EMDR)(page)
    await page.get_by_role("button", name=re.compile("^(Settle target|Cerrar el objetivo)")).first.click()
    await page.locator("#settle-status").wait_for()


async def start_course(page: Page) -> None:
    """The beginning of a course, with the dose that is expected of it."""
    await first_with("therapies", "Start a course|Iniciar un tratamiento")(page)
    choice = page.locator("#course-modality")
    value = await choice.locator(
        "option", has_text=re.compile("Cognitive behavioral|cognitivo-conductual")
    ).first.get_attribute("value")
    await choice.select_option(value)


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


PERSON = "main a[href*='/participants/']:not([href$='/new']):not([href$='/duplicates'])"
"""Somebody of the list; above it stand what opens a record and what lists pairs."""


def in_chart(tab: str) -> Step:
    """The chart of the first person of the list, at a tab."""

    async def opened(page: Page) -> None:
        address = await page.locator(PERSON).first.get_attribute("href")
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


async def read_plan(page: Page) -> None:
    """Their safety plan, on the participants' own page."""
    await take_part(page)
    await page.evaluate("location.hash = '#plan'")
    await page.locator("main.plan li").first.wait_for()


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


RECORD = re.compile("^(Record delivery|Edit delivery|Registrar|Anotar|Editar|Cambiar)")
MEND = "What would mend it|Qué lo remediaría"
SERIES = "Change the series…|Cambiar la serie…"
CLOSURE = "Close, delay or end early…|Cerrar, retrasar o terminar antes…"
STAFF_HOURS = "Change hours|Cambiar horario"
SUITS = "Add hours that suit|Añadir horas que convienen"
OPEN = "Open with a reason|Abrir con un motivo"
NOBODY = "/participants/00000000-0000-7000-8000-000000000000"
"""A record that is not there looks like one that is not the reader's to see."""
SCREENS = (
    Screen("today-room-mode", "therapist", "/today?date={day}", ahead=True),
    Screen("today", "therapist", "/today?date={day}"),
    Screen("closing", "therapist", "/today?date={day}", and_press(None, "Close group|Cerrar grupo"), ahead=True),
    Screen("today-director", "director", "/today?date={day}"),
    Screen("delivery", "therapist", "/today?date={day}", record_group("Relapse prevention|Prevención de recaídas")),
    Screen("delivery-mindful", "therapist", "/today?date={day}", record_group("Mindfulness|atención plena")),
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
    *(
        Screen(f"chart-intake-{tab}", "intake", "/participants", chart_of("Brenan", tab))
        for tab in ("overview", "contacts", "record")
    ),
    Screen("palette", "director", "/participants", palette),
    *(
        Screen(f"chart-{tab}", "therapist", "/participants", in_chart(tab))
        for tab in ("overview", "hours", "therapies", "contacts", "record")
    ),
    Screen("chart-try", "therapist", "/participants", and_press(in_chart("contacts"), "Note a try|Anotar un intento")),
    Screen("chart-number", "intake", "/participants", and_press(in_chart("record"), "Add a number|Añadir un número")),
    Screen("chart-payer", "director", "/participants", and_press(in_chart("record"), "Add a payer|Añadir un pagador")),
    Screen("chart-mend", "director", "/participants", first_with("hours", MEND), ahead=True),
    Screen("chart-course", "director", "/participants", first_with("therapies", OPEN_EMDR)),
    Screen("chart-settle", "director", "/participants", settle_first),
    Screen("chart-course-start", "therapist", "/participants", start_course),
    Screen("chart-task", "therapist", "/participants", and_press(in_chart("overview"), "Add a task|Añadir una tarea")),
    Screen("chart-diary", "therapist", "/participants", chart_of("Cole", "diary")),
    Screen("chart-measures", "therapist", "/participants", chart_of("Ramos", "measures")),
    Screen("chart-suits", "therapist", "/participants", and_press(in_chart("contacts"), SUITS)),
    Screen("chart-plan", "therapist", "/participants", chart_of("Brooks", "measures")),
    Screen("measure", "therapist", "/participants", give_measure),
    Screen("restricted", "therapist", NOBODY),
    Screen("restricted-open", "therapist", NOBODY, and_press(None, OPEN)),
    Screen("alert", "director", "/today?date={day}", open_alert),
    Screen("plan", "director", "/schedule/plan"),
    Screen("participant", "frontdesk", "/today?date={day}", take_part),
    Screen("participant-plan", "frontdesk", "/today?date={day}", read_plan),
    Screen("sign-in", "frontdesk", "/sign-in", signed_out),
    Screen("account", "therapist", "/account"),
    Screen("clinic-rooms", "admin", "/clinic"),
    Screen("enrol", "admin", "/clinic", follow_link),
    Screen("clinic-staff-admin", "admin", "/clinic?tab=staff"),
    Screen("staff-file-admin", "admin", "/clinic?tab=staff", open_own_file),
    Screen("clinic-staff", "director", "/clinic?tab=staff"),
    Screen("clinic-on-call", "director", "/clinic?tab=on-call"),
    Screen("staff-file", "director", "/clinic?tab=staff", open_own_file),
    Screen("staff-hours", "director", "/clinic?tab=staff", and_press(open_own_file, STAFF_HOURS)),
    Screen("audit", "auditor", "/audit"),
    Screen("audit-restricted", "director", "/audit?tab=restricted"),
    Screen("cohorts", "director", "/cohorts"),
    Screen("cohort", "director", "/cohorts?status=running", open_first),
    Screen("programs", "director", "/programs"),
    Screen("program-policy", "director", "/programs", and_press(open_first, "Edit|Editar")),
    Screen("program-edit", "director", "/programs", edit_first),
    Screen("program", "director", "/programs", open_first),
    Screen("program-new", "director", "/programs/new"),
    Screen("outcomes", "director", "/outcomes"),
    Screen("fidelity", "director", "/fidelity"),
    Screen("therapies", "director", "/therapies"),
    Screen("therapy", "director", "/therapies", open_first),
    Screen("therapy-emdr", "director", "/therapies", open_therapy(EMDR)),
    Screen("therapy-adapt", "director", "/therapies", adapt_therapy),
    Screen("therapy-new", "director", "/therapies/new"),
)
