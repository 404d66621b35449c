"""Every screen in light, dark and Spanish has no violation that axe finds, and fits a window 320 pixels wide."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Page, expect
from tests.browser.conftest import AXE

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic

LOOKS: dict[str, dict[str, Any]] = {
    "light and dark": {"color_scheme": "light"},
    "spanish": {"color_scheme": "light", "locale": "es-US"},
}
RUN = """async () => {
    const result = await axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        rules: {"target-size": {enabled: true}},
    });
    return result.violations.map((one) => [one.id, one.nodes.map((node) => node.target.join(" ")).slice(0, 5)]);
}"""
SHOWN = """async () => {
    await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
    await Promise.allSettled(document.getAnimations().map((one) => one.finished));
}"""


async def violations(page: Page, look: str = "") -> list[Any]:
    """What axe finds on the page as it stands; in `light and dark`, what it finds in either."""
    if not await page.evaluate("'axe' in window"):
        # Past the page's own policy, which forbids scripts from elsewhere.
        await page.evaluate(AXE.read_text())
    found: list[Any] = await page.evaluate(RUN)
    if "dark" in look:
        await page.emulate_media(color_scheme="dark")
        await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
        await page.evaluate(SHOWN)
        found += [["dark", *one] for one in await page.evaluate(RUN)]
        await page.emulate_media(color_scheme="light")
        await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "light")
    return found


async def no_sideways_scroll(page: Page) -> None:
    widths = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1], f"{page.url}: {widths}"


async def settled(page: Page) -> None:
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


async def leave_room_mode(page: Page, look: str) -> None:
    leave, reveal = (
        ("Salir del modo sala", "Mostrar todo") if look == "spanish" else ("Leave room mode", "Show everything")
    )
    await page.get_by_role("button", name=leave).click()
    await page.get_by_role("dialog").wait_for()
    assert await violations(page, look) == [], "leaving room mode"
    await page.get_by_role("button", name=reveal).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS)
async def test_every_screen_passes_axe(screens: Screens, group: Group, look: str) -> None:
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.open("/sign-in")
    await page.locator("form").wait_for()
    assert await violations(page, look) == []
    await page.locator("button[type=submit]").click()
    await page.get_by_role("alert").wait_for()
    assert await violations(page, look) == []

    await person.sign_in(f"/wall/{group.id}")
    await page.get_by_role("listitem").first.wait_for()
    assert await violations(page, look) == [], "wall"
    await person.open("/today")
    roster = page.get_by_role("radiogroup")
    await roster.first.wait_for()
    assert await violations(page, look) == [], "room mode"
    await page.context.set_offline(True)
    await roster.nth(0).get_by_role("radio").nth(0).click()
    await page.get_by_role("status").first.wait_for()
    assert await violations(page, look) == [], "marks kept on the device"
    await page.context.set_offline(False)
    await leave_room_mode(page, look)
    for row, outcome in enumerate((0, 1, 2, 3)):
        await roster.nth(row).get_by_role("radio").nth(outcome).click()
    await page.locator("select").wait_for()
    assert await violations(page, look) == [], "roster with a question open"

    await page.keyboard.press("Shift+P")
    close, record = (
        ("Cerrar grupo", "Registrar lo impartido") if look == "spanish" else ("Close group", "Record delivery")
    )
    await page.get_by_role("button", name=close).click()
    await page.get_by_role("dialog").wait_for()
    assert await violations(page, look) == [], "closing"
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name=record).click()
    await page.locator("#delivery-modality").select_option(index=1)
    assert await violations(page, look) == [], "delivery"
    await page.keyboard.press("Escape")

    for path in ("/schedule", *(f"/schedule?view={view}" for view in ("staff", "week", "list")), "/participants"):
        await person.open(path)
        await page.get_by_role("heading", level=1).wait_for()
        await settled(page)
        await page.locator("main").get_by_role("link").or_(page.get_by_role("row")).first.wait_for()
        assert await violations(page, look) == [], path


@pytest.mark.parametrize("look", LOOKS)
async def test_every_screen_fits_a_narrow_window(screens: Screens, look: str) -> None:
    """320 CSS pixels are a window of 1280 at 400 % zoom (WCAG 2.2, 1.4.10)."""
    person = await screens.person(width=320, height=640, **LOOKS[look])
    page = person.page
    await person.open("/sign-in")
    await page.locator("form").wait_for()
    await no_sideways_scroll(page)
    await person.sign_in("/today")
    roster = page.get_by_role("radiogroup")
    await roster.first.wait_for()
    await no_sideways_scroll(page)
    await leave_room_mode(page, look)
    await roster.nth(0).get_by_role("radio").nth(1).click()
    await no_sideways_scroll(page)
    assert await violations(page, look) == []
    for path in ("/schedule", "/participants"):
        await person.open(path)
        await page.get_by_role("heading", level=1).wait_for()
        await settled(page)
        await no_sideways_scroll(page)
        assert await violations(page, look) == [], path
    await page.get_by_role("button", name="Abrir la navegación" if look == "spanish" else "Open navigation").click()
    await page.get_by_role("navigation").get_by_role("link").first.click()
    await roster.first.wait_for()
    await no_sideways_scroll(page)


async def hold_more_roles(clinic: Clinic, group: Group) -> None:
    """The group's therapist may from now on open every page."""
    from handrail.core.vocabulary import Role
    from handrail.identity.models import AccountRole

    async with clinic.db() as db:
        for role in (Role.PROGRAM_DIRECTOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.INTAKE_COORDINATOR):
            db.add(AccountRole(account_id=group.therapist.account_id, role=role, starts_on=date(2026, 1, 1)))


