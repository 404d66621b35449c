"""A crowd waits in turn, and a crowd that changes things keeps nobody from reading."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from handrail.core.settings import Settings
from handrail.core.turns import READERS_PER_CONNECTION, WRITERS_PER_CONNECTION, Turns

SETTINGS = Settings(hot_pool_size=1, pool_size=1)


@pytest.fixture
def turns() -> Turns:
    return Turns(SETTINGS)


async def take(turns: Turns, stack: AsyncExitStack, method: str, path: str = "/api/v1/sessions") -> bool:
    """Take a turn and keep it; say whether there was one at once."""
    try:
        async with asyncio.timeout(0.05):
            await stack.enter_async_context(turns.turn({"method": method, "path": path}))
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize(
    ("method", "turns_there_are", "other"),
    [("POST", WRITERS_PER_CONNECTION, "GET"), ("GET", READERS_PER_CONNECTION, "PATCH")],
)
async def test_whoever_comes_on_top_waits_and_the_other_kind_does_not(
    turns: Turns, method: str, turns_there_are: int, other: str
) -> None:
    async with AsyncExitStack() as stack:
        assert [await take(turns, stack, method) for _ in range(turns_there_are + 1)] == [
            *[True] * turns_there_are,
            False,
        ]
        assert await take(turns, stack, other)
        assert await take(turns, stack, "GET", "/readyz")


async def test_turns_come_in_the_order_of_coming_and_who_left_is_passed_over(turns: Turns) -> None:
    served: list[int] = []

    async def come(number: int) -> None:
        async with turns.turn({"method": "POST", "path": "/api/v1/sessions"}):
            served.append(number)

    async with AsyncExitStack() as stack:
        for _ in range(WRITERS_PER_CONNECTION):
            assert await take(turns, stack, "POST")
        crowd = []
        for number in range(5):
            crowd.append(asyncio.create_task(come(number)))
            await asyncio.sleep(0)
        crowd[1].cancel()
        await asyncio.sleep(0)
        assert served == []
    await asyncio.gather(*crowd, return_exceptions=True)
    assert served == [0, 2, 3, 4]


async def test_nobody_waits_until_too_little_time_is_left_to_work() -> None:
    turns = Turns(SETTINGS.model_copy(update={"request_timeout_s": 0.2}))
    async with AsyncExitStack() as stack:
        for _ in range(WRITERS_PER_CONNECTION):
            assert await take(turns, stack, "POST")
        async with asyncio.timeout(0.2):
            with pytest.raises(TimeoutError):
                await stack.enter_async_context(turns.turn({"method": "POST", "path": "/api/v1/sessions"}))
    async with AsyncExitStack() as stack:
        taken = [await take(turns, stack, "POST") for _ in range(WRITERS_PER_CONNECTION)]
        assert all(taken), "whoever gave up has left no turn taken"
