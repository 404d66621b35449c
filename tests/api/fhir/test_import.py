"""The import: nothing twice, nothing lost, a bad row never stops the rest."""

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tests.factories.fhir import (
    HOSPITAL,
    identifier,
    location,
    organization,
    patient,
    practitioner,
    write_bundle,
    write_lines,
)
from tests.factories.participants import make_participant
from tests.support.clinic import Clinic

from handrail.core.vocabulary import Role
from handrail.fhir import importer
from handrail.fhir.command import ImportRefused, run_import
from handrail.fhir.importer import import_fhir
from handrail.fhir.mapping.common import Mapped
from handrail.fhir.report import Report
from handrail.fhir.vocabulary import ImportedType, Refusal, Skipped
from handrail.participants.models import ParticipantIdentifier
from handrail.participants.vocabulary import IdentifierKind

PEOPLE = "/api/v1/participants"


class Importing:
    """A folder of files and the clinic they are imported into."""

    def __init__(self, clinic: Clinic, folder: Path) -> None:
        self.clinic, self.folder = clinic, folder

    async def run(self, *rows: dict[str, Any] | str, mrn_system: str | None = None) -> Report:
        """Import one NDJSON file of these rows."""
        path = write_lines(self.folder / "rows.ndjson", rows)
        return await import_fhir(self.clinic.core.sessions, self.clinic.organization_id, [path], mrn_system=mrn_system)

    async def count(self, table: str) -> int:
        found: int = await self.clinic.sql_value(
            f"SELECT count(*) FROM {table} WHERE organization_id = $1", self.clinic.organization_id
        )
        return found

    async def people(self, columns: str) -> list[tuple[Any, ...]]:
        rows = await self.clinic.sql(
            f"SELECT {columns} FROM participants WHERE organization_id = $1 ORDER BY folded_name, id",
            self.clinic.organization_id,
        )
        return [tuple(row) for row in rows]


@pytest.fixture
def importing(clinic: Clinic, tmp_path: Path) -> Importing:
    return Importing(clinic, tmp_path)


def outcome(report: Report, kind: ImportedType = ImportedType.PATIENT) -> tuple[int, int, int, int]:
    count = report.types[kind]
    return count.accepted, count.changed, count.unchanged, count.refused


async def test_a_second_run_changes_nothing(importing: Importing) -> None:
    rows = (patient("A-1"), patient("A-2"), practitioner(), organization(), location())
    assert outcome(await importing.run(*rows)) == (2, 0, 0, 0)
    changes = await importing.count("changes")
    again = await importing.run(*rows)
    assert [outcome(again, kind) for kind in ImportedType] == [(0, 0, 2, 0), *[(0, 0, 1, 0)] * 3]
    assert await importing.count("changes") == changes
    assert await importing.people("family_name, chosen_name, mrn") == [
        ("Castañeda", "Luz", "0000018"),
        ("Castañeda", "Luz", "0000026"),
    ]


async def test_a_bad_row_never_stops_the_rest(importing: Importing) -> None:
    report = await importing.run(
        patient("A-1"),
        '{"resourceType": "Patient", "id": ',
        patient("A-2", name=None),
        patient("A-3", birthDate="1990-02-30"),
        patient("A-4", name="Ramona"),
        patient("A-1", birthDate="1955-05-05"),
        patient("A-1"),
        patient("A-5", identifier=None, id=None),
        {"resourceType": "Observation"},
        {"no": "type"},
        patient("A-6"),
    )
    assert outcome(report) == (2, 0, 1, 5)
    assert [(one.row, one.reason.value) for one in report.refused_rows] == [
        (2, "not-json"),
        (3, "missing-name"),
        (4, "invalid-date"),
        (5, "invalid-shape"),
        (6, "repeated-identifier"),
        (8, "missing-identifier"),
        (10, "not-a-resource"),
    ]
    assert (report.unreadable_rows, dict(report.not_imported)) == (2, {"Observation": 1})
    written = json.dumps(report.as_json())
    assert not any(secret in written for secret in ("Ramona", "Castañeda", "1990", "A-1", "8547"))


