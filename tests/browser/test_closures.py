"""A closure foreseen in the browser, a session taken out of its way, against the real service."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from playwright.async_api import expect
from tests.browser.test_accessible import LOOKS, hold_more_roles, passes
from tests.browser.test_schedule import individual, may_lead

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic


async def test_a_session_leaves_the_way_of_a_closure_by_keyboard_on_a_narrow_screen(
    screens: Screens, clinic: Clinic, group: Group
) -> None:
    await may_lead(clinic, group)
    await hold_more_roles(clinic, group)
    day = datetime.now(ZoneInfo(clinic.time_zone)).date() + timedelta(days=1)
    await individual(clinic, group, str(day), "10:00")
    look = "spanish, narrow"
    person = await screens.person(**LOOKS[look])
    page = person.page
    await person.sign_in_alone(f"/schedule?from={day}")
    await page.get_by_role("button", name="Cerrar, retrasar o terminar antes…").click()
    form = page.get_by_role("dialog", name="Cerrar, retrasar o terminar antes")
    await form.get_by_label("Qué pasa").select_option("delayed")
    await form.get_by_label("Hora en que termina").fill("10:30")
    await form.get_by_label("Cómo se llama").fill("Nieve")
    await page.keyboard.press("Enter")
    choice = form.get_by_role("combobox", name=re.compile("^Adónde va Individual"))
    await expect(choice.locator("option:checked")).to_have_text(re.compile("^Acortar"))
    await form.get_by_role("button", name=re.compile("^Buscar otra hora para Individual")).press("Enter")
    await expect(choice).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(choice.locator("option:checked")).to_have_text(re.compile("^Empezar más tarde, misma duración"))
    await expect(form.get_by_text("1 sesión se mueve")).to_be_visible()
    await passes(page, look, "where a session goes")
    await form.get_by_role("button", name="Aplicar el retraso").press("Enter")
    await expect(page.get_by_role("list", name="Próximos cierres")).to_contain_text("Nieve")
    held = await clinic.sql_value(
        "SELECT local_start::text FROM sessions WHERE organization_id = $1 AND title = 'Individual'",
        clinic.organization_id,
    )
    assert held == "10:30:00"
