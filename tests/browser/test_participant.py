"""Somebody who takes part answers what they are asked, on a phone: nothing they say is lost, and they are not alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Page, Route, expect
from tests.browser.pages import plan_for_safety
from tests.browser.test_accessible import violations

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic

KEPT = "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"
SMALL = """() => [...document.querySelectorAll('button, main a, footer a, input:not([type=hidden])')]
    .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.textContent)"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def link_to(clinic: Clinic, group: Group) -> str:
    """Access for the first of the group, whose program asks for a PHQ-9 each week."""
    from handrail.measures.models import MeasureSchedule

    async with clinic.db() as db:
        entries = [{"instrument_key": "phq-9", "moments": ["weekly"]}]
        db.add(MeasureSchedule(program_id=group.program_id, entries=entries))
    person = f"/api/v1/participants/{group.episodes[0].participant_id}"
    way = {"kind": "email", "email": "avery@example.org"}
    assert (await group.therapist.post(f"{person}/contact-ways", json=way)).status_code == 201
    given = await group.therapist.post(f"{person}/app-access")
    assert given.status_code == 201, given.text
    return f"/me/#{given.json()['enrolment']['token']}"


async def choose(page: Page, number: int, words: str) -> None:
    await expect(page.get_by_text(f"Question {number} of 10")).to_be_visible()
    await page.get_by_role("button", name=words).click()


