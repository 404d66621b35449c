"""Whether PostgreSQL reads a hundred times the data the same way, and what a search takes of its time."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bench import requests, seed
from bench.places import Place
from handrail.core.access import Actor
from handrail.core.db import make_engine
from handrail.core.ids import AccountId, OrganizationId, StaffId
from handrail.core.pagination import PageParams
from handrail.core.units import Sessions
from handrail.core.vocabulary import Role
from handrail.participants.schemas import ParticipantSearch
from handrail.participants.service import find_participants
from handrail.reporting import queries

FEW = 60
"""People a clinician works with."""
READ_BEFORE = 6
"""The server settles on a plan for a prepared statement after five runs."""


def shape(plan: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """Yield a line for each node: its kind, what it reads and by which index; no costs, no figures."""
    names = [plan["Node Type"], plan.get("Join Type"), plan.get("Relation Name"), plan.get("Index Name")]
    named = " ".join(name for name in names if name)
    part = f"[{plan['Subplan Name']}] " if "Subplan Name" in plan else ""
    yield "  " * depth + part + named
    for child in plan.get("Plans", ()):
        yield from shape(child, depth + 1)


async def _shape_of(place: Place, name: str, sql: str) -> list[str]:
    connection = await asyncpg.connect(place.superuser)
    try:
        session = (await requests.sessions_to_read(connection))[0]
    finally:
        await connection.close()
    staff = requests.STAFF_IDS.format(session.organization, 1)
    values = {
        "week": f"'{staff}', true, false, '{seed.LAST_WEEK}', NULL, NULL",
        "roster": f"'{staff}', true, false, '{session.id}', true, NULL",
    }[name]
    connection = await asyncpg.connect(place.urls.app)
    try:
        await connection.execute(
            f"BEGIN; SET LOCAL app.organization_id = '{seed.organization_id(session.organization)}'"
        )
        await connection.execute(f"PREPARE read AS {sql}")
        for _ in range(READ_BEFORE):
            await connection.execute(f"EXECUTE read({values})")
        found = await connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE read({values})")
    finally:
        await connection.close()
    return list(shape(json.loads(found)[0]["Plan"]))


def compare_plans(large: Place, small: Place) -> None:
    """Say of each hot read whether its plan is the same over both places, and where it is not."""
    for name, sql in (("week", queries.WEEK), ("roster", queries.ROSTER)):
        one, other = (asyncio.run(_shape_of(place, name, sql)) for place in (small, large))
        if one == other:
            print(f"{name}: the same plan over both databases, {len(one)} nodes")
            continue
        print(f"{name}: another plan over 100 times the data")
        print("\n".join(f"    {line}" for line in unified_diff(one, other, "1/100", "large", lineterm="", n=1)))


def _actor(role: Role, staff_id: UUID) -> Actor:
    return Actor(
        organization_id=OrganizationId(seed.organization_id(1)),
        account_id=AccountId(seed.organization_id(1)),
        roles=frozenset({role}),
        staff_id=StaffId(staff_id),
        participant_id=None,
        licensed=True,
        client="bench",
    )


class _Explained:
    """What the searches of a transaction cost the database: every statement they send is explained after it ran."""

    def __init__(self, db: AsyncSession, engine: AsyncEngine) -> None:
        self._db = db
        self._sent: list[tuple[str, Any]] = []
        event.listen(engine.sync_engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, sql: str, values: Any, *_: object) -> None:
        self._sent.append((sql, values))

    async def search(self, actor: Actor, asked: ParticipantSearch) -> tuple[float, float]:
        """Return ms of planning and of running."""
        self._sent.clear()
        await find_participants(self._db, actor, asked, PageParams(cursor=None, limit=50))
        planned = ran = 0.0
        connection = await self._db.connection()
        for sql, values in self._sent.copy():
            told = await connection.exec_driver_sql(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", values)
            [plan] = told.scalar_one()
            planned += plan["Planning Time"]
            ran += plan["Execution Time"]
        return planned, ran


async def _newcomer(db: AsyncSession, people: Sequence[UUID]) -> UUID:
    """Somebody who works with these people and in no program; gone with the transaction."""
    staff_id = UUID(requests.STAFF_IDS.format(1, 999))
    await db.execute(
        text(
            "INSERT INTO staff_members (organization_id, id, given_name, family_name, display_name, languages, status,"
            " started_on, version) SELECT organization_id, :id, 'New', 'Comer', 'New Comer', '[]', 'active',"
            " '2020-01-01', 1 FROM organizations"
        ),
        {"id": staff_id},
    )
    await db.execute(
        text(
            "INSERT INTO care_relationships (organization_id, id, participant_id, staff_id, reason, starts_on, version)"
            " SELECT organization_id, uuidv7(), who, :id, 'primary_clinician', '2021-01-01', 1"
            " FROM organizations, unnest(CAST(:people AS uuid[])) who"
        ),
        {"id": staff_id, "people": list(people)},
    )
    return staff_id


async def _search_times(place: Place, times: int) -> dict[tuple[str, str], tuple[float, float, float]]:
    chance = Random(2)
    engine = make_engine(place.urls.app, pool_size=1, command_timeout_s=60)
    found = {}
    try:
        async with Sessions(engine, {}).begin(OrganizationId(seed.organization_id(1))) as db:
            rows = await db.execute(
                text(
                    "SELECT id, folded_name, mrn, birth_date FROM participants WHERE status = 'active'"
                    " ORDER BY md5(id::text) LIMIT :times"
                ),
                {"times": max(times, FEW)},
            )
            everybody = rows.all()
            people = everybody[:times]
            terms: dict[str, list[dict[str, Any]]] = {
                "3 letters": [{"name_prefix": row.folded_name[:3]} for row in people],
                "family name": [{"name_prefix": row.folded_name.split()[0]} for row in people],
                "whole name": [{"name_prefix": row.folded_name} for row in people],
                "record number": [{"mrn": row.mrn} for row in people],
                "birth date": [{"birth_date": row.birth_date} for row in people],
                "nobody": [{"name_prefix": f"zz{chance.randrange(1000)}"} for _ in people],
            }
            in_program = UUID(requests.STAFF_IDS.format(1, 1))
            of_few = await _newcomer(db, [row.id for row in everybody[:FEW]])
            readers = {
                "everybody": _actor(Role.FRONT_DESK, in_program),
                "half of them": _actor(Role.THERAPIST, in_program),
                f"{FEW} people": _actor(Role.THERAPIST, of_few),
            }
            explained = _Explained(db, engine)
            for reader, actor in readers.items():
                for kind, asked in terms.items():
                    spent = [await explained.search(actor, ParticipantSearch(**one)) for one in asked]
                    both = sorted(sum(one) for one in spent)
                    planned, ran = (median(part) for part in zip(*spent, strict=True))
                    found[reader, kind] = planned, ran, both[int(len(both) * 0.95)]
            await db.rollback()
    finally:
        await engine.dispose()
    return found


def print_search(place: Place, times: int) -> None:
    """Print how long the database takes to find somebody among the people of the first organization."""
    print(f"\nsearch among {place.size.people:,} people, ms of the database (aim 5), {times} each")
    print(f"{'may see':14}{'by':16}{'plan':>8}{'run':>8}{'both':>8}{'p95':>8}")
    for (scope, kind), (planned, ran, late) in asyncio.run(_search_times(place, times)).items():
        print(f"{scope:14}{kind:16}{planned:8.2f}{ran:8.2f}{planned + ran:8.2f}{late:8.2f}")
