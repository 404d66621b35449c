"""Records that may be one person's: suggested on entry and in a list, and told apart for good."""

from datetime import date
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from tests.factories.merging import merge
from tests.factories.participants import make_participant
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.cluster import Urls
from handrail.core.ids import ParticipantId
from handrail.core.vocabulary import Role
from handrail.participants.duplicates_queries import CANDIDATES

PEOPLE = "/api/v1/participants"
DUPLICATES = f"{PEOPLE}/duplicates"


async def person(clinic: Clinic, given: str = "Noor", family: str = "Haddad", **values: Any) -> ParticipantId:
    values = {"birth_date": date(1988, 3, 4)} | values
    async with clinic.db() as db:
        return (await make_participant(db, given_names=tuple(given.split()), family_name=family, **values)).id


async def suggested(client: ClinicClient, **question: Any) -> list[dict[str, Any]]:
    answer = await client.post(DUPLICATES, json=question)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def listed(client: ClinicClient, **query: Any) -> dict[str, Any]:
    answer = await client.get(DUPLICATES, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def pair_of(item: dict[str, Any]) -> set[str]:
    return {item["first"]["id"], item["second"]["id"]}


@pytest.mark.parametrize(
    ("question", "reasons"),
    [
        (
            {"given_names": ["NOOR"], "family_name": "haddád", "birth_date": "1988-03-04"},
            ["same_name", "same_birth_date"],
        ),
        (
            {"given_names": ["Noor"], "family_name": "Haddad", "birth_date": "1988-04-03"},
            ["same_name", "birth_date_swapped"],
        ),
        (
            {"given_names": ["Noor"], "family_name": "Haddad", "birth_date": "1989-03-04"},
            ["same_name", "birth_date_one_digit_off"],
        ),
        (
            {"given_names": ["Haddad"], "family_name": "Noor", "birth_date": "1988-03-04"},
            ["names_swapped", "same_birth_date"],
        ),
        (
            {"given_names": ["Nour"], "family_name": "Haddad", "birth_date": "1988-03-04"},
            ["near_name", "same_birth_date"],
        ),
        (
            {"given_names": ["Noor"], "family_name": "Haddad", "phones": ["+1 (555) 010-2030"]},
            ["same_name", "same_phone"],
        ),
        (
            {"given_names": ["Noor"], "family_name": "Smith", "identifiers": ["M-77"]},
            ["same_given_name", "same_identifier"],
        ),
    ],
)
async def test_known_person_is_suggested_before_a_second_record_is_opened(
    clinic: Clinic, question: dict[str, Any], reasons: list[str]
) -> None:
    known = await person(clinic)
    await person(clinic, "Somebody", "Else", birth_date=date(1988, 3, 4))
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    way = {"kind": "phone", "phone": "555-010-2030"}
    assert (await intake.post(f"{PEOPLE}/{known}/contact-ways", json=way)).status_code == 201
    number = {"system": "https://payer.example/member", "value": "M-77"}
    assert (await intake.post(f"{PEOPLE}/{known}/identifiers", json=number)).status_code == 201
    (found,) = await suggested(await clinic.client(Role.FRONT_DESK), **question)
    assert found["record"]["id"] == str(known)
    assert found["reasons"] == reasons
    assert found["likelihood"] in {"likely", "possible"}


async def test_merged_record_is_suggested_as_the_one_that_stays(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    old, kept = await person(clinic, family="Old"), await person(clinic, family="Haddad")
    await director.post(f"{PEOPLE}/{old}/contact-ways", json={"kind": "phone", "phone": "555-010-2030"})
    await merge(director, old, kept)
    (found,) = await suggested(director, given_names=["Noor"], family_name="Haddad", phones=["555 010 2030"])
    assert (found["record"]["id"], found["reasons"]) == (str(kept), ["same_name", "same_phone"])


async def test_question_says_something_and_has_limits(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    for body in ({}, {"given_names": ["A"]}, {"phones": ["555 0100"] * 6}, {"family_name": "x", "unknown": 1}):
        assert (await intake.post(DUPLICATES, json=body)).status_code == 422
    assert await suggested(intake, family_name="Nobody", birth_date="2001-01-01") == []


async def test_likely_pairs_come_first_each_explained(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    twins = [await person(clinic), await person(clinic)]
    near = [await person(clinic, "Robert", "Lane"), await person(clinic, "Bob", "Lane")]
    turned = [
        await person(clinic, "Ines", "Duarte", birth_date=date(1990, 5, 7)),
        await person(clinic, "Ines", "Duarte", birth_date=date(1990, 7, 5)),
    ]
    await person(clinic, "Lone", "Ranger", birth_date=date(1955, 1, 31))
    items = (await listed(director))["items"]
    assert [pair_of(item) for item in items] == [{str(one) for one in pair} for pair in (twins, near, turned)]
    assert [item["reasons"] for item in items] == [
        ["same_name", "same_birth_date"],
        ["nickname", "same_birth_date"],
        ["same_name", "birth_date_swapped"],
    ]
    assert [item["likelihood"] for item in items] == ["likely", "likely", "possible"]
    assert items[0]["score"] > items[1]["score"] > items[2]["score"]
    paged, cursor = [], None
    for _ in range(3):
        page = await listed(director, limit=1, **({"cursor": cursor} if cursor else {}))
        paged += page["items"]
        cursor = page["next_cursor"]
    assert (paged, cursor) == (items, None)
    assert (await director.get(DUPLICATES, params={"cursor": "x"})).json()["code"] == "invalid-cursor"


async def test_common_phone_or_number_makes_a_pair_and_a_switchboard_does_not(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    one, other = await person(clinic, "Ana", "Vale", birth_date=None), await person(clinic, "Ana", "Vale")
    for record in (one, other):
        await director.post(f"{PEOPLE}/{record}/contact-ways", json={"kind": "phone", "phone": "555-010-2030"})
    (pair,) = (await listed(director))["items"]
    assert pair["reasons"] == ["same_name", "same_phone"]
    crowd = [await person(clinic, f"P{index}", f"Q{index}", birth_date=None) for index in range(21)]
    for record in crowd:
        await director.post(f"{PEOPLE}/{record}/contact-ways", json={"kind": "phone", "phone": "555-010-9999"})
    assert len((await listed(director))["items"]) == 1


async def test_pair_that_is_told_apart_is_not_suggested_again_until_it_is_taken_back(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    first, second = await person(clinic), await person(clinic)
    body = {"first_participant_id": str(second), "second_participant_id": str(first), "note": "Cousins."}
    told = await director.post(f"{DUPLICATES}/not-same", json=body)
    assert told.status_code == 201, told.text
    assert told.json()["decided_by"] == str(director.account_id)
    assert told.json()["first_participant_id"] == min(str(first), str(second))
    assert (await listed(director))["items"] == []
    assert [row["id"] for row in (await director.get(f"{DUPLICATES}/not-same")).json()["items"]] == [told.json()["id"]]
    assert (await director.post(f"{DUPLICATES}/not-same", json=body)).json()["code"] == "already-told-apart"
    same = body | {"first_participant_id": str(first)}
    assert (await director.post(f"{DUPLICATES}/not-same", json=same)).json()["code"] == "same-record"
    withdraw = f"{DUPLICATES}/not-same/{told.json()['id']}/withdraw"
    assert (await director.post(withdraw)).json()["withdrawn_by"] == str(director.account_id)
    assert (await director.post(withdraw)).json()["code"] == "already-withdrawn"
    assert len((await listed(director))["items"]) == 1


async def test_merged_pair_is_settled(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    first, second = await person(clinic), await person(clinic)
    await merge(director, first, second)
    assert (await listed(director))["items"] == []


async def test_nothing_of_another_organization_is_suggested(clinic: Clinic, other_clinic: Clinic) -> None:
    theirs = [await person(other_clinic), await person(other_clinic)]
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await listed(director))["items"] == []
    assert await suggested(director, given_names=["Noor"], family_name="Haddad", birth_date="1988-03-04") == []
    body = {"first_participant_id": str(theirs[0]), "second_participant_id": str(theirs[1])}
    assert (await director.post(f"{DUPLICATES}/not-same", json=body)).status_code == 404


async def test_every_key_of_a_person_being_entered_reaches_an_index_under_row_level_security(
    clinic: Clinic, urls: Urls
) -> None:
    await clinic.sql(
        "INSERT INTO participants (organization_id, id, mrn, status, given_names, family_name, folded_name,"
        " folded_given, folded_chosen, birth_date, birth_date_precision, deceased, race, interpreter_needed, version)"
        " SELECT $1, gen_random_uuid(), 'P' || n, 'active', '[]', 'f' || n, 'f' || n || ' g', 'g f' || n, 'c f' || n,"
        " date '1950-01-01' + n, 'day', false, '[]', false, 1 FROM generate_series(1, 4000) AS n",
        clinic.organization_id,
    )
    await clinic.sql(
        "INSERT INTO participant_contact_ways (organization_id, id, participant_id, kind, value, value_key, lines,"
        " safe_for_voicemail, safe_for_text, program_may_be_named, preferred, version)"
        " SELECT organization_id, gen_random_uuid(), id, 'phone', mrn, mrn, '[]', false, false, false, false, 1"
        " FROM participants WHERE organization_id = $1",
        clinic.organization_id,
    )
    owner = await asyncpg.connect(urls.owner)
    await owner.execute("ANALYZE participants; ANALYZE participant_contact_ways")
    await owner.close()
    values: dict[str, Any] = {
        "names": ["f77 g"],
        "chosen": ["c f77"],
        "dates": [date(1988, 3, 4)],
        "near_dates": [date(1989, 3, 4)],
        "family": "f77",
        "ways": ["P77"],
        "numbers": ["M-77"],
    }
    async with clinic.db() as db:
        plan = "\n".join((await db.execute(text(f"EXPLAIN {CANDIDATES}"), values)).scalars())
    for key in ("folded_name", "folded_given", "folded_chosen", "birth_date", "value_key"):
        assert any("Index Cond" in line and f"{key} = ANY" in line for line in plan.splitlines()), f"{key}: {plan}"
