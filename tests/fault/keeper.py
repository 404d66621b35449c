"""Runs a PostgreSQL over ROOT until it is killed: `python keeper.py ROOT [--without-parent-death]`."""

import json
import sys
import threading
from pathlib import Path

from handrail.core import process_death
from handrail.core.embedded_postgres import EmbeddedPostgres

if "--without-parent-death" in sys.argv:
    process_death._libc = None  # as on a platform whose kernel tells children nothing
postgres = EmbeddedPostgres(Path(sys.argv[1]))
server = postgres.start()
sys.stdout.write(json.dumps({"url": server.url(), "postmaster": postgres.pid}) + "\n")
sys.stdout.flush()
threading.Event().wait()