async def test_a_measure_is_answered_on_a_phone_over_a_reload_and_a_lost_network(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    person = await screens.person(width=320, height=640)
    page = person.page
    await person.open(await link_to(clinic, group))
    await page.get_by_label("New password").fill("tidal lantern beneath orchard")
    assert await violations(page, "light and dark") == []
    await page.get_by_role("button", name="Set password").click()
    await expect(page.get_by_role("heading", name="Hello Avery")).to_be_visible()
    assert "#" not in page.url, "the one-time secret stays in no history"
    await page.get_by_role("button", name="Start").click()
    for number in (1, 2, 3):
        await choose(page, number, "Not at all")
    await expect(page.get_by_text("Question 4 of 10")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Question 4 of 10")).to_be_visible()

    async def cut(route: Route) -> None:
        await route.abort()

    await page.route("**/answers/**", cut)
    await choose(page, 4, "Several days")
    await expect(page.get_by_role("alert")).to_contain_text("not saved yet")
    await expect(page.get_by_role("main").get_by_role("link", name="Call 988")).to_be_visible()
    await expect(page.get_by_role("button", name="Several days")).to_have_attribute("aria-pressed", "true")
    assert await violations(page, "light and dark") == []
    await page.unroute("**/answers/**")
    await page.get_by_role("button", name="Try again").click()
    for number in (5, 6, 7, 8):
        await choose(page, number, "Not at all")
    await choose(page, 9, "Several days")
    await expect(page.get_by_role("heading", name="You can talk to somebody now")).to_be_visible()
    await expect(page.get_by_role("heading", name="You can talk to somebody now")).to_be_in_viewport()
    await expect(page.get_by_role("main")).to_contain_text("Your team was told")
    opened = "SELECT count(*) FROM alerts WHERE organization_id = $1 AND status = 'open' AND source = 'answer'"
    assert await clinic.sql_value(opened, clinic.organization_id) == 1
    assert [await page.evaluate(SMALL), await page.evaluate(WIDER)] == [[], 0]
    await page.get_by_role("button", name="Español").click()
    await expect(page.get_by_role("heading", name="Puede hablar con alguien ahora")).to_be_visible()
    assert await violations(page, "light and dark") == []
    await page.get_by_role("button", name="Continuar").click()
    await expect(page.get_by_text("Pregunta 10 de 10")).to_be_visible()
    await page.locator(".options button").first.click()
    await page.get_by_role("button", name="Enviar a mi equipo").click()
    await expect(page.get_by_role("heading", name="Gracias")).to_be_visible()
    assert await page.evaluate(KEPT) == [0, 0, 0]


async def test_what_the_server_does_not_take_is_told_to_staff_and_to_who_said_it(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    person = await screens.person(width=320, height=640)
    page = person.page
    await person.open(await link_to(clinic, group))
    await page.get_by_label("New password").fill("tidal lantern beneath orchard")
    await page.get_by_role("button", name="Set password").click()
    await page.get_by_role("button", name="Start").click()
    sent: list[str | None] = []

    async def refuse(route: Route) -> None:
        problem = {"code": "too-many-requests", "title": "Wait", "status": 429, "retry_after_seconds": 60}
        await route.fulfill(status=429, json=problem, content_type="application/problem+json")

    page.on("request", lambda one: sent.append(one.post_data) if one.url.endswith("/not-stored") else None)
    alerts = "SELECT count(*) FROM alerts WHERE organization_id = $1 AND status = 'open' AND source = 'not_stored'"
    await page.route("**/answers/**", refuse)
    await choose(page, 1, "Nearly every day")
    trouble = page.get_by_role("alert")
    await expect(trouble).to_contain_text("not saved yet")
    await expect(trouble).to_contain_text("We told your team that something from you is missing")
    await expect(page.get_by_role("main").get_by_role("link", name="Call 988")).to_be_visible()
    await expect(page.get_by_role("button", name="Nearly every day")).to_have_attribute("aria-pressed", "true")
    assert [await clinic.sql_value(alerts, clinic.organization_id), sent] == [1, [None]]
    await page.unroute("**/answers/**")
    await page.get_by_role("button", name="Try again").click()
    for number in range(2, 11):
        await expect(page.get_by_text(f"Question {number} of 10")).to_be_visible()
        await page.locator(".options button").first.click()

    async def cut(route: Route) -> None:
        await route.abort()

    await page.route("**/hand-in", cut)
    await page.get_by_role("button", name="Send to my team").click()
    await expect(trouble).to_contain_text("not sent yet")
    await expect(page.get_by_role("main").get_by_role("link", name="Call 988")).to_be_visible()
    await expect(trouble).to_contain_text("We told your team that something from you is missing")
    assert await violations(page, "light and dark") == []
    await page.unroute("**/hand-in")
    # It is tried again by itself.
    await expect(page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=20_000)
    assert await page.evaluate(KEPT) == [0, 0, 0]


async def test_the_safety_plan_is_read_without_a_network_and_printed_from_a_phone(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    await plan_for_safety(group)
    person = await screens.person(width=320, height=640)
    page = person.page
    await person.open(await link_to(clinic, group))
    await page.get_by_label("New password").fill("tidal lantern beneath orchard")
    await page.get_by_role("button", name="Set password").click()
    opens = page.get_by_role("button", name="Open my safety plan")
    await expect(opens).to_be_visible()

    async def cut(route: Route) -> None:
        await route.abort()

    await page.route("**/api/**", cut)
    await opens.click()
    await expect(page.get_by_role("heading", name="My safety plan")).to_be_focused()
    await expect(page.get_by_text("Three nights awake.")).to_be_visible()
    await expect(page.get_by_role("alert")).to_contain_text("the plan as it was when you opened this page")
    assert await violations(page, "light and dark") == []
    await page.unroute("**/api/**")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("alert")).to_be_empty()
    # What the team writes meanwhile stands there when it is opened anew.
    newer = {"replaces": 1, "own_ways": "Walk to the river.\nCall Ana.", "made_together": True}
    url = f"/api/v1/participants/{group.episodes[0].participant_id}/safety-plans"
    assert (await group.therapist.post(url, json=newer)).status_code == 201
    await page.reload()
    await expect(page.get_by_text("Walk to the river.")).to_be_visible()
    await expect(page.get_by_text("Three nights awake.")).to_have_count(0)
    assert [await page.evaluate(SMALL), await page.evaluate(WIDER)] == [[], 0]
    await page.get_by_role("button", name="Español").click()
    await expect(page.get_by_role("heading", name="2. Lo que puedo hacer por mi cuenta")).to_be_visible()
    assert await violations(page, "light and dark") == []
    await page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    await page.get_by_role("button", name="Imprimir").click()
    assert await page.evaluate("() => window.printed") == 1
    await page.emulate_media(media="print", color_scheme="dark")
    for gone in ("button", "a"):
        assert await page.locator(f"{gone}:visible").count() == 0, "paper holds the plan and nothing of the page"
    await expect(page.get_by_text("Walk to the river.")).to_have_css("color", "rgb(0, 0, 0)")
    await expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    await expect(page.get_by_text("Llame o escriba al 988 a cualquier hora")).to_be_visible()
    await page.emulate_media(media="screen")
    assert await page.evaluate(KEPT) == [0, 0, 0]
    await page.get_by_role("button", name="Cerrar sesión").click()
    await expect(page.get_by_text("Walk to the river.")).to_have_count(0)
