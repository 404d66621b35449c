"""How long it takes to say who may be in twice: of somebody being entered, and of everybody there is."""

import asyncio
import time
from statistics import median

from sqlalchemy import text

from bench import seed
from bench.places import Place
from handrail.core.db import make_engine
from handrail.core.ids import OrganizationId
from handrail.core.pagination import PageParams
from handrail.core.units import Sessions
from handrail.participants.duplicates_schemas import DuplicateQuestion
from handrail.participants.duplicates_service import list_pairs, suggest

LIST_TIMES = 5


async def _times(place: Place, times: int) -> dict[str, tuple[list[float], int]]:
    """Milliseconds of each asking, and how many answers the last one had."""
    engine = make_engine(place.urls.app, pool_size=1, command_timeout_s=60)
    spent: dict[str, tuple[list[float], int]] = {}
    try:
        async with Sessions(engine, {}).begin(OrganizationId(seed.organization_id(1))) as db:
            rows = await db.execute(
                text(
                    "SELECT given_names, family_name, birth_date FROM participants WHERE status = 'active'"
                    " ORDER BY md5(id::text) LIMIT :times"
                ),
                {"times": times},
            )
            questions = [
                DuplicateQuestion(given_names=row.given_names, family_name=row.family_name, birth_date=row.birth_date)
                for row in rows
            ]
            entered, found = [], 0
            for question in questions:
                began = time.perf_counter()
                found = len(await suggest(db, question))
                entered.append((time.perf_counter() - began) * 1000)
            spent["on entry"] = entered, found
            listed = []
            for _ in range(LIST_TIMES):
                began = time.perf_counter()
                found = len((await list_pairs(db, PageParams(cursor=None, limit=50))).items)
                listed.append((time.perf_counter() - began) * 1000)
            spent["the list"] = listed, found
            await db.rollback()
    finally:
        await engine.dispose()
    return spent


def print_duplicates(place: Place, times: int) -> None:
    """Print what both questions take among the people of the first organization, application included."""
    print(f"\nduplicates among {place.size.people:,} people, ms")
    print(f"{'':16}{'median':>8}{'slowest':>9}{'found':>7}")
    for name, (spent, found) in asyncio.run(_times(place, times)).items():
        print(f"{name:16}{median(spent):8.1f}{max(spent):9.1f}{found:7}")
