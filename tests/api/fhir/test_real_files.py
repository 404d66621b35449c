"""The import on real files, which lie beside the repository and not in it."""

from pathlib import Path
from typing import Any

import pytest
from tests.support.clinic import Clinic

from handrail.core.vocabulary import Role
from handrail.fhir.importer import import_fhir
from handrail.fhir.report import Report
from handrail.fhir.vocabulary import ImportedType

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SYNTHEA, POPULATION = DATA / "synthea", DATA / "population"

needs_data = pytest.mark.skipif(
    not (SYNTHEA.is_dir() and POPULATION.is_dir()), reason="../shared/data is not beside this repository"
)


def counts(report: Report) -> dict[str, tuple[int, int, int, int]]:
    return {
        kind.value: (count.accepted, count.changed, count.unchanged, count.refused)
        for kind, count in report.types.items()
        if count.read
    }


async def rows(clinic: Clinic, table: str) -> int:
    found: int = await clinic.sql_value(
        f"SELECT count(*) FROM {table} WHERE organization_id = $1",
        clinic.organization_id,
    )
    return found


@needs_data
async def test_a_thousand_patients_come_in_seconds_and_a_second_run_changes_nothing(clinic: Clinic) -> None:
    seen: list[tuple[int, int]] = []
    first = await import_fhir(
        clinic.core.sessions, clinic.organization_id, [POPULATION], advance=lambda *done: seen.append(done)
    )
    assert counts(first) == {
        "Patient": (1144, 0, 0, 0),
        "Practitioner": (835, 0, 0, 0),
        "Organization": (835, 0, 0, 0),
        "Location": (835, 0, 0, 1),
    }
    assert first.seconds < 30
    assert seen[-1][0] == seen[-1][1]
    assert first.skipped_values["social-security-number"] == 1144
    assert [(one.resource_type, one.reason) for one in first.refused_rows] == [("Location", "missing-name")]
    assert await rows(clinic, "participants") == 1144
    assert await rows(clinic, "staff_members") == 835
    changes = await rows(clinic, "changes")
    second = await import_fhir(clinic.core.sessions, clinic.organization_id, [POPULATION])
    assert counts(second) == {
        "Patient": (0, 0, 1144, 0),
        "Practitioner": (0, 0, 835, 0),
        "Organization": (0, 0, 835, 0),
        "Location": (0, 0, 835, 1),
    }
    assert await rows(clinic, "changes") == changes
    told: dict[str, Any] = {**first.as_json(), "seconds": 0, "types": 0}
    assert {**second.as_json(), "seconds": 0, "types": 0} == told


@needs_data
async def test_histories_bring_people_with_accents_and_count_the_rest(clinic: Clinic) -> None:
    first = await import_fhir(clinic.core.sessions, clinic.organization_id, [SYNTHEA])
    assert first.types[ImportedType.PATIENT].accepted == 20
    assert first.types[ImportedType.PRACTITIONER].accepted + first.types[ImportedType.PRACTITIONER].unchanged == 43
    assert first.refused == 0
    assert first.not_imported["Observation"] == 1985
    assert sum(first.not_imported.values()) == 3508
    second = await import_fhir(clinic.core.sessions, clinic.organization_id, [SYNTHEA])
    assert second.types[ImportedType.PATIENT].unchanged == 20
    assert sum(count.accepted + count.changed for count in second.types.values()) == 0
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    found = await intake.post("/api/v1/participants/search", json={"name_prefix": "sarabia ramon"})
    (ramon,) = found.json()["items"]
    assert (ramon["full_name"], ramon["birth_date"]) == ("Ramón Sarabia", "2002-09-09")


@needs_data
async def test_the_dead_are_known_as_dead(clinic: Clinic) -> None:
    await import_fhir(clinic.core.sessions, clinic.organization_id, [POPULATION / "Patient.000.ndjson"])
    dead = await clinic.sql_value(
        "SELECT count(*) FROM participants WHERE organization_id = $1 AND deceased AND deceased_at IS NOT NULL",
        clinic.organization_id,
    )
    assert dead == 144
