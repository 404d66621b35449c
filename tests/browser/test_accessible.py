"""Every screen has no violation that axe finds, in light, in dark, and in Spanish in a window 320 pixels wide.

The longest words in the least room: what fits there fits elsewhere, and a third visit of each screen would find nothing
more. 320 CSS pixels are a window of 1280 at 400 % zoom (WCAG 2.2, 1.4.10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Page, expect
from tests.browser.conftest import AXE
from tests.browser.english import english_left
from tests.browser.heard import tree_faults
from tests.browser.pages import PAGES, fill_clinic, hold_more_roles

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic


LOOKS: dict[str, dict[str, Any]] = {
    "light and dark": {"color_scheme": "light"},
    "spanish, narrow": {"color_scheme": "light", "locale": "es-US", "width": 320, "height": 640},
}
ALL = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What of axe looks at colours: all that can differ in the dark."""
RUN = """async (rules) => {
    const result = await axe.run(document, { ...rules, resultTypes: ["violations"] });
    return result.violations.map((one) => [one.id, one.nodes.map((node) => node.target.join(" ")).slice(0, 5)]);
}"""
SHOWN = """async () => {
    await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
    await Promise.allSettled(document.getAnimations().map((one) => one.finished));
}"""


async def violations(page: Page, look: str = "") -> list[Any]:
    """What axe finds on the page as it stands, in `light and dark` in either; and what is missing to who listens."""
    if not await page.evaluate("'axe' in window"):
        # Past the page's own policy, which forbids scripts from elsewhere.
        await page.evaluate(AXE.read_text())
    await page.evaluate(SHOWN)
    found: list[Any] = await page.evaluate(RUN, ALL)
    found += [["heard", fault] for fault in await tree_faults(page)]
    if "dark" in look:
        await page.emulate_media(color_scheme="dark")
        await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
        await page.evaluate(SHOWN)
        found += [["dark", *one] for one in await page.evaluate(RUN, COLOURS)]
        await page.emulate_media(color_scheme="light")
        await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "light")
    return found


async def passes(page: Page, look: str, what: str) -> None:
    """Assert that nothing is wrong with the page, and that nobody has to scroll sideways to read it."""
    assert await violations(page, look) == [], what
    widths = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1], f"{what}: {widths}"
    if "spanish" in look:
        assert await english_left(page) == [], what


async def settled(page: Page) -> None:
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


async def leave_room_mode(page: Page, look: str) -> None:
    leave, reveal = (
        ("Salir del modo sala", "Mostrar todo") if "spanish" in look else ("Leave room mode", "Show everything")
    )
    await page.get_by_role("button", name=leave).click()
    await page.get_by_role("dialog").wait_for()
    await passes(page, look, "leaving room mode")
    await page.get_by_role("button", name=reveal).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS)
async def test_every_screen_passes_axe(screens: Screens, group: Group, look: str) -> None:
    from tests.factories.diaries import enter

    await enter(group.therapist, group.episodes[0], group.session.local_date, "urge-self-harm", 5)
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.open("/sign-in")
    await page.locator("form").wait_for()
    await passes(page, look, "signing in")
    await page.locator("button[type=submit]").click()
    await page.get_by_role("alert").wait_for()
    await passes(page, look, "signing in")

    await person.sign_in(f"/wall/{group.id}")
    await page.get_by_role("listitem").first.wait_for()
    await passes(page, look, "wall")
    await person.open("/today")
    roster = page.get_by_role("radiogroup")
    await roster.first.wait_for()
    await passes(page, look, "room mode")
    await page.context.set_offline(True)
    await roster.nth(0).get_by_role("radio").nth(0).click()
    await page.get_by_role("status").first.wait_for()
    await passes(page, look, "marks kept on the device")
    await page.context.set_offline(False)
    await leave_room_mode(page, look)
    await page.locator("section[data-open] button").first.click()
    await page.get_by_role("dialog").get_by_role("button").nth(1).wait_for()
    await settled(page)
    await passes(page, look, "an alert")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    for row, outcome in enumerate((0, 1, 2, 3)):
        await roster.nth(row).get_by_role("radio").nth(outcome).click()
    await page.locator("select").wait_for()
    await passes(page, look, "roster with a question open")

    await page.keyboard.press("Shift+P")
    close, record = (
        ("Cerrar grupo", "Registrar lo impartido") if "spanish" in look else ("Close group", "Record delivery")
    )
    await page.get_by_role("button", name=close).click()
    await page.get_by_role("dialog").wait_for()
    await passes(page, look, "closing")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name=record).click()
    await page.locator("#delivery-modality").select_option(index=1)
    await passes(page, look, "delivery")
    await page.keyboard.press("Escape")

    for path in ("/schedule", *(f"/schedule?view={view}" for view in ("staff", "week", "list")), "/participants"):
        await person.open(path)
        await page.get_by_role("heading", level=1).wait_for()
        await settled(page)
        await page.locator("main").get_by_role("link").or_(page.get_by_role("row")).first.wait_for()
        await passes(page, look, path)
    if "narrow" in look:
        await page.get_by_role("button", name="Abrir la navegación").click()
        await page.get_by_role("navigation").get_by_role("link").first.click()
        await roster.first.wait_for()
        await passes(page, look, "reached by the navigation that folds")


