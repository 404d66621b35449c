"""Every journey by keys alone: where focus is can be seen, nothing covers it, and what closes gives it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Locator, Page, expect
from tests.browser.pages import hold_more_roles
from tests.browser.test_day import all_saved, choice, stored
from tests.browser.test_schedule import may_lead
from tests.factories.attendance import make_cohort

if TYPE_CHECKING:
    from tests.browser.conftest import Screens
    from tests.factories.attendance import Group
    from tests.support.clinic import Clinic

NO_HAND = "addEventListener('pointerdown', () => { throw new Error('a hand was used') }, true)"
# Of what has focus: whether it is what was looked for, its name, and what is wrong with how that shows. An edge that
# changes its colour is too little.
FOCUS = """(wanted) => {
    const has = document.activeElement;
    if (has === null || has === document.body) return ["nothing", "focus is nowhere"];
    const name = `${has.tagName} ${has.getAttribute("aria-label") ?? has.id} ${has.textContent.trim().slice(0, 40)}`;
    // A link that fills a row has its ring around the row.
    const shown = ["", "::after"].some((part) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(has, part);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
    });
    const { left, right, top, bottom } = has.getBoundingClientRect();
    const seen = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].some(([x, y]) => {
        const top_ = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        return top_ !== null && (has.contains(top_) || top_.contains(has) || top_.closest("label")?.control === has);
    });
    const faults = [];
    // Within a date or a time the browser goes on to parts of its own, and shows them itself.
    if (has.matches("input[type=date], input[type=time]")) return [has === wanted, name];
    if (!has.matches(":focus-visible")) faults.push("is not :focus-visible");
    else if (!shown) faults.push("shows no focus");
    if (!seen) faults.push("is covered or out of sight");
    return [has === wanted, name, ...faults];
}"""
STEPS = 60
"""More than any way from one control to another should need."""


class Keys:
    """A keyboard, and no mouse, before a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def type(self, text: str) -> None:
        await self.page.keyboard.type(text)

    async def to(self, control: Locator, *, by: str = "Tab") -> None:
        """Go on from where focus is until it is there, and see each step of the way."""
        await control.wait_for()
        way: list[Any] = []
        for _ in range(STEPS):
            wanted = await control.element_handle()
            there, *told = await self.page.evaluate(FOCUS, wanted)
            if way:
                assert len(told) == 1, (told, way[-3:])
            way.append(told)
            if there is True:
                return
            await self.page.keyboard.press(by)
        pytest.fail(f"not reached by {by}: {control}\n" + "\n".join(map(str, way)))

    async def use(self, control: Locator, *, by: str = "Tab", key: str = "Enter") -> None:
        await self.to(control, by=by)
        await self.page.keyboard.press(key)

    async def choose(self, select: Locator, words: str) -> None:
        """Choose in a list by typing what it says."""
        await select.locator("option", has_text=words).first.wait_for(state="attached")
        await self.to(select)
        await self.page.keyboard.type(words)
        await expect(select.locator("option:checked")).to_contain_text(words)

    async def fill(self, field: Locator, text: str) -> None:
        await self.to(field)
        await self.page.keyboard.type(text)


async def keys_at(screens: Screens, path: str) -> Keys:
    """Sign in at an address by keys, and arrive there."""
    person = await screens.person()
    page = person.page
    await page.add_init_script(NO_HAND)
    await person.open(path)
    keys = Keys(page)
    form = page.locator("form")
    await keys.fill(form.get_by_role("textbox").nth(0), person.slug)
    await keys.fill(form.get_by_role("textbox").nth(1), person.email)
    await keys.fill(form.locator("input[type=password]"), person.password)
    await keys.press("Enter")
    await page.wait_for_url(lambda url: "/sign-in" not in url)
    await page.locator("main h1").wait_for()
    if path != "/today":
        # The group runs: whoever is at another page leaves room mode first.
        await page.locator("[data-room]").first.wait_for()
        await keys.press("r")
        await keys.use(page.get_by_role("dialog").get_by_role("button").last)
        await expect(page.locator("[data-room]")).to_have_count(0)
        await expect(page.get_by_role("dialog")).to_have_count(0)
    return keys


async def focused(control: Locator) -> None:
    """What closed gave focus back, where it can be seen."""
    await expect(control).to_be_focused()
    _, *told = await control.page.evaluate(FOCUS, None)
    assert len(told) == 1, told


