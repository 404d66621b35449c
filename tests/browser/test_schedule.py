"""Sessions one at a time, from the schedule: added, moved, cancelled, printed for, against the real service."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect
from tests.browser.test_accessible import LOOKS, passes, settled

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic


WORDS = {
    "english": {
        "move": "Move",
        "cancel": "Cancel session",
        "add": "Add session",
        "adding": "Add a session",
        "people": "Participants",
    },
    "spanish": {
        "move": "Mover",
        "cancel": "Cancelar la sesión",
        "add": "Añadir sesión",
        "adding": "Añadir una sesión",
        "people": "Participantes",
    },
}


async def may_lead(clinic: Clinic, group: Group) -> None:
    """The group's therapist may hold individual sessions."""
    from tests.factories.calendar import allow_to_lead

    from handrail.core.vocabulary import ServiceKind

    staff_id = group.therapist.staff_id
    assert staff_id is not None
    await allow_to_lead(clinic, staff_id, ServiceKind.INDIVIDUAL, ServiceKind.GROUP, by=group.therapist.account_id)


async def fill(page: Page, start: str) -> None:
    """Ask for an individual session of Avery in the group's room."""
    form = page.get_by_role("dialog", name="Add a session")
    await form.get_by_label("Find a participant").fill("ave")
    await form.get_by_role("button", name="Add Avery Whitlock").click()
    await expect(form.get_by_role("list", name="Participants")).to_contain_text("Avery Whitlock")
    await form.get_by_label("Room").select_option(index=2)
    await form.get_by_label("Start").fill(start)


async def test_an_individual_session_is_added_moved_and_cancelled(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    await may_lead(clinic, group)
    person = await screens.person()
    page = person.page
    await person.sign_in_alone("/schedule")
    await page.get_by_role("button", name="Add session").click()
    await fill(page, datetime.now(ZoneInfo(clinic.time_zone)).strftime("%H:%M"))
    form = page.get_by_role("dialog", name="Add a session")
    await form.get_by_role("button", name="Add session").click()
    await expect(form.get_by_role("alert")).to_contain_text("is in use then: DBT skills")
    await form.get_by_role("button", name=re.compile("^Use ")).click()
    await form.get_by_role("button", name="Add session").click()
    drawer = page.get_by_role("dialog", name="Individual", exact=True)
    await expect(drawer).to_contain_text("Avery Whitlock")
    assert "session=" in page.url
    assert "Avery" not in page.url

    # By keys alone, to five in the afternoon.
    await drawer.get_by_role("button", name="Move", exact=True).focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Move Individual")
    await expect(dialog.get_by_label("Start")).to_be_focused()
    await page.keyboard.type("0500PM")
    await page.keyboard.press("Enter")
    await expect(drawer.get_by_role("status").filter(has_text="Moved to")).to_contain_text("5:00–5:50 PM")
    await expect(page.get_by_role("link", name=re.compile("Individual"), include_hidden=True)).to_contain_text("5:00")
    await drawer.get_by_role("button", name="Undo").click()
    await expect(drawer.get_by_role("button", name="Undo")).to_have_count(0)
    await expect(drawer).not_to_contain_text("5:00–5:50 PM")

    await drawer.get_by_role("button", name="Cancel session").click()
    dialog = page.get_by_role("dialog", name="Cancel Individual")
    await dialog.get_by_label("Reason").select_option(label="scheduling")
    await dialog.get_by_role("button", name="Cancel session").click()
    await expect(drawer).to_contain_text("Cancelled: scheduling")
    await page.reload()
    await expect(drawer).to_contain_text("Cancelled: scheduling")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert "session=" not in page.url


async def test_a_session_moves_in_the_schedule_by_keys_and_by_hand(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    await may_lead(clinic, group)
    today = datetime.now(ZoneInfo(clinic.time_zone)).date()
    await individual(clinic, group, str(today), "16:00")
    person = await screens.person()
    page = person.page
    await person.sign_in_alone("/schedule?view=week")
    session = page.get_by_role("link", name="Individual")
    bar = page.get_by_role("region", name="Moving a session")
    await expect(session).to_contain_text("4:00")
    await session.focus()
    await expect(page.get_by_text("Alt + arrows move")).to_be_visible()
    await page.keyboard.press("Alt+ArrowDown")
    await page.keyboard.press("Alt+ArrowDown")
    await page.keyboard.press("Alt+Shift+ArrowUp")
    await expect(bar).to_contain_text("4:30–5:15 PM")
    await page.keyboard.press("Escape")
    await expect(bar).to_have_count(0)
    await expect(session).to_be_focused()
    await page.keyboard.press("Alt+ArrowDown")
    await page.keyboard.press("Enter")
    await expect(bar).to_contain_text("is moved to")
    await expect(session).to_contain_text("4:15")
    await expect(session).to_be_focused()
    await bar.get_by_role("button", name="Undo").click()
    await expect(session).to_contain_text("4:00")

    await session.scroll_into_view_if_needed()
    box = await session.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, y + 20)
    await page.mouse.move(x, y + 72)
    await page.mouse.up()
    await expect(session).to_contain_text("5:00")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await bar.get_by_role("button", name="Undo").click()
    await expect(session).to_contain_text("4:00")


async def individual(clinic: Clinic, group: Group, day: str, start: str, **values: str) -> None:
    """A session of the group's therapist, an hour long."""
    body = {
        "title": "Individual",
        "service_kind": "individual",
        "program_id": str(group.program_id),
        "location_id": str(group.location_id),
        "local_date": day,
        "local_start": start,
        "minutes": 60,
        "staff": [{"staff_id": str(group.therapist.staff_id), "role": "lead"}],
    }
    made = await group.therapist.post("/api/v1/sessions", json=body | values)
    assert made.status_code == 201, made.text


@pytest.mark.parametrize(("sunday", "shown"), [("2027-03-14", "3:00"), ("2027-11-07", "2:30")])
async def test_a_session_moves_over_a_change_of_the_clock_wherever_the_browser_is(
    screens: Screens, clinic: Clinic, group: Group, sunday: str, shown: str
) -> None:
    """From 1:30 an hour later: there is no 2:30 on the one Sunday, and one o'clock comes twice on the other."""
    from tests.factories.organizations import make_location

    await may_lead(clinic, group)
    place = await make_location(clinic, name="Harlem", time_zone="America/New_York")
    await individual(clinic, group, sunday, "01:30", location_id=str(place.id))
    person = await screens.person(timezone_id="Asia/Tokyo")
    page = person.page
    await person.sign_in_alone(f"/schedule?view=week&from={sunday}")
    session = page.get_by_role("link", name="Individual")
    await session.focus()
    for _ in range(4):
        await page.keyboard.press("Alt+ArrowDown")
    await page.keyboard.press("Enter")
    await expect(session).to_contain_text(shown)
    moved = await clinic.sql_value(
        "SELECT ends_at - starts_at FROM sessions WHERE organization_id = $1 AND title = 'Individual'",
        clinic.organization_id,
    )
    assert moved.total_seconds() == 3600


async def test_back_closes_a_session_and_gives_focus_back(screens: Screens, group: Group) -> None:
    person = await screens.person()
    page = person.page
    await person.sign_in_alone("/schedule")
    link = page.get_by_role("link", name="DBT skills")
    await link.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="DBT skills")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(link).to_be_focused()


