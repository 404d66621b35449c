"""Numbers of other systems, contacts, attempts, availability: what hangs on a person."""

from typing import Any

import pytest
from tests.factories.participants import make_participant, make_relationship
from tests.support.clinic import Clinic

from handrail.core.vocabulary import Role

PEOPLE = "/api/v1/participants"


async def person_in(clinic: Clinic) -> str:
    async with clinic.db() as db:
        return str((await make_participant(db)).id)


async def test_a_number_of_another_system_belongs_to_one_person(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    one, other = await person_in(clinic), await person_in(clinic)
    number = {"system": "https://payer.example/member", "value": "A-1", "kind": "member"}
    kept = await intake.post(f"{PEOPLE}/{one}/identifiers", json=number)
    assert kept.status_code == 201, kept.text
    taken = await intake.post(f"{PEOPLE}/{other}/identifiers", json=number)
    assert (taken.status_code, taken.json()["type"]) == (409, "/problems/identifier-taken")
    address = f"{PEOPLE}/{one}/identifiers/{kept.json()['id']}"
    ended = await intake.put(
        address, json={"kind": "member", "ends_on": "2026-12-31"}, headers={"If-Match": kept.headers["etag"]}
    )
    assert (ended.json()["ends_on"], ended.headers["etag"]) == ("2026-12-31", '"2"')
    elsewhere = address.replace(one, other)
    assert (await intake.put(elsewhere, json={"kind": "other"}, headers={"If-Match": '"2"'})).status_code == 404


async def test_a_social_security_number_is_refused(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    number = {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-53-8547"}
    refused = await intake.post(f"{PEOPLE}/{await person_in(clinic)}/identifiers", json=number)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/social-security-number-refused")
    assert "8547" not in refused.text


async def test_nothing_is_safe_until_somebody_says_so_and_one_way_is_preferred(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    address = f"{PEOPLE}/{await person_in(clinic)}/contact-ways"
    phone = (await intake.post(address, json={"kind": "phone", "phone": "555-806-9773", "preferred": True})).json()
    flags = ("safe_for_voicemail", "safe_for_text", "program_may_be_named")
    assert [phone[flag] for flag in flags] == [False, False, False]
    home = {"lines": ["711 Hand Trail"], "city": "Boston", "state": "MA", "postal_code": "02215", "country": "US"}
    post = await intake.post(address, json={"kind": "address", "address": home, "use": "home", "preferred": True})
    assert post.status_code == 201, post.text
    ways = {way["kind"]: way for way in (await intake.get(address)).json()["items"]}
    assert (ways["phone"]["preferred"], ways["address"]["preferred"]) == (False, True)
    assert ways["address"]["lines"] == ["711 Hand Trail"]
    changed = await intake.put(
        f"{address}/{phone['id']}",
        json={"use": "mobile", "safe_for_text": True},
        headers={"If-Match": f'"{ways["phone"]["version"]}"'},
    )
    assert (changed.json()["safe_for_text"], changed.json()["value"]) == (True, "555-806-9773")
    texted = await intake.put(
        f"{address}/{post.json()['id']}", json={"safe_for_text": True}, headers={"If-Match": '"1"'}
    )
    assert texted.json()["type"] == "/problems/safety-of-phones-only"


@pytest.mark.parametrize(
    "way",
    [
        {"kind": "phone"},
        {"kind": "phone", "email": "a@example.org"},
        {"kind": "email", "email": "a@example.org", "safe_for_voicemail": True},
        {"kind": "phone", "phone": "call me"},
        {"kind": "email", "email": "no address"},
        {"kind": "phone", "phone": "555-806-9773", "email": "a@example.org"},
    ],
)
async def test_a_way_of_contact_is_one_readable_value(clinic: Clinic, way: dict[str, Any]) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    assert (await intake.post(f"{PEOPLE}/{await person_in(clinic)}/contact-ways", json=way)).status_code == 422


async def test_a_contact_has_topics_and_ways_of_their_own(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    person = await person_in(clinic)
    mother = {
        "name": "Ester Castañeda",
        "relationship": "parent",
        "is_guardian": True,
        "is_emergency_contact": True,
        "consented_topics": ["schedule", "emergencies", "schedule"],
    }
    contact = (await intake.post(f"{PEOPLE}/{person}/contacts", json=mother)).json()
    assert contact["consented_topics"] == ["emergencies", "schedule"]
    phone = {"kind": "phone", "phone": "555-111-2222", "contact_id": contact["id"]}
    assert (await intake.post(f"{PEOPLE}/{person}/contact-ways", json=phone)).status_code == 201
    other = await person_in(clinic)
    foreign = await intake.post(f"{PEOPLE}/{other}/contact-ways", json=phone)
    assert (foreign.status_code, foreign.json()["type"]) == (404, "/problems/contact-not-found")
    withdrawn = await intake.put(
        f"{PEOPLE}/{person}/contacts/{contact['id']}",
        json={**mother, "consented_topics": []},
        headers={"If-Match": '"1"'},
    )
    assert withdrawn.json()["consented_topics"] == []


async def test_an_attempt_is_the_callers_and_is_voided_not_deleted(clinic: Clinic) -> None:
    therapist = await clinic.client(Role.THERAPIST)
    async with clinic.db() as db:
        person = await make_participant(db)
        await make_relationship(db, person.id, staff_id=therapist.staff_id)
    address = f"{PEOPLE}/{person.id}/contact-attempts"
    attempt = {
        "attempted_at": "2026-11-23T15:00:00Z",
        "means": "phone",
        "reason": "missed_session",
        "outcome": "no_answer",
        "next_step": "Call again after work",
        "next_step_due_on": "2026-11-24",
    }
    first = await therapist.post(address, json=attempt)
    assert (first.status_code, first.json()["staff_id"]) == (201, str(therapist.staff_id))
    later = await therapist.post(address, json={**attempt, "attempted_at": "2026-11-24T15:00:00Z"})
    void = f"{address}/{first.json()['id']}/void"
    taken_back = await therapist.post(void, json={"reason": "Wrong person"}, headers={"If-Match": '"1"'})
    assert taken_back.json()["void_reason"] == "Wrong person"
    again = await therapist.post(void, json={"reason": "Wrong person"}, headers={"If-Match": '"2"'})
    assert again.json()["type"] == "/problems/already-voided"
    listed = (await therapist.get(address)).json()["items"]
    assert [row["id"] for row in listed] == [later.json()["id"], first.json()["id"]]


async def test_availability_is_hours_of_a_weekday_between_dates(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    address = f"{PEOPLE}/{await person_in(clinic)}/availability"
    shift = {
        "kind": "work",
        "weekday": "monday",
        "local_start": "22:00:00",
        "local_end": "06:00:00",
        "starts_on": "2026-11-01",
    }
    kept = await intake.post(address, json=shift)
    assert kept.status_code == 201, kept.text
    ended = await intake.put(
        f"{address}/{kept.json()['id']}", json={**shift, "ends_on": "2026-11-30"}, headers={"If-Match": '"1"'}
    )
    assert ended.json()["ends_on"] == "2026-11-30"
    for wrong in ({"local_end": "22:00:00"}, {"ends_on": "2026-10-31"}, {"local_start": "22:00:00Z"}):
        assert (await intake.post(address, json={**shift, **wrong})).status_code == 422


async def test_hours_that_suit_are_the_persons_own_or_of_somebody_near_them(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    person = f"{PEOPLE}/{await person_in(clinic)}"
    contact = (await intake.post(f"{person}/contacts", json={"name": "Ines", "relationship": "parent"})).json()
    evening = {"weekday": "friday", "local_start": "16:00:00", "local_end": "18:00:00", "starts_on": "2026-11-01"}
    own = await intake.post(f"{person}/suitable-hours", json=evening)
    theirs = await intake.post(f"{person}/suitable-hours", json=evening | {"contact_id": contact["id"]})
    assert (own.status_code, theirs.status_code) == (201, 201), own.text
    address = f"{person}/suitable-hours/{theirs.json()['id']}"
    change = evening | {"contact_id": contact["id"], "ends_on": "2026-11-30"}
    ended = await intake.put(address, json=change, headers={"If-Match": '"1"'})
    assert ended.json()["ends_on"] == "2026-11-30"
    assert (await intake.put(address, json=change, headers={"If-Match": '"1"'})).status_code == 412
    listed = (await intake.get(f"{person}/suitable-hours")).json()["items"]
    assert [row["contact_id"] for row in listed] == [None, contact["id"]]
    for wrong in ({"local_end": "15:00:00"}, {"ends_on": "2026-10-31"}, {"local_start": "09:00:00Z"}):
        assert (await intake.post(f"{person}/suitable-hours", json=evening | wrong)).status_code == 422
    stranger = f"{PEOPLE}/{await person_in(clinic)}/suitable-hours"
    refused = await intake.post(stranger, json=evening | {"contact_id": contact["id"]})
    assert refused.json()["code"] == "contact-not-found", "somebody near another person is nobody here"
