"""A week is built and repaired over HTTP: proposed beside the present one, checked, applied whole or not at all."""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.factories.calendar import API, Scene, allow_to_lead, make_leader, make_scene
from tests.factories.cohorts import make_cohort, make_membership
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic

from handrail.core.ids import ScheduleBuildId, StaffId, new_id
from handrail.core.vocabulary import Role, ServiceKind
from handrail.episodes.models import Episode, EpisodeService
from handrail.planning import queries
from handrail.planning.jobs import build_week
from handrail.planning.searching import search
from handrail.planning.service import builds
from handrail.programs.models import ProgramStaff
from handrail.programs.vocabulary import Duty


@dataclass
class Week:
    """A program's week: its group on each of its days, two people with sessions of their own, a second therapist."""

    scene: Scene
    groups: list[dict[str, Any]]
    ones: list[dict[str, Any]]
    people: list[Episode]
    other: StaffId

    @property
    def first(self) -> dict[str, Any]:
        return self.groups[0]

    async def ask(self, status: int = 202, **values: Any) -> dict[str, Any]:
        body = {"kind": "build", "location_id": str(self.scene.location_id), "monday": str(self.scene.day())} | values
        return await self.scene.post("/schedule-builds", body, status=status)

    async def read(self, build_id: str) -> dict[str, Any]:
        return await self.scene.get(f"/schedule-builds/{build_id}")

    async def built(self, **values: Any) -> dict[str, Any]:
        """What comes of it once the job has run."""
        build = await self.ask(seconds=2, moves=50, **values)
        await self.work(build["id"])
        return await self.read(build["id"])

    async def work(self, build_id: str) -> None:
        clinic = self.scene.clinic

        def begin() -> AbstractAsyncContextManager[AsyncSession]:
            return clinic.core.sessions.begin(clinic.organization_id, request_id="job")

        await build_week(begin, {"build_id": UUID(build_id)})

    async def apply(self, build: dict[str, Any], status: int = 200) -> dict[str, Any]:
        return await self.scene.act("POST", f"/schedule-builds/{build['id']}/apply", build["version"], {}, status)

    async def undo(self, build: dict[str, Any], status: int = 200) -> dict[str, Any]:
        return await self.scene.act("POST", f"/schedule-builds/{build['id']}/undo", build["version"], {}, status)

    def away(self, days: int = 2) -> dict[str, Any]:
        first = self.scene.first
        loss = {"kind": "clinician", "staff_id": str(self.scene.leader_id)}
        return loss | {"from_date": str(first), "to_date": str(first + timedelta(days=days - 1))}


async def _assign(scene: Scene, *staff: StaffId) -> None:
    async with scene.clinic.db() as db:
        db.add_all(
            ProgramStaff(program_id=scene.program_id, staff_id=one, duty=next(iter(Duty)), starts_on=scene.today)
            for one in staff
        )


async def _week(clinic: Clinic, *, people: int = 2) -> Week:
    scene = await make_scene(clinic)
    other = await make_leader(clinic, scene.director)
    for one in (scene.leader_id, other):
        await allow_to_lead(clinic, one, ServiceKind.SKILLS, by=scene.director.account_id)
    await _assign(scene, scene.leader_id, other)
    await make_room(clinic, location_id=scene.location_id, name="Office", capacity=4)
    crowd = []
    for _ in range(people):
        episode = await scene.person()
        await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
        async with clinic.db() as db:
            await db.execute(NOTHING_OWED, {"episode": episode.id})
        crowd.append(episode)
    await scene.post("/series", scene.series())
    ones = [
        await scene.post(
            "/sessions",
            scene.session(local_start=f"{14 + at}:00", bookings=[{"episode_id": str(one.id)}]),
        )
        for at, one in enumerate(crowd)
    ]
    groups = [one for one in await scene.sessions(weeks=1) if one["series_id"]]
    return Week(scene, groups, ones, crowd, other)


NOTHING_OWED = text("DELETE FROM episode_services WHERE episode_id = :episode")


