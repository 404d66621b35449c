import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.curricula.catalogue import shipped_texts, templates
from handrail.curricula.rules import Meeting, rotation, standings
from handrail.curricula.vocabulary import TopicState
from handrail.modalities import catalogue as modalities
from handrail.modalities.catalogue import shipped_modalities
from handrail.modalities.vocabulary import CatalogueLanguage

FIRST = date(2026, 11, 2)


def meetings(count: int, held: int) -> list[Meeting[int]]:
    return [Meeting(place, FIRST + timedelta(weeks=place), place < held) for place in range(count)]


def test_topics_follow_one_another_and_begin_again() -> None:
    assert list(rotation(meetings(7, 0), 3, first=1, pins={}).values()) == [1, 2, 0, 1, 2, 0, 1]


def test_a_pinned_meeting_moves_those_after_it_and_none_before() -> None:
    assert list(rotation(meetings(6, 0), 4, first=0, pins={2: 1}).values()) == [0, 1, 1, 2, 3, 0]
    assert list(rotation(meetings(5, 0), 4, first=0, pins={1: 3}).values()) == [0, 3, 0, 1, 2]


@given(
    count=st.integers(1, 60),
    topics=st.integers(1, 24),
    first=st.integers(0, 23),
    pins=st.dictionaries(st.integers(0, 59), st.integers(0, 23), max_size=5),
)
def test_each_meeting_has_the_topic_after_the_one_before_unless_it_is_pinned(
    count: int, topics: int, first: int, pins: dict[int, int]
) -> None:
    pins = {place: topic % topics for place, topic in pins.items()}
    plan = rotation(meetings(count, 0), topics, first=first % topics, pins=pins)
    assert list(plan) == list(range(count))
    for place in range(count):
        if place in pins:
            assert plan[place] == pins[place]
        elif place:
            assert plan[place] == (plan[place - 1] + 1) % topics
    if 0 not in pins:
        assert plan[0] == first % topics


def test_a_newcomer_sees_what_they_missed_and_when_it_comes_again() -> None:
    laid = meetings(7, held=4)
    plan = rotation(laid, 4, first=0, pins={})
    rows = standings(laid, plan, 4, attended=frozenset({2, 3}))
    assert [row.state for row in rows] == [
        TopicState.MISSED,
        TopicState.MISSED,
        TopicState.RECEIVED,
        TopicState.RECEIVED,
    ]
    assert [row.next_on for row in rows] == [laid[4].on, laid[5].on, laid[6].on, None]
    assert rows[2].received_on == laid[2].on


def test_what_was_not_taught_yet_lies_ahead() -> None:
    laid = meetings(3, held=1)
    rows = standings(laid, rotation(laid, 3, first=0, pins={}), 3, attended=frozenset())
    assert [row.state for row in rows] == [TopicState.MISSED, TopicState.AHEAD, TopicState.AHEAD]


def test_shipped_curricula_name_modules_and_skills_of_the_shipped_catalogue() -> None:
    by_key = {one["key"]: one for one in shipped_modalities()}
    for one in templates():
        skills = {
            module["key"]: {skill["key"] for skill in module["skills"]} for module in by_key[one["modality"]]["modules"]
        }
        keys = [topic["key"] for topic in one["topics"]]
        assert len(keys) == len(set(keys)), one["key"]
        for topic in one["topics"]:
            assert set(topic["skills"]) <= skills[topic["module"]], (one["key"], topic["key"])
    assert len(next(one for one in templates() if one["key"] == "dbt-24-weeks")["topics"]) == 24


def told() -> set[str]:
    """Every text of the shipped curricula that people read."""
    names = {one["name"] for one in templates()}
    topics = [topic for one in templates() for topic in one["topics"]]
    said = {text for topic in topics for text in (topic["name"], topic["homework"], *topic["records"].values())}
    return names | (said - {None})


@pytest.mark.parametrize("language", CatalogueLanguage)
def test_every_shipped_text_is_there_in_other_languages_and_nothing_else(language: CatalogueLanguage) -> None:
    texts = shipped_texts(language)
    assert texts.keys() == told()
    for text, other in texts.items():
        assert other.strip()
        assert re.findall(r"[{}%<>]|\d+", text) == re.findall(r"[{}%<>]|\d+", other), text
        assert text.endswith(".") == other.endswith("."), text


@pytest.mark.parametrize("language", CatalogueLanguage)
def test_a_text_can_be_told_back_and_is_called_as_in_the_catalogue_of_therapies(language: CatalogueLanguage) -> None:
    texts = shipped_texts(language)
    assert len(set(texts.values())) == len(texts)
    therapies = modalities.shipped_texts(language)
    assert {text: other for text, other in texts.items() if therapies.get(text, other) != other} == {}
