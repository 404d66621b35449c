"""No group is larger than the payer of anybody in it allows, whoever comes first."""

import asyncio
from typing import Any

from tests.factories.calendar import API, Scene, make_scene
from tests.factories.cohorts import make_membership
from tests.support.clinic import Clinic

from handrail.core.vocabulary import Role
from handrail.episodes.models import Episode


async def _rules(clinic: Clinic, *, state: int | None, **payers: int) -> None:
    """Let these be the caps: the state's, and those of payers by their codes."""
    general = "organization_id = $1 AND state IS NULL AND payer IS NULL"
    await clinic.sql(f"UPDATE week_rules SET group_cap = $2 WHERE {general}", clinic.organization_id, state)
    admin = await clinic.client(Role.ADMINISTRATOR)
    for payer, most in payers.items():
        made = await admin.post(
            f"{API}/week-rules",
            json={
                "level_of_care": "intensive_outpatient",
                "age_band": "adult",
                "payer": payer,
                "group_cap": most,
                "countable_kinds": [],
                "citation": "Contract, section 4",
                "confidence": "house",
            },
        )
        assert made.status_code == 201, made.text


async def _paid(scene: Scene, name: str, payer: str | None) -> dict[str, Any]:
    """Somebody for whom a payer pays, as a booking names them."""
    episode = await scene.person(name)
    await _pays(scene, episode, payer)
    return {"episode_id": str(episode.id)}


async def _pays(scene: Scene, episode: Episode, payer: str | None) -> None:
    new = {"payer": payer, "starts_on": episode.referred_on.isoformat()}
    await scene.post(f"/episodes/{episode.id}/payers", new)