async def test_a_clinician_is_ill_for_two_days_and_others_with_the_right_credential_take_over(clinic: Clinic) -> None:
    week = await _week(clinic)
    build = await week.built(kind="repair", losses=[week.away()])
    assert build["status"] == "proposed", build["clashes"]
    hit = {one["id"] for one in [*week.groups, *week.ones] if one["local_date"] <= week.away()["to_date"]}
    assert {one["session_id"] for one in build["changes"]} == hit, "few changes: what is hit, nothing else"
    assert {one["what"] for one in build["changes"]} == {"changed"}
    assert {why for one in build["changes"] for why in one["why"]} == {"away"}
    groups = [one for one in build["changes"] if one["kind"] == "group"]
    assert {one["after"]["staff_id"] for one in groups} == {str(week.other)}
    assert all(one["after"]["local_start"] == one["before"]["local_start"] for one in groups)
    assert {one["before"]["local_start"] for one in build["changes"]} >= {"09:30:00", "14:00:00"}
    assert {one["participant_id"] for one in build["people"]} == {str(one.participant_id) for one in week.people}
    untouched = await week.scene.sessions(weeks=1)
    assert all(one["staff"][0]["staff_id"] == str(week.scene.leader_id) for one in untouched), "only proposed"

    applied = await week.apply(build)
    assert applied["status"] == "applied"
    after = {one["id"]: one for one in await week.scene.sessions(weeks=1)}
    assert {after[one["session_id"]]["staff"][0]["staff_id"] for one in groups} == {str(week.other)}
    mine = [one for one in after.values() if one["staff"][0]["staff_id"] == str(week.scene.leader_id)]
    assert all(one["local_date"] > week.away()["to_date"] for one in mine)
    assert all(after[one["id"]]["booked"] == 2 for one in week.groups), "places go along"
    hours = await week.scene.get(f"/staff/{week.scene.leader_id}/hours")
    assert len(hours["time_off"]) == 1, "and nobody is booked with them meanwhile"
    assert (await week.apply(applied, status=409))["code"] == "nothing-proposed"


