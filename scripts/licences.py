"""List the licences of what ships in docs/licences.md, and refuse one that would bind Handrail or those who run it.

`licences.py` writes the list; `--check` says whether it is current. What ships is requirements.lock and the web app's
packages that are not for development. Python's licences come from the installed packages, npm's from the lock file.
"""

import json
import re
import sys
from importlib import metadata
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
DOCUMENT = REPOSITORY / "docs" / "licences.md"
HEAD = """# Licences of what ships

Made by `make licences`. Tools of development are not part of it. A licence that asks for the source of a whole work
(GPL, AGPL, SSPL) or limits its use fails the check.
"""
REFUSED = re.compile(
    r"\b(A?GPL|SSPL|BUSL|Elastic|Commons-Clause|GNU (Affero )?General Public|Server Side Public|CC-BY-NC)",
    re.IGNORECASE,
)
# Not installed on every system, so that their metadata is not at hand.
ELSEWHERE = {"colorama": "BSD-3-Clause"}
# What old metadata calls them, and SPDX.
SPDX = {"MIT License": "MIT", "ISC License": "ISC", "ISC License (ISCL)": "ISC", "BSD License": "BSD-3-Clause"}
LONGEST_NAME = 60  # a whole text in the place of a name


class LicenceError(Exception):
    """A licence that is refused or not known."""


def refuse(name: str, licence: str) -> None:
    """Raise unless the licence may ship. Of alternatives one is enough, of parts each counts."""
    if not licence:
        raise LicenceError(f"{name} names no licence: look it up and name it in scripts/licences.py, or leave it out")
    alternatives = re.split(r"\s+OR\s+", licence.strip("()"))
    if all(REFUSED.search(alternative) for alternative in alternatives):
        raise LicenceError(f"{name} comes under {licence}, which may not ship: leave it out")


def python_licence(name: str) -> str:
    """A package's licence as its metadata says."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ELSEWHERE.get(name, "")
    classes = [one.split("::")[-1].strip() for one in said.get_all("Classifier") or [] if one.startswith("License")]
    for candidate in (said.get("License-Expression"), said.get("License"), *classes):
        if candidate and len(candidate) <= LONGEST_NAME and "\n" not in candidate:
            return SPDX.get(candidate, candidate)
    return ""


def python_packages() -> dict[str, str]:
    """Licences of requirements.lock."""
    lock = (REPOSITORY / "requirements.lock").read_text()
    return {name: python_licence(name) for name in re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE)}


def web_packages() -> dict[str, str]:
    """Licences of the web app's packages that a browser may get."""
    packages = json.loads((REPOSITORY / "frontend" / "package-lock.json").read_text())["packages"]
    return {
        place.rpartition("node_modules/")[2]: str(package.get("license", "")).strip("()")
        for place, package in sorted(packages.items())
        if place and not package.get("dev")
    }


def document() -> str:
    """The whole list; raises when something may not ship."""
    parts = [HEAD]
    for title, packages in (("API and worker", python_packages()), ("Web app", web_packages())):
        for name, licence in packages.items():
            refuse(name, licence)
        rows = [f"| {name} | {licence} |" for name, licence in packages.items()]
        parts.append("\n".join([f"## {title}", "", "| Package | Licence |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def main() -> None:
    """Write the list, or compare it."""
    try:
        wanted = document()
    except LicenceError as error:
        sys.exit(str(error))
    if "--check" not in sys.argv[1:]:
        DOCUMENT.write_text(wanted)
    elif not DOCUMENT.exists() or DOCUMENT.read_text() != wanted:
        sys.exit("docs/licences.md is not current: make licences")


if __name__ == "__main__":
    main()
