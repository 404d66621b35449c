"""No screen and no dialog of the web app is without a row where axe looks at it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.browser.dialogs import BY_HAND, ELSEWHERE, OPENED
from tests.browser.pages import PAGES

REPOSITORY = Path(__file__).parents[2]
WEB = REPOSITORY / "frontend" / "src"
TESTS = "\n".join(path.read_text() for path in sorted((REPOSITORY / "tests" / "browser").glob("test_*.py")))
DIALOG = re.compile(r"<(?:Modal|Drawer|LaterDrawer|FormDialog|FormDrawer|ConfirmDialog)\b(?! \{\.\.\.props)")
SHARED = ("ui/form-dialog", "ui/form-drawer", "ui/drawer", "ui/later-drawer", "features/clinic/confirm-dialog")
"""What dialogs are made of."""


def routes() -> list[str]:
    return re.findall(r'path: "(/[^"]+)"', (WEB / "app" / "router.tsx").read_text())


def dialogs() -> Counter[str]:
    found: Counter[str] = Counter()
    for path in sorted(WEB.rglob("*.tsx")):
        name = path.relative_to(WEB).with_suffix("").as_posix()
        if not name.endswith(".test") and not name.startswith(SHARED):
            found[name.removeprefix("features/")] += len(DIALOG.findall(path.read_text()))
    return +found


def test_every_route_is_a_page_that_axe_looks_at() -> None:
    assert len(routes()) > 20, "the router is read no more"
    looked_at = {*PAGES, *re.findall(r'"(/[^"\s]*)"', TESTS)}
    places = [re.sub(r"\{[^}]*\}", "{}", one.split("?")[0]) for one in looked_at]
    missing = [route for route in routes() if re.sub(r"\$\w+", "{}", route) not in places]
    assert missing == [], "add it to PAGES in tests/browser/pages.py"


def test_every_dialog_has_a_row() -> None:
    found = dialogs()
    assert found.total() > 80, "dialogs are found no more"
    rows = Counter(one.file for one in OPENED)
    for file, names in ELSEWHERE.items():
        rows[file] += len(names)
    missing = {file: count for file, count in found.items() if rows[file] + BY_HAND.get(file, 0) < count}
    assert missing == {}, "add what opens it to tests/browser/dialogs.py"


def test_no_row_is_of_a_dialog_that_is_gone() -> None:
    found = dialogs()
    listed = {one.file for one in OPENED} | set(ELSEWHERE) | set(BY_HAND)
    assert listed - set(found) == set()
    rows = Counter(one.file for one in OPENED)
    still = {
        file: count
        for file, count in BY_HAND.items()
        if count > max(found[file] - rows[file] - len(ELSEWHERE.get(file, ())), 0)
    }
    assert still == {}, "fewer are left to look at by hand"


def test_rows_of_other_tests_stand_there() -> None:
    gone = [name for names in ELSEWHERE.values() for name in names if f'"{name}"' not in TESTS]
    assert gone == []
