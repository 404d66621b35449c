"""Members of a cohort are booked into its sessions, as memberships, leaves and patterns say."""

from datetime import date, timedelta
from typing import Any

from tests.factories.calendar import Scene, make_scene
from tests.factories.cohorts import make_membership
from tests.factories.episodes import director_of, make_leave
from tests.support.clinic import Clinic

from handrail.episodes import leaves, service
from handrail.episodes.models import Episode
from handrail.episodes.schemas import EpisodeEnd
from handrail.episodes.vocabulary import EndReason
from handrail.participants.models import Separation


async def live(scene: Scene, episode: Episode) -> list[str]:
    """Dates on which somebody is booked."""
    return [line["local_date"] for line in await scene.schedule(episode) if line["booking_status"] == "booked"]


async def reasons(scene: Scene, episode: Episode) -> set[str | None]:
    """Why somebody is not booked."""
    return {line["cancel_reason"] for line in await scene.schedule(episode) if line["booking_status"] == "cancelled"}


async def dates(scene: Scene) -> list[str]:
    return [one["local_date"] for one in await scene.sessions()]


async def test_new_member_is_booked_into_every_session_ahead(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series())
    episode = await scene.person()
    assert await live(scene, episode) == []
    membership = await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    assert await live(scene, episode) == await dates(scene)
    lines = await scene.schedule(episode)
    assert {line["source"] for line in lines} == {"membership"}
    rows = await clinic.sql("SELECT DISTINCT membership_id FROM bookings WHERE episode_id = $1", episode.id)
    assert [row["membership_id"] for row in rows] == [membership.id]
    assert {one["booked"] for one in await scene.sessions()} == {1}


async def test_members_have_seats_in_a_group_that_has_no_room_yet(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series(room_id=None))
    episode = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    assert await live(scene, episode) == await dates(scene)


async def test_membership_that_ends_frees_the_later_places(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series())
    episode = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id, ends_on=scene.day(6))
    expected = [day for day in await dates(scene) if day <= scene.day(6).isoformat()]
    assert await live(scene, episode) == expected


async def test_leave_takes_its_days_and_the_return_gives_them_back(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series())
    episode = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    leave = await make_leave(clinic, episode.id, starts_on=scene.day(0), back_on=scene.day(7))
    every = await dates(scene)
    assert await live(scene, episode) == [day for day in every if day >= scene.day(7).isoformat()]
    assert await reasons(scene, episode) == {"leave"}
    async with clinic.db() as db:
        await leaves.void_leave(db, director_of(clinic), episode.id, leave.id, reason="Entered in error")
    assert await live(scene, episode) == every


async def test_end_of_an_episode_cancels_everything_after_it(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series())
    episode = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    async with clinic.db() as db:
        ending = EpisodeEnd(ended_on=scene.today, reason=EndReason.COMPLETED)
        await service.end(db, director_of(clinic), episode.id, ending)
    assert await live(scene, episode) == []
    assert await reasons(scene, episode) <= {"episode_ended", "membership_ended"}
    assert {one["booked"] for one in await scene.sessions()} == {0}


async def test_place_given_back_by_choice_is_not_taken_again(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series())
    episode = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    first = (await scene.schedule(episode))[0]
    await scene.act("POST", f"/bookings/{first['booking_id']}/cancel", 1, {"reason": "participant_declined"})
    await make_leave(clinic, episode.id, starts_on=scene.day(5), back_on=scene.day(6))
    assert first["local_date"] not in await live(scene, episode)


async def test_appointment_at_the_same_time_is_kept_and_the_lost_place_is_seen(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    appointment = scene.session(local_start="10:30", room_id=None, staff=[])
    await scene.post("/sessions", appointment | {"bookings": [{"episode_id": str(episode.id)}]})
    await scene.post("/series", scene.series())
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    on_day = [line for line in await scene.schedule(episode) if line["local_date"] == scene.first.isoformat()]
    assert [line["cancel_reason"] for line in on_day] == ["overlap", None]
    assert len(await live(scene, episode)) == len(await dates(scene)) - 1


async def test_last_seat_goes_to_who_came_first(clinic: Clinic) -> None:
    scene = await make_scene(clinic, room_capacity=2)
    first, second = await scene.person("Avery"), await scene.person("Blanca")
    for person, days in ((first, 3), (second, 5)):
        joined = scene.today - timedelta(days=days)
        await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=person.id, starts_on=joined)
    await scene.post("/series", scene.series())
    assert await live(scene, first) == []
    assert await reasons(scene, first) == {"no_seat"}
    assert await live(scene, second) == await dates(scene)


async def test_members_who_are_separated_later_share_no_new_session(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    one, other = await scene.person("Avery"), await scene.person("Blanca")
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=one.id)
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=other.id)
    first, second = sorted([one.participant_id, other.participant_id])
    async with clinic.db() as db:
        db.add(
            Separation(first_participant_id=first, second_participant_id=second, reason="Order", starts_on=scene.today)
        )
    await scene.post("/series", scene.series())
    assert await live(scene, one) == await dates(scene)
    assert await live(scene, other) == []
    assert await reasons(scene, other) == {"not_available"}


async def test_day_that_the_pattern_does_not_name_is_not_booked(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    missing = next(day for day in ("sunday", "saturday", "tuesday") if day not in scene.weekdays)
    meetings = [{"weekday": day, "local_start": "09:30", "minutes": 90} for day in [*scene.weekdays, missing]]
    await scene.post("/series", scene.series(meetings=meetings))
    episode = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    days = {date.fromisoformat(day).strftime("%A").lower() for day in await live(scene, episode)}
    assert days == set(scene.weekdays)


async def test_counts_are_always_the_rows(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/series", scene.series())
    people = [await scene.person(name) for name in ("Avery", "Blanca", "Chidi")]
    for person in people:
        await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=person.id)
    await make_leave(clinic, people[0].id, starts_on=scene.day(0), back_on=scene.day(7))
    wrong: list[Any] = await clinic.sql(
        "SELECT s.id FROM sessions s WHERE s.organization_id = $1 AND ("
        " s.booked <> (SELECT count(*) FROM bookings b WHERE b.session_id = s.id AND b.status = 'booked')"
        " OR s.staffed <> (SELECT count(*) FROM session_staff p WHERE p.session_id = s.id AND p.status = 'assigned'))",
        clinic.organization_id,
    )
    assert wrong == []