async def leave_a_note(clinic: Clinic, group: Group) -> None:
    """A nurse of the team tells it something about Avery."""
    from handrail.core.vocabulary import Role

    nurse = await clinic.client(Role.NURSE, programs=[group.program_id])
    about = str(group.episodes[0].participant_id)
    note = {"text": NOTE, "urgency": "urgent", "program_id": str(group.program_id), "participant_id": about}
    answer = await nurse.post("/api/v1/handoffs", json=note)
    assert answer.status_code == 201, answer.text


NOTE = "Likes the seat by the door today."

PAGES = (
    "/participants/{participant}",
    "/participants/{participant}?tab=hours",
    "/participants/{participant}?tab=therapies",
    "/participants/{participant}?tab=contacts",
    "/participants/{participant}?tab=record",
    "/cohorts",
    "/cohorts/{cohort}",
    "/programs",
    "/programs/{program}",
    "/programs/{program}?edit=true",
    "/programs/new?freely=true",
    "/downtime",
    "/account",
    "/clinic",
    "/clinic?tab=staff",
    "/clinic/staff/{staff}",
    "/audit?account={account}",
)


@pytest.mark.parametrize("look", [*LOOKS, "narrow"])
async def test_every_page_of_the_clinic_passes_axe(
    screens: Screens, noon_clinic: Clinic, group: Group, look: str
) -> None:
    from tests.factories.attendance import make_cohort

    cohort = await make_cohort(noon_clinic, program_id=group.program_id, location_id=group.location_id)
    await hold_more_roles(noon_clinic, group)
    await leave_a_note(noon_clinic, group)
    narrow = look == "narrow"
    person = await screens.person(**({"width": 320, "height": 640} if narrow else LOOKS[look]))
    page = person.page
    await person.sign_in("/account")
    await page.wait_for_url("**/account")
    ids = {
        "participant": group.episodes[0].participant_id,
        "cohort": cohort,
        "program": group.program_id,
        "staff": group.therapist.staff_id,
        "account": group.therapist.account_id,
    }
    for path in PAGES:
        await person.open(path.format(**ids))
        await page.locator("main h1").first.wait_for()
        await settled(page)
        assert "/sign-in" not in page.url
        await expect(page.get_by_role("alert")).to_have_count(0)
        assert await violations(page, look) == [], path
        await no_sideways_scroll(page)
    await person.open("/huddle")
    await page.locator("main [aria-expanded=false]").click()
    await page.locator("main [aria-expanded=true]").wait_for()
    await settled(page)
    assert await violations(page, look) == [], "huddle with a hand-off open"
    await no_sideways_scroll(page)
    await page.get_by_role("button", name="Escribir un relevo" if look == "spanish" else "Write a hand-off").click()
    await page.get_by_role("dialog").locator("[type=submit]").click()
    await page.get_by_role("dialog").get_by_role("alert").wait_for()
    assert await violations(page, look) == [], "writing a hand-off"
    await no_sideways_scroll(page)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("Control+k")
    field = page.locator("[role=dialog] input")
    await field.press_sequentially("whi")
    await page.locator("[role=dialog] [role=option]").first.wait_for()
    assert await violations(page, look) == [], "palette"
    await no_sideways_scroll(page)


@pytest.mark.parametrize("look", [*LOOKS, "narrow"])
async def test_what_is_done_with_a_cohort_passes_axe(
    screens: Screens, noon_clinic: Clinic, group: Group, look: str
) -> None:
    from tests.factories.attendance import make_cohort

    cohort = await make_cohort(noon_clinic, program_id=group.program_id, location_id=group.location_id)
    await hold_more_roles(noon_clinic, group)
    narrow = look == "narrow"
    person = await screens.person(**({"width": 320, "height": 640} if narrow else LOOKS[look]))
    page = person.page
    await person.sign_in(f"/cohorts/{cohort}")
    edit, end = ("Editar cohorte", "Terminar cohorte") if look == "spanish" else ("Edit cohort", "End cohort")
    for name in (edit, end):
        await page.get_by_role("button", name=name).click()
        await page.get_by_role("dialog").locator("[type=submit]").wait_for()
        await settled(page)
        assert await violations(page) == [], name
        await no_sideways_scroll(page)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(page.get_by_role("button", name=name)).to_be_focused()
