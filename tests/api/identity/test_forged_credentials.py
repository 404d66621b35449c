"""Credentials that nobody gave out, or that are no longer good: 401 each.

Handrail's tokens are opaque: there is no header to forge an algorithm in. What can be tried is tried here.
"""

import base64
import json

import pytest
from tests.factories.identity import make_account, sign_in
from tests.support.clinic import Clinic
from tests.support.figures import Figures

from handrail.core.ids import new_id
from handrail.core.vocabulary import Role
from handrail.identity.vocabulary import AccountStatus

pytestmark = pytest.mark.fault

ME = "/api/v1/auth/me"
COOKIE = "__Host-handrail"


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def altered(token: str, other_organization: str) -> dict[str, str]:
    """Variations of a good token, by what was done to it."""
    organization, _, secret = token.partition(".")
    claims = {"sub": "admin", "iss": "handrail", "aud": "handrail", "org": organization, "exp": 4_102_444_800}
    none = f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."
    return {
        "another organization": f"{other_organization}.{secret}",
        "no organization": f".{secret}",
        "nobody's organization": f"{new_id()}.{secret}",
        "no secret": f"{organization}.",
        "last letter": f"{organization}.{secret[:-1]}{'A' if secret[-1] != 'A' else 'B'}",
        "cut": f"{organization}.{secret[:-1]}",
        "lengthened": f"{organization}.{secret}A",
        "padded": f"{organization}.{secret}=",
        "swapped case": f"{organization}.{secret.swapcase()}",
        "turned round": f"{secret}.{organization}",
        "twice": f"{organization}.{secret}.{secret}",
        "two in a list": f"{token}, {token}",
        "capital organization": f"{organization.upper()}.{secret}",
        "organization without dashes": f"{organization.replace('-', '')}.{secret}",
        "organization in braces": f"{{{organization}}}.{secret}",
        "organization as urn": f"urn:uuid:{organization}.{secret}",
        "percent-encoded": f"{organization}%2E{secret}",
        "quoted": f'"{token}"',
        "wildcard": f"{organization}.{'%' * len(secret)}",
        "injection": f"{organization}.{secret[:10]}' OR '1'='1",
        "in SET LOCAL": f"{organization}'; RESET ROLE; --.{secret}",
        "jwt alg none": none,
        "jwt alg none of the organization": f"{organization}.{none}",
        "jwt with a key of its own": (
            f"{part({'alg': 'HS256', 'jwk': {'kty': 'oct', 'k': 'eA'}, 'kid': '../../dev/null'})}.{part(claims)}.eA"
        ),
        "jwt that is to be fetched": f"{part({'alg': 'RS256', 'jku': 'http://127.0.0.1:1/keys'})}.{part(claims)}.eA",
    }


async def test_altered_tokens_are_nobody_s(clinic: Clinic, other_clinic: Clinic, figures: Figures) -> None:
    client = await clinic.client(Role.ADMINISTRATOR)
    tried = altered(client.token, str(other_clinic.organization_id))
    nobody = await clinic.anonymous()
    wrong = {}
    for name, token in tried.items():
        for method, path, headers in (
            ("GET", ME, {"Authorization": f"Bearer {token}"}),
            ("POST", "/api/v1/locations", {"Authorization": f"Bearer {token}"}),
            ("GET", ME, {"Cookie": f"{COOKIE}={token}"}),
        ):
            answer = await nobody.request(method, path, headers=headers)
            if answer.status_code != 401:
                wrong[f"{name} {next(iter(headers))} {method}"] = answer.status_code
    assert wrong == {}
    assert (await client.get(ME)).status_code == 200
    figures.tell(16, f"{len(tried)} alterations of a good token, as bearer and as cookie: 401 each")


async def test_a_token_is_no_cookie_and_a_cookie_is_no_token(clinic: Clinic) -> None:
    client = await clinic.client(Role.ADMINISTRATOR)
    async with clinic.db() as db:
        person = await make_account(db)
    cookie = (await sign_in(clinic, person)).cookies[COOKIE]
    nobody = await clinic.anonymous()
    for headers in (
        {"Cookie": f"{COOKIE}={client.token}"},
        {"Authorization": f"Bearer {cookie}"},
        {"Authorization": f"Basic {client.token}"},
        {"Authorization": client.token},
        {"Cookie": f"handrail={cookie}"},
        {"Cookie": f"__Secure-handrail={cookie}"},
        {"X-Authorization": f"Bearer {client.token}"},
    ):
        assert (await nobody.get(ME, headers=headers)).status_code == 401, headers.keys()
    assert (await nobody.get(ME, params={"access_token": client.token})).status_code == 401


async def test_a_bad_token_does_not_fall_back_to_a_good_cookie(clinic: Clinic) -> None:
    async with clinic.db() as db:
        person = await make_account(db)
    browser = await sign_in(clinic, person)
    answer = await browser.get(ME, headers={"Authorization": f"Bearer {clinic.organization_id}.{'x' * 43}"})
    assert answer.status_code == 401


async def test_two_credentials_of_one_kind_are_none(clinic: Clinic) -> None:
    client = await clinic.client(Role.ADMINISTRATOR)
    async with clinic.db() as db:
        person = await make_account(db)
    cookie = (await sign_in(clinic, person)).cookies[COOKIE]
    bad = f"{clinic.organization_id}.{'x' * 43}"
    nobody = await clinic.anonymous()
    for first, second in ((client.token, bad), (bad, client.token), (client.token, client.token)):
        headers = [("Authorization", f"Bearer {first}"), ("Authorization", f"Bearer {second}")]
        assert (await nobody.get(ME, headers=headers)).status_code == 401
    for first, second in ((cookie, bad), (bad, cookie), (cookie, cookie)):
        assert (await nobody.get(ME, headers={"Cookie": f"{COOKIE}={first}; {COOKIE}={second}"})).status_code == 401
        twice = [("Cookie", f"{COOKIE}={first}"), ("Cookie", f"{COOKIE}={second}")]
        assert (await nobody.get(ME, headers=twice)).status_code == 401
    assert (await nobody.get(ME, headers={"Cookie": f"theme=dark; {COOKIE}={cookie}"})).status_code == 200


@pytest.mark.parametrize(
    "ended",
    [
        "UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE organization_id = $1",
        "UPDATE api_tokens SET revoked_at = now() WHERE organization_id = $1",
        f"UPDATE accounts SET status = '{AccountStatus.DISABLED}' WHERE organization_id = $1",
    ],
    ids=["expired", "revoked", "of a disabled account"],
)
async def test_a_token_that_ended_is_nobody_s(clinic: Clinic, ended: str) -> None:
    client = await clinic.client(Role.ADMINISTRATOR)
    assert (await client.get(ME)).status_code == 200
    await clinic.sql(ended, clinic.organization_id)
    assert (await client.get(ME)).status_code == 401
    assert (await client.post("/api/v1/locations", json={})).status_code == 401
