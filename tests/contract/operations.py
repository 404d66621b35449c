"""What operations are called: the words of the audit page, which the server's own lists use too.

`python -m tests.contract.operations` copies them anew from the web app, to where the server reads them.
"""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "frontend/src/features/audit"
TABLE = ROOT / "backend/handrail/reporting/data/operations.json"
REGENERATE = "python -m tests.contract.operations"

_WORDED = re.compile(r'^ {2}(\w+):\s+("(?:[^"\\]|\\.)*"),$', re.MULTILINE)


def words_of_the_page() -> dict[str, dict[str, str]]:
    """Language → code of an operation → what it is called."""
    found = {}
    for language in ("en", "es"):
        text = (PAGE / f"operations-{language}.ts").read_text("utf-8")
        found[language] = {code: json.loads(words) for code, words in _WORDED.findall(text)}
    return found


def rendered() -> str:
    """The table as it is stored."""
    return json.dumps(words_of_the_page(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    TABLE.write_text(rendered(), "utf-8")
