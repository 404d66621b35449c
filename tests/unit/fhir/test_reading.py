"""Files → rows: a bad one never stops the rest."""

import io
import json
from pathlib import Path

import pytest
from tests.factories.fhir import patient, write_bundle, write_lines

from handrail.fhir.reading import LONGEST_LINE_BYTES, NothingToImport, Row, files_of, rows_of
from handrail.fhir.vocabulary import Refusal


def read(content: bytes, *, lines: bool) -> list[Row]:
    return list(rows_of(io.BytesIO(content), number=1, lines=lines))


def test_a_broken_line_is_told_and_the_next_one_read() -> None:
    good = json.dumps(patient()).encode()
    rows = read(b"\n".join([good, b'{"resourceType": "Pat', b"", b"[1]", b"\xff\xfe", good]), lines=True)
    assert [(row.row, row.refusal) for row in rows] == [
        (1, None),
        (2, Refusal.NOT_JSON),
        (3, Refusal.NOT_A_RESOURCE),
        (4, Refusal.NOT_JSON),
        (5, None),
    ]


def test_a_line_without_end_does_not_fill_the_memory() -> None:
    endless = b"x" * (3 * LONGEST_LINE_BYTES) + b"\n" + json.dumps(patient()).encode()
    assert [row.refusal for row in read(endless, lines=True)] == [Refusal.TOO_LONG, None]


def test_nesting_without_end_is_no_json() -> None:
    assert [row.refusal for row in read(b"[" * 200_000, lines=True)] == [Refusal.NOT_JSON]


def test_a_bundle_is_read_entry_by_entry(tmp_path: Path) -> None:
    path = write_bundle(tmp_path / "bundle.json", [patient("A-1"), {"resourceType": "Claim"}, patient("A-2")])
    rows = read(path.read_bytes(), lines=False)
    assert [row.resource["resourceType"] for row in rows if row.resource] == ["Patient", "Claim", "Patient"]


def test_what_stands_before_the_break_of_a_bundle_is_kept(tmp_path: Path) -> None:
    whole = write_bundle(tmp_path / "bundle.json", [patient("A-1"), patient("A-2")]).read_bytes()
    rows = read(whole[: len(whole) - 200], lines=False)
    assert [row.refusal for row in rows] == [None, Refusal.NOT_JSON]


def test_a_file_may_be_one_resource_or_an_empty_bundle() -> None:
    assert len(read(json.dumps(patient()).encode(), lines=False)) == 1
    assert read(b'{"resourceType": "Bundle", "entry": []}', lines=False) == []
    assert [row.refusal for row in read(b"", lines=False)] == [Refusal.NOT_JSON]
    assert [row.refusal for row in read(b"[]", lines=False)] == [Refusal.NOT_A_RESOURCE]


def test_folders_are_read_in_the_order_of_their_paths(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    names = [write_lines(tmp_path / name, [patient()]) for name in ("z.ndjson", "a.json", "b/c.jsonl", "read.me")]
    assert files_of([tmp_path, names[1]]) == sorted(names[:3])
    with pytest.raises(NothingToImport):
        files_of([_empty(tmp_path)])


def _empty(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"
