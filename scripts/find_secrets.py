"""Find keys, tokens and passwords in what git would keep, by detect-secrets' patterns: `find_secrets.py [FOLDER]`.

What is meant says so on its line, `pragma: allowlist secret`, or before it, `pragma: allowlist nextline secret`.
The detector of words like `password =` is left out: it finds every test's sign-in and every label of a form.
"""

import re
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

REPOSITORY = Path(__file__).parents[1]
PLUGINS = (
    "ArtifactoryDetector",
    "AWSKeyDetector",
    "AzureStorageKeyDetector",
    "BasicAuthDetector",
    "DiscordBotTokenDetector",
    "GitHubTokenDetector",
    "GitLabTokenDetector",
    "JwtTokenDetector",
    "MailchimpDetector",
    "NpmDetector",
    "OpenAIDetector",
    "PrivateKeyDetector",
    "PypiTokenDetector",
    "SendGridDetector",
    "SlackDetector",
    "SquareOAuthDetector",
    "StripeDetector",
    "TelegramBotTokenDetector",
    "TwilioKeyDetector",
)
ENTROPY = ({"name": "Base64HighEntropyString", "limit": 4.5}, {"name": "HexHighEntropyString", "limit": 3.0})
FILTERS = ("allowlist.is_line_allowlisted", "heuristic.is_sequential_string", "heuristic.is_potential_uuid")
SETTINGS = {
    "plugins_used": [*({"name": name} for name in PLUGINS), *ENTROPY],
    "filters_used": [{"path": f"detect_secrets.filters.{name}"} for name in FILTERS],
}
# Hashes of packages, and what is generated from files that are read.
LEFT_OUT = re.compile(r"\.lock$|package-lock\.json$|^openapi/openapi\.json$|/schema\.d\.ts$|\.(woff2|png|ico)$")
CANDIDATE = re.compile(r"[A-Za-z0-9+/=_-]{20}|://[^/]+:[^/]+@|PRIVATE KEY|[A-Za-z0-9]{16}")
LARGEST_BYTES = 2_000_000


def files(folder: Path) -> list[Path]:
    """What git has and what it would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=60).stdout.decode()
    paths = [folder / name for name in listed.split("\0") if name and not LEFT_OUT.search(name)]
    return [path for path in paths if path.is_file() and path.stat().st_size <= LARGEST_BYTES]


def findings(paths: list[Path]) -> list[str]:
    """Where files hold what looks like a secret, and of which kind; never the secret.

    detect-secrets is slow: it gets only the lines that could hold one, and those before.
    """
    found: list[str] = []
    with transient_settings(SETTINGS), TemporaryDirectory() as folder:
        for path in paths:
            lines = path.read_text(errors="replace").splitlines()
            numbers = [number for number, line in enumerate(lines, 1) if CANDIDATE.search(line)]
            if not numbers:
                continue
            kept = sorted({near for number in numbers for near in (number - 1, number) if near})
            excerpt = Path(folder) / path.name
            excerpt.write_text("\n".join(lines[number - 1] for number in kept))
            found += [f"{path}:{kept[one.line_number - 1]}: {one.type}" for one in scan_file(str(excerpt))]
    return found


def main() -> None:
    """Look through a folder under git."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY
    if not (folder / ".git").exists():
        print("Not looked for secrets: this is no working copy of git, so that nothing can be committed.")
        return
    listed = files(folder)
    with get_context("spawn").Pool(2) as pool:  # loading the patterns takes long: once a process
        found = [line for lines in pool.map(findings, [listed[0::2], listed[1::2]], chunksize=1) for line in lines]
    if found:
        print("\n".join(found))
        sys.exit("Take these out, and change them if they were ever used: git keeps them. Or say that they are meant.")


if __name__ == "__main__":
    main()
