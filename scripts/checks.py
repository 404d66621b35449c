"""Run checks that do not depend on each other side by side: `checks.py NAME…`, or all of them, or `all but NAME…`.

What passes says one line; what fails says everything, and the exit status is 1.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
LIMIT_SECONDS = 600
PROGRAMS = Path(sys.executable).parent  # of the virtual environment, whoever calls


@dataclass(frozen=True)
class Check:
    """A command and where it runs."""

    command: list[str]
    folder: Path = REPOSITORY
    environment: dict[str, str] = field(default_factory=dict)
    tells: bool = False
    """What it says matters although it passes."""


WEB = REPOSITORY / "frontend"
PYTHON = ["backend", "bench", "tests", "scripts", "migrations/env.py"]
# The longest first, so that two at a time end together.
CHECKS = {
    "types": Check(["mypy"]),
    "web-build": Check(["npm", "run", "--silent", "build"], WEB),
    "web-tests": Check(["npm", "run", "--silent", "test"], WEB),
    "web": Check(["npm", "run", "--silent", "check"], WEB),
    "openapi": Check([sys.executable, "scripts/openapi.py", "--check"]),
    "web-client": Check(["npm", "run", "--silent", "client:check"], WEB),
    "imports": Check(["lint-imports"], environment={"PYTHONPATH": "backend"}),
    "containers": Check([sys.executable, "scripts/containers.py"]),
    "secrets": Check([sys.executable, "scripts/find_secrets.py"]),
    "licences": Check([sys.executable, "scripts/licences.py", "--check"]),
    "settings-table": Check([sys.executable, "scripts/settings_table.py", "--check"]),
    "audit": Check([sys.executable, "scripts/audit.py"], tells=True),
    "lint": Check(["ruff", "check", *PYTHON]),
    "format": Check(["ruff", "format", "--check", *PYTHON]),
}
GROUPS = {
    "static": ["types", "web", "imports", "containers", "secrets", "lint", "format"],
    "drift": ["openapi", "web-client", "licences", "settings-table"],
}


def run(name: str) -> bool:
    """Run one check and tell how it went."""
    check = CHECKS[name]
    began = time.monotonic()
    try:
        ended = subprocess.run(
            check.command,
            cwd=check.folder,
            env={**os.environ, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", **check.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
        passed, said = ended.returncode == 0, ended.stdout
    except subprocess.TimeoutExpired:
        passed, said = False, f"not done after {LIMIT_SECONDS} s\n"
    line = f"{'ok  ' if passed else 'FAIL'} {name} ({time.monotonic() - began:.1f} s)"
    told = f"\n{said.rstrip()}" if check.tells else ""
    print(line + told if passed else f"{line}: {' '.join(check.command)}\n{said}", flush=True)
    return passed


def main() -> None:
    """Run the named checks and groups, or all, or all others."""
    words = sys.argv[1:]
    others = words[:2] == ["all", "but"]
    named = [name for word in words[2 * others :] for name in GROUPS.get(word, [word])]
    if unknown := [name for name in named if name not in CHECKS]:
        sys.exit(f"no such check: {', '.join(unknown)}; there are {', '.join([*CHECKS, *GROUPS])}")
    chosen = [name for name in CHECKS if not named or (name in named) != others]
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
        passed = list(pool.map(run, chosen))
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
