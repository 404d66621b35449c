"""The list for a person who asks who looked: readable, and harmless in a spreadsheet."""

import csv
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core.vocabulary import Role
from handrail.reporting.audit_export import csv_line, in_words
from handrail.reporting.audit_words import wording

NEW_YORK = ZoneInfo("America/New_York")
EN, ES = wording("en"), wording("es")
ENTRY: dict[str, Any] = {
    "at": "2026-11-26T14:05:09.123456Z",
    "display_name": "Ana Okafor",
    "roles": ["therapist", "peer_specialist"],
    "action": "read_roster",
    "outcome": "success",
    "part2": True,
}


def cells(line: str) -> list[str]:
    (row,) = csv.reader(StringIO(line, newline=""))
    return row


def test_an_entry_is_worded_for_everybody() -> None:
    assert cells(in_words(ENTRY, NEW_YORK, EN)) == [
        "2026-11-26 09:05:09 EST",
        "Ana Okafor",
        "Therapist, Peer specialist",
        "Read a roster",
        "Done",
        "Yes",
    ]


def test_an_entry_is_worded_in_the_language_of_who_asks() -> None:
    assert cells(in_words(ENTRY, NEW_YORK, ES))[2:] == [
        "Terapeuta, Especialista par",
        "Consultar una lista de asistencia",
        "Hecho",
        "Sí",
    ]


def test_every_language_has_the_words_of_the_other() -> None:
    assert set(EN.roles) == set(ES.roles) == set(Role)
    assert set(EN.actions) == set(ES.actions)
    assert set(EN.results) == set(ES.results)
    assert len(EN.headings) == len(ES.headings)


def test_what_has_no_words_is_still_told() -> None:
    system = ENTRY | {"display_name": None, "roles": ["bard"], "action": "move_bed", "part2": False}
    assert cells(in_words(system, NEW_YORK, EN))[1:] == ["The system", "Bard", "Move bed", "Done", "No"]
    assert cells(in_words(system, NEW_YORK, ES))[1] == "El sistema"


@pytest.mark.parametrize("outcome", EN.results)
def test_every_line_has_every_column(outcome: str) -> None:
    for words in (EN, ES):
        assert len(cells(in_words(ENTRY | {"outcome": outcome}, NEW_YORK, words))) == len(words.headings)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(name: str) -> None:
    (cell,) = cells(csv_line(name))
    assert cell == f"'{name}"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2))
def test_a_line_reads_back_as_it_was_meant(values: list[str]) -> None:
    line = csv_line(*values)
    assert line.endswith("\r\n")
    read = cells(line)
    assert [cell if cell in values else cell.removeprefix("'") for cell in read] == values
