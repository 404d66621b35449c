"""Write the table of settings in docs/operating.md from the code, or with --check say whether it is current."""

import re
import sys
from pathlib import Path

from pydantic_core import PydanticUndefined

from handrail.core.settings import Settings

DOCUMENT = Path(__file__).parents[1] / "docs" / "operating.md"
PLACE = re.compile(r"(<!-- settings: scripts/settings_table.py -->\n).*?(<!-- end of settings -->)", re.DOTALL)


def table() -> str:
    """Every setting as its variable, its default and what it means."""
    lines = ["| Variable | Default | Meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        assert default is not PydanticUndefined, f"{name} has no default: Handrail must start without any setting"
        assert field.description, f"{name} has no description: operators read it"
        shown = "" if default in (None, []) else f"`{default}`"
        lines.append(f"| `HANDRAIL_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines) + "\n"


def written(document: str) -> str:
    """The document with the table of today."""
    changed, count = PLACE.subn(lambda match: match[1] + table() + match[2], document)
    assert count == 1, "docs/operating.md has lost the marks around its table of settings"
    return changed


def main() -> None:
    """Write the table, or compare it."""
    document = DOCUMENT.read_text()
    if document == written(document):
        return
    if "--check" in sys.argv[1:]:
        sys.exit("The table of settings in docs/operating.md is not current: run python scripts/settings_table.py")
    DOCUMENT.write_text(written(document))


if __name__ == "__main__":
    main()
