"""What a container or service manager is told about a process."""

import asyncio
from collections.abc import Callable

import asyncpg
import pytest
from tests.support.live_server import LiveServer

from handrail import health
from handrail.core.cluster import Urls
from handrail.slices import JOBS, PERIODIC

QUEUED = """
INSERT INTO pgqueuer (priority, status, entrypoint, created, execute_after)
VALUES (0, 'queued', $1, now() - interval '1 day', now() - make_interval(mins => $2))
"""
SCHEDULED = """
INSERT INTO pgqueuer_schedules (expression, entrypoint, next_run) VALUES ('7 * * * *', $1, now() - interval '6 minutes')
"""


@pytest.fixture(autouse=True)
def environment(urls: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in urls.environment().items():
        monkeypatch.setenv(name, value)


def exit_status(check: Callable[[], None]) -> int:
    try:
        check()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.mark.parametrize(
    ("statement", "values", "expected"),
    [
        (QUEUED, [next(iter(JOBS)), 6], 1),
        (QUEUED, [next(iter(JOBS)), 4], 0),
        (QUEUED, ["of another version", 6], 0),
        (SCHEDULED, [PERIODIC[0].name], 1),
        (SCHEDULED, ["of another version"], 0),
    ],
    ids=["job overdue", "job soon due", "job of another version", "schedule overdue", "schedule of another version"],
)
async def test_a_worker_is_unwell_when_its_work_waits(
    urls: Urls, capsys: pytest.CaptureFixture[str], statement: str, values: list[object], expected: int
) -> None:
    connection = await asyncpg.connect(urls.maintenance)
    try:
        await connection.execute("DELETE FROM pgqueuer")
        await connection.execute("DELETE FROM pgqueuer_schedules")
        await connection.execute(statement, *values)
        assert await asyncio.to_thread(exit_status, health.worker) == expected
    finally:
        await connection.execute("DELETE FROM pgqueuer")
        await connection.execute("DELETE FROM pgqueuer_schedules")
        await connection.close()
    said = capsys.readouterr()
    assert said.out == ("" if expected else "ready\n")
    assert said.err == ("not ready: 1 due for more than 5 minutes\n" if expected else "")


def test_the_api_is_asked_over_http(live_server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    port = live_server.url.rpartition(":")[2]
    assert exit_status(lambda: health.main(["api", port])) == 0
    assert exit_status(lambda: health.main(["api", "9"])) == 1
    assert capsys.readouterr().err == "not ready: nothing answers on port 9\n"
    assert exit_status(lambda: health.main(["api", "90000"])) == 1
    assert exit_status(lambda: health.main([])) == 1