async def write_in_course(page: Page, look: str) -> None:
    """Open the course with the words of its memory, and what is written in it."""
    opened, words, forms = (
        ("Abrir Desensibilización", "Mostrar las palabras del objetivo 1", ("Añadir un objetivo", "Anotar"))
        if "spanish" in look
        else ("Open Eye", "Show the words of target 1", ("Add a target", "Note"))
    )
    await page.get_by_role("button", name=opened).click()
    await page.get_by_text(words).click()
    await page.get_by_text("Headlights").wait_for()
    await passes(page, look, "course")
    for name in forms:
        await page.get_by_role("button", name=name, exact=True).click()
        await page.get_by_role("dialog").locator("[type=submit]").wait_for()
        await passes(page, look, name)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(1)


async def write_down(page: Page, look: str) -> None:
    """Type somebody who is known already, with all that unfolds in the form, up to the question that is asked then."""
    for field, text in (("givenNames", "Avery"), ("familyName", "Whitlock"), ("birthDate", "1990-04-12")):
        await page.locator(f"#new-{field}").fill(text)
    await page.locator("#new-phone").fill("303 555 0142")
    await page.locator("#new-email").fill("avery@example.org")
    await page.locator("main section li").nth(1).wait_for()
    await page.locator("main summary").click()
    await page.locator("#new-mrn").fill("no such number")
    await page.locator("main form [type=submit]").click()
    await page.get_by_role("alert").wait_for()
    await passes(page, look, "a new participant, with something to mend")
    await page.locator("#new-mrn").fill("")
    await page.locator("main form [type=submit]").click()
    await page.get_by_role("dialog").wait_for()
    await passes(page, look, "the question whether somebody is known already")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def take_into_care(page: Page, look: str) -> None:
    """The steps of somebody on the way into care, each with its form."""
    steps = (
        ("Iniciar un episodio de atención", "Anotar la evaluación previa", "Admitir")
        if "spanish" in look
        else ("Start an episode of care", "Note the screening", "Admit")
    )
    for name in steps:
        await page.locator("main header").get_by_role("button", name=name, exact=True).click()
        form = page.get_by_role("dialog")
        await form.locator("[type=submit]").wait_for()
        await passes(page, look, name)
        if name == steps[0]:
            await form.locator("#referral-program").select_option(index=1)
            await form.locator("#referral-source").select_option("hospital")
            await form.locator("[type=submit]").click()
        else:
            await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)


# What opens on a page, in English and Spanish.
FORMS = {
    "/schedule": [("Close, delay or end early…", "Cerrar, retrasar o terminar antes…")],
    "/participants/{participant}": [("Add a task", "Añadir una tarea")],
    "/participants/{participant}?tab=therapies": [("Start a course", "Iniciar un tratamiento")],
    "/programs/{program}": [("Edit measures", "Editar medidas")],
    "/participants/{participant}?tab=measures": [("Take this measure back", "Retirar esta medición")],
    "/participants/{participant}?tab=diary": [
        ("Set the card", "Ajustar la tarjeta"),
        ("Add a target", "Agregar un objetivo"),
        ("Write a chain analysis", "Escribir un análisis en cadena"),
    ],
    "/participants/{participant}?tab=contacts": [("Note a try", "Anotar un intento")],
    "/participants/{participant}?tab=record": [
        ("Add a number", "Añadir un número"),
        ("Add a former name", "Añadir un nombre anterior"),
    ],
}


