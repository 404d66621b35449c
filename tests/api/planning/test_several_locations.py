"""A week of two locations is one week: who works at both is one clinician, and it is applied in both or in neither."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.api.planning.test_schedule_builds import NOTHING_OWED, Week, _week
from tests.factories.cohorts import make_cohort, make_membership
from tests.factories.episodes import make_episode
from tests.factories.organizations import make_location, make_room
from tests.factories.participants import make_participant
from tests.support.clinic import Clinic

from handrail.calendar.vocabulary import TRAVEL_MINUTES
from handrail.core.ids import CohortId, LocationId, ScheduleBuildId, StaffId, new_id
from handrail.core.vocabulary import Track
from handrail.episodes.models import EpisodeService
from handrail.planning import queries

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass
class Houses(Week):
    """The week of a program at two locations; at the second one nobody has a session yet."""

    hill: LocationId
    hill_cohort: CohortId

    @property
    def both(self) -> dict[str, Any]:
        return {"location_id": None, "location_ids": [str(self.hill), str(self.scene.location_id)]}

    async def hours(self, staff_id: StaffId, *rows: tuple[str, str, str, LocationId | None]) -> None:
        """Let somebody work at these hours of weekdays, at one location or at any."""
        file = await self.scene.get(f"/staff/{staff_id}")
        hours = [
            {"weekday": day, "local_start": begins, "local_end": ends, "location_id": site and str(site)}
            for day, begins, ends, site in rows
        ]
        await self.scene.act("PUT", f"/staff/{staff_id}/hours", file["version"], {"hours": hours})

    async def calendar(self) -> list[dict[str, Any]]:
        """Everything that is held in the week."""
        return [one for one in await self.scene.sessions(weeks=1) if one["status"] != "cancelled"]


async def _houses(clinic: Clinic, *, owed: tuple[str, ...] = ("family",)) -> Houses:
    """Two people at each location, all of them owed such sessions."""
    week = await _week(clinic, people=2)
    scene = week.scene
    hill = (await make_location(clinic, name=f"Hill {new_id()}")).id
    for name, chairs in (("Hill office", 4), ("Hill hall", 14)):
        await make_room(clinic, location_id=hill, name=name, capacity=chairs)
    cohort = await make_cohort(clinic, program_id=scene.program_id, location_id=hill, name="Hill", track=Track.EVENING)
    for at in range(2):
        async with clinic.db() as db:
            participant = await make_participant(db, given_names=(f"Hill{at}",), family_name="Whitlock")
        episode = await make_episode(
            clinic, participant_id=participant.id, program_id=scene.program_id, location_id=hill
        )
        await make_membership(clinic, cohort_id=cohort.id, episode_id=episode.id)
        week.people.append(episode)
    async with clinic.db() as db:
        for one in week.people:
            await db.execute(NOTHING_OWED, {"episode": one.id})
            db.add_all(EpisodeService(episode_id=one.id, service_kind=kind, times=1, per_days=7) for kind in owed)
    return Houses(**vars(week), hill=hill, hill_cohort=cohort.id)


def _at(session: dict[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(session["starts_at"]), datetime.fromisoformat(session["ends_at"])


def _close(held: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of somebody's sessions that overlap, or have no time for the way between."""
    wrong = []
    for one in held:
        for other in held:
            if one["id"] < other["id"]:
                (a, b), (c, d) = _at(one), _at(other)
                apart = one["location_id"] != other["location_id"] and not (one["telehealth"] or other["telehealth"])
                way = timedelta(minutes=TRAVEL_MINUTES if apart else 0)
                if a < d + way and c < b + way:
                    wrong.append((one["title"], other["title"]))
    return wrong


def _led_by(held: list[dict[str, Any]], staff_id: StaffId) -> list[dict[str, Any]]:
    return [one for one in held if any(place["staff_id"] == str(staff_id) for place in one["staff"])]


