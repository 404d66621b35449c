"""Signing in, staying in, going out."""

import asyncio
from collections import Counter
from datetime import timedelta

import httpx
import pytest
from tests.factories.identity import PASSWORD, make_account, sign_in
from tests.support.clinic import Clinic
from tests.support.figures import Figures

from handrail.core.clock import now
from handrail.core.vocabulary import Role
from handrail.identity.vocabulary import AccountStatus, SubjectKind

SIGN_IN = "/api/v1/auth/sign-in"
ME = "/api/v1/auth/me"


async def test_a_therapist_signs_in_and_learns_who_she_is(clinic: Clinic) -> None:
    async with clinic.db() as db:
        person = await make_account(db, email="Noor.Haddad@Example.org")
    browser = await clinic.anonymous()
    answer = await browser.post(
        SIGN_IN, json={"organization": clinic.slug, "email": "noor.haddad@example.ORG", "password": PASSWORD}
    )
    assert answer.status_code == 200
    body = answer.json()
    assert body["account"] == {
        "id": str(person.account_id),
        "display_name": "Noor Haddad",
        "email": "Noor.Haddad@Example.org",
        "roles": ["therapist"],
        "staff_id": None,
    }
    assert body["organization"]["slug"] == clinic.slug
    assert "account:self" in body["permissions"]
    assert "account:manage" not in body["permissions"]
    # The log of changes goes on meanwhile.
    assert body.pop("changes_position")
    assert (await browser.get(ME)).json().items() > body.items()


async def test_cookie_is_kept_from_scripts_and_other_sites(clinic: Clinic) -> None:
    async with clinic.db() as db:
        person = await make_account(db)
    browser = await clinic.anonymous()
    answer = await browser.post(
        SIGN_IN, json={"organization": clinic.slug, "email": person.email, "password": PASSWORD}
    )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"__Host-handrail={clinic.organization_id}.")
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_only_the_hash_of_a_secret_is_stored(clinic: Clinic) -> None:
    async with clinic.db() as db:
        person = await make_account(db)
    browser = await sign_in(clinic, person)
    secret = browser.cookies["__Host-handrail"].partition(".")[2]
    assert len(secret) >= 43
    stored = await clinic.sql_value(
        "SELECT secret_hash = sha256($2::bytea) FROM login_sessions WHERE organization_id = $1",
        clinic.organization_id,
        secret.encode(),
    )
    assert stored is True
    logged = await clinic.sql(
        "SELECT state::text FROM changes WHERE organization_id = $1 AND kind LIKE 'login_sessions.%'",
        clinic.organization_id,
    )
    assert logged
    assert all("secret" not in row["state"] for row in logged)


@pytest.mark.parametrize("wrong", ["password", "email", "organization", "disabled", "invited", "client"])
async def test_whatever_is_wrong_the_answer_is_the_same(clinic: Clinic, wrong: str) -> None:
    status = {"disabled": AccountStatus.DISABLED, "invited": AccountStatus.INVITED}.get(wrong, AccountStatus.ACTIVE)
    kind = SubjectKind.CLIENT if wrong == "client" else SubjectKind.STAFF
    async with clinic.db() as db:
        person = await make_account(db, status=status, subject_kind=kind)
    given = {"organization": clinic.slug, "email": person.email, "password": PASSWORD}
    if wrong in given:
        given[wrong] = f"not-the-{wrong}@example.org"
    answer = await (await clinic.anonymous()).post(SIGN_IN, json=given)
    assert answer.status_code == 401
    assert answer.json() == {
        "type": "/problems/sign-in-refused",
        "title": "Organization, e-mail or password is not right",
        "status": 401,
        "code": "sign-in-refused",
    }
    assert "set-cookie" not in answer.headers


async def test_eleventh_wrong_password_waits_and_so_does_the_right_one(clinic: Clinic) -> None:
    async with clinic.db() as db:
        person = await make_account(db)
    browser = await clinic.anonymous()
    given = {"organization": clinic.slug, "email": person.email, "password": "not the password at all"}
    answers = [(await browser.post(SIGN_IN, json=given)).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]
    answer = await browser.post(SIGN_IN, json={**given, "password": PASSWORD})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 15 * 60 + 1