async def test_what_the_source_says_anew_is_a_change(importing: Importing) -> None:
    await importing.run(patient(), patient("A-2"))
    telecom = [{"system": "phone", "value": "(555) 806 9773"}, {"system": "phone", "value": "555-999-0000"}]
    changed = patient(deceasedDateTime="2026-01-02", telecom=telecom)
    assert outcome(await importing.run(changed, patient("A-2"))) == (0, 1, 1, 0)
    assert outcome(await importing.run(changed, patient("A-2"))) == (0, 0, 2, 0)
    numbers = await importing.clinic.sql(
        "SELECT w.value FROM participant_contact_ways w JOIN participant_identifiers i"
        " ON i.organization_id = w.organization_id AND i.participant_id = w.participant_id AND i.value = 'A-1'"
        " WHERE w.organization_id = $1 AND w.kind = 'phone' AND w.contact_id IS NULL ORDER BY w.id",
        importing.clinic.organization_id,
    )
    assert [row["value"] for row in numbers] == ["555-806-9773", "555-999-0000"]
    assert sorted(await importing.people("deceased, version")) == [(False, 1), (True, 2)]


async def test_what_people_of_the_clinic_wrote_is_not_taken_away(importing: Importing) -> None:
    without_usual = [{"use": "official", "family": "Castañeda", "given": ["Ramona"]}]
    await importing.run(patient(name=without_usual))
    intake = await importing.clinic.client(Role.INTAKE_COORDINATOR)
    ((person_id,),) = await importing.people("id")
    own = {"chosen_name": "Momo", "pronouns": "they/them", "deceased": True, "interpreter_needed": True}
    await intake.patch(f"{PEOPLE}/{person_id}", json=own, headers={"If-Match": '"1"'})
    married = [{"use": "official", "family": "Zubiri", "given": ["Ramona"]}]
    assert outcome(await importing.run(patient(name=married, birthDate=None))) == (0, 1, 0, 0)
    read = (await intake.get(f"{PEOPLE}/{person_id}")).json()
    assert {name: read[name] for name in own} == own
    assert (read["family_name"], read["birth_date"]) == ("Zubiri", "1990-04-12")
    found = await intake.post(f"{PEOPLE}/search", json={"name_prefix": "momo zub"})
    assert len(found.json()["items"]) == 1


async def test_a_person_known_by_the_number_is_met_not_doubled(importing: Importing) -> None:
    async with importing.clinic.db() as db:
        known = await make_participant(db, given_names=("Ramona", "Luz"), family_name="Castañeda", mrn="7")
        db.add(
            ParticipantIdentifier(
                participant_id=known.id, system=HOSPITAL, value="A-1", kind=IdentifierKind.MEDICAL_RECORD
            )
        )
    assert outcome(await importing.run(patient())) == (0, 1, 0, 0)
    assert await importing.people("mrn, chosen_name") == [("7", "Luz")]


async def test_numbers_of_two_people_in_one_row_are_refused(importing: Importing) -> None:
    await importing.run(patient("A-1"), patient("A-2"))
    both = patient("A-1", identifier=[identifier(HOSPITAL, "A-1", "MR"), identifier(HOSPITAL, "A-2", "MR")])
    report = await importing.run(both)
    assert report.reasons == {Refusal.IDENTIFIERS_OF_TWO_PEOPLE: 1}


