"""What a week owes people and does not hold is listed by name."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event
from tests.api.attendance.test_ledger import expect
from tests.api.planning.test_schedule_builds import Week, _week
from tests.factories.calendar import make_scene
from tests.factories.cohorts import make_membership
from tests.support.clinic import Clinic

from handrail.core.ids import new_id
from handrail.core.vocabulary import Role
from handrail.episodes.models import EpisodeService
from handrail.episodes.vocabulary import DayState

URL = "/api/v1/schedule-builds/unplaced"


def _asked(week: Week) -> dict[str, str]:
    return {"location_id": str(week.scene.location_id), "monday": str(week.scene.day())}


async def test_what_is_owed_and_has_no_time_is_listed_until_it_has_one(clinic: Clinic) -> None:
    week = await _week(clinic)
    first, second = week.people
    async with clinic.db() as db:
        db.add(EpisodeService(episode_id=first.id, service_kind="family", times=1, per_days=7))
        db.add(EpisodeService(episode_id=second.id, service_kind="individual", times=3, per_days=7))
        db.add(EpisodeService(episode_id=second.id, service_kind="group", times=9, per_days=7))
        db.add(EpisodeService(episode_id=second.id, service_kind="psychiatric_evaluation", times=1, per_days=7))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    before = await director.get(URL, params=_asked(week))
    assert before.status_code == 200, before.text
    found = {(one["participant_id"], one["service_kind"]): one for one in before.json()["items"]}
    assert found.keys() == {
        (str(first.participant_id), "family"),
        (str(second.participant_id), "individual"),
        (str(second.participant_id), "psychiatric_evaluation"),
    }
    assert found[str(second.participant_id), "psychiatric_evaluation"]["staff_id"] is None
    individual = found[str(second.participant_id), "individual"]
    assert (individual["times"], individual["minutes"]) == (2, 50), "one of three is booked"
    assert found[str(first.participant_id), "family"]["minutes"] == 60
    assert before.json()["total"] == 4

    session = week.scene.session(local_start="16:00", service_kind="family", bookings=[{"episode_id": str(first.id)}])
    await week.scene.post("/sessions", session)
    after = (await director.get(URL, params=_asked(week))).json()
    assert [one["service_kind"] for one in after["items"]] == ["individual", "psychiatric_evaluation"]


async def test_whose_hours_are_short_is_listed_while_a_group_could_mend_them(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    first, second = await scene.person(), await scene.person("Blair")
    monday = scene.day()
    for one in (first, second):
        await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=one.id)
        await expect(clinic, one.id, {monday + timedelta(days=day): DayState.EXPECTED for day in (0, 2, 4)})
    director = await clinic.client(Role.PROGRAM_DIRECTOR)

    async def listed() -> dict[str, Any]:
        asked = {"location_id": str(scene.location_id), "monday": str(monday)}
        answer = await director.get(URL, params=asked)
        assert answer.status_code == 200, answer.text
        return {one["episode_id"]: one for one in answer.json()["make_ups"]}

    assert await listed() == {}, "nothing could mend it"
    body = {"service_kind": "group", "title": "Open group", "capacity": 2, "minutes": 90, "room_id": None}
    when = {"local_date": str(monday + timedelta(days=1)), "local_start": "08:00"}
    group = await scene.post("/sessions", scene.session(**(body | when)))
    found = await listed()
    assert found.keys() == {str(first.id), str(second.id)}
    mine = found[str(first.id)]
    assert (mine["participant_id"], mine["groups"], mine["starts_on"]) == (str(first.participant_id), 1, str(monday))
    told = await scene.get(f"/episodes/{first.id}/make-ups", week=monday)
    assert mine["short_by_minutes"] == told["short_by_minutes"] > 0

    apart = ({"participant_id": str(one.participant_id)} for one in (first, second))
    met = dict(zip(("first", "second"), apart, strict=True)) | {"reason": "Ask for it", "starts_on": str(scene.today)}
    await scene.post("/separations", met)
    assert (await listed()).keys() == found.keys(), "neither is there yet"
    await scene.post(f"/sessions/{group['id']}/bookings", {"episode_id": str(first.id)})
    assert await listed() == {}, "who is booked cannot come twice, and the other is kept apart"


async def test_many_people_take_no_more_statements_than_one(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    monday = scene.day()
    body = {"service_kind": "group", "title": "Open group", "capacity": 9, "minutes": 90, "room_id": None}
    when = {"local_date": str(monday + timedelta(days=1)), "local_start": "08:00"}
    await scene.post("/sessions", scene.session(**(body | when)))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    asked = {"location_id": str(scene.location_id), "monday": str(monday)}
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    counts = []
    for people in (1, 3):
        for place in range(people):
            episode = await scene.person(f"Person {people} {place}")
            await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
            await expect(clinic, episode.id, {monday: DayState.EXPECTED})
        statements.clear()
        event.listen(Engine, "before_cursor_execute", note)
        try:
            answer = await director.get(URL, params=asked)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        assert answer.json()["make_ups_total"] == (1 if people == 1 else 4)
        counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_a_week_begins_on_a_monday_at_a_location_that_is_there(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    tuesday = await director.get(URL, params=_asked(week) | {"monday": str(week.scene.day(1))})
    assert (tuesday.status_code, tuesday.json()["code"]) == (422, "week-not-monday")
    nowhere = await director.get(URL, params=_asked(week) | {"location_id": str(new_id())})
    assert nowhere.status_code == 404
    therapist = await clinic.client(Role.THERAPIST)
    assert (await therapist.get(URL, params=_asked(week))).status_code == 403
