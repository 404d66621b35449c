"""Files → resources, one at a time: no file is ever held whole."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import ijson

from handrail.fhir.vocabulary import Refusal

LONGEST_LINE_BYTES: Final = 8 * 1024 * 1024
SUFFIXES: Final = {".json": "json", ".ndjson": "lines", ".jsonl": "lines"}


@dataclass(frozen=True)
class Row:
    """One row of a file: a resource, or why it is none. Files are counted from 1 in the order of their paths, because
    their names may be people's names."""

    file: int
    row: int
    resource: dict[str, Any] | None
    refusal: Refusal | None = None


class NothingToImport(Exception):
    """The given paths hold no .json, .ndjson or .jsonl file."""


def files_of(paths: list[Path]) -> list[Path]:
    """Return the files to read, those of folders included, in the order of their paths."""
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in SUFFIXES)
        else:
            found.add(path)
    if not found:
        raise NothingToImport("no .json, .ndjson or .jsonl file is there")
    return sorted(found)


def rows_of(file: BinaryIO, *, number: int, lines: bool) -> Iterator[Row]:
    """Yield every row of one open file."""
    yield from _lines(file, number) if lines else _document(file, number)


def _lines(file: BinaryIO, number: int) -> Iterator[Row]:
    row = 0
    while line := file.readline(LONGEST_LINE_BYTES + 1):
        whole = line.endswith(b"\n") or len(line) <= LONGEST_LINE_BYTES
        while not whole and (rest := file.readline(LONGEST_LINE_BYTES)):
            whole = rest.endswith(b"\n")
            line = b"too long"
        if not line.strip():
            continue
        row += 1
        if line == b"too long":
            yield Row(number, row, None, Refusal.TOO_LONG)
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            yield Row(number, row, None, Refusal.NOT_JSON)
            continue
        yield _row(number, row, found)


def _document(file: BinaryIO, number: int) -> Iterator[Row]:
    """Yield the resources of a Bundle, or the one resource a file is."""
    row = 0
    try:
        for found in ijson.items(file, "entry.item.resource", use_float=True):
            row += 1
            yield _row(number, row, found)
        if row == 0:
            file.seek(0)
            whole = next(iter(ijson.items(file, "", use_float=True)), None)
            if not (isinstance(whole, dict) and whole.get("resourceType") == "Bundle"):
                yield _row(number, 1, whole)
    except (ijson.JSONError, ValueError, RecursionError):
        yield Row(number, row + 1, None, Refusal.NOT_JSON)


def _row(file: int, row: int, found: object) -> Row:
    if isinstance(found, dict) and isinstance(found.get("resourceType"), str):
        return Row(file, row, found)
    return Row(file, row, None, Refusal.NOT_A_RESOURCE)