async def test_who_works_at_both_is_never_in_two_places_and_has_time_for_the_way(clinic: Clinic) -> None:
    week = await _houses(clinic)
    scene = week.scene
    day = WEEKDAYS[scene.first.weekday()]
    # All four family sessions are the leader's, on the one day, beside the group and the session they have.
    await week.hours(scene.leader_id, (day, "09:00", "17:30", None))
    await week.hours(week.other, *((one, "17:30", "20:45", week.hill) for one in ("monday", "tuesday", "thursday")))
    build = await week.built(**week.both)
    assert build["status"] == "proposed", build["clashes"]
    both = set(week.both["location_ids"])
    assert build["location_ids"] == sorted(both)
    families = [one for one in build["changes"] if one["kind"] == "family"]
    assert [one["location_id"] for one in families].count(str(week.hill)) == 2
    assert {one["location_id"] for one in build["changes"]} == both
    assert (await week.apply(build))["status"] == "applied"

    held = await week.calendar()
    rooms = {one["id"]: one["location_id"] for one in (await scene.get("/rooms", limit=200))["items"]}
    assert all(rooms[one["room_id"]] == one["location_id"] for one in held)
    mine = _led_by(held, scene.leader_id)
    assert {one["location_id"] for one in mine} == both
    for person in (scene.leader_id, week.other):
        assert _close(_led_by(held, person)) == []


async def test_locations_of_different_zones_are_refused_with_a_reason(clinic: Clinic) -> None:
    week = await _houses(clinic)
    far = await make_location(clinic, name=f"Far {new_id()}", time_zone="Asia/Tokyo")
    refused = await week.ask(status=422, location_id=None, location_ids=[str(week.scene.location_id), str(far.id)])
    assert (refused["code"], refused["location_ids"]) == ("locations-in-different-zones", [str(far.id)])
    assert (await week.ask(status=422, location_ids=[str(week.hill)]))["code"] == "invalid-request"
    assert (await week.ask(status=422, location_id=None))["code"] == "invalid-request"


async def test_it_is_applied_in_both_or_in_neither(clinic: Clinic) -> None:
    week = await _houses(clinic)
    scene = week.scene
    build = await week.built(**week.both)
    assert {one["location_id"] for one in build["changes"]} == set(week.both["location_ids"])
    before = await week.calendar()
    body = scene.session(location_id=str(week.hill), room_id=None, telehealth=True, local_start="08:00", minutes=30)
    new = await scene.post("/sessions", body)
    refused = await week.apply(build, status=409)
    assert (refused["code"], refused["session_ids"]) == ("calendar-changed", [new["id"]])
    assert {one["id"] for one in await week.calendar()} == {one["id"] for one in before} | {new["id"]}

    # What nobody saw coming stops it in the middle, and what was done before that is gone again.
    build = await week.built(**week.both)
    last = max(at for at, one in enumerate(build["changes"]) if one["location_id"] == str(week.hill))
    async with clinic.db() as db:
        row = await queries.get_build(db, ScheduleBuildId(UUID(build["id"])))
        stored = [dict(one) for one in row.changes]
        stored[last]["after"] = stored[last]["after"] | {"room_id": str(scene.room_id)}
        row.changes = stored
    assert (await week.apply(await week.read(build["id"]), status=409))["code"] == "room-elsewhere"
    assert {one["id"] for one in await week.calendar()} == {one["id"] for one in before} | {new["id"]}


async def test_one_week_at_a_time_is_built_at_each_location(clinic: Clinic) -> None:
    week = await _houses(clinic)
    first = await week.ask(**week.both)
    refused = await week.ask(status=409, location_id=str(week.hill))
    assert (refused["code"], refused["location_ids"]) == ("build-under-way", [str(week.hill)])
    assert (await week.ask(status=409, location_id=str(week.scene.location_id)))["code"] == "build-under-way"
    for one in week.both["location_ids"]:
        listed = await week.scene.get("/schedule-builds", location_id=one)
        assert [build["id"] for build in listed["items"]] == [first["id"]]
    await week.scene.post(f"/schedule-builds/{first['id']}/cancel", {}, status=200)
    await week.ask(location_id=str(week.hill))
    assert (await week.ask(status=409, **week.both))["code"] == "build-under-way"
    assert (await week.ask(location_id=str(week.scene.location_id)))["status"] == "queued", "the other one is free"