async def test_a_licence_of_somebody_else_stays_theirs(importing: Importing) -> None:
    licence = identifier("urn:oid:2.16.840.1.113883.4.3.25", "S999", "DL")
    rows = [patient(n, identifier=[identifier(HOSPITAL, n, "MR"), licence]) for n in ("A-1", "A-2")]
    first, second = await importing.run(*rows), await importing.run(*rows)
    assert (outcome(first), outcome(second)) == ((2, 0, 0, 0), (0, 0, 2, 0))
    assert first.skipped_values == second.skipped_values
    assert first.skipped_values[Skipped.IDENTIFIER_OF_ANOTHER] == 1
    assert await importing.count("participant_identifiers") == 3


async def test_a_merged_record_is_not_written_to(importing: Importing) -> None:
    await importing.run(patient("A-1"), patient("A-2"))
    director = await importing.clinic.client(Role.PROGRAM_DIRECTOR)
    (one,), (two,) = await importing.people("id")
    await director.post(f"{PEOPLE}/{one}/merge", json={"into_participant_id": str(two)}, headers={"If-Match": '"1"'})
    rows = (patient("A-1", birthDate="1990-04-13"), patient("A-2", birthDate="1990-04-13"))
    report = await importing.run(*rows)
    assert (outcome(report), report.reasons) == ((0, 1, 0, 1), {Refusal.RECORD_NOT_IN_USE: 1})


async def test_the_numbers_of_one_system_may_become_our_own(importing: Importing) -> None:
    async with importing.clinic.db() as db:
        await make_participant(db, mrn="A-3")
    rows = [patient("A-1"), patient("0000018"), patient("A-3"), patient("B-1", identifier=None)]
    report = await importing.run(*rows, mrn_system=HOSPITAL)
    assert (outcome(report), report.reasons) == ((3, 0, 0, 1), {Refusal.MRN_TAKEN: 1})
    assert sorted(mrn for (mrn,) in await importing.people("mrn")) == ["0000018", "0000026", "A-1", "A-3"]


