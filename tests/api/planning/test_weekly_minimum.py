"""Who has too few hours of the week without what finds no place is told, and no week is refused for what stands."""

from uuid import UUID

from sqlalchemy import text
from tests.api.planning.test_schedule_builds import Week, _week
from tests.support.clinic import Clinic

from handrail.builder.problem import Track
from handrail.core.ids import ScheduleBuildId
from handrail.planning.service import builds

LOWER = text("UPDATE week_rules SET min_minutes_per_week = 300 WHERE id = :id")
STANDS = 3 * 90 + 50
"""Minutes of the week of each of the people: three groups and a session of their own."""


async def _track(clinic: Clinic, week: Week, build_id: str) -> tuple[Track, int]:
    async with clinic.db() as db:
        prepared = await builds.prepare(db, ScheduleBuildId(UUID(build_id)))
    assert prepared is not None
    problem = prepared.order.problem
    return next(one for one in problem.tracks if one.id == str(week.scene.cohort_id)), problem.tick_min


async def test_what_stands_is_the_least_where_the_rule_asks_for_more(clinic: Clinic) -> None:
    week = await _week(clinic)
    track, minutes = await _track(clinic, week, (await week.ask(kind="repair", losses=[week.away()]))["id"])
    assert track.min_week_ticks * minutes == STANDS, "the rule asks for nine hours"


async def test_the_rule_is_the_least_where_more_stands_and_other_groups_count_for_it(clinic: Clinic) -> None:
    week = await _week(clinic)
    rules = (await week.scene.get("/week-rules", limit=200))["items"]
    async with clinic.db() as db:
        for one in rules:
            await db.execute(LOWER, {"id": one["id"]})
    booked = [{"episode_id": str(one.id)} for one in week.people]
    long = {"local_start": "18:00", "minutes": 60, "title": "Art", "service_kind": "group", "bookings": booked}
    await week.scene.post("/sessions", week.scene.session(**long))
    track, minutes = await _track(clinic, week, (await week.ask(kind="repair", losses=[week.away()]))["id"])
    assert track.min_week_ticks * minutes == 300 - 60


async def test_a_mended_week_says_who_falls_below_the_weekly_minimum(clinic: Clinic) -> None:
    week = await _week(clinic)
    scene = week.scene
    await scene.post(
        f"/staff/{week.other}/time-off",
        {"starts_at": f"{scene.day(-2)}T00:00:00Z", "ends_at": f"{scene.day(9)}T00:00:00Z"},
    )
    loss = week.away() | {"from_date": str(scene.first), "to_date": str(scene.day(6))}
    build = await week.built(kind="repair", losses=[loss])
    assert build["status"] == "proposed", "it is offered all the same"
    assert {one["what"] for one in build["changes"]} == {"cancelled"}
    (told,) = build["clashes"]
    assert (told["rule"], told["proven"], told["cohort_ids"]) == ("weekly_minimum", True, [str(scene.cohort_id)])
    assert (told["count"], told["have"], told["need"]) == (2, 0.0, 5.3)