@pytest.mark.fault
async def test_a_hundred_wrong_passwords_are_throttled(clinic: Clinic, figures: Figures) -> None:
    async with clinic.db() as db:
        person = await make_account(db)
    browser = await clinic.anonymous()
    given = {"organization": clinic.slug, "email": person.email, "password": "not the password at all"}
    hands = asyncio.Semaphore(10)

    async def guess() -> httpx.Response:
        async with hands:
            return await browser.post(SIGN_IN, json=given)

    answers = await asyncio.gather(*(guess() for _ in range(100)))
    counted = Counter(answer.status_code for answer in answers)
    assert counted == {401: 10, 429: 90}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in answers if answer.status_code == 429)
    figures.tell(19, f"100 wrong passwords, ten at once: {counted[401]} × 401, {counted[429]} × 429")


async def test_unknown_account_is_throttled_like_a_known_one(clinic: Clinic) -> None:
    browser = await clinic.anonymous()
    given = {"organization": clinic.slug, "email": "nobody@example.org", "password": PASSWORD}
    answers = [(await browser.post(SIGN_IN, json=given)).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]


async def test_right_password_ends_the_row_of_failures(clinic: Clinic) -> None:
    async with clinic.db() as db:
        person = await make_account(db)
    browser = await clinic.anonymous()
    right = {"organization": clinic.slug, "email": person.email, "password": PASSWORD}
    for _ in range(2):
        for _ in range(9):
            assert (await browser.post(SIGN_IN, json={**right, "password": "no"})).status_code == 401
        assert (await browser.post(SIGN_IN, json=right)).status_code == 200


async def test_window_of_failures_passes(clinic: Clinic) -> None:
    async with clinic.db() as db:
        person = await make_account(db)
    browser = await clinic.anonymous()
    right = {"organization": clinic.slug, "email": person.email, "password": PASSWORD}
    for _ in range(11):
        await browser.post(SIGN_IN, json={**right, "password": "no"})
    await clinic.sql(
        "UPDATE sign_in_counters SET window_ends_at = now() - interval '1 second' WHERE organization_id = $1",
        clinic.organization_id,
    )
    assert (await browser.post(SIGN_IN, json=right)).status_code == 200


