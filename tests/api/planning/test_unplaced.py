"""What a week owes people and does not hold is listed by name."""

from tests.api.planning.test_schedule_builds import Week, _week
from tests.support.clinic import Clinic

from handrail.core.ids import new_id
from handrail.core.vocabulary import Role
from handrail.episodes.models import EpisodeService

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


async def test_a_week_begins_on_a_monday_at_a_location_that_is_there(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    tuesday = await director.get(URL, params=_asked(week) | {"monday": str(week.scene.day(1))})
    assert (tuesday.status_code, tuesday.json()["code"]) == (422, "week-not-monday")
    nowhere = await director.get(URL, params=_asked(week) | {"location_id": str(new_id())})
    assert nowhere.status_code == 404
    therapist = await clinic.client(Role.THERAPIST)
    assert (await therapist.get(URL, params=_asked(week))).status_code == 403
