"""What is taken of a Patient, and what refuses the row."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from tests.factories.fhir import HOSPITAL, US_CORE, identifier, patient

from handrail.fhir.errors import RowRefused
from handrail.fhir.mapping.common import Mapped
from handrail.fhir.mapping.patient import map_patient
from handrail.fhir.resources import Patient
from handrail.fhir.vocabulary import SOURCE_ID_SYSTEM, Refusal, Skipped
from handrail.participants.vocabulary import IdentifierKind

TODAY = date(2026, 11, 23)


def mapped(resource: dict[str, Any], mrn_system: str | None = None) -> Mapped:
    return map_patient(Patient.model_validate(resource), today=TODAY, mrn_system=mrn_system)


def taken(name: str, **changes: Any) -> Any:
    return mapped(patient(**changes)).values[name]


def test_a_patient_comes_with_everything_us_core_says() -> None:
    values = mapped(patient()).values
    assert {name: value for name, value in values.items() if value is not None} == {
        "status": "active",
        "name_prefix": "Ms.",
        "given_names": ["Ramona", "Luz"],
        "family_name": "Castañeda",
        "chosen_name": "Luz",
        "folded_name": "castaneda ramona luz",
        "folded_given": "ramona luz castaneda",
        "folded_chosen": "luz castaneda",
        "birth_date": date(1990, 4, 12),
        "birth_date_precision": "day",
        "deceased": False,
        "birth_sex": "male",
        "administrative_gender": "female",
        "sex": "male",
        "gender_identity": "asked_but_unknown",
        "race": ["2106-3", "2028-9"],
        "ethnicity": "2135-2",
        "language": "es-MX",
        "interpreter_needed": False,
    }


def test_a_social_security_number_is_left_out_and_counted() -> None:
    row = mapped(patient())
    assert row.skipped[Skipped.SOCIAL_SECURITY_NUMBER] == 1
    assert {number.kind for number in row.identifiers} == {IdentifierKind.MEDICAL_RECORD, IdentifierKind.DRIVER_LICENSE}
    assert "8547" not in repr(row)


def test_a_social_security_number_is_known_by_its_system_too() -> None:
    row = mapped(patient(identifier=[identifier("urn:oid:2.16.840.1.113883.4.1", "999538547")]))
    assert row.identifiers == []
    assert row.keys == [(SOURCE_ID_SYSTEM, "patient-a-1")]


def test_a_driving_licence_never_says_who_a_row_is() -> None:
    """Real files give one licence number to two people."""
    assert mapped(patient()).keys == [(HOSPITAL, "A-1")]


def test_a_row_that_nothing_identifies_is_refused() -> None:
    with pytest.raises(RowRefused) as refused:
        mapped(patient(identifier=None, id=None))
    assert refused.value.reason is Refusal.MISSING_IDENTIFIER


def test_numbers_of_the_chosen_system_become_our_own() -> None:
    assert mapped(patient(), HOSPITAL).values["mrn"] == "A-1"
    assert mapped(patient()).values["mrn"] is None


@pytest.mark.parametrize(
    ("name", "given_names", "family_name"),
    [
        ({"family": "Nguyễn", "given": ["Thị"]}, ["Thị"], "Nguyễn"),
        ({"given": ["Sukarno"]}, [], "Sukarno"),
        ({"text": "María Teresa Carrasquillo"}, ["María", "Teresa"], "Carrasquillo"),
        ({"use": "old", "family": "Shaw"}, [], "Shaw"),
        ({"family": "Shaw", "given": [None, "Amy", ""]}, ["Amy"], "Shaw"),
    ],
)
def test_a_name_is_found_in_whatever_shape_it_comes(
    name: dict[str, Any], given_names: list[str], family_name: str
) -> None:
    values = mapped(patient(name=[name])).values
    assert (values["given_names"], values["family_name"]) == (given_names, family_name)


@pytest.mark.parametrize("names", [None, [], [{"use": "official"}], [{"family": "  ", "given": [""]}]])
def test_a_person_without_a_name_is_refused(names: Any) -> None:
    with pytest.raises(RowRefused) as refused:
        mapped(patient(name=names))
    assert refused.value.reason is Refusal.MISSING_NAME


def test_a_name_left_behind_is_kept_apart() -> None:
    row = mapped(patient())
    assert [(name["kind"], name["family_name"]) for name in row.former_names] == [("maiden", "Zubiri")]


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("1990", date(1990, 1, 1), "year"),
        ("1990-04", date(1990, 4, 1), "month"),
        ("1990-04-12", date(1990, 4, 12), "day"),
    ],
)
def test_a_birth_date_may_be_known_in_part(text: str, on: date, precision: str) -> None:
    values = mapped(patient(birthDate=text)).values
    assert (values["birth_date"], values["birth_date_precision"]) == (on, precision)


@pytest.mark.parametrize("text", ["1990-13-01", "1990-02-30", "12/04/1990", "0000", "90", "2026-11-25", "1990-4-1"])
def test_a_date_that_is_none_refuses_the_row(text: str) -> None:
    with pytest.raises(RowRefused) as refused:
        mapped(patient(birthDate=text))
    assert refused.value.reason is Refusal.INVALID_DATE


def test_a_missing_birth_date_is_unknown() -> None:
    values = mapped(patient(birthDate=None)).values
    assert (values["birth_date"], values["birth_date_precision"]) == (None, None)


def test_death_is_known_as_flag_date_or_instant() -> None:
    assert mapped(patient(deceasedBoolean=True)).values["deceased"] is True
    month = mapped(patient(deceasedDateTime="2020-03")).values
    assert (month["deceased"], month["deceased_on"], month["deceased_on_precision"], month["deceased_at"]) == (
        True,
        date(2020, 3, 1),
        "month",
        None,
    )
    instant = mapped(patient(deceasedDateTime="2020-03-02T23:30:00-05:00")).values
    assert (instant["deceased_on"], instant["deceased_at"]) == (
        date(2020, 3, 2),
        datetime(2020, 3, 3, 4, 30, tzinfo=UTC),
    )


def test_nobody_dies_before_birth_but_may_die_in_its_year() -> None:
    mapped(patient(birthDate="1990-04-12", deceasedDateTime="1990"))
    with pytest.raises(RowRefused):
        mapped(patient(birthDate="1990-04-12", deceasedDateTime="1989"))


def test_unknown_codes_are_left_out_and_counted() -> None:
    row = mapped(patient(gender="M", extension=[{"url": f"{US_CORE}birthsex", "valueCode": "?"}], communication=None))
    assert (row.values["administrative_gender"], row.values["birth_sex"]) == (None, None)
    assert row.skipped[Skipped.UNKNOWN_CODE] == 2


def test_no_way_of_contact_is_safe_as_it_comes() -> None:
    row = mapped(patient())
    assert [(way["kind"], way["value"]) for way in row.ways] == [
        ("phone", "555-806-9773"),
        ("email", "Hernán.Véliz@example.com"),
        ("address", None),
    ]
    assert row.skipped[Skipped.CONTACT_WAY_NOT_KEPT] == 1
    assert not any(flag in way for way in row.ways for flag in ("safe_for_voicemail", "safe_for_text"))


def test_a_contact_person_comes_with_their_own_phone() -> None:
    (mother,) = mapped(patient()).contacts
    assert (mother["name"], mother["relationship"], mother["is_emergency_contact"]) == (
        "Ester Castañeda",
        "parent",
        True,
    )
    assert [way["value_key"] for way in mother["ways"]] == ["5551112222"]


def test_a_contact_without_a_name_is_left_out() -> None:
    row = mapped(patient(contact=[{"telecom": [{"system": "phone", "value": "555-111-2222"}]}]))
    assert (row.contacts, row.skipped[Skipped.CONTACT_WITHOUT_NAME]) == ([], 1)


def test_the_fingerprint_changes_only_with_what_is_taken() -> None:
    same = mapped(patient(text={"status": "empty"}, maritalStatus={"text": "Married"})).fingerprint()
    assert mapped(patient()).fingerprint() == same
    assert mapped(patient(birthDate="1990-04-13")).fingerprint() != same


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Ramona"},
        {"birthDate": 1990},
        {"name": [{"family": "nul\u0000"}]},
        {"name": [{"family": "\ud800"}]},
        {"identifier": {"system": HOSPITAL}},
        {"name": [{"family": "x" * 2000}]},
    ],
)
def test_what_is_not_shaped_like_a_patient_is_no_patient(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        mapped(patient(**change))


def test_a_name_too_long_to_keep_is_refused_rather_than_cut() -> None:
    with pytest.raises(RowRefused) as refused:
        mapped(patient(name=[{"family": "x" * 201}]))
    assert refused.value.reason is Refusal.TOO_LONG


def test_an_interpreter_is_asked_for_in_either_way() -> None:
    old = {"url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired", "valueBoolean": True}
    new = {"url": f"{US_CORE}interpreter-needed", "valueCoding": {"code": "373066001"}}
    assert taken("interpreter_needed", extension=[old]) is True
    assert taken("interpreter_needed", extension=[new]) is True
    assert taken("interpreter_needed", extension=[]) is False
