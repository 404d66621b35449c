import asyncio
from datetime import timedelta
from typing import Any

from tests.factories.cohorts import make_cohort, make_membership
from tests.factories.episodes import director_of, make_episode, make_referral
from tests.factories.programs import make_program
from tests.support.clinic import Clinic

from handrail.cohorts.models import Cohort
from handrail.cohorts.vocabulary import CohortKind
from handrail.core.clock import today_in
from handrail.core.ids import EpisodeId, ProgramId, new_id
from handrail.core.vocabulary import Role
from handrail.episodes import service as episodes_service
from handrail.episodes.schemas import EpisodeEnd


class Scene:
    """A program with two cohorts, and dates around today."""

    def __init__(self, clinic: Clinic, program_id: ProgramId, first: Cohort, second: Cohort) -> None:
        self.clinic, self.program_id, self.first, self.second = clinic, program_id, first, second
        self.today = today_in(clinic.time_zone)

    def day(self, number: int) -> str:
        return (self.today + timedelta(days=number)).isoformat()

    async def episode(self) -> EpisodeId:
        return (await make_episode(self.clinic, program_id=self.program_id)).id


async def scene(clinic: Clinic, *, capacity: int = 10, **cohort: Any) -> Scene:
    program = await make_program(clinic)
    first = await make_cohort(clinic, program_id=program.id, capacity=capacity, **cohort)
    second = await make_cohort(clinic, program_id=program.id, location_id=first.location_id)
    return Scene(clinic, program.id, first, second)


async def test_episode_takes_a_seat_and_leaves_it(clinic: Clinic) -> None:
    at = await scene(clinic, capacity=1)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    one, two = await at.episode(), await at.episode()
    path = f"/api/v1/cohorts/{at.first.id}/members"
    made = await director.post(path, json={"episode_id": str(one), "starts_on": at.day(0)})
    assert made.status_code == 201, made.text
    assert made.json()["is_primary"] is True
    full = await director.post(path, json={"episode_id": str(two), "starts_on": at.day(3)})
    assert (full.status_code, full.json()["code"], full.json()["capacity"]) == (409, "cohort-full", 1)
    ended = await director.post(
        f"/api/v1/cohort-memberships/{made.json()['id']}/end", json={"ends_on": at.day(2), "reason": "left"}
    )
    assert (ended.status_code, ended.json()["ends_on"]) == (200, at.day(2))
    assert (await director.post(path, json={"episode_id": str(two), "starts_on": at.day(3)})).status_code == 201
    on = await director.get(path, params={"on": at.day(1)})
    assert [row["episode_id"] for row in on.json()["items"]] == [str(one)]


