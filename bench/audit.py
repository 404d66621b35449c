"""What the audit costs once it is long: sealing, verifying, and asking who saw a chart."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from random import Random
from statistics import median
from uuid import UUID

import asyncpg

from bench import seed
from bench.places import Bench, make_database
from handrail.core.audit import INSERT_ENTRIES, Look
from handrail.core.audit_sealing import seal_all
from handrail.core.audit_verification import verify_chain
from handrail.core.cluster import Urls
from handrail.core.ids import AccountId, OrganizationId, new_id
from handrail.reporting.audit_queries import ACCOUNT_ENTRIES, CHART_ENTRIES

DATABASE = "bench_audit"
ENTRIES = 200_000
NAMED = 4
"""People an entry is about: between one chart and a roster."""
TOGETHER = 200
ASKED = 100
PAGE = 50
ORGANIZATION = OrganizationId(seed.organization_id(1))


def print_audit(bench: Bench, entries: int) -> None:
    """Print rates of sealing and verifying, and how long the two questions take."""
    urls = asyncio.run(make_database(bench, DATABASE))
    asyncio.run(_print_audit(urls, bench.server.url(DATABASE), entries))


async def _print_audit(urls: Urls, superuser: str, entries: int) -> None:
    owner, auditor, maintenance, app = [
        await asyncpg.connect(url) for url in (superuser, urls.auditor, urls.maintenance, urls.app)
    ]
    try:
        marks = await owner.fetch("SELECT * FROM audit_watermarks")
        await seed.fill(owner, seed.SMALL)  # it empties every table first
        await owner.copy_records_to_table("audit_watermarks", records=[tuple(mark) for mark in marks])
        people = await _ids(owner, "SELECT id FROM participants WHERE organization_id = $1 ORDER BY id")
        accounts = await _ids(owner, "SELECT id FROM accounts WHERE organization_id = $1 ORDER BY id")
        print(f"\naudit of {entries:,} entries of one organization, {NAMED} of its {len(people):,} people each")
        _rate("written", entries, await _timed(lambda: _write(auditor, people, accounts, entries)))
        _rate("sealed", entries, await _timed(lambda: seal_all(maintenance)))
        _rate("verified", entries, await _timed(lambda: _verify(maintenance, entries)))
        await owner.execute("VACUUM ANALYZE")
        for name, statement, whom in (
            ("who saw this chart", CHART_ENTRIES, people),
            ("what this account did", ACCOUNT_ENTRIES, accounts),
        ):
            times = await _ask(app, statement, whom)
            print(
                f"{name:24}{median(times):8.2f} ms, p95 {sorted(times)[int(len(times) * 0.95)]:.2f}, the newest {PAGE}"
            )
    finally:
        for connection in (owner, auditor, maintenance, app):
            await connection.close()


async def _ids(connection: asyncpg.Connection, statement: str) -> list[UUID]:
    return [row["id"] for row in await connection.fetch(statement, ORGANIZATION)]


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


def _rate(name: str, entries: int, seconds: float) -> None:
    print(f"{name:24}{entries / seconds:8,.0f} a second")


async def _write(connection: asyncpg.Connection, people: Sequence[UUID], accounts: Sequence[UUID], count: int) -> None:
    chance = Random(5)
    for _ in range(0, count, TOGETHER):
        rows = [_entry(chance.sample(people, NAMED), chance.choice(accounts)) for _ in range(TOGETHER)]
        await connection.execute(INSERT_ENTRIES, json.dumps(rows))


def _entry(people: Sequence[UUID], account: UUID) -> dict[str, object]:
    looked = Look(
        request_id=new_id().hex,
        action="read_roster",
        resource="/sessions/{session_id}/roster",
        resource_ids={"session_id": str(new_id())},
        organization_id=ORGANIZATION,
        account_id=AccountId(account),
        roles=("therapist",),
        client=f"session:{new_id()}",
        participant_ids=set(people),
    )
    return looked.entry(status=200)


async def _verify(connection: asyncpg.Connection, entries: int) -> None:
    verdict = await verify_chain(connection, ORGANIZATION)
    assert (verdict.findings, verdict.sealed, verdict.unsealed) == ([], entries, 0), verdict


async def _ask(connection: asyncpg.Connection, statement: str, whom: Sequence[UUID]) -> list[float]:
    """Return ms of each of a hundred questions, asked as the product asks them."""
    times = []
    for number in range(ASKED):
        one = whom[number * 37 % len(whom)]
        await connection.execute(f"BEGIN; SET LOCAL app.organization_id = '{ORGANIZATION}'")
        began = time.perf_counter()
        row = await connection.fetchrow(statement, one, None, None, None, None, None, None, PAGE)
        times.append((time.perf_counter() - began) * 1000)
        assert row is not None
        await connection.execute("COMMIT")
    return times
