"""People who must not be in one room."""

from datetime import date

from tests.factories.participants import make_participant
from tests.support.clinic import Clinic

from handrail.calendar.queries.memberships import kept_apart
from handrail.core.vocabulary import Role

SEPARATIONS = "/api/v1/separations"


async def test_two_people_are_kept_apart_from_both_sides(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        one, two = await make_participant(db), await make_participant(db)
    new = {
        "first": {"participant_id": str(two.id)},
        "second": {"participant_id": str(one.id)},
        "reason": "A court order",
        "starts_on": "2026-01-01",
        "ends_on": "2026-06-30",
    }
    kept = await director.post(SEPARATIONS, json=new)
    assert kept.status_code == 201, kept.text
    mirrored = {**new, "first": new["second"], "second": new["first"], "starts_on": "2026-06-30", "ends_on": None}
    again = await director.post(SEPARATIONS, json=mirrored)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-separated")
    pair = {frozenset({one.id, two.id})}
    last, after = date(2026, 6, 30), date(2026, 7, 1)
    async with clinic.db() as db:
        assert await kept_apart(db, [last, after]) == {last: pair, after: set()}
    void = f"{SEPARATIONS}/{kept.json()['id']}/void"
    assert (await director.post(void, json={"reason": "Mistaken"}, headers={"If-Match": '"1"'})).status_code == 200
    async with clinic.db() as db:
        assert await kept_apart(db, [last]) == {}
    assert (await director.get(SEPARATIONS)).json()["items"] == []
    shown = (await director.get(SEPARATIONS, params={"include_voided": True, "person_id": str(one.id)})).json()
    assert [row["reason"] for row in shown["items"]] == ["A court order"]


async def test_a_participant_is_kept_apart_from_a_staff_member(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    therapist = await clinic.client(Role.THERAPIST)
    async with clinic.db() as db:
        person = await make_participant(db)
    new = {
        "first": {"participant_id": str(person.id)},
        "second": {"staff_id": str(therapist.staff_id)},
        "reason": "They know each other",
        "starts_on": "2026-01-01",
    }
    kept = await director.post(SEPARATIONS, json=new)
    assert kept.status_code == 201, kept.text
    changed = await director.put(
        f"{SEPARATIONS}/{kept.json()['id']}",
        json={"reason": "Neighbours", "ends_on": "2026-02-01"},
        headers={"If-Match": '"1"'},
    )
    assert (changed.json()["reason"], changed.json()["ends_on"]) == ("Neighbours", "2026-02-01")
    assert (await therapist.get(SEPARATIONS)).status_code == 403


async def test_nobody_is_kept_apart_from_a_stranger_or_themselves(clinic: Clinic, other_clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        person = await make_participant(db)
    async with other_clinic.db() as db:
        stranger = await make_participant(db)
    new = {
        "first": {"participant_id": str(person.id)},
        "second": {"participant_id": str(stranger.id)},
        "reason": "None",
        "starts_on": "2026-01-01",
    }
    assert (await director.post(SEPARATIONS, json=new)).json()["type"] == "/problems/person-not-available"
    itself = await director.post(SEPARATIONS, json={**new, "second": new["first"]})
    assert itself.json()["type"] == "/problems/same-person"