class TestSession:
    async def test_change_without_the_csrf_token_is_refused(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        del browser.headers["X-CSRF-Token"]
        answer = await browser.post("/api/v1/auth/sign-out")
        assert (answer.status_code, answer.json()["code"]) == (403, "cross-site-request")
        assert (await browser.get(ME)).status_code == 200

    async def test_change_from_another_site_is_refused(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        answer = await browser.post("/api/v1/auth/sign-out", headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403

    async def test_signed_out_is_out(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        cookie = browser.cookies["__Host-handrail"]
        assert (await browser.post("/api/v1/auth/sign-out")).status_code == 204
        assert "__Host-handrail" not in browser.cookies
        again = await clinic.anonymous()
        assert (await again.get(ME, headers={"Cookie": f"__Host-handrail={cookie}"})).status_code == 401

    async def test_signed_out_everywhere_is_out_of_every_browser(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        laptop, tablet = await sign_in(clinic, person), await sign_in(clinic, person)
        answer = await laptop.post("/api/v1/auth/sign-out-everywhere")
        assert answer.json() == {"ended": 2}
        assert (await tablet.get(ME)).status_code == 401

    async def test_signed_out_elsewhere_is_still_in_here(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        laptop, tablet, phone = [await sign_in(clinic, person) for _ in range(3)]
        answer = await laptop.post("/api/v1/auth/sign-out-others")
        assert (answer.status_code, answer.json()) == (200, {"ended": 2})
        assert (await laptop.get(ME)).status_code == 200
        assert [(await one.get(ME)).status_code for one in (tablet, phone)] == [401, 401]

    async def test_own_sessions_are_listed_and_one_is_ended(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        laptop, tablet = await sign_in(clinic, person), await sign_in(clinic, person)
        sessions = (await laptop.get("/api/v1/auth/sessions")).json()["items"]
        assert [session["current"] for session in sessions] == [False, True]
        ended = await laptop.post(f"/api/v1/auth/sessions/{sessions[0]['id']}/end")
        assert ended.status_code == 204
        assert (await tablet.get(ME)).status_code == 401
        assert (await laptop.get(ME)).status_code == 200

    async def test_session_of_a_colleague_is_not_there(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person, colleague = await make_account(db), await make_account(db)
        browser, other = await sign_in(clinic, person), await sign_in(clinic, colleague)
        session_id = (await other.get("/api/v1/auth/sessions")).json()["items"][0]["id"]
        assert (await browser.post(f"/api/v1/auth/sessions/{session_id}/end")).status_code == 404

    async def test_unused_for_an_hour_is_out(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        await age_session(clinic, minutes=59)
        assert (await browser.get(ME)).status_code == 200
        await age_session(clinic, minutes=61)
        assert (await browser.get(ME)).status_code == 401

    async def test_use_is_written_once_a_minute_and_polling_is_no_use(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        fresh = await last_seen(clinic)
        await browser.get(ME)
        assert await last_seen(clinic) == fresh
        await age_session(clinic, minutes=10)
        aged = await last_seen(clinic)
        await browser.get(ME, headers={"X-Handrail-Background": "1"})
        assert await last_seen(clinic) == aged
        await browser.get(ME)
        assert await last_seen(clinic) > aged

    async def test_session_ends_with_the_working_day_however_busy(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        lives = await clinic.sql_value(
            "SELECT expires_at - created_at FROM login_sessions WHERE organization_id = $1", clinic.organization_id
        )
        assert lives <= timedelta(hours=24)
        await clinic.sql(
            "UPDATE login_sessions SET expires_at = now() WHERE organization_id = $1", clinic.organization_id
        )
        assert (await browser.get(ME)).status_code == 401

    async def test_twenty_first_browser_ends_the_oldest(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        first = await sign_in(clinic, person)
        await clinic.sql(
            """INSERT INTO login_sessions
               (organization_id, id, account_id, secret_hash, device, last_seen_at, idle_minutes, expires_at)
               SELECT organization_id, uuidv7(), account_id, sha256(n::text::bytea), device, last_seen_at, 60,
                      expires_at
               FROM login_sessions, generate_series(1, 19) n WHERE organization_id = $1""",
            clinic.organization_id,
        )
        assert (await first.get(ME)).status_code == 200
        await sign_in(clinic, person)
        assert (await first.get(ME)).status_code == 401


class TestPassword:
    async def test_new_password_ends_other_sessions(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        laptop, tablet = await sign_in(clinic, person), await sign_in(clinic, person)
        given = {"present_password": PASSWORD, "password": "seventeen pelicans at noon"}
        assert (await laptop.post("/api/v1/auth/password", json=given)).status_code == 204
        assert (await laptop.get(ME)).status_code == 200
        assert (await tablet.get(ME)).status_code == 401
        again = await clinic.anonymous()
        old = {"organization": clinic.slug, "email": person.email, "password": PASSWORD}
        assert (await again.post(SIGN_IN, json=old)).status_code == 401
        assert (await again.post(SIGN_IN, json={**old, "password": given["password"]})).status_code == 200

    async def test_present_password_is_asked_for_and_guesses_are_counted(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        given = {"present_password": "no", "password": "seventeen pelicans at noon"}
        answers = [(await browser.post("/api/v1/auth/password", json=given)).status_code for _ in range(11)]
        assert answers == [422] * 10 + [429]

    async def test_guessable_password_is_refused_with_its_reason(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        answer = await browser.post(
            "/api/v1/auth/password", json={"present_password": PASSWORD, "password": "passwordpassword"}
        )
        assert answer.status_code == 422
        assert (answer.json()["code"], answer.json()["flaw"]) == ("password-refused", "common")


async def test_attempts_are_audited_whether_they_succeed_or_not(clinic: Clinic) -> None:
    async with clinic.db() as db:
        person = await make_account(db, role=Role.NURSE)
    browser = await clinic.anonymous()
    given = {"organization": clinic.slug, "email": person.email, "password": "wrong"}
    await browser.post(SIGN_IN, json=given)
    await browser.post(SIGN_IN, json={**given, "password": PASSWORD})
    entries = await clinic.sql(
        """SELECT status, account_id, outcome FROM audit_entries
           WHERE organization_id = $1 AND action = 'sign_in' ORDER BY at""",
        clinic.organization_id,
    )
    assert [(row["status"], row["outcome"]) for row in entries] == [(401, "refused"), (200, "success")]
    assert entries[1]["account_id"] == person.account_id


async def age_session(clinic: Clinic, *, minutes: int) -> None:
    await clinic.sql(
        "UPDATE login_sessions SET last_seen_at = $2 WHERE organization_id = $1",
        clinic.organization_id,
        now() - timedelta(minutes=minutes),
    )


async def last_seen(clinic: Clinic) -> object:
    return await clinic.sql_value(
        "SELECT max(last_seen_at) FROM login_sessions WHERE organization_id = $1", clinic.organization_id
    )
