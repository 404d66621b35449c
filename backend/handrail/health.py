"""Is this process well? `python -m handrail.health api [PORT]` or `… worker`, for container and service managers.

Exit status 0 and a word, or 1 and a line that says what is wrong. The API is asked over HTTP. The worker has no port:
it is well when nothing that is due has been waiting for long.

It is asked every few seconds on a machine that may be busy: it loads nothing that it does not need. The API's check
needs the standard library alone; what the worker's needs takes twenty times as long to load, and loads inside it.
"""

import sys
import urllib.error
import urllib.request
from typing import NoReturn

PATIENCE_MINUTES = 5
ANSWER_SECONDS = 3.0

# A schedule that no version runs any more stays in its table, for ever due: only those of this version count.
WAITING = """
SELECT (SELECT count(*) FROM pgqueuer
         WHERE status = 'queued' AND entrypoint = ANY($1)
           AND greatest(execute_after, created) < now() - make_interval(mins => $3))
     + (SELECT count(*) FROM pgqueuer_schedules
         WHERE status = 'queued' AND entrypoint = ANY($2) AND next_run < now() - make_interval(mins => $3))
"""


def api(port: int) -> None:
    """Ask the API on this machine whether it and its database answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=ANSWER_SECONDS):
            _say("ready")
    except urllib.error.HTTPError as error:
        _unwell(f"not ready: the API answers {error.code}")
    except OSError:
        _unwell(f"not ready: nothing answers on port {port}")


def worker() -> None:
    """Ask the queue whether work that is due is being done."""
    import asyncio  # noqa: PLC0415 - the API's check runs no loop

    import asyncpg  # noqa: PLC0415 - the API's check asks no database

    from handrail.boot import urls_of  # noqa: PLC0415 - loads the settings
    from handrail.command import settings_of  # noqa: PLC0415 - loads the settings
    from handrail.slices import JOBS, periodic  # noqa: PLC0415 - loads every slice

    async def waiting() -> int:
        connection = await asyncpg.connect(url, timeout=ANSWER_SECONDS, command_timeout=ANSWER_SECONDS)
        try:
            schedules = [work.name for work in periodic(settings)]
            count: int = await connection.fetchval(WAITING, list(JOBS), schedules, PATIENCE_MINUTES)
            return count
        finally:
            await connection.close(timeout=ANSWER_SECONDS)

    settings = settings_of(None)
    if settings.database_url is None:
        _unwell("the worker's check asks a database outside: HANDRAIL_DATABASE_URL names none")
    url = urls_of(settings).maintenance
    try:
        count = asyncio.run(waiting())
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        _unwell(f"not ready: the database does not answer ({type(error).__name__})")
    if count:
        _unwell(f"not ready: {count} due for more than {PATIENCE_MINUTES} minutes")
    _say("ready")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def _unwell(why: str) -> NoReturn:
    sys.stderr.write(f"{why}\n")
    sys.exit(1)


def main(arguments: list[str]) -> None:
    """Run the check that is named."""
    match arguments:
        case ["api"]:
            api(8000)
        case ["api", port] if port.isdecimal() and 0 < int(port) < 65_536:
            api(int(port))
        case ["worker"]:
            from handrail.command import run_command  # noqa: PLC0415 - loads the settings

            run_command(worker)
        case _:
            _unwell("say which: python -m handrail.health api [PORT], or worker")


if __name__ == "__main__":
    main(sys.argv[1:])
