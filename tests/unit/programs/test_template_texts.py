"""What the shipped templates of programs say is there in Spanish, and can be told back."""

import re

from handrail.programs.shipped import shipped_templates, shipped_texts


def told() -> set[str]:
    """Every text of the templates that people read."""
    plans = shipped_templates().values()
    names = {text for plan in plans for text in (plan.name, plan.description)}
    labels = {block.label for plan in plans for block in plan.blocks}
    topics = {topic for plan in plans for part in plan.curriculum for topic in part.topics}
    return {text for text in names | labels | topics if text}


def test_every_shipped_text_is_there_in_spanish_and_nothing_else() -> None:
    texts = shipped_texts()
    assert texts.keys() == told()
    for text, other in texts.items():
        assert re.findall(r"\d+", text) == re.findall(r"\d+", other), text
        assert text.endswith(".") == other.endswith("."), text


def test_a_text_can_be_told_back() -> None:
    assert len(set(shipped_texts().values())) == len(shipped_texts())
