"""Accounts, roles, tokens and one-time links through the API."""

from datetime import timedelta
from typing import Any

import httpx
from tests.factories.identity import PASSWORD, make_account, sign_in
from tests.support.clinic import Clinic

from handrail.core.clock import now, today_in
from handrail.core.vocabulary import Role
from handrail.identity.services.organizations import create_organization
from handrail.identity.vocabulary import SubjectKind

ACCOUNTS = "/api/v1/accounts"
ME = "/api/v1/auth/me"
NEW = {"email": "Sam.Ortega@example.org", "display_name": "Sam Ortega", "roles": ["front_desk"]}


async def test_an_invited_worker_sets_a_password_once(clinic: Clinic) -> None:
    administrator = await clinic.client(Role.ADMINISTRATOR)
    answer = await administrator.post(ACCOUNTS, json=NEW)
    assert answer.status_code == 201, answer.text
    invited = answer.json()
    assert (invited["account"]["status"], invited["account"]["roles"][0]["role"]) == ("invited", "front_desk")
    token = invited["enrolment"]["token"]
    browser = await clinic.anonymous()
    seen = (await browser.post("/api/v1/auth/enrolments/inspect", json={"token": token})).json()
    assert (seen["display_name"], seen["purpose"], seen["min_length"]) == ("Sam Ortega", "invitation", 15)
    short = await browser.post("/api/v1/auth/enrol", json={"token": token, "password": "too short"})
    assert (short.status_code, short.json()["flaw"]) == (422, "too_short")
    assert (await enrol(browser, token)).status_code == 200
    again = await enrol(browser, token)
    assert (again.status_code, again.json()["code"]) == (409, "enrolment-refused")
    assert (await administrator.get(f"{ACCOUNTS}/{invited['account']['id']}")).json()["status"] == "active"


async def test_a_link_expires_and_a_new_one_replaces_it(clinic: Clinic) -> None:
    administrator = await clinic.client(Role.ADMINISTRATOR)
    invited = (await administrator.post(ACCOUNTS, json=NEW)).json()
    renewed = await administrator.post(f"{ACCOUNTS}/{invited['account']['id']}/enrolments")
    assert renewed.status_code == 201
    browser = await clinic.anonymous()
    assert (await enrol(browser, invited["enrolment"]["token"])).status_code == 409
    await clinic.sql("UPDATE enrolments SET expires_at = now() WHERE organization_id = $1", clinic.organization_id)
    assert (await enrol(browser, renewed.json()["token"])).status_code == 409


async def test_a_forged_link_is_refused(clinic: Clinic, other_clinic: Clinic) -> None:
    administrator = await clinic.client(Role.ADMINISTRATOR)
    secret = (await administrator.post(ACCOUNTS, json=NEW)).json()["enrolment"]["token"].partition(".")[2]
    browser = await clinic.anonymous()
    for token in (f"{other_clinic.organization_id}.{secret}", secret, "x", f"{clinic.organization_id}."):
        assert (await enrol(browser, token)).status_code == 409


async def test_a_new_password_by_link_ends_sessions(clinic: Clinic) -> None:
    administrator = await clinic.client(Role.ADMINISTRATOR)
    async with clinic.db() as db:
        person = await make_account(db)
    browser = await sign_in(clinic, person)
    link = (await administrator.post(f"{ACCOUNTS}/{person.account_id}/enrolments")).json()
    assert link["purpose"] == "reset"
    assert (await enrol(await clinic.anonymous(), link["token"])).status_code == 200
    assert (await browser.get(ME)).status_code == 401


async def test_the_link_is_not_kept_with_the_idempotency_key(clinic: Clinic) -> None:
    administrator = await clinic.client(Role.ADMINISTRATOR)
    first = await administrator.post(ACCOUNTS, json=NEW, headers={"Idempotency-Key": "invite-sam"})
    assert first.status_code == 201
    again = await administrator.post(ACCOUNTS, json=NEW, headers={"Idempotency-Key": "invite-sam"})
    assert again.status_code == 422
    stored = await clinic.sql_value(
        "SELECT body FROM idempotency_records WHERE organization_id = $1", clinic.organization_id
    )
    assert stored is None


async def test_an_address_is_one_account_however_it_is_typed(clinic: Clinic, other_clinic: Clinic) -> None:
    administrator, elsewhere = await clinic.client(Role.ADMINISTRATOR), await other_clinic.client(Role.ADMINISTRATOR)
    assert (await administrator.post(ACCOUNTS, json=NEW)).status_code == 201
    taken = await administrator.post(ACCOUNTS, json={**NEW, "email": "SAM.ORTEGA@example.org"})
    assert (taken.status_code, taken.json()["code"]) == (409, "email-taken")
    assert (await elsewhere.post(ACCOUNTS, json=NEW)).status_code == 201


