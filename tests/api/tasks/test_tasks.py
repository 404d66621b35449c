from datetime import timedelta
from typing import Any

from tests.factories.episodes import make_episode
from tests.factories.tasks import make_shift, make_task
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import now
from handrail.core.vocabulary import Role
from handrail.tasks.vocabulary import TaskPriority

URL = "/api/v1/tasks"
HOUR = timedelta(hours=1)


async def ids(client: ClinicClient, **params: Any) -> list[str]:
    response = await client.get(URL, params=params)
    assert response.status_code == 200, response.text
    return [task["id"] for task in response.json()["items"]]


def handing(to: ClinicClient, reason: str = "shift_ends") -> dict[str, str]:
    return {"owner_id": str(to.account_id), "reason": reason}


class TestCourse:
    async def test_task_is_done_by_someone_at_some_time(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        client = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
        made = await client.post(
            URL,
            json={
                "kind": "contact",
                "title_code": "call_after_no_show",
                "params": {"missed": 2},
                "episode_id": str(episode.id),
                "due_at": (now() + HOUR).isoformat(),
            },
        )
        assert made.status_code == 201, made.text
        body = made.json()
        assert (body["owner_id"], body["participant_id"]) == (str(client.account_id), str(episode.participant_id))
        assert (body["status"], body["rung"], body["params"]) == ("open", "owner", {"missed": 2})
        done = await client.post(f"{URL}/{body['id']}/complete", json={"note": "reached, comes tomorrow"})
        assert (done.json()["status"], done.json()["done_by"]) == ("done", str(client.account_id))
        again = await client.post(f"{URL}/{body['id']}/complete", json={})
        assert (again.status_code, again.json()["code"]) == (409, "task-not-open")
        assert await ids(client) == []
        assert await ids(client, status="done") == [body["id"]]

    async def test_task_of_a_deed_of_its_own_is_not_ticked_off(self, clinic: Clinic) -> None:
        owner = await clinic.client(Role.NURSE)
        task = await make_task(clinic, owner_id=owner.account_id, title_code="review_break_glass")
        for act, body in (("complete", {"note": "seen"}), ("cancel", {"reason": "no need"})):
            refused = await owner.post(f"{URL}/{task.id}/{act}", json=body)
            assert (refused.status_code, refused.json()["code"]) == (409, "task-settled-elsewhere")
        assert await ids(owner) == [str(task.id)]

    async def test_title_chosen_by_hand_does_not_make_a_task_stay_forever(self, clinic: Clinic) -> None:
        owner = await clinic.client(Role.NURSE)
        new = {"kind": "other", "title_code": "review_break_glass", "due_at": (now() + HOUR).isoformat()}
        made = await owner.post(URL, json=new)
        done = await owner.post(f"{URL}/{made.json()['id']}/complete", json={})
        assert (done.status_code, done.json()["status"]) == (200, "done")

    async def test_hand_off_keeps_every_pair_of_hands(self, clinic: Clinic) -> None:
        first, second, third = [await clinic.client(Role.NURSE) for _ in range(3)]
        task = await make_task(clinic, owner_id=first.account_id)
        url = f"{URL}/{task.id}"
        assert (await first.post(f"{url}/hand-off", json=handing(second))).status_code == 200
        assert (await second.post(f"{url}/hand-off", json=handing(third, "away"))).status_code == 200
        hands = (await third.get(f"{url}/hand-offs")).json()["items"]
        assert [(hand["from_id"], hand["to_id"], hand["reason"]) for hand in hands] == [
            (str(first.account_id), str(second.account_id), "shift_ends"),
            (str(second.account_id), str(third.account_id), "away"),
        ]

    async def test_only_who_answers_can_hand_on_and_a_supervisor_reassigns(self, clinic: Clinic) -> None:
        owner, creator, boss = [await clinic.client(role) for role in (Role.NURSE, Role.NURSE, Role.PROGRAM_DIRECTOR)]
        task = await make_task(clinic, owner_id=owner.account_id, created_by=creator.account_id)
        url = f"{URL}/{task.id}"
        refused = await creator.post(f"{url}/hand-off", json=handing(creator))
        assert (refused.status_code, refused.json()["code"]) == (409, "task-not-yours")
        assert (await creator.post(f"{url}/reassign", json=handing(creator))).status_code == 403
        moved = await boss.post(f"{url}/reassign", json=handing(creator, "reassigned"))
        assert moved.json()["owner_id"] == str(creator.account_id)

    async def test_participant_account_cannot_be_given_a_task(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        participant = await clinic.client(Role.PARTICIPANT, participant_id=episode.participant_id)
        owner = await clinic.client(Role.NURSE)
        task = await make_task(clinic, owner_id=owner.account_id)
        refused = await owner.post(f"{URL}/{task.id}/hand-off", json=handing(participant))
        assert (refused.status_code, refused.json()["code"]) == (422, "owner-not-available")

    async def test_change_needs_the_version(self, clinic: Clinic) -> None:
        owner = await clinic.client(Role.NURSE)
        task = await make_task(clinic, owner_id=owner.account_id)
        url, change = f"{URL}/{task.id}", {"priority": "urgent"}
        assert (await owner.patch(url, json=change)).status_code == 428
        changed = await owner.patch(url, json=change, headers={"If-Match": '"1"'})
        assert (changed.status_code, changed.json()["priority"]) == (200, "urgent")
        assert (await owner.patch(url, json=change, headers={"If-Match": '"1"'})).status_code == 412


class TestClimbing:
    async def test_overdue_task_is_in_the_list_of_the_backup(self, clinic: Clinic) -> None:
        owner, backup = await clinic.client(Role.NURSE), await clinic.client(Role.NURSE)
        early = await make_task(clinic, owner_id=owner.account_id, backup_id=backup.account_id)
        late = await make_task(clinic, owner_id=owner.account_id, backup_id=backup.account_id, due_in=-HOUR)
        assert await ids(backup) == [str(late.id)]
        assert await ids(owner) == [str(late.id), str(early.id)]

    async def test_task_past_its_grace_reaches_who_is_on_call(self, clinic: Clinic) -> None:
        owner, backup, standby = [await clinic.client(Role.NURSE) for _ in range(3)]
        await make_shift(clinic, account_id=standby.account_id)
        urgent, soon = [
            await make_task(
                clinic,
                owner_id=owner.account_id,
                backup_id=backup.account_id,
                due_in=-HOUR,
                priority=priority,
            )
            for priority in (TaskPriority.URGENT, TaskPriority.SOON)
        ]
        assert await ids(standby) == [str(urgent.id)]
        assert str(soon.id) not in await ids(standby)
        assert (await standby.get(f"{URL}/{urgent.id}")).json()["rung"] == "on_call"
        assert (await standby.post(f"{URL}/{urgent.id}/hand-off", json=handing(standby))).status_code == 200

    async def test_task_without_owner_goes_to_who_is_on_call(self, clinic: Clinic) -> None:
        client, standby = await clinic.client(Role.NURSE), await clinic.client(Role.NURSE)
        await make_shift(clinic, account_id=standby.account_id)
        made = await client.post(
            URL, json={"kind": "staffing", "title_code": "find_substitute", "due_at": (now() + HOUR).isoformat()}
        )
        assert made.json()["owner_id"] == str(standby.account_id)


class TestAccess:
    async def test_task_about_somebody_out_of_sight_is_not_there(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        owner = await clinic.client(Role.NURSE, programs=[episode.program_id])
        stranger = await clinic.client(Role.NURSE)
        task = await make_task(clinic, owner_id=owner.account_id, participant_id=episode.participant_id)
        assert (await stranger.get(f"{URL}/{task.id}")).status_code == 404
        assert await ids(stranger, view="all") == []
        teammate = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
        assert await ids(teammate, view="all") == [str(task.id)]

    async def test_no_task_is_opened_about_somebody_out_of_sight(self, clinic: Clinic) -> None:
        episode = await make_episode(clinic)
        stranger = await clinic.client(Role.NURSE)
        new = {"kind": "contact", "title_code": "call", "due_at": (now() + HOUR).isoformat()}
        for subject in ({"episode_id": str(episode.id)}, {"participant_id": str(episode.participant_id)}):
            assert (await stranger.post(URL, json=new | subject)).status_code == 404

    async def test_another_organization_gets_404(self, clinic: Clinic, other_clinic: Clinic) -> None:
        owner = await clinic.client(Role.NURSE)
        task = await make_task(clinic, owner_id=owner.account_id)
        stranger = await other_clinic.client(Role.PROGRAM_DIRECTOR)
        assert (await stranger.get(f"{URL}/{task.id}")).status_code == 404


class TestOnCall:
    async def test_week_has_an_hour_more_where_the_clocks_go_back(self, clinic: Clinic) -> None:
        boss = await clinic.client(Role.PROGRAM_DIRECTOR)
        nurse = await clinic.client(Role.NURSE)
        week = {"account_id": str(nurse.account_id), "starts_at": "2026-10-26T08:00:00-04:00"}
        made = await boss.post("/api/v1/on-call/shifts", json=week | {"ends_at": "2026-11-02T08:00:00-05:00"})
        assert made.status_code == 201, made.text
        late = {**week, "starts_at": "2026-11-02T08:00:00-05:00", "ends_at": "2026-11-09T09:01:00-05:00"}
        refused = await boss.post("/api/v1/on-call/shifts", json=late)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/ends_at")

    async def test_rota(self, clinic: Clinic) -> None:
        boss = await clinic.client(Role.PROGRAM_DIRECTOR)
        nurse = await clinic.client(Role.NURSE, display_name="Kofi Mensah")
        assert (await nurse.get("/api/v1/on-call/current")).status_code == 404
        starts_at = now() - HOUR
        shift = {
            "account_id": str(nurse.account_id),
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + 12 * HOUR).isoformat(),
        }
        assert (await nurse.post("/api/v1/on-call/shifts", json=shift)).status_code == 403
        # Where an alert ends up that nobody took, somebody has to be who may close it.
        for role in (Role.INTERN, Role.FRONT_DESK, Role.ADMINISTRATOR):
            somebody = str((await clinic.client(role)).account_id)
            for named, at in (({"account_id": somebody}, "/account_id"), ({"backup_id": somebody}, "/backup_id")):
                refused = await boss.post("/api/v1/on-call/shifts", json=shift | named)
                assert (refused.status_code, refused.json()["code"]) == (422, "on-call-cannot-act")
                assert refused.json()["errors"][0]["pointer"] == at
        made = await boss.post("/api/v1/on-call/shifts", json=shift)
        assert made.status_code == 201, made.text
        again = await boss.post("/api/v1/on-call/shifts", json=shift)
        assert (again.status_code, again.json()["code"]) == (409, "shifts-overlap")
        assert (await nurse.get("/api/v1/on-call/current")).json()["account_name"] == "Kofi Mensah"
        assert len((await nurse.get("/api/v1/on-call/shifts")).json()["items"]) == 1
        colleague = str((await clinic.client(Role.NURSE, display_name="Ana Li")).account_id)
        candidates = (await boss.get("/api/v1/on-call/candidates")).json()["items"]
        assert [one["display_name"] for one in candidates][:1] == ["Ana Li"]
        assert {colleague, str(nurse.account_id)} <= {one["id"] for one in candidates}
        assert (await nurse.get("/api/v1/on-call/candidates")).status_code == 403
        # Changed as a whole, by the version it rests on, and never over another shift.
        url = f"/api/v1/on-call/shifts/{made.json()['id']}"
        changed = shift | {"account_id": colleague, "backup_id": str(nurse.account_id)}
        assert (await nurse.put(url, json=changed, headers={"If-Match": '"1"'})).status_code == 403
        seen = await boss.put(url, json=changed, headers={"If-Match": '"1"'})
        assert (seen.json()["account_name"], seen.json()["backup_name"]) == ("Ana Li", "Kofi Mensah")
        assert (await boss.put(url, json=changed, headers={"If-Match": '"1"'})).status_code == 412
        later = {"starts_at": shift["ends_at"], "ends_at": (starts_at + 20 * HOUR).isoformat()}
        assert (await boss.post("/api/v1/on-call/shifts", json=shift | later)).status_code == 201
        over = changed | {"ends_at": (starts_at + 13 * HOUR).isoformat()}
        refused = await boss.put(url, json=over, headers={"If-Match": '"2"'})
        assert (refused.status_code, refused.json()["code"]) == (409, "shifts-overlap")
        refused = await boss.put(url, json=changed | {"ends_at": shift["starts_at"]}, headers={"If-Match": '"2"'})
        assert refused.json()["code"] == "shift-times"
        gone = await boss.delete(f"/api/v1/on-call/shifts/{made.json()['id']}", headers={"If-Match": '"2"'})
        assert gone.status_code == 204
        assert (await nurse.get("/api/v1/on-call/current")).status_code == 404
