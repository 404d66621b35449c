"""One organization's token over every route with another organization's ids: nothing is there.

Requests are the smallest that the OpenAPI document calls valid, so that a refusal is not about their form.
"""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from tests.contract.bodies import body_schema, id_places, operation_of, sample, smallest_body
from tests.contract.routes import Route, guarded_routes
from tests.contract.world import NAME_NO_ROW, NOT_IDS, build, ids_of
from tests.support.clinic import Clinic, ClinicClient
from tests.support.figures import Figures

from handrail.core.errors import DomainError
from handrail.core.ids import ParticipantId, new_id
from handrail.core.jobs import LongJob
from handrail.core.permissions import PERMISSIONS
from handrail.core.vocabulary import Role
from handrail.slices import JOBS

REFUSALS = {404, 409, 422}

JOB_IDS = {
    "calendar_extend_series": ("series_id",),
    "calendar_extend_days": ("cohort_id",),
    "planning_build": ("build_id",),
}
"""Job → the ids in its payload."""


@dataclass
class TwoClinics:
    """Somebody with every role in one clinic, one of its participants, and the ids of that clinic and of another."""

    client: ClinicClient
    participant: ClinicClient
    other: Clinic
    own: dict[str, str]
    foreign: dict[str, str]

    async def send(self, route: Route, ids: dict[str, str], *, optional_ids: bool = False) -> httpx.Response:
        """Send the smallest valid request that names these ids."""
        _, path, operation = operation_of(route.operation)
        for name in route.path_ids:
            path = path.replace("{" + name + "}", ids[name])
        query = _required_query(operation, ids)
        if optional_ids:
            query |= {name: ids[name] for name in _query_ids(operation)}
        body = smallest_body(operation, ids, optional_ids=optional_ids)
        own = PERMISSIONS[route.permission].scopes.keys() == {Role.PARTICIPANT}
        client = self.participant if own else self.client
        return await client.request(route.method, path, params=query, json=body, headers={"If-Match": '"1"'})

    async def difference(self, route: Route, name: str) -> str | None:
        """Compare naming a foreign thing with naming nothing at all; None if nobody could tell the two apart."""
        foreign = await self.send(route, self.own | {name: self.foreign[name]}, optional_ids=True)
        nobody = await self.send(route, self.own | {name: str(new_id())}, optional_ids=True)
        unreadable = foreign.status_code == 422 and foreign.json()["code"] == "invalid-request"
        if foreign.status_code >= 400 and foreign.text == nobody.text and not unreadable:
            return None
        if foreign.status_code == nobody.status_code == 200 and _refused_each(foreign) == _refused_each(nobody) != []:
            return None
        return f"{foreign.status_code} {foreign.text[:300]} / {nobody.status_code} {nobody.text[:300]}"

    async def changes_elsewhere(self) -> Any:
        """How often anything changed in the other clinic."""
        return await self.other.sql_value(
            "SELECT count(*) FROM changes WHERE organization_id = $1", self.other.organization_id
        )


def _refused_each(answer: httpx.Response) -> list[str]:
    """Results of a bulk operation that answers per item, where none was applied."""
    results = [item.get("result") for item in answer.json().get("results", [])]
    return [] if "applied" in results else results


