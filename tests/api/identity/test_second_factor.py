"""An authenticator app beside the password: asked for, taken once, lost and found."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pyotp
import pytest
from tests.factories.identity import PASSWORD, Person, make_account, sign_in
from tests.support.clinic import Clinic
from tests.support.figures import Figures

from handrail.core.clock import now
from handrail.core.ids import AccountId
from handrail.core.vocabulary import Role
from handrail.identity.errors import NobodyToLetIn
from handrail.identity.services.organizations import let_in_again
from handrail.identity.vocabulary import EnrolmentPurpose, SubjectKind

SIGN_IN = "/api/v1/auth/sign-in"
FACTOR = "/api/v1/auth/second-factor"


@dataclass(frozen=True)
class App:
    """A phone with an authenticator app, in the hands of somebody signed in here."""

    person: Person
    browser: httpx.AsyncClient
    totp: pyotp.TOTP
    recovery_codes: list[str]

    def code(self, *, steps: int = 0) -> str:
        """Return the code of now, or of some half minutes before or after."""
        return self.totp.at(now(), counter_offset=steps)


async def with_app(clinic: Clinic, *, confirmed_ago: timedelta = timedelta(minutes=5)) -> App:
    """Turn an app on for a therapist; its last code is some minutes old, so that the one of now is unused."""
    async with clinic.db() as db:
        person = await make_account(db)
    browser = await sign_in(clinic, person)
    started = await browser.post(f"{FACTOR}/start", json={"present_password": PASSWORD})
    assert started.status_code == 200, started.text
    totp = pyotp.TOTP(started.json()["secret"])
    confirmed = await browser.post(f"{FACTOR}/confirm", json={"code": totp.at(now())})
    assert confirmed.status_code == 200, confirmed.text
    await age(clinic, person.account_id, confirmed_ago)
    return App(person, browser, totp, confirmed.json()["codes"])


async def age(clinic: Clinic, account_id: AccountId, ago: timedelta) -> None:
    await clinic.sql(
        "UPDATE second_factors SET last_step = last_step - $3 WHERE organization_id = $1 AND account_id = $2",
        clinic.organization_id,
        account_id,
        int(ago.total_seconds()) // 30,
    )


async def come_in(clinic: Clinic, app: App, code: str | None, *, password: str = PASSWORD) -> tuple[int, str | None]:
    """Sign in from a new browser; return the status and the code of the problem, if there is one."""
    browser = await clinic.anonymous()
    given = {"organization": clinic.slug, "email": app.person.email, "password": password}
    answer = await browser.post(SIGN_IN, json=given if code is None else {**given, "code": code})
    return answer.status_code, answer.json().get("code")


class TestTurningOn:
    async def test_a_secret_alone_changes_nothing_at_sign_in(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        await browser.post(f"{FACTOR}/start", json={"present_password": PASSWORD})
        assert (await browser.get(FACTOR)).json() == {"on": False, "since": None, "recovery_codes_left": 0}
        await sign_in(clinic, person)

    async def test_the_address_tells_an_app_what_it_needs(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        started = (await browser.post(f"{FACTOR}/start", json={"present_password": PASSWORD})).json()
        address = urlsplit(started["address"])
        facts = parse_qs(address.query)
        assert (address.scheme, address.netloc) == ("otpauth", "totp")
        assert unquote(address.path).endswith(f":{person.email}")
        assert facts["secret"] == [started["secret"]]
        assert facts["issuer"][0].startswith("Handrail ")
        parsed = pyotp.parse_uri(started["address"])
        assert isinstance(parsed, pyotp.TOTP)
        assert parsed.at(now()) == pyotp.TOTP(started["secret"]).at(now())

    async def test_confirming_ends_other_sessions_and_gives_ten_recovery_codes(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        here, elsewhere = await sign_in(clinic, person), await sign_in(clinic, person)
        secret = (await here.post(f"{FACTOR}/start", json={"present_password": PASSWORD})).json()["secret"]
        confirmed = await here.post(f"{FACTOR}/confirm", json={"code": pyotp.TOTP(secret).at(now())})
        assert len(set(confirmed.json()["codes"])) == 10
        assert (await elsewhere.get("/api/v1/auth/me")).status_code == 401
        state = (await here.get(FACTOR)).json()
        assert (state["on"], state["recovery_codes_left"]) == (True, 10)
        assert datetime.fromisoformat(state["since"]) <= now()

    async def test_a_wrong_code_confirms_nothing(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        secret = (await browser.post(f"{FACTOR}/start", json={"present_password": PASSWORD})).json()["secret"]
        wrong = pyotp.TOTP(secret).at(now(), counter_offset=10)
        refused = await browser.post(f"{FACTOR}/confirm", json={"code": wrong})
        assert (refused.status_code, refused.json()["code"]) == (422, "wrong-code")
        assert refused.json()["errors"][0]["pointer"] == "/code"
        assert (await browser.get(FACTOR)).json()["on"] is False

    async def test_starting_anew_replaces_the_secret_and_a_second_app_is_refused(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        first, second = [
            (await browser.post(f"{FACTOR}/start", json={"present_password": PASSWORD})).json()["secret"]
            for _ in range(2)
        ]
        assert first != second
        confirm = f"{FACTOR}/confirm"
        assert (await browser.post(confirm, json={"code": pyotp.TOTP(first).at(now())})).status_code == 422
        assert (await browser.post(confirm, json={"code": pyotp.TOTP(second).at(now())})).status_code == 200
        again = await browser.post(f"{FACTOR}/start", json={"present_password": PASSWORD})
        assert (again.status_code, again.json()["code"]) == (409, "second-factor-on")

    async def test_only_who_knows_the_password_starts(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        refused = [await browser.post(f"{FACTOR}/start", json={"present_password": "no"}) for _ in range(11)]
        assert [one.status_code for one in refused] == [422] * 10 + [429]

    async def test_a_token_has_no_app(self, clinic: Clinic) -> None:
        client = await clinic.client(Role.THERAPIST)
        refused = await client.post(f"{FACTOR}/start", json={"present_password": PASSWORD})
        assert (refused.status_code, refused.json()["code"]) == (409, "sign-in-needed")
        refused = await client.post(f"{FACTOR}/confirm", json={"code": "123456"})
        assert (refused.status_code, refused.json()["code"]) == (409, "sign-in-needed")

    async def test_the_secret_is_stored_sealed_and_no_code_in_clear(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        row = (
            await clinic.sql(
                "SELECT sealed_secret FROM second_factors WHERE organization_id = $1 AND account_id = $2",
                clinic.organization_id,
                app.person.account_id,
            )
        )[0]
        assert app.totp.secret.encode() not in row["sealed_secret"]
        assert pyotp.TOTP(app.totp.secret).byte_secret() not in row["sealed_secret"]
        logged = await clinic.sql(
            "SELECT kind, state::text AS state FROM changes WHERE organization_id = $1"
            " AND (kind LIKE 'second_factors.%' OR kind LIKE 'recovery_codes.%')",
            clinic.organization_id,
        )
        assert {row["kind"] for row in logged} >= {"second_factors.created", "recovery_codes.created"}
        assert not any("secret" in row["state"] or "last_step" in row["state"] for row in logged)

    async def test_a_sealed_secret_of_somebody_else_does_not_open(self, clinic: Clinic) -> None:
        mine, theirs = await with_app(clinic), await with_app(clinic)
        await clinic.sql(
            "UPDATE second_factors SET sealed_secret = (SELECT sealed_secret FROM second_factors"
            " WHERE organization_id = $1 AND account_id = $3) WHERE organization_id = $1 AND account_id = $2",
            clinic.organization_id,
            mine.person.account_id,
            theirs.person.account_id,
        )
        assert await come_in(clinic, mine, theirs.code()) == (409, "second-factor-unreadable")
        assert await come_in(clinic, mine, mine.recovery_codes[0]) == (200, None)


class TestSignIn:
    async def test_a_code_is_asked_for_after_the_password_only(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        assert await come_in(clinic, app, None, password="wrong") == (401, "sign-in-refused")
        assert await come_in(clinic, app, app.code(), password="wrong") == (401, "sign-in-refused")
        assert await come_in(clinic, app, None) == (401, "second-factor-needed")
        assert await come_in(clinic, app, app.code()) == (200, None)

    async def test_a_code_is_taken_once(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        code = app.code()
        assert await come_in(clinic, app, code) == (200, None)
        assert await come_in(clinic, app, code) == (401, "second-factor-refused")

    async def test_once_a_code_is_taken_an_older_one_is_not(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        older = app.code(steps=-1)
        assert await come_in(clinic, app, app.code()) == (200, None)
        assert await come_in(clinic, app, older) == (401, "second-factor-refused")

    @pytest.mark.parametrize(("steps", "status"), [(-3, 401), (-1, 200), (1, 200), (3, 401)])
    async def test_a_clock_may_be_half_a_minute_off(self, clinic: Clinic, steps: int, status: int) -> None:
        # Three and not two: the half minute may end between making the code and its arrival.
        app = await with_app(clinic)
        assert (await come_in(clinic, app, app.code(steps=steps)))[0] == status

    async def test_a_code_typed_with_a_space_is_taken(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        code = app.code()
        assert await come_in(clinic, app, f" {code[:3]} {code[3:]} ") == (200, None)

    async def test_a_code_of_the_confirmation_does_not_sign_in(self, clinic: Clinic) -> None:
        app = await with_app(clinic, confirmed_ago=timedelta())
        assert await come_in(clinic, app, app.code(steps=-1)) == (401, "second-factor-refused")

    async def test_guesses_of_a_code_are_counted_although_the_password_is_right(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        wrong = app.code(steps=20)
        answers = [(await come_in(clinic, app, wrong))[0] for _ in range(11)]
        assert answers == [401] * 10 + [429]
        assert await come_in(clinic, app, app.code()) == (429, "sign-in-throttled")

    async def test_who_has_no_app_may_send_a_code(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await clinic.anonymous()
        given = {"organization": clinic.slug, "email": person.email, "password": PASSWORD, "code": "123456"}
        assert (await browser.post(SIGN_IN, json=given)).status_code == 200

    async def test_a_new_password_by_link_does_not_go_round_the_app(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        admin = await clinic.client(Role.ADMINISTRATOR)
        link = (await admin.post(f"/api/v1/accounts/{app.person.account_id}/enrolments")).json()
        fresh = "seven lanterns over the harbour"
        enrolled = await (await clinic.anonymous()).post(
            "/api/v1/auth/enrol", json={"token": link["token"], "password": fresh}
        )
        assert enrolled.status_code == 200
        assert await come_in(clinic, app, None, password=fresh) == (401, "second-factor-needed")
        assert await come_in(clinic, app, app.code(), password=fresh) == (200, None)

    @pytest.mark.fault
    async def test_of_ten_who_come_at_once_with_one_code_one_is_let_in(
        self, clinic: Clinic, figures: Figures, pytestconfig: pytest.Config
    ) -> None:
        rounds = max(2, pytestconfig.getoption("--fault-rounds") // 10)
        counted: Counter[tuple[int, str | None]] = Counter()
        for _ in range(rounds):
            # Each round comes from the same address, which is allowed sixty failures in a quarter of an hour.
            await clinic.sql("DELETE FROM sign_in_counters WHERE organization_id = $1", clinic.organization_id)
            app = await with_app(clinic)
            code = app.code()
            answers = await asyncio.gather(*(come_in(clinic, app, code) for _ in range(10)))
            assert Counter(answers) == {(200, None): 1, (401, "second-factor-refused"): 9}
            assert await come_in(clinic, app, code) == (401, "second-factor-refused")
            counted.update(answers)
        figures.tell(
            19,
            f"one TOTP code ten times at once, {rounds} rounds: {counted[200, None]} let in,"
            f" {counted[401, 'second-factor-refused']} refused, and each once more after it: refused",
        )


class TestRecovery:
    async def test_each_code_stands_in_once(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        assert await come_in(clinic, app, app.recovery_codes[3]) == (200, None)
        assert await come_in(clinic, app, app.recovery_codes[3]) == (401, "second-factor-refused")
        assert await come_in(clinic, app, app.recovery_codes[4].lower().replace("-", " ")) == (200, None)
        assert (await app.browser.get(FACTOR)).json()["recovery_codes_left"] == 8

    async def test_of_two_who_come_at_once_one_is_let_in(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        answers = await asyncio.gather(*(come_in(clinic, app, app.recovery_codes[0]) for _ in range(5)))
        assert sorted(status for status, _ in answers) == [200, 401, 401, 401, 401]

    async def test_new_codes_replace_the_old(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        proof = {"present_password": PASSWORD, "code": app.code()}
        renewed = await app.browser.post(f"{FACTOR}/recovery-codes", json=proof)
        assert renewed.status_code == 200
        assert await come_in(clinic, app, app.recovery_codes[0]) == (401, "second-factor-refused")
        assert await come_in(clinic, app, renewed.json()["codes"][0]) == (200, None)

    async def test_codes_of_a_colleague_are_of_no_use(self, clinic: Clinic) -> None:
        mine, theirs = await with_app(clinic), await with_app(clinic)
        assert await come_in(clinic, mine, theirs.recovery_codes[0]) == (401, "second-factor-refused")
        assert await come_in(clinic, mine, theirs.code()) == (401, "second-factor-refused")


class TestTurningOff:
    async def test_password_and_code_turn_it_off(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        off = await app.browser.post(f"{FACTOR}/off", json={"present_password": PASSWORD, "code": app.code()})
        assert off.json() == {"on": False, "since": None, "recovery_codes_left": 0}
        assert await come_in(clinic, app, None) == (200, None)

    async def test_a_wrong_code_leaves_it_on_and_is_counted(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        wrong = {"present_password": PASSWORD, "code": app.code(steps=20)}
        answers = [await app.browser.post(f"{FACTOR}/off", json=wrong) for _ in range(11)]
        assert [answer.status_code for answer in answers] == [422] * 10 + [429]
        assert (await app.browser.get(FACTOR)).json()["on"] is True

    async def test_what_is_off_cannot_be_turned_off(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db)
        browser = await sign_in(clinic, person)
        refused = await browser.post(f"{FACTOR}/off", json={"present_password": PASSWORD, "code": "123456"})
        assert (refused.status_code, refused.json()["code"]) == (409, "second-factor-off")

    async def test_an_administrator_helps_who_lost_everything(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        admin = await clinic.client(Role.ADMINISTRATOR)
        account = f"/api/v1/accounts/{app.person.account_id}"
        assert (await admin.get(account)).json()["second_factor"] is True
        listed = (await admin.get("/api/v1/accounts", params={"limit": 200})).json()["items"]
        assert [one["id"] for one in listed if one["second_factor"]] == [str(app.person.account_id)]
        helped = await admin.post(f"{account}/second-factor/take-away")
        assert (helped.status_code, helped.json()["second_factor"]) == (200, False)
        assert await come_in(clinic, app, None) == (200, None)
        again = await admin.post(f"{account}/second-factor/take-away")
        assert (again.status_code, again.json()["code"]) == (409, "second-factor-off")

    async def test_an_operator_helps_the_last_administrator(self, clinic: Clinic) -> None:
        app = await with_app(clinic)
        sessions, email = clinic.core.sessions, app.person.email.upper()
        kept = await let_in_again(sessions, slug=clinic.slug, email=email, without_app=False)
        assert kept.enrolment.purpose is EnrolmentPurpose.RESET
        assert await come_in(clinic, app, None) == (401, "second-factor-needed")
        link = await let_in_again(sessions, slug=clinic.slug, email=email, without_app=True)
        fresh = "seven lanterns over the harbour"
        enrolled = await (await clinic.anonymous()).post(
            "/api/v1/auth/enrol", json={"token": link.secret.presented, "password": fresh}
        )
        assert enrolled.status_code == 200
        assert await come_in(clinic, app, None, password=fresh) == (200, None)

    @pytest.mark.parametrize("wrong", ["slug", "email", "kind"])
    async def test_an_operator_lets_nobody_in_who_is_not_there(self, clinic: Clinic, wrong: str) -> None:
        kind = SubjectKind.PARTICIPANT if wrong == "kind" else SubjectKind.STAFF
        role = Role.PARTICIPANT if wrong == "kind" else Role.ADMINISTRATOR
        async with clinic.db() as db:
            person = await make_account(db, role=role, subject_kind=kind)
        given = {"slug": clinic.slug, "email": person.email} | ({} if wrong == "kind" else {wrong: "nobody"})
        with pytest.raises(NobodyToLetIn):
            await let_in_again(clinic.core.sessions, **given, without_app=True)

    async def test_nobody_takes_their_own_away(self, clinic: Clinic) -> None:
        async with clinic.db() as db:
            person = await make_account(db, role=Role.ADMINISTRATOR)
        browser = await sign_in(clinic, person)
        refused = await browser.post(f"/api/v1/accounts/{person.account_id}/second-factor/take-away")
        assert (refused.status_code, refused.json()["code"]) == (409, "own-account")
