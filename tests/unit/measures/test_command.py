"""`handrail measures`: a JSON line for each row, one line for a file that is refused, and no leak of it elsewhere."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handrail.cli import cli
from handrail.command import run_command
from handrail.measures import reading
from handrail.measures.catalogue import newest_versions
from handrail.measures.vocabulary import Licensing

HEADER = "id," + ",".join(f"item_{place}" for place in range(1, 10))
CANARY = "Zzyzxcanary"

Run = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Score some text, or bytes: exit status, rows, and what was told beside them."""

    def scored(content: str | bytes, key: str = "phq-9") -> tuple[int, list[dict[str, Any]], str]:
        file = tmp_path / "answers.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        status = exit_status("measures", "score", key, str(file))
        out, err = capfd.readouterr()
        return status, [json.loads(line) for line in out.splitlines()], err

    return scored


def exit_status(*arguments: str) -> int:
    try:
        run_command(lambda: cli(list(arguments)))
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_every_row_gets_one_line(run: Run) -> None:
    status, rows, told = run(f"\ufeff{HEADER}\r\nA1,1,1,1,1,1,0,0,0,0\r\n\r\nA2,3,3,3,3,3,3,3,3,3\r\n")
    assert (status, told) == (0, "")
    assert rows[0] == {
        "id": "A1",
        "line": 2,
        "instrument": "phq-9",
        "version": 1,
        "total": 5,
        "prorated": False,
        "band": "mild",
        "subscales": {},
        "flags": [],
        "flags_unknown": [],
        "positive": [],
        "reason": None,
        "items": [],
    }
    assert (rows[1]["line"], rows[1]["total"]) == (4, 27)
    assert rows[1]["flags"] == ["thoughts-of-death-or-self-harm"]


def test_rows_that_cannot_be_scored_say_why_and_the_run_goes_on(run: Run) -> None:
    lines = [
        "A1,1,1,1,,1,0,0,0,2",
        f"A2,1,1,1,{CANARY},1,0,0,0,0",
        "A3,1,1,1,4,1,0,0,0,1.0",
        "A4,1,1,1,1,1,0,0,0",
        'A5,"1,1,1,1,1,0,0,0,0',
        ",1,1,1,1,1,0,0,0,0",
        f"{'x' * 201},1,1,1,1,1,0,0,0,0",
        "A8,1,1,1,1,1,0,0,0,",
        "A9,1,1,1,1,1,0,0,0,0",
    ]
    status, rows, told = run("\n".join([HEADER, *lines]))
    assert status == 3
    assert [(row["reason"], row["items"]) for row in rows] == [
        ("incomplete", ["4"]),
        ("not_a_number", ["4"]),
        ("not_an_answer", ["4"]),
        ("cell_count", []),
        ("unreadable_row", []),
        ("id_missing", []),
        ("unreadable_row", []),
        ("incomplete", ["9"]),
        (None, []),
    ]
    assert [bool(row["flags"]) for row in rows] == [True, False, True, *[False] * 6]
    assert [bool(row["flags_unknown"]) for row in rows] == [*[False] * 3, *[True] * 5, False]
    assert told == "1 of 9 rows scored; the others say why.\n"
    assert CANARY not in json.dumps(rows)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "The file is empty: begin it with a header"),
        ("id;item_1;item_2", "Line 1 has no columns separated by commas"),
        ("item_1,item_2", "The first column is item_1, not an id"),
        (f"{HEADER},{CANARY}", "Column 11 is none of PHQ-9"),
        (f"{HEADER},item_3", "Column 11 repeats item_3"),
        (HEADER.replace(",item_4", ""), "There is no column item_4"),
        (f"{HEADER}\n" + "1" * 20_000, "Line 2 is longer than 16,384 bytes"),
        (f"{HEADER}\nJosé,1,1,1,1,1,0,0,0,0".encode("latin-1"), "Line 2 is not UTF-8"),
    ],
)
def test_a_file_that_is_refused_says_so_in_one_line(run: Run, content: str | bytes, told: str) -> None:
    status, rows, error = run(content)
    assert (status, rows) == (1, [])
    assert error.startswith(told) or told in error
    assert error.count("\n") == 1
    assert CANARY not in error
    if b"\n" not in (content if isinstance(content, bytes) else content.encode()):
        assert HEADER in error


def test_too_many_rows_end_the_run_and_those_before_are_scored(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    status, rows, told = run("\n".join([HEADER, *["A,0,0,0,0,0,0,0,0,0"] * 3]))
    assert (status, len(rows)) == (1, 2)
    assert "more than 2 rows: split it" in told


def test_columns_may_stand_in_any_order_and_item_ten_may_be_there(run: Run) -> None:
    columns = [f"item_{place}" for place in (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)]
    status, rows, _ = run(f"Respondent,{','.join(columns).upper()}\nA,3,1,0,0,0,0,0,0,0,2\n")
    assert (status, rows[0]["total"], bool(rows[0]["flags"])) == (0, 3, True)


def test_other_kinds_of_instruments(run: Run) -> None:
    assert run("id,total\nA,12.5\n", "ors")[1][0]["total"] == 12.5
    assert run("id,total\nA,22\n", "isi")[1][0]["band"] == "severe"
    header = "id," + ",".join(f"item_{place}" for place in range(1, 16))
    assert run(f"{header}\nA{',2' * 3},NA{',2' * 11}\n", "phq-15")[1][0]["total"] == 28
    status, rows, told = run(
        "id," + ",".join(f"item_{place}" for place in range(1, 11)) + f"\nA{',1' * 9},\n", "core-10"
    )
    assert (status, rows[0]["total"], rows[0]["prorated"]) == (0, 14.44, True)
    assert "coresystemtrust.org.uk/copyright.pdf" in told


def test_a_file_that_is_not_there_or_an_unknown_instrument(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert exit_status("measures", "score", "phq-9", str(tmp_path / "none.csv")) == 1
    assert "The file cannot be read (No such file or directory)" in capfd.readouterr().err
    assert exit_status("measures", "score", "phq-9", str(tmp_path)) == 1
    assert "The file cannot be read" in capfd.readouterr().err
    assert exit_status("measures", "score", "phq", str(tmp_path / "none.csv")) == 1
    assert capfd.readouterr().err == "There is no such instrument: `handrail measures list` names them.\n"


def test_nothing_of_the_file_is_logged(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        _, rows, told = run(f"{HEADER}\n{CANARY},3,3,3,3,3,3,3,3,3\n{CANARY},{CANARY},0,0,0,0,0,0,0,0\n")
    assert [row["id"] for row in rows] == [CANARY, CANARY]
    assert CANARY not in told + caplog.text


def test_the_list_names_every_instrument_with_its_header(capfd: pytest.CaptureFixture[str]) -> None:
    assert exit_status("measures", "list") == 0
    told = capfd.readouterr().out
    for one in newest_versions():
        assert f"{one.key}  version {one.version}  {one.name}: " in told
    assert f"questions here (en, es); header {HEADER}" in told


def test_questions_that_do_not_ship_are_not_said_to_be_here(capfd: pytest.CaptureFixture[str]) -> None:
    assert exit_status("measures", "list") == 0
    lines = capfd.readouterr().out.splitlines()
    said = dict(zip((one.split("  ")[0] for one in lines[::2]), lines[1::2], strict=True))
    assert said["bam-iop"].strip().startswith("the clinic's own text; header ")
    here = {one.key for one in newest_versions() if one.licence.kind is Licensing.TEXT_SHIPS and one.languages}
    assert {key for key, line in said.items() if "questions here" in line} == here
