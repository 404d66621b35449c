"""A therapy as its week goes: what somebody keeps, what it alarms, what is written about it, what the group teaches."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from playwright.async_api import Page, expect
from tests.browser.test_day import all_saved, leave_room_mode

from handrail.core.vocabulary import Role

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic

API = "/api/v1"


async def follow_curriculum(clinic: Clinic, group: Group) -> None:
    """Have the group teach the shipped DBT round from today on."""
    from tests.factories.attendance import make_cohort
    from tests.factories.modalities import ship_modalities

    dbt = (await ship_modalities(clinic))["dbt"]
    cohort_id = await make_cohort(clinic, program_id=group.program_id, location_id=group.location_id)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)

    async def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await director.post(f"{API}{path}", json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    later = group.session.local_date + timedelta(days=14)
    series = await post(
        "/series",
        {
            "title": "DBT skills",
            "service_kind": "group",
            "program_id": str(group.program_id),
            "location_id": str(group.location_id),
            "meetings": [{"weekday": later.strftime("%A").lower(), "local_start": "09:30", "minutes": 90}],
            "starts_on": str(later),
            "capacity": 12,
            "cohort_ids": [str(cohort_id)],
            "staff": [],
        },
    )
    body = {"program_id": str(group.program_id), "name": "DBT round", "modality_id": str(dbt.id)}
    curriculum = await post("/curricula", body | {"template_key": "dbt-iop-8-weeks"})
    start = {"curriculum_id": curriculum["id"], "series_id": series["id"], "starts_on": str(later)}
    await post(f"/cohorts/{cohort_id}/curriculum-runs", start)
    # The session of the fixture is the first of the series: it stands as a row, not as it was planned.
    ids = (clinic.organization_id, group.id)
    await clinic.sql(
        "UPDATE sessions SET series_id = $3, original_local_date = local_date, original_local_start = local_start"
        " WHERE organization_id = $1 AND id = $2",
        *ids,
        series["id"],
    )
    await clinic.sql(
        "INSERT INTO session_cohorts (organization_id, session_id, cohort_id) VALUES ($1, $2, $3)",
        *ids,
        cohort_id,
    )
    await clinic.sql(
        "UPDATE curriculum_runs SET starts_on = $2 WHERE organization_id = $1",
        clinic.organization_id,
        group.session.local_date,
    )


def field(page: Page, name: str):  # noqa: ANN201 - a locator
    return page.get_by_role("group", name=name, exact=True)


async def test_a_dbt_week(screens: Screens, clinic: Clinic, group: Group) -> None:
    await follow_curriculum(clinic, group)
    person = await screens.person()
    page = person.page
    chart = f"/participants/{group.episodes[0].participant_id}"

    # The skills group of the week: everybody came, and it is over.
    await person.sign_in()
    await leave_room_mode(page)
    await page.get_by_role("button", name="Mark rest present").click()
    await all_saved(page)
    await page.get_by_role("button", name="Close group").click()
    await page.get_by_role("dialog").get_by_role("button", name="Close group").click()
    await expect(page.get_by_text("The minutes are final.")).to_be_visible()
    await person.open(f"{chart}?tab=diary")

    # From 3 on an urge to self-harm alarms.
    await expect(page.get_by_text("Nobody has set this card")).to_be_visible()
    await page.get_by_role("button", name="Set the card").click()
    form = page.get_by_role("dialog", name="Set the diary card")
    await form.get_by_label("Urge to self-harm", exact=True).and_(form.locator("select")).select_option("3")
    await form.get_by_role("button", name="Set the card").click()
    await expect(page.get_by_text("Urge to self-harm from 3")).to_be_visible()

    # A day, filled in together: 2 alarms nobody, 4 does.
    await page.get_by_role("button", name="Fill in a day").click()
    day = page.get_by_role("dialog", name="Day of the diary")
    await field(day, "Misery").get_by_role("button", name="3").click()
    await field(day, "Urge to self-harm").get_by_role("button", name="2").click()
    await expect(field(day, "Urge to self-harm").get_by_role("button", name="2")).to_have_attribute(
        "aria-pressed", "true"
    )
    await expect(day.get_by_text("This opens an alert.")).to_have_count(0)
    await field(day, "Urge to self-harm").get_by_role("button", name="4").click()
    await expect(field(day, "Urge to self-harm").get_by_text("This opens an alert.")).to_be_visible()
    await day.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("cell", name=re.compile("^4 ?, alarms$"))).to_be_visible()

    # It stands on Today and on the chart; from it the chain is written.
    await person.open("/today")
    alert = page.get_by_role("button", name="Diary: strong urge to self-harm")
    await expect(alert).to_be_visible()
    await person.open(f"{chart}?tab=measures")
    # In the chart's head and among its alerts.
    await alert.last.click()
    await page.get_by_role("link", name="Write a chain analysis").click()
    chain = page.get_by_role("dialog", name="Write a chain analysis")
    await chain.get_by_label("The behavior").fill("Held the lighter to my arm")
    await chain.get_by_label("What prompted it").fill("The call did not come")
    await chain.get_by_role("button", name="Add a link").click()
    await chain.get_by_label("What happened at link 1").fill("Nobody will ever come")
    await chain.get_by_label("What would have broken it at link 1").fill("Check the facts")
    await chain.get_by_role("button", name="Done").click()
    await expect(chain).to_have_count(0)
    await expect(page.get_by_text("1 link, ")).to_be_visible()
    await expect(page.get_by_text("Held the lighter to my arm")).to_have_count(0)

    # The group taught the skill of the week, filled in from the curriculum, with its homework.
    await person.open("/today")
    await page.get_by_role("button", name="Record delivery").click()
    editor = page.get_by_role("dialog", name="What was delivered")
    await expect(editor.get_by_text("Filled in from “DBT round”")).to_be_visible()
    await expect(editor.get_by_label("Homework set")).to_have_value("Notice one ordinary thing a day for two minutes.")
    await editor.get_by_role("button", name="Save delivery").click()
    await expect(editor).to_have_count(0)

    # They say how far they came, and both go through it.
    await person.open(f"{chart}?tab=therapies")
    await page.get_by_role("button", name="How far: Notice one ordinary thing").click()
    await page.get_by_role("dialog", name="How far did they come?").get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Gone through: Notice one ordinary thing").click()
    await expect(page.get_by_text("Gone through · Done")).to_be_visible()
    stored = await clinic.sql(
        "SELECT source, rule_key, status FROM alerts WHERE organization_id = $1", clinic.organization_id
    )
    assert [tuple(row) for row in stored] == [("diary", "urge-self-harm.threshold", "open")]
