from tests.factories.modalities import ship_modalities
from tests.support.clinic import Clinic

from handrail.core.vocabulary import Role
from handrail.modalities import service

URL = "/api/v1/modalities"

OWN = {
    "key": "equine",
    "name": "Equine-assisted therapy",
    "short_name": "Equine",
    "family": "recreation",
    "countable": False,
    "modules": [{"key": "grooming", "name": "Grooming", "skills": [{"key": "calm", "name": "Stay calm"}]}],
    "records": [{"key": "ease", "name": "Ease", "kind": "scale", "least": 0, "most": 10}],
}


async def test_catalogue_is_listed_with_modules_phases_and_skills(clinic: Clinic) -> None:
    await ship_modalities(clinic)
    client = await clinic.client(Role.THERAPIST)
    body = (await client.get(URL, params={"limit": 200})).json()
    assert body["next_cursor"] is None
    by_key = {modality["key"]: modality for modality in body["items"]}
    assert by_key["dbt"]["modules"][0]["skills"][0] == {
        "key": "notice-without-words",
        "name": "Notice without words",
    }
    assert len(by_key["emdr"]["phases"]) == 8
    assert (by_key["cbt"]["source"], by_key["cbt"]["adapted"]) == ("shipped", False)


async def test_shipped_texts_are_read_in_spanish(clinic: Clinic) -> None:
    client = await clinic.client(Role.THERAPIST)
    answer = await client.get(f"{URL}/texts/es")
    assert (answer.status_code, answer.json()["language"]) == (200, "es")
    assert answer.json()["texts"]["Body scan"] == "Escaneo corporal"
    assert (await client.get(f"{URL}/texts/xx")).status_code == 404


async def test_organization_adds_its_own(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    made = await director.post(URL, json=OWN)
    assert made.status_code == 201, made.text
    assert (made.json()["source"], made.json()["catalogue_version"]) == ("own", None)
    again = await director.post(URL, json=OWN)
    assert (again.status_code, again.json()["code"]) == (409, "modality-key-taken")
    therapist = await clinic.client(Role.THERAPIST)
    assert (await therapist.post(URL, json=OWN)).status_code == 403


async def test_adapted_row_is_left_alone_by_a_newer_catalogue_and_others_are_brought_up(clinic: Clinic) -> None:
    by_key = await ship_modalities(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    url = f"{URL}/{by_key['mindfulness'].id}"
    adapted = await director.patch(url, json={"name": "Mindful hour"}, headers={"If-Match": '"1"'})
    assert (adapted.status_code, adapted.json()["adapted"]) == (200, True)
    await clinic.sql(
        "UPDATE modalities SET catalogue_version = '2020-01-01' WHERE organization_id = $1", clinic.organization_id
    )
    async with clinic.db() as db:
        assert await service.seed_modalities(db) == len(by_key) - 1
    async with clinic.db() as db:
        assert await service.seed_modalities(db) == 0
    assert (await director.get(url)).json()["name"] == "Mindful hour"


async def test_retired_modality_leaves_the_list_of_active_ones(clinic: Clinic) -> None:
    by_key = await ship_modalities(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    url = f"{URL}/{by_key['rebt'].id}"
    retired = await director.patch(url, json={"active": False}, headers={"If-Match": '"1"'})
    assert (retired.json()["active"], retired.json()["adapted"]) == (False, False)
    listed = (await director.get(URL, params={"active": True, "limit": 200})).json()["items"]
    assert "rebt" not in {modality["key"] for modality in listed}


async def test_scale_without_ends_is_refused(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    broken = OWN | {"records": [{"key": "ease", "name": "Ease", "kind": "scale"}]}
    assert (await director.post(URL, json=broken)).status_code == 422
    reversed_scale = OWN | {"records": [{"key": "ease", "name": "Ease", "kind": "scale", "least": 5, "most": 1}]}
    assert (await director.post(URL, json=reversed_scale)).json()["code"] == "range-reversed"


async def test_another_organization_gets_404(clinic: Clinic, other_clinic: Clinic) -> None:
    by_key = await ship_modalities(clinic)
    stranger = await other_clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await stranger.get(f"{URL}/{by_key['cbt'].id}")).status_code == 404
