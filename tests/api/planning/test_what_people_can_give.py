"""The builder keeps what people and their families can give: longest days, lunch, hours that suit."""

from typing import Any

from tests.api.planning.test_schedule_builds import Week, _week
from tests.support.clinic import Clinic

from handrail.core.ids import EpisodeId, StaffId
from handrail.episodes.models import EpisodeService

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


async def _owe(clinic: Clinic, episode_id: EpisodeId, *kinds: str) -> None:
    async with clinic.db() as db:
        db.add_all(EpisodeService(episode_id=episode_id, service_kind=kind, times=1, per_days=7) for kind in kinds)


async def _hours(week: Week, staff_id: StaffId, **values: Any) -> dict[str, Any]:
    file = await week.scene.get(f"/staff/{staff_id}")
    hours = [{"weekday": day, "local_start": "09:00", "local_end": "17:00"} for day in WEEKDAYS[:5]]
    return await week.scene.act("PUT", f"/staff/{staff_id}/hours", file["version"], {"hours": hours} | values)


def _minutes(at: str) -> int:
    return int(at[:2]) * 60 + int(at[3:5])


async def _family(week: Week, at: int = 0) -> dict[str, Any]:
    """The family session that is proposed."""
    build = await week.built()
    assert build["status"] == "proposed", build["clashes"]
    (family,) = [one for one in build["changes"] if one["kind"] == "family"]
    after: dict[str, Any] = family["after"]
    return after


async def test_a_family_session_is_planned_when_a_relative_can_come(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    scene, person = week.scene, week.people[0]
    await _owe(clinic, person.id, "family")
    path = f"/participants/{person.participant_id}"
    mother = await scene.post(f"{path}/contacts", {"name": "Ines", "relationship": "parent"})
    day = WEEKDAYS[(scene.day(2)).weekday()]
    evening = {"contact_id": mother["id"], "weekday": day, "local_start": "18:00", "local_end": "20:00"}
    row = await scene.post(f"{path}/suitable-hours", evening | {"starts_on": str(scene.today)})
    after = await _family(week)
    assert (after["local_date"], "18:00" <= after["local_start"] <= "19:00") == (str(scene.day(2)), True)

    # Nobody can come in this week: it is told, and the session is not held without them.
    ended = evening | {"starts_on": str(scene.day(60))}
    await scene.act("PUT", f"{path}/suitable-hours/{row['id']}", row["version"], ended)
    build = await week.built()
    assert build["status"] == "no_week"
    assert [(one["rule"], one["kinds"]) for one in build["clashes"]] == [("no_time", ["family"])]


async def test_hours_somebody_prefers_are_a_wish(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    scene, person = week.scene, week.people[0]
    await _owe(clinic, person.id, "family")
    wish = {"weekday": WEEKDAYS[scene.day().weekday()], "local_start": "16:00", "local_end": "18:00"}
    await scene.post(f"/participants/{person.participant_id}/suitable-hours", wish | {"starts_on": str(scene.today)})
    after = await _family(week)
    assert (after["local_date"], "16:00" <= after["local_start"] <= "17:00") == (str(scene.day()), True)

    build = await week.built(preference_weight=0)
    assert build["cost_after"]["preferences"] == 0


async def test_nobody_gets_a_longer_day_or_week_than_theirs_nor_loses_lunch(clinic: Clinic) -> None:
    week = await _week(clinic, people=2)
    scene = week.scene
    for one in week.people:
        await _owe(clinic, one.id, "family")
    lunch = {"minutes": 60, "local_from": "12:30", "local_to": "13:30"}
    for one in (scene.leader_id, week.other):
        given = await _hours(week, one, longest_day_minutes=240, longest_week_minutes=900, lunch=lunch)
        assert (given["longest_day_minutes"], given["lunch"]["minutes"]) == (240, 60)
    build = await week.built()
    assert build["status"] == "proposed", build["clashes"]
    families = [one["after"] for one in build["changes"] if one["kind"] == "family"]
    assert len(families) == 2
    for seat in families:
        begins, ends = _minutes(seat["local_start"]), _minutes(seat["local_start"]) + seat["minutes"]
        assert ends <= 12 * 60 + 30 or begins >= 13 * 60 + 30, "though they come at 12:30 anyway"

    # What is not said stays; what is said to be nothing goes.
    kept = await _hours(week, scene.leader_id)
    assert (kept["longest_day_minutes"], kept["longest_week_minutes"]) == (240, 900)
    gone = await _hours(week, scene.leader_id, lunch=None, longest_day_minutes=None)
    assert (gone["longest_day_minutes"], gone["lunch"]) == (None, None)


async def test_a_day_that_is_too_long_for_everybody_is_told_as_hours_that_lack(clinic: Clinic) -> None:
    week = await _week(clinic, people=1)
    await _owe(clinic, week.people[0].id, "family")
    for one in (week.scene.leader_id, week.other):
        await _hours(week, one, longest_week_minutes=30)
    build = await week.built()
    assert build["status"] == "no_week"
    assert {one["rule"] for one in build["clashes"]} <= {"hours", "no_time", "participants"}
