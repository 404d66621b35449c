"""What would mend a week, over HTTP: who is offered what, and what is left out without a word."""

from datetime import timedelta
from typing import Any

from tests.api.attendance.test_ledger import expect
from tests.factories.attendance import make_group, make_session
from tests.factories.calendar import API, make_scene
from tests.support.clinic import Clinic

from handrail.core.clock import now
from handrail.core.vocabulary import Role
from handrail.episodes.vocabulary import DayState


async def test_groups_with_a_seat_in_free_hours_are_offered_and_nothing_else(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode, other = await scene.person(), await scene.person("Blair")
    monday = scene.day()
    await expect(clinic, episode.id, {monday + timedelta(days=one): DayState.EXPECTED for one in (0, 2, 4)})

    async def group(day: int, at: str, **values: Any) -> dict[str, Any]:
        body = {"service_kind": "group", "title": f"{day} {at}", "capacity": 1, "minutes": 90, "room_id": None}
        when = {"local_date": (monday + timedelta(days=day)).isoformat(), "local_start": at}
        return await scene.post("/sessions", scene.session(**(body | when | values)))

    open_one, full, busy, away, apart = [await group(1, f"{hour:02}:00") for hour in (8, 10, 12, 14, 16)]
    await group(2, "08:00", service_kind="individual")
    await group(3, "08:00", countable=False)
    later = await group(8, "08:00")
    await scene.post(f"/sessions/{full['id']}/bookings", {"episode_id": str(other.id)})
    await scene.post(f"/sessions/{busy['id']}/bookings", {"episode_id": str(episode.id)})
    hours = {
        "kind": "work",
        "weekday": "tuesday",
        "local_start": "13:45",
        "local_end": "15:00",
        "starts_on": scene.today.isoformat(),
    }
    await scene.post(f"/participants/{episode.participant_id}/availability", hours)
    first, second = ({"participant_id": str(one.participant_id)} for one in (episode, other))
    met = {"first": first, "second": second, "reason": "Both ask for it", "starts_on": scene.today.isoformat()}
    await scene.post("/separations", met)
    await scene.act("PATCH", f"/sessions/{apart['id']}", apart["version"], {"capacity": 5})
    await scene.post(f"/sessions/{apart['id']}/bookings", {"episode_id": str(other.id)})

    found = await scene.get(f"/episodes/{episode.id}/make-ups", week=monday)
    assert [one["session_id"] for one in found["offers"]] == [open_one["id"]]
    (offer,) = found["offers"]
    assert (offer["title"], offer["minutes"], offer["mends_minutes"]) == ("1 08:00", 90, 90)
    assert (found["short_by_minutes"] > 90, found["enough_session_ids"], found["missed_booking_ids"]) == (True, [], [])
    assert later["id"] not in str(found), "next week mends nothing of this one"
    assert away["id"] not in str(found)


async def test_a_make_up_that_is_missed_itself_leaves_the_first_place_to_be_made_up_for(clinic: Clinic) -> None:
    group = await make_group(clinic, people=1, starts_at=now() - timedelta(minutes=3), minutes=1)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert group.therapist.staff_id is not None
    here: dict[str, Any] = {"location_id": group.location_id, "program_id": group.program_id}
    here |= {"staff": [group.therapist.staff_id], "minutes": 1}
    mending, (second,) = await make_session(
        clinic,
        **here,
        episodes=group.episodes,
        starts_at=now() - timedelta(minutes=1),
        make_up_for=group.bookings[0].id,
    )
    later, _ = await make_session(clinic, **here, starts_at=now() + timedelta(days=1))
    first = group.bookings[0]
    path = f"{API}/episodes/{group.episodes[0].id}/make-ups"
    on = {"week": str(group.session.local_date)}
    booking = {"episode_id": str(group.episodes[0].id), "make_up_for_booking_id": str(first.id)}

    async def mark(session: Any, booking: Any, outcome: str, version: int | None) -> list[str]:
        marks = [{"booking_id": str(booking.id), "outcome": outcome, "version": version}]
        marked = await group.therapist.post(f"{API}/sessions/{session.id}/attendance", json={"marks": marks})
        assert marked.status_code == 200, marked.text
        missed: list[str] = (await group.therapist.get(path, params=on)).json()["missed_booking_ids"]
        return missed

    assert await mark(group.session, first, "absent", None) == [], "it is being made up for"
    assert await mark(mending, second, "present", None) == []
    refused = await director.post(f"{API}/sessions/{later.id}/bookings", json=booking)
    assert (refused.status_code, refused.json()["code"]) == (409, "make-up-not-fitting")
    assert await mark(mending, second, "absent", 1) == [str(first.id)]
    booked = await director.post(f"{API}/sessions/{later.id}/bookings", json=booking)
    assert booked.status_code == 201, booked.text