async def test_disabling_ends_sessions_and_tokens_with_the_next_request(clinic: Clinic) -> None:
    administrator, therapist = await clinic.client(Role.ADMINISTRATOR), await clinic.client(Role.THERAPIST)
    async with clinic.db() as db:
        person = await make_account(db)
    browser = await sign_in(clinic, person)
    for client, account_id in ((browser, person.account_id), (therapist, therapist.account_id)):
        assert (await client.get(ME)).status_code == 200
        answer = await administrator.post(f"{ACCOUNTS}/{account_id}/disable")
        assert (answer.status_code, answer.json()["status"]) == (200, "disabled")
        assert (await client.get(ME)).status_code == 401
    await administrator.post(f"{ACCOUNTS}/{person.account_id}/enable")
    assert (await browser.get(ME)).status_code == 401
    await sign_in(clinic, person)


async def test_nobody_changes_their_own_rights(clinic: Clinic) -> None:
    administrator = await clinic.client(Role.ADMINISTRATOR)
    own = f"{ACCOUNTS}/{administrator.account_id}"
    role_id = (await administrator.get(own)).json()["roles"][0]["id"]
    refused = [
        await administrator.post(f"{own}/disable"),
        await administrator.post(f"{own}/roles", json={"role": "therapist"}),
        await administrator.post(f"{own}/roles/{role_id}/end", json={}),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(409, "own-account")] * 3


class TestRole:
    async def test_it_counts_from_its_first_day_to_its_last(self, clinic: Clinic) -> None:
        administrator, person = await clinic.client(Role.ADMINISTRATOR), await clinic.client(Role.FRONT_DESK)
        roles = f"{ACCOUNTS}/{person.account_id}/roles"
        today = today_in(clinic.time_zone)
        tomorrow = {"role": "administrator", "starts_on": str(today + timedelta(days=1))}
        assert (await administrator.post(roles, json=tomorrow)).status_code == 201
        browser_me = await clinic.sql_value(
            "SELECT count(*) FROM account_roles WHERE organization_id = $1 AND account_id = $2",
            clinic.organization_id,
            person.account_id,
        )
        assert browser_me == 2
        assert (await person.get(ACCOUNTS)).status_code == 403

    async def test_taking_it_back_works_with_the_next_request(self, clinic: Clinic) -> None:
        administrator = await clinic.client(Role.ADMINISTRATOR)
        async with clinic.db() as db:
            person = await make_account(db, role=Role.FRONT_DESK)
        browser = await sign_in(clinic, person)
        roles = f"{ACCOUNTS}/{person.account_id}/roles"
        given = (await administrator.post(roles, json={"role": "administrator"})).json()
        assert (await browser.get(ACCOUNTS)).status_code == 200
        ended = await administrator.post(f"{roles}/{given['id']}/end", json={})
        assert [role["role"] for role in ended.json()["roles"]] == ["front_desk"]
        assert (await browser.get(ACCOUNTS)).status_code == 403

    async def test_one_that_began_earlier_stays_on_file(self, clinic: Clinic) -> None:
        administrator = await clinic.client(Role.ADMINISTRATOR)
        async with clinic.db() as db:
            person = await make_account(db, role=Role.FRONT_DESK)
        account = (await administrator.get(f"{ACCOUNTS}/{person.account_id}")).json()
        end = f"{ACCOUNTS}/{person.account_id}/roles/{account['roles'][0]['id']}/end"
        ended = (await administrator.post(end, json={})).json()
        assert ended["roles"][0]["ends_on"] == str(today_in(clinic.time_zone) - timedelta(days=1))
        assert (await administrator.post(end, json={})).status_code == 409

    async def test_it_is_held_once_at_a_time(self, clinic: Clinic) -> None:
        administrator, person = await clinic.client(Role.ADMINISTRATOR), await clinic.client(Role.NURSE)
        refused = await administrator.post(f"{ACCOUNTS}/{person.account_id}/roles", json={"role": "nurse"})
        assert (refused.status_code, refused.json()["code"]) == (409, "role-overlaps")

    async def test_workers_are_not_participants(self, clinic: Clinic) -> None:
        administrator, person = await clinic.client(Role.ADMINISTRATOR), await clinic.client(Role.NURSE)
        refused = await administrator.post(f"{ACCOUNTS}/{person.account_id}/roles", json={"role": "participant"})
        assert (refused.status_code, refused.json()["code"]) == (409, "role-does-not-fit")


