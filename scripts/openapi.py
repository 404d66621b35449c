"""Write the API's description to openapi/openapi.json; with --check, fail where the file and the code differ."""

import json
import sys
from pathlib import Path

from handrail.core.settings import Settings
from handrail.main import create_app

FILE = Path(__file__).parents[1] / "openapi" / "openapi.json"


def main() -> None:
    """Write or check."""
    text = json.dumps(create_app(Settings()).openapi(), indent=2, ensure_ascii=False) + "\n"
    if "--check" not in sys.argv:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(text)
    elif not FILE.exists() or FILE.read_text() != text:
        sys.exit("openapi/openapi.json is not what the code says: run `make openapi` and commit what it writes.")


if __name__ == "__main__":
    main()