async def focus_is_somewhere(page: Page) -> None:
    """What had focus is gone: it went on to something, and did not fall to the page's beginning."""
    await expect(page.locator(":focus")).to_have_count(1)


async def test_a_group_is_marked_and_closed(screens: Screens, clinic: Clinic, group: Group) -> None:
    keys = await keys_at(screens, "/today")
    page = keys.page
    await choice(page, "Avery", "Present").wait_for()
    await keys.press("r")
    stay = page.get_by_role("button", name="Stay in room mode")
    await focused(stay)
    await keys.use(page.get_by_role("button", name="Show everything"))
    await keys.to(choice(page, "Avery Whitlock", "Present"))
    await keys.press("1", "ArrowDown", "ArrowRight", "ArrowRight", "Enter")
    await keys.choose(page.get_by_label("Reason"), "Illness")
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await focused(choice(page, "Blanca Whitlock", "Excused"))
    await keys.press("Shift+P")
    await expect(page.get_by_text("6 of 6 marked").first).to_be_visible()
    await all_saved(page)
    await keys.use(page.get_by_role("button", name="Undo the last change"), by="Shift+Tab")
    await expect(page.get_by_text("2 of 6 marked").first).to_be_visible()
    await focus_is_somewhere(page)
    await keys.press("Shift+P")
    await expect(page.get_by_text("6 of 6 marked").first).to_be_visible()
    await all_saved(page)
    rows = await stored(clinic)
    assert rows.pop("Blanca") == ("excused", "illness")
    assert set(rows.values()) == {("present", None)}
    close = page.get_by_role("button", name="Close group")
    await keys.use(close, by="Shift+Tab")
    closing = page.get_by_role("dialog")
    await closing.wait_for()
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await focused(close)
    await keys.press("Enter")
    await keys.use(closing.get_by_role("button", name="Close group"))
    await expect(page.get_by_text("The minutes are final.")).to_be_visible()
    await focus_is_somewhere(page)


async def test_somebody_is_found_and_how_to_reach_them_changed(screens: Screens, group: Group) -> None:
    participant = group.episodes[0].participant_id
    way = {"kind": "phone", "phone": "+13035550147"}
    answer = await group.therapist.post(f"/api/v1/participants/{participant}/contact-ways", json=way)
    assert answer.status_code == 201, answer.text
    keys = await keys_at(screens, "/account")
    page = keys.page
    await keys.press("Control+k")
    search = page.get_by_role("combobox")
    await expect(search).to_be_focused()
    await keys.type("ave")
    # A group is in the room: that names appear is chosen first.
    await page.get_by_role("option", name="Names will be visible").wait_for()
    await keys.press("ArrowDown", "Enter")
    await page.get_by_role("option", name="Avery Whitlock").wait_for()
    await keys.press("Enter")
    await page.get_by_role("heading", level=1, name="Avery Whitlock").wait_for()
    await focus_is_somewhere(page)
    tabs = page.get_by_role("navigation", name="Chart")
    for name in ("Hours", "Measures", "Contacts"):
        tab = tabs.get_by_role("link", name=name)
        await keys.use(tab)
        await expect(tab).to_have_attribute("aria-current", "page")
        await expect(tab).to_be_focused()
    edit = page.get_by_role("button", name="Change +1")
    await keys.use(edit)
    form = page.get_by_role("dialog")
    await keys.choose(form.get_by_label("Use"), "Mobile")
    await keys.use(form.get_by_role("checkbox", name="A message may be left"), key="Space")
    await keys.press("Enter")
    await expect(form).to_have_count(0)
    await focused(edit)
    await expect(page.get_by_text("May leave message")).to_be_visible()


async def test_a_session_is_added_and_cancelled(screens: Screens, clinic: Clinic, group: Group) -> None:
    await may_lead(clinic, group)
    keys = await keys_at(screens, "/schedule")
    page = keys.page
    add = page.get_by_role("button", name="Add session")
    await keys.use(add)
    form = page.get_by_role("dialog", name="Add a session")
    await form.wait_for()
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await focused(add)
    await keys.press("Enter")
    await keys.fill(form.get_by_label("Find a participant"), "ave")
    await keys.use(form.get_by_role("button", name="Add Avery Whitlock"))
    await expect(form.get_by_role("list", name="Participants")).to_contain_text("Avery Whitlock")
    await keys.fill(form.get_by_label("Start"), "0500PM")
    await keys.press("Enter")
    session = page.get_by_role("dialog", name="Individual", exact=True)
    await expect(session).to_contain_text("Avery Whitlock")
    await focus_is_somewhere(page)
    cancel = session.get_by_role("button", name="Cancel session")
    await keys.use(cancel)
    asked = page.get_by_role("dialog", name="Cancel Individual")
    await asked.wait_for()
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(1)
    await focused(cancel)
    await keys.press("Enter")
    await keys.choose(asked.get_by_label("Reason"), "scheduling")
    await keys.use(asked.get_by_role("button", name="Cancel session"))
    await expect(session).to_contain_text("Cancelled: scheduling")
    await focus_is_somewhere(page)
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await focus_is_somewhere(page)


