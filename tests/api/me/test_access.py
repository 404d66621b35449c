"""Staff lets participants in, and shuts them out."""

from typing import Any

import httpx
from tests.factories.episodes import make_episode
from tests.factories.identity import PASSWORD
from tests.factories.measures import API
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.vocabulary import Role

EMAIL = "avery@example.org"


async def scene(clinic: Clinic) -> tuple[ClinicClient, str]:
    """A director, and the address of somebody's access; they have an e-mail address."""
    episode, director = await make_episode(clinic), await clinic.client(Role.PROGRAM_DIRECTOR)
    person = f"{API}/participants/{episode.participant_id}"
    refused = await director.post(f"{person}/app-access")
    assert (refused.status_code, refused.json()["code"]) == (409, "no-email")
    way = {"kind": "email", "email": EMAIL}
    assert (await director.post(f"{person}/contact-ways", json=way)).status_code == 201
    return director, f"{person}/app-access"


async def given(director: ClinicClient, url: str) -> dict[str, Any]:
    answer = await director.post(url)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def enrolled(clinic: Clinic, token: str, status: int = 200) -> httpx.AsyncClient:
    """A browser that set its password and signed in."""
    browser = await clinic.anonymous()
    answer = await browser.post(f"{API}/auth/enrol", json={"token": token, "password": PASSWORD})
    assert answer.status_code == status, answer.text
    if status == 200:
        await signed_in(clinic, browser)
    return browser


async def signed_in(clinic: Clinic, browser: httpx.AsyncClient, status: int = 200) -> None:
    body = {"organization": clinic.slug, "email": EMAIL, "password": PASSWORD}
    answer = await browser.post(f"{API}/auth/sign-in", json=body)
    assert answer.status_code == status, answer.text
    if status == 200:
        browser.headers["X-CSRF-Token"] = answer.json()["csrf_token"]


async def test_given_renewed_and_ended(clinic: Clinic) -> None:
    director, url = await scene(clinic)
    assert (await director.get(url)).json() == {"state": "none", "email": EMAIL}
    first = await given(director, url)
    assert (first["access"]["state"], first["enrolment"]["purpose"]) == ("invited", "invitation")
    assert "/me/#" in first["enrolment"]["link"]
    second = await given(director, url)
    await enrolled(clinic, first["enrolment"]["token"], 409)
    browser = await enrolled(clinic, second["enrolment"]["token"])
    assert (await browser.get(f"{API}/me")).status_code == 200
    assert (await browser.get(f"{API}/participants/{url.split('/')[-2]}")).status_code == 403
    assert (await director.get(url)).json()["state"] == "active"
    token = (await browser.post(f"{API}/me/token")).json()
    app = await clinic.anonymous()
    app.headers["Authorization"] = f"Bearer {token['token']}"
    assert (await app.get(f"{API}/me")).status_code == 200
    assert (await browser.get(f"{API}/me")).status_code == 401, "the sign-in was given for the token"
    ended = await director.post(f"{url}/end")
    assert ended.json()["state"] == "ended"
    assert (await app.get(f"{API}/me")).status_code == 401
    await signed_in(clinic, browser, 401)
    third = await given(director, url)
    assert third["enrolment"]["purpose"] == "invitation"
    await signed_in(clinic, browser, 401)
    assert (await app.get(f"{API}/me")).status_code == 401, "coming back revives nothing"
    await enrolled(clinic, third["enrolment"]["token"])


async def test_a_token_makes_no_token_and_ends_itself(clinic: Clinic) -> None:
    director, url = await scene(clinic)
    browser = await enrolled(clinic, (await given(director, url))["enrolment"]["token"])
    app = await clinic.anonymous()
    app.headers["Authorization"] = f"Bearer {(await browser.post(f'{API}/me/token')).json()['token']}"
    refused = await app.post(f"{API}/me/token")
    assert (refused.status_code, refused.json()["code"]) == (409, "sign-in-needed")
    assert (await app.post(f"{API}/me/sign-out")).status_code == 204
    assert (await app.get(f"{API}/me")).status_code == 401


async def test_who_has_no_access_has_none_to_end_and_other_teams_know_nothing(clinic: Clinic) -> None:
    director, url = await scene(clinic)
    assert (await director.post(f"{url}/end")).json()["code"] == "no-app-access"
    stranger = await clinic.client(Role.THERAPIST)
    assert [(await stranger.get(url)).status_code, (await stranger.post(url)).status_code] == [404, 404]
