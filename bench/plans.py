"""Whether PostgreSQL reads a hundred times the data the same way, and what a search takes of its time."""

import asyncio
import json
from collections.abc import Iterator
from difflib import unified_diff
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Dialect, Select
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from bench import requests, seed
from bench.places import Place
from handrail.core.access import Actor
from handrail.core.ids import AccountId, OrganizationId, StaffId
from handrail.core.pagination import PageParams
from handrail.core.vocabulary import Role
from handrail.participants.queries import visible_to
from handrail.participants.search_queries import people_by_key, people_by_name
from handrail.reporting import queries

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


async def _tenant(connection: asyncpg.Connection) -> None:
    await connection.execute(f"BEGIN; SET LOCAL app.organization_id = '{seed.organization_id(1)}'")


async def _shape_of(place: Place, name: str, sql: str) -> list[str]:
    connection = await asyncpg.connect(place.superuser)
    try:
        session = (await requests.sessions_to_read(connection))[0]
    finally:
        await connection.close()
    staff = requests.STAFF_IDS.format(session.organization, 1)
    values = {
        "week": f"'{staff}', true, false, '{seed.LAST_WEEK}', NULL, NULL",
        "roster": f"'{staff}', true, false, '{session.id}', true",
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


def _actor(role: Role) -> Actor:
    return Actor(
        organization_id=OrganizationId(seed.organization_id(1)),
        account_id=AccountId(seed.organization_id(1)),
        roles=frozenset({role}),
        staff_id=StaffId(UUID(requests.STAFF_IDS.format(1, 1))),
        participant_id=None,
        licensed=True,
        client="bench",
    )


class _Caught(Exception):
    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement


class _Catcher(AsyncSession):
    """Takes the statement that the product is about to send."""

    async def scalars(self, statement: Any, *_: Any, **__: Any) -> Any:
        raise _Caught(statement)


def _dialect() -> Dialect:
    made: Dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]
    return made


async def _search(actor: Actor, asked: dict[str, Any]) -> tuple[str, list[Any]]:
    how: dict[str, Any] = {
        "include_not_in_use": False,
        "visible": visible_to(actor),
        "page": PageParams(cursor=None, limit=50),
    }
    try:
        if "name_prefix" in asked:
            await people_by_name(_Catcher(), asked["name_prefix"], **how)
        else:
            await people_by_key(_Catcher(), **{"mrn": None, "birth_date": None, **asked}, **how)
    except _Caught as caught:
        compiled = caught.statement.compile(dialect=_dialect(), compile_kwargs={"render_postcompile": True})
        return str(compiled), [compiled.params[name] for name in compiled.positiontup or ()]
    raise AssertionError("a search sends one statement")


async def _search_times(place: Place, times: int) -> dict[tuple[str, str], tuple[float, float, float]]:
    chance = Random(2)
    superuser = await asyncpg.connect(place.superuser)
    try:
        people = await superuser.fetch(
            "SELECT folded_name, mrn, birth_date FROM participants WHERE organization_id = $1 AND status = 'active'"
            " ORDER BY md5(id::text) LIMIT $2",
            seed.organization_id(1),
            times,
        )
    finally:
        await superuser.close()
    terms: dict[str, list[dict[str, Any]]] = {
        "3 letters": [{"name_prefix": row["folded_name"][:3]} for row in people],
        "family name": [{"name_prefix": row["folded_name"].split()[0]} for row in people],
        "whole name": [{"name_prefix": row["folded_name"]} for row in people],
        "record number": [{"mrn": row["mrn"]} for row in people],
        "birth date": [{"birth_date": row["birth_date"]} for row in people],
        "nobody": [{"name_prefix": f"zz{chance.randrange(1000)}"} for _ in people],
    }
    found = {}
    connection = await asyncpg.connect(place.urls.app)
    try:
        await _tenant(connection)
        for scope, role in (("organization", Role.FRONT_DESK), ("program", Role.THERAPIST)):
            for kind, asked in terms.items():
                spent = []
                for one in asked:
                    sql, values = await _search(_actor(role), one)
                    told = await connection.fetchval(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", *values)
                    plan = json.loads(told)[0]
                    spent.append((plan["Planning Time"], plan["Execution Time"]))
                both = sorted(sum(one) for one in spent)
                found[scope, kind] = (
                    median(one[0] for one in spent),
                    median(one[1] for one in spent),
                    both[int(len(both) * 0.95)],
                )
    finally:
        await connection.close()
    return found


def print_search(place: Place, times: int) -> None:
    """Print how long the database takes to find somebody among the people of the first organization."""
    print(f"\nsearch among {place.size.people:,} people, ms of the database (aim 5), {times} each")
    print(f"{'scope':14}{'by':16}{'plan':>8}{'run':>8}{'both':>8}{'p95':>8}")
    for (scope, kind), (planned, ran, late) in asyncio.run(_search_times(place, times)).items():
        print(f"{scope:14}{kind:16}{planned:8.2f}{ran:8.2f}{planned + ran:8.2f}{late:8.2f}")
