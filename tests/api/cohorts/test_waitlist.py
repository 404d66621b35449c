from tests.factories.cohorts import make_cohort, make_membership
from tests.factories.episodes import make_episode, make_referral
from tests.factories.participants import make_participant
from tests.factories.programs import make_program
from tests.support.clinic import Clinic

from handrail.core.clock import today_in
from handrail.core.ids import ParticipantId
from handrail.core.vocabulary import Role


async def somebody(clinic: Clinic) -> ParticipantId:
    async with clinic.db() as db:
        return (await make_participant(db)).id


async def test_cohort_with_free_seats_says_why_people_wait(clinic: Clinic) -> None:
    cohort = await make_cohort(clinic, capacity=3)
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    for reason in ("authorization", "schedule", "authorization", "no_seat"):
        made = await intake.post(
            f"/api/v1/cohorts/{cohort.id}/waitlist",
            json={"participant_id": str(await somebody(clinic)), "reason": reason, "requested_on": "2026-03-02"},
        )
        assert made.status_code == 201, made.text
    read = (await intake.get(f"/api/v1/cohorts/{cohort.id}")).json()
    assert (read["seats_free"], read["waitlist"]) == (
        3,
        {
            "waiting": 4,
            "reasons": [
                {"reason": "authorization", "count": 2},
                {"reason": "no_seat", "count": 1},
                {"reason": "schedule", "count": 1},
            ],
            "seats_to_offer": 1,
        },
    )
    queue = (await intake.get(f"/api/v1/cohorts/{cohort.id}/waitlist")).json()["items"]
    assert [entry["place"] for entry in queue] == [1, 2, 3, 4]


async def test_nobody_waits_twice_for_one_cohort(clinic: Clinic) -> None:
    cohort = await make_cohort(clinic)
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    path = f"/api/v1/cohorts/{cohort.id}/waitlist"
    body = {"participant_id": str(await somebody(clinic)), "reason": "no_seat", "requested_on": "2026-03-02"}
    first = (await intake.post(path, json=body)).json()
    refused = await intake.post(path, json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "waits-already")
    gone = await intake.post(f"/api/v1/waitlist-entries/{first['id']}/withdraw", json={"reason": "care_elsewhere"})
    assert (gone.status_code, gone.json()["status"]) == (200, "withdrawn")
    assert (await intake.post(path, json=body)).status_code == 201


async def test_order_of_the_queue_can_change(clinic: Clinic) -> None:
    cohort = await make_cohort(clinic)
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    path = f"/api/v1/cohorts/{cohort.id}/waitlist"
    entries = []
    for _ in range(2):
        body = {"participant_id": str(await somebody(clinic)), "reason": "no_seat", "requested_on": "2026-03-02"}
        entries.append((await intake.post(path, json=body)).json()["id"])
    entry = f"/api/v1/waitlist-entries/{entries[0]}"
    moved = await intake.patch(entry, json={"place": 9, "reason": "transport"}, headers={"If-Match": '"1"'})
    assert (moved.status_code, moved.json()["reason"]) == (200, "transport")
    assert [one["id"] for one in (await intake.get(path)).json()["items"]] == [entries[1], entries[0]]
    assert (await intake.patch(entry, json={"place": 1}, headers={"If-Match": '"1"'})).status_code == 412


async def test_seat_from_the_waitlist_needs_an_active_episode(clinic: Clinic) -> None:
    program = await make_program(clinic)
    cohort = await make_cohort(clinic, program_id=program.id)
    today = today_in(clinic.time_zone).isoformat()
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    referred = await make_referral(clinic, program_id=program.id)
    admitted = await make_episode(clinic, program_id=program.id)
    entries = {}
    for episode in (referred, admitted):
        made = await intake.post(
            f"/api/v1/cohorts/{cohort.id}/waitlist",
            json={"participant_id": str(episode.participant_id), "reason": "no_seat", "requested_on": today},
        )
        entries[episode.id] = made.json()["id"]
    refused = await intake.post(f"/api/v1/waitlist-entries/{entries[referred.id]}/place", json={"starts_on": today})
    assert (refused.status_code, refused.json()["code"]) == (409, "no-active-episode")
    one = f"/api/v1/waitlist-entries/{entries[admitted.id]}"
    assert (await intake.post(f"{one}/offer")).json()["status"] == "offered"
    placed = await intake.post(f"{one}/place", json={"starts_on": today})
    assert placed.status_code == 200, placed.text
    assert placed.json()["status"] == "placed"
    membership = await intake.get(f"/api/v1/cohort-memberships/{placed.json()['membership_id']}")
    assert membership.json()["episode_id"] == str(admitted.id)
    again = await intake.post(f"{one}/withdraw", json={"reason": "declined"})
    assert (again.status_code, again.json()["code"]) == (409, "no-longer-waiting")


async def test_full_cohort_places_nobody_and_keeps_the_entry(clinic: Clinic) -> None:
    program = await make_program(clinic)
    cohort = await make_cohort(clinic, program_id=program.id, capacity=1)
    inside, outside = [await make_episode(clinic, program_id=program.id) for _ in range(2)]
    await make_membership(clinic, cohort_id=cohort.id, episode_id=inside.id)
    today = today_in(clinic.time_zone).isoformat()
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    made = await intake.post(
        f"/api/v1/cohorts/{cohort.id}/waitlist",
        json={"participant_id": str(outside.participant_id), "reason": "no_seat", "requested_on": today},
    )
    entry = f"/api/v1/waitlist-entries/{made.json()['id']}"
    refused = await intake.post(f"{entry}/place", json={"starts_on": today})
    assert (refused.status_code, refused.json()["code"]) == (409, "cohort-full")
    assert (await intake.get(entry)).json()["status"] == "waiting"


async def test_waitlist_of_strangers_is_not_shown(clinic: Clinic) -> None:
    cohort = await make_cohort(clinic)
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    body = {"participant_id": str(await somebody(clinic)), "reason": "no_seat", "requested_on": "2026-03-02"}
    made = await intake.post(f"/api/v1/cohorts/{cohort.id}/waitlist", json=body)
    stranger = await clinic.client(Role.THERAPIST)
    assert (await stranger.get(f"/api/v1/cohorts/{cohort.id}/waitlist")).json()["items"] == []
    assert (await stranger.get(f"/api/v1/waitlist-entries/{made.json()['id']}")).status_code == 404
    refused = await stranger.post(f"/api/v1/cohorts/{cohort.id}/waitlist", json=body)
    assert (refused.status_code, refused.json()["code"]) == (404, "participant-not-found")
    technician = await clinic.client(Role.TECHNICIAN)
    assert (await technician.get(f"/api/v1/cohorts/{cohort.id}/waitlist")).status_code == 403
