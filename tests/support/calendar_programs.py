"""Calendar programs that people really use, each in one process: vdirsyncer fetches a feed, khal reads the files."""

import asyncio
import json
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

SYNC = """
import sys
from vdirsyncer.cli import app
for command in ("discover", "sync"):
    app(["--config", sys.argv[1], command], standalone_mode=False)
"""
SYNC_SETTINGS = """
[general]
status_path = "{folder}/status/"
[pair feed]
a = "ours"
b = "theirs"
collections = null
[storage ours]
type = "http"
url = "{url}"
[storage theirs]
type = "filesystem"
path = "{folder}/calendar/"
fileext = ".ics"
"""
READ_SETTINGS = """
[calendars]
[[feed]]
path = {folder}/calendar/
readonly = True
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


async def fetch_with_vdirsyncer(url: str, folder: Path) -> list[Path]:
    """Sync the feed at an address into a folder, as to a phone; return the events' files."""
    settings = folder / "vdirsyncer"
    settings.write_text(SYNC_SETTINGS.format(url=url, folder=folder))
    (folder / "calendar").mkdir(exist_ok=True)
    await _run(folder, "-c", SYNC, str(settings))
    return sorted((folder / "calendar").glob("*.ics"))


async def starts_in_khal(folder: Path, first: date, last: date) -> list[datetime]:
    """When khal says that the fetched events of these days begin."""
    settings = folder / "khal"
    settings.write_text(READ_SETTINGS.format(folder=folder))
    told = await _run(
        folder, "-m", "khal", "-c", str(settings), "list", "--json", "start-long-full", str(first), str(last)
    )
    events = [event for line in told.splitlines() if line for event in json.loads(line)]
    return sorted(datetime.strptime(one["start-long-full"], "%Y-%m-%d %H:%M").replace(tzinfo=UTC) for one in events)


async def _run(folder: Path, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, complaint = await process.communicate()
    assert process.returncode == 0, complaint.decode()[-3000:]
    return out.decode()
