"""Who pays for an episode, and whose rules of the week hold for it."""

from datetime import timedelta

from tests.api.episodes.test_episodes import URL, director, monday_weeks_ago
from tests.factories.episodes import make_clinician, make_episode, make_referral
from tests.support.clinic import Clinic

from handrail.core.vocabulary import AgeBand, LevelOfCare, Weekday
from handrail.organizations.models import WeekRuleRow
from handrail.organizations.vocabulary import Confidence, Phase


async def test_who_pays_holds_until_the_next_begins(clinic: Clinic) -> None:
    episode = await make_episode(clinic)
    client = await director(clinic)
    url = f"{URL}/{episode.id}/payers"
    assert episode.admitted_on is not None
    first = {"payer": "medicaid", "starts_on": str(episode.referred_on)}
    assert (await client.post(url, json=first)).status_code == 201
    again = await client.post(url, json=first | {"payer": "carrier"})
    assert (again.status_code, again.json()["code"]) == (409, "payer-exists")
    early = {"payer": "carrier", "starts_on": str(episode.referred_on - timedelta(days=1))}
    refused = await client.post(url, json=early)
    assert (refused.status_code, refused.json()["code"]) == (422, "date-outside-episode")
    assert (await client.post(url, json=first | {"payer": "No code"})).status_code == 422
    second = await client.post(url, json={"payer": None, "starts_on": str(episode.admitted_on)})
    assert second.status_code == 201, "nobody but the participant"
    assert [one["payer"] for one in (await client.get(url)).json()["items"]] == ["medicaid", None]
    void = f"{url}/{second.json()['id']}/void"
    assert (await client.post(void, json={"reason": "Still insured"})).status_code == 200
    assert (await client.post(void, json={"reason": "Twice"})).json()["code"] == "payer-not-found"
    assert [one["payer"] for one in (await client.get(url)).json()["items"]] == ["medicaid"]


async def test_admission_goes_by_the_payers_least_hours(clinic: Clinic) -> None:
    referral = await make_referral(clinic)
    async with clinic.db() as db:
        db.add(
            WeekRuleRow(
                level_of_care=LevelOfCare.INTENSIVE_OUTPATIENT,
                age_band=AgeBand.ADULT,
                phase=Phase.STANDARD,
                payer="carrier",
                min_minutes_per_week=360,
                week_starts_on=Weekday.SUNDAY,
                countable_kinds=[],
                citation="Contract, section 4",
                confidence=Confidence.HOUSE,
            )
        )
    client = await director(clinic)
    paid = {"payer": "carrier", "starts_on": str(referral.referred_on)}
    assert (await client.post(f"{URL}/{referral.id}/payers", json=paid)).status_code == 201
    admission = {
        "admitted_on": str(monday_weeks_ago(clinic, 1)),
        "primary_clinician_id": str(await make_clinician(clinic)),
    }
    admitted = await client.post(f"{URL}/{referral.id}/admit", json=admission)
    assert (admitted.status_code, admitted.json()["week_starts_on"]) == (200, "sunday")
    patterns = (await client.get(f"{URL}/{referral.id}/patterns")).json()["items"]
    assert {one["weekly_target_minutes"] for one in patterns if one["phase"] == "standard"} == {360}
