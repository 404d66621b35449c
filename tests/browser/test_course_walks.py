"""Two courses of a therapy as their therapist walks through them: EMDR on its memories, CPT over twelve sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from playwright.async_api import Locator, expect

from handrail.core.clock import today_in

if TYPE_CHECKING:
    from datetime import date

    from playwright.async_api import Page
    from tests.browser.conftest import Person, Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic


async def start_course(person: Person, group: Group, therapy: str, first: date) -> Page:
    """Start a course for an objective on the chart of the first of the group, and open it."""
    page = person.page
    await person.sign_in_alone(f"/participants/{group.episodes[0].participant_id}?tab=therapies")
    await page.get_by_role("button", name="Start a course").click()
    form = page.get_by_role("dialog", name="Start a course")
    await form.get_by_label("Therapy").select_option(label=therapy)
    await form.get_by_label("What it is for").fill("Sleep through the night again")
    await form.get_by_label("First day").fill(str(first))
    await form.get_by_role("button", name="Start a course").click()
    await expect(form).to_have_count(0)
    await page.get_by_role("button", name=f"Open {therapy}").click()
    return page


def course_of(page: Page, therapy: str) -> Locator:
    """The drawer of a course."""
    return page.get_by_role("dialog", name=therapy)


async def note(page: Page, **told: Any) -> None:
    """Note in the course that is open: `day` and `phase` only where they are not what the form begins with."""
    await page.get_by_role("button", name="Note", exact=True).click()
    form = page.get_by_role("dialog").filter(has=page.get_by_role("button", name="Save", exact=True)).last
    for label, value in told.items():
        match label:
            case "day":
                await form.get_by_label("Day", exact=True).fill(str(value))
            case "phase":
                await form.get_by_label("Phase", exact=True).select_option(label=value)
            case "target":
                await form.get_by_label("About target").select_option(label=value)
            case "clear" | "practiced":
                await form.get_by_label(FIELDS[label]).select_option(label=value)
            case _:
                await form.get_by_label(FIELDS[label]).fill(str(value))
    await form.get_by_role("button", name="Save", exact=True).click()
    await expect(form).to_have_count(0)


FIELDS = {
    "sud": "Disturbance (SUDS)",
    "voc": "Validity of the positive belief (VOC)",
    "stuck": "Stuck points worked on",
    "pcl": "PCL-5 total of the week",
    "clear": "Body scan is clear",
    "practiced": "Practice since the last session was done",
}
EMDR = "Eye movement desensitization and reprocessing"
CPT = "Cognitive processing therapy"
SESSIONS = (
    "Introduction and education",
    "Impact statement",
    "Thoughts and feelings",
    "Looking at stuck points",
    "Assimilation and responsibility",
    "Challenging questions",
    "Patterns of problematic thinking",
    "Challenging beliefs and safety",
    "Trust",
    "Power and control",
    "Esteem",
    "Intimacy and meaning",
)


async def add_memory(page: Page, day: date, *, label: str, sud: int, voc: int) -> None:
    await page.get_by_role("button", name="Add a target").click()
    form = page.get_by_role("dialog", name="Add a target")
    await form.get_by_label("In a few words").fill(label)
    await form.get_by_label("Image that stands for").fill("Headlights, the wet road")
    await form.get_by_label("Negative cognition").fill("It was my fault")
    await form.get_by_label("Positive cognition").fill("I did what I could")
    await form.get_by_label("(SUDS) before").fill(str(sud))
    await form.get_by_label("(VOC) before").fill(str(voc))
    await form.get_by_label("Rated on").fill(str(day))
    await form.get_by_role("button", name="Add a target").click()
    await expect(form).to_have_count(0)


async def test_an_emdr_course_from_its_first_memory_to_the_next(screens: Screens, clinic: Clinic, group: Group) -> None:
    today = today_in(clinic.time_zone)
    yesterday = today - timedelta(days=1)
    person = await screens.person()
    page = await start_course(person, group, EMDR, today - timedelta(days=7))
    course = course_of(page, EMDR)
    await expect(course.get_by_text("Sleep through the night again")).to_be_visible()

    # The words of a memory are in the page only while somebody asks for them.
    await add_memory(page, yesterday, label="The crossing", sud=8, voc=2)
    await expect(course.get_by_text("Phase 3 of 8, Assessment", exact=True)).to_be_visible()
    fold = course.get_by_text("Show the words of target 1")
    await expect(fold).to_be_visible()
    assert "The crossing" not in await page.content()
    await fold.click()
    for words in ("The crossing", "Headlights, the wet road", "It was my fault", "I did what I could"):
        await expect(course.get_by_text(words)).to_be_visible()
    await fold.click()
    await expect(course.get_by_text("The crossing")).to_have_count(0)

    # The first session ends before the memory is worked through. It is not settled by anybody's wish.
    await note(page, day=yesterday, phase="Desensitization", sud=5)
    await expect(course.get_by_text("Phase 4 of 8, Desensitization, on target 1")).to_be_visible()
    await note(page, day=yesterday, phase="Closure")
    await expect(course.get_by_text("Incomplete: goes on next session")).to_be_visible()
    settle = course.get_by_role("button", name="Settle target 1")
    await settle.click()
    asked = page.get_by_role("dialog", name="Settle target 1")
    await asked.get_by_role("button", name="Save").click()
    await expect(asked.get_by_text("Validity of the positive belief (VOC): 7 · not yet")).to_be_visible()
    await expect(asked.get_by_text("The last ratings do not say").first).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(asked).to_have_count(0)

    # The next session begins with the memory that was left, looked at again.
    await course.get_by_role("button", name="Note", exact=True).click()
    form = page.get_by_role("dialog", name="Note in EMDR")
    await expect(form.get_by_text("It was left incomplete: look at it again first.")).to_be_visible()
    await expect(form.get_by_label("Phase", exact=True)).to_have_value("reevaluation")
    await expect(form.get_by_label("About target").locator("option:checked")).to_have_text("Target 1")
    await form.get_by_label(FIELDS["sud"]).fill("4")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_have_count(0)
    await note(page, phase="Desensitization", sud=0)
    await note(page, phase="Installation", voc=7)
    await note(page, phase="Body scan", clear="Yes")
    await note(page, phase="Closure")
    await expect(course.get_by_text("Ratings say: worked through")).to_be_visible()
    await settle.click()
    await asked.get_by_role("button", name="Save").click()
    await expect(asked).to_have_count(0)

    # Where they stand is on the card, without a word of what it is about.
    await add_memory(page, today, label="The waiting room", sud=7, voc=3)
    await note(page, phase="Desensitization", sud=3)
    await page.keyboard.press("Escape")
    await expect(course).to_have_count(0)
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=EMDR))
    await expect(card.get_by_text("Phase 4 of 8, Desensitization, on target 2")).to_be_visible()
    await expect(card.get_by_text("7 → 3", exact=True)).to_be_visible()
    await expect(card.get_by_text("8 → 0", exact=True)).to_be_visible()
    await expect(card.get_by_text("Worked through")).to_be_visible()
    content = await page.content()
    assert "waiting room" not in content
    assert "crossing" not in content


async def test_a_cpt_course_over_its_twelve_sessions(screens: Screens, clinic: Clinic, group: Group) -> None:
    from tests.factories.measures import give

    today = today_in(clinic.time_zone)
    first = today - timedelta(days=12)
    episode, therapist = group.episodes[0], group.therapist
    person = await screens.person()
    page = await start_course(person, group, CPT, first)
    course = course_of(page, CPT)
    await page.get_by_role("button", name="Add a target").click()
    form = page.get_by_role("dialog", name="Add a target")
    await expect(form.get_by_label("What it is").locator("option:checked")).to_have_text("Stuck point")
    await form.get_by_label("In a few words").fill("If I had looked, it would not have happened")
    await form.get_by_role("button", name="Add a target").click()
    await expect(form).to_have_count(0)

    # Session after session, each in its phase, which the note begins with, with what was worked on and a PCL-5.
    await note(page, day=first, phase=SESSIONS[0], pcl=54)
    await expect(course.get_by_text(f"Phase 1 of 12, {SESSIONS[0]}", exact=True)).to_be_visible()
    for number, phase in enumerate(SESSIONS[1:11], start=2):
        day = first + timedelta(days=number - 1)
        await note(page, day=day, stuck="It was my fault", pcl=56 - 2 * number, practiced="Yes")
        await expect(course.get_by_text(f"Phase {number} of 12, {phase}", exact=True)).to_be_visible()

    # The course asks for the PCL-5 of the session that comes; answered, it is asked for no more.
    chart = f"/participants/{episode.participant_id}"
    await person.open(f"{chart}?tab=measures")
    due = page.get_by_text("CPT, for each session, since")
    await expect(due).to_be_visible()
    await give(therapist, episode, [1] * 20, instrument_key="pcl-5")
    await page.reload()
    await expect(page.get_by_role("heading", name="PCL-5").first).to_be_visible()
    await expect(due).to_have_count(0)

    # Its total stands in the note of the last session.
    await person.open(f"{chart}?tab=therapies")
    await page.get_by_role("button", name=f"Open {CPT}").click()
    await course.get_by_role("button", name="Note", exact=True).click()
    form = page.get_by_role("dialog", name="Note in CPT")
    await expect(form.get_by_label("Phase", exact=True).locator("option:checked")).to_have_text("Intimacy and meaning")
    await expect(form.get_by_label(FIELDS["pcl"])).to_have_value("20")
    await form.get_by_label(FIELDS["stuck"]).fill("I may trust again")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_have_count(0)
    await expect(course.get_by_text("PCL-5 total of the week: 20")).to_be_visible()
    assert "trust again" not in await page.content()

    # It is completed; so is what its stuck point says.
    await course.get_by_role("button", name="Settle target 1").click()
    asked = page.get_by_role("dialog", name="Settle target 1")
    await asked.get_by_role("button", name="Save").click()
    await expect(asked).to_have_count(0)
    await course.get_by_role("button", name="End the course").click()
    ending = page.get_by_role("dialog", name="End CPT")
    await ending.get_by_label("Why it ends").select_option(label="completed")
    await ending.get_by_role("button", name="End the course").click()
    await expect(ending).to_have_count(0)
    await page.keyboard.press("Escape")
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=CPT))
    await expect(card.get_by_text("Phase 12 of 12, Intimacy and meaning")).to_be_visible()
    await expect(card.get_by_text("54 → 20", exact=True)).to_be_visible()
    await expect(card.get_by_text(": completed")).to_be_visible()
    await expect(card.get_by_text("Worked through")).to_be_visible()