async def test_somebody_is_admitted_to_a_cohort_and_leaves_it(screens: Screens, clinic: Clinic, group: Group) -> None:
    cohort = await make_cohort(clinic, program_id=group.program_id, location_id=group.location_id)
    await hold_more_roles(clinic, group)
    keys = await keys_at(screens, f"/cohorts/{cohort}")
    page = keys.page
    admit = page.get_by_role("button", name="Admit")
    await keys.use(admit)
    form = page.get_by_role("dialog")
    await expect(form.get_by_label("Person")).to_be_focused()
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await focused(admit)
    await keys.press("Enter")
    await expect(form.get_by_label("Person")).to_be_focused()
    await keys.type("bla")
    await keys.use(form.get_by_role("button", name="Choose Blanca Whitlock"))
    await focused(form.get_by_role("button", name="Choose another person"))
    await form.get_by_text("is in this program").wait_for()
    await keys.use(form.get_by_role("button", name="Admit"))
    await expect(form).to_have_count(0)
    await focused(admit)
    end = page.get_by_role("button", name="End the membership of Blanca Whitlock")
    await keys.use(end)
    await keys.use(form.get_by_role("button", name="End membership"))
    await expect(form.get_by_role("alert")).to_be_focused()
    await keys.use(form.get_by_role("alert").get_by_role("link"))
    await focused(form.get_by_label("Reason"))
    await keys.choose(form.get_by_label("Reason"), "Left")
    await keys.use(form.get_by_role("button", name="End membership"))
    await expect(form).to_have_count(0)
    await focus_is_somewhere(page)


async def test_a_screen_is_taken_and_a_measure_given(screens: Screens, group: Group) -> None:
    participant = group.episodes[0].participant_id
    keys = await keys_at(screens, f"/participants/{participant}?tab=measures")
    page = keys.page
    screen = page.get_by_role("button", name="Risk screen")
    await keys.use(screen)
    form = page.get_by_role("dialog")
    await form.wait_for()
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await focused(screen)
    give = page.get_by_role("button", name="Give a measure")
    await keys.use(give)
    await keys.choose(form.get_by_label("Measure"), "PHQ-9")
    await keys.use(form.locator("[type=submit]"))
    for number in range(1, 11):
        await expect(page.get_by_text(f"Question {number} of 10")).to_be_visible()
        await expect(page.get_by_role("heading", level=1)).to_be_focused()
        await keys.press("1")
        if number == 9:
            await keys.use(page.get_by_role("button", name="Next"))
    await expect(page.get_by_role("heading", name="All answers")).to_be_focused()
    await keys.use(page.get_by_role("button", name="Hand in"))
    await expect(page.get_by_role("heading", name="Score 9")).to_be_focused()
    await keys.use(page.get_by_role("link", name="Back to the chart"))
    await expect(page.get_by_role("heading", level=1, name="Avery Whitlock")).to_be_visible()


async def test_all_devices_are_signed_out(screens: Screens) -> None:
    keys = await keys_at(screens, "/participants")
    page = keys.page
    menu = page.get_by_role("button", name="Account and settings")
    await keys.use(menu)
    await page.get_by_role("link", name="Account").wait_for()
    await expect(page.get_by_role("dialog").locator(":focus")).to_have_count(1)
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await focused(menu)
    await keys.press("Enter")
    await keys.use(page.get_by_role("dialog").get_by_role("link"))
    await page.get_by_role("heading", level=1, name="Account").wait_for()
    await focus_is_somewhere(page)
    everywhere = page.get_by_role("button", name="Sign out everywhere")
    await keys.use(everywhere)
    asked = page.get_by_role("dialog")
    await asked.wait_for()
    await keys.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await focused(everywhere)
    await keys.press("Enter")
    await keys.use(asked.get_by_role("button", name="Sign out everywhere"))
    await expect(page.get_by_text("You are signed out.")).to_be_visible()
    await focus_is_somewhere(page)
