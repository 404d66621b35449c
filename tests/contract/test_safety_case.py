"""Every control of the safety case has its test, and the test is there."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
CASE = REPOSITORY / "docs" / "safety-case.md"
EVIDENCE = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ON_SCREEN = re.compile(r"`(frontend/src/[\w/.-]+\.test\.tsx)::([^`]+)`")


def test_every_test_the_safety_case_names_is_there() -> None:
    named = EVIDENCE.findall(CASE.read_text())
    assert len(named) > 30, "the safety case lost its evidence"
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (REPOSITORY / file).exists()
        or not re.search(rf"^\s*(async )?def {test}\(", (REPOSITORY / file).read_text(), re.MULTILINE)
    ]
    missing += [
        f"{file}::{test}"
        for file, test in ON_SCREEN.findall(CASE.read_text())
        if not (REPOSITORY / file).exists() or f'it("{test}' not in (REPOSITORY / file).read_text()
    ]
    assert missing == [], "docs/safety-case.md names these as evidence: mend the document, or bring the test back"


def test_every_control_has_its_evidence() -> None:
    rows = [line for line in CASE.read_text().splitlines() if line.startswith("|") and not line.startswith("|-")]
    controls = [row for row in rows if not row.startswith("| Cause |")]
    assert [row for row in controls if not EVIDENCE.search(row) and not ON_SCREEN.search(row)] == []