class TestToken:
    async def test_an_api_client_works_with_its_token_until_it_is_revoked(self, clinic: Clinic) -> None:
        administrator = await signed_in_administrator(clinic)
        made = await administrator.post(ACCOUNTS, json={**NEW, "kind": "client", "roles": ["auditor", "biller"]})
        assert made.json()["enrolment"] is None
        tokens = f"{ACCOUNTS}/{made.json()['account']['id']}/tokens"
        answer = await administrator.post(tokens, json=a_token(roles=["auditor"]))
        assert answer.status_code == 201, answer.text
        issued = answer.json()
        program = await clinic.anonymous()
        program.headers["Authorization"] = f"Bearer {issued['token']}"
        me = (await program.get(ME)).json()
        assert (me["account"]["roles"], me["csrf_token"], me["expires_at"]) == (["auditor"], None, None)
        listed = (await administrator.get(tokens)).json()["items"]
        assert [row["id"] for row in listed] == [issued["api_token"]["id"]]
        assert issued["token"] not in str(listed)
        await administrator.post(f"{tokens}/{issued['api_token']['id']}/revoke")
        assert (await program.get(ME)).status_code == 401

    async def test_it_ends_on_its_day(self, clinic: Clinic) -> None:
        client = await clinic.client(Role.NURSE)
        await clinic.sql("UPDATE api_tokens SET expires_at = now() WHERE organization_id = $1", clinic.organization_id)
        assert (await client.get(ME)).status_code == 401

    async def test_it_loses_a_role_with_its_account(self, clinic: Clinic) -> None:
        administrator, client = await clinic.client(Role.ADMINISTRATOR), await clinic.client(Role.NURSE)
        account = (await administrator.get(f"{ACCOUNTS}/{client.account_id}")).json()
        role = account["roles"][0]["id"]
        assert (await client.get("/api/v1/staff")).status_code == 200
        await administrator.post(f"{ACCOUNTS}/{client.account_id}/roles/{role}/end", json={})
        assert (await client.get("/api/v1/staff")).status_code == 403

    async def test_nobody_makes_a_token_in_another_persons_name(self, clinic: Clinic) -> None:
        administrator = await signed_in_administrator(clinic)
        nurse = await clinic.client(Role.NURSE)
        refused = await administrator.post(f"{ACCOUNTS}/{nurse.account_id}/tokens", json=a_token(roles=["nurse"]))
        assert (refused.status_code, refused.json()["code"]) == (409, "not-an-api-client")

    async def test_a_token_makes_no_tokens(self, clinic: Clinic) -> None:
        administrator = await clinic.client(Role.ADMINISTRATOR)
        refused = await administrator.post(
            f"{ACCOUNTS}/{administrator.account_id}/tokens", json=a_token(roles=["administrator"])
        )
        assert (refused.status_code, refused.json()["code"]) == (409, "sign-in-needed")

    async def test_it_has_no_role_the_account_has_not(self, clinic: Clinic) -> None:
        administrator = await signed_in_administrator(clinic)
        async with clinic.db() as db:
            program = await make_account(db, role=Role.BILLER, subject_kind=SubjectKind.CLIENT)
        refused = await administrator.post(
            f"{ACCOUNTS}/{program.account_id}/tokens", json=a_token(roles=["biller", "therapist"])
        )
        assert (refused.status_code, refused.json()["code"]) == (409, "roles-not-held")

    async def test_secrets_of_another_organization_open_nothing(self, clinic: Clinic, other_clinic: Clinic) -> None:
        client = await clinic.client(Role.NURSE)
        secret = client.token.partition(".")[2]
        for token in (f"{other_clinic.organization_id}.{secret}", secret, "", "not.a-token"):
            answer = await client.get(ME, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401


async def test_participants_are_not_shown_among_accounts(clinic: Clinic) -> None:
    administrator = await clinic.client(Role.ADMINISTRATOR)
    async with clinic.db() as db:
        person = await make_account(db, role=Role.PARTICIPANT, subject_kind=SubjectKind.PARTICIPANT)
    listed = (await administrator.get(ACCOUNTS)).json()["items"]
    assert [row["id"] for row in listed] == [str(administrator.account_id)]
    assert (await administrator.get(f"{ACCOUNTS}/{person.account_id}")).status_code == 404


async def test_a_new_organization_has_one_person_who_can_let_others_in(clinic: Clinic) -> None:
    slug = f"harbor-{clinic.organization_id.hex[-10:]}"
    opened = await create_organization(
        clinic.core.sessions,
        name="Harbor Light",
        slug=slug,
        state="OR",
        time_zone="America/Los_Angeles",
        administrator_email="kit@harbor.example",
        administrator_name="Kit Lund",
    )
    browser = await clinic.anonymous()
    assert (await enrol(browser, opened.issued.secret.presented)).status_code == 200
    answer = await browser.post(
        "/api/v1/auth/sign-in", json={"organization": slug, "email": "kit@harbor.example", "password": PASSWORD}
    )
    assert answer.json()["account"]["roles"] == ["administrator"]
    assert (await browser.get(ACCOUNTS)).status_code == 200


async def enrol(browser: httpx.AsyncClient, token: str) -> httpx.Response:
    return await browser.post("/api/v1/auth/enrol", json={"token": token, "password": PASSWORD})


async def signed_in_administrator(clinic: Clinic) -> httpx.AsyncClient:
    async with clinic.db() as db:
        person = await make_account(db, role=Role.ADMINISTRATOR)
    return await sign_in(clinic, person)


def a_token(*, roles: list[str]) -> dict[str, Any]:
    return {"label": "Nightly export", "roles": roles, "expires_at": (now() + timedelta(days=90)).isoformat()}