async def test_who_is_ill_is_stood_in_for_from_the_other_location_with_time_for_the_way(clinic: Clinic) -> None:
    """The substitute holds a session on the hill, half an hour before the group, or only twenty minutes before."""
    week = await _houses(clinic, owed=())
    scene = week.scene
    hill_room = await make_room(clinic, location_id=week.hill, name="Hill den", capacity=4)
    there = scene.session(
        location_id=str(week.hill),
        room_id=str(hill_room.id),
        local_start="08:00",
        minutes=60,
        staff=[{"staff_id": str(week.other), "role": "lead"}],
    )
    near = await scene.post("/sessions", there)
    loss = {
        "kind": "clinician",
        "staff_id": str(scene.leader_id),
        "from_date": str(scene.first),
        "to_date": str(scene.first),
    }
    build = await week.built(kind="repair", losses=[loss], **week.both)
    assert build["status"] == "proposed"
    group = next(one for one in build["changes"] if one["kind"] == "group")
    assert group["after"]["staff_id"] == str(week.other), "half an hour is enough"
    await week.scene.post(f"/schedule-builds/{build['id']}/cancel", {}, status=200)

    later = {"local_date": near["local_date"], "local_start": "08:10", "minutes": 60}
    await scene.act("POST", f"/sessions/{near['id']}/move", near["version"], later)
    build = await week.built(kind="repair", losses=[loss], **week.both)
    group = next(one for one in build["changes"] if one["session_id"] == group["session_id"])
    moved = next((one for one in build["changes"] if one["session_id"] == near["id"]), None)
    assert group["what"] == "cancelled" or moved is not None, "twenty minutes are not"
    applied = await week.apply(build)
    assert applied["status"] == "applied"
    assert _close(_led_by(await week.calendar(), week.other)) == []


async def test_a_late_opening_is_at_one_of_them_and_cuts_nothing_at_the_other(clinic: Clinic) -> None:
    week = await _houses(clinic, owed=())
    scene = week.scene
    early = {"local_start": "09:30", "minutes": 60, "staff": [{"staff_id": str(week.other), "role": "lead"}]}
    office = (await scene.get("/rooms", location_id=str(week.hill), limit=200))["items"]
    there = scene.session(
        location_id=str(week.hill), room_id=office[0]["id"], bookings=[{"episode_id": str(week.people[2].id)}], **early
    )
    hit = await scene.post("/sessions", there)
    day = {"from_date": str(scene.first), "to_date": str(scene.first)}
    late = {"kind": "late_opening", "opens_at": "11:00", "public_title": "Snow", **day}
    assert (await week.ask(status=422, kind="repair", losses=[late], **week.both))["code"] == "invalid-request"
    late["location_id"] = str(week.hill)
    build = await week.built(kind="repair", losses=[late], **week.both)
    assert build["status"] == "proposed"
    assert [(one["session_id"], one["location_id"], one["why"]) for one in build["changes"]] == [
        (hit["id"], str(week.hill), ["opens_late"])
    ]
    await week.apply(build)
    (closure,) = (await scene.get("/closures", from_date=scene.day(), to_date=scene.day(6)))["items"]
    assert closure["location_id"] == str(week.hill)
    groups = {one["id"]: one for one in await week.calendar()}
    assert groups[week.first["id"]]["starts_at"] == week.first["starts_at"], "the group at the other one is held"
    undone = await week.undo(await week.read(build["id"]))
    assert undone["undone_at"] is not None
    assert (await scene.get(f"/sessions/{hit['id']}"))["starts_at"] == hit["starts_at"]


async def test_hours_at_one_location_are_no_hours_at_the_other_and_the_clash_says_where(clinic: Clinic) -> None:
    week = await _houses(clinic)
    scene = week.scene
    for one in (scene.leader_id, week.other):
        await week.hours(one, *((day, "09:00", "17:00", scene.location_id) for day in WEEKDAYS[:5]))
    build = await week.built(**week.both)
    assert (build["status"], build["changes"]) == ("no_week", [])
    assert {(one["rule"], *one["location_ids"]) for one in build["clashes"]} == {("no_time", str(week.hill))}


async def test_what_was_built_before_weeks_had_several_locations_is_read_as_of_its_one(clinic: Clinic) -> None:
    week = await _houses(clinic)
    here = str(week.scene.location_id)
    build = await week.built()
    assert build["status"] == "proposed", build["clashes"]
    assert build["location_ids"] == [here]
    async with clinic.db() as db:
        row = await queries.get_build(db, ScheduleBuildId(UUID(build["id"])))
        row.changes = [{name: value for name, value in one.items() if name != "location_id"} for one in row.changes]
        row.clashes = [
            {"rule": "more", "proven": True, "kinds": [], "cohort_ids": [], "count": 1}
            | dict.fromkeys(("participant_id", "session_id", "at", "need", "have"))
        ]
    old = await week.read(build["id"])
    assert {one["location_id"] for one in old["changes"]} == {here}
    assert old["clashes"][0]["location_ids"] == []
    applied = await week.apply(old)
    assert applied["status"] == "applied"
    assert {one["location_id"] for one in await week.calendar()} == {here}
