"""Whether the demo clinic stands, and having it built by a process of its own.

The marker is written when the clinic is whole: an interrupted build is thrown away and begun anew.
"""

import json
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

from handrail import boot
from handrail.boot import BootError
from handrail.core import migrations
from handrail.core.clock import today_in
from handrail.core.embedded_postgres import EmbeddedPostgres
from handrail.core.settings import Settings
from handrail.demo import cast
from handrail.supervisor import Child, Supervisor

BUILD_SECONDS = 600.0


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _facts() -> dict[str, str]:
    # The clinic's past ends with the week it was built in, and its rows are those of one schema.
    return {"week": str(_monday(today_in(cast.TIME_ZONE))), "schema": migrations.head()}


def is_current(folder: Path) -> bool:
    """Whether a whole clinic stands there, built this week with this schema."""
    try:
        return bool(json.loads((folder / "built.json").read_text()) == _facts())
    except (FileNotFoundError, ValueError):
        return False


def forget(folder: Path) -> None:
    """Throw an earlier clinic away. Refused while another process uses it."""
    if not (folder / "postgresql").exists():
        return
    postgres = EmbeddedPostgres(folder / "postgresql")
    postgres.start(attach=False)
    postgres.stop()
    for part in ("built.json", "build.log", "audit-heads.jsonl"):
        (folder / part).unlink(missing_ok=True)
    shutil.rmtree(folder / "postgresql")


def build(supervisor: Supervisor, settings: Settings, folder: Path) -> None:
    """Fill the empty database; returns early when asked to stop."""
    log = folder / "build.log"
    log.unlink(missing_ok=True)
    builder = Child(
        "demo clinic",
        [sys.executable, "-m", "handrail.demo.build"],
        {
            **boot.environment_of(settings),
            "HANDRAIL_STATEMENT_TIMEOUT_S": "30",
            "HANDRAIL_REQUEST_TIMEOUT_S": "60",
        },
        log=log,
    )
    if not supervisor.run(builder, BUILD_SECONDS):
        if not supervisor.stopping:
            raise BootError(f"The demo clinic could not be built: see {log}.")
        return
    (folder / "built.json").write_text(json.dumps(_facts()))