def _query_ids(operation: dict[str, Any]) -> list[str]:
    names = [parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"]
    return [name for name in names if name.endswith("_id")]


def _required_query(operation: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    return {
        parameter["name"]: sample(parameter["schema"], ids, name=parameter["name"])
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query" and parameter.get("required")
    }


@pytest.fixture(scope="module")
async def clinics(app: FastAPI, maintenance: asyncpg.Pool) -> AsyncIterator[TwoClinics]:
    here, there = Clinic(app, maintenance), Clinic(app, maintenance)
    await here.open()
    await there.open()
    client = await build(here)
    await build(there)
    spare = {name: str(new_id()) for name in NAME_NO_ROW} | NOT_IDS
    ids = await ids_of(here) | spare
    participant = await here.client(Role.PARTICIPANT, participant_id=ParticipantId(UUID(ids["participant_id"])))
    yield TwoClinics(client, participant, there, ids, await ids_of(there) | spare)
    await here.close()
    await there.close()


async def test_every_id_of_a_path_can_be_named(clinics: TwoClinics) -> None:
    names = {name for route in guarded_routes() for name in route.path_ids}
    missing = sorted(names - clinics.foreign.keys())
    assert missing == [], "Let tests/contract/world.py make one, or name its table in _ALIASES."
    assert all(clinics.own[name] != clinics.foreign[name] for name in names - NAME_NO_ROW.keys() - NOT_IDS.keys())


@pytest.mark.fault
async def test_ids_of_another_organization_are_not_there(clinics: TwoClinics, figures: Figures) -> None:
    before = await clinics.changes_elsewhere()
    wrong = {}
    asked = 0
    for route in guarded_routes():
        if set(route.path_ids) - NAME_NO_ROW.keys() - NOT_IDS.keys():
            answer = await clinics.send(route, clinics.own | {name: clinics.foreign[name] for name in route.path_ids})
            asked += 1
            if answer.status_code != 404:
                wrong[route.key] = f"{answer.status_code} {answer.text[:300]}"
    assert wrong == {}, "404 for what belongs to somebody else; a 422 means tests/contract/bodies.py needs BESIDES."
    assert await clinics.changes_elsewhere() == before
    figures.tell(12, f"{asked} routes asked with the ids of another organization: 404 each, nothing changed there")


async def test_one_foreign_id_in_a_path_is_like_one_nobody_has(clinics: TwoClinics) -> None:
    differing = {}
    for route in guarded_routes():
        names = [name for name in route.path_ids if name not in NAME_NO_ROW and name not in NOT_IDS]
        for name in names if len(names) > 1 else ():
            if unlike := await clinics.difference(route, name):
                differing[f"{route.key} {name}"] = unlike
    assert differing == {}


async def test_every_id_of_a_body_can_be_named(clinics: TwoClinics) -> None:
    names = {
        name
        for route in guarded_routes()
        if (schema := body_schema(operation_of(route.operation)[2])) is not None
        for name in id_places(schema)
    }
    missing = sorted(names - clinics.foreign.keys())
    assert missing == [], "Name its table in _ALIASES of tests/contract/world.py."


async def test_a_foreign_id_in_a_body_is_like_one_nobody_has(clinics: TwoClinics) -> None:
    before = await clinics.changes_elsewhere()
    differing = {}
    for route in guarded_routes():
        schema = body_schema(operation_of(route.operation)[2])
        for name in sorted(set(id_places(schema)) - set(route.path_ids)) if schema else ():
            if unlike := await clinics.difference(route, name):
                differing[f"{route.key} {name}"] = unlike
    assert differing == {}
    assert await clinics.changes_elsewhere() == before


async def test_foreign_ids_in_filters_find_nothing(clinics: TwoClinics) -> None:
    wrong = {}
    for route in guarded_routes():
        operation = operation_of(route.operation)[2]
        for name in _query_ids(operation) if route.method == "GET" else ():
            _, path, _ = operation_of(route.operation)
            for own in route.path_ids:
                path = path.replace("{" + own + "}", clinics.own[own])
            required = _required_query(operation, clinics.own)
            foreign, nobody = clinics.foreign.get(name, str(new_id())), str(new_id())
            answer = await clinics.client.get(path, params=required | {name: foreign})
            empty = answer.status_code == 200 and not (answer.json().get("items") or answer.json().get("sessions"))
            # Some answers are no lists: nothing of them may differ from what is said of an id that nobody has.
            of_nobody = await clinics.client.get(path, params=required | {name: nobody})
            alike = answer.text.replace(foreign, "") == of_nobody.text.replace(nobody, "")
            if not (empty and alike) and answer.status_code not in REFUSALS:
                wrong[f"{route.key} {name}"] = f"{answer.status_code} {answer.text[:300]}"
    assert wrong == {}


async def test_a_job_with_a_foreign_id_does_nothing(clinics: TwoClinics, clinic: Clinic) -> None:
    """As with an id nobody has: the same end, and no row of anybody changes."""
    changes_here = "SELECT count(*) FROM changes WHERE organization_id = $1"
    here = await clinic.sql_value(changes_here, clinic.organization_id)
    for name, job in JOBS.items():
        id_names = JOB_IDS[name]
        ends = []
        for ids in (clinics.foreign, {each: str(new_id()) for each in id_names}):
            before = await clinics.changes_elsewhere()
            try:
                payload = {each: UUID(ids[each]) for each in id_names}
                if isinstance(job, LongJob):
                    await job.handler(clinic.db, payload)
                else:
                    async with clinic.db() as db:
                        await job(db, payload)
                ends.append("done")
            except DomainError as refusal:
                ends.append(refusal.code)
            assert await clinics.changes_elsewhere() == before
            assert await clinic.sql_value(changes_here, clinic.organization_id) == here
        assert len(set(ends)) == 1, name


def test_every_job_says_which_ids_it_takes() -> None:
    assert JOB_IDS.keys() == JOBS.keys(), "Name the ids of its payload in JOB_IDS."


@pytest.mark.fault
@pytest.mark.timeout(900)
async def test_time_tells_nothing_about_foreign_ids(clinics: TwoClinics, figures: Figures) -> None:
    """Only told: how long an answer takes says something about the machine too."""
    asked = figures.count(60, small=1)
    routes = [route for route in guarded_routes() if route.method == "GET" and route.path_ids]
    foreign_s: list[float] = []
    nobody_s: list[float] = []
    apart: list[tuple[float, str]] = []
    for route in routes:
        here: tuple[list[float], list[float]] = ([], [])
        for _ in range(asked):
            for times, ids in zip(
                here, (clinics.foreign, {name: str(new_id()) for name in route.path_ids}), strict=True
            ):
                began = time.perf_counter()
                answer = await clinics.send(route, clinics.own | {name: ids[name] for name in route.path_ids})
                times.append(time.perf_counter() - began)
                assert answer.status_code in (200, 404, 429)
        foreign_s.append(median(here[0]))
        nobody_s.append(median(here[1]))
        apart.append((abs(foreign_s[-1] - nobody_s[-1]), route.key))
    widest = max(apart)
    figures.tell(
        12,
        f"404 for a foreign id after {1000 * median(foreign_s):.2f} ms, for nobody's after"
        f" {1000 * median(nobody_s):.2f} ms (medians of {len(routes)} routes, {asked} each); widest apart"
        f" {1000 * widest[0]:.2f} ms at {widest[1]}",
    )
