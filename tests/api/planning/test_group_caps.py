"""A week never puts more people into a group than booking lets in, and says so where the cap leaves none."""

from typing import Any

from tests.api.planning.test_schedule_builds import Week, _week
from tests.factories.cohorts import make_cohort, make_membership
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic

from handrail.core.ids import CohortId


async def _cap(clinic: Clinic, most: int) -> None:
    await clinic.sql(
        "UPDATE week_rules SET group_cap = $2 WHERE organization_id = $1 AND state IS NULL AND payer IS NULL",
        clinic.organization_id,
        most,
    )


async def _newcomers(week: Week, count: int) -> CohortId:
    """A cohort that has no week yet."""
    clinic, scene = week.scene.clinic, week.scene
    cohort = await make_cohort(clinic, program_id=scene.program_id, location_id=scene.location_id, name="Newcomers")
    await make_room(clinic, location_id=scene.location_id, name="Annex", capacity=12)
    for _ in range(count):
        episode = await scene.person()
        await make_membership(clinic, cohort_id=cohort.id, episode_id=episode.id)
        await clinic.sql("DELETE FROM episode_services WHERE episode_id = $1", episode.id)
    return cohort.id


async def test_a_cohort_that_is_too_many_for_the_states_cap_gets_no_week_and_it_is_said_why(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    cohort = await _newcomers(week, 3)
    await _cap(clinic, 2)
    build = await week.built()
    assert (build["status"], build["changes"]) == ("no_week", [])
    (clash,) = build["clashes"]
    told = {name: clash[name] for name in ("rule", "proven", "count", "have", "cohort_ids")}
    assert told == {"rule": "group_cap", "proven": True, "count": 3, "have": 2, "cohort_ids": [str(cohort)]}

    offered = await week.built(leave_out=True)
    assert offered["status"] == "proposed", "everybody else still gets theirs"
    assert {one["cohort_id"] for one in offered["without"]} == {str(cohort)}
    assert str(cohort) not in {name for one in offered["changes"] for name in one["cohort_ids"]}


async def test_everybody_of_a_new_week_gets_a_place_where_the_cap_allows_as_many(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    cohort = await _newcomers(week, 3)
    await _cap(clinic, 3)
    build = await week.built()
    assert build["status"] == "proposed", build["clashes"]
    await week.apply(build)
    made = [one for one in await week.scene.sessions(weeks=1) if str(cohort) in one["cohort_ids"]]
    assert len(made) >= 3
    assert {one["booked"] for one in made} == {3}


async def test_the_payer_of_a_member_caps_their_groups(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    cohort = await _newcomers(week, 3)
    await clinic.sql(
        "INSERT INTO week_rules (organization_id, id, level_of_care, age_band, phase, payer, group_cap,"
        " countable_kinds, citation, confidence, version) VALUES ($1, gen_random_uuid(), 'intensive_outpatient',"
        " 'adult', 'standard', 'carrier', 2, '{}', 'Contract, section 4', 'house', 1)",
        clinic.organization_id,
    )
    assert (await week.built())["status"] == "proposed", "nobody is paid for by it"
    episode = (await clinic.sql("SELECT episode_id FROM cohort_memberships WHERE cohort_id = $1 LIMIT 1", cohort))[0][
        "episode_id"
    ]
    paid = {"payer": "carrier", "starts_on": str(week.scene.today)}
    await week.scene.post(f"/episodes/{episode}/payers", paid)
    build = await week.built()
    assert build["status"] == "no_week"
    (clash,) = build["clashes"]
    assert (clash["rule"], clash["count"], clash["have"]) == ("group_cap", 3, 2)


async def test_a_cap_that_was_lowered_since_a_week_was_proposed_holds_it_up(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    await _newcomers(week, 3)
    await _cap(clinic, 3)
    build = await week.built()
    await _cap(clinic, 2)
    refused: dict[str, Any] = await week.apply(build, status=409)
    assert (refused["code"], refused["parts"]) == ("calendar-changed", ["cohorts"])


async def test_a_group_that_is_larger_than_a_cap_of_today_keeps_its_place_in_the_week(clinic: Clinic) -> None:
    week = await _week(clinic)
    await _cap(clinic, 1)
    build = await week.built(kind="repair", losses=[week.away()])
    assert build["status"] == "proposed", build["clashes"]
    groups = [one for one in build["changes"] if one["kind"] == "group"]
    assert {one["what"] for one in groups} == {"changed"}
