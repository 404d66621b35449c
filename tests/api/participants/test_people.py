"""Opening, finding, changing and merging records through the API."""

from datetime import timedelta
from typing import Any

from tests.factories.participants import make_participant, make_relationship
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import today_in
from handrail.core.vocabulary import Role

PEOPLE = "/api/v1/participants"
RAMON: dict[str, Any] = {
    "given_names": ["Ramón", "Luis"],
    "family_name": "Peña-O’Brien",
    "chosen_name": "Lucho",
    "pronouns": "he/him",
    "birth_date": "1990-04-12",
    "birth_sex": "male",
    "gender_identity": "asked_but_unknown",
    "race": ["2106-3", "2028-9"],
    "ethnicity": "2135-2",
    "language": "es-MX",
    "interpreter_needed": True,
}


async def found(client: ClinicClient, **search: Any) -> list[str]:
    answer = await client.post(f"{PEOPLE}/search", json=search)
    assert answer.status_code == 200, answer.text
    return [person["chosen_name"] for person in answer.json()["items"]]


async def test_a_record_is_opened_with_the_next_number(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    first = await intake.post(PEOPLE, json=RAMON)
    second = await intake.post(PEOPLE, json={"family_name": "Adair"})
    assert (first.status_code, second.status_code) == (201, 201), first.text
    assert [first.json()["mrn"], second.json()["mrn"]] == ["0000018", "0000026"]
    assert first.headers["etag"] == '"1"'
    read = (await intake.get(f"{PEOPLE}/{first.json()['id']}")).json()
    assert {key: read[key] for key in RAMON} == RAMON
    assert read["birth_date_precision"] == "day"
    assert second.json()["birth_date_precision"] is None


async def test_a_number_belongs_to_one_person_and_a_given_one_is_jumped_over(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    assert (await intake.post(PEOPLE, json={"family_name": "A", "mrn": "0000018"})).status_code == 201
    taken = await intake.post(PEOPLE, json={"family_name": "B", "mrn": "0000018"})
    assert (taken.status_code, taken.json()["type"]) == (409, "/problems/mrn-taken")
    assert (await intake.post(PEOPLE, json={"family_name": "C"})).json()["mrn"] == "0000026"


async def test_another_organization_may_use_the_same_number(clinic: Clinic, other_clinic: Clinic) -> None:
    for house in (clinic, other_clinic):
        intake = await house.client(Role.INTAKE_COORDINATOR)
        assert (await intake.post(PEOPLE, json={"family_name": "A", "mrn": "77"})).status_code == 201


async def test_people_are_found_by_any_name_without_accents(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    await intake.post(PEOPLE, json=RAMON)
    await intake.post(PEOPLE, json={"given_names": ["Ana"], "family_name": "Penn"})
    assert await found(intake, name_prefix="pen") == ["Lucho", "Ana"]
    assert await found(intake, name_prefix="PEÑA OBRIEN ram") == ["Lucho"]
    assert await found(intake, name_prefix="ramon luis p") == ["Lucho"]
    assert await found(intake, name_prefix="lucho") == ["Lucho"]
    assert await found(intake, name_prefix="brien") == []
    assert await found(intake, birth_date="1990-04-12") == ["Lucho"]
    assert await found(intake, mrn="0000026") == ["Ana"]


async def test_a_search_names_exactly_one_thing(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    for search in ({}, {"name_prefix": "a", "mrn": "1"}):
        assert (await intake.post(f"{PEOPLE}/search", json=search)).status_code == 422


async def test_a_search_is_paged_by_a_cursor_that_holds_no_name(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    async with clinic.db() as db:
        people = [await make_participant(db, given_names=(f"N{n}",), family_name="Same") for n in range(5)]
    names: list[str] = []
    cursor: str | None = None
    while True:
        page = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        answer = (await intake.post(f"{PEOPLE}/search", params=page, json={"name_prefix": "same"})).json()
        names += [person["chosen_name"] for person in answer["items"]]
        cursor = answer["next_cursor"]
        if cursor is None:
            break
        assert cursor in {str(person.id) for person in people}
    assert names == ["N0", "N1", "N2", "N3", "N4"]
    wrong = await intake.post(f"{PEOPLE}/search", params={"cursor": "same"}, json={"name_prefix": "same"})
    assert wrong.json()["type"] == "/problems/invalid-cursor"


async def test_a_search_goes_from_family_to_given_to_chosen_names_and_shows_nobody_twice(
    clinic: Clinic,
) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        chosen = await make_participant(db, given_names=("Zoe",), family_name="Adair", chosen_name="Marlo")
        given = await make_participant(db, given_names=("Mara",), family_name="Adair", chosen_name="Mar")
        family = await make_participant(db, given_names=("Mark",), family_name="Marsh", chosen_name="Marky")
        other = await make_participant(db, given_names=("Ida",), family_name="Adair")
        survivor = await make_participant(db, given_names=("Zora",), family_name="Zell")
        old = await make_participant(db, given_names=("Zora",), family_name="Marten")
    merge = {"into_participant_id": str(survivor.id)}
    await director.post(f"{PEOPLE}/{old.id}/merge", json=merge, headers={"If-Match": '"1"'})
    expected = [str(one.id) for one in (family, given, chosen, survivor)]
    for limit in (1, 2, 3, 4, 50):
        ids: list[str] = []
        page: dict[str, Any] = {"limit": limit}
        for _ in range(5):
            answer = (await director.post(f"{PEOPLE}/search", params=page, json={"name_prefix": "mar"})).json()
            ids += [person["id"] for person in answer["items"]]
            if answer["next_cursor"] is None:
                break
            page["cursor"] = answer["next_cursor"]
        assert ids == expected, limit
    everyone = {"name_prefix": "mar", "include_not_in_use": True}
    with_old = (await director.post(f"{PEOPLE}/search", json=everyone)).json()["items"]
    assert {str(old.id), str(family.id)} < {one["id"] for one in with_old}
    assert str(other.id) not in {one["id"] for one in with_old}


async def test_a_change_needs_the_version_it_was_made_against(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    person = (await intake.post(PEOPLE, json=RAMON)).json()
    address, change = f"{PEOPLE}/{person['id']}", {"chosen_name": "Luz", "pronouns": "she/her"}
    assert (await intake.patch(address, json=change)).status_code == 428
    changed = await intake.patch(address, json=change, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert changed.json()["family_name"] == RAMON["family_name"]
    assert (await intake.patch(address, json=change, headers={"If-Match": '"1"'})).status_code == 412
    assert await found(intake, name_prefix="luz") == ["Luz"]
    assert await found(intake, name_prefix="lucho") == []


async def test_a_date_of_death_says_that_the_person_died(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    person = (await intake.post(PEOPLE, json=RAMON)).json()
    address = f"{PEOPLE}/{person['id']}"
    early = await intake.patch(address, json={"deceased_on": "1990-04-11"}, headers={"If-Match": '"1"'})
    assert early.json()["type"] == "/problems/died-before-birth"
    died = await intake.patch(
        address, json={"deceased_on": "2026-03-01", "deceased_on_precision": "month"}, headers={"If-Match": '"1"'}
    )
    assert (died.json()["deceased"], died.json()["deceased_on_precision"]) == (True, "month")
    error = await intake.patch(address, json={"deceased": False}, headers={"If-Match": '"2"'})
    assert (error.json()["deceased"], error.json()["deceased_on"]) == (False, None)


async def test_a_therapist_sees_only_people_in_their_care(clinic: Clinic) -> None:
    therapist = await clinic.client(Role.THERAPIST)
    today = today_in(clinic.time_zone)
    async with clinic.db() as db:
        mine = await make_participant(db, given_names=("Mine",))
        past = await make_participant(db, given_names=("Past",))
        await make_participant(db, given_names=("Other",))
        await make_relationship(db, mine.id, staff_id=therapist.staff_id, ends_on=today)
        await make_relationship(db, past.id, staff_id=therapist.staff_id, ends_on=today - timedelta(days=1))
    assert await found(therapist, name_prefix="sarabia") == ["Mine"]
    assert (await therapist.get(f"{PEOPLE}/{mine.id}")).status_code == 200
    hidden = await therapist.get(f"{PEOPLE}/{past.id}")
    assert (hidden.status_code, hidden.json()["type"]) == (404, "/problems/participant-not-found")
    assert (await therapist.get(f"{PEOPLE}/{past.id}/contacts")).status_code == 404
    assert (await therapist.post(PEOPLE, json=RAMON)).status_code == 403


async def test_an_administrator_reads_no_record(clinic: Clinic) -> None:
    administrator = await clinic.client(Role.ADMINISTRATOR)
    async with clinic.db() as db:
        person = await make_participant(db)
    assert (await administrator.get(f"{PEOPLE}/{person.id}")).status_code == 403


async def test_another_organization_knows_of_nobody(clinic: Clinic, other_clinic: Clinic) -> None:
    async with clinic.db() as db:
        person = await make_participant(db)
    director = await other_clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await director.get(f"{PEOPLE}/{person.id}")).status_code == 404
    assert await found(director, name_prefix="sarabia") == []


async def test_a_merge_is_a_pointer_that_can_be_cleared(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        twin = await make_participant(db, given_names=("Twin",))
        kept = await make_participant(db, given_names=("Kept",))
    twin_address, into = f"{PEOPLE}/{twin.id}", {"into_participant_id": str(kept.id)}
    itself = await director.post(
        f"{twin_address}/merge", json={"into_participant_id": str(twin.id)}, headers={"If-Match": '"1"'}
    )
    assert itself.json()["type"] == "/problems/merge-into-itself"
    merged = await director.post(f"{twin_address}/merge", json=into, headers={"If-Match": '"1"'})
    assert (merged.json()["status"], merged.json()["merged_into_id"]) == ("merged", str(kept.id))
    assert await found(director, name_prefix="sarabia") == ["Kept"]
    assert await found(director, name_prefix="sarabia", include_not_in_use=True) == ["Kept", "Twin"]
    chain = await director.post(
        f"{PEOPLE}/{kept.id}/merge", json={"into_participant_id": str(twin.id)}, headers={"If-Match": '"1"'}
    )
    assert chain.json()["type"] == "/problems/survivor-not-in-use"
    undone = await director.post(f"{twin_address}/undo-merge", headers={"If-Match": '"2"'})
    assert (undone.json()["status"], undone.json()["merged_into_id"]) == ("active", None)
    assert (await director.post(f"{twin_address}/undo-merge", headers={"If-Match": '"3"'})).status_code == 409


async def test_a_record_that_others_are_merged_into_stays(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        one, two, three = [await make_participant(db) for _ in range(3)]
    await director.post(
        f"{PEOPLE}/{one.id}/merge", json={"into_participant_id": str(two.id)}, headers={"If-Match": '"1"'}
    )
    refused = await director.post(
        f"{PEOPLE}/{two.id}/merge", json={"into_participant_id": str(three.id)}, headers={"If-Match": '"1"'}
    )
    assert (refused.json()["type"], refused.json()["count"]) == ("/problems/others-merged-into-it", 1)


async def test_former_names_are_kept_and_not_searched(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    person = (await intake.post(PEOPLE, json=RAMON)).json()
    address = f"{PEOPLE}/{person['id']}/former-names"
    kept = await intake.post(address, json={"kind": "maiden", "family_name": "Zubiri", "ends_on": "2015-06-01"})
    assert kept.status_code == 201, kept.text
    assert [name["family_name"] for name in (await intake.get(address)).json()["items"]] == ["Zubiri"]
    assert await found(intake, name_prefix="zubiri") == []


async def test_every_look_and_change_names_the_person_in_the_audit(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    person = (await intake.post(PEOPLE, json=RAMON)).json()
    await intake.get(f"{PEOPLE}/{person['id']}")
    await found(intake, name_prefix="pen")
    entries = await clinic.sql(
        "SELECT action, outcome, participant_ids::text[] AS people FROM audit_entries"
        " WHERE organization_id = $1 ORDER BY at",
        clinic.organization_id,
    )
    assert [(row["action"], row["outcome"], row["people"]) for row in entries] == [
        ("create_participant", "success", [person["id"]]),
        ("read_participant", "success", [person["id"]]),
        ("search_participants", "success", [person["id"]]),
    ]
    changes = await clinic.sql(
        "SELECT kind, participant_id::text FROM changes WHERE organization_id = $1 AND kind LIKE 'participants.%'",
        clinic.organization_id,
    )
    assert [tuple(row) for row in changes] == [("participants.created", person["id"])]


async def test_somebody_born_tomorrow_is_refused(clinic: Clinic) -> None:
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    future = (today_in(clinic.time_zone) + timedelta(days=3)).isoformat()
    refused = await intake.post(PEOPLE, json={"family_name": "A", "birth_date": future})
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/born-in-future")
