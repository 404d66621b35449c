"""The list for a person who asks who looked: readable, and harmless in a spreadsheet."""

import csv
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.reporting.audit_export import HEADINGS, RESULTS, csv_line, in_words

NEW_YORK = ZoneInfo("America/New_York")
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
    assert cells(in_words(ENTRY, NEW_YORK, {"read_roster": "Read a roster"})) == [
        "2026-11-26 09:05:09 EST",
        "Ana Okafor",
        "Therapist, Peer specialist",
        "Read a roster",
        "Done",
        "Yes",
    ]


def test_what_has_no_words_is_still_told() -> None:
    system = ENTRY | {"display_name": None, "roles": [], "action": "import_fhir", "part2": False}
    assert cells(in_words(system, NEW_YORK, {}))[1:] == ["The system", "", "Import fhir", "Done", "No"]


@pytest.mark.parametrize("outcome", RESULTS)
def test_every_line_has_every_column(outcome: str) -> None:
    assert len(cells(in_words(ENTRY | {"outcome": outcome}, NEW_YORK, {}))) == len(HEADINGS)


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
