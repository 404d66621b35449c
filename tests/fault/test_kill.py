"""No acknowledged write is lost when the server, or the process that keeps it, is killed."""

import asyncio
import random
from pathlib import Path

import asyncpg
import pytest
from tests.fault.conftest import Keeper, kill_outright
from tests.support.figures import Figures

WRITERS = 4
RECOVERY_SECONDS = 30
GONE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


async def _write(url: str, writer: int, acknowledged: set[tuple[int, int]], first: int) -> None:
    """Insert numbers one by one, noting each that was acknowledged, until the connection breaks."""
    number = first
    try:
        connection = await asyncpg.connect(url)
        while True:
            number += 1
            await connection.execute("INSERT INTO written VALUES ($1, $2)", writer, number)
            acknowledged.add((writer, number))
    except GONE:
        return


async def _connect(url: str) -> asyncpg.Connection:
    async with asyncio.timeout(RECOVERY_SECONDS):
        while True:
            try:
                return await asyncpg.connect(url)
            except GONE:
                await asyncio.sleep(0.05)


async def _stored(url: str) -> set[tuple[int, int]]:
    connection = await _connect(url)
    try:
        return {(row["writer"], row["number"]) for row in await connection.fetch("SELECT writer, number FROM written")}
    finally:
        await connection.close()


@pytest.mark.timeout(1800)
async def test_acknowledged_writes_outlive_every_kill(
    root: Path, pytestconfig: pytest.Config, figures: Figures
) -> None:
    rounds: int = pytestconfig.getoption("--fault-rounds")
    acknowledged: set[tuple[int, int]] = set()
    keeper = await asyncio.to_thread(Keeper.start, root)
    try:
        connection = await asyncpg.connect(keeper.url)
        await connection.execute("CREATE TABLE written (writer int, number int, PRIMARY KEY (writer, number))")
        await connection.close()
        for number in range(rounds):
            before = len(acknowledged)
            writers = [
                asyncio.create_task(_write(keeper.url, writer, acknowledged, number * 1_000_000))
                for writer in range(WRITERS)
            ]
            await asyncio.sleep(random.uniform(0.1, 0.3))
            if number % 2:
                keeper.kill()
            else:
                kill_outright(int((root / "data" / "postmaster.pid").read_text().split()[0]))
            await asyncio.wait_for(asyncio.gather(*writers), RECOVERY_SECONDS)
            assert len(acknowledged) > before, "nothing was written in this round, so it proves nothing"
            if number % 2:
                keeper = await asyncio.to_thread(Keeper.start, root)
            missing = acknowledged - await _stored(keeper.url)
            assert not missing, f"round {number}: {len(missing)} acknowledged writes are gone"
    finally:
        keeper.stop()
    figures.tell(3, f"PostgreSQL killed {rounds} times: {len(acknowledged):,} acknowledged writes, none lost")