PARTS = {
    "about participants": [path for path in PAGES if path.startswith("/participants")],
    "about the clinic": [path for path in PAGES if not path.startswith("/participants")],
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("part", PARTS)
async def test_every_page_of_the_clinic_passes_axe(
    screens: Screens, clinic: Clinic, group: Group, look: str, part: str
) -> None:
    ids = await fill_clinic(clinic, group)
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.sign_in_alone("/account")
    await page.wait_for_url("**/account")
    for path in PARTS[part]:
        await person.open(path.format(**ids))
        await page.locator("main h1").first.wait_for()
        await settled(page)
        assert "/sign-in" not in page.url
        await expect(page.locator("[data-room]")).to_have_count(0)
        await expect(page.get_by_role("alert")).to_have_count(0)
        await passes(page, look, path)
        if path == "/participants/new":
            await write_down(page, look)
        if path == "/participants/duplicates":
            await page.get_by_role("link", name="Comparar" if "spanish" in look else "Compare").first.click()
            await page.get_by_role("dialog").get_by_role("radio").first.wait_for()
            await settled(page)
            await passes(page, look, "two records compared")
            await page.keyboard.press("Escape")
        if "use=" in path:
            await page.get_by_role("dialog").locator("[type=submit]").wait_for()
            await settled(page)
            await passes(page, look, "review of an opened record")
        if path.endswith("tab=measures"):
            await page.get_by_role("button", name="Respuestas de" if "spanish" in look else "Answers of").first.click()
            await page.get_by_role("dialog").get_by_role("listitem").first.wait_for()
            await passes(page, look, "answers of a measure")
        if path == "/programs/{program}":
            await page.get_by_role("button", name="Instrumentos" if "spanish" in look else "Instruments").click()
            await page.get_by_role("dialog").get_by_role("listitem").first.wait_for()
            await passes(page, look, "instruments")
            enter = "Escribir sus preguntas" if "spanish" in look else "Enter its questions"
            await page.get_by_role("button", name=enter).first.click()
            await page.get_by_role("dialog").locator("[type=submit]").wait_for()
            await passes(page, look, "questions of an instrument")
            await page.keyboard.press("Escape")
            await expect(page.get_by_role("dialog")).to_have_count(0)
        for name in FORMS.get(path, ()):
            await page.get_by_role("button", name=name["spanish" in look], exact=True).click()
            await page.get_by_role("dialog").locator("[type=submit]").wait_for()
            await passes(page, look, name[0])
            await page.keyboard.press("Escape")
            await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS)
async def test_what_is_written_down_passes_axe(screens: Screens, clinic: Clinic, group: Group, look: str) -> None:
    ids = await fill_clinic(clinic, group)
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.sign_in_alone(f"/participants/{ids['twice']}")
    await take_into_care(page, look)
    await person.open(f"/participants/{ids['participant']}?tab=therapies")
    await write_in_course(page, look)
    await person.open("/huddle")
    await page.locator("main [aria-expanded=false]").click()
    await page.locator("main [aria-expanded=true]").wait_for()
    await settled(page)
    await passes(page, look, "huddle with a hand-off open")
    await page.get_by_role("button", name="Escribir un relevo" if "spanish" in look else "Write a hand-off").click()
    await page.get_by_role("dialog").locator("[type=submit]").click()
    await page.get_by_role("dialog").get_by_role("alert").wait_for()
    await passes(page, look, "writing a hand-off")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("Control+k")
    field = page.locator("[role=dialog] input")
    await field.press_sequentially("whi")
    await page.locator("[role=dialog] [role=option]").first.wait_for()
    await passes(page, look, "palette")


@pytest.mark.parametrize("look", LOOKS)
async def test_what_is_done_with_a_cohort_passes_axe(screens: Screens, clinic: Clinic, group: Group, look: str) -> None:
    from tests.factories.attendance import make_cohort

    cohort = await make_cohort(clinic, program_id=group.program_id, location_id=group.location_id)
    await hold_more_roles(clinic, group)
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.sign_in_alone(f"/cohorts/{cohort}")
    edit, end = ("Editar cohorte", "Terminar cohorte") if "spanish" in look else ("Edit cohort", "End cohort")
    for name in (edit, end):
        await page.get_by_role("button", name=name).click()
        await page.get_by_role("dialog").locator("[type=submit]").wait_for()
        await settled(page)
        await passes(page, look, name)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(page.get_by_role("button", name=name)).to_be_focused()
