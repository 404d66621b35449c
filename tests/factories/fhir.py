"""FHIR R4 resources for tests, as other systems write them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
CDC_RACE = "urn:oid:2.16.840.1.113883.6.238"
HOSPITAL = "https://hospital.example/mrn"
NPI = "http://hl7.org/fhir/sid/us-npi"


def identifier(system: str, value: str, code: str | None = None, **more: Any) -> dict[str, Any]:
    kind = {"type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": code}]}}
    return {"system": system, "value": value, **(kind if code else {}), **more}


def patient(record_number: str = "A-1", **changes: Any) -> dict[str, Any]:
    """A patient with everything an import takes; a change to None leaves the element out."""
    resource = {
        "resourceType": "Patient",
        "id": f"patient-{record_number.lower()}",
        "text": {"status": "generated", "div": "<div>not read</div>"},
        "active": True,
        "extension": [
            {
                "url": f"{US_CORE}race",
                "extension": [
                    {"url": "ombCategory", "valueCoding": {"system": CDC_RACE, "code": "2106-3"}},
                    {"url": "ombCategory", "valueCoding": {"system": CDC_RACE, "code": "2028-9"}},
                    {"url": "text", "valueString": "Mixed"},
                ],
            },
            {
                "url": f"{US_CORE}ethnicity",
                "extension": [{"url": "ombCategory", "valueCoding": {"system": CDC_RACE, "code": "2135-2"}}],
            },
            {"url": f"{US_CORE}birthsex", "valueCode": "M"},
            {"url": f"{US_CORE}sex", "valueCode": "248153007"},
            {"url": f"{US_CORE}genderIdentity", "valueCodeableConcept": {"coding": [{"code": "ASKU"}]}},
        ],
        "identifier": [
            identifier("http://hl7.org/fhir/sid/us-ssn", "999-53-8547", "SS"),
            identifier("urn:oid:2.16.840.1.113883.4.3.25", f"S-{record_number}", "DL"),
            identifier(HOSPITAL, record_number, "MR"),
        ],
        "name": [
            {"use": "maiden", "family": "Zubiri", "given": ["Ramona"]},
            {"use": "official", "family": "Castañeda", "given": ["Ramona", "Luz"], "prefix": ["Ms."]},
            {"use": "usual", "given": ["Luz"], "family": "Castañeda"},
        ],
        "telecom": [
            {"system": "phone", "value": "555-806-9773", "use": "home", "rank": 1},
            {"system": "email", "value": "Hernán.Véliz@example.com"},
            {"system": "fax", "value": "555-000-0000"},
        ],
        "gender": "female",
        "birthDate": "1990-04-12",
        "address": [
            {"use": "home", "line": ["711 Hand Trail"], "city": "Boston", "state": "MA", "postalCode": "02215"}
        ],
        "communication": [
            {"language": {"coding": [{"code": "en-US"}]}},
            {"language": {"coding": [{"code": "es-MX"}]}, "preferred": True},
        ],
        "contact": [
            {
                "relationship": [{"coding": [{"code": "MTH"}, {"code": "C"}]}],
                "name": {"family": "Castañeda", "given": ["Ester"]},
                "telecom": [{"system": "phone", "value": "555-111-2222"}],
            }
        ],
    }
    resource.update(changes)
    return {name: value for name, value in resource.items() if value is not None}


def practitioner(npi: str = "9999992198", **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Practitioner",
        "id": f"practitioner-{npi}",
        "identifier": [identifier(NPI, npi)],
        "active": True,
        "name": [{"family": "Véliz", "given": ["Hernán"], "prefix": ["Dr."]}],
        "telecom": [{"system": "email", "value": "hernan@example.com", "use": "work"}],
        **changes,
    }


def organization(number: str = "O-1", **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Organization",
        "id": f"organization-{number.lower()}",
        "identifier": [identifier("https://registry.example/organizations", number)],
        "name": "Coffey County Hospital",
        "telecom": [{"system": "phone", "value": "6203645395"}],
        "address": [{"line": ["309 Sanders St"], "city": "Burlington", "state": "KS"}],
        **changes,
    }


def location(number: str = "L-1", **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Location",
        "id": f"location-{number.lower()}",
        "identifier": [identifier("https://registry.example/locations", number)],
        "status": "active",
        "name": "Coffey County Hospital, West Wing",
        "managingOrganization": {"reference": "Organization/organization-o-1"},
        **changes,
    }


def write_lines(path: Path, rows: Iterable[dict[str, Any] | str]) -> Path:
    """Write an NDJSON file; a row that is text already is written as it is."""
    lines = [
        row
        if isinstance(row, bytes)
        else (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)).encode()
        for row in rows
    ]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def write_bundle(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Write a transaction bundle."""
    entries = [{"fullUrl": f"urn:uuid:{row.get('id')}", "resource": row} for row in rows]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    path.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
    return path
