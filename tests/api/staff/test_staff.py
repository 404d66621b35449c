"""The staff file through the API."""

from datetime import date, timedelta
from typing import Any

import httpx
from tests.factories.identity import PASSWORD
from tests.factories.staff import make_credential, make_staff
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import today_in
from handrail.core.vocabulary import Role
from handrail.staff.vocabulary import CredentialKind, StaffStatus

STAFF = "/api/v1/staff"
MIRA: dict[str, Any] = {
    "given_name": "Mira",
    "family_name": "Castellanos",
    "pronouns": "she/her",
    "title": "LCSW",
    "email": "mira.castellanos@example.org",
    "languages": ["en", "es-MX"],
}


def today(clinic: Clinic) -> date:
    return today_in(clinic.time_zone)


def a_licence(clinic: Clinic, **change: Any) -> dict[str, Any]:
    ends = today(clinic) + timedelta(days=300)
    given = {"kind": "lcsw", "number": "LCSW-2041", "state": "NY", "issued_on": "2019-05-01", "expires_on": str(ends)}
    return given | change


async def test_a_person_is_put_on_file_and_read_back(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    created = await director.post(STAFF, json=MIRA)
    assert created.status_code == 201, created.text
    body = created.json()
    assert (body["display_name"], body["status"], body["may_lead"]) == ("Mira Castellanos", "active", [])
    assert created.headers["etag"] == '"1"'
    therapist = await clinic.client(Role.THERAPIST)
    assert (await therapist.get(f"{STAFF}/{body['id']}")).json() == body


async def test_change_names_the_version_it_was_made_against(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    url = f"{STAFF}/{(await director.post(STAFF, json=MIRA)).json()['id']}"
    assert (await director.patch(url, json={"title": None})).status_code == 428
    changed = await director.patch(url, json={"title": None}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["title"], changed.headers["etag"]) == (200, None, '"2"')
    stale = await director.patch(url, json={"title": "LCSW"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    nameless = await director.patch(url, json={"given_name": None}, headers={"If-Match": '"2"'})
    assert nameless.status_code == 422


async def test_list_is_filtered_by_who_may_lead_a_service_today(clinic: Clinic) -> None:
    async with clinic.db() as db:
        await make_staff(db, display_name="Ada Social", credential=CredentialKind.LCSW)
        await make_staff(db, display_name="Ben Prescriber", credential=CredentialKind.PMHNP)
        await make_staff(db, display_name="Cora Peer", credential=CredentialKind.PEER_SPECIALIST)
        await make_staff(db, display_name="Dan Associate", credential=CredentialKind.LPC_ASSOCIATE)
        expired = await make_staff(db, display_name="Eve Expired", credential=None)
        await make_credential(
            db, staff_id=expired.id, kind=CredentialKind.LCSW, expires_on=today(clinic) - timedelta(days=1)
        )
    client = await clinic.client(Role.INTAKE_COORDINATOR, display_name="Zed Intake")

    async def leaders(kind: str) -> list[str]:
        page = (await client.get(STAFF, params={"may_lead": kind})).json()
        return [person["given_name"] for person in page["items"]]

    assert await leaders("group") == ["Ben", "Ada"]
    assert await leaders("medication_management") == ["Ben"]
    assert await leaders("orientation") == ["Cora", "Ben", "Ada"]


async def test_the_list_says_whose_licence_is_missing(clinic: Clinic) -> None:
    licensed = await clinic.client(Role.THERAPIST)
    unlicensed = await clinic.client(Role.NURSE, licensed=False)
    director = await clinic.client(Role.PROGRAM_DIRECTOR, licensed=False)
    async with clinic.db() as db:
        filed = (await make_staff(db, display_name="No Account", credential=None)).id
    listed = {one["id"]: one["licence"] for one in (await director.get(STAFF)).json()["items"]}
    assert listed[str(licensed.staff_id)] == "in_force"
    assert listed[str(unlicensed.staff_id)] == "missing"
    assert listed[str(director.staff_id)] == "not_needed"
    assert listed[str(filed)] is None
    alone = (await director.get(f"{STAFF}/{unlicensed.staff_id}")).json()
    assert (alone["licence"], alone["licensed_until"]) == ("missing", None)


async def test_list_is_paged(clinic: Clinic) -> None:
    async with clinic.db() as db:
        for name in ("Ada Abel", "Ben Bold", "Cora Cole"):
            await make_staff(db, display_name=name)
    client = await clinic.client(Role.FRONT_DESK, display_name="Zed Zappa")
    first = (await client.get(STAFF, params={"limit": 2})).json()
    second = (await client.get(STAFF, params={"limit": 2, "cursor": first["next_cursor"]})).json()
    names = [person["family_name"] for person in [*first["items"], *second["items"]]]
    assert names == ["Abel", "Bold", "Cole", "Zappa"]
    assert second["next_cursor"] is None


class TestCredential:
    async def test_what_a_person_may_lead_follows_at_once(self, clinic: Clinic) -> None:
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        url = f"{STAFF}/{(await director.post(STAFF, json=MIRA)).json()['id']}"
        added = await director.post(f"{url}/credentials", json=a_licence(clinic))
        assert added.status_code == 201, added.text
        person = (await director.get(url)).json()
        assert {"group", "individual", "family"} <= set(person["may_lead"])
        assert person["licensed_until"] == a_licence(clinic)["expires_on"]
        gone = await director.post(
            f"/api/v1/staff-credentials/{added.json()['id']}/revoke", json={"reason": "Surrendered to the board"}
        )
        assert gone.status_code == 200, gone.text
        assert (await director.get(url)).json()["may_lead"] == []

    async def test_the_same_credential_is_on_file_once(self, clinic: Clinic) -> None:
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        url = f"{STAFF}/{(await director.post(STAFF, json=MIRA)).json()['id']}/credentials"
        assert (await director.post(url, json=a_licence(clinic))).status_code == 201
        again = await director.post(url, json=a_licence(clinic))
        assert (again.status_code, again.json()["code"]) == (409, "credential-repeated")

    async def test_a_licence_without_its_state_is_refused(self, clinic: Clinic) -> None:
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        url = f"{STAFF}/{(await director.post(STAFF, json=MIRA)).json()['id']}/credentials"
        refused = await director.post(url, json=a_licence(clinic, state=None))
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/state")

    async def test_a_renewal_has_to_be_verified_again(self, clinic: Clinic) -> None:
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        url = f"{STAFF}/{(await director.post(STAFF, json=MIRA)).json()['id']}/credentials"
        added = (await director.post(url, json=a_licence(clinic))).json()
        credential = f"/api/v1/staff-credentials/{added['id']}"
        verified = await director.post(f"{credential}/verify")
        assert verified.json()["verified_at"] is not None
        later = str(today(clinic) + timedelta(days=900))
        renewed = await director.patch(
            credential, json={"expires_on": later}, headers={"If-Match": verified.headers["etag"]}
        )
        assert (renewed.json()["expires_on"], renewed.json()["verified_at"]) == (later, None)

    async def test_expiring_ones_come_soonest_first(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            for name, days in (("Far Away", 200), ("Quite Soon", 20), ("Just Over", -5)):
                person = await make_staff(db, display_name=name, credential=None)
                await make_credential(db, staff_id=person.id, expires_on=today(clinic) + timedelta(days=days))
            left = await make_staff(db, display_name="Gone Already", credential=None, status=StaffStatus.LEFT)
            await make_credential(db, staff_id=left.id, expires_on=today(clinic) + timedelta(days=20))
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        page = (await director.get("/api/v1/staff-credentials/expiring")).json()
        assert [date.fromisoformat(row["expires_on"]) - today(clinic) for row in page["items"]] == [
            timedelta(days=-5),
            timedelta(days=20),
        ]

    async def test_a_clinician_sees_their_own_only(self, clinic: Clinic) -> None:
        therapist, colleague = await clinic.client(Role.THERAPIST), await clinic.client(Role.THERAPIST)
        assert therapist.staff_id is not None
        async with clinic.db() as db:
            await make_credential(db, staff_id=therapist.staff_id)
        own = await therapist.get(f"{STAFF}/{therapist.staff_id}/credentials")
        assert len(own.json()["items"]) == 1
        assert (await therapist.get(f"{STAFF}/{colleague.staff_id}/credentials")).status_code == 404

    async def test_the_licence_of_an_account_follows_the_credential(self, clinic: Clinic) -> None:
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        therapist = await clinic.client(Role.THERAPIST, licensed=False)
        await director.post(f"{STAFF}/{therapist.staff_id}/credentials", json=a_licence(clinic))
        assert await licensed_until(clinic, therapist) == today(clinic) + timedelta(days=300)


class TestInvitation:
    async def test_a_new_person_enrols_and_signs_in(self, clinic: Clinic) -> None:
        administrator = await clinic.client(Role.ADMINISTRATOR)
        answer = await administrator.post(f"{STAFF}/invitations", json={**MIRA, "roles": ["therapist"]})
        assert answer.status_code == 201, answer.text
        invited = answer.json()
        token = invited["enrolment"]["token"]
        assert invited["enrolment"]["link"].endswith(f"/enrol#{token}")
        browser = await clinic.anonymous()
        enrolled = await browser.post("/api/v1/auth/enrol", json={"token": token, "password": PASSWORD})
        assert enrolled.json() == {"organization_slug": clinic.slug, "email": MIRA["email"]}
        me = await signed_in(browser, clinic, MIRA["email"])
        assert me["account"]["staff_id"] == invited["staff"]["id"]
        assert me["account"]["roles"] == ["therapist"]

    async def test_a_person_on_file_is_invited_once(self, clinic: Clinic) -> None:
        administrator = await clinic.client(Role.ADMINISTRATOR)
        async with clinic.db() as db:
            person = await make_staff(db, email="mira@example.org")
            silent = await make_staff(db, display_name="No Mail")
        url = f"{STAFF}/{person.id}/invite"
        assert (await administrator.post(url, json={"roles": ["therapist"]})).status_code == 201
        again = await administrator.post(url, json={"roles": ["therapist"]})
        assert (again.status_code, again.json()["code"]) == (409, "staff-has-account")
        refused = await administrator.post(f"{STAFF}/{silent.id}/invite", json={"roles": ["therapist"]})
        assert (refused.status_code, refused.json()["code"]) == (409, "email-missing")

    async def test_an_invited_account_is_licensed_as_the_file_says(self, clinic: Clinic) -> None:
        administrator = await clinic.client(Role.ADMINISTRATOR)
        async with clinic.db() as db:
            person = await make_staff(db, email="mira@example.org")
        await administrator.post(f"{STAFF}/{person.id}/invite", json={"roles": ["therapist"]})
        until = await clinic.sql_value(
            "SELECT licensed_until FROM accounts WHERE organization_id = $1 AND subject_id = $2",
            clinic.organization_id,
            person.id,
        )
        assert until > today(clinic)

    async def test_who_left_is_locked_out_at_once(self, clinic: Clinic) -> None:
        director, therapist = await clinic.client(Role.PROGRAM_DIRECTOR), await clinic.client(Role.THERAPIST)
        assert (await therapist.get(STAFF)).status_code == 200
        left = await director.post(f"{STAFF}/{therapist.staff_id}/status", json={"status": "left"})
        assert (left.status_code, left.json()["ended_on"]) == (200, str(today(clinic)))
        assert (await therapist.get(STAFF)).status_code == 401
        refused = await director.post(f"{STAFF}/{therapist.staff_id}/credentials", json=a_licence(clinic))
        assert (refused.status_code, refused.json()["code"]) == (409, "staff-left")


class TestGrant:
    async def test_a_grant_adds_a_service_until_it_ends(self, clinic: Clinic) -> None:
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        async with clinic.db() as db:
            person = await make_staff(db, credential=CredentialKind.PEER_SPECIALIST)
        url = f"{STAFF}/{person.id}"
        given = {"service_kind": "skills", "reason": "Certified yoga teacher", "starts_on": "2026-01-05"}
        granted = await director.post(f"{url}/service-grants", json=given)
        assert granted.status_code == 201, granted.text
        assert "skills" in (await director.get(url)).json()["may_lead"]
        repeated = await director.post(f"{url}/service-grants", json=given)
        assert (repeated.status_code, repeated.json()["code"]) == (409, "grant-overlaps")
        yesterday = str(today(clinic) - timedelta(days=1))
        ended = await director.post(f"{url}/service-grants/{granted.json()['id']}/end", json={"ends_on": yesterday})
        assert ended.status_code == 200, ended.text
        assert "skills" not in (await director.get(url)).json()["may_lead"]


class TestSupervision:
    async def test_an_associate_leads_groups_while_supervised(self, clinic: Clinic) -> None:
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        async with clinic.db() as db:
            associate = await make_staff(db, display_name="Ivo Intern", credential=CredentialKind.LPC_ASSOCIATE)
            chief = await make_staff(db, display_name="Cleo Chief")
        url = f"{STAFF}/{associate.id}"
        assert (await director.get(url)).json()["may_lead"] == []
        started = await director.post(f"{url}/supervisions", json={"supervisor_id": str(chief.id)})
        assert started.status_code == 201, started.text
        assert "group" in (await director.get(url)).json()["may_lead"]
        assert "group" in await leaders(director)
        listed = (await director.get(f"{STAFF}/{chief.id}/supervisions")).json()["items"]
        assert [row["supervisee_id"] for row in listed] == [str(associate.id)]

    async def test_an_associate_does_not_supervise(self, clinic: Clinic) -> None:
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        async with clinic.db() as db:
            one = await make_staff(db, credential=CredentialKind.LPC_ASSOCIATE)
            other = await make_staff(db, credential=CredentialKind.LMSW)
        refused = await director.post(f"{STAFF}/{one.id}/supervisions", json={"supervisor_id": str(other.id)})
        assert (refused.status_code, refused.json()["code"]) == (409, "supervisor-not-licensed")

    async def test_two_people_do_not_supervise_each_other(self, clinic: Clinic) -> None:
        director = await clinic.client(Role.PROGRAM_DIRECTOR)
        async with clinic.db() as db:
            one, other = await make_staff(db), await make_staff(db)
        first = await director.post(f"{STAFF}/{one.id}/supervisions", json={"supervisor_id": str(other.id)})
        assert first.status_code == 201
        refused = await director.post(f"{STAFF}/{other.id}/supervisions", json={"supervisor_id": str(one.id)})
        assert (refused.status_code, refused.json()["code"]) == (409, "supervision-circular")


async def test_staff_of_another_organization_is_not_there(clinic: Clinic, other_clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with other_clinic.db() as db:
        stranger = await make_staff(db)
    async with clinic.db() as db:
        own = await make_staff(db)
    assert (await director.get(f"{STAFF}/{stranger.id}")).status_code == 404
    refused = await director.post(f"{STAFF}/{own.id}/supervisions", json={"supervisor_id": str(stranger.id)})
    assert refused.status_code == 404


async def leaders(client: ClinicClient) -> set[str]:
    """Kinds that somebody listed may lead."""
    return {
        kind for kind in ("group", "family") if (await client.get(STAFF, params={"may_lead": kind})).json()["items"]
    }


async def licensed_until(clinic: Clinic, client: ClinicClient) -> Any:
    return await clinic.sql_value(
        "SELECT licensed_until FROM accounts WHERE organization_id = $1 AND id = $2",
        clinic.organization_id,
        client.account_id,
    )


async def signed_in(browser: httpx.AsyncClient, clinic: Clinic, email: str) -> Any:
    answer = await browser.post(
        "/api/v1/auth/sign-in", json={"organization": clinic.slug, "email": email, "password": PASSWORD}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()
