"""How fast records come in: the FHIR import in a process of its own, over an empty database."""

import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from uuid import UUID

import asyncpg

from bench.places import CACHE, REPOSITORY, Bench, make_database
from handrail.boot import with_urls
from handrail.command import patient
from handrail.core.cluster import Urls
from handrail.core.ids import OrganizationId
from handrail.core.settings import Settings
from handrail.fhir.importer import import_fhir
from handrail.main import make_core, open_core

DATABASE = "bench_import"
PEOPLE = 100_000
ORGANIZATION = "01900000-0000-7001-8001-0000000000ff"
_STARTS = (
    "Bar",
    "Cal",
    "Dor",
    "Fen",
    "Gar",
    "Hal",
    "Kes",
    "Lan",
    "Mar",
    "Nor",
    "Pel",
    "Ros",
    "Sel",
    "Tam",
    "Ver",
    "Wil",
)
_ENDS = ("bury", "dale", "field", "ford", "ham", "lock", "mont", "nell", "ridge", "sen", "son", "ton", "vik", "well")
_GIVEN = (
    "Ada",
    "Bela",
    "Cora",
    "Dana",
    "Elia",
    "Fabio",
    "Gila",
    "Ivo",
    "Julia",
    "Kato",
    "Lora",
    "Mira",
    "Nato",
    "Orin",
)
_US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"


def _patient(number: int, chance: Random) -> dict[str, object]:
    family = chance.choice(_STARTS) + chance.choice("aeio") + chance.choice(_ENDS)
    return {
        "resourceType": "Patient",
        "id": f"p{number}",
        "active": True,
        "extension": [{"url": f"{_US_CORE}birthsex", "valueCode": chance.choice("FM")}],
        "identifier": [
            {"system": "https://hospital.example/mrn", "value": f"H{number:07}"},
            {"system": "https://payer.example/member", "value": f"P{number * 7919 % 10_000_000:07}"},
        ],
        "name": [{"use": "official", "family": family, "given": [chance.choice(_GIVEN), chance.choice(_GIVEN)]}],
        "telecom": [
            {
                "system": "phone",
                "value": f"555-{chance.randrange(1000):03}-{chance.randrange(10000):04}",
                "use": "home",
            },
            {"system": "email", "value": f"person{number}@example.com"},
        ],
        "gender": chance.choice(("female", "male")),
        "birthDate": f"{chance.randrange(1950, 2005)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        "address": [
            {
                "line": [f"{chance.randrange(1, 999)} {family} Street"],
                "city": "Springfield",
                "state": "OH",
                "postalCode": f"{chance.randrange(43000, 45999)}",
                "country": "US",
            }
        ],
    }


def generated(people: int) -> Path:
    """Return a file of invented patients, written once."""
    file = CACHE / f"patients-{people}.ndjson"
    if not file.exists():
        chance = Random(3)
        with file.with_suffix(".part").open("w") as out:
            for number in range(people):
                out.write(json.dumps(_patient(number, chance)) + "\n")
        file.with_suffix(".part").rename(file)
    return file


def print_imports(bench: Bench, data: Path | None, people: int) -> None:
    """Import real-shaped files, if there are any, and invented ones."""
    print("\nimport              rows   accepted    s   rows/s   peak MB")
    population = None if data is None else data / "population"
    if population is not None and population.is_dir():
        _run(bench, "population", population)
    else:
        print("(no folder with a population: name one with --data)")
    _run(bench, f"{people:,} made up", generated(people))


def _run(bench: Bench, name: str, path: Path) -> None:
    urls = asyncio.run(make_database(bench, DATABASE))
    try:
        asyncio.run(_organization(urls.maintenance))
        ran = subprocess.run(
            [sys.executable, "-m", "bench.imports", str(path)],
            cwd=REPOSITORY,
            env={**os.environ, **urls.environment()},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode != 0:
            sys.exit(f"the import failed:\n{ran.stderr[-2000:]}")
        told = json.loads(ran.stdout.splitlines()[-1])
        rate = told["read"] / told["seconds"]
        print(f"{name:16}{told['read']:8}{told['accepted']:11}{told['seconds']:5.0f}{rate:9.0f}{told['peak_mb']:10.0f}")
    finally:
        asyncio.run(_drop(bench))


async def _organization(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            "INSERT INTO organizations (organization_id, name, slug, state, time_zone, version)"
            " VALUES ($1, 'Import', 'import', 'OH', 'America/New_York', 1)",
            ORGANIZATION,
        )
    finally:
        await connection.close()


async def _drop(bench: Bench) -> None:
    connection = await asyncpg.connect(bench.server.url())
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    finally:
        await connection.close()


async def _import(path: Path) -> dict[str, float]:
    settings = patient(Settings())
    urls = Urls(
        owner="",
        app=os.environ["HANDRAIL_DATABASE_URL"],
        auditor=os.environ["HANDRAIL_AUDITOR_DATABASE_URL"],
        maintenance=os.environ["HANDRAIL_MAINTENANCE_DATABASE_URL"],
    )
    async with open_core(make_core(with_urls(settings, urls))) as core:
        began = time.monotonic()
        report = await import_fhir(core.sessions, OrganizationId(UUID(ORGANIZATION)), [path])
        seconds = time.monotonic() - began
    return {
        "read": sum(count.read for count in report.types.values()),
        "accepted": sum(count.accepted for count in report.types.values()),
        "seconds": seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_import(Path(sys.argv[1])))))
