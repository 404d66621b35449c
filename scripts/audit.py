"""Ask the registries' advisory services whether something that ships has a known weakness.

A weakness fails. A service that cannot be reached does not, and is said in words: NOT AUDITED. With --must-reach it
fails too. `pip-audit` asks PyPI, `npm audit` its registry; both get names and versions, nothing else.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[1]
SECONDS = 60
# Weaknesses that do not reach us, each by its id with the reason.
KNOWN: dict[str, str] = {}


@dataclass
class Audit:
    """What one service said."""

    name: str
    asked: int = 0
    weaknesses: list[str] = field(default_factory=list)
    unreached: str = ""

    @property
    def line(self) -> str:
        """One line for a person."""
        if self.weaknesses:
            return f"{self.name}: {len(self.weaknesses)} known weaknesses: {'; '.join(self.weaknesses)}"
        if self.unreached:
            return f"{self.name}: NOT AUDITED: {self.unreached}"
        return f"{self.name}: {self.asked} packages, no known weakness"


def read_pip_audit(said: str) -> Audit:
    """What `pip-audit --format json` printed. It passes, with a remark, over packages it could not ask about."""
    audit = Audit("API and worker")
    try:
        packages: list[dict[str, Any]] = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        audit.unreached = "the advisory service did not answer"
        return audit
    skipped = [package for package in packages if "skip_reason" in package]
    audit.asked = len(packages) - len(skipped)
    for package in packages:
        for weakness in package.get("vulns", []):
            if weakness["id"] not in KNOWN:
                mends = ", ".join(weakness.get("fix_versions", [])) or "nothing yet"
                audit.weaknesses.append(f"{package['name']} {package['version']} {weakness['id']} (mended by {mends})")
    if skipped or not packages:
        audit.unreached = f"the advisory service answered for {audit.asked} of {len(packages)} packages"
    return audit


def shipped_places() -> set[str]:
    """Places in node_modules of what a browser may get. npm's own `--omit dev` leaves some of them out."""
    packages = json.loads((REPOSITORY / "frontend" / "package-lock.json").read_text())["packages"]
    return {place for place, package in packages.items() if place and not package.get("dev")}


def read_npm_audit(said: str, shipped: set[str]) -> Audit:
    """What `npm audit --json` printed, as far as it ships."""
    audit = Audit("Web app", len(shipped))
    try:
        found: dict[str, Any] = json.loads(said)["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        audit.unreached = "the advisory service did not answer"
        return audit
    for name, package in found.items():
        if shipped.isdisjoint(package["nodes"]):
            continue
        causes = [cause for cause in package["via"] if isinstance(cause, dict)]
        audit.weaknesses += [f"{name}: {cause['title']}" for cause in causes if str(cause["source"]) not in KNOWN]
    return audit


def ask(command: list[str], folder: Path) -> str:
    """What a command printed; nothing when it took too long."""
    try:
        ended = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return ended.stdout


def main() -> None:
    """Ask both at once."""
    lock = ["--requirement", "requirements.lock", "--require-hashes", "--no-deps", "--disable-pip", "--timeout", "10"]
    python = ["pip-audit", *lock, "--format", "json", "--progress-spinner", "off"]
    web = ["npm", "audit", "--json", "--fetch-retries", "0", "--fetch-timeout", "10000"]
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(ask, [python, web], [REPOSITORY, REPOSITORY / "frontend"]))
    audits = [read_pip_audit(said[0]), read_npm_audit(said[1], shipped_places())]
    for audit in audits:
        print(audit.line)
    must_reach = "--must-reach" in sys.argv[1:]
    sys.exit(1 if any(audit.weaknesses or (must_reach and audit.unreached) for audit in audits) else 0)


if __name__ == "__main__":
    main()
