from collections.abc import Mapping

from tests.factories.organizations import ship_rules
from tests.support.clinic import Clinic

from handrail.core.clock import now
from handrail.core.ids import OrganizationId, new_id
from handrail.core.vocabulary import Role
from handrail.organizations import service
from handrail.organizations.errors import SlugTaken, TimeZoneUnknown

OWN: Mapping[str, object] = {
    "age_band": "adult",
    "payer": "aetna",
    "min_minutes_per_week": 600,
    "group_cap": 10,
    "citation": "Contract of 2026, annex B",
}


async def test_new_organization_has_the_shipped_rules(clinic: Clinic) -> None:
    organization_id = OrganizationId(new_id())
    slug = f"new-{organization_id.hex[-12:]}"
    async with clinic.core.sessions.begin(organization_id) as db:
        organization = await service.create_organization(
            db, organization_id, name="North", slug=slug, state="VA", time_zone="America/New_York"
        )
    assert organization.organization_id == organization_id
    rules = await clinic.sql("SELECT shipped_key FROM week_rules WHERE organization_id = $1", organization_id)
    assert {"asam-2.1-adult", "asam-2.1-youth", "medicare-adult", "virginia-adult"} <= {row[0] for row in rules}
    found = await clinic.sql_value("SELECT organization_id FROM organization_directory WHERE slug = $1", slug)
    assert found == organization_id


async def test_two_organizations_cannot_share_a_sign_in_name(clinic: Clinic) -> None:
    organization_id = OrganizationId(new_id())
    refused = None
    try:
        async with clinic.core.sessions.begin(organization_id) as db:
            await service.create_organization(
                db, organization_id, name="North", slug=clinic.slug, state="VA", time_zone="America/New_York"
            )
    except SlugTaken as error:
        refused = error
    assert refused is not None
    assert await clinic.sql("SELECT 1 FROM organizations WHERE organization_id = $1", organization_id) == []


async def test_organization_needs_an_iana_zone(clinic: Clinic) -> None:
    organization_id = OrganizationId(new_id())
    refused = None
    try:
        async with clinic.core.sessions.begin(organization_id) as db:
            await service.create_organization(
                db, organization_id, name="North", slug="north-pole", state="VA", time_zone="North"
            )
    except TimeZoneUnknown as error:
        refused = error
    assert refused is not None


async def test_limits_name_their_source(clinic: Clinic) -> None:
    await ship_rules(clinic)
    therapist = await clinic.client(Role.THERAPIST)
    asked = {"on": "2026-03-02", "age_band": "adult", "state": "CO"}
    limits = (await therapist.get("/api/v1/week-rules/limits", params=asked)).json()["limits"]
    assert (limits["min_minutes_per_week"]["value"], limits["max_minutes_per_week"]["value"]) == (540, 1140)
    assert limits["group_cap"]["value"] == 12
    assert "2 CCR 502-1" in limits["group_cap"]["citation"]
    assert "recreation" not in limits["countable_kinds"]
    nothing = {**asked, "level_of_care": "outpatient"}
    assert (await therapist.get("/api/v1/week-rules/limits", params=nothing)).json() == {"limits": None}


async def test_medicare_rule_begins_with_the_benefit(clinic: Clinic) -> None:
    await ship_rules(clinic)
    biller = await clinic.client(Role.BILLER)
    asked = {"age_band": "adult", "payer": "medicare"}
    before = await biller.get("/api/v1/week-rules/limits", params={**asked, "on": "2023-12-31"})
    after = await biller.get("/api/v1/week-rules/limits", params={**asked, "on": "2024-01-01"})
    assert "ASAM" in before.json()["limits"]["min_minutes_per_week"]["citation"]
    assert "42 CFR 410.44" in after.json()["limits"]["min_minutes_per_week"]["citation"]


async def test_own_rule_outranks_the_shipped_one(clinic: Clinic) -> None:
    await ship_rules(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    made = await director.post("/api/v1/week-rules", json=OWN)
    assert made.status_code == 201
    assert made.json()["confidence"] == "house"
    asked = {"on": "2026-03-02", "age_band": "adult", "payer": "aetna"}
    limits = (await director.get("/api/v1/week-rules/limits", params=asked)).json()["limits"]
    assert limits["min_minutes_per_week"]["value"] == 600
    assert limits["max_minutes_per_week"]["value"] == 1140
    assert limits["min_minutes_per_week"]["rule_id"] == made.json()["id"]


async def test_two_rules_cannot_hold_for_the_same_people_on_a_day(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await director.post("/api/v1/week-rules", json={**OWN, "valid_to": "2026-06-30"})).status_code == 201
    refused = await director.post("/api/v1/week-rules", json={**OWN, "valid_from": "2026-06-30"})
    assert (refused.status_code, refused.json()["code"]) == (409, "week-rule-overlaps")
    assert (await director.post("/api/v1/week-rules", json={**OWN, "valid_from": "2026-07-01"})).status_code == 201


async def test_replaced_rule_keeps_past_weeks(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    old = (await director.post("/api/v1/week-rules", json=OWN)).json()
    new = await director.post(
        f"/api/v1/week-rules/{old['id']}/replace",
        json={"valid_from": "2026-07-01", "min_minutes_per_week": 660, "citation": "Contract of July 2026"},
    )
    assert new.status_code == 201, new.text
    asked = {"age_band": "adult", "payer": "aetna"}
    for on, minutes in (("2026-06-30", 600), ("2026-07-01", 660)):
        answer = await director.get("/api/v1/week-rules/limits", params={**asked, "on": on})
        assert answer.json()["limits"]["min_minutes_per_week"]["value"] == minutes
    kept = (await director.get(f"/api/v1/week-rules/{old['id']}")).json()
    assert (kept["valid_to"], kept["min_minutes_per_week"]) == ("2026-06-30", 600)
    twice = await director.post(
        f"/api/v1/week-rules/{old['id']}/replace", json={"valid_from": "2026-08-01", "citation": "again"}
    )
    assert (twice.status_code, twice.json()["code"]) == (422, "validity-reversed")


async def test_figures_of_a_rule_are_not_overwritten(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    rule = (await director.post("/api/v1/week-rules", json=OWN)).json()
    path, match = f"/api/v1/week-rules/{rule['id']}", {"If-Match": '"1"'}
    assert (await director.patch(path, json={"min_minutes_per_week": 1}, headers=match)).status_code == 422
    ended = await director.patch(path, json={"valid_to": "2026-12-31"}, headers=match)
    assert (ended.status_code, ended.json()["valid_to"]) == (200, "2026-12-31")


async def test_impossible_rule_is_refused(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    refused = await director.post("/api/v1/week-rules", json={**OWN, "max_minutes_per_week": 300})
    assert (refused.status_code, refused.json()["code"]) == (422, "week-rule-impossible")


async def test_rules_of_another_organization_are_not_there(clinic: Clinic, other_clinic: Clinic) -> None:
    theirs = await (await other_clinic.client(Role.PROGRAM_DIRECTOR)).post("/api/v1/week-rules", json=OWN)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await director.get(f"/api/v1/week-rules/{theirs.json()['id']}")).status_code == 404
    asked = {"on": now().date().isoformat(), "age_band": "adult", "payer": "aetna"}
    assert (await director.get("/api/v1/week-rules/limits", params=asked)).json() == {"limits": None}