async def test_a_sheet_fits_its_paper_and_tells_nothing_but_names(screens: Screens, group: Group) -> None:
    person = await screens.person()
    page = person.page
    await person.sign_in_alone("/schedule")
    await page.get_by_role("link", name="DBT skills").click()
    await page.get_by_role("dialog").get_by_role("link", name="Sign-in sheet").click()
    await expect(page.get_by_role("table").get_by_role("row")).to_have_count(7)
    await page.emulate_media(media="print")
    for told in (page.get_by_role("navigation"), page.get_by_role("button"), page.get_by_text("DBT")):
        await expect(told.locator("visible=true")).to_have_count(0)
    for paper in ("A4", "Letter"):
        assert pages(await page.pdf(format=paper)) == 1
    await page.emulate_media(media="screen")
    await page.get_by_role("button", name="Slips").click()
    await expect(page.get_by_role("list", name="Sign-in slips").get_by_role("listitem")).to_have_count(6)
    for paper in ("A4", "Letter"):
        assert pages(await page.pdf(format=paper)) == 2, "four slips a page"


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("look", LOOKS)
async def test_what_opens_beside_the_schedule_passes_axe(
    screens: Screens, clinic: Clinic, group: Group, look: str
) -> None:
    await may_lead(clinic, group)
    found = await group.therapist.post("/api/v1/participants/search", json={"name_prefix": "bla"})
    relative = {"name": "Ines", "relationship": "parent"}
    near = f"/api/v1/participants/{found.json()['items'][0]['id']}/contacts"
    assert (await group.therapist.post(near, json=relative)).status_code == 201
    person = await screens.person(**LOOKS[look])
    page = person.page

    async def checked(state: str) -> None:
        await settled(page)
        await passes(page, look, state)

    await person.sign_in_alone("/schedule")
    await page.get_by_role("link", name="DBT skills").click()
    drawer = page.get_by_role("dialog", name="DBT skills", exact=True)
    await expect(drawer).to_contain_text("Avery")
    await checked("session")
    say = WORDS["spanish" if "spanish" in look else "english"]
    move, cancel = (drawer.get_by_role("button", name=say[one], exact=True) for one in ("move", "cancel"))
    await move.click()
    moving = page.get_by_role("dialog", name=f"{say['move']} DBT skills")
    await moving.locator("#session-minutes").fill("3")
    await page.keyboard.press("Enter")
    await moving.get_by_role("alert").wait_for()
    await checked("move")
    await page.keyboard.press("Escape")
    await expect(moving).to_have_count(0)
    await expect(move).to_be_focused()
    await cancel.click()
    await page.locator("#session-reason").wait_for()
    await checked("cancel")
    await page.keyboard.press("Escape")
    await expect(page.locator("#session-reason")).to_have_count(0)
    await expect(cancel).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)

    await page.get_by_role("button", name=say["add"]).click()
    form = page.get_by_role("dialog", name=say["adding"])
    await form.locator("#session-people").fill("bla")
    await form.get_by_role("button", name="Blanca").click()
    await expect(form.get_by_role("list", name=say["people"])).to_contain_text("Blanca")
    await form.locator("#session-service_kind").select_option("family")
    await form.locator("#session-family").get_by_role("checkbox", name="Ines").check()
    await checked("who of the family comes")
    await form.locator("#session-service_kind").select_option("individual")
    await expect(form.locator("#session-family")).to_have_count(0)
    await form.locator("#session-local_start").fill(datetime.now(ZoneInfo(clinic.time_zone)).strftime("%H:%M"))
    await form.locator("#session-room").select_option(index=2)
    await form.get_by_role("button", name=say["add"]).click()
    await expect(form.get_by_role("alert")).to_contain_text("DBT skills")
    await checked("add")

    for kind in ("", "?form=slips"):
        await person.open(f"/sessions/{group.id}/sheet{kind}")
        await page.locator("main h2").first.wait_for()
        await checked(kind or "sheet")