async def test_a_whole_week_is_built_for_a_cohort_that_has_none_with_what_its_people_are_owed(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    scene = week.scene
    cohort = await make_cohort(clinic, program_id=scene.program_id, location_id=scene.location_id, name="Newcomers")
    await make_room(clinic, location_id=scene.location_id, name="Annex", capacity=12)
    async with clinic.db() as db:
        db.add(EpisodeService(episode_id=week.people[0].id, service_kind="family", times=1, per_days=7))
    build = await week.built()
    assert build["status"] == "proposed", build["clashes"]
    assert {one["what"] for one in build["changes"]} == {"created"}
    groups = [one for one in build["changes"] if one["cohort_ids"] == [str(cohort.id)]]
    (family,) = [one for one in build["changes"] if one["kind"] == "family"]
    assert len({one["after"]["local_date"] for one in groups}) == 3
    assert family["participant_ids"] == [str(week.people[0].participant_id)]
    assert family["why"] == ["needed"]
    await week.apply(build)
    made = [one for one in await scene.sessions(weeks=1) if str(cohort.id) in one["cohort_ids"]]
    assert len(made) == len(groups)
    assert [one["service_kind"] for one in await scene.schedule(week.people[0])].count("family") == 1
    again = await week.built()
    assert (again["status"], again["changes"]) == ("proposed", []), "nothing is missing any more"


async def test_a_proposal_is_refused_once_the_calendar_has_changed_and_says_what(clinic: Clinic) -> None:
    week = await _week(clinic)
    build = await week.built(kind="repair", losses=[week.away()])
    moved = await week.scene.act(
        "POST",
        f"/sessions/{week.ones[0]['id']}/move",
        (await week.scene.get(f"/sessions/{week.ones[0]['id']}"))["version"],
        {"local_date": week.ones[0]["local_date"], "local_start": "16:00", "minutes": 50},
    )
    refused = await week.apply(build, status=409)
    assert (refused["code"], refused["session_ids"]) == ("calendar-changed", [moved["id"]])
    left = {one["id"]: one for one in await week.scene.sessions(weeks=1)}
    assert left[week.first["id"]]["staff"][0]["staff_id"] == str(week.scene.leader_id), "nothing of it was done"


async def test_rooms_are_swapped_though_each_stands_in_the_way_of_the_other(clinic: Clinic) -> None:
    """What a proposal rotates is taken out of the way first, in the one transaction."""
    week = await _week(clinic, people=1)
    scene, first = week.scene, week.first
    hall = await make_room(clinic, location_id=scene.location_id, name="Hall", capacity=14)
    extra = await scene.post(
        "/sessions",
        scene.session(
            title="Skills",
            service_kind="group",
            room_id=str(hall.id),
            local_start=first["local_start"][:5],
            minutes=90,
            staff=[{"staff_id": str(week.other), "role": "lead"}],
        ),
    )
    build = await week.built()
    async with clinic.db() as db:
        row = await queries.get_build(db, ScheduleBuildId(UUID(build["id"])))
        seat = {"local_date": first["local_date"], "local_start": "09:30", "minutes": 90, "telehealth": False}
        here = seat | {"staff_id": str(scene.leader_id), "room_id": str(scene.room_id)}
        there = seat | {"staff_id": str(week.other), "room_id": str(hall.id)}
        blank = {"why": ["better"], "kind": "group", "program_id": None, "cohort_ids": [], "title": None}
        blank |= {"what": "changed", "episode_id": None, "participant_id": None}
        row.changes = [
            blank | {"session_id": first["id"], "before": here, "after": there},
            blank | {"session_id": extra["id"], "before": there, "after": here},
        ]
    applied = await week.apply(await week.read(build["id"]))
    after = {one["id"]: one for one in await scene.sessions(weeks=1)}
    assert applied["status"] == "applied"
    assert (after[first["id"]]["room_id"], after[extra["id"]]["room_id"]) == (str(hall.id), str(scene.room_id))
    assert after[first["id"]]["staff"][0]["staff_id"] == str(week.other)


async def test_rules_that_clash_are_told_and_nothing_is_offered(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    async with clinic.db() as db:
        db.add(EpisodeService(episode_id=week.people[0].id, service_kind="medication_management", times=1, per_days=7))
    build = await week.built()
    assert (build["status"], build["changes"]) == ("no_week", [])
    (clash,) = build["clashes"]
    assert (clash["rule"], clash["proven"], clash["kinds"]) == ("nobody", True, ["medication_management"])
    assert clash["participant_id"] == str(week.people[0].participant_id)
    assert (await week.apply(build, status=409))["code"] == "nothing-proposed"
    offered = await week.built(leave_out=True)
    assert offered["status"] == "proposed"
    assert [one["kind"] for one in offered["without"]] == ["medication_management"]


async def test_a_search_ends_when_it_is_given_up_and_another_may_begin(clinic: Clinic) -> None:
    week = await _week(clinic)
    build = await week.ask(seconds=60, moves=20_000, kind="build", shift_minutes=120)
    assert (await week.ask(status=409))["code"] == "build-under-way"
    working = asyncio.create_task(week.work(build["id"]))
    while (await week.read(build["id"]))["status"] == "queued":
        assert not working.done()
    cancelled = await week.scene.post(f"/schedule-builds/{build['id']}/cancel", {}, status=200)
    await asyncio.wait_for(working, 30)
    assert cancelled["status"] == (await week.read(build["id"]))["status"] == "cancelled"
    again = await week.scene.post(f"/schedule-builds/{build['id']}/cancel", {}, status=409)
    assert (again["status"], again["build_status"]) == (409, "cancelled")
    assert (await week.ask())["status"] == "queued"


async def test_a_week_that_breaks_a_rule_is_never_shown(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    build = await week.ask(kind="repair", losses=[week.away()])
    async with clinic.db() as db:
        prepared = await builds.prepare(db, ScheduleBuildId(UUID(build["id"])))
    assert prepared is not None

    outcome = search(prepared.order, lambda _: None)
    async with clinic.db() as db:
        await builds.finish(
            db, ScheduleBuildId(UUID(build["id"])), prepared, outcome.model_copy(update={"broken": ("clash",)})
        )
    shown = await week.read(build["id"])
    assert (shown["status"], shown["failure"], shown["changes"]) == ("failed", "broke_a_rule", [])


async def test_what_is_asked_for_must_lie_in_a_week_that_is_not_over(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    monday = week.scene.day()
    for values, code in (
        ({"monday": str(monday + timedelta(days=1))}, "week-not-monday"),
        ({"monday": str(monday - timedelta(days=21))}, "week-past"),
        ({"monday": str(monday + timedelta(days=140))}, "week-too-far"),
        ({"kind": "repair"}, "invalid-request"),
        ({"losses": [week.away() | {"to_date": str(monday + timedelta(days=8))}]}, "loss-outside-week"),
        ({"losses": [week.away() | {"staff_id": None}]}, "invalid-request"),
    ):
        assert (await week.ask(status=422, **values))["code"] == code
    therapist = await clinic.client(Role.THERAPIST)
    assert (await therapist.get(f"{API}/schedule-builds/{new_id()}")).status_code == 403