async def test_one_row_the_database_refuses_costs_only_itself(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping = importer._map

    def spoiled(run: Any, kind: ImportedType, resource: dict[str, Any]) -> Mapped:
        mapped = mapping(run, kind, resource)
        if resource["id"] == "patient-a-3":
            mapped.values["administrative_gender"] = "none of ours"
        return mapped

    monkeypatch.setattr(importer, "_map", spoiled)
    report = await importing.run(*(patient(f"A-{number}") for number in range(8)))
    assert outcome(report) == (7, 0, 0, 1)
    assert [(one.row, one.reason) for one in report.refused_rows] == [(4, Refusal.INVALID_SHAPE)]
    assert await importing.count("participants") == 7


async def test_small_batches_give_the_same(importing: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "BATCH", 2)
    rows = [patient(f"A-{number}") for number in range(5)] + [location(), organization()]
    assert outcome(await importing.run(*rows)) == (5, 0, 0, 0)
    assert outcome(await importing.run(*rows)) == (0, 0, 5, 0)


async def test_every_row_written_is_logged_and_audited(importing: Importing) -> None:
    await importing.run(patient())
    ((person_id,),) = await importing.people("id")
    kinds = await importing.clinic.sql(
        "SELECT DISTINCT kind FROM changes WHERE organization_id = $1 AND participant_id = $2 ORDER BY 1",
        importing.clinic.organization_id,
        person_id,
    )
    assert [row["kind"] for row in kinds] == [
        "participant_contact_ways.created",
        "participant_contacts.created",
        "participant_former_names.created",
        "participant_identifiers.created",
        "participants.created",
    ]
    (entry,) = await importing.clinic.sql(
        "SELECT action, client, participant_ids FROM audit_entries WHERE organization_id = $1",
        importing.clinic.organization_id,
    )
    assert (entry["action"], entry["client"], entry["participant_ids"]) == ("import_fhir", "command", [person_id])


async def test_practitioners_become_staff_who_cannot_sign_in(importing: Importing) -> None:
    gone = practitioner("9999992199", active=False)
    assert outcome(await importing.run(practitioner(), gone), ImportedType.PRACTITIONER) == (2, 0, 0, 0)
    rows = await importing.clinic.sql(
        "SELECT m.display_name, m.title, m.status, m.account_id, i.value FROM staff_members m JOIN staff_identifiers i"
        " ON i.organization_id = m.organization_id AND i.staff_id = m.id WHERE m.organization_id = $1 ORDER BY i.value",
        importing.clinic.organization_id,
    )
    assert [tuple(row) for row in rows] == [
        ("Hernán Véliz", "Dr.", "active", None, "9999992198"),
        ("Hernán Véliz", "Dr.", "left", None, "9999992199"),
    ]


async def test_a_site_belongs_to_its_organization_whichever_comes_first(importing: Importing) -> None:
    by_number = {"identifier": identifier("https://registry.example/organizations", "O-1")}
    await importing.run(location(), location("L-2", managingOrganization=by_number), organization())
    desk = await importing.clinic.client(Role.FRONT_DESK)
    partners = (await desk.get("/api/v1/partner-organizations")).json()["items"]
    (hospital,) = [partner for partner in partners if partner["kind"] == "organization"]
    assert hospital["identifiers"] == [{"system": "https://registry.example/organizations", "value": "O-1"}]
    assert [partner["part_of_id"] for partner in partners if partner["kind"] == "site"] == [hospital["id"]] * 2
    sites = await desk.get("/api/v1/partner-organizations", params={"name_prefix": "COFFEY", "kind": "site"})
    assert len(sites.json()["items"]) == 2
    read = await desk.get(f"/api/v1/partner-organizations/{hospital['id']}")
    assert (read.json()["city"], read.headers["etag"]) == ("Burlington", f'"{hospital["version"]}"')


async def test_another_organization_imports_its_own(importing: Importing, other_clinic: Clinic, tmp_path: Path) -> None:
    await importing.run(patient(), organization())
    (tmp_path / "other").mkdir()
    theirs = Importing(other_clinic, tmp_path / "other")
    assert outcome(await theirs.run(patient(), organization())) == (1, 0, 0, 0)
    desk = await other_clinic.client(Role.FRONT_DESK)
    (partner,) = (await desk.get("/api/v1/partner-organizations")).json()["items"]
    foreign = await (await importing.clinic.client(Role.FRONT_DESK)).get(
        f"/api/v1/partner-organizations/{partner['id']}"
    )
    assert foreign.status_code == 404


async def test_the_command_shows_a_table_and_writes_its_report(importing: Importing) -> None:
    write_bundle(importing.folder / "a.json", [patient(), {"resourceType": "Claim"}])
    write_lines(importing.folder / "b.ndjson", [patient("A-2", name=None)])
    console, file = Console(record=True, width=100, force_terminal=False), importing.folder / "report"
    await run_import(
        importing.clinic.core,
        organization=importing.clinic.slug,
        paths=[importing.folder],
        mrn_system=None,
        report_file=file,
        console=console,
    )
    shown = console.export_text()
    assert "Not imported, by type: Claim 1" in shown
    assert "file 2, row 1: missing-name" in shown
    report = json.loads(file.read_text())
    assert report["types"]["Patient"] == {"read": 2, "accepted": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert report["refused_rows"] == [{"file": 2, "row": 1, "type": "Patient", "reason": "missing-name"}]
    assert report["skipped_values"] == {"social-security-number": 1, "contact-way-not-kept": 1}


async def test_the_command_says_why_it_cannot_begin(importing: Importing) -> None:
    given: dict[str, Any] = {"mrn_system": None, "report_file": None, "console": Console(quiet=True)}
    with pytest.raises(ImportRefused, match="organization create"):
        await run_import(importing.clinic.core, organization="nobody", paths=[importing.folder], **given)
    with pytest.raises(ImportRefused, match="Nothing to import"):
        await run_import(importing.clinic.core, organization=importing.clinic.slug, paths=[importing.folder], **given)