async def test_the_payers_cap_of_who_comes_is_asked(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await _rules(clinic, state=4, carrier=2)
    free = [await _paid(scene, name, None) for name in ("Avery", "Blanca")]
    paid = await _paid(scene, "Chidi", "carrier")
    made = await scene.post("/sessions", scene.session(service_kind="group", capacity=10, bookings=free))
    later = await scene.post("/sessions", scene.session(service_kind="group", capacity=10, local_start="16:00"))
    url = f"/sessions/{made['id']}/bookings"
    problem = await scene.post(url, paid, 409)
    assert (problem["code"], problem["cap"], problem["booked"]) == ("group-cap-reached", 2, 2)
    assert problem["alternatives"] == [later["id"]]
    await scene.post(url, await _paid(scene, "Dana", "another"))


async def test_the_payers_cap_of_who_is_there_is_asked(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await _rules(clinic, state=None, carrier=2)
    first = await _paid(scene, "Avery", "carrier")
    others = [await _paid(scene, name, None) for name in ("Blanca", "Chidi")]
    made = await scene.post("/sessions", scene.session(service_kind="group", bookings=[first, others[0]]))
    full = await scene.post("/sessions", scene.session(service_kind="group", local_start="16:00"))
    url = f"/sessions/{made['id']}/bookings"
    problem = await scene.post(url, others[1], 409)
    assert (problem["code"], problem["cap"]) == ("group-cap-reached", 2)
    # Elsewhere the payer's two are there: what would be refused again is not offered.
    second = await _paid(scene, "Dana", "carrier")
    for one in (second, others[0]):
        await scene.post(f"/sessions/{full['id']}/bookings", one)
    assert (await scene.post(url, others[1], 409))["alternatives"] == []
    # A place may be waited for, by who could not have one.
    await scene.post(f"/sessions/{made['id']}/waits", others[1])
    beyond = await scene.post(url, others[1] | {"override_reason": "Agreed with the carrier"})
    assert beyond["override_reason"] == "Agreed with the carrier"


async def test_a_seat_is_offered_to_who_could_have_it_by_who_pays_for_them(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await _rules(clinic, state=None, carrier=2)
    free = [await _paid(scene, name, None) for name in ("Avery", "Blanca", "Chidi")]
    paid = await _paid(scene, "Dana", "carrier")
    made = await scene.post("/sessions", scene.session(service_kind="group", capacity=3, bookings=free))
    await scene.post(f"/sessions/{made['id']}/waits", paid)

    async def offered_after_leaving(index: int) -> list[int]:
        bookings = (await scene.get(f"/sessions/{made['id']}/bookings"))["items"]
        (place,) = [one for one in bookings if one["episode_id"] == free[index]["episode_id"]]
        await scene.act("POST", f"/bookings/{place['id']}/cancel", place["version"], {"reason": "scheduling"})
        tasks = (await scene.get("/tasks", view="all", status="open", kind="scheduling"))["items"]
        return [one["params"]["waiting"] for one in tasks if one["title_code"] == "seat_free"]

    # Two are left, which is all that the payer of who waits allows.
    assert await offered_after_leaving(2) == []
    assert await offered_after_leaving(1) == [1]


async def test_a_payers_cap_is_of_groups_and_of_its_days(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await _rules(clinic, state=None, carrier=1)
    first = await _paid(scene, "Avery", "carrier")
    second = await _paid(scene, "Blanca", "carrier")
    pair = [first, second]
    made = await scene.post("/sessions", scene.session(bookings=pair))
    assert made["booked"] == 2
    group = await scene.post("/sessions", scene.session(service_kind="group", local_start="16:00", bookings=[first]))
    assert (await scene.post(f"/sessions/{group['id']}/bookings", second, 409))["code"] == "group-cap-reached"
    # The one before holds on when what came after it was a mistake, and nobody pays from a day on that says so.
    (held,) = (await scene.get(f"/episodes/{first['episode_id']}/payers"))["items"]
    for one in pair:
        ends = {"payer": None, "starts_on": group["local_date"]}
        await scene.post(f"/episodes/{one['episode_id']}/payers", ends)
    assert held["payer"] == "carrier"
    await scene.post(f"/sessions/{group['id']}/bookings", second)


async def test_members_get_no_place_that_somebodys_payer_does_not_allow(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await _rules(clinic, state=3, carrier=2)
    people = [await scene.person(name) for name in ("Avery", "Blanca", "Chidi", "Dana")]
    await _pays(scene, people[2], "carrier")
    made = await scene.post("/sessions", scene.session(service_kind="group", cohort_ids=[str(scene.cohort_id)]))

    async def booked() -> int:
        found: int = (await scene.get(f"/sessions/{made['id']}"))["booked"]
        return found

    counts = []
    for one in people:
        await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=one.id)
        counts.append(await booked())
    # The third is paid for by who allows two, and does not keep the fourth out.
    assert counts == [1, 2, 2, 3]


async def test_who_was_taken_for_another_payers_gets_their_place_once_it_is_taken_back(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await _rules(clinic, state=3, carrier=2)
    people = [await scene.person(name) for name in ("Avery", "Blanca", "Chidi")]
    await _pays(scene, people[2], "carrier")
    made = await scene.post("/sessions", scene.session(service_kind="group", cohort_ids=[str(scene.cohort_id)]))
    for one in people:
        await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=one.id)
    assert (await scene.get(f"/sessions/{made['id']}"))["booked"] == 2
    url = f"/episodes/{people[2].id}/payers"
    (held,) = (await scene.get(url))["items"]
    await scene.post(f"{url}/{held['id']}/void", {"reason": "Another person's card"}, 200)
    assert (await scene.get(f"/sessions/{made['id']}"))["booked"] == 3


async def test_of_two_who_come_at_once_one_brings_a_payer_that_allows_fewer(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await _rules(clinic, state=None, carrier=2)
    for at in range(4):
        free = [await _paid(scene, f"Avery {at}", None), await _paid(scene, f"Blanca {at}", None)]
        paid = await _paid(scene, f"Chidi {at}", "carrier")
        start = f"{9 + 2 * at:02}:00"
        made = await scene.post("/sessions", scene.session(service_kind="group", local_start=start, bookings=free[:1]))
        url = f"{API}/sessions/{made['id']}/bookings"
        answers = await asyncio.gather(*(scene.director.post(url, json=one) for one in (free[1], paid)))
        assert sorted(one.status_code for one in answers) == [201, 409]
        (refused,) = [one.json() for one in answers if one.status_code == 409]
        assert (refused["code"], refused["cap"], refused["booked"]) == ("group-cap-reached", 2, 2), "not who is refused"
