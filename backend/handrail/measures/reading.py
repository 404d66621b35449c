"""A file of answers, one row a person: read line by line, with a limit on everything.

The header is an id column and then the instrument's columns. What is wrong with the file as a whole ends the run; what
is wrong with a row is the reason of that row.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Final

from handrail.measures.errors import FileRefused
from handrail.measures.rules.definition import Instrument
from handrail.measures.rules.scoring import Answer, Result, score
from handrail.measures.vocabulary import TOTAL, Gap

MOST_ROWS: Final = 1_000_000
MOST_BYTES_A_LINE: Final = 16_384
MOST_CHARACTERS_A_CELL: Final = 200
NOT_APPLICABLE: Final = "na"
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,6}(\.0{1,6})?")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,6}(\.[0-9]{1,6})?")


class RowFault(StrEnum):
    """Why a row could not even be read."""

    UNREADABLE_ROW = "unreadable_row"
    CELL_COUNT = "cell_count"
    ID_MISSING = "id_missing"


@dataclass(frozen=True)
class Row:
    """One line of the file: its score, or why it cannot be read."""

    line: int
    id: str | None
    result: Result | None
    fault: RowFault | None = None

    @property
    def scored(self) -> bool:
        """Whether there is a score."""
        return self.result is not None and self.result.reason is None


def open_answers(path: Path) -> BinaryIO:
    """Open a file to read."""
    try:
        return path.open("rb")
    except OSError as error:
        raise _cannot_be_read(error) from None


def _cannot_be_read(error: OSError) -> FileRefused:
    return FileRefused(f"The file cannot be read ({error.strerror}): give the path of a CSV file.")


def columns_of(instrument: Instrument) -> tuple[list[str], list[str]]:
    """Return the columns a file must have, and those it may have, in the order of the questions."""
    if instrument.by_score_only:
        return [TOTAL], []
    return (
        [column(item.number) for item in instrument.scored_items],
        [column(item.number) for item in instrument.items if not item.scored],
    )


def column(number: str) -> str:
    """Return the column of an item."""
    return f"item_{number}"


def scored_rows(instrument: Instrument, file: BinaryIO) -> Iterator[Row]:
    """Score each row as it is read. Raises FileRefused when the file as a whole cannot go on."""
    lines = _lines(file)
    _, heading = next(lines, (0, None))
    if heading is None:
        raise FileRefused(f"The file is empty: begin it with a header, {expected(instrument)}.")
    columns = _columns(instrument, heading)
    rows = 0
    for number, text in lines:
        if not text.strip():
            continue
        rows += 1
        if rows > MOST_ROWS:
            raise FileRefused(f"The file has more than {MOST_ROWS:,} rows: split it. The rows before were scored.")
        yield _row(instrument, columns, number, text)


def expected(instrument: Instrument) -> str:
    """Return the header in words."""
    needed, optional = columns_of(instrument)
    told = f"id,{','.join(needed)}"
    return told + (f" (and, if asked, {', '.join(optional)})" if optional else "")


def _lines(file: BinaryIO) -> Iterator[tuple[int, str]]:
    number = 0
    while line := _line(file):
        number += 1
        if len(line) > MOST_BYTES_A_LINE:
            raise FileRefused(f"Line {number} is longer than {MOST_BYTES_A_LINE:,} bytes: it is not a row of answers.")
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise FileRefused(f"Line {number} is not UTF-8: save the file as CSV in UTF-8.") from None
        yield number, text.rstrip("\r\n")


def _line(file: BinaryIO) -> bytes:
    try:
        return file.readline(MOST_BYTES_A_LINE + 1)
    except OSError as error:
        raise _cannot_be_read(error) from None


def _columns(instrument: Instrument, heading: str) -> list[str]:
    """Return the columns behind the id, each known and none twice."""
    cells = [cell.strip().lower() for cell in _cells(heading) or ()]
    needed, optional = columns_of(instrument)
    mend = f"the header has to be {expected(instrument)}"
    if len(cells) < 2:
        raise FileRefused(f"Line 1 has no columns separated by commas: {mend}.")
    if cells[0] in {*needed, *optional}:
        raise FileRefused(f"The first column is {cells[0]}, not an id: {mend}.")
    for place, cell in enumerate(cells[1:], start=2):
        if cell not in {*needed, *optional}:
            raise FileRefused(f"Column {place} is none of {instrument.name}: {mend}.")
        if cell in cells[1 : place - 1]:
            raise FileRefused(f"Column {place} repeats {cell}: {mend}.")
    if absent := [name for name in needed if name not in cells]:
        raise FileRefused(f"There is no column {absent[0]}: {mend}.")
    return cells[1:]


def _cells(text: str) -> list[str] | None:
    """Return the cells of one line; a cell never goes on in the next line."""
    try:
        cells = next(csv.reader([text], strict=True))
    except (csv.Error, StopIteration):
        return None
    return cells if all(len(cell) <= MOST_CHARACTERS_A_CELL for cell in cells) else None


def _row(instrument: Instrument, columns: list[str], line: int, text: str) -> Row:
    cells = _cells(text)
    if cells is None:
        return Row(line, None, None, RowFault.UNREADABLE_ROW)
    if len(cells) != len(columns) + 1:
        return Row(line, None, None, RowFault.CELL_COUNT)
    identifier = cells[0].strip()
    if not identifier:
        return Row(line, None, None, RowFault.ID_MISSING)
    numbers = _DECIMAL if instrument.by_score_only else _WHOLE
    answers = {
        name.removeprefix("item_"): _answer(cell, numbers) for name, cell in zip(columns, cells[1:], strict=True)
    }
    return Row(line, identifier, score(instrument, answers))


def _answer(cell: str, numbers: re.Pattern[str]) -> Answer:
    text = cell.strip()
    if not text:
        return Gap.MISSING
    if text.lower() == NOT_APPLICABLE:
        return Gap.NOT_APPLICABLE
    if numbers.fullmatch(text) is None:
        return Gap.UNREADABLE
    return Fraction(text)
