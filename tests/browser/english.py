"""What a Spanish reader meets in English: texts of the app, and sentences that are English by their small words.

What people of the clinic wrote themselves stays as they wrote it: `WRITTEN` has what the tests wrote in their place.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.pages import EXPLANATION, NOTE, OBJECTIVE

if TYPE_CHECKING:
    from playwright.async_api import Page

SOURCES = Path(__file__).parents[2] / "frontend" / "src"
WRITTEN = (NOTE, OBJECTIVE, EXPLANATION)

SHOWN = """() => {
    const inEnglish = (element) => element.closest("[lang]")?.lang.startsWith("en");
    const texts = [document.title, "lang " + document.documentElement.lang];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!parent.closest("script, style") && !inEnglish(parent)) texts.push(walker.currentNode.data);
    }
    for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description", "aria-valuetext", "label"])
        for (const element of document.querySelectorAll(`[${name}]`))
            if (!inEnglish(element)) texts.push(element.getAttribute(name));
    return [...new Set(texts.map((text) => text.trim()).filter(Boolean))];
}"""

_LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_PLACE = re.compile(r"\\{\\{\w+\\}\\}")
_WORDS = re.compile(
    r"\b(the|and|with|for|is|are|was|were|not|this|that|these|those|they|their|your|you|who|what|when|which|where|there"
    r"|from|of|by|to|yet|than|then|been|has|have|will)\b"
)


@cache
def texts_of_the_app() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """English texts that Spanish has other words for: whole ones, and those into which something is put."""
    english: set[str] = set()
    spanish: set[str] = set()
    for path in SOURCES.rglob("*.ts"):
        text = path.read_text("utf-8")
        named = {"en": english, "es": spanish}.get(path.stem.rsplit("-", 1)[-1])
        if named is not None:
            named |= _literals(text)
        elif "export const es" in text and "export const en" in text:
            first, second = text.split("export const es")
            english |= _literals(first)
            spanish |= _literals(second)
    only = {one for one in english - spanish if " " in one or one[:1].isupper()}
    put = (re.compile(_PLACE.sub(".+", re.escape(one)), re.DOTALL) for one in only if "{{" in one)
    wordy = (one for one in put if len(re.findall(r"[A-Za-z]{3,}", one.pattern)) > 1)
    return frozenset(one for one in only if "{{" not in one), tuple(wordy)


def _literals(text: str) -> set[str]:
    return {json.loads(one) for one in _LITERAL.findall(text)}


@cache
def is_english(text: str) -> bool:
    """Whether a text is one of the app's in English, or reads as English."""
    whole, with_places = texts_of_the_app()
    words = re.findall(r"[\w']+", text)
    return (
        text in whole
        or any(one.fullmatch(text) for one in with_places)
        or (len(words) > 2 and len(_WORDS.findall(text.lower())) * 6 >= len(words))
    )


async def english_left(page: Page) -> list[str]:
    """Return what the page says in English, to eye or ear."""
    texts: list[str] = await page.evaluate(SHOWN)
    assert "lang es" in texts
    return [text for text in texts if is_english(text) and not any(one in text for one in WRITTEN)]