async def test_memberships_in_one_cohort_cannot_overlap(clinic: Clinic) -> None:
    at = await scene(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    episode_id = str(await at.episode())
    path = f"/api/v1/cohorts/{at.first.id}/members"
    first = {"episode_id": episode_id, "starts_on": at.day(0), "ends_on": at.day(10)}
    assert (await director.post(path, json=first)).status_code == 201
    refused = await director.post(path, json={"episode_id": episode_id, "starts_on": at.day(10)})
    assert (refused.status_code, refused.json()["code"]) == (409, "membership-overlaps")
    assert (await director.post(path, json={"episode_id": episode_id, "starts_on": at.day(11)})).status_code == 201


async def test_an_episode_has_exactly_one_primary_cohort(clinic: Clinic) -> None:
    at = await scene(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    body = {"episode_id": str(await at.episode()), "starts_on": at.day(0)}
    needed = await director.post(f"/api/v1/cohorts/{at.first.id}/members", json={**body, "is_primary": False})
    assert (needed.status_code, needed.json()["code"]) == (409, "primary-membership-needed")
    assert (await director.post(f"/api/v1/cohorts/{at.first.id}/members", json=body)).status_code == 201
    second = f"/api/v1/cohorts/{at.second.id}/members"
    refused = await director.post(second, json={**body, "is_primary": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "primary-membership-exists")
    beside = await director.post(second, json=body)
    assert (beside.status_code, beside.json()["is_primary"]) == (201, False)


async def test_after_the_primary_cohort_the_other_goes_on_as_primary(clinic: Clinic) -> None:
    at = await scene(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    episode_id = await at.episode()
    primary = await make_membership(clinic, cohort_id=at.first.id, episode_id=episode_id)
    await make_membership(clinic, cohort_id=at.second.id, episode_id=episode_id)
    ended = await director.post(
        f"/api/v1/cohort-memberships/{primary.id}/end", json={"ends_on": at.day(5), "reason": "schedule"}
    )
    assert ended.status_code == 200, ended.text
    listed = await director.get("/api/v1/cohort-memberships", params={"episode_id": str(episode_id)})
    found = [(row["cohort_id"], row["starts_on"], row["ends_on"], row["is_primary"]) for row in listed.json()["items"]]
    assert sorted(found, key=lambda one: (one[1], not one[3])) == [
        (str(at.first.id), at.day(-7), at.day(5), True),
        (str(at.second.id), at.day(-7), at.day(5), False),
        (str(at.second.id), at.day(6), None, True),
    ]


async def test_another_cohort_becomes_primary_from_a_day_on(clinic: Clinic) -> None:
    at = await scene(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    episode_id = await at.episode()
    await make_membership(clinic, cohort_id=at.first.id, episode_id=episode_id)
    second = await make_membership(clinic, cohort_id=at.second.id, episode_id=episode_id)
    changed = await director.post(f"/api/v1/cohort-memberships/{second.id}/make-primary", json={"from_on": at.day(1)})
    assert changed.status_code == 200, changed.text
    assert (changed.json()["is_primary"], changed.json()["starts_on"]) == (True, at.day(1))
    for day, cohort_id in ((0, at.first.id), (1, at.second.id)):
        listed = await director.get(
            "/api/v1/cohort-memberships", params={"episode_id": str(episode_id), "on": at.day(day)}
        )
        assert [row["cohort_id"] for row in listed.json()["items"] if row["is_primary"]] == [str(cohort_id)]
        assert len(listed.json()["items"]) == 2


async def test_moving_changes_both_seats_in_one_action(clinic: Clinic) -> None:
    at = await scene(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    membership = await make_membership(clinic, cohort_id=at.first.id, episode_id=await at.episode())
    path = f"/api/v1/cohort-memberships/{membership.id}"
    moved = await director.post(f"{path}/move", json={"cohort_id": str(at.second.id), "starts_on": at.day(1)})
    assert moved.status_code == 201, moved.text
    assert moved.json()["moved_from_id"] == str(membership.id)
    assert moved.json()["is_primary"] is True
    old = (await director.get(path)).json()
    assert (old["ends_on"], old["end_reason"]) == (at.day(0), "moved")
    seats = [
        (await director.get(f"/api/v1/cohorts/{one.id}", params={"on": at.day(1)})).json()
        for one in (at.first, at.second)
    ]
    assert [one["seats_taken"] for one in seats] == [0, 1]


async def test_a_refused_move_changes_nothing(clinic: Clinic) -> None:
    at = await scene(clinic)
    full = await make_cohort(clinic, program_id=at.program_id, capacity=1)
    await make_membership(clinic, cohort_id=full.id, episode_id=await at.episode())
    membership = await make_membership(clinic, cohort_id=at.first.id, episode_id=await at.episode())
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    path = f"/api/v1/cohort-memberships/{membership.id}"
    refused = await director.post(f"{path}/move", json={"cohort_id": str(full.id), "starts_on": at.day(1)})
    assert (refused.status_code, refused.json()["code"]) == (409, "cohort-full")
    assert (await director.get(path)).json()["ends_on"] is None
    same = await director.post(f"{path}/move", json={"cohort_id": str(at.first.id), "starts_on": at.day(1)})
    assert (same.status_code, same.json()["code"]) == (422, "same-cohort")


async def test_closed_cohort_takes_late_joiners_only_with_reason_and_right(clinic: Clinic) -> None:
    today = today_in(clinic.time_zone)
    at = await scene(clinic, kind=CohortKind.CLOSED, ends_on=today + timedelta(days=28))
    path, episode_id = f"/api/v1/cohorts/{at.first.id}/members", str(await at.episode())
    intake = await clinic.client(Role.INTAKE_COORDINATOR)
    body = {"episode_id": episode_id, "starts_on": at.day(0)}
    refused = await intake.post(path, json=body)
    assert (refused.status_code, refused.json()["code"], refused.json()["reason"]) == (409, "cohort-closed", "started")
    forbidden = await intake.post(path, json={**body, "late_reason": "return_from_leave"})
    assert (forbidden.status_code, forbidden.json()["code"]) == (403, "late-join-not-allowed")
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    made = await director.post(path, json={**body, "late_reason": "return_from_leave"})
    assert made.status_code == 201, made.text
    assert made.json()["ends_on"] == (today + timedelta(days=28)).isoformat()


async def test_only_active_episodes_of_the_program_join(clinic: Clinic) -> None:
    at = await scene(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    path = f"/api/v1/cohorts/{at.first.id}/members"
    referral = await make_referral(clinic, program_id=at.program_id)
    elsewhere = await make_episode(clinic)
    for episode_id, code in ((referral.id, "episode-not-active"), (elsewhere.id, "cohort-of-another-program")):
        refused = await director.post(path, json={"episode_id": str(episode_id), "starts_on": at.day(0)})
        assert (refused.status_code, refused.json()["code"]) == (409, code)
    early = await director.post(path, json={"episode_id": str(await at.episode()), "starts_on": at.day(-20)})
    assert (early.status_code, early.json()["code"]) == (409, "episode-not-active")
    unknown = await director.post(path, json={"episode_id": str(new_id()), "starts_on": at.day(0)})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "episode-not-found")


async def test_the_end_of_an_episode_frees_its_seats(clinic: Clinic) -> None:
    at = await scene(clinic)
    episode_id = await at.episode()
    membership = await make_membership(clinic, cohort_id=at.first.id, episode_id=episode_id)
    async with clinic.db() as db:
        ending = EpisodeEnd.model_validate({"ended_on": at.today, "reason": "completed"})
        await episodes_service.end(db, director_of(clinic), episode_id, ending)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    read = (await director.get(f"/api/v1/cohort-memberships/{membership.id}")).json()
    assert (read["ends_on"], read["end_reason"]) == (at.day(0), "episode_ended")
    tomorrow = await director.get(f"/api/v1/cohorts/{at.first.id}", params={"on": at.day(1)})
    assert tomorrow.json()["seats_taken"] == 0


async def test_a_reopened_episode_gets_its_seat_back_while_it_is_free(clinic: Clinic) -> None:
    at = await scene(clinic, capacity=1)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    ending = EpisodeEnd.model_validate({"ended_on": at.today - timedelta(days=1), "reason": "completed"})
    first, second = await at.episode(), await at.episode()
    membership = await make_membership(clinic, cohort_id=at.first.id, episode_id=first)
    for taken, ends_on in ((False, None), (True, at.day(-1))):
        async with clinic.db() as db:
            await episodes_service.end(db, director_of(clinic), first, ending)
        if taken:
            await make_membership(clinic, cohort_id=at.first.id, episode_id=second, starts_on=at.today)
        async with clinic.db() as db:
            await episodes_service.reopen(db, director_of(clinic), first, reason="ended by mistake")
        read = (await director.get(f"/api/v1/cohort-memberships/{membership.id}")).json()
        assert read["ends_on"] == ends_on


async def test_voided_membership_gives_its_seat_back_and_stays_on_record(clinic: Clinic) -> None:
    at = await scene(clinic, capacity=1)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    membership = await make_membership(clinic, cohort_id=at.first.id, episode_id=await at.episode())
    path = f"/api/v1/cohort-memberships/{membership.id}"
    voided = await director.post(f"{path}/void", json={"reason": "wrong_cohort"})
    assert (voided.status_code, voided.json()["void_reason"]) == (200, "wrong_cohort")
    again = await director.post(f"{path}/end", json={"ends_on": at.day(0), "reason": "left"})
    assert (again.status_code, again.json()["code"]) == (409, "membership-voided")
    await make_membership(clinic, cohort_id=at.first.id, episode_id=await at.episode())
    members = await director.get(f"/api/v1/cohorts/{at.first.id}/members", params={"voided": True})
    assert len(members.json()["items"]) == 2


async def test_last_seat_is_given_once(clinic: Clinic) -> None:
    at = await scene(clinic, capacity=2)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    asked = [await at.episode() for _ in range(8)]
    path = f"/api/v1/cohorts/{at.first.id}/members"
    answers = await asyncio.gather(
        *(director.post(path, json={"episode_id": str(one), "starts_on": at.day(0)}) for one in asked)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 201] + [409] * 6
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"cohort-full"}


async def test_moves_across_do_not_wait_for_each_other(clinic: Clinic) -> None:
    at = await scene(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    moves = []
    for here, there in ((at.first, at.second), (at.second, at.first)) * 3:
        membership = await make_membership(clinic, cohort_id=here.id, episode_id=await at.episode())
        body = {"cohort_id": str(there.id), "starts_on": at.day(1)}
        moves.append(director.post(f"/api/v1/cohort-memberships/{membership.id}/move", json=body))
    answers = await asyncio.gather(*moves)
    assert [answer.status_code for answer in answers] == [201] * 6


async def test_therapist_sees_members_of_their_programs_only(clinic: Clinic) -> None:
    at = await scene(clinic)
    mine = await make_membership(clinic, cohort_id=at.first.id, episode_id=await at.episode())
    assigned = await clinic.client(Role.THERAPIST, programs=[at.program_id])
    stranger = await clinic.client(Role.THERAPIST)
    path = f"/api/v1/cohorts/{at.first.id}/members"
    assert [row["id"] for row in (await assigned.get(path)).json()["items"]] == [str(mine.id)]
    assert (await stranger.get(path)).json()["items"] == []
    assert (await stranger.get(f"/api/v1/cohort-memberships/{mine.id}")).status_code == 404
    ended = await stranger.post(
        f"/api/v1/cohort-memberships/{mine.id}/end", json={"ends_on": at.day(0), "reason": "left"}
    )
    assert ended.status_code == 404


async def test_reading_members_leaves_an_entry_about_each(clinic: Clinic) -> None:
    at = await scene(clinic)
    episode = await make_episode(clinic, program_id=at.program_id)
    await make_membership(clinic, cohort_id=at.first.id, episode_id=episode.id)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await director.get(f"/api/v1/cohorts/{at.first.id}/members")).status_code == 200
    entries = await clinic.sql(
        "SELECT participant_ids FROM audit_entries WHERE organization_id = $1 AND action = 'list_cohort_members'",
        clinic.organization_id,
    )
    assert [row["participant_ids"] for row in entries] == [[episode.participant_id]]


async def test_membership_of_another_organization_is_not_there(clinic: Clinic, other_clinic: Clinic) -> None:
    theirs = await scene(other_clinic)
    membership = await make_membership(other_clinic, cohort_id=theirs.first.id, episode_id=await theirs.episode())
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    path = f"/api/v1/cohort-memberships/{membership.id}"
    assert (await director.get(path)).status_code == 404
    for action, body in (
        ("end", {"ends_on": theirs.day(0), "reason": "left"}),
        ("void", {"reason": "duplicate"}),
        ("make-primary", {"from_on": theirs.day(0)}),
        ("move", {"cohort_id": str(theirs.second.id), "starts_on": theirs.day(0)}),
    ):
        assert (await director.post(f"{path}/{action}", json=body)).status_code == 404
    mine = await scene(clinic)
    body = {"episode_id": str(await theirs.episode()), "starts_on": mine.day(0)}
    assert (await director.post(f"/api/v1/cohorts/{mine.first.id}/members", json=body)).status_code == 404
