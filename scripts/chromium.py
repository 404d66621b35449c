"""Print the path of a Chromium for the browser tests, installing one into .cache when the machine has none.

The machine's own comes first. Otherwise npm's `@sparticuz/chromium`, pinned and hashed in `scripts/chromium/`, is
unpacked with the libraries and fonts it brings; they are used only where the machine lacks its own.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PINNED = REPOSITORY / "scripts" / "chromium"
CACHE = REPOSITORY / ".cache" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
UNPACK = "import('@sparticuz/chromium').then((chromium) => chromium.default.executablePath())"


def works(path: str) -> bool:
    """Whether it starts: some systems have a `chromium-browser` that only asks to install one."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def system_chromium() -> str | None:
    """The machine's own, or the one that CHROMIUM names."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [*filter(None, map(shutil.which, NAMES)), str(MAC)]
    return next((path for path in candidates if works(path)), None)


def install() -> Path:
    """Unpack the pinned package once; everything moves into place in one step."""
    start = CACHE / "start"
    if start.exists():
        return start
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        sys.exit("No Chromium found: install one, or name its path in CHROMIUM.")
    CACHE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE.parent, prefix="chromium-") as name:
        scratch = Path(name)
        package, unpacked = scratch / "package", scratch / "unpacked"
        shutil.copytree(PINNED, package)
        unpacked.mkdir()
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=package, check=True, stdout=2)
        # The package unpacks its libraries only where it believes to be in a Lambda; it is told so.
        environment = {**os.environ, "TMPDIR": str(unpacked), "AWS_EXECUTION_ENV": "24.x"}
        subprocess.run(["node", "-e", UNPACK], cwd=package, check=True, env=environment, stdout=2)
        write_start(unpacked)
        shutil.rmtree(CACHE, ignore_errors=True)
        unpacked.rename(CACHE)
    return start


def write_start(folder: Path) -> None:
    """The script that starts it with what the machine lacks."""
    linked = subprocess.run(["ldd", folder / "chromium"], capture_output=True, text=True, check=False).stdout
    lines = ["#!/bin/sh", 'here=$(dirname "$(readlink -f "$0")")']
    if "not found" in linked:
        lines.append('export LD_LIBRARY_PATH="$here/al2023/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"')
    if not any(Path(place).is_dir() for place in ("/usr/share/fonts", "/usr/local/share/fonts")):
        lines.append('export FONTCONFIG_PATH="$here/fonts"')
    lines.append('exec "$here/chromium" "$@"')
    start = folder / "start"
    start.write_text("\n".join(lines) + "\n")
    start.chmod(0o755)


def main() -> None:
    """Print the path."""
    path = system_chromium() or str(install())
    if not works(path):
        sys.exit(f"The Chromium at {path} does not start: install libnss3 and libnspr4, or name another in CHROMIUM.")
    print(path)


if __name__ == "__main__":
    main()
